"""Accepted work on its way: shown while it runs, left for its result when it is done."""

from aiohttp import web

from service.model.ids import OperationId
from service.model.work import Status
from service.web.following import OPEN
from service.web.pages.rendering import archive_of, render


async def show(request: web.Request) -> web.Response:
    """Show how far an operation is; once everything is kept, lead to what was asked for."""
    operation = await archive_of(request).ledger.operation(OperationId(request.match_info["operation_id"]))
    if operation.article_id:
        return _go(f"/articles/{operation.article_id}?operation={operation.id}")
    if operation.status is Status.KEPT and len(operation.visits) == 1:
        return _go(f"/embeds/{operation.visits[0].embed_id}")
    return render("operation.html", operation=operation, under_way=operation.status in OPEN)


def _go(location: str) -> web.Response:
    return web.Response(status=303, headers={"Location": location})
