"""Snapshots: sealed, immutable, checked at every hand-out."""

import asyncio
import hashlib

from aiohttp import web

from service.catalogue.records import SnapshotRecord
from service.errors import CatalogueFailed, IntegrityFailed, NotFound, StoreFailed
from service.model.ids import SnapshotId
from service.model.medium import blob_key
from service.pipeline import Archive
from service.pipeline import verify_snapshot as check
from service.web.inert import inert_headers
from service.web.requests import FilePath, MediumPath, SnapshotPath
from service.web.typed import Raw, Reply, Routes
from service.web.work_answers import CheckAnswer, VerifyAnswer

routes = Routes("snapshots")

_FAILS = (NotFound, CatalogueFailed, StoreFailed, IntegrityFailed)
_IMMUTABLE = {
    "Repr-Digest": "SHA-256 of the bytes (RFC 9530).",
    "Cache-Control": "`immutable`: what is sealed never changes.",
    "ETag": "The same digest in hex.",
}
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"


@routes.get(
    "/v1/snapshots/{snapshot_id}",
    gives={200: Raw(media_types=("application/json",), sentence="The manifest, byte for byte."), 304: None},
    fails=_FAILS,
    answers_with=_IMMUTABLE,
)
async def read_manifest(archive: Archive, *, path: SnapshotPath, request: web.Request) -> web.Response:
    """Give the manifest of a snapshot exactly as it was sealed."""
    return await hand_out(archive, SnapshotId(path.snapshot_id), MANIFEST, request)


@routes.get(
    "/v1/snapshots/{snapshot_id}/files/{name:.+}",
    gives={200: Raw(media_types=("*/*",), sentence="The file, byte for byte."), 304: None},
    fails=_FAILS,
    answers_with={**_IMMUTABLE, "Content-Disposition": "`attachment` for anything that could run."},
)
async def read_stored_file(archive: Archive, *, path: FilePath, request: web.Request) -> web.Response:
    """Give one file of a snapshot; bytes that are not the sealed ones are never handed out."""
    return await hand_out(archive, SnapshotId(path.snapshot_id), path.name, request)


@routes.get(
    "/v1/snapshots/{snapshot_id}/media/{sha256}",
    gives={200: Raw(media_types=("*/*",), sentence="The picture, video or sound, byte for byte."), 304: None},
    fails=_FAILS,
    answers_with={**_IMMUTABLE, "Content-Disposition": "`attachment` for anything that could run."},
)
async def read_medium(archive: Archive, *, path: MediumPath, request: web.Request) -> web.Response:
    """Give one medium of the post as it was kept with a snapshot."""
    snapshot = await archive.catalogue.snapshot(SnapshotId(path.snapshot_id))
    for medium in snapshot.media:
        if medium.sha256 == path.sha256 and medium.media_type is not None:
            name = f"{path.sha256[:16]}.{medium.media_type.rpartition('/')[2].partition('+')[0]}"
            return await _answer(
                archive, blob_key(path.sha256), medium.media_type, path.sha256, name=name, request=request
            )
    raise NotFound(f"Snapshot {snapshot.id} has no medium {path.sha256}.")


@routes.get(
    "/v1/snapshots/{snapshot_id}/verify", gives={200: VerifyAnswer}, fails=(NotFound, CatalogueFailed, StoreFailed)
)
async def verify_snapshot(archive: Archive, *, path: SnapshotPath) -> Reply:
    """Hash every file of a snapshot again and give the numbered checks."""
    checks = await check(archive, path.snapshot_id)
    return Reply(
        body=VerifyAnswer(
            snapshot_id=path.snapshot_id,
            passed=all(check.passed for check in checks),
            checks=tuple(CheckAnswer.model_validate(check) for check in checks),
        )
    )


async def hand_out(archive: Archive, snapshot_id: SnapshotId, name: str, request: web.Request) -> web.Response:
    """Serve one file of a snapshot inertly.

    Raises NotFound, StoreFailed, or IntegrityFailed when the bytes are not those that were sealed.
    """
    snapshot = await archive.catalogue.snapshot(snapshot_id)
    media_type, expected = _entry(snapshot, name)
    return await _answer(archive, f"{snapshot.folder}/{name}", media_type, expected, name=name, request=request)


async def _answer(
    archive: Archive, key: str, media_type: str, expected: str | None, *, name: str, request: web.Request
) -> web.Response:
    if expected is not None and expected in {tag.value for tag in request.if_none_match or ()}:
        return web.Response(status=304, headers=inert_headers(media_type, expected, name))
    body = await archive.store.read(key)
    found = await asyncio.to_thread(lambda: hashlib.sha256(body).hexdigest())
    if expected is not None and found != expected:
        raise IntegrityFailed(f"{key} is not what was sealed.")
    return web.Response(body=body, headers=inert_headers(media_type, found, name))


def _entry(snapshot: SnapshotRecord, name: str) -> tuple[str, str | None]:
    """Give media type and sealed digest of a file. The list of sums is the one file that no digest stands for."""
    if name == MANIFEST:
        return "application/json", snapshot.manifest_sha256
    if name == SUMS:
        return "text/plain", None
    for entry in snapshot.files:
        if entry.path == name:
            return entry.media_type, entry.sha256
    raise NotFound(f"Snapshot {snapshot.id} has no file “{name[:120]}”.")
