"""Taking turns at what works the processor; waiting for a page is not counted."""

import asyncio
import contextlib
from types import TracebackType
from typing import Self

_PATIENCE = 3.0
"""Seconds one waits for a second turn: a turn is a courtesy among visits, never what a visit fails for."""


class Turn:
    """One visit's turn among a few: taken on entering, given back while it waits, taken again for the pictures."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places = places
        self._ours = False

    async def __aenter__(self) -> Self:
        """Wait for the first turn, as long as it takes."""
        await self._places.acquire()
        self._ours = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def leave(self) -> None:
        """Give the turn back, when it is ours."""
        if self._ours:
            self._ours = False
            self._places.release()

    async def again(self) -> None:
        """Take another turn, or go on without one when it takes too long."""
        if self._ours:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self._places.acquire()
                self._ours = True
