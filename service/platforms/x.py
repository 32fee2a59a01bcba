"""X, formerly Twitter: posts by syndication, oEmbed as second opinion.

$hosts      x.com twitter.com platform.twitter.com cdn.syndication.twimg.com publish.twitter.com
$posts      https://x.com/<handle>/status/<id>
$documents  tweet-result oembed
$gone       a TweetTombstone with a text, a Tweet without user, 404 of tweet-result or oembed
$notes      An empty tombstone is an age gate over a living post (951 posts measured by a public project, 2026-07-29).
            False tombstones of living posts exist. Handles in addresses are not load-bearing. An edit is a new id.
            "Unavailable" is said of deleted, hidden and blocked posts alike. Of a long post only the beginning is told.
            The embed page's `article` was measured; the permalink's selectors are public source code's.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing
from service.model.post import Author, Link, Media, Post
from service.model.resolution import Reading
from service.platforms import xcard, xembed
from service.platforms.idtime import x_time
from service.platforms.joining import attributed
from service.platforms.reading import (
    DEEPEST_QUOTE,
    address,
    counts,
    decoded,
    expected,
    flag,
    inside,
    items,
    moment,
    number,
    words,
)
from service.platforms.signals import ambiguous, hindered, signal, suspect, unreadable
from service.platforms.syndication import FEATURES, token

TOMBSTONES = (
    (r"deleted by the (post|tweet) author", State.DELETED),
    (r"account that no longer exists", State.ACCOUNT_GONE),
    (r"from a suspended account", State.SUSPENDED),
    (r"limits who can view", State.PROTECTED),
    (r"violated the (x|twitter) rules", State.WITHHELD),
    (r"report by the copyright owner", State.WITHHELD),
    (r"withheld in", State.WITHHELD),
    (r"age-restricted|under 18", State.AGE_GATED),
    (r"may violate (x|twitter).?s rules", State.LIVE),
    (r"new version of this (post|tweet)", State.EDITED),
)
"""What a tombstone says, asked for in English by `lang=en`; read only inside the tombstone, never over a page."""

SAYS_NOTHING = re.compile(r"is unavailable|isn.t available|unable to view this (post|tweet)")
"""A tombstone's words for every kind of loss."""
NOWHERE = frozenset({"XX", "XY"})
"""Country codes that stand for the whole world: by law, by copyright."""

CLOCK_SLACK = timedelta(seconds=2)
"""A creation time and the id's own time agree within a second in 32 of 32 measured posts."""


