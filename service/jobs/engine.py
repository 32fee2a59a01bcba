"""The job engine's adapter: procrastinate is known in this file and in `worker`, nowhere else.

A job is a ticket that calls a worker to a visit; the row in the ledger is the truth. Losing a ticket loses nothing:
the reconciler issues another.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from procrastinate import App, PsycopgConnector
from psycopg import AsyncConnection
from psycopg.rows import DictRow

from service.catalogue.database import Pool
from service.model.ids import VisitId
from service.model.work import Reason

TASK = "visit"
QUEUE = "visits"
PRIORITY = {Reason.ON_DEMAND: 30, Reason.MANUAL: 20, Reason.ARTICLE: 10, Reason.NIGHTLY: 0}
"""Somebody who waits goes before the night; a higher number is served first."""


@asynccontextmanager
async def open_engine(pool: Pool) -> AsyncIterator[App]:
    """Open the engine on the catalogue's own pool."""
    app = App(connector=PsycopgConnector())
    async with app.open_async(pool):
        yield app


def register(app: App, perform: Callable[[VisitId], Awaitable[None]]) -> None:
    """Tell the engine what a worker does with a ticket."""

    @app.task(name=TASK, queue=QUEUE)
    async def _visit(visit: str) -> None:
        await perform(VisitId(visit))


class EngineTickets:
    """Issues tickets through the engine, inside a transaction of ours."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def issue(
        self,
        connection: AsyncConnection[DictRow],
        visit_id: VisitId,
        *,
        reason: Reason,
        not_before: datetime | None = None,
    ) -> None:
        """Put a ticket into the same transaction as the row; nobody is called before `not_before`."""
        job = self._app.configure_task(
            TASK,
            queue=QUEUE,
            priority=PRIORITY[reason],
            schedule_at=not_before,
            connection=connection,
        )
        await job.defer_async(visit=str(visit_id))
