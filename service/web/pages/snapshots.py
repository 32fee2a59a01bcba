"""One snapshot: the picture, what it is made of, and whether it still is what was sealed."""

from aiohttp import web

from service.catalogue.records import SnapshotRecord
from service.errors import NotFound
from service.model.ids import SnapshotId
from service.pipeline import Archive
from service.seal import read
from service.web.api.snapshots import MANIFEST
from service.web.inert import FOR_EVER
from service.web.pages.pictures import picture_of
from service.web.pages.rendering import archive_of, render
from service.web.pages.verdicts import VERDICTS


async def show(request: web.Request) -> web.Response:
    """Show a snapshot with its checks: of this moment when `?check=again` asks for it, else at most ten minutes old."""
    archive = archive_of(request)
    snapshot = await archive.catalogue.snapshot(SnapshotId(request.match_info["snapshot_id"]))
    record = await archive.catalogue.embed(snapshot.embed_id)
    again = request.query.get("check") == "again"
    verdict = await request.app[VERDICTS].of(archive, snapshot.id, snapshot.manifest_sha256, again=again)
    order = [each.id for each in record.snapshots]
    place = order.index(snapshot.id)
    return render(
        "snapshot.html",
        snapshot=snapshot,
        embed=record.embed,
        post=snapshot.post or record.post,
        checks=verdict.checks,
        passed=verdict.passed,
        checked=verdict.at,
        changes=await _changes(archive, snapshot) if verdict.passed else (),
        newer=order[place - 1] if place else None,
        older=order[place + 1] if place + 1 < len(order) else None,
        number=len(order) - place,
        total=len(order),
    )


async def _changes(archive: Archive, snapshot: SnapshotRecord) -> tuple[str, ...]:
    """Give what the visit did to the page, as it was sealed."""
    manifest = read(await archive.store.read(f"{snapshot.folder}/{MANIFEST}"))
    return tuple(manifest.body["capture"]["js_modified_page"])


async def picture(request: web.Request) -> web.Response:
    """Lead to the small picture of a snapshot, for pages that do not know its files. Raises NotFound without one."""
    snapshot = await archive_of(request).catalogue.snapshot(SnapshotId(request.match_info["snapshot_id"]))
    found = picture_of(snapshot.files, snapshot.id, small=True)
    if found is None:
        raise NotFound(f"Snapshot {snapshot.id} has no picture.")
    return web.Response(status=302, headers={"Location": found.address, "Cache-Control": FOR_EVER})
