"""One snapshot: the picture, what it is made of, and whether it still is what was sealed."""

from aiohttp import web

from service.errors import NotFound
from service.model.ids import SnapshotId
from service.pipeline import verify_snapshot
from service.web.inert import FOR_EVER
from service.web.pages.pictures import picture_of
from service.web.pages.rendering import archive_of, render


async def show(request: web.Request) -> web.Response:
    """Show a snapshot, checked at this moment."""
    archive = archive_of(request)
    snapshot = await archive.catalogue.snapshot(SnapshotId(request.match_info["snapshot_id"]))
    record = await archive.catalogue.embed(snapshot.embed_id)
    checks = await verify_snapshot(archive, snapshot.id)
    order = [each.id for each in record.snapshots]
    place = order.index(snapshot.id)
    return render(
        "snapshot.html",
        snapshot=snapshot,
        embed=record.embed,
        post=snapshot.post or record.post,
        checks=checks,
        passed=all(check.passed for check in checks),
        checked=archive.clock(),
        newer=order[place - 1] if place else None,
        older=order[place + 1] if place + 1 < len(order) else None,
        number=len(order) - place,
        total=len(order),
    )


async def picture(request: web.Request) -> web.Response:
    """Lead to the small picture of a snapshot, for pages that do not know its files. Raises NotFound without one."""
    snapshot = await archive_of(request).catalogue.snapshot(SnapshotId(request.match_info["snapshot_id"]))
    found = picture_of(snapshot.files, snapshot.id, small=True)
    if found is None:
        raise NotFound(f"Snapshot {snapshot.id} has no picture.")
    return web.Response(status=302, headers={"Location": found.address, "Cache-Control": FOR_EVER})
