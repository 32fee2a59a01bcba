"""A fetcher that answers from memory: the world as a test tells it. Nothing it does leaves the process."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from service.model.document import Document, Redirect, Request

NOON = datetime(2026, 1, 2, 12, 0, 0, tzinfo=UTC)
"""The time at which everything is answered unless a clock is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: str | None = None
    reason: str | None = None


class RecordedInternet:
    """Answers requests with what it was told; what it was not told of does not answer.

    An address without a query stands for every query; `query` narrows it to requests that hold these parameters. The
    last thing told about an address counts, so that a story can go on: a post is there, then it is gone.
    """

    def __init__(self, clock: Callable[[], datetime] = lambda: NOON) -> None:
        self._clock = clock
        self._answers: dict[tuple[str, tuple[tuple[str, str], ...]], _Answer] = {}
        self.asked: list[Request] = []
        """Every request, in order, redirects included."""

    def says(
        self,
        url: str,
        body: str | bytes | Mapping[str, Any] | list[Any],
        *,
        query: Mapping[str, str] | None = None,
        status: int = 200,
        media_type: str = "",
    ) -> None:
        """Answer with this body: JSON for objects and arrays, HTML for text."""
        if isinstance(body, (str, bytes)):
            kind, raw = "text/html; charset=utf-8", body.encode() if isinstance(body, str) else body
        else:
            kind, raw = "application/json", json.dumps(body).encode()
        self._tell(url, query, _Answer(status=status, headers={"content-type": media_type or kind}, body=raw))

    def redirects(self, url: str, *, to: str, status: int = 301) -> None:
        """Send whoever asks on to another address."""
        self._tell(url, None, _Answer(status=status, headers={"location": to}))

    def refuses(self, url: str, status: int, *, query: Mapping[str, str] | None = None) -> None:
        """Answer with an error status and a body that says nothing."""
        headers = {"content-type": "text/plain"}
        self._tell(url, query, _Answer(status=status, headers=headers, body=b"no\n"))

    def is_silent(self, url: str, *, because: str = "the connection timed out") -> None:
        """Never answer."""
        self._tell(url, None, _Answer(status=None, failure="fetch-failed", reason=because))

    def is_private(self, url: str) -> None:
        """Behave as the gate does with an address that is not public internet."""
        reason = "the address is not public internet"
        self._tell(url, None, _Answer(status=None, failure="egress-refused", reason=reason))

    async def fetch(self, request: Request, *, redirects: int = 8) -> Document:
        """Answer as `service.net.port.Fetcher` promises."""
        hops: list[Redirect] = []
        url = request.url
        while True:
            self.asked.append(Request(name=request.name, url=url, headers=request.headers))
            answer = self._find(url)
            location = answer.headers.get("location")
            if location is None or answer.status is None or len(hops) >= redirects:
                break
            hops.append(Redirect(url=url, status=answer.status, location=location))
            url = urljoin(url, location)
        return Document(
            request=request,
            fetched=self._clock(),
            final_url=url,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            redirects=tuple(hops),
            failure=answer.failure,
            reason=answer.reason,
        )

    async def ping(self) -> None:
        """Be there."""

    def was_asked(self, part: str) -> int:
        """Count the requests whose address holds this part."""
        return sum(part in request.url for request in self.asked)

    def _tell(self, url: str, query: Mapping[str, str] | None, answer: _Answer) -> None:
        address, written = _split(url)
        key = (address, tuple(sorted({**written, **(query or {})}.items())))
        self._answers.pop(key, None)
        self._answers[key] = answer

    def _find(self, url: str) -> _Answer:
        """Take the answer that names the most of the query; of equals, the one told last."""
        address, asked = _split(url)
        fits = [key for key in self._answers if key[0] == address and set(key[1]) <= set(asked.items())]
        if not fits:
            return _Answer(status=None, failure="fetch-failed", reason=f"nothing answers at {address}")
        most = max(len(query) for _, query in fits)
        return self._answers[[key for key in fits if len(key[1]) == most][-1]]


def _split(url: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path or '/'}", dict(parse_qsl(parts.query))
