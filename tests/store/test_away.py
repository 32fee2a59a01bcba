"""What happens when the S3 server is not there."""

import socket
import time
from contextlib import closing

import pytest

from service.errors import NotFound, StoreFailed
from service.store.s3 import Place, S3Store
from tests.store.faulty import FaultyS3, running


@pytest.fixture
def nobody():
    """An address on which nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{probe.getsockname()[1]}"


async def every_call(store):
    async def listing():
        return [key async for key in store.keys("a/")]

    for call in (
        lambda: store.create("a/b", b"x", "text/plain"),
        lambda: store.read("a/b"),
        lambda: store.exists("a/b"),
        listing,
        store.ping,
    ):
        with pytest.raises(StoreFailed) as failure:
            await call()
        yield failure.value


async def test_a_server_that_is_away_is_said_to_be_away_at_once(nobody):
    began = time.monotonic()
    async with S3Store(Place(bucket="bucket", endpoint=nobody, access_key="a", secret_key="b"), timeout=20) as store:
        failures = [failure async for failure in every_call(store)]
    assert [failure.retryable for failure in failures] == [True] * 5
    assert all("cannot be reached" in str(failure) for failure in failures)
    assert all(failure.__cause__ is not None for failure in failures)
    assert time.monotonic() - began < 10


async def test_a_server_that_never_answers_is_given_up_in_time():
    began = time.monotonic()
    async with (
        running(FaultyS3("hangs")) as address,
        S3Store(Place(bucket="bucket", endpoint=address, access_key="a", secret_key="b"), timeout=0.3) as store,
    ):
        async for failure in every_call(store):
            assert "in time" in str(failure) or "reached" in str(failure)
    assert time.monotonic() - began < 10


async def test_a_bucket_that_does_not_exist_is_named(s3):
    place = Place(bucket="no-such-bucket-here", endpoint=s3.url, access_key=s3.access_key, secret_key=s3.secret_key)
    async with S3Store(place, timeout=20) as store:
        with pytest.raises(StoreFailed, match="no-such-bucket-here"):
            await store.ping()


async def test_a_wrong_key_is_a_failed_store_and_not_an_absent_object(s3):
    place = Place(bucket=s3.bucket, endpoint=s3.url, access_key=s3.access_key, secret_key="wrong")
    async with S3Store(place, timeout=20) as store:
        with pytest.raises(StoreFailed):
            await store.read("a/b")
        with pytest.raises(StoreFailed):
            await store.exists("a/b")


async def test_a_store_that_was_not_opened_says_so():
    with pytest.raises(StoreFailed, match="not open"):
        await S3Store(Place(bucket="bucket"), timeout=1).read("a")


async def test_objects_lie_below_the_prefix_and_keys_do_not_show_it(s3):
    given = {"endpoint": s3.url, "access_key": s3.access_key, "secret_key": s3.secret_key}
    async with (
        S3Store(Place.of(f"s3://{s3.bucket}", **given), timeout=20) as whole,
        S3Store(Place.of(f"s3://{s3.bucket}/desk/two/", **given), timeout=20) as desk,
    ):
        await desk.create("articles/a.json", b"{}", "application/json")
        await whole.create("articles/b.json", b"{}", "application/json")
        assert [key async for key in desk.keys("")] == ["articles/a.json"]
        assert sorted([key async for key in whole.keys("")]) == ["articles/b.json", "desk/two/articles/a.json"]
        with pytest.raises(NotFound):
            await desk.read("articles/b.json")
