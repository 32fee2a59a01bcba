"""Snapshots as objects: every file, then the list of digests, then the manifest, which is the commit.

    blobs/sha256/<2>/<62>                                 media, shared by content
    embeds/<embed id>/<yyyymmddThhmmssZ>-<snapshot id>/   post.png  page.png  …   side by side with these
                                                          SHA256SUMS              when all of them are there
                                                          manifest.json           last: now the snapshot exists

A folder without a manifest is what an interrupted worker left; nobody counts it, and writing it again is harmless.
"""

from collections.abc import AsyncIterator, Iterable, Mapping

from service.errors import NotFound
from service.model.medium import blob_key
from service.model.snapshot import SealedFile, Snapshot
from service.store.port import ObjectStore
from service.store.side_by_side import WIDTH, side_by_side

_SUMS = "SHA256SUMS"
_MANIFEST = "manifest.json"
_ROOT = "embeds/"


async def put(store: ObjectStore, snapshot: Snapshot) -> None:
    """Write a snapshot. Doing it again with the same snapshot changes nothing.

    Raises Conflict when another snapshot was begun in this folder, StoreFailed, IntegrityFailed; then there is no
    manifest, hence no snapshot.
    """
    first = [file for file in snapshot.files if file.path != _SUMS]
    last = [file for file in snapshot.files if file.path == _SUMS]

    async def write(file: SealedFile) -> None:
        key = file.path if file in snapshot.blobs else f"{snapshot.folder}/{file.path}"
        await store.create(key, file.body, file.media_type)

    await side_by_side(write, [*snapshot.blobs, *first])
    for file in last:
        await write(file)
    await store.create(f"{snapshot.folder}/{_MANIFEST}", snapshot.manifest, "application/json")


async def committed(store: ObjectStore, folder: str) -> bytes | None:
    """Give the manifest of a folder, or None when no snapshot was finished there. Raises StoreFailed."""
    try:
        return await store.read(f"{folder}/{_MANIFEST}")
    except NotFound:
        return None


async def read_snapshot(store: ObjectStore, folder: str) -> Mapping[str, bytes]:
    """Give every file of a folder: name → bytes, as `seal.verify` takes them.

    Raises NotFound when nothing is there, StoreFailed. Not promised: that the files are whole; that is `verify`.
    """
    keys = sorted([key async for key in store.keys(f"{folder}/")])
    if not keys:
        raise NotFound(f"The store holds no snapshot {folder}.")
    bodies = await side_by_side(store.read, keys)
    return {key.removeprefix(f"{folder}/"): body for key, body in zip(keys, bodies, strict=True)}


async def read_blobs(store: ObjectStore, digests: Iterable[str]) -> Mapping[str, bytes]:
    """Give shared media: digest → bytes, as `seal.verify` takes them. One that is not there is left out.

    Raises StoreFailed.
    """

    async def read(digest: str) -> bytes | None:
        try:
            return await store.read(blob_key(digest))
        except NotFound:
            return None

    wanted = sorted(set(digests))
    bodies = await side_by_side(read, wanted)
    return {digest: body for digest, body in zip(wanted, bodies, strict=True) if body is not None}


async def manifests(store: ObjectStore) -> AsyncIterator[tuple[str, bytes]]:
    """Give folder and manifest of every finished snapshot, in no promised order: what a catalogue is rebuilt from.

    Raises StoreFailed.
    """
    waiting: list[str] = []
    async for key in store.keys(_ROOT):
        folder, _, name = key.rpartition("/")
        if name == _MANIFEST and folder.count("/") == 2:
            waiting.append(folder)
        if len(waiting) == 4 * WIDTH:
            for found in await _read_manifests(store, waiting):
                yield found
            waiting = []
    for found in await _read_manifests(store, waiting):
        yield found


async def _read_manifests(store: ObjectStore, folders: list[str]) -> list[tuple[str, bytes]]:
    bodies = await side_by_side(store.read, [f"{folder}/{_MANIFEST}" for folder in folders])
    return list(zip(folders, bodies, strict=True))
