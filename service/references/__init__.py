"""Article → references: text, HTML, stored CMS bodies, flattened quotes. Pure."""

from service.errors import BadUrl
from service.model.article import Article, Format
from service.model.reference import Reference
from service.model.url import page_url, parse
from service.platforms.addresses import identify
from service.references import found as make
from service.references.bodies import finder as json_finder
from service.references.html import finder as html_finder
from service.references.intake import detect, parse_body
from service.references.rewriting import Rewritten, replace
from service.references.shape import as_json, from_json
from service.references.text import finder as text_finder

__all__ = ["Rewritten", "address", "as_json", "detect", "find", "from_json", "parse_body", "replace"]


def find(article: Article) -> tuple[Reference, ...]:
    """Find every post and link of an article, in reading order, at its exact place.

    Reaches nothing outside and never raises for what a body holds.
    """
    own = _own(article.source_url)
    if article.format is Format.HTML:
        return tuple(html_finder.find(article.body, article.source_url, own))
    if article.format is Format.JSON:
        return tuple(json_finder.find(article.body, article.source_url, own))
    return tuple(text_finder.find(article.body, own))


def _own(source_url: str | None) -> frozenset[str]:
    if source_url is None:
        return frozenset()
    try:
        canonical = page_url(source_url)
    except BadUrl:
        return frozenset()
    return frozenset([canonical, canonical.rstrip("/"), canonical.rstrip("/") + "/"])


def address(url: str) -> Reference:
    """Make a reference of one submitted address.

    Raises BadUrl for what is no web address.
    """
    meant = identify(url)
    if meant is None:
        parse(url)
        raise BadUrl(f"“{url[:80]}” is no web address.")
    return make.link(meant, 0, len(url), how="submitted")