class X:
    """Reads X without logging in."""

    name = "x"

    def url(self, post_id: str) -> str:
        """Give the address that needs no handle."""
        return f"https://x.com/i/status/{post_id}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask syndication, then oEmbed; an id that is no number can be asked for nowhere."""
        if not (post_id.isascii() and post_id.isdigit() and len(post_id) <= 20):
            return ()
        asked = urlencode({"id": post_id, "lang": "en", "token": token(post_id), "features": FEATURES})
        return (
            Request(name="tweet-result", url=f"https://cdn.syndication.twimg.com/tweet-result?{asked}"),
            Request(name="oembed", url=xembed.oembed_url(post_id)),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what syndication says, and oEmbed beside it."""
        result, oembed = documents.get("tweet-result"), documents.get("oembed")
        first = _result_signal(result) if result is not None else None
        second = xembed.oembed_signal(oembed, first.state if first else None) if oembed is not None else None
        post = _post(decoded(result), post_id) if first and first.state in (State.LIVE, State.EDITED) else None
        if post is None and second is not None and second.state is State.LIVE:
            post = xembed.oembed_post(decoded(oembed), post_id)
        return Reading(
            post=post,
            availability=suspect(tuple(each for each in (first, second) if each is not None)),
            post_id=_original(result, post_id) if post is not None else None,
        )

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the official embed page, then the permalink, which often hides behind a login sheet."""
        return xembed.framings(post_id, post.url if post else self.url(post_id), expected(post.text) if post else "")


def _original(result: Document | None, post_id: str) -> str | None:
    """Name the post that answers at the address of a repost: it answers under its own id."""
    said = words(decoded(result), "id_str") if result is not None else ""
    return said if said.isascii() and said.isdigit() and said != post_id else None


def _result_signal(document: Document) -> Signal:
    """Read the state that a tweet-result document gives (facts: states of X)."""
    if document.status == 404:
        return signal(document, State.DELETED, "http-404")
    if document.status != 200:
        return hindered(document) or unreadable(document)
    value = decoded(document)
    if value == {}:
        return signal(document, State.UNKNOWN, "empty-object")
    if words(value, "__typename") == "TweetTombstone":
        return _tombstone(document, inside(value, "tombstone"))
    if words(value, "__typename") != "Tweet" or not isinstance(inside(value, "text"), str):
        return unreadable(document)
    return _tweet_signal(document, value)


def _tweet_signal(document: Document, value: Any) -> Signal:
    """Read the state of a Tweet object: X leaves the user out when the account is suspended (react-tweet #144)."""
    if inside(value, "user") is None:
        return signal(document, State.SUSPENDED, "tweet-without-user")
    if not isinstance(inside(value, "user"), dict):
        return unreadable(document)
    if NOWHERE & set(_withheld(value)):
        return signal(document, State.WITHHELD, "withheld:everywhere")
    if flag(value, "isStaleEdit") or flag(value, "isEdited") or len(_edits(value)) > 1:
        return signal(document, State.EDITED, "edit-chain")
    return signal(document, State.LIVE, "tweet")


def _tombstone(document: Document, tombstone: Any) -> Signal:
    """Read a tombstone; an empty one is an age gate, an unknown text is no statement."""
    if tombstone == {}:
        return signal(document, State.AGE_GATED, "tombstone:empty")
    said = words(tombstone, "text", "text").lower()
    for pattern, state in TOMBSTONES:
        if re.search(pattern, said):
            return signal(document, state, f"tombstone:{state.value}")
    if SAYS_NOTHING.search(said):
        return ambiguous(document, "tombstone:unavailable")
    return signal(document, State.UNKNOWN, "tombstone:unknown-text" if said else "tombstone:unknown-shape")


def _post(value: Any, post_id: str, depth: int = 0) -> Post | None:
    """Read a Tweet object; the same object stands in `quoted_tweet`."""
    if not isinstance(inside(value, "text"), str):
        return None
    handle = words(value, "user", "screen_name")
    quoted, poll, card = inside(value, "quoted_tweet"), xcard.poll(value), xcard.card(value)
    text, published, media = _text(value), moment(value, "created_at"), _media(value)
    own = x_time(post_id)
    clock = "tweet-result"
    if own is not None and (published is None or abs(published - own) > CLOCK_SLACK):
        clock = "id" if published is None else f"id (tweet-result says {published.isoformat()})"
        published = own
    edits = _edits(value)
    post = Post(
        url=f"https://x.com/{handle or 'i'}/status/{post_id}",
        author=_author(inside(value, "user")),
        published=published,
        edited=own if len(edits) > 1 and post_id != edits[0] else None,
        text=text,
        language=_language(value),
        media=media,
        links=tuple(
            Link(url=words(each, "url"), expanded=words(each, "expanded_url"))
            for each in items(value, "entities", "urls")
            if words(each, "url") and words(each, "expanded_url")
        ),
        quoted=_other(quoted, depth),
        reply_to=_reply_to(value),
        answered=_parent(value, depth),
        poll=poll,
        card=card,
        counts=counts(value, likes="favorite_count", replies="conversation_count"),
        labels=_labels(value),
        edits=edits if len(edits) > 1 else (),
    )
    return attributed("tweet-result", post, published=clock, edited="id")


def _other(value: Any, depth: int, url: str = "") -> Post | None:
    """Read the quoted or the answered post; one that is lost has a tombstone in its place."""
    if words(value, "__typename") == "TweetTombstone":
        said = words(value, "tombstone", "text", "text").lower()
        state = next((state for pattern, state in TOMBSTONES if re.search(pattern, said)), State.UNKNOWN)
        return Post(url=url, labels=(f"unavailable: {state.value}",))
    own = words(value, "id_str")
    return _post(value, own, depth + 1) if own and depth < DEEPEST_QUOTE else None


def _parent(value: Any, depth: int) -> Post | None:
    """Read the post that is answered, when it is the one that the answer names."""
    url, parent = _reply_to(value), inside(value, "parent")
    own = words(parent, "id_str")
    return _other(parent, depth, url) if url and own in ("", words(value, "in_reply_to_status_id_str")) else None


def _labels(value: Any) -> tuple[str, ...]:
    """Collect what X says of the post; of a long one the text given is only the beginning."""
    marks = (
        ("sensitive", bool(flag(value, "possibly_sensitive"))),
        ("text is cut", bool(words(value, "note_tweet", "id"))),
        ("newer version exists", bool(flag(value, "isStaleEdit"))),
    )
    countries = _withheld(value)
    withheld = (f"withheld in: {', '.join(countries)}",) if countries else ()
    return (*(name for name, holds in marks if holds), *withheld)


def _text(value: Any) -> str:
    """Expand the short links; drop those that only stand for the post's own media."""
    text = unescape(words(value, "text"))
    for each in items(value, "entities", "urls"):
        if words(each, "url") and words(each, "expanded_url"):
            text = text.replace(words(each, "url"), words(each, "expanded_url"))
    for each in (*items(value, "mediaDetails"), *items(value, "entities", "media")):
        if words(each, "url"):
            text = text.replace(words(each, "url"), "")
    return text.strip()


def _language(value: Any) -> str | None:
    """Read the language; X's own codes for "none" and "pictures only" (`und`, `zxx`, `qme` …) are no language."""
    said = words(value, "lang")
    return None if not said or said in ("und", "zxx") or said.startswith("q") else said


def _author(user: Any) -> Author:
    handle = words(user, "screen_name")
    marks = [flag(user, "is_blue_verified"), flag(user, "verified"), bool(words(user, "verified_type")) or None]
    return Author(
        name=words(user, "name") or None,
        handle=handle or None,
        id=words(user, "id_str") or None,
        url=f"https://x.com/{handle}" if handle else None,
        avatar_url=address(user, "profile_image_url_https"),
        verified=None if marks == [None, None, None] else any(marks),
    )


def _reply_to(value: Any) -> str | None:
    handle, answered = words(value, "in_reply_to_screen_name"), words(value, "in_reply_to_status_id_str")
    return f"https://x.com/{handle or 'i'}/status/{answered}" if answered.isdigit() else None


def _withheld(value: Any) -> tuple[str, ...]:
    """Give the codes of the countries in which the post or its author is not shown."""
    said = (words(each) for where in (value, inside(value, "user")) for each in items(where, "withheld_in_countries"))
    return tuple(dict.fromkeys(code for code in said if code.isalpha() and len(code) == 2))


def _edits(value: Any) -> tuple[str, ...]:
    return tuple(said for each in items(value, "edit_control", "edit_tweet_ids") if (said := words(each)))


def _media(value: Any) -> tuple[Media, ...]:
    return tuple(read for each in items(value, "mediaDetails") if (read := _medium(each)) is not None)


def _medium(value: Any) -> Media | None:
    """Read one picture in its original size, or one video in its highest bit rate."""
    still = address(value, "media_url_https")
    said = words(value, "type")
    kind = {"video": "video", "animated_gif": "animation"}.get(said, "image")
    variants = [each for each in items(value, "video_info", "variants") if words(each, "content_type") == "video/mp4"]
    best = max(variants, key=lambda each: number(each, "bitrate") or 0, default=None)
    url = (address(best, "url") if best is not None else None) if kind != "image" else None
    if url is None and still is None:
        return None
    return Media(
        kind=kind if url is not None else "image",
        url=url or f"{still}?name=orig",
        alt=words(value, "ext_alt_text") or None,
        width=number(value, "original_info", "width"),
        height=number(value, "original_info", "height"),
        poster_url=still if url is not None else None,
    )


PLATFORM = X()
