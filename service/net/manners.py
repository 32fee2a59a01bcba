"""A Fetcher with manners: each host has its budget, its pauses are kept, nothing is asked twice in one breath.

What stands in its way is never an exception: a request that would have to wait too long gives a Document with
`failure="held-back"`, which says something about us and nothing about the post.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from service.model.document import Document, Request
from service.net.port import Fetcher
from service.net.restraint import Restraint, retry_after

HELD_BACK = "held-back"
"""Code of a request that was not made because its host is asked too often, asked for a pause, or keeps failing."""
BREATH = timedelta(seconds=2)
"""How long "not there" is repeated without asking: long enough for visits side by side, too short to be believed."""
BACKOFF = 0.7
"""Seconds before the one other try after a failure that may pass."""
QUICK = timedelta(seconds=5)
"""A failure that took longer is not tried again at once: the host is overwhelmed, and somebody waits for us."""
KEPT_BYTES = 32 * 2**20
"""Bytes of good answers that are kept to ask whether they have changed."""

_TRANSIENT = frozenset({502, 503, 504})
_GONE = frozenset({404, 410})

_Key = tuple[str, str, int, tuple[tuple[str, str], ...]]
"""Who asks counts: a platform's own file may ask with the operator's cookies."""


class MannerlyFetcher:
    """Wraps a Fetcher. Its memory lives as long as the process; nothing in it is older evidence than it says."""

    def __init__(
        self,
        inner: Fetcher,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        rate: float | None,
        burst: int,
        patience: float,
    ) -> None:
        """`rate` a second and `burst` for each host, none for a test rig; `patience`: seconds to wait for a place."""
        self._inner = inner
        self._clock = clock
        self._sleep = sleep
        self._rate, self._burst = rate, burst
        self._patience = timedelta(seconds=patience)
        self._hosts: dict[str, Restraint] = {}
        self._good: OrderedDict[_Key, Document] = OrderedDict()
        self._good_bytes = 0
        self._gone: OrderedDict[_Key, Document] = OrderedDict()

    async def ping(self) -> None:
        """Check that the way out is set up. Raises FetchFailed when it is not."""
        await self._inner.ping()

    async def fetch(self, request: Request, *, redirects: int = 8) -> Document:
        """Ask as `service.net.port.Fetcher` promises, with manners.

        A good answer that has not changed (304) is given again with its new time, and says so in `reason`.
        """
        key = (request.platform, request.url, redirects, tuple(sorted(request.headers.items())))
        gone = self._gone.get(key)
        if gone is not None and self._clock() - gone.fetched < BREATH:
            return gone
        began = self._clock()
        document = await self._ask(request, key, redirects)
        if _may_pass(document) and self._clock() - began < QUICK:
            await self._sleep(BACKOFF)
            document = await self._ask(request, key, redirects)
        return self._remembered(key, document)

    async def _ask(self, request: Request, key: _Key, redirects: int) -> Document:
        host = (urlsplit(request.url).hostname or "").lower()
        restraint = self._hosts.setdefault(host, Restraint(rate=self._rate, burst=self._burst))
        wait = restraint.reserve(self._clock(), self._patience)
        if wait > self._patience:
            return self._held_back(request, host, wait)
        if wait:
            await self._sleep(wait.total_seconds())
        known = self._good.get(key)
        asked = request if known is None else replace(request, headers={**_conditions(known), **request.headers})
        document = replace(await self._inner.fetch(asked, redirects=redirects), request=request)
        if _is_failure(document):
            pause = retry_after(document.headers.get("retry-after", ""), self._clock())
            restraint.failed(self._clock(), pause)
        else:
            restraint.succeeded()
        return _unchanged(known, document) if known is not None and document.status == 304 else document

    def _held_back(self, request: Request, host: str, wait: timedelta) -> Document:
        return Document(
            request=request,
            fetched=self._clock(),
            final_url=request.url,
            status=None,
            failure=HELD_BACK,
            reason=f"{host} is not asked for another {wait.total_seconds():.0f} seconds: it limits us or keeps failing.",
        )

    def _remembered(self, key: _Key, document: Document) -> Document:
        """Keep what is good until something newer is good; what is not there only for a breath, beside it."""
        if document.status in _GONE:
            self._gone[key] = document
            while len(self._gone) > 1000:
                self._gone.popitem(last=False)
        elif document.status == 200 and _conditions(document):
            self._forget(key)
            self._good[key] = document
            self._good_bytes += len(document.body)
            while self._good_bytes > KEPT_BYTES:
                self._forget(next(iter(self._good)))
        return document

    def _forget(self, key: _Key) -> None:
        old = self._good.pop(key, None)
        self._good_bytes -= len(old.body) if old is not None else 0


def _conditions(known: Document) -> Mapping[str, str]:
    """Give the headers that ask whether a document has changed."""
    told = {"if-none-match": known.headers.get("etag"), "if-modified-since": known.headers.get("last-modified")}
    return {name: value for name, value in told.items() if value}


def _unchanged(known: Document, answer: Document) -> Document:
    since = f"{known.fetched:%Y-%m-%d %H:%M:%S} UTC"
    reason = f"Not modified (304): the body is the one that was answered before, last at {since}."
    return replace(known, request=answer.request, fetched=answer.fetched, reason=reason, address=answer.address)


def _is_failure(document: Document) -> bool:
    if document.status is None:
        return document.failure == "fetch-failed"
    return document.status == 429 or document.status >= 500


def _may_pass(document: Document) -> bool:
    if document.status is None:
        return document.failure == "fetch-failed"
    return document.status in _TRANSIENT and "retry-after" not in document.headers
