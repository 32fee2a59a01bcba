"""Snapshots in a store: whole or not there."""

import asyncio
from dataclasses import replace

import pytest

from service.errors import Conflict, NotFound, StoreFailed
from service.model.medium import Medium
from service.model.snapshot import SealedFile
from service.seal import seal, verify
from service.store.memory import MemoryStore
from service.store.snapshots import committed, manifests, put, read_blobs, read_snapshot
from tests.seal import sample


@pytest.fixture
def snapshot():
    return seal(sample.capture(), sample.resolution(), sample.circumstances())


class Recording(MemoryStore):
    """Remembers the order of writing; fails at one key when told to."""

    def __init__(self, failing=None):
        super().__init__()
        self.failing, self.order = failing, []

    async def create(self, key, body, media_type):
        await asyncio.sleep(0)
        if self.failing is not None and key.endswith(self.failing):
            raise StoreFailed("The disk is full.")
        self.order.append(key.rpartition("/")[2])
        return await super().create(key, body, media_type)


async def test_a_snapshot_comes_back_as_it_was_sealed_and_holds(store, snapshot):
    await put(store, snapshot)
    files = await read_snapshot(store, snapshot.folder)
    assert files == {file.path: file.body for file in snapshot.files} | {"manifest.json": snapshot.manifest}
    assert all(check.passed for check in verify(files, folder=snapshot.folder))
    assert await committed(store, snapshot.folder) == snapshot.manifest


async def test_writing_a_snapshot_twice_changes_nothing(store, snapshot):
    await put(store, snapshot)
    await put(store, snapshot)
    assert [folder async for folder, _ in manifests(store)] == [snapshot.folder]


async def test_the_digests_follow_the_files_and_the_manifest_is_last(snapshot):
    store = Recording()
    await put(store, snapshot)
    assert store.order[-2:] == ["SHA256SUMS", "manifest.json"]
    assert len(store.order) == len(snapshot.files) + 1


@pytest.mark.parametrize("failing", ["post.png", "tls.pem", "SHA256SUMS", "manifest.json"])
async def test_an_interrupted_snapshot_does_not_exist_until_it_is_written_again(snapshot, failing):
    store = Recording(failing)
    with pytest.raises(StoreFailed, match="disk is full"):
        await put(store, snapshot)
    assert await committed(store, snapshot.folder) is None
    assert [found async for found in manifests(store)] == []
    store.failing = None
    await put(store, snapshot)
    assert await committed(store, snapshot.folder) == snapshot.manifest


async def test_another_snapshot_in_the_same_folder_is_refused_and_the_first_stays_whole(store, snapshot):
    await put(store, snapshot)
    later = type(snapshot)(
        id=snapshot.id,
        embed_id=snapshot.embed_id,
        created=snapshot.created,
        files=(SealedFile(path="post.png", media_type="image/png", body=b"other", sha256="0" * 64),),
        manifest=b"{}",
    )
    with pytest.raises(Conflict, match=r"post\.png"):
        await put(store, later)
    assert all(check.passed for check in verify(await read_snapshot(store, snapshot.folder)))


async def test_the_store_alone_tells_every_finished_snapshot(store):
    folders = [f"embeds/x-{number}/20260102T030405Z-{'0' * 26}" for number in range(70)]
    for folder in folders:
        await store.create(f"{folder}/manifest.json", folder.encode(), "application/json")
    await store.create(f"embeds/x-1/20270102T030405Z-{'0' * 26}/post.png", b"unfinished", "image/png")
    await store.create(f"{folders[0]}/raw/manifest.json", b"a page that is named so", "application/json")
    await store.create("articles/manifest.json", b"{}", "application/json")
    found = [pair async for pair in manifests(store)]
    assert sorted(found) == sorted((folder, folder.encode()) for folder in folders)


async def test_a_snapshot_that_is_not_there_is_not_found(store):
    with pytest.raises(NotFound, match="embeds/x-1/nothing"):
        await read_snapshot(store, "embeds/x-1/nothing")


async def test_a_store_that_is_away_is_not_an_empty_one(snapshot):
    store = MemoryStore()
    await put(store, snapshot)
    store.away = True
    for call in (committed(store, snapshot.folder), read_snapshot(store, snapshot.folder), put(store, snapshot)):
        with pytest.raises(StoreFailed):
            await call


async def test_media_are_written_before_the_manifest_and_shared_by_snapshots(store):
    medium = Medium(url="https://media.example/1.jpg", kind="image", media_type="image/jpeg", body=b"photo")
    capture = replace(sample.capture(), media=(medium,))
    later = replace(sample.circumstances(), snapshot_id="01m822pxk3e0ptk4av2j6ktjcs")
    first, second = (seal(capture, sample.resolution(), given) for given in (sample.circumstances(), later))
    recording = Recording()
    await put(recording, first)
    assert recording.order.index(first.blobs[0].path.rpartition("/")[2]) < recording.order.index("SHA256SUMS")
    for snapshot in (first, second):
        await put(store, snapshot)
    assert [key async for key in store.keys("blobs/")] == [first.blobs[0].path]
    digest = first.blobs[0].sha256
    assert await read_blobs(store, [digest, digest, "0" * 64]) == {digest: b"photo"}
