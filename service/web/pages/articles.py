"""An article: handed in through the form, shown with its references in place."""

import asyncio

from aiohttp import web

from service.booking import accept_address, accept_article
from service.errors import BadArticle, BadRequest, HoldfastError, NotFound
from service.model.article import KeptArticle
from service.model.ids import ArticleId
from service.pipeline import Archive
from service.store.articles import read_article as read_kept
from service.web.admission import caller
from service.web.bodies import read_article
from service.web.fetching import fetch_article
from service.web.following import OPEN
from service.web.pages.gallery import front
from service.web.pages.marking import mark
from service.web.pages.rendering import archive_of, render
from service.web.problems import demand

FIELDS = ("article", "address", "format", "title", "action")


async def take(request: web.Request) -> web.Response:
    """Accept what the form holds and lead to its page, or show the form again with what is wrong."""
    sent = await _form(request)
    try:
        location = await _accept(archive_of(request), sent)
    except HoldfastError as error:
        shown = await front(request, problem=error, sent=sent)
        demand(shown, error)
        return shown
    return web.Response(status=303, headers={"Location": location})


async def show(request: web.Request) -> web.Response:
    """Show an article's text with its references highlighted in place and their state."""
    archive = archive_of(request)
    record = await archive.catalogue.article(ArticleId(request.match_info["article_id"]))
    kept = await _kept(archive, record.brief.id)
    marked = await asyncio.to_thread(mark, kept.article, tuple(each.reference for each in record.standings))
    return render(
        "article.html",
        record=record,
        brief=record.brief,
        marked=marked,
        heading=kept.article.heading,
        under_way=record.status in OPEN,
        operation_id=request.query.get("operation", ""),
    )


async def _form(request: web.Request) -> dict[str, str]:
    """Read the form. A browser sends line ends as CR LF; what was pasted had LF."""
    try:
        form = await request.post()
    except ValueError as error:
        raise BadRequest("The form cannot be read: it is no UTF-8.") from error
    given = {name: form.get(name, "") for name in FIELDS}
    return {name: value.replace("\r\n", "\n") for name, value in given.items() if isinstance(value, str)}


async def _accept(archive: Archive, sent: dict[str, str]) -> str:
    """Accept an article or an address; give where its progress is shown."""
    address = sent.get("address", "").strip()
    text = sent.get("article", "")
    if sent.get("action") == "keep" and address:
        operation = await accept_address(archive, address, requested_by=caller())
        return f"/operations/{operation.id}"
    if text.strip():
        article = await asyncio.to_thread(
            read_article,
            text,
            sent.get("format") or "auto",
            archive.settings.body_bytes,
            url=address or None,
            title=sent.get("title", "").strip()[:500] or None,
        )
    elif address:
        article = await fetch_article(archive, address)
    else:
        raise BadArticle("There is nothing to keep yet.", hint="Paste an article, or give an address.")
    accepted = await accept_article(archive, article, requested_by=caller())
    return f"/articles/{accepted.article_id}?operation={accepted.id}"


async def _kept(archive: Archive, article_id: ArticleId) -> KeptArticle:
    """Read the article as it was submitted. Raises NotFound when the store has lost it."""
    try:
        return await read_kept(archive.store, article_id)
    except NotFound as error:
        raise NotFound("The text of this article is not in the store.") from error
