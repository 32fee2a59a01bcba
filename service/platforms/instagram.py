"""Instagram: posts by the embed page, oEmbed and the permalink's own description beside it; the time is in the code.

$hosts      www.instagram.com instagr.am graph.facebook.com
$posts      https://www.instagram.com/p/<code>/
$documents  embed page oembed
$gone       nothing: one notice (`ebmMessage`, `EmbedBrokenMedia`) stands for deleted, private, gated and not embeddable
$notes      Only /p/<code>/embed/captioned/ answers, for reels too, and only programs: a browser's user agent gets an
            empty app. The notice comes in the reader's language: one project counted no dead embed in 14,596 until it
            went by class (measured 2026-09-24). Single pictures have no JSON, so the page itself is read. The embed
            page's selectors were measured, the permalink's are from memory.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Media, Post
from service.model.resolution import Reading
from service.platforms.idtime import instagram_time
from service.platforms.joining import attributed
from service.platforms.markup import attribute, count, every, line, link, metas, one, page, prose
from service.platforms.meta import LOGIN, asks, oembed_signal
from service.platforms.reading import address, expected, flag, inside, items, number, words
from service.platforms.signals import ambiguous, hindered, signal, suspect, unreadable, walled

HOME = "https://www.instagram.com/"
ENGLISH = {"Accept-Language": "en-US,en;q=0.9"}
ONWARD = ('button[aria-label="Next"]', "button:has(> ._9zm2)", ".coreSpriteRightChevron")
"""What leads to the next picture of several; its label is English because the page is asked for in English."""
NOTICE = (".ebmMessage", ".EmbedBrokenMedia")
"""Language-free marks of the one notice."""
_CODE = re.compile(r"[A-Za-z0-9_-]{5,80}", re.ASCII)
_HANDLE = re.compile(r"[\w.]{1,30}", re.ASCII)
_DATA = re.compile(r'"contextJSON"\s*:\s*(?=")')


class Instagram:
    """Reads Instagram without logging in."""

    name = "instagram"

    def url(self, post_id: str) -> str:
        """Give the permalink; of a story, which strangers cannot see, its place."""
        return f"{HOME}{post_id}/" if "/" in post_id else f"{HOME}p/{post_id}/"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the embed page, the permalink and oEmbed; stories have none of them."""
        if not _CODE.fullmatch(post_id):
            return ()
        return (
            Request(name="embed", url=f"{self.url(post_id)}embed/captioned/", headers=ENGLISH),
            Request(name="page", url=self.url(post_id), headers=ENGLISH),
            Request(name="oembed", url=asks("instagram_oembed", self.url(post_id))),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the embed page says; a permalink that describes the post shows that only embedding is off."""
        embed, permalink, oembed = (documents.get(name) for name in ("embed", "page", "oembed"))
        post = _post(post_id, embed) if embed is not None and embed.status == 200 else None
        described = _described(post_id, permalink) if permalink is not None and permalink.status == 200 else None
        signals: list[Signal] = []
        if embed is not None:
            signals.append(_embed_signal(embed, post))
        if permalink is not None:
            signals.append(_page_signal(permalink, described))
        if oembed is not None:
            signals.append(oembed_signal(oembed))
        return Reading(post=_joined(post, described), availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the embed page, then the permalink behind its login sheet."""
        expect, pictures = (expected(post.text), len(post.media)) if post else ("", 0)
        permalink = Framing(
            method=Method.LIVE_PAGE,
            url=self.url(post_id),
            ready=("article", "main"),
            clip=("article", "main"),
            expect=expect,
            hide=('div[role="dialog"]', 'div[role="presentation"]'),
            onward=ONWARD,
            pictures=pictures,
            wall=LOGIN,
        )
        if not _CODE.fullmatch(post_id):
            return (permalink,)
        embed = Framing(
            method=Method.LIVE_EMBED,
            url=f"{self.url(post_id)}embed/captioned/",
            ready=(".EmbeddedMediaImage", "video", ".Caption", *NOTICE),
            clip=(".Embed", ".EmbedFrame", "#react-root", *NOTICE),
            expect=expect,
            onward=ONWARD,
            pictures=pictures,
            gone=NOTICE,
            wall=LOGIN,
        )
        return (embed, permalink)


def _embed_signal(document: Document, post: Post | None) -> Signal:
    if document.status != 200:
        return hindered(document) or unreadable(document)
    if post is not None:
        return signal(document, State.LIVE, "embed")
    notice = one(page(document), *NOTICE)
    if notice is not None:
        return ambiguous(document, "ebmMessage" if "ebmMessage" in attribute(notice, "class") else "EmbedBrokenMedia")
    return walled(document) or unreadable(document)


def _page_signal(document: Document, described: Post | None) -> Signal:
    if described is not None:
        return signal(document, State.LIVE, "og:title")
    if document.status == 200 and walled(document) is None and one(page(document), "head") is not None:
        return ambiguous(document, "no-description")
    return hindered(document) or walled(document) or unreadable(document)


def _post(post_id: str, document: Document) -> Post | None:
    """Read an embed page: its JSON where there is one for this very post, else what the page shows."""
    shown = page(document)
    media = _data(shown)
    if words(media, "shortcode") not in ("", post_id):
        media = None
    handle = words(media, "owner", "username") or line(one(shown, ".UsernameText", ".CaptionUsername"))
    if not _HANDLE.fullmatch(handle):
        return None
    figures = _counts(shown, media)
    caption = words(media, "edge_media_to_caption", "edges", 0, "node", "text") or _caption(shown)
    pictures, published = _media(media) or _pictures(shown), instagram_time(post_id)
    if not caption and not pictures:
        return None
    post = Post(
        url=f"{HOME}p/{post_id}/",
        author=Author(
            handle=handle,
            id=words(media, "owner", "id") or None,
            url=f"{HOME}{handle}/",
            avatar_url=address(media, "owner", "profile_pic_url") or link(one(shown, "a.Avatar img"), "src"),
            verified=flag(media, "owner", "is_verified") or one(shown, ".VerifiedSprite") is not None,
        ),
        published=published,
        text=caption,
        media=pictures,
        counts=figures,
    )
    return attributed("embed", post, published="id")


def _data(shown: dom.Document | None) -> Any:
    """Find the post in the script that holds it as JSON inside a JSON string."""
    for script in every(shown, "script"):
        found = _DATA.search(script.text)
        try:
            inner = json.JSONDecoder().raw_decode(script.text, found.end())[0] if found else None
            media = inside(json.loads(inner), "gql_data", "shortcode_media") if isinstance(inner, str) else None
        except (ValueError, RecursionError):
            continue
        if isinstance(media, dict):
            return media
    return None


def _caption(shown: dom.Document | None) -> str:
    """Read the caption without its author before and the way to the comments after it."""
    caption = one(shown, ".Caption")
    for part in (*every(caption, ".CaptionUsername"), *every(caption, ".CaptionComments")):
        part.decompose()
    return prose(caption)


def _media(value: Any) -> tuple[Media, ...]:
    """Read pictures and videos of the JSON, each in its largest size."""
    parts = [inside(edge, "node") for edge in items(value, "edge_sidecar_to_children", "edges")] or [value]
    return tuple(read for part in parts if (read := _medium(part)) is not None)


def _medium(value: Any) -> Media | None:
    sizes = items(value, "display_resources")
    largest = max(sizes, key=lambda each: number(each, "config_width") or 0, default=None)
    still, video = address(largest, "src") or address(value, "display_url"), address(value, "video_url")
    url = video or still
    if url is None:
        return None
    return Media(
        kind="video" if video else "image",
        url=url,
        alt=words(value, "accessibility_caption") or None,
        width=number(value, "dimensions", "width"),
        height=number(value, "dimensions", "height"),
        poster_url=still if video else None,
    )


def _pictures(shown: dom.Document | None) -> tuple[Media, ...]:
    """Read what the page shows: the first picture, or the still of a video."""
    return tuple(
        Media(kind="image", url=url, alt=attribute(each, "alt") or None)
        for each in every(shown, "img.EmbeddedMediaImage")
        if (url := link(each, "src"))
    )


def _counts(shown: dom.Document | None, value: Any) -> dict[str, int]:
    read = {
        "likes": number(value, "edge_liked_by", "count") or count(line(one(shown, ".SocialProof"))),
        "replies": number(value, "edge_media_to_comment", "count") or count(line(one(shown, ".CaptionComments"))),
        "views": number(value, "video_view_count"),
    }
    return {name: said for name, said in read.items() if said is not None}


def _described(post_id: str, document: Document) -> Post | None:
    """Read what the permalink says of itself: the only place with the author's display name, and a shortened text."""
    about = metas(page(document))
    title = about.get("og:title", "")
    if not title or f"/{post_id}" not in about.get("og:url", "") or walled(document) is not None:
        return None
    name = re.match(r"(.{1,80}?) (?:on|auf|sur|en|su|no) Instagram", title)
    text = re.search(r": [\"“](.*)[\"”]\s*$", title, re.DOTALL)
    handle = re.match(rf"{HOME}([\w.]{{1,30}})/(?:p|reel|tv)/", about.get("og:url", ""), re.ASCII)
    picture, published = address(about.get("og:image", "")), instagram_time(post_id)
    post = Post(
        url=f"{HOME}p/{post_id}/",
        author=Author(
            name=name[1] if name else None,
            handle=handle[1] if handle else None,
            url=f"{HOME}{handle[1]}/" if handle else None,
        ),
        published=published,
        text=text[1] if text else "",
        media=(Media(kind="image", url=picture),) if picture else (),
        counts=_english_counts(about.get("og:description", "")),
    )
    return attributed("page", post, published="id")


def _english_counts(said: str) -> dict[str, int]:
    """Read "1,532 likes, 41 comments - handle on August 3, 2025", asked for in English."""
    found = re.match(r"([\d.,KM]{1,12}) likes?, ([\d.,KM]{1,12}) comments?\b", said)
    read = {"likes": count(found[1]), "replies": count(found[2])} if found else {}
    return {name: number for name, number in read.items() if number is not None}


def _joined(post: Post | None, described: Post | None) -> Post | None:
    """Take the embed's word and add the display name, which it does not keep."""
    if post is None or described is None:
        return post or described
    if post.author.name is None and described.author.handle in (None, post.author.handle):
        return replace(post, author=replace(post.author, name=described.author.name))
    return post


PLATFORM = Instagram()
