# syntax=docker/dockerfile:1
# The service with its browser, for a database and a bucket given by HOLDFAST_DATABASE_URL and HOLDFAST_STORE.
# Runs with a read-only root: it writes to /var/lib/holdfast (a volume) and /tmp (a tmpfs) only.

FROM debian:12-slim AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends npm python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/holdfast
COPY infra/requirements.lock infra/
RUN python3 -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r infra/requirements.lock
COPY infra/npm/ .venv/node/
RUN cd .venv/node && npm ci --ignore-scripts --no-audit --no-fund --omit=dev
COPY pyproject.toml README.md ./
COPY service/ service/
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --no-index .

FROM debian:12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates chromium-headless-shell libnss3-tools python3 tini \
        fonts-liberation fonts-noto-cjk fonts-noto-color-emoji fonts-noto-core libatomic1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin holdfast \
    && install --directory --owner holdfast --group holdfast --mode 0700 /var/lib/holdfast
COPY --from=build /opt/holdfast/.venv /opt/holdfast/.venv
ENV PATH=/opt/holdfast/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOLDFAST_DATA=/var/lib/holdfast \
    HOLDFAST_LISTEN=0.0.0.0:8080
USER 10001:10001
VOLUME /var/lib/holdfast
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["tini", "--", "holdfast"]
CMD ["serve"]
