"""The front page: hand something in, look through what is kept."""

from aiohttp import web
from pydantic import ValidationError
from yarl import URL

from service.errors import HoldfastError
from service.web.api.embeds import search
from service.web.pages.rendering import archive_of, render
from service.web.requests import EmbedsQuery

RECENT = 5
"""Articles named on the front page."""


async def show(request: web.Request) -> web.Response:
    """Show the form and the gallery; a search is a plain address that can be shared."""
    return await front(request)


async def front(
    request: web.Request, *, problem: HoldfastError | None = None, sent: dict[str, str] | None = None
) -> web.Response:
    """Draw the front page, with what was sent and why it was refused."""
    archive = archive_of(request)
    asked = {name: value for name, value in request.query.items() if value}
    sentence = None
    try:
        query = EmbedsQuery.model_validate_strings(asked)
    except ValidationError as error:
        fault = error.errors()[0]
        sentence = f"The search does not understand “{fault['loc'][0]}”: {fault['msg']}."
        query = EmbedsQuery()
    records, following = await search(archive, query)
    articles = await archive.catalogue.articles(limit=RECENT)
    onward = URL("/").with_query({**asked, "cursor": following}) if following and not sentence else None
    return render(
        "gallery.html",
        status=problem.status if problem else 200,
        records=records,
        articles=articles,
        asked=asked,
        searching=bool(set(asked) - {"limit"}),
        search_fault=sentence,
        onward=onward,
        problem=problem,
        sent=sent or {},
    )
