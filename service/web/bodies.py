"""An article as it comes in over HTTP becomes a value, or is refused before anything is stored."""

import json
from dataclasses import replace
from typing import Any

from service.errors import BadArticle
from service.model.article import Article
from service.model.url import parse
from service.references import parse_body


def read_article(
    body: str | dict[str, Any] | list[Any],
    format_name: str,
    most_bytes: int,
    *,
    url: str | None = None,
    title: str | None = None,
    system: str | None = None,
    external_id: str | None = None,
) -> Article:
    """Read one article. A JSON body that stands in the request as it is, is written down again as text.

    Raises BadArticle when it is empty, binary, malformed, larger than `most_bytes` or of an unknown format, BadUrl when
    its address is none.
    """
    if not isinstance(body, str):
        if format_name not in ("auto", "json"):
            raise BadArticle(f"The body is JSON, but its format is said to be {format_name}.")
        body, format_name = json.dumps(body, ensure_ascii=False), "json"
    size = len(body.encode(errors="surrogatepass"))
    if size > most_bytes:
        raise BadArticle(f"The article has {size:,} bytes; {most_bytes:,} are taken at most.")
    if url is not None:
        parse(url)
    article = parse_body(body, format_name, source_url=url)
    return replace(article, title=title, system=system, external_id=external_id)
