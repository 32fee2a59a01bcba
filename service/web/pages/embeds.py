"""One post or page: what it said, what became of it, every snapshot of it."""

from aiohttp import web

from service.booking import accept_revisit
from service.model.ids import EmbedId
from service.web.admission import caller
from service.web.drawing import draw_history
from service.web.pages.rendering import archive_of, render


async def show(request: web.Request) -> web.StreamResponse:
    """Show an embed; another name of it leads to its own."""
    asked = request.match_info["embed_id"]
    record = await archive_of(request).catalogue.embed(EmbedId(asked))
    if record.embed.id != asked:
        location = f"/embeds/{record.embed.id}"
        return web.Response(status=308, headers={"Location": location, "Cache-Control": "no-cache"})
    shown = next(each for each in record.snapshots if each.id == record.shown_snapshot)
    return render("embed.html", record=record, embed=record.embed, shown=shown, history=draw_history(record))


async def visit_again(request: web.Request) -> web.Response:
    """Visit an embed again and lead to the progress of that."""
    embed_id = EmbedId(request.match_info["embed_id"])
    operation = await accept_revisit(archive_of(request), embed_id, requested_by=caller())
    return web.Response(status=303, headers={"Location": f"/operations/{operation.id}"})
