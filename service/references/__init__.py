"""Article → references: text, HTML, stored CMS bodies, flattened quotes. Pure."""

from collections.abc import Mapping

from service.errors import BadUrl
from service.model.article import Article, Format
from service.model.reference import Reference
from service.model.url import page_url, parse
from service.platforms.addresses import identify
from service.references import found as make
from service.references import leaked, writing
from service.references.bodies import finder as json_finder
from service.references.html import finder as html_finder
from service.references.intake import detect, parse_body
from service.references.settling import settled
from service.references.shape import as_json, from_json
from service.references.text import finder as text_finder
from service.references.writing import Replaced, passage

__all__ = [
    "Replaced",
    "address",
    "as_json",
    "detect",
    "find",
    "from_json",
    "parse_body",
    "passage",
    "replace",
    "settled",
]


def find(article: Article) -> tuple[Reference, ...]:
    """Find every post and link of an article, in reading order, at its exact place.

    Reaches nothing outside and never raises for what a body holds.
    """
    own = _own(article.source_url)
    if article.format is Format.HTML:
        return tuple(html_finder.find(article.body, article.source_url, own))
    if article.format is Format.JSON:
        return tuple(json_finder.find(article.body, article.source_url, own))
    return tuple(leaked.with_markup(article.body, text_finder.find(article.body, own)))


def replace(article: Article, replacements: Mapping[int | Reference, str]) -> Replaced:
    """Put a replacement at the place of each reference, named by itself or by its number in `find(article)`.

    Text, HTML and JSON stay as they are outside the replaced places; for JSON there is a patch (RFC 6902) besides.
    Raises BadInput for references that are not this article's or that overlap.

    >>> article = Article(body="See https://example.com/a.", format=Format.TEXT)
    >>> replace(article, {0: "[1]"}).body
    'See [1].'
    """
    return writing.replace(article, find(article), replacements)


def _own(source_url: str | None) -> frozenset[str]:
    if source_url is None:
        return frozenset()
    try:
        canonical = page_url(source_url)
    except BadUrl:
        return frozenset()
    bare = canonical.rstrip("/").partition("://")[2].removeprefix("www.")
    houses = [f"{scheme}://{www}{bare}" for scheme in ("https", "http") for www in ("", "www.")]
    return frozenset([*houses, *(f"{house}/" for house in houses)])


def address(url: str) -> Reference:
    """Make a reference of one submitted address.

    Raises BadUrl for what is no web address.
    """
    meant = identify(url)
    if meant is None:
        parse(url)
        raise BadUrl(f"“{url[:80]}” is no web address.")
    return make.link(meant, 0, len(url), how="submitted")
