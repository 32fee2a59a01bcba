"""Articles: handed in by a person or a CMS, followed until everything in them is kept."""

import asyncio

from service.booking import accept_article, accept_choice
from service.errors import (
    BadArticle,
    BadUrl,
    CatalogueFailed,
    Conflict,
    EgressRefused,
    FetchFailed,
    IntegrityFailed,
    InvalidRequest,
    KeyReused,
    NotFound,
    StoreFailed,
)
from service.model.article import Article
from service.model.ids import ArticleId
from service.model.work import Operation
from service.pipeline import Archive, explain
from service.web.accepting import accepted
from service.web.admission import caller
from service.web.answers import ArticleAnswer, ExplanationsAnswer
from service.web.bodies import read_article
from service.web.drawing import draw_article, draw_explanations
from service.web.fetching import fetch_article
from service.web.following import OPEN, settle, wanted_wait
from service.web.remembering import once
from service.web.requests import (
    ArticleBody,
    ArticleHeaders,
    ArticlePath,
    ChoiceBody,
    PreferHeaders,
    ReferencePath,
    SourcePath,
)
from service.web.typed import Reply, Routes
from service.web.work_answers import OperationAnswer

routes = Routes("articles")

_ACCEPTING = (BadArticle, BadUrl, EgressRefused, FetchFailed, StoreFailed, CatalogueFailed)
_ACCEPTED = {
    "Location": "The operation that was accepted.",
    "Preference-Applied": "`wait=N` when it was honoured.",
}


@routes.post(
    "/v1/articles",
    gives={200: ArticleAnswer, 202: ArticleAnswer},
    fails=(*_ACCEPTING, Conflict, KeyReused),
    answers_with=_ACCEPTED,
)
async def submit_article(archive: Archive, *, body: ArticleBody, headers: ArticleHeaders) -> Reply:
    """Hand in an article; everything it refers to is kept.

    202 means that it survives any crash. With `Prefer: wait=N` the answer is 200 when all is done in time.
    The same article again finds everything kept already and captures nothing twice.
    """

    async def accept() -> Reply:
        return await _accept(archive, await _article(archive, body), headers.prefer)

    if headers.idempotency_key is None:
        return await accept()
    return await once(archive, f"{caller()}:{headers.idempotency_key}", body, accept)


@routes.put(
    "/v1/articles/by-source/{system}/{external_id}",
    gives={200: ArticleAnswer, 202: ArticleAnswer},
    fails=_ACCEPTING,
    answers_with=_ACCEPTED,
)
async def upsert_article(archive: Archive, *, path: SourcePath, body: ArticleBody, headers: PreferHeaders) -> Reply:
    """Hand in a CMS's article on every save; only what is new or changed is captured."""
    if body.external_id not in (None, path.external_id):
        raise InvalidRequest("The body names another external_id than the path.")
    article = await _article(archive, body, system=path.system, external_id=path.external_id)
    return await _accept(archive, article, headers.prefer)


@routes.get("/v1/articles/{article_id}", gives={200: ArticleAnswer}, fails=(NotFound, CatalogueFailed))
async def read_one_article(archive: Archive, *, path: ArticlePath) -> Reply:
    """Give an article's status and how each of its references stands."""
    return Reply(body=draw_article(await archive.catalogue.article(ArticleId(path.article_id))))


@routes.patch(
    "/v1/articles/{article_id}/references/{number}",
    gives={200: OperationAnswer, 202: OperationAnswer},
    fails=(NotFound, BadUrl, Conflict, CatalogueFailed, StoreFailed),
    answers_with=_ACCEPTED,
)
async def choose_original(archive: Archive, *, path: ReferencePath, body: ChoiceBody, headers: PreferHeaders) -> Reply:
    """Say which post a flattened quote is; the post is visited, and the quote's name leads to it from then on."""
    operation = await accept_choice(
        archive, path.article_id, path.number, post_id=body.post_id, url=body.url, requested_by=caller()
    )
    return await accepted(archive, operation, headers.prefer)


@routes.get(
    "/v1/articles/{article_id}/explanation",
    gives={200: ExplanationsAnswer},
    fails=(NotFound, CatalogueFailed, StoreFailed, IntegrityFailed),
)
async def explain_article(archive: Archive, *, path: ArticlePath) -> Reply:
    """Say of each reference which rule found it and which attempts led where."""
    return Reply(body=ExplanationsAnswer(explanations=draw_explanations(await explain(archive, path.article_id))))


async def _article(
    archive: Archive, body: ArticleBody, *, system: str | None = None, external_id: str | None = None
) -> Article:
    """Read what was sent, or fetch what was named."""
    known = {"title": body.title, "system": system, "external_id": external_id or body.external_id}
    if body.body is not None:
        return await asyncio.to_thread(
            read_article, body.body, body.format, archive.settings.body_bytes, url=body.url, **known
        )
    if body.url is None:
        raise InvalidRequest("An article needs a body, or the url where it stands.")
    return await fetch_article(archive, body.url, **known)


async def _accept(archive: Archive, article: Article, prefer: str | None) -> Reply:
    """Accept an article, wait if asked to, and say how it stands."""
    operation = await accept_article(archive, article, requested_by=caller())
    return await answer_accepted(archive, operation, prefer)


async def answer_accepted(archive: Archive, operation: Operation, prefer: str | None) -> Reply:
    """Answer for an accepted article: 202, or 200 when the caller waited and all is done."""
    headers = {"Location": f"/v1/operations/{operation.id}"}
    wait = wanted_wait(prefer)
    done = False
    if wait is not None:
        headers["Preference-Applied"] = f"wait={wait}"
        done = (await settle(archive, operation, wait)).status not in OPEN
    assert operation.article_id is not None, "an accepted article has an id"
    record = await archive.catalogue.article(operation.article_id)
    return Reply(status=200 if done else 202, body=draw_article(record, operation), headers=headers)
