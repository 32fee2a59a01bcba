"""What a worker does with one ticket: claim, keep, book the result behind the fence."""

import asyncio
from datetime import timedelta

from service import log
from service.errors import CatalogueFailed, FenceLost, HoldfastError
from service.jobs.engine import EngineTickets
from service.model.ids import VisitId
from service.model.work import Visit
from service.pipeline import Archive, keep

CEILING = 4
"""Attempts of one visit before it is given up: enough for a browser crash, a redeploy and a database blip in a row."""
PAUSE = timedelta(seconds=10)
"""Before the second attempt; doubled before each further one."""

_log = log.get(__name__)


class _Bug(HoldfastError):
    """Something in Holdfast itself broke."""


async def perform(archive: Archive, tickets: EngineTickets, visit_id: VisitId) -> None:
    """Make one visit. Raises CatalogueFailed when not even the failure could be booked."""
    visit = await archive.ledger.claim(visit_id)
    if visit is None:
        return
    with log.bound(visit=visit.id, embed=visit.embed_id):
        try:
            snapshot_id = await keep(archive, visit)
            await asyncio.shield(archive.ledger.finish(visit, snapshot_id))
        except FenceLost:
            _log.warning("Another worker finishes this visit.", action="visit-fenced", attempt=visit.attempt)
        except CatalogueFailed:
            raise
        except HoldfastError as error:
            await _failed(archive, tickets, visit, error)
        except Exception as error:  # noqa: BLE001 - a bug of ours ends this visit and nothing else
            _log.exception("A visit met a bug of ours.", action="visit-bug")
            await _failed(archive, tickets, visit, _Bug(f"Something in Holdfast broke: {type(error).__name__}."))
        else:
            sentence = "Kept a snapshot." if snapshot_id else "Found nothing new."
            _log.info(sentence, action="visit-kept" if snapshot_id else "visit-observed", snapshot=snapshot_id)


async def _failed(archive: Archive, tickets: EngineTickets, visit: Visit, error: HoldfastError) -> None:
    if not error.retryable or visit.attempt >= CEILING:
        await archive.ledger.fail(visit, error)
        _log.warning("A visit failed for good.", action="visit-failed", code=error.code, sentence=str(error))
        return
    pause = PAUSE * 2 ** (visit.attempt - 1)
    await archive.ledger.reopen(visit, error)
    async with archive.ledger.database.transaction() as connection:
        await tickets.issue(connection, visit.id, reason=visit.reason, not_before=archive.clock() + pause)
    _log.info("A visit is tried again.", action="visit-reopened", code=error.code, seconds=pause.total_seconds())
