"""Where a visit happens: a page with its way out, thrown away afterwards or kept for the next visit of the same host."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol, Self, cast

from playwright.async_api import Browser, BrowserContext, CDPSession, Error, Page, ProxySettings, ViewportSize

from service.capture.engine import Engine
from service.capture.lending import lend
from service.capture.picture import SCALE
from service.model.cookie import Cookie
from service.model.framing import Framing
from service.net.guard import Dialler
from service.net.proxy import VISITOR, Listener, listen

_CLOSE_SECONDS = 5.0
_EMPTY = "about:blank"


class _Source(Protocol):
    def on(self, event: Any, listener: Callable[..., Any]) -> None: ...

    def remove_listener(self, event: str, listener: Callable[..., Any]) -> None: ...


class _Heard:
    """Stands for a page or a session, and takes off again whatever was put on."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._put_on: list[tuple[str, Callable[..., Any]]] = []

    def on(self, event: str, listener: Callable[..., Any]) -> None:
        self._source.on(event, listener)
        self._put_on.append((event, listener))

    def silence(self) -> None:
        while self._put_on:
            self._source.remove_listener(*self._put_on.pop())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)


class Stage:
    """An open page."""

    def __init__(self, page: Page, session: CDPSession, way_out: Listener) -> None:
        self._heard = (_Heard(cast("_Source", page)), _Heard(cast("_Source", session)))
        self.way_out = way_out
        self.visits = 0
        """Visits begun on it."""

    @property
    def page(self) -> Page:
        """The page."""
        return cast("Page", self._heard[0])

    @property
    def session(self) -> CDPSession:
        """The page's DevTools session."""
        return cast("CDPSession", self._heard[1])

    def begin(self) -> Self:
        """Begin a visit: what is counted is counted anew."""
        self.visits += 1
        self.way_out.begin()
        return self

    async def clear(self, origins: tuple[str, ...]) -> bool:
        """Take off what the visit left: listeners, cookies, storage, the document. Gives whether all of it is gone.

        What stays is the browser's memory of addresses: its HTTP cache and open connections.
        """
        for each in self._heard:
            each.silence()
        every = {"storageTypes": "all"}
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self.page.goto(_EMPTY)
                await asyncio.gather(
                    self.session.send("Fetch.disable"),
                    self.session.send("Network.clearBrowserCookies"),
                    *(self.session.send("Storage.clearDataForOrigin", {"origin": each, **every}) for each in origins),
                )
                return True
        return False


@contextlib.asynccontextmanager
async def opened(
    engine: Engine, framing: Framing, dialler: Dialler, cookies: tuple[Cookie, ...] = ()
) -> AsyncIterator[Stage]:
    """Open a page in a context of its own, with a way out of its own; nothing of them is left at the end.

    Raises playwright's Error when the browser is gone.
    """
    async with (
        listen(dialler, door=engine.door) as way_out,
        _context(engine.browser, framing, way_out) as context,
    ):
        if cookies:
            await lend(context, cookies)
        page = await context.new_page()
        yield Stage(page, await context.new_cdp_session(page), way_out)


@contextlib.asynccontextmanager
async def _context(browser: Browser, framing: Framing, way_out: Listener) -> AsyncIterator[BrowserContext]:
    """Open a context that keeps nothing, asks for nothing and looks the same everywhere."""
    size = ViewportSize(width=framing.width, height=framing.height)
    context = await browser.new_context(
        proxy=_proxy(way_out),
        viewport=size,
        screen=size,
        device_scale_factor=SCALE,
        locale="en-US",
        timezone_id="UTC",
        color_scheme="light",
        reduced_motion="reduce",
        service_workers="block",
        accept_downloads=False,
        permissions=[],
        offline=framing.url is None,
    )
    try:
        yield context
    finally:
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await context.close()


def _proxy(way_out: Listener) -> ProxySettings:
    """Write the way out as the browser is told it; a secret makes every request of the context pass the driver."""
    if way_out.secret is None:
        return ProxySettings(server=way_out.url)
    return ProxySettings(server=way_out.url, username=VISITOR, password=way_out.secret)
