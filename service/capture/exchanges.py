"""Recording what the browser exchanged: every request of the page with its answer, headers as sent, body as decoded.

Bodies are taken by `Network.getResponseBody` the moment each has arrived, while the browser still has it (measured:
1.00× the throughput and 0.99–1.05× the processor time of a visit that records nothing). What workers and
frames of other processes ask for is not seen by the page's own session; what the driver saw beyond is asked of it at the end.
A body that cannot be had is an exchange that says so, never one that is not there.
"""

import asyncio
import base64
import contextlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import CDPSession, Error, Page, Response

from service.model.exchange import Exchange, Headers

RESOURCE_BYTES = 16 * 2**20
"""One body at most; a larger one is named without its body."""
VISIT_BYTES = 48 * 2**20
"""All bodies of one visit."""
_ROOM = 2
"""How much more the browser may hold: it counts more than the bytes (at a limit of 16 MB it gave up a body of 13)."""
_MOST = 3_000
"""Exchanges of one visit; endless pages ask for ever."""
_LAST_SECONDS = 2.0
_ELSEWHERE_SECONDS = 2.0
_BODILESS = frozenset({204, 205, 304})

_LATE = "The answer was still coming when the visit ended."
_LARGE = (
    f"The body has more than {RESOURCE_BYTES >> 20} MB, or all bodies of the visit more than {VISIT_BYTES >> 20} MB."
)
_EVICTED = "The browser no longer had the body."


@dataclass(kw_only=True)
class _Hop:
    """One request as its events come in."""

    sent: dict[str, Any]
    answer: dict[str, Any] | None = None
    more: bool = False
    """The headers as they went over the line come in events of their own."""
    ended: float | None = None
    """Monotonic seconds of the browser."""
    body: bytes = b""
    missing: str | None = None


@dataclass(kw_only=True)
class _Chain:
    """A request with the redirects that led on from it; the protocol gives all of them one id."""

    hops: list[_Hop] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    answered: list[dict[str, Any]] = field(default_factory=list)


