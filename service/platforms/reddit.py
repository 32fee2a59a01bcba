"""Reddit: posts and comments by the Atom feed of their thread, the page and oEmbed beside it.

$hosts      www.reddit.com redd.it old.reddit.com embed.reddit.com
$posts      https://www.reddit.com/comments/<id>/
$documents  feed page oembed
$gone       `[deleted]` as author and text of the very post, `[removed]` as its text, the page's removal banner
$notes      Ids are `<post>` or `<post>/<comment>`, base 36, without time. JSON is closed to strangers since 30 May
            2026 and old.reddit.com since 30 June 2026 (403, login wall). The feed allows about 10 questions a minute
            and knows no score. `[deleted]` stands in comments all the time: only the post's own fields count. Its own
            elements were seen in recorded pages, walls and banners are from memory.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urljoin

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Link, Media, Post
from service.model.resolution import Reading
from service.platforms.joining import attributed
from service.platforms.markup import attribute, every, line, link, one, page, prose
from service.platforms.reading import address, decoded, expected, moment, words
from service.platforms.signals import ambiguous, hindered, signal, suspect, unreadable, walled

HOME = "https://www.reddit.com/"
DELETED = "[deleted]"
REMOVED = re.compile(r"\[\s*removed(?:\s+by\s+(?P<by>[\w ]+?))?\s*\]", re.IGNORECASE)
"""What stands in place of a title or text that somebody else took away."""
BANNER = '[slot="post-removed-banner"]'
BANNERS = (
    (r"deleted by the person who", State.DELETED),
    (r"moderators|spam filters|legal operations|removed by reddit", State.WITHHELD),
)
"""What the banner of a removed post says, in English; read only inside the banner."""
CLOSED = frozenset({"private", "quarantined", "gated"})
FOLDED = (
    "shreddit-blurred-container >>> button",
    '[id$="-read-more-button"]',
    ".md-spoiler-text:not(.revealed)",
)
"""What covers pictures that are marked as spoilers or for adults, the rest of a long text, a spoiler in a text."""
ONWARD = ('gallery-carousel >>> button[aria-label="Next page"]',)
"""What leads to the next picture of a gallery."""
_POST_ID = re.compile(r"[0-9a-z]{2,10}(?:/[0-9a-z]{3,10})?", re.ASCII)
_PREVIEW = re.compile(r"https://preview\.redd\.it/(?:[\w-]*-v0-)?([a-z0-9]{4,20}\.\w{3,4})\?.*", re.ASCII)
"""A picture made smaller; what is left of its name is that of the original."""
_MEDIA = re.compile(r"https://(?:i|v|preview|external-preview)\.redd\.it/", re.ASCII)


class Reddit:
    """Reads Reddit without logging in."""

    name = "reddit"

    def url(self, post_id: str) -> str:
        """Give the address that needs no community's name."""
        post, _, comment = post_id.partition("/")
        return f"{HOME}comments/{post}/" + (f"_/{comment}/" if comment else "")

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the feed, the page and oEmbed."""
        if not _POST_ID.fullmatch(post_id):
            return ()
        asked = urlencode({"url": self.url(post_id)})
        return (
            Request(name="feed", url=f"{self.url(post_id)}.rss"),
            Request(name="page", url=self.url(post_id), headers={"Accept": "text/html"}),
            Request(name="oembed", url=f"{HOME}oembed?{asked}"),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the feed says of the very post, and the page and oEmbed beside it."""
        feed, shown, oembed = (documents.get(name) for name in ("feed", "page", "oembed"))
        entry = _entry(post_id, feed)
        element = _element(post_id, shown)
        signals: list[Signal] = []
        if feed is not None:
            signals.append(_feed_signal(feed, entry))
        if shown is not None:
            signals.append(_page_signal(shown, element))
        if oembed is not None:
            signals.append(_oembed_signal(oembed))
        lost = any(each.state in (State.DELETED, State.WITHHELD) for each in signals)
        post = _post(post_id, self.url(post_id), entry, element)
        if post is not None and "/" in post_id:
            post = self._with_parent(post, post_id, element, feed, shown)
        return Reading(post=None if lost else post, availability=suspect(tuple(signals)))

    def _with_parent(
        self,
        comment: Post,
        post_id: str,
        element: dom.Element | None,
        feed: Document | None,
        shown: Document | None,
    ) -> Post:
        """Add what a comment answers: another comment where the page says so, else the post above all."""
        post, _, _ = post_id.partition("/")
        said = attribute(element, "parentid")
        above = f"{post}/{said.removeprefix('t1_')}" if said.startswith("t1_") else post
        parent = _post(above, self.url(above), _entry(above, feed), _element(above, shown))
        told = replace(comment, reply_to=parent.url if parent else self.url(above), answered=parent)
        return attributed("page" if said else "feed", told)

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the embed page, then the permalink."""
        path = (post.url if post else self.url(post_id)).removeprefix(HOME)
        expect, pictures = (expected(post.title or post.text), len(post.media)) if post else ("", 0)
        return (
            Framing(
                method=Method.LIVE_EMBED,
                url=f"https://embed.reddit.com/{path}?embed=true&theme=light",
                ready=("shreddit-embed", "shreddit-post", "article"),
                clip=("shreddit-embed", "article", "body > div"),
                expect=expect,
                hide=("reddit-cookie-banner", "#data-protection-consent-dialog"),
                expand=FOLDED,
                onward=ONWARD,
                pictures=pictures,
                gone=("shreddit-embed-error", BANNER),
                wall=("shreddit-forbidden", "#login-username"),
            ),
            Framing(
                method=Method.LIVE_PAGE,
                url=f"{HOME}{path}",
                ready=("shreddit-post",),
                clip=(f'shreddit-comment[thingid="t1_{post_id.partition("/")[2]}"]',)
                if "/" in post_id
                else ("shreddit-post",),
                expect=expect,
                hide=("reddit-cookie-banner", "#data-protection-consent-dialog", "#credential_picker_container"),
                expand=FOLDED,
                onward=ONWARD,
                pictures=pictures,
                gone=(BANNER,),
                wall=("shreddit-forbidden", "#login-username"),
                width=1000,
            ),
        )


def _name(post_id: str) -> str:
    """Give the full name: t3 is a post, t1 a comment."""
    post, _, comment = post_id.partition("/")
    return f"t1_{comment}" if comment else f"t3_{post}"


def _entry(post_id: str, feed: Document | None) -> dom.Element | None:
    """Find the very post in the feed, which holds the whole thread."""
    if feed is None or feed.status != 200:
        return None
    for each in every(page(feed), "entry"):
        if line(one(each, "id")) == _name(post_id):
            return each
    return None


def _element(post_id: str, shown: Document | None) -> dom.Element | None:
    """Find the very post on the page."""
    if shown is None or shown.status != 200:
        return None
    for each in every(page(shown), "shreddit-post[id], shreddit-comment[thingid]"):
        if _name(post_id) in (attribute(each, "id"), attribute(each, "thingid")):
            return each
    return None


def _feed_signal(document: Document, entry: dom.Element | None) -> Signal:
    if entry is not None:
        author = line(one(entry, "author > name")).removeprefix("/u/")
        return _judged(document, "feed", author, line(one(entry, "title")), _body(entry))
    if document.status == 403:
        return _closed(document)
    if document.status == 404:
        return ambiguous(document, "http-404")
    return hindered(document) or walled(document) or unreadable(document)


def _closed(document: Document) -> Signal:
    """Read a refusal: only one that names its reason speaks of the community and not of us."""
    reason = words(decoded(document), "reason")
    return (
        signal(document, State.PROTECTED, f"http-403:{reason}")
        if reason in CLOSED
        else signal(document, State.BLOCKED, "http-403")
    )


def _judged(document: Document, marker: str, author: str, title: str, text: str) -> Signal:
    """Read the post's own fields. A post whose author left Reddit stays, with `[deleted]` for a name."""
    removed = REMOVED.fullmatch(text) or REMOVED.fullmatch(title)
    if removed:
        return signal(document, State.WITHHELD, f"{marker}:removed:{removed['by'] or 'moderators'}")
    if text == DELETED and author in (DELETED, ""):
        return signal(document, State.DELETED, f"{marker}:deleted-by-author")
    if author == DELETED and not text:
        return ambiguous(document, f"{marker}:no-author-no-text")
    return signal(document, State.LIVE, marker)


