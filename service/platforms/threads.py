"""Threads: posts by the embed page, oEmbed as second opinion; the time stands in the code.

$hosts      www.threads.com www.threads.net graph.threads.com
$posts      https://www.threads.com/@<handle>/post/<code>
$documents  embed oembed
$gone       nothing: one notice (`.ErrorText`) stands for deleted, members-only and never written posts
$notes      The embed page needs no handle under /t/<code>/embed. Without a user agent it leads to unsupportedbrowser.
            Quoted posts are filled in by script: the page names their author only. Its printed time is Pacific, so the
            code's own is used. Measured by a public project, 2026-10-03. oEmbed asks for no token since 2026. The
            embed page's selectors were measured, the permalink's are from memory.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Media, Post
from service.model.resolution import Reading
from service.platforms.idtime import instagram_time
from service.platforms.joining import attributed
from service.platforms.markup import attribute, count, every, line, link, metas, one, page, prose
from service.platforms.meta import LOGIN, oembed_signal, whole_links
from service.platforms.reading import decoded, expected, words
from service.platforms.signals import ambiguous, hindered, signal, suspect, unreadable, walled

HOME = "https://www.threads.com/"
COUNTERS = ("likes", "replies", "reposts", "shares")
"""The icons under a post, in their order; a count of zero is not printed."""
LOGIN_TITLE = re.compile(r"^Threads\s*•\s*\S")
"""The title of the login page; the name stays, the words after it are the reader's language."""
NOTICE = ".ErrorText"
QUOTE = ".QuotePostContainer"
MEDIA = ".SoloMediaContainer, .MediaScrollContainer"
INNER = re.compile(r"https://(?:www\.)?threads\.(?:net|com)/(?:@|search|t/)")
"""Mentions and tags."""
_CODE = re.compile(r"[A-Za-z0-9_-]{8,80}", re.ASCII)
_PROFILE = re.compile(r"^https://(?:www\.)?threads\.(?:net|com)/@([\w.]+)(?:/post/([\w-]+))?", re.ASCII)


