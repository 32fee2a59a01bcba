"""Following accepted work: until it is done, or for as long as somebody waits."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import cast

from aiohttp import web

from service.model.ids import OperationId
from service.model.work import Operation, Status
from service.pipeline import Archive

LONGEST_WAIT = 60
"""Seconds; who wants to wait longer follows the events."""
EVERY = 0.25
"""Seconds between two looks at the catalogue: a tenth of the quickest visit measured, and one indexed read."""
FOLLOWERS = web.AppKey("followers", set[asyncio.Task[None]])
"""Tasks of those who follow live: they would follow for ever and are sent home when the service stops."""
OPEN = frozenset({Status.QUEUED, Status.CAPTURING})


def wanted_wait(prefer: str | None) -> int | None:
    """Read `wait=N` of a Prefer header (RFC 7240); preferences we do not know are ignored, as it says.

    >>> wanted_wait('respond-async, wait=90')
    60
    >>> wanted_wait("handling=lenient") is None
    True
    """
    found = re.search(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,9})", prefer or "", re.IGNORECASE)
    return min(int(found[1]), LONGEST_WAIT) if found else None


async def settle(archive: Archive, operation: Operation, seconds: float) -> Operation:
    """Wait until the operation is done, for so many seconds at most; give it as it is then."""
    try:
        async with asyncio.timeout(seconds):
            async for state in states(archive, operation.id):
                operation = state
    except TimeoutError:
        pass
    return operation


async def states(archive: Archive, operation_id: OperationId) -> AsyncIterator[Operation]:
    """Give the operation as it is, then each time it has changed, until it is done. Raises NotFound."""
    known: Operation | None = None
    while known is None or known.status in OPEN:
        state = await archive.ledger.operation(operation_id)
        if state != known:
            yield state
            known = state
        else:
            await asyncio.sleep(EVERY)


@contextmanager
def counted(app: web.Application) -> Iterator[None]:
    """Count the current task among the followers for as long as the block lasts."""
    task = cast("asyncio.Task[None]", asyncio.current_task())
    app[FOLLOWERS].add(task)
    try:
        yield
    finally:
        app[FOLLOWERS].discard(task)


async def send_home(app: web.Application) -> None:
    """End every live stream; a reader asks again by itself."""
    followers = app[FOLLOWERS]
    for task in tuple(followers):
        task.cancel()
