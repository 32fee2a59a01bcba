"""The port's promise, kept by the fake and by a real S3 server alike."""

import asyncio
import hashlib
import os

import pytest

from service.errors import Conflict, NotFound

ODD_KEYS = (
    "plain",
    "a/b/c.json",
    "with space/and  two.txt",
    "per%20cent/%2F/100%.txt",
    "plus+and&and=and?and#.txt",
    "quotes'and\"more<>.txt",
    "Україна/річка.txt",
    "emoji/🌊.png",
    "cjk/川が高い.txt",
    "combining/e\u0301.txt",
    "dots/.hidden/...three",
    "tilde~/star*/(brackets)[x]{y}.txt",
    "long/" + "x" * 240,
)


async def test_an_object_reads_back_as_it_was_written(store):
    assert await store.create("a/post.png", b"\x00\xff picture", "image/png") is True
    assert await store.read("a/post.png") == b"\x00\xff picture"
    assert await store.exists("a/post.png")


async def test_a_page_of_several_parts_reads_back_without_a_word_of_complaint(store, caplog):
    with caplog.at_level("WARNING"):
        await store.create("a/page.mhtml", b"From: us\r\n\r\n--x--", "multipart/related")
        assert await store.read("a/page.mhtml") == b"From: us\r\n\r\n--x--"
    assert caplog.messages == []


async def test_writing_the_same_again_changes_nothing_and_says_so(store):
    assert await store.create("a/manifest.json", b"{}", "application/json") is True
    assert await store.create("a/manifest.json", b"{}", "application/json") is False


async def test_other_bytes_are_refused_and_the_first_stay(store):
    await store.create("a/manifest.json", b"first", "application/json")
    with pytest.raises(Conflict, match=r"a/manifest\.json"):
        await store.create("a/manifest.json", b"other", "application/json")
    assert await store.read("a/manifest.json") == b"first"


async def test_of_sixteen_callers_with_different_bytes_exactly_one_writes(store):
    bodies = [f"caller {number}".encode() * 100 for number in range(16)]
    for round_ in range(3):
        answers = await asyncio.gather(
            *(store.create(f"race/{round_}", body, "text/plain") for body in bodies), return_exceptions=True
        )
        winners = [number for number, answer in enumerate(answers) if answer is True]
        assert len(winners) == 1, answers
        assert all(isinstance(answer, Conflict) for answer in answers if answer is not True), answers
        assert await store.read(f"race/{round_}") == bodies[winners[0]]


async def test_of_sixteen_callers_with_the_same_bytes_exactly_one_writes_and_none_fails(store):
    answers = await asyncio.gather(*(store.create("race/same", b"same" * 1000, "text/plain") for _ in range(16)))
    assert sorted(answers) == [False] * 15 + [True]


@pytest.mark.parametrize("key", ODD_KEYS)
async def test_any_key_is_kept_and_listed_letter_by_letter(store, key):
    await store.create(key, key.encode(), "text/plain")
    assert await store.read(key) == key.encode()
    assert [found async for found in store.keys(key.split("/")[0])] == [key]


@pytest.mark.parametrize("size", [0, 1, 20 * 2**20])
async def test_an_object_may_be_empty_or_large(store, size):
    body = os.urandom(size)
    assert await store.create("sized", body, "application/octet-stream") is True
    assert hashlib.sha256(await store.read("sized")).digest() == hashlib.sha256(body).digest()
    assert await store.create("sized", body, "application/octet-stream") is False


async def test_an_empty_object_is_not_an_absent_one(store):
    await store.create("empty", b"", "text/plain")
    with pytest.raises(Conflict):
        await store.create("empty", b"not empty", "text/plain")
    assert await store.exists("empty")
    assert await store.read("empty") == b""


async def test_what_was_never_written_is_not_found(store):
    assert not await store.exists("never/written")
    with pytest.raises(NotFound, match="never/written"):
        await store.read("never/written")
    assert [key async for key in store.keys("never/")] == []


async def test_a_listing_has_more_than_one_page_and_only_what_is_below(store):
    below = [f"embeds/x-{number:04d}/manifest.json" for number in range(1005)]
    beside = ["articles/a.json", "embeds-not/x.json"]
    waiting = iter([*below, *beside])

    async def write():
        for key in waiting:
            await store.create(key, b"{}", "application/json")

    await asyncio.gather(*(write() for _ in range(8)))
    assert sorted([key async for key in store.keys("embeds/")]) == below


async def test_it_answers_a_ping(store):
    await store.ping()