def _page_signal(document: Document, element: dom.Element | None) -> Signal:
    if element is not None:
        said = line(one(element, BANNER)).lower()
        for pattern, state in BANNERS:
            if re.search(pattern, said):
                return signal(document, state, f"banner:{state.value}")
        if said:
            return signal(document, State.UNKNOWN, "banner:unknown-text")
        return _judged(document, "post", attribute(element, "author"), attribute(element, "post-title"), _slot(element))
    if document.status == 404:
        return ambiguous(document, "http-404")
    return hindered(document) or walled(document) or unreadable(document)


def _oembed_signal(document: Document) -> Signal:
    """Read oEmbed's state: it goes on for posts without author or title, and then says nothing."""
    value = decoded(document)
    author, title = words(value, "author_name"), words(value, "title")
    if document.status == 200 and words(value, "html"):
        if author in ("", DELETED) or REMOVED.fullmatch(title):
            return ambiguous(document, "oembed:no-author")
        return signal(document, State.LIVE, "oembed")
    if document.status == 404:
        return ambiguous(document, "http-404")
    return hindered(document) or unreadable(document)


def _content(entry: dom.Element | None) -> dom.Document:
    """Give the HTML that stands as text in an entry."""
    body = one(entry, "content")
    return dom.parse(body.text if body is not None else "")


