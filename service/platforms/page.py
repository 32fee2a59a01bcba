"""Any page of the web: what it says about itself. The last resort for platforms without a file of their own.

$hosts      every host
$posts      the page's address
$documents  page
$gone       404, 410
$notes      A page's canonical link is trusted only on its own host, and never when it names the front page instead.
            JSON-LD is believed before OpenGraph, OpenGraph before the title: the closer to the article, the better.
"""

import re
from collections.abc import Mapping
from typing import Any

import ada_url
import turbohtml

from service.errors import BadUrl
from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Media, Post
from service.model.resolution import Reading
from service.model.url import page_url, parse
from service.platforms.reading import address, inside, items, moment, sources, words
from service.platforms.signals import hindered, signal, suspect, unreadable

_ARTICLE = re.compile(r"\w*Article|\w*Posting|VideoObject|Report|WebPage")
"""Kinds of schema.org that describe the page itself."""
LARGEST = 4_000_000
"""Bytes of a page that are read for its metadata."""
WALLS = frozenset({"login", "signin", "sign-in", "log-in", "authwall", "sso", "consent", "challenge"})
"""Words that as a whole segment of the final path say that a wall answered instead of the page."""


class Page:
    """Reads a page's own words about itself."""

    name = "page"

    def url(self, post_id: str) -> str:
        """Give the address: a page's id is its address."""
        return post_id

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask for the page itself."""
        return (Request(name="page", url=post_id, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}),)

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:  # noqa: ARG002 - the port's shape
        """Say what the page says of itself; `post.url` is its canonical address."""
        document = documents.get("page")
        if document is None:
            return Reading(post=None, availability=suspect(()))
        said = _signal(document)
        post = _post(document) if said.state is State.LIVE else None
        return Reading(post=post, availability=suspect((said,)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:  # noqa: ARG002 - the port's shape
        """Show the page itself, whole."""
        return (Framing(method=Method.LIVE_PAGE, url=post_id, width=1280, full_page=True),)


def _signal(document: Document) -> Signal:
    if document.status in (404, 410):
        return signal(document, State.DELETED, f"http-{document.status}")
    if document.status is None or not 200 <= document.status < 300:
        return hindered(document) or unreadable(document)
    return _arrived(document)


def _arrived(document: Document) -> Signal:
    """Say whether the answer is the page that was asked for, or a wall or front page in its stead."""
    try:
        asked, final = parse(document.request.url), parse(document.final_url)
    except BadUrl:
        return unreadable(document)
    if WALLS & set(final.path.lower().split("/")) and final.path != asked.path:
        return signal(document, State.LOGIN_WALLED, "redirect:wall")
    if final.path == "/" and asked.path != "/" and not final.query:
        return signal(document, State.UNKNOWN, "redirect:front-page")
    return signal(document, State.LIVE, f"http-{document.status}")


def _post(document: Document) -> Post:
    """Read the metadata of an answer; what is no HTML has an address and nothing more."""
    kind = document.headers.get("content-type", "text/html").lower()
    if "html" not in kind:
        return Post(url=_spelling(document.final_url))
    page = turbohtml.parse(document.body[:LARGEST])
    about = _article(page.json_ld())
    metas = _metas(page)
    heading = page.select_one("title")
    title = words(about, "headline") or metas.get("og:title", "") or (heading.text.strip() if heading else "")
    text = metas.get("og:description") or metas.get("description") or words(about, "description")
    published = moment(about, "datePublished") or moment(metas, "article:published_time")
    author = _author(about, metas)
    language = page.root.attrs.get("lang") if page.root is not None else None
    return Post(
        url=_canonical(page, document.final_url),
        author=author,
        published=published,
        edited=moment(about, "dateModified") or moment(metas, "article:modified_time"),
        text=" ".join(text.split()),
        title=" ".join(title.split()) or None,
        language=language
        if isinstance(language, str) and re.fullmatch(r"[A-Za-z]{2,8}(-\w{1,8})*", language)
        else None,
        media=_media(about, metas, document.final_url),
        sources=sources("page", title=title, text=text, author=author.name, published=published),
    )


def _metas(page: turbohtml.Document) -> dict[str, str]:
    """Collect `<meta>` names and properties; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in page.select("meta[content]"):
        name, content = meta.attrs.get("property") or meta.attrs.get("name"), meta.attrs.get("content")
        if isinstance(name, str) and isinstance(content, str) and content.strip():
            found.setdefault(name.lower(), content.strip())
    return found


def _article(values: list[Any]) -> Any:
    """Find the JSON-LD object that describes the page, also inside a graph."""
    queue = [*values]
    for value in queue[:200]:
        queue.extend(items(value, "@graph") or (value if isinstance(value, list) else ()))
    described = [each for each in queue if isinstance(each, dict) and any(map(_ARTICLE.fullmatch, _kinds(each)))]
    return min(described, key=lambda each: "WebPage" in _kinds(each), default=None)


def _kinds(value: Any) -> set[str]:
    said = inside(value, "@type")
    return {each for each in (said if isinstance(said, list) else [said]) if isinstance(each, str)}


def _author(about: Any, metas: Mapping[str, str]) -> Author:
    said = inside(about, "author", 0) or inside(about, "author")
    name = words(said, "name") or words(said) or metas.get("author", "")
    return Author(name=" ".join(name.split()) or None, url=address(said, "url"))


def _media(about: Any, metas: Mapping[str, str], base: str) -> tuple[Media, ...]:
    lead = metas.get("og:image") or words(about, "image") or words(about, "image", "url") or words(about, "image", 0)
    url = address(_absolute(base, lead)) if lead else None
    if url is None:
        return ()
    size = [metas.get(f"og:image:{side}", "") for side in ("width", "height")]
    width, height = (int(each) if each.isascii() and each.isdigit() and len(each) < 6 else None for each in size)
    return (Media(kind="image", url=url, alt=metas.get("og:image:alt"), width=width, height=height),)


def _canonical(page: turbohtml.Document, final: str) -> str:
    """Give the page's own address: its canonical link when that stays on the host and names more than the front."""
    link = page.select_one('link[rel~="canonical"][href]')
    written = link.attrs.get("href") if link is not None else None
    try:
        here = parse(final)
        there = parse(_absolute(final, written)) if isinstance(written, str) else here
    except BadUrl:
        return _spelling(final)
    same = there.host.removeprefix("www.") == here.host.removeprefix("www.")
    front = there.path == "/" and here.path != "/"
    return _spelling(there.href if same and not front else here.href)


def _absolute(base: str, written: str) -> str:
    try:
        return str(ada_url.join_url(base, written.strip()))
    except ValueError:
        return ""


def _spelling(url: str) -> str:
    try:
        return page_url(url)
    except BadUrl:
        return url


PLATFORM = Page()
