"""The real browser: one process for many visits, restarted at once when it dies, replaced before it grows old."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self

from playwright.async_api import Error

from service import log as logs
from service.capture import engine, tofu
from service.capture.engine import Engine
from service.capture.port import Extent, Health
from service.capture.visit import Visit
from service.errors import CaptureFailed
from service.model.capture import Capture, Grade
from service.model.framing import Framing
from service.model.ids import EmbedId
from service.net.guard import Dialler
from service.net.proxy import listen
from service.settings import Settings

log = logs.get(__name__)

_RETIRE_AFTER = 500
"""Visits of one browser process. Hygiene: 2,000 showed no leak."""
_LEAVE_SECONDS = 5.0
_DRAIN_SECONDS = 60.0
_TRIES = 2


class Chromium:
    """Implements `Browser` with Chromium; an async context manager.

    Reaches the world through `dialler` alone: each visit has a proxy of its own, so that each connection belongs to a
    capture. At most `settings.slots` visits are under way; the others wait their turn.
    """

    def __init__(
        self,
        dialler: Dialler,
        settings: Settings,
        clock: Callable[[], datetime],
        *,
        retire_after: int = _RETIRE_AFTER,
    ) -> None:
        self._dialler = dialler
        self._settings = settings
        self._clock = clock
        self._retire_after = retire_after
        self._slots = asyncio.Semaphore(settings.slots)
        self._starting = asyncio.Lock()
        self._engine: Engine | None = None
        self._keepers: dict[Engine, tuple[asyncio.Task[None], asyncio.Event]] = {}

    async def __aenter__(self) -> Self:
        """Start the browser, so that what is missing shows at once. Raises SetupFailed or CaptureFailed."""
        await self._ready()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        keepers = list(self._keepers.values())
        for _, leave in keepers:
            leave.set()
        await asyncio.gather(*(task for task, _ in keepers), return_exceptions=True)

    async def visit(self, embed_id: EmbedId, framing: Framing, extent: Extent = Extent.ALL) -> Capture:
        """Make one visit; one that is cut off by the browser's death is made once more. See `Browser.visit`."""
        async with self._slots:
            for attempt in range(_TRIES):
                current = await self._ready()
                try:
                    with current.visit():
                        return await self._visit(current, embed_id, framing, extent)
                except Error as error:
                    log.warning(
                        "The browser went away during a visit.",
                        action="browser-lost",
                        embed=embed_id,
                        attempt=attempt + 1,
                        error=error.message.splitlines()[0],
                    )
                    current.gone.set()
                    trouble = error
            raise CaptureFailed("The browser died during the visit, twice.") from trouble

    async def ping(self) -> Health:
        """Draw letters of many scripts and look whether they are there. See `Browser.ping`."""
        current = await self._ready()
        try:
            async with asyncio.timeout(self._settings.visit_timeout):
                missing = await tofu.missing(current.browser)
        except (Error, TimeoutError) as error:
            raise CaptureFailed("The browser does not draw a page of our own.") from error
        return Health(product=current.facts.product, sandboxed=current.facts.sandboxed, tofu=missing)

    async def _visit(self, current: Engine, embed_id: EmbedId, framing: Framing, extent: Extent) -> Capture:
        async with contextlib.AsyncExitStack() as stack:
            made = None
            way_out = await stack.enter_async_context(listen(self._dialler))
            visit = Visit(
                current.browser,
                framing,
                gone=current.gone,
                excuse=lambda: current.meter.excuse,
                settings=self._settings,
                clock=self._clock,
                proxy=way_out.url,
                extent=extent,
            )
            async with asyncio.timeout(self._settings.visit_timeout + _LEAVE_SECONDS):
                made = await visit.make(embed_id, current.facts)
        made = replace(made, connections=tuple(way_out.connections))
        return cut_off(made) if way_out.exhausted else made

    async def _ready(self) -> Engine:
        """Give a browser that is up, a fresh one when the last is dead or old."""
        async with self._starting:
            current = self._engine
            if (
                current is not None
                and current.alive
                and current.visits < self._retire_after
                and not current.meter.ended
            ):
                return current
            if current is not None:
                self._keepers[current][1].set()
                self._engine = None
            self._engine = await self._start()
            return self._engine

    async def _start(self) -> Engine:
        up: asyncio.Future[Engine] = asyncio.get_running_loop().create_future()
        leave = asyncio.Event()
        task = asyncio.create_task(self._keep(up, leave))
        try:
            started = await asyncio.shield(up)
        except asyncio.CancelledError:
            leave.set()
            raise
        self._keepers[started] = (task, leave)
        task.add_done_callback(lambda _: self._keepers.pop(started, None))
        return started

    async def _keep(self, up: asyncio.Future[Engine], leave: asyncio.Event) -> None:
        """Hold one browser open until it is told to leave and its visits are done, or it is dead."""
        try:
            async with engine.start(self._settings) as started:
                up.set_result(started)
                await leave.wait()
                if started.alive:
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(_DRAIN_SECONDS):
                            await started.drained.wait()
        except Exception as error:
            if up.done():
                log.exception("The browser did not stop cleanly.", action="browser-stop-failed")
            else:
                up.set_exception(error)


def cut_off(made: Capture) -> Capture:
    """Mark a capture whose page wanted more bytes than a visit may have: what is there may not be all of it."""
    grade = Grade.PARTIAL if made.grade is Grade.COMPLETE else made.grade
    return replace(
        made, grade=grade, reasons=(*made.reasons, "The page wanted more bytes than a visit may have; it is cut off.")
    )
