import asyncio

import pytest

from service.errors import BadUrl, FenceLost
from service.model.ids import OperationId, SnapshotId
from service.model.work import Operation, Status
from tests.catalogue.conftest import NOON, a_visit, new_id


async def opened(ledger, visit):
    async with ledger.database.transaction() as connection:
        return await ledger.open(connection, visit)


async def test_who_asks_for_the_same_embed_meanwhile_shares_the_visit(ledger):
    first, second = a_visit(), a_visit()
    assert await opened(ledger, first) == (first.id, True)
    assert await opened(ledger, second) == (first.id, False)
    claimed = await ledger.claim(first.id)
    await ledger.finish(claimed, SnapshotId("s"))
    assert await opened(ledger, second) == (second.id, True)


async def test_a_hundred_callers_at_once_open_one_visit(ledger):
    answers = await asyncio.gather(*(opened(ledger, a_visit()) for _ in range(100)))
    assert sum(is_new for _, is_new in answers) == 1
    assert len({visit for visit, _ in answers}) == 1


async def test_a_worker_that_was_overtaken_cannot_book_anything(ledger):
    visit = a_visit()
    await opened(ledger, visit)
    slow = await ledger.claim(visit.id)
    quick = await ledger.claim(visit.id)
    assert (slow.attempt, quick.attempt) == (1, 2)
    for booking in (
        ledger.announce(slow, "embeds/x"),
        ledger.finish(slow, SnapshotId("slow")),
        ledger.fail(slow, BadUrl("no")),
        ledger.reopen(slow, BadUrl("no")),
    ):
        with pytest.raises(FenceLost):
            await booking
    await ledger.announce(quick, "embeds/x-20/1")
    await ledger.finish(quick, SnapshotId("quick"))
    done = await ledger.visit(visit.id)
    assert (done.status, done.snapshot_id, done.folder) == (Status.KEPT, "quick", "embeds/x-20/1")
    assert await ledger.claim(visit.id) is None


async def test_an_operation_is_done_when_its_last_visit_is(ledger):
    visits = (a_visit("x-1"), a_visit("x-2"))
    async with ledger.database.transaction() as connection:
        for visit in visits:
            await ledger.open(connection, visit)
        await ledger.bundle(
            connection, Operation(id=OperationId(new_id()), created=NOON, article_id=None, visits=visits)
        )
        operation_id = (await (await connection.execute("SELECT id FROM operations")).fetchone())["id"]
    assert (await ledger.operation(operation_id)).status is Status.QUEUED
    await ledger.finish(await ledger.claim(visits[0].id), SnapshotId("s"))
    assert (await ledger.operation(operation_id)).status is Status.CAPTURING
    await ledger.fail(await ledger.claim(visits[1].id), BadUrl("It broke."))
    done = await ledger.operation(operation_id)
    assert done.status is Status.FAILED
    assert done.visits[1].sentence.startswith("It broke.")


async def test_open_visits_without_a_ticket_are_named(ledger):
    visit = a_visit()
    await opened(ledger, visit)
    assert await ledger.lost() == ((visit.id, 0),)
    await ledger.finish(await ledger.claim(visit.id), SnapshotId("s"))
    assert await ledger.lost() == ()


async def test_an_idempotency_key_stands_for_its_first_request(ledger):
    assert await ledger.remember("k", "digest") is None
    running = await ledger.remember("k", "digest")
    assert (running.digest, running.status) == ("digest", None)
    await ledger.answered("k", 202, {"id": "article-a"})
    done = await ledger.remember("k", "other")
    assert (done.digest, done.status, done.answer) == ("digest", 202, {"id": "article-a"})
    await ledger.release("k")
    assert await ledger.remember("k", "digest") is not None


async def test_an_idempotency_key_whose_process_died_is_free_again_for_the_same_request_after_a_minute(ledger):
    assert await ledger.remember("k", "digest") is None
    async with ledger.database.transaction() as connection:
        await connection.execute("UPDATE idempotency SET created = now() - interval '61 seconds'")
    assert (await ledger.remember("k", "other")).digest == "digest"
    assert await ledger.remember("k", "digest") is None
    assert (await ledger.remember("k", "digest")).status is None
