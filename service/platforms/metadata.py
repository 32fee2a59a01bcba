"""What an HTML page says about itself: JSON-LD, then microdata, then OpenGraph and its kin, then the title.

The closer a statement stands to the article, the sooner it is believed. Pure: whatever a page holds, a Post comes out.
"""

import re
from collections.abc import Mapping
from typing import Any

import ada_url

from service import dom
from service.errors import BadUrl
from service.model.document import Document
from service.model.post import Author, Media, Post
from service.model.url import page_url, parse
from service.platforms.joining import attributed
from service.platforms.markup import LARGEST, attribute, line, one
from service.platforms.markup import metas as metas_in
from service.platforms.reading import address, inside, items, moment, words

_ARTICLE = re.compile(
    r"\w*Article|\w*Posting|\w*Report|\w*Object|WebPage|Clip|Dataset|Map|CreativeWork|MusicRecording|PodcastEpisode"
)
"""Kinds of schema.org that describe the page itself."""
DEEPEST_ITEM = 6
"""Levels of microdata inside microdata that are read."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-\w{1,8})*", re.ASCII)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)


def parsed(document: Document) -> dom.Document:
    """Parse a page in the character set its answer names; a name nobody knows counts as none."""
    named = _CHARSET.search(document.headers.get("content-type", ""))
    try:
        return dom.parse(document.body[:LARGEST], encoding=named[1] if named else None)
    except LookupError:
        return dom.parse(document.body[:LARGEST])


def described(document: Document, source: str = "page") -> Post:
    """Read the metadata of an answer; what is no HTML has an address and nothing more."""
    if "html" not in (document.headers.get("content-type") or "text/html").lower():
        return Post(url=spelling(document.final_url))
    page = parsed(document)
    about, metas = _article([*page.json_ld(), *_items(page)]), metas_in(page)
    title = (
        words(about, "headline")
        or metas.get("og:title")
        or words(about, "name")
        or metas.get("twitter:title")
        or line(one(page, "title"))
    )
    text = (
        metas.get("og:description")
        or metas.get("description")
        or metas.get("twitter:description")
        or words(about, "description")
    )
    published = moment(about, "datePublished") or moment(about, "uploadDate") or moment(about, "dateCreated")
    published = published or moment(metas, "article:published_time") or moment(metas, "datepublished")
    author, media = _author(about, metas), _media(about, metas, document.final_url)
    post = Post(
        url=_canonical(page, document.final_url),
        author=author,
        published=published,
        edited=moment(about, "dateModified") or moment(metas, "article:modified_time"),
        text=" ".join(text.split()),
        title=" ".join(title.split()) or None,
        language=_language(page, about, metas),
        media=media,
    )
    return attributed(source, post)


def discovered(document: Document) -> str | None:
    """Give the oEmbed address that a page links to (oembed.com, section 4, discovery)."""
    link = one(parsed(document), 'link[rel~="alternate"][type^="application/json+oembed"][href]')
    written = attribute(link, "href")
    return address(absolute(document.final_url, written)) if written else None


def named(document: Document) -> str:
    """Give the address that a page with a social title claims as its own; the empty one when it claims none.

    The address that was asked for is no claim: many sites answer it with a shell that names nothing.
    """
    page = parsed(document)
    metas, link = metas_in(page), one(page, 'link[rel~="canonical"][href]')
    if not (metas.get("og:title") or _article([*page.json_ld()])):
        return ""
    return metas.get("og:url") or attribute(link, "href")


def _items(page: dom.Document) -> list[Any]:
    """Give a page's microdata in the shape of JSON-LD."""
    try:
        return [_item(each) for each in page.microdata()[:200]]
    except (RecursionError, ValueError):
        return []


def _item(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return value
    if depth > DEEPEST_ITEM:
        return None
    kinds = [each.rsplit("/", 1)[-1] for each in (value.type or "").split()]
    told: dict[str, Any] = {"@type": kinds}
    for name, values in value.properties.items():
        read = [_item(each, depth + 1) for each in values]
        told[name] = read[0] if len(read) == 1 else read
    return told


def _article(values: list[Any]) -> Any:
    """Find the object that describes the page, also inside a graph."""
    queue = [*values]
    for value in queue[:200]:
        queue.extend(items(value, "@graph") or (value if isinstance(value, list) else ()))
    described = [each for each in queue if isinstance(each, dict) and any(map(_ARTICLE.fullmatch, _kinds(each)))]
    return min(described, key=lambda each: bool({"WebPage", "ImageObject"} & _kinds(each)), default=None)


def _kinds(value: Any) -> set[str]:
    said = inside(value, "@type")
    return {each for each in (said if isinstance(said, list) else [said]) if isinstance(each, str)}


def _author(about: Any, metas: Mapping[str, str]) -> Author:
    said = items(about, "author") or (inside(about, "author"),)
    names = [" ".join((words(each, "name") or words(each)).split()) for each in said]
    if not any(names):
        also = (metas.get(name, "") for name in ("author", "article:author", "parsely-author", "dc.creator"))
        names = [next((" ".join(each.split()) for each in also if each and not address(each)), "")]
    link = address(said[0], "url") if len(said) == 1 else None
    return Author(name=", ".join(filter(None, names)) or None, url=link or address(metas, "article:author"))


def _media(about: Any, metas: Mapping[str, str], base: str) -> tuple[Media, ...]:
    image = inside(about, "image", 0) or inside(about, "image") or inside(about, "thumbnailUrl", 0)
    told = words(image) or words(image, "url") or words(image, "contentUrl") or words(about, "thumbnailUrl")
    lead = metas.get("og:image") or told or metas.get("twitter:image")
    url = address(absolute(base, lead)) if lead else None
    if url is None:
        return ()
    size = [metas.get(f"og:image:{side}", "") for side in ("width", "height")]
    width, height = (int(each) if each.isascii() and each.isdigit() and len(each) < 6 else None for each in size)
    alt = metas.get("og:image:alt") or metas.get("twitter:image:alt")
    return (Media(kind="image", url=url, alt=alt, width=width, height=height),)


def _language(page: dom.Document, about: Any, metas: Mapping[str, str]) -> str | None:
    said = attribute(page.root, "lang")
    locale = metas.get("og:locale", "").replace("_", "-")
    for each in (said, words(about, "inLanguage"), locale):
        if _LANGUAGE.fullmatch(each):
            return each
    return None


def _canonical(page: dom.Document, final: str) -> str:
    """Give the page's own address: its canonical link when that stays on the host and names more than the front."""
    written = attribute(one(page, 'link[rel~="canonical"][href]'), "href")
    try:
        here = parse(final)
        there = parse(absolute(final, written)) if written else here
    except BadUrl:
        return spelling(final)
    same = there.host.removeprefix("www.") == here.host.removeprefix("www.")
    front = there.path == "/" and here.path != "/"
    return spelling(there.href if same and not front else here.href)


def absolute(base: str, written: str) -> str:
    """Give what is written as an address, read from where it stands; the empty one when a browser reads none."""
    try:
        return str(ada_url.join_url(base, written.strip()))
    except ValueError:
        return ""


def spelling(url: str) -> str:
    """Give the one spelling of a page's address."""
    try:
        return page_url(url)
    except BadUrl:
        return url
