"""The bounds of a visit: every call has an end, whatever the page does.

Time, windows, dialogues, bytes and nodes are bounded here, height by `picture`, memory by `memory`, what is carried
over the network by `net.tunnel`. Each says in words of its own why a visit was ended or cut short.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from playwright.async_api import CDPSession, Dialog, Download, Page

from service.capture.steps import Steps
from service.errors import CaptureFailed

_T = TypeVar("_T")
_POPUPS = 5
_DIALOGS = 50
_DIALOGS_NOTED = 10
_BYTES = 256 * 2**20
"""Decoded bytes of one visit; a gzip bomb of 1 GB took 4.5 GB of memory."""
MOST_NODES = 150_000
"""Nodes of all the page's documents."""
_COUNTING_SECONDS = 5.0


class Watch:
    """Ends a visit when its time is up or its page is dead; closes popups and dismisses dialogs on the way."""

    def __init__(
        self, page: Page, steps: Steps, *, until: float, excuse: Callable[[], str | None] = lambda: None
    ) -> None:
        """`until`: loop time. `excuse`: why a renderer died just now, when it was us who ended it."""
        self._page = page
        self._steps = steps
        self._until = until
        self._seconds = until - asyncio.get_running_loop().time()
        self._ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._closing: set[asyncio.Task[None]] = set()
        self._bytes = 0
        self.popups = 0
        self.dialogs = 0
        self.download: str | None = None
        self.download_named = asyncio.Event()
        page.on("crash", lambda _: self.end(excuse() or "The page crashed its renderer."))
        page.on("dialog", self._dialog)
        page.on("download", self._download)
        page.on("popup", self._popup)

    @property
    def over(self) -> str | None:
        """Why the visit has ended; None while it goes on."""
        return self._ended.result() if self._ended.done() else None

    def end(self, reason: str) -> None:
        """End the visit; the first reason counts."""
        if not self._ended.done():
            self._steps.note("ended", reason)
            self._ended.set_result(reason)

    async def bound(self, what: str, call: Awaitable[_T], seconds: float) -> _T:
        """Wait for one call. Raises CaptureFailed, naming `what`, when it takes too long or the visit has ended."""
        left = min(seconds, self._until - asyncio.get_running_loop().time())
        task = asyncio.ensure_future(call)
        try:
            either: set[asyncio.Future[Any]] = {task, self._ended}
            await asyncio.wait(either, timeout=max(0.0, left), return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
        finally:
            if not task.done():
                task.cancel()
                with contextlib.suppress(BaseException):
                    await asyncio.wait({task}, timeout=1)
        if self._ended.done():
            raise CaptureFailed(self._ended.result())
        if left < seconds:
            raise CaptureFailed(f"The visit had used up its {self._seconds:.0f} s while it waited for: {what}.")
        raise CaptureFailed(f"The page stopped answering: no {what} within {left:.0f} s.")

    async def weigh(self, session: CDPSession) -> None:
        """End the visit when the page has more nodes than are read and photographed. Raises CaptureFailed.

        The browser counts, not the page, so no script can have a say in it.
        """
        counted = await self.bound("count of nodes", session.send("Memory.getDOMCounters"), _COUNTING_SECONDS)
        if counted["nodes"] > MOST_NODES:
            self.end(f"The page has {counted['nodes']:,} nodes, more than the {MOST_NODES:,} that are worked with.")
            raise CaptureFailed(self._ended.result())

    def count_bytes(self, number: int) -> None:
        """Add decoded bytes; too many end the visit."""
        self._bytes += number
        if self._bytes > _BYTES:
            self.end(f"The page unpacked more than {_BYTES >> 20} MB.")

    def popup_asked(self) -> None:
        """Count a window that was asked for and refused."""
        self.popups += 1
        if self.popups == _POPUPS:
            self._steps.note("popups", "many windows asked for; none is opened")

    def _popup(self, page: Page) -> None:
        self.popup_asked()
        self._do(page.close())
        if self.popups > 4 * _POPUPS:
            self.end("The page opened one window after the other.")

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs += 1
        if self.dialogs <= _DIALOGS_NOTED:
            self._steps.note("dialog-dismissed", f"{dialog.type}: {dialog.message[:200]}")
        self._do(dialog.dismiss())
        if self.dialogs == _DIALOGS:
            self.end("The page opened one dialogue after the other.")

    def _download(self, download: Download) -> None:
        self.download = download.suggested_filename
        self.download_named.set()
        self._steps.note("download-refused", download.suggested_filename)
        self._do(download.cancel())

    def _do(self, call: Awaitable[None]) -> None:
        async def quietly() -> None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(5):
                    await call

        task = asyncio.create_task(quietly())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
