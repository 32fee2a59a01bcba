"""Embeds: the posts and pages that are kept."""

from datetime import UTC, date, datetime, time, timedelta

from aiohttp import web
from multidict import MultiDict

from service.booking import accept_address, accept_revisit
from service.catalogue.records import EmbedQuery, EmbedRecord
from service.errors import BadUrl, CatalogueFailed, EgressRefused, IntegrityFailed, NotFound, StoreFailed
from service.model.ids import EmbedId
from service.pipeline import Archive, explain
from service.web.accepting import accepted
from service.web.admission import caller
from service.web.answers import EmbedAnswer, EmbedBriefAnswer, EmbedsAnswer, ExplanationsAnswer, ObservationsAnswer
from service.web.cursors import read_cursor, write_cursor
from service.web.drawing import draw_explanations as drawn
from service.web.drawing import draw_history
from service.web.requests import EmbedBody, EmbedPath, EmbedsQuery, PreferHeaders
from service.web.typed import Reply, Routes
from service.web.work_answers import OperationAnswer

routes = Routes("embeds")

_ACCEPTED = {
    "Location": "The operation that was accepted.",
    "Preference-Applied": "`wait=N` when it was honoured.",
}


@routes.post(
    "/v1/embeds",
    gives={200: OperationAnswer, 202: OperationAnswer},
    fails=(BadUrl, EgressRefused, CatalogueFailed),
    answers_with=_ACCEPTED,
)
async def keep_address(archive: Archive, *, body: EmbedBody, headers: PreferHeaders) -> Reply:
    """Keep one post or page by its address."""
    operation = await accept_address(archive, body.url, requested_by=caller())
    return await accepted(archive, operation, headers.prefer)


@routes.get(
    "/v1/embeds",
    gives={200: EmbedsAnswer},
    fails=(CatalogueFailed,),
    answers_with={"Link": '`rel="next"`, when there is a next page (RFC 8288).'},
)
async def list_embeds(archive: Archive, *, query: EmbedsQuery, request: web.Request) -> Reply:
    """List and search what is kept, newest visit first."""
    records, following = await search(archive, query)
    found = EmbedsAnswer(
        embeds=tuple(EmbedBriefAnswer.model_validate(record) for record in records),
        next=following,
    )
    if following is None:
        return Reply(body=found)
    onward = request.rel_url.update_query(MultiDict({"cursor": following}))
    return Reply(body=found, headers={"Link": f'<{onward}>; rel="next"'})


@routes.get(
    "/v1/embeds/{embed_id}",
    gives={200: EmbedAnswer, 308: None},
    fails=(NotFound, CatalogueFailed),
    answers_with={"Location": "The embed's own id, when another name of it was asked for."},
)
async def read_embed(archive: Archive, *, path: EmbedPath) -> Reply:
    """Give all that is known of one post or page; another name of it redirects to its own id."""
    record = await archive.catalogue.embed(EmbedId(path.embed_id))
    if record.embed.id != path.embed_id:
        return Reply(status=308, headers={"Location": f"/v1/embeds/{record.embed.id}", "Cache-Control": "no-cache"})
    return Reply(body=EmbedAnswer.model_validate(record))


@routes.post(
    "/v1/embeds/{embed_id}/snapshots",
    gives={200: OperationAnswer, 202: OperationAnswer},
    fails=(NotFound, CatalogueFailed),
    answers_with=_ACCEPTED,
)
async def visit_again(archive: Archive, *, path: EmbedPath, headers: PreferHeaders) -> Reply:
    """Visit an embed again now."""
    operation = await accept_revisit(archive, EmbedId(path.embed_id), requested_by=caller())
    return await accepted(archive, operation, headers.prefer)


@routes.get("/v1/embeds/{embed_id}/observations", gives={200: ObservationsAnswer}, fails=(NotFound, CatalogueFailed))
async def read_observations(archive: Archive, *, path: EmbedPath) -> Reply:
    """Give the history of checks and changes of state, newest first."""
    record = await archive.catalogue.embed(EmbedId(path.embed_id))
    observed = await archive.catalogue.observations(record.embed.id)
    return Reply(body=ObservationsAnswer(embed_id=record.embed.id, observations=draw_history(record, observed)))


@routes.get(
    "/v1/embeds/{embed_id}/explanation",
    gives={200: ExplanationsAnswer},
    fails=(NotFound, CatalogueFailed, StoreFailed, IntegrityFailed),
)
async def explain_embed(archive: Archive, *, path: EmbedPath) -> Reply:
    """Say which rule found an embed and which attempts led to what is known of it."""
    record = await archive.catalogue.embed(EmbedId(path.embed_id))
    return Reply(body=ExplanationsAnswer(explanations=drawn(await explain(archive, record.embed.id))))


async def search(archive: Archive, query: EmbedsQuery) -> tuple[tuple[EmbedRecord, ...], str | None]:
    """Give one page of embeds and the cursor of the next, if there is one."""
    records = await archive.catalogue.embeds(
        EmbedQuery(
            q=query.q or None,
            platform=query.platform,
            availability=query.availability and query.availability.value,
            author=query.author or None,
            since=_midnight(query.since),
            until=_midnight(query.until, days=1),
            after=read_cursor(query.cursor),
            limit=query.limit + 1,
        )
    )
    if len(records) <= query.limit:
        return records, None
    last = records[query.limit - 1]
    return records[: query.limit], write_cursor(last.last_visited, last.embed.id)


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """Give the instant at which a day begins (UTC), so many days later; the last day of the calendar has no next."""
    if day is None or (days and day == date.max):
        return None
    return datetime.combine(day, time(), UTC) + timedelta(days=days)