class Recorder:
    """Records the exchanges of one page, from `start` to `finish`."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self._page = page
        self._session = session
        self._chains: dict[str, _Chain] = {}
        self._fetching: set[asyncio.Task[None]] = set()
        self._elsewhere: list[Response] = []
        self._held = 0
        self._main = ""
        self._count = 0

    async def start(self) -> None:
        """Switch the network domain on, with bounds, and listen. Call it before the page goes anywhere."""
        for event, listener in (
            ("requestWillBeSent", self._sent),
            ("requestWillBeSentExtraInfo", self._sent_headers),
            ("responseReceived", self._received),
            ("responseReceivedExtraInfo", self._received_headers),
            ("loadingFinished", self._finished),
            ("loadingFailed", self._failed),
        ):
            self._session.on(f"Network.{event}", listener)
        self._page.on("response", self._answered)
        await self._session.send(
            "Network.enable",
            {"maxTotalBufferSize": _ROOM * VISIT_BYTES, "maxResourceBufferSize": _ROOM * RESOURCE_BYTES},
        )
        tree = await self._session.send("Page.getFrameTree")
        self._main = tree["frameTree"]["frame"]["id"]

    async def finish(self) -> tuple[Exchange, ...]:
        """Give every exchange in the order of asking. Takes a few seconds at most; never raises for what a page does."""
        if self._fetching:
            await asyncio.wait(self._fetching, timeout=_LAST_SECONDS)
        for task in list(self._fetching):
            task.cancel()
        made = [exchange for chain in self._chains.values() for exchange in self._exchanges(chain)]
        known = {exchange.url for exchange in made if not _went_elsewhere(exchange)}
        unseen = [one for one in self._elsewhere if one.url not in known and one.url.startswith("http")]
        if unseen:
            found = await self._ask_driver(unseen)
            beyond = {exchange.url for exchange in found}
            made = [one for one in made if not _went_elsewhere(one) or one.url not in beyond]
            made += found
        return tuple(sorted(made, key=lambda exchange: exchange.at))

    def _answered(self, response: Response) -> None:
        self._elsewhere.append(response)

    def _sent(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith(("http:", "https:")):
            return
        chain = self._chains.get(event["requestId"])
        if chain is None:
            if self._count >= _MOST:
                return
            chain = self._chains[event["requestId"]] = _Chain()
        elif chain.hops and "redirectResponse" in event:
            last = chain.hops[-1]
            last.answer, last.ended = event["redirectResponse"], event["timestamp"]
            last.more = event.get("redirectHasExtraInfo", False)
        self._count += 1
        chain.hops.append(_Hop(sent=event))

    def _sent_headers(self, event: dict[str, Any]) -> None:
        self._chains.setdefault(event["requestId"], _Chain()).asked.append(event["headers"])

    def _received(self, event: dict[str, Any]) -> None:
        hop = self._last(event)
        if hop is not None:
            hop.answer, hop.more = event["response"], event.get("hasExtraInfo", False)

    def _received_headers(self, event: dict[str, Any]) -> None:
        self._chains.setdefault(event["requestId"], _Chain()).answered.append(event)

    def _finished(self, event: dict[str, Any]) -> None:
        hop = self._last(event)
        if hop is None:
            return
        hop.ended = event["timestamp"]
        if hop.answer is None or hop.answer["status"] in _BODILESS or hop.sent["request"]["method"] == "HEAD":
            return
        hop.missing = _EVICTED
        task = asyncio.create_task(self._fetch(event["requestId"], hop, event.get("encodedDataLength", 0)))
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)

    def _failed(self, event: dict[str, Any]) -> None:
        hop = self._last(event)
        if hop is not None:
            why = event.get("blockedReason") or event.get("errorText") or "no reason given"
            hop.missing = f"The request came to nothing: {why}."

    def _last(self, event: dict[str, Any]) -> _Hop | None:
        chain = self._chains.get(event["requestId"])
        return chain.hops[-1] if chain is not None and chain.hops else None

    async def _fetch(self, request_id: str, hop: _Hop, encoded: float) -> None:
        """Take a body over while the browser has it."""
        if encoded > RESOURCE_BYTES or self._held + encoded > VISIT_BYTES:
            hop.missing = _LARGE
            return
        try:
            answer = await self._session.send("Network.getResponseBody", {"requestId": request_id})
        except Error as error:
            if "evicted" in error.message:
                hop.missing = _LARGE
            return
        body = base64.b64decode(answer["body"]) if answer["base64Encoded"] else answer["body"].encode()
        if self._held + len(body) > VISIT_BYTES:
            hop.missing = _LARGE
            return
        self._held += len(body)
        hop.body, hop.missing = body, None

    def _exchanges(self, chain: _Chain) -> list[Exchange]:
        asked, answered = iter(chain.asked), iter(chain.answered)
        made = []
        for hop in chain.hops:
            # Of what the browser answers itself, nothing goes over the line and no such event comes.
            over_the_line = hop.more or hop.answer is None
            made.append(
                self._exchange(
                    hop, next(asked, None) if over_the_line else None, next(answered, None) if over_the_line else None
                )
            )
        return made

    def _exchange(self, hop: _Hop, asked: dict[str, str] | None, answered: dict[str, Any] | None) -> Exchange:
        request, answer = hop.sent["request"], hop.answer
        missing = hop.missing
        if hop.ended is None and missing is None:
            missing = _LATE
        one = Exchange(
            url=request["url"],
            at=datetime.fromtimestamp(hop.sent["wallTime"], UTC),
            method=request["method"],
            request_headers=_pairs(asked if asked is not None else request["headers"]),
            request_body=_posted(request),
            kind=hop.sent.get("type", "Other"),
            main=hop.sent.get("frameId") == self._main and hop.sent.get("type") == "Document",
            elapsed_ms=None if hop.ended is None else round((hop.ended - hop.sent["timestamp"]) * 1000, 1),
            body=hop.body,
            missing=missing,
        )
        if answer is None:
            return one
        return replace(
            one,
            status=answer["status"],
            reason=answer["statusText"],
            response_headers=_pairs((answered or answer)["headers"]),
            protocol=answer.get("protocol", ""),
            media_type=answer["mimeType"],
        )

    async def _ask_driver(self, unseen: list[Response]) -> list[Exchange]:
        """Ask the driver for answers that came to frames of other processes."""
        asking = [asyncio.ensure_future(_told(response)) for response in unseen[:_MOST]]
        done, late = await asyncio.wait(asking, timeout=_ELSEWHERE_SECONDS)
        for task in late:
            task.cancel()
        found = []
        for task in asking:
            if task in done and (exchange := task.result()) is not None:
                self._held += len(exchange.body)
                over = self._held > VISIT_BYTES or len(exchange.body) > RESOURCE_BYTES
                found.append(replace(exchange, body=b"", missing=_LARGE) if over else exchange)
        return found


def _went_elsewhere(exchange: Exchange) -> bool:
    """Say whether the answer may have come to another session: that of a worker, or of a frame's own process."""
    return exchange.missing == _EVICTED or (exchange.missing == _LATE and exchange.status is None)


async def _told(response: Response) -> Exchange | None:
    """Draw what the driver knows of one answer; None when the page has forgotten it."""
    request = response.request
    body, missing = b"", None
    if not 300 <= response.status < 400 and response.status not in _BODILESS:
        try:
            body = await response.body()
        except Error:
            missing = _EVICTED
    with contextlib.suppress(Error):
        begun = request.timing["startTime"]
        return Exchange(
            url=response.url,
            at=datetime.fromtimestamp(begun / 1000, UTC),
            method=request.method,
            request_headers=_pairs(await request.all_headers()),
            request_body=request.post_data_buffer or b"",
            status=response.status,
            reason=response.status_text,
            response_headers=tuple((each["name"], each["value"]) for each in await response.headers_array()),
            kind=request.resource_type.capitalize(),
            media_type=(await response.header_value("content-type") or "").partition(";")[0].strip(),
            body=body,
            missing=missing,
        )
    return None


def _pairs(headers: dict[str, str]) -> Headers:
    """Give headers as pairs; the protocol joins several of one name with a line break."""
    return tuple((name, value) for name, joined in headers.items() for value in str(joined).split("\n"))


def _posted(request: dict[str, Any]) -> bytes:
    entries = request.get("postDataEntries", ())
    with contextlib.suppress(ValueError):
        if entries:
            return b"".join(base64.b64decode(entry.get("bytes", "")) for entry in entries)
    return str(request.get("postData", "")).encode()
