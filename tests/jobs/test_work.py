"""Accepted work is done, once, whatever dies on the way."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

import psycopg
import pytest

from service.booking import accept_address, accept_revisits
from service.errors import CaptureFailed, FenceLost, StoreFailed
from service.jobs import worker
from service.jobs.engine import open_engine
from service.jobs.performing import CEILING, PAUSE, perform
from service.jobs.worker import reap, reconcile, work
from service.model.work import Status
from service.pipeline import keep
from tests.line import until


@asynccontextmanager
async def working(archive, engine):
    """A worker while the block lasts; gives what stops it."""
    stop = asyncio.Event()
    task = asyncio.create_task(work(archive, engine, stop))
    try:
        yield stop
    finally:
        stop.set()
        await task


def performing(line, archive=None):
    return partial(perform, archive or line.archive, line.tickets)


class Slow:
    """A browser that waits until it is let go."""

    def __init__(self, browser):
        self._browser = browser
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    async def visit(self, embed_id, framing, **more):
        self.begun.set()
        await self.go.wait()
        return await self._browser.visit(embed_id, framing, **more)


class Broken:
    async def visit(self, _embed_id, _framing, **_):
        raise ZeroDivisionError("a bug")


async def test_accepted_work_is_done_by_a_worker(line):
    visit = await line.book()
    async with working(line.archive, line.opened.engine):
        (done,) = await line.done(visit)
    assert (done.status, done.attempt) == (Status.KEPT, 1)
    assert (await line.archive.catalogue.snapshot(done.snapshot_id)).embed_id == done.embed_id


async def test_a_worker_alone_seals_the_observations_of_a_run_that_is_done(line):
    async with working(line.archive, line.opened.engine):
        (kept,) = await line.done(await line.book())
        run = await accept_revisits(line.archive, [kept.embed_id])
        (seen,) = await line.done(run.visits[0].id)
        assert (seen.status, seen.snapshot_id) == (Status.KEPT, None)

        async def sealed():
            return [key async for key in line.store.keys("observations/")]

        (key,) = await until(sealed, 15)
    assert run.id in key
    (observed,) = await line.archive.catalogue.observations(kept.embed_id)
    assert observed.run_id == run.id


async def test_a_ticket_that_was_lost_is_issued_again(line):
    visit = await line.book()
    await line.rows("DELETE FROM procrastinate_jobs")
    await reconcile(line.archive, line.tickets)
    assert [row["visit"] for row in await line.rows("SELECT args->>'visit' AS visit FROM procrastinate_jobs")] == [
        visit
    ]
    await reconcile(line.archive, line.tickets)
    assert len(await line.rows("SELECT id FROM procrastinate_jobs")) == 1, "a visit has one ticket at a time"


async def test_a_ticket_of_a_dead_worker_goes_to_another(line):
    visit = await line.book()
    await line.rows(
        "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id)"
        " UPDATE procrastinate_jobs SET status = 'doing', worker_id = dead.id FROM dead"
    )
    await line.archive.ledger.claim(visit)
    assert await line.archive.ledger.lost() == ()
    async with working(line.archive, line.opened.engine):
        (done,) = await line.done(visit)
    assert (done.status, done.attempt) == (Status.KEPT, 2)


async def test_a_visit_that_kills_every_worker_is_given_up_with_a_sentence(line):
    visit = await line.book()
    for _ in range(CEILING):
        await reconcile(line.archive, line.tickets)
        assert (await line.visit(visit)).status in (Status.QUEUED, Status.CAPTURING)
        await line.archive.ledger.claim(visit)
        await line.rows("DELETE FROM procrastinate_jobs")
    await reconcile(line.archive, line.tickets)
    buried = await line.visit(visit)
    assert (buried.status, buried.failure) == (Status.FAILED, "capture-failed")
    assert f"died {CEILING} times" in buried.sentence
    assert await line.archive.ledger.lost() == ()


async def test_a_failure_that_may_pass_is_tried_again_after_a_pause(line):
    visit = await line.book()
    await line.rows("DELETE FROM procrastinate_jobs")
    line.browser.dies()
    before = datetime.now(UTC)
    await performing(line)(visit)
    reopened = await line.visit(visit)
    assert (reopened.status, reopened.failure) == (Status.QUEUED, "capture-failed")
    (ticket,) = await line.rows("SELECT scheduled_at FROM procrastinate_jobs WHERE scheduled_at IS NOT NULL")
    assert abs(ticket["scheduled_at"] - before - PAUSE) < timedelta(seconds=5)
    line.browser.recovers()
    await line.rows("UPDATE procrastinate_jobs SET scheduled_at = now()")
    async with working(line.archive, line.opened.engine):
        (done,) = await line.done(visit)
    assert (done.status, done.attempt) == (Status.KEPT, 2)


async def test_a_failure_that_may_pass_but_does_not_is_final_in_the_end(line):
    visit = await line.book()
    line.browser.dies()
    for _ in range(CEILING):
        await performing(line)(visit)
    failed = await line.visit(visit)
    assert (failed.status, failed.attempt, failed.failure) == (Status.FAILED, CEILING, "capture-failed")


async def test_what_would_never_succeed_fails_at_once(line):
    line.internet.is_private("https://inside.example/")
    visit = (await accept_address(line.archive, "https://inside.example/")).visits[0]
    await performing(line)(visit.id)
    failed = await line.visit(visit.id)
    assert (failed.status, failed.attempt, failed.failure) == (Status.FAILED, 1, "egress-refused")
    assert "not public internet" in failed.sentence
    assert not [key async for key in line.store.keys("")]
    assert line.browser.visited == []


async def test_a_bug_ends_its_visit_and_not_the_worker(line):
    ours, other = await line.book("a"), await line.book("b")
    await performing(line, line.replace(browser=Broken()))(ours)
    failed = await line.visit(ours)
    assert (failed.status, failed.failure) == (Status.FAILED, "internal")
    assert failed.sentence.startswith("Something in Holdfast broke: ZeroDivisionError.")
    await performing(line)(other)
    assert (await line.visit(other)).status is Status.KEPT


async def test_a_worker_that_was_overtaken_drops_its_result(line):
    visit = await line.book()
    slow = Slow(line.browser)
    late = asyncio.create_task(performing(line, line.replace(browser=slow))(visit))
    await slow.begun.wait()
    await performing(line)(visit)
    kept = await line.visit(visit)
    slow.go.set()
    await late
    assert await line.visit(visit) == kept
    embed = await line.archive.catalogue.embed(kept.embed_id)
    assert [snapshot.id for snapshot in embed.snapshots] == [kept.snapshot_id]


async def test_a_snapshot_that_was_committed_is_adopted_and_not_taken_again(line):
    visit = await line.book()
    claimed = await line.archive.ledger.claim(visit)
    kept = await keep(line.archive, claimed)  # and here the worker dies: nothing is booked
    visited = list(line.browser.visited)
    await line.archive.catalogue.forget()
    await performing(line)(visit)
    done = await line.visit(visit)
    assert (done.status, done.snapshot_id) == (Status.KEPT, kept)
    assert line.browser.visited == visited
    assert (await line.archive.catalogue.snapshot(kept)).embed_id == done.embed_id


async def test_a_committed_snapshot_is_adopted_even_when_every_worker_died_over_its_visit(line):
    visit = await line.book()
    for _ in range(CEILING - 1):
        await line.archive.ledger.claim(visit)
    kept = await keep(line.archive, await line.archive.ledger.claim(visit))
    await line.archive.catalogue.forget()
    await line.rows("DELETE FROM procrastinate_jobs")
    line.store.away = True
    with pytest.raises(StoreFailed):
        await reconcile(line.archive, line.tickets)
    async with working(line.archive, line.opened.engine):
        line.store.away = False
        (done,) = await line.done(visit)
    assert (done.status, done.snapshot_id) == (Status.KEPT, kept)


async def test_a_visit_that_was_announced_and_not_written_is_made_anew(line):
    visit = await line.book()
    await line.archive.ledger.announce(await line.archive.ledger.claim(visit), "embeds/page-x/20260101T000000Z-none")
    await performing(line)(visit)
    assert (await line.visit(visit)).status is Status.KEPT


async def test_a_worker_outlives_a_database_that_cuts_all_connections(line, monkeypatch):
    monkeypatch.setattr(worker, "ROUND", 0.3)
    first = await line.book("a")
    async with working(line.archive, line.opened.engine):
        await line.done(first)
        with psycopg.connect(line.url, autocommit=True) as connection:
            cut = connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchone()
        assert cut[0] >= 1
        second = await line.book("b")
        (done,) = await line.done(second, seconds=30)
    assert done.status is Status.KEPT


async def test_a_visit_under_way_is_finished_when_the_worker_is_told_to_stop(line):
    visit = await line.book()
    slow = Slow(line.browser)
    async with working(line.replace(browser=slow), line.opened.engine) as stop:
        await slow.begun.wait()
        stop.set()
        slow.go.set()
    assert (await line.visit(visit)).status is Status.KEPT


async def test_two_workers_share_the_work_and_nothing_is_done_twice(line):
    visits = [await line.book(f"page-{number}") for number in range(24)]
    async with (
        open_engine(line.archive.ledger.database.pool) as second,
        working(line.archive, line.opened.engine),
        working(line.archive, second),
    ):
        done = await line.done(*visits, seconds=30)
    assert {(visit.status, visit.attempt) for visit in done} == {(Status.KEPT, 1)}
    assert sorted(line.browser.visited) == sorted(set(line.browser.visited))
    assert len(line.browser.visited) == 24
    assert await line.rows("SELECT id FROM procrastinate_jobs") == []


async def test_a_killed_worker_does_not_hold_its_ticket_for_ever(line):
    await line.book()
    await line.rows(
        "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id)"
        " UPDATE procrastinate_jobs SET status = 'doing', worker_id = dead.id FROM dead"
    )
    await reap(line.opened.engine)
    assert await line.rows("SELECT id FROM procrastinate_jobs") == []
    assert len(await line.archive.ledger.lost()) == 1


async def test_a_late_worker_cannot_even_announce(line):
    visit = await line.book()
    late = await line.archive.ledger.claim(visit)
    await line.archive.ledger.claim(visit)
    with pytest.raises(FenceLost):
        await keep(line.archive, late)
    assert not [key async for key in line.store.keys("")]


async def test_a_database_that_is_away_while_a_failure_is_booked_leaves_the_visit_to_the_reconciler(line):
    visit = await line.book()
    await line.rows("DELETE FROM procrastinate_jobs")
    claimed = await line.archive.ledger.claim(visit)
    await line.archive.ledger.reopen(claimed, CaptureFailed("It broke."))  # and here the worker dies: no ticket
    await reconcile(line.archive, line.tickets)
    assert (await until(line.archive.ledger.counts, 1)) == {"queued": 1}
    assert len(await line.rows("SELECT id FROM procrastinate_jobs")) == 1
