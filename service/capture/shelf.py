"""Pages that are kept for their hosts, so that a night's visits take two thirds of the processor time of fresh ones.

A kept page is one visitor who comes again: its cookies, storage and document are cleared between visits, the HTTP cache
and open connections are not. Two hosts never share a page, and a page that misbehaved is not kept.
"""

from contextlib import AsyncExitStack
from urllib.parse import urlsplit

from service.capture.engine import Engine
from service.capture.stage import Stage, opened
from service.model.framing import Framing
from service.net.guard import Dialler

_VISITS = 50
"""Of one page; then it is closed."""

_Place = tuple[str, int, int]


class Shelf:
    """The kept pages of one browser."""

    def __init__(self, engine: Engine, dialler: Dialler, most: int) -> None:
        """`most`: pages that lie here at once."""
        self._engine = engine
        self._dialler = dialler
        self._most = most
        self._idle: list[tuple[_Place, Stage, AsyncExitStack]] = []
        self._closed = False

    async def take(self, framing: Framing) -> tuple[Stage, AsyncExitStack]:
        """Give a page for the host, kept or new; hand both back, or close the second.

        Raises playwright's Error when the browser is gone.
        """
        place = _place(framing)
        for number in range(len(self._idle) - 1, -1, -1):
            if self._idle[number][0] == place:
                _, stage, stack = self._idle.pop(number)
                return stage, stack
        stack = AsyncExitStack()
        try:
            return await stack.enter_async_context(opened(self._engine, framing, self._dialler)), stack
        except BaseException:
            await stack.aclose()
            raise

    async def put_back(self, framing: Framing, stage: Stage, stack: AsyncExitStack, origins: tuple[str, ...]) -> None:
        """Keep a page that is clean again; the one that lay longest makes room."""
        clean = stage.visits < _VISITS and await stage.clear(origins)
        if self._closed or not clean:
            await stack.aclose()
            return
        self._idle.append((_place(framing), stage, stack))
        while len(self._idle) > self._most:
            await self._idle.pop(0)[2].aclose()

    async def close(self) -> None:
        """Close every page."""
        self._closed = True
        while self._idle:
            await self._idle.pop()[2].aclose()


def _place(framing: Framing) -> _Place:
    return urlsplit(framing.url or "").netloc, framing.width, framing.height
