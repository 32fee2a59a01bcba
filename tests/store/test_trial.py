"""A store is tried before it is trusted."""

from contextlib import asynccontextmanager

import pytest

from service.errors import IntegrityFailed, StoreFailed, StoreUnfit
from service.store.memory import MemoryStore
from service.store.s3 import Place, S3Store
from service.store.trial import PROBE, WRONG_CHECKSUM, examine, self_test
from tests.store.faulty import FaultyS3, running


@asynccontextmanager
async def store_on(server):
    async with (
        running(server) as address,
        S3Store(Place(bucket="bucket", endpoint=address, access_key="test", secret_key="test"), timeout=5) as store,
    ):
        yield store


async def test_a_store_that_keeps_its_promise_passes_every_check(store):
    checks = await self_test(store)
    assert [check.name for check in checks] == ["create", "create-again", "keep", "checksum", "absent", "list"]
    assert [check.number for check in checks] == [1, 2, 3, 4, 5, 6]
    assert all(check.passed for check in checks)


async def test_a_real_server_compares_checksums_itself(s3_store):
    assert {check.name: check.sentence for check in await self_test(s3_store)}["checksum"] == (
        "Damaged bytes are refused."
    )


async def test_a_hundred_starts_leave_one_object_behind(store):
    for _ in range(3):
        await self_test(store)
    assert [key async for key in store.keys("")] == [PROBE]


@pytest.mark.parametrize(
    ("fault", "check", "sentence"),
    [
        ("ignores-condition", "create-again", "ignores If-None-Match"),
        ("stores-framing", "create", "other bytes back than were written"),
        ("loses-a-byte", "create", "other bytes back than were written"),
        ("forgets", "create", "other bytes back than were written"),
        ("unlisted", "list", "leaves out an object"),
    ],
)
async def test_a_server_that_breaks_a_promise_is_refused_and_the_promise_is_named(fault, check, sentence):
    async with store_on(FaultyS3(fault)) as store:
        checks = await examine(store)
        assert [one.name for one in checks if not one.passed] == [check]
        assert sentence in checks[-1].sentence
        with pytest.raises(StoreUnfit):
            await self_test(store)


async def test_a_server_that_damaged_the_probe_once_stays_refused():
    server = FaultyS3("stores-framing")
    async with store_on(server) as store:
        for _ in range(3):
            with pytest.raises(StoreUnfit):
                await self_test(store)
        server.fault = None
        with pytest.raises(StoreUnfit, match="delete it"):
            await self_test(store)
        del server.objects[PROBE]
        await self_test(store)


async def test_a_server_that_does_not_compare_checksums_is_used_because_we_do():
    server = FaultyS3()
    async with store_on(server) as store:
        for _ in range(2):
            checks = await self_test(store)
            assert "our own read-back does" in {check.name: check.sentence for check in checks}["checksum"]
        assert sorted(server.objects) == [PROBE, WRONG_CHECKSUM]
        server.fault = "loses-a-byte"
        with pytest.raises(IntegrityFailed, match=r"a/post\.png"):
            await store.create("a/post.png", b"picture", "image/png")


async def test_a_server_without_conditional_writes_is_not_written_to():
    server = FaultyS3("unconditional")
    async with store_on(server) as store:
        with pytest.raises(StoreFailed, match="NotImplemented"):
            await self_test(store)
        assert server.objects == {}


async def test_every_put_says_its_condition_and_its_digest_and_is_sent_in_one_piece():
    server = FaultyS3()
    async with store_on(server) as store:
        await store.create("a/post.png", b"picture", "image/png")
    (headers,) = server.headers
    assert headers["if-none-match"] == "*"
    assert headers["x-amz-checksum-sha256"] == "LOonTQvtw57Eq2up5Z7IiePtb7VqHPCIpk2bODN43Jc="
    assert headers["content-type"] == "image/png"
    assert "aws-chunked" not in headers.get("content-encoding", "")
    assert not {"x-amz-acl", "x-amz-trailer", "transfer-encoding"} & headers.keys()


async def test_a_put_that_met_another_one_under_way_is_tried_again():
    server = FaultyS3("busy")
    async with store_on(server) as store:
        assert await store.create("a/post.png", b"picture", "image/png") is True
        assert server.puts == 3


async def test_a_store_that_is_away_is_no_unfit_store():
    store = MemoryStore()
    store.away = True
    with pytest.raises(StoreFailed) as failure:
        await self_test(store)
    assert failure.value.retryable
