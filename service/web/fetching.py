"""An article that is named by its address is fetched through the one gate and read as HTML."""

import asyncio

from service.errors import BadArticle, EgressRefused, FetchFailed
from service.model.article import Article
from service.model.document import Document, Request
from service.model.url import parse
from service.pipeline import Archive
from service.web.bodies import read_article

FORMATS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/json": "json"}


async def fetch_article(
    archive: Archive, url: str, *, title: str | None = None, system: str | None = None, external_id: str | None = None
) -> Article:
    """Fetch an article.

    Raises BadUrl, EgressRefused, FetchFailed when there is no answer of status 200, or BadArticle when it is none.
    """
    address = parse(url).href
    document = await archive.fetcher.fetch(Request(name="article", url=address))
    body, format_name = await asyncio.to_thread(_text, document)
    return await asyncio.to_thread(
        read_article,
        body,
        format_name,
        archive.settings.body_bytes,
        url=address,
        title=title,
        system=system,
        external_id=external_id,
    )


def _text(document: Document) -> tuple[str, str]:
    """Give the text of an answer and the format it says to be of."""
    if document.failure == EgressRefused.code:
        raise EgressRefused(document.reason or "That address is not public internet.")
    if document.status != 200:
        what = document.reason or f"It answered with status {document.status}."
        raise FetchFailed(f"The article could not be fetched. {what}")
    media_type, _, parameters = document.headers.get("content-type", "text/html").partition(";")
    format_name = FORMATS.get(media_type.strip().lower())
    if format_name is None:
        raise BadArticle(f"That address holds {media_type.strip()[:60]}, which is no article.")
    charset = parameters.partition("charset=")[2].strip(" \"';") or "utf-8"
    try:
        return document.body.decode(charset), format_name
    except (LookupError, UnicodeDecodeError):
        return document.body.decode("utf-8", errors="replace"), format_name
