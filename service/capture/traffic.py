"""What a page has under way: counted, so that "settled" is a fact and not a pause."""

import asyncio
import contextlib
from collections import Counter
from urllib.parse import urlsplit

from playwright.async_api import Error, Page, Request, Response

from service.capture.trackers import is_tracker
from service.model.document import Redirect

_NEVER_DONE = frozenset({"websocket", "eventsource", "ping", "beacon", "cspviolationreport", "media", "manifest"})
"""Kinds of request that may stay open for as long as the page does, and that no picture waits for."""

_LATE = frozenset({"font"})
_WORDS = frozenset({"fetch", "xhr", "other"})
"""Kinds that bring words, and as often nothing that is seen."""
_OFTEN = 3
"""Answers from one address after which it is asked again and again, and not for what the page is to show."""

_PROXY_STATUS = "proxy-status"
"""RFC 9209: the gate says so itself when it refuses; a server that claims it harms only its own picture."""


class Traffic:
    """Follows the requests of one page, all its frames included.

    Playwright's own events are used: it attaches to frames of other processes before their first request, which a
    DevTools session of the page alone does not see.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open: set[Request] = set()
        self._answers: Counter[str] = Counter()
        self._stirred = asyncio.Event()
        self._main: Response | None = None
        self._redirects: list[Redirect] = []
        self.responses = 0
        self.refused = False
        """True: what the main frame shows is our own gate's refusal of a plain address, and no page."""
        self.origins: dict[str, None] = {}
        page.on("request", self._began)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)
        page.on("response", self._answered)

    @property
    def open(self) -> tuple[str, ...]:
        """Addresses of the requests under way."""
        return tuple(request.url for request in self._open)

    def waits(self, *, words: bool) -> bool:
        """Say whether something under way may still change the picture. `words`: they are still to come.

        A font does not: a browser shows words in another one after three seconds. A poll does not.
        """
        kinds = _LATE | _WORDS if not words else _LATE
        return any(request.resource_type not in kinds and not self._polled(request) for request in self._open)

    def _polled(self, request: Request) -> bool:
        often = self._answers[_place(request.url)] >= _OFTEN
        return often and request.method == "GET" and request.resource_type in _WORDS

    @property
    def status(self) -> int | None:
        """HTTP status of the last document the main frame showed."""
        return self._main.status if self._main else None

    @property
    def redirects(self) -> tuple[Redirect, ...]:
        """Hops of the main frame, in order."""
        return tuple(self._redirects)

    async def idle(self, quiet: float, until: float) -> bool:
        """Wait until nothing is under way for `quiet` seconds. False: the loop's clock reached `until` before."""
        loop = asyncio.get_running_loop()
        while True:
            left = until - loop.time()
            if left <= 0:
                return False
            self._stirred.clear()
            try:
                async with asyncio.timeout(left if self._open else min(quiet, left)):
                    await self._stirred.wait()
            except TimeoutError:
                if not self._open:
                    return left > quiet
                return False

    def _began(self, request: Request) -> None:
        if request.resource_type in _NEVER_DONE or is_tracker(request.url):
            return
        self._open.add(request)
        self._stirred.set()

    def _ended(self, request: Request) -> None:
        if request in self._open:
            self._open.remove(request)
            self._stirred.set()

    def _answered(self, response: Response) -> None:
        self.responses += 1
        self._answers[_place(response.url)] += 1
        address = urlsplit(response.url)
        if address.scheme == "https":
            self.origins.setdefault(f"https://{address.netloc}")
        request = response.request
        with contextlib.suppress(Error):  # the frame may be gone already
            if request.is_navigation_request() and response.frame == self._page.main_frame:
                self._shown(response)

    def _shown(self, response: Response) -> None:
        self.refused = _PROXY_STATUS in response.headers
        location = response.headers.get("location")
        if 300 <= response.status < 400 and location:
            self._redirects.append(Redirect(url=response.url, status=response.status, location=location))
        else:
            self._main = response


def _place(url: str) -> str:
    return url.partition("?")[0]
