"""Pictures made of the evidence for showing it: small, light, never instead of it."""

import asyncio
import hashlib

from aiohttp import web

from service.capture.images import DERIVATIONS, Derived, Kind
from service.errors import CaptureFailed, CatalogueFailed, IntegrityFailed, NotFound, StoreFailed
from service.model.ids import SnapshotId
from service.model.manifest import FileEntry
from service.pipeline import Archive
from service.store.derived import put_derived, read_derived
from service.web.inert import inert_headers
from service.web.pages.pictures import original_of
from service.web.requests import DerivedPath
from service.web.typed import Raw, Routes

routes = Routes("snapshots")


@routes.get(
    "/v1/snapshots/{snapshot_id}/derived/{kind}",
    gives={
        200: Raw(media_types=("image/webp", "image/jpeg"), sentence="The picture."),
        302: None,
        304: None,
    },
    fails=(NotFound, CatalogueFailed, StoreFailed, IntegrityFailed, CaptureFailed),
    answers_with={
        "Link": "`rel=original`: the file it was made of (RFC 7089 uses the same word for the same thing).",
        "X-Derivation": "How it was made, in words.",
        "ETag": "SHA-256 in hex.",
    },
)
async def read_derived_picture(archive: Archive, *, path: DerivedPath, request: web.Request) -> web.Response:
    """Give a picture made of a snapshot's picture of the post: `thumbnail`, `lossless` or `card`.

    It is made at the first look, in a process apart, and kept. One that cannot be made leads to the original.
    """
    snapshot = await archive.catalogue.snapshot(SnapshotId(path.snapshot_id))
    original = original_of(snapshot.files)
    if original is None:
        raise NotFound(f"Snapshot {snapshot.id} has no picture.")
    kind = Kind(path.kind)
    media_type, derivation = DERIVATIONS[kind]
    where = f"/v1/snapshots/{snapshot.id}/files/{original.path}"
    body = await read_derived(archive.store, original.sha256, kind)
    if body is None:
        body = await _make(archive, f"{snapshot.folder}/{original.path}", original, kind)
    if body is None:
        return web.Response(status=302, headers={"Location": where, "Cache-Control": "no-cache"})
    digest = hashlib.sha256(body).hexdigest()
    headers = {
        **inert_headers(media_type, digest, f"{kind}.{media_type.rpartition('/')[2]}"),
        "Link": f'<{where}>; rel="original"',
        "X-Derivation": derivation.replace("×", "x"),
    }
    if digest in {tag.value for tag in request.if_none_match or ()}:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, headers=headers)


async def _make(archive: Archive, key: str, original: FileEntry, kind: Kind) -> bytes | None:
    """Make and keep a picture; None when it cannot be made. Raises IntegrityFailed when the original is not its own."""
    if archive.decoder is None:
        return None
    evidence = await archive.store.read(key)
    if await asyncio.to_thread(lambda: hashlib.sha256(evidence).hexdigest()) != original.sha256:
        raise IntegrityFailed(f"{key} is not what was sealed.")
    made = await archive.decoder.derive(evidence, kinds=(kind,))
    if not isinstance(made, Derived) or len(made.files) != 1:
        return None
    file = made.files[0]
    return await put_derived(archive.store, original.sha256, kind, file.body, file.media_type)
