"""Two browsers: the headless shell, and a full one for hosts that let no shell in.

The shell takes a quarter of the processor time, and hosts can tell it from a browser that somebody looks at. Which of
the two made a picture stands in its manifest: their pixels differ.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from service import log as logs
from service.capture.attempts import usable
from service.capture.port import Browser, Health
from service.model.capture import Capture, Isolation, Outcome
from service.model.framing import Framing
from service.model.ids import EmbedId

log = logs.get(__name__)

_HOSTS = 1_000
"""That are remembered as refusing the shell."""


class Profiles:
    """Implements `Browser` with a shell and, once it is needed, a full browser; an async context manager."""

    def __init__(
        self,
        shell: AbstractAsyncContextManager[Browser],
        full: Callable[[], AbstractAsyncContextManager[Browser]] | None,
    ) -> None:
        """`full`: makes the full browser; None: there is none, and what the shell met is what there is."""
        self._shell_to_be = shell
        self._make_full = full
        self._full: Browser | None = None
        self._starting = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._refusing: OrderedDict[str, None] = OrderedDict()

    async def __aenter__(self) -> Self:
        """Start the shell. Raises SetupFailed or CaptureFailed."""
        self._shell = await self._stack.enter_async_context(self._shell_to_be)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def visit(self, embed_id: EmbedId, framing: Framing, *, isolation: Isolation = Isolation.CONTEXT) -> Capture:
        """Visit with the shell, and again with the full browser when the shell met a challenge. See `Browser.visit`."""
        host = urlsplit(framing.url or "").hostname or ""
        met: Capture | None = None
        if host not in self._refusing:
            met = await self._shell.visit(embed_id, framing, isolation=isolation)
            if self._make_full is None or met.outcome is not Outcome.CHALLENGE:
                return met
        log.info("A host refuses the shell; the full browser visits it.", action="browser-full", host=host)
        full = await self._started()
        made = await full.visit(embed_id, framing, isolation=isolation)
        if met is None:
            if not usable(made):
                self._refusing.pop(host, None)
            return made
        if not usable(made):
            return met
        self._refusing[host] = None
        while len(self._refusing) > _HOSTS:
            self._refusing.popitem(last=False)
        return replace(made, started=met.started, elapsed_ms=round(met.elapsed_ms + made.elapsed_ms, 1))

    async def ping(self) -> Health:
        """See `Browser.ping`: the shell is looked at."""
        return await self._shell.ping()

    async def _started(self) -> Browser:
        async with self._starting:
            if self._full is None:
                assert self._make_full is not None
                self._full = await self._stack.enter_async_context(self._make_full())
            return self._full