class Threads:
    """Reads Threads without logging in."""

    name = "threads"

    def url(self, post_id: str) -> str:
        """Give the address that needs no handle."""
        return f"{HOME}t/{post_id}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the embed page, then oEmbed."""
        if not _CODE.fullmatch(post_id):
            return ()
        asked = urlencode({"url": self.url(post_id)})
        return (
            Request(name="embed", url=f"{self.url(post_id)}/embed", headers={"Accept-Language": "en-US,en;q=0.9"}),
            Request(name="oembed", url=f"https://graph.threads.com/v1.0/oembed?{asked}"),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the embed page says, and oEmbed beside it."""
        embed, oembed = documents.get("embed"), documents.get("oembed")
        post = _post(post_id, page(embed)) if embed is not None and embed.status == 200 else None
        signals: list[Signal] = []
        if embed is not None:
            signals.append(_signal(embed, post))
        if oembed is not None:
            signals.append(oembed_signal(oembed))
            post = post or _named(post_id, oembed)
        return Reading(post=post, availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the embed page, then the permalink, which asks many to log in."""
        expect, pictures = (expected(post.text), len(post.media)) if post else ("", 0)
        return (
            Framing(
                method=Method.LIVE_EMBED,
                url=f"{self.url(post_id)}/embed",
                ready=(".BodyTextContainer", MEDIA, NOTICE),
                clip=(f".OuterContainer:last-of-type:not({QUOTE} *)", ".OuterContainer", NOTICE),
                expect=expect,
                onward=(f".MediaScrollContainer:not({QUOTE} *)",),
                pictures=pictures,
                gone=(f"{NOTICE}:not(.OuterContainer *)",),
                wall=LOGIN,
            ),
            Framing(
                method=Method.LIVE_PAGE,
                url=post.url if post else self.url(post_id),
                ready=("[data-pressable-container]", "main"),
                clip=("[data-pressable-container]",),
                expect=expect,
                hide=('div[role="dialog"]',),
                wall=LOGIN,
            ),
        )


def _signal(document: Document, post: Post | None) -> Signal:
    if document.status != 200:
        return hindered(document) or unreadable(document)
    if post is not None:
        return signal(document, State.LIVE, "embed")
    shown = page(document)
    if one(shown, NOTICE) is not None:
        return ambiguous(document, "ErrorText")
    if "/@/post/" in metas(shown).get("og:url", ""):
        return signal(document, State.LOGIN_WALLED, "og:url:no-handle")
    if LOGIN_TITLE.search(line(one(shown, "title"))):
        return signal(document, State.LOGIN_WALLED, "title:login")
    return walled(document) or unreadable(document)


def _post(post_id: str, shown: dom.Document | None) -> Post | None:
    """Read an embed page: a reply shows first what it answers, so the post is the last block that stands by itself."""
    blocks = [block for block in every(shown, ".OuterContainer") if block.closest(QUOTE) is None]
    if not blocks:
        return None
    block, quote = blocks[-1], one(blocks[-1], QUOTE)
    quoted = _quoted(quote)
    if quote is not None:
        quote.extract()
    post = _block(block, post_id)
    above = blocks[-2] if len(blocks) > 1 and one(blocks[-2], ".BodyContainerParent") is not None else None
    answered = _answered(above) if above is not None else None
    if post is None:
        return None
    reply_to = answered.url if answered is not None else None
    return attributed("embed", replace(post, quoted=quoted, reply_to=reply_to, answered=answered))


def _answered(block: dom.Element) -> Post | None:
    """Read the post that is answered; without a link to it, its author's address stands for it and its time is unknown."""
    links = (_PROFILE.match(attribute(each, "href")) for each in every(block, "a[href]"))
    code = next((found[2] for found in links if found and found[2]), None)
    shown = _block(block, code or "")
    if shown is None or code is not None:
        return shown
    return replace(shown, url=shown.author.url or "", published=None)


def _block(block: dom.Element, post_id: str) -> Post | None:
    handle = _handle(block)
    if handle is None:
        return None
    body = one(block, ".BodyTextContainer")
    links = whole_links(body, INNER)
    text, media, published = prose(body).replace("\ufffc", ""), _media(block), instagram_time(post_id)
    post = Post(
        url=f"{HOME}@{handle}/post/{post_id}",
        author=Author(
            handle=handle,
            url=f"{HOME}@{handle}",
            avatar_url=link(one(block, ".AvatarContainer img"), "src"),
            verified=one(block, ".VerifiedBadge") is not None,
        ),
        published=published,
        text=text,
        language=attribute(body, "lang") or None,
        media=media,
        links=links,
        counts=_counts(block),
        labels=tuple(f"topic: {said}" for tag in every(block, ".TopicTagWrapper") if (said := line(tag))),
    )
    return attributed("embed", post, published="id")


def _handle(block: dom.Element) -> str | None:
    """Give the author; topics are header links too."""
    for each in every(block, "a.HeaderLink"):
        found = _PROFILE.match(attribute(each, "href")) if each.closest(".TopicTagWrapper") is None else None
        if found:
            return found[1]
    return None


def _quoted(quote: dom.Element | None) -> Post | None:
    """Read whose post is quoted: its words arrive by script. One that is lost shows the notice instead."""
    if quote is None:
        return None
    own = next((found for a in every(quote, "a[href]") if (found := _PROFILE.match(attribute(a, "href")))), None)
    codes = (found[2] for a in every(quote, "a[href]") if (found := _PROFILE.match(attribute(a, "href"))) and found[2])
    code = next(codes, None)
    if own is None:
        return Post(url="", labels=("unavailable",)) if one(quote, NOTICE) is not None else None
    published = instagram_time(code) if code else None
    url = f"{HOME}@{own[1]}/post/{code}" if code else ""
    author = Author(handle=own[1], url=f"{HOME}@{own[1]}")
    return attributed("embed", Post(url=url, author=author, published=published, media=_media(quote)), published="id")


def _media(block: dom.Element) -> tuple[Media, ...]:
    found: list[Media] = []
    for place in every(block, MEDIA):
        for each in every(place, "img, video"):
            url = link(each, "src") or link(one(each, "source"), "src")
            if url:
                kind = "video" if each.tag == "video" else "image"
                alt = attribute(each, "alt") or None
                found.append(Media(kind=kind, url=url, alt=alt, poster_url=link(each, "poster")))
    return tuple(found)


def _counts(block: dom.Element) -> dict[str, int]:
    """Read the counters by the order of their icons; a count of zero is not printed."""
    icons = every(block, ".ActionBarIcon")
    read = (count(line(one(icon, ".ActionBarCount"))) or 0 for icon in icons)
    return dict(zip(COUNTERS, read, strict=False)) if len(icons) >= 3 else {}


def _named(post_id: str, document: Document) -> Post | None:
    """Read whose post an oEmbed document shows; it keeps no words."""
    block = one(dom.parse(words(decoded(document), "html")), "blockquote[data-text-post-permalink]")
    own = _PROFILE.match(attribute(block, "data-text-post-permalink"))
    if document.status != 200 or own is None or own[2] != post_id:
        return None
    published = instagram_time(post_id)
    author = Author(handle=own[1], url=f"{HOME}@{own[1]}")
    post = Post(url=f"{HOME}@{own[1]}/post/{post_id}", author=author, published=published)
    return attributed("oembed", post, published="id")


PLATFORM = Threads()
