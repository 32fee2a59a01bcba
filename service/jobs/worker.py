"""A worker: performs tickets, and in loops of its own (not jobs, which could be lost) it reaps, reconciles and seals."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import procrastinate
from procrastinate.jobs import Status as JobStatus

from service import log
from service.errors import CaptureFailed, HoldfastError
from service.jobs.engine import QUEUE, EngineTickets, register
from service.jobs.performing import CEILING, perform
from service.model.ids import VisitId
from service.model.work import Reason
from service.pipeline import Archive, seal_runs
from service.store.snapshots import committed

HEARTBEAT = 2.0
"""Seconds between two signs of life of a worker."""
STALLED = 12.0
"""Seconds without one after which its tickets are taken from it; a fenced survivor does no harm."""
ROUND = 3.0
"""Seconds between two rounds of reaper, reconciler and sealer."""
POLL = 1.0
"""Seconds between two looks for tickets that have become due."""
GRACE = 20.0
"""Seconds that visits under way get at the end; what is cut off is taken up by the next worker."""

_log = log.get(__name__)


async def work(archive: Archive, app: procrastinate.App, stop: asyncio.Event) -> None:
    """Work until `stop` is set, through database blips; then let visits under way finish."""
    tickets = EngineTickets(app)
    register(app, partial(perform, archive, tickets))
    async with asyncio.TaskGroup() as group:
        group.create_task(_serve_tickets(app, archive.settings.slots, stop))
        group.create_task(_every(ROUND, stop, partial(reap, app)))
        group.create_task(_every(ROUND, stop, partial(reconcile, archive, tickets)))
        group.create_task(_every(ROUND, stop, partial(seal_runs, archive)))


async def reap(app: procrastinate.App) -> None:
    """Take tickets from workers that died; the visits behind them are then found by the reconciler."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        await app.job_manager.finish_job(job, status=JobStatus.FAILED, delete_job=True)
        _log.info("Took a ticket from a worker that died.", action="ticket-reaped", visit=str(job.task_kwargs))


async def reconcile(archive: Archive, tickets: EngineTickets) -> None:
    """Issue a ticket for every open visit without one; bury a visit that keeps dying with its worker.

    One whose snapshot is committed is never buried: the next worker has only to adopt it.
    """
    for visit_id, attempt in await archive.ledger.lost():
        if attempt >= CEILING and not await _is_committed(archive, visit_id):
            await archive.ledger.bury(visit_id, CaptureFailed(f"The worker died {attempt} times over this visit."))
            _log.warning("Gave up on a visit.", action="visit-buried", visit=visit_id, attempt=attempt)
            continue
        async with archive.ledger.database.transaction() as connection:
            visit = await archive.ledger.visit(visit_id, connection)
            await tickets.issue(connection, visit_id, reason=Reason(visit.reason))
        _log.info("Issued a new ticket for a visit.", action="ticket-reissued", visit=visit_id, attempt=attempt)


async def _is_committed(archive: Archive, visit_id: VisitId) -> bool:
    folder = (await archive.ledger.visit(visit_id)).folder
    return folder is not None and await committed(archive.store, folder) is not None


async def _serve_tickets(app: procrastinate.App, slots: int, stop: asyncio.Event) -> None:
    # The engine's worker returns, as if asked to, when the database was away: only `stop` ends this loop.
    while not stop.is_set():
        worker = asyncio.create_task(
            app.run_worker_async(
                queues=[QUEUE],
                concurrency=slots,
                install_signal_handlers=False,
                fetch_job_polling_interval=POLL,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED,
                shutdown_graceful_timeout=GRACE,
                delete_jobs="successful",
            )
        )
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({worker, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not worker.done():
            worker.cancel()
        try:
            await worker
        except asyncio.CancelledError:
            if not stop.is_set():
                raise
        except Exception as error:  # noqa: BLE001 - whatever ended the engine, the loop starts it again
            _log.warning("The job engine stopped and is started again.", action="engine-restart", cause=repr(error))
        await _pause(ROUND, stop)


async def _every(seconds: float, stop: asyncio.Event, act: Callable[[], Awaitable[object]]) -> None:
    while not stop.is_set():
        try:
            await act()
        except (HoldfastError, procrastinate.exceptions.ConnectorException) as error:
            _log.warning("The database or the store is away; trying again.", action="round-skipped", cause=repr(error))
        await _pause(seconds, stop)


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    """Wait, but not longer than until the end."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