def _body(entry: dom.Element) -> str:
    return prose(one(_content(entry), ".md"))


def _slot(element: dom.Element) -> str:
    return prose(one(element, '[slot="text-body"] .md', '[slot="text-body"]', '[slot="comment"]'))


def _post(post_id: str, url: str, entry: dom.Element | None, element: dom.Element | None) -> Post | None:
    """Put together what feed and page say; each keeps what the other does not."""
    if entry is None and element is None:
        return None
    shown, source = _content(entry), "feed" if entry is not None else "page"
    permalink = link(one(entry, "link[href]")) or address(urljoin(HOME, attribute(element, "permalink")))
    links = tuple(each for each in _links(shown) if each.expanded != permalink)
    text = prose(one(shown, ".md")) if entry is not None else _slot(element) if element is not None else ""
    title = line(one(entry, "title")) if entry is not None else attribute(element, "post-title")
    title = "" if "/" in post_id else title
    author = line(one(entry, "author > name")).removeprefix("/u/") or attribute(element, "author")
    published = moment(line(one(entry, "published"))) or moment(attribute(element, "created-timestamp"))
    gallery = _gallery(element)
    named = author if author != DELETED else ""
    post = Post(
        url=permalink if permalink and permalink.startswith(HOME) else url,
        author=Author(name=named or None, handle=named or None, url=f"{HOME}user/{named}/" if named else None),
        published=published,
        text=text,
        title=title or None,
        language=attribute(element, "post-language") or None,
        media=gallery or _media(shown, element),
        links=links,
        quoted=_crosspost(element),
        counts=_counts(element),
        labels=_labels(entry, element),
    )
    beside = {"media": "page"} if gallery else {}
    return attributed(source, post, language="page", quoted="page", counts="page", **beside)


def _links(shown: dom.Document) -> tuple[Link, ...]:
    """Collect the links of the text and the one that the post is about."""
    found = []
    for anchor in shown.select("a[href]"):
        target, words_ = link(anchor), line(anchor)
        if target and not words_.startswith(("/u/", "u/", "[comments]")) and not _MEDIA.match(target):
            found.append(Link(url=words_ if words_ != "[link]" else target, expanded=target))
    own = (each for each in found if not each.expanded.startswith(f"{HOME}r/") or each.url.startswith("http"))
    return tuple(own)


def _media(shown: dom.Document, element: dom.Element | None) -> tuple[Media, ...]:
    """Read the picture or film that the post is about, in its original size."""
    targets = [target for anchor in shown.select("a[href]") if (target := link(anchor)) and _MEDIA.match(target)]
    if not targets and (content := link(element, "content-href")) and _MEDIA.match(content):
        targets = [content]
    alt = next((attribute(each, "alt") for each in shown.select("img[alt]")), "")
    return tuple(
        Media(kind="video" if "//v.redd.it/" in target else "image", url=target, alt=alt or None)
        for target in dict.fromkeys(targets)
    )


def _gallery(element: dom.Element | None) -> tuple[Media, ...]:
    """Read the pictures that the page leafs through; those further behind wait in `data-lazy-src`."""
    found: dict[str, Media] = {}
    for each in every(element, "gallery-carousel li img"):
        url = link(each, "src") or link(each, "data-lazy-src")
        if url and _MEDIA.match(url):
            whole = _PREVIEW.sub(r"https://i.redd.it/\1", url)
            found.setdefault(whole, Media(kind="image", url=whole, alt=attribute(each, "alt") or None))
    return tuple(found.values())


def _crosspost(element: dom.Element | None) -> Post | None:
    """Name the post that this one passes on."""
    if attribute(element, "post-type") != "crosspost":
        return None
    origin = address(urljoin(HOME, attribute(element, "content-href")))
    return Post(url=origin) if origin else None


def _counts(element: dom.Element | None) -> dict[str, int]:
    fields: Any = {"likes": "score", "replies": "comment-count"}
    read = {ours: attribute(element, theirs) for ours, theirs in fields.items()}
    return {name: int(said) for name, said in read.items() if said.isascii() and said.isdigit() and len(said) < 12}


def _labels(entry: dom.Element | None, element: dom.Element | None) -> tuple[str, ...]:
    community = attribute(one(entry, "category[label]"), "label") or attribute(element, "subreddit-prefixed-name")
    marks = tuple(name for name in ("nsfw", "spoiler") if element is not None and name in element.attrs)
    return (*((community,) if community else ()), *marks)


PLATFORM = Reddit()
