"""Operations: accepted work, asked for or followed live."""

from aiohttp import web
from aiohttp_sse import EventSourceResponse

from service.errors import CatalogueFailed, HoldfastError, NotFound
from service.model.ids import OperationId
from service.pipeline import Archive
from service.web.drawing import draw_operation
from service.web.following import OPEN, counted, states
from service.web.requests import OperationPath
from service.web.typed import Raw, Reply, Routes
from service.web.work_answers import OperationAnswer

routes = Routes("operations")


@routes.get(
    "/v1/operations/{operation_id}",
    gives={200: OperationAnswer},
    fails=(NotFound, CatalogueFailed),
    answers_with={"Retry-After": "Seconds until asking again is worth while, as long as work is open."},
)
async def read_operation(archive: Archive, *, path: OperationPath) -> Reply:
    """Give the state of accepted work."""
    operation = await archive.ledger.operation(OperationId(path.operation_id))
    headers = {"Retry-After": "2"} if operation.status in OPEN else {}
    return Reply(body=draw_operation(operation), headers={**headers, "Cache-Control": "no-store"})


@routes.get(
    "/v1/operations/{operation_id}/events",
    gives={
        200: Raw(
            media_types=("text/event-stream",),
            sentence="`state` events, each with the whole operation as JSON; after the last one `done`, then the end.",
        )
    },
    fails=(NotFound, CatalogueFailed),
)
async def follow_operation(archive: Archive, *, path: OperationPath, request: web.Request) -> web.StreamResponse:
    """Follow accepted work live, as server-sent events.

    Each event is whole, so that a reader who comes back has missed nothing.
    """
    operation_id = OperationId(path.operation_id)
    await archive.ledger.operation(operation_id)
    stream = EventSourceResponse()
    await stream.prepare(request)
    with counted(request.app):
        async with stream:
            try:
                async for state in states(archive, operation_id):
                    await stream.send(draw_operation(state).model_dump_json(), event="state")
                await stream.send("{}", event="done")
            except (ConnectionResetError, HoldfastError):
                pass  # the reader went away or the catalogue did: in both cases a reader asks again
    return stream
