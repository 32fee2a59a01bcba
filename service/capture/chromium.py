"""The real browser: one process for many visits, restarted at once when it dies, replaced before it grows old."""

import asyncio
import contextlib
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Self

from playwright.async_api import Error

from service import log as logs
from service.capture import endpoint, engine, lending, remote, tofu
from service.capture.engine import Engine
from service.capture.port import Extent, Health
from service.capture.shelf import Shelf
from service.capture.stage import opened
from service.capture.turn import Turn
from service.capture.visit import Visit
from service.errors import CaptureFailed, HoldfastError
from service.model.capture import Capture, Grade, Isolation
from service.model.cookie import Cookie
from service.model.framing import Framing
from service.model.ids import EmbedId
from service.net.cookies import Jar
from service.net.guard import Dialler
from service.settings import Settings

log = logs.get(__name__)

_RETIRE_AFTER = 1000
"""Visits of one browser process. Hygiene: 2,000 showed no leak."""
_RETIRE_SECONDS = 3600.0
_RETIRE_BYTES = 1200 * 2**20
_PAGE_BYTES = 64 * 2**20
"""Beyond that, what each page under way may take before the browser counts as grown."""
_SETTLED_IN = 50
"""Visits before its growth is looked at."""
_HOT_PER_CORE = 2
"""Visits per core that open a page or photograph it; the others wait for their pages meanwhile."""
_LEAVE_SECONDS = 5.0
_PLACE_SECONDS = 10.0
"""Within that a browser in health has opened a page; an empty one takes 0.1 s."""
_CLOSED_SECONDS = 2.0
"""Within that a page is closed, also one that computes for ever; longer, and its browser is replaced."""
_DRAIN_SECONDS = 60.0
_TRIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keeper:
    """What belongs to one browser while it is up."""

    task: asyncio.Task[None]
    leave: asyncio.Event
    shelf: Shelf


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
        jar: Jar | None = None,
        retire_after: int = _RETIRE_AFTER,
    ) -> None:
        """`jar`: an operator's cookies, for visits of their platform alone."""
        self._dialler = dialler
        self._settings = settings
        self._clock = clock
        self._jar = jar or Jar()
        self._retire_after = retire_after
        self._slots = asyncio.Semaphore(settings.slots)
        self._hot = asyncio.Semaphore(_HOT_PER_CORE * (os.cpu_count() or 1))
        self._starting = asyncio.Lock()
        self._engine: Engine | None = None
        self._keepers: dict[Engine, _Keeper] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    async def __aenter__(self) -> Self:
        """Start the browser, so that what is missing shows at once. Raises SetupFailed or CaptureFailed."""
        await self._ready()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        async with self._starting:  # a browser that is just being started is told as well
            for keeper in self._keepers.values():
                keeper.leave.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def visit(
        self,
        embed_id: EmbedId,
        framing: Framing,
        *,
        extent: Extent = Extent.ALL,
        isolation: Isolation = Isolation.CONTEXT,
    ) -> Capture:
        """Make one visit; one that is cut off by the browser's death is made once more. See `Browser.visit`.

        `isolation`: a night may keep pages for their hosts; a document of ours is always shown by itself, and so is
        what is visited with cookies.
        """
        cookies = self._jar.of(embed_id.partition("-")[0], framing.url)
        if framing.url is None or cookies:
            isolation = Isolation.CONTEXT
        async with self._slots:
            for attempt in range(_TRIES):
                current = await self._ready()
                try:
                    with current.visit():
                        return await self._visit(current, embed_id, framing, extent, isolation, cookies=cookies)
                except Error as error:
                    log.warning(
                        "The browser went away during a visit.",
                        action="browser-lost",
                        embed=embed_id,
                        attempt=attempt + 1,
                        error=error.message.splitlines()[0],
                    )
                    current.gone.set()
                    trouble: Exception = error
                except TimeoutError as error:
                    log.warning("A visit was not done in its time.", action="visit-late", embed=embed_id)
                    current.tired = True
                    trouble = error
            what = "died during the visit" if isinstance(trouble, Error) else "did not get the visit done in its time"
            raise CaptureFailed(f"The browser {what}, twice.") from trouble

    async def ping(self) -> Health:
        """Draw letters of many scripts and look whether they are there. See `Browser.ping`."""
        current = await self._ready()
        try:
            async with asyncio.timeout(self._settings.visit_timeout):
                missing = await tofu.missing(current.browser)
        except (Error, TimeoutError) as error:
            raise CaptureFailed("The browser does not draw a page of our own.") from error
        facts = current.facts
        return Health(product=facts.product, sandboxed=facts.sandboxed, tofu=missing, elsewhere=facts.elsewhere)

    async def _visit(
        self,
        current: Engine,
        embed_id: EmbedId,
        framing: Framing,
        extent: Extent,
        isolation: Isolation,
        *,
        cookies: tuple[Cookie, ...],
    ) -> Capture:
        async with Turn(self._hot) as turn, asyncio.timeout(self._settings.visit_timeout + _LEAVE_SECONDS):
            async with asyncio.timeout(_PLACE_SECONDS):
                if isolation is Isolation.HOST:
                    stage, stack = await self._keepers[current].shelf.take(framing)
                else:
                    stack = AsyncExitStack()
                    stage = await stack.enter_async_context(opened(current, framing, self._dialler, cookies))
            visit = Visit(
                stage.begin(),
                framing,
                gone=current.gone,
                excuse=lambda: current.meter.excuse,
                settings=self._settings,
                clock=self._clock,
                turn=turn,
                isolation=isolation,
                extent=extent,
            )
            kept = False
            try:
                made = await visit.make(embed_id, current.facts)
                if cookies:
                    known = await lending.values(stage.page.context, cookies)
                    made = await asyncio.to_thread(lending.kept_out, made, cookies, known)
                kept = isolation is Isolation.HOST and made.grade is Grade.COMPLETE
            finally:
                if not kept:
                    await self._leave(current, stack)
            made = replace(made, connections=stage.way_out.connections)
            exhausted = stage.way_out.exhausted
            if kept:
                await self._keepers[current].shelf.put_back(framing, stage, stack, visit.origins)
        return cut_off(made) if exhausted else made

    async def _leave(self, current: Engine, stack: AsyncExitStack) -> None:
        """Close a page. One that asks for files without end keeps its browser busy for long after it was told to go."""
        began = asyncio.get_running_loop().time()
        await stack.aclose()
        current.tired |= asyncio.get_running_loop().time() - began > _CLOSED_SECONDS

    async def _ready(self) -> Engine:
        """Give a browser that is up, a fresh one when the last is dead or worn."""
        async with self._starting:
            current = self._engine
            worn = None if current is None else self._worn(current)
            if current is not None and worn is None:
                return current
            if current is not None:
                log.info("The browser is replaced.", action="browser-replaced", reason=worn, visits=current.visits)
                self._engine = None
                self._keepers[current].leave.set()
            self._engine = await self._start()
            return self._engine

    def _worn(self, current: Engine) -> str | None:
        """Say why a browser must make room for a fresh one; None when it may go on."""
        if not current.alive:
            return "it is dead"
        if current.tired or current.meter.ended:
            return "one of its pages was stopped, or kept it busy beyond its visit"
        if current.visits >= self._retire_after:
            return "it has made many visits"
        if asyncio.get_running_loop().time() - current.born > _RETIRE_SECONDS:
            return "it is old"
        if current.visits >= _SETTLED_IN and current.meter.now > _RETIRE_BYTES + self._settings.slots * _PAGE_BYTES:
            return "it has grown"
        return None

    async def _start(self) -> Engine:
        up: asyncio.Future[Engine] = asyncio.get_running_loop().create_future()
        leave = asyncio.Event()
        task = asyncio.create_task(self._keep(up, leave))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            started = await asyncio.shield(up)
        except asyncio.CancelledError:
            leave.set()
            raise
        self._keepers[started] = _Keeper(
            task=task, leave=leave, shelf=Shelf(started, self._dialler, self._settings.slots)
        )
        task.add_done_callback(lambda _: self._keepers.pop(started, None))
        return started

    async def _keep(self, up: asyncio.Future[Engine], leave: asyncio.Event) -> None:
        """Hold one browser open until it is told to leave and its visits are done, or it is dead."""
        try:
            async with self._browser() as started:
                up.set_result(started)
                await self._until_left(started, leave)
                if started.alive:
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(_DRAIN_SECONDS):
                            await started.drained.wait()
                await self._keepers[started].shelf.close()
        except Exception as error:
            if up.done():
                log.exception("The browser did not stop cleanly.", action="browser-stop-failed")
            else:
                up.set_exception(error)

    def _browser(self) -> AbstractAsyncContextManager[Engine]:
        """Start one of this machine's, or connect to the one that stands elsewhere."""
        place = endpoint.of(self._settings)
        return engine.start(self._settings) if place is None else remote.attached(self._settings, place)

    async def _until_left(self, started: Engine, leave: asyncio.Event) -> None:
        """Wait for the end of a browser's time; when it dies before, start the next one at once."""
        ends = [asyncio.create_task(leave.wait()), asyncio.create_task(started.gone.wait())]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in ends:
                each.cancel()
        if not leave.is_set() and not self._closing:
            task = asyncio.create_task(self._replace())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await leave.wait()

    async def _replace(self) -> None:
        try:
            if not self._closing:
                await self._ready()
        except HoldfastError as error:
            log.warning(
                "No browser could be started; the next visit tries again.",
                action="browser-not-replaced",
                error=str(error),
            )


def cut_off(made: Capture) -> Capture:
    """Mark a capture whose page wanted more bytes than a visit may have: what is there may not be all of it."""
    grade = Grade.PARTIAL if made.grade is Grade.COMPLETE else made.grade
    return replace(
        made, grade=grade, reasons=(*made.reasons, "The page wanted more bytes than a visit may have; it is cut off.")
    )
