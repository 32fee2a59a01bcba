"""Reads the views of posts that Bluesky's AppView gives (`app.bsky.feed.defs`)."""

from datetime import datetime, timedelta
from typing import Any

from service.model.post import Author, Card, Link, Media, Post
from service.platforms.idtime import bluesky_time
from service.platforms.joining import attributed
from service.platforms.reading import DEEPEST_QUOTE, address, counts, flag, inside, items, moment, number, words

CLOCK_SLACK = timedelta(minutes=1)
"""Record keys and creation times, both made by the author's program, agreed within 3.5 seconds in all measured posts."""
LOST_QUOTES = {"NotFound": "deleted", "Blocked": "blocked", "Detached": "detached by its author"}


def read_view(view: Any, depth: int = 0) -> Post | None:
    """Read a post view of the AppView (`app.bsky.feed.defs#postView`), or the view of a record that is quoted."""
    record = inside(view, "record") if isinstance(inside(view, "record"), dict) else inside(view, "value")
    parts = words(view, "uri").removeprefix("at://").split("/")
    if not isinstance(inside(record, "text"), str) or len(parts) != 3 or not parts[0].startswith("did:"):
        return None
    did, rkey = parts[0], parts[2]
    embed = inside(view, "embed") or inside(view, "embeds", 0)
    links, text = _links(record)
    media, author = _media(embed), _author(inside(view, "author"), did)
    published, clock = _published(view, record, rkey)
    card = _card(embed)
    post = Post(
        url=f"https://bsky.app/profile/{did}/post/{rkey}",
        author=author,
        published=published,
        text=text,
        language=words(record, "langs", 0) or None,
        media=media,
        links=links,
        quoted=_quoted(embed, depth),
        reply_to=web_address(words(record, "reply", "parent", "uri")),
        card=card,
        counts=counts(view, likes="likeCount", reposts="repostCount", replies="replyCount", quotes="quoteCount"),
        labels=tuple(dict.fromkeys(labels(view) + labels(inside(view, "author")))),
    )
    return attributed("posts", post, published=clock)


def _published(view: Any, record: Any, rkey: str) -> tuple[datetime | None, str]:
    """Give the time and who said it. No post is older for us than the server saw it, whatever its author's program says."""
    said, own, seen = moment(record, "createdAt"), bluesky_time(rkey), moment(view, "indexedAt")
    if said is None:
        return own, "id"
    if seen is not None and said > seen + CLOCK_SLACK:
        return seen, f"posts (its author's program says {said.isoformat()})"
    if own is not None and abs(said - own) > CLOCK_SLACK:
        return said, f"posts (id says {own.isoformat()})"
    return said, "posts"


def _author(value: Any, did: str) -> Author:
    handle = words(value, "handle")
    return Author(
        name=words(value, "displayName") or None,
        handle=handle or None,
        id=did,
        url=f"https://bsky.app/profile/{handle or did}",
        avatar_url=address(value, "avatar"),
        verified=_verified(inside(value, "verification")),
    )


def _verified(value: Any) -> bool | None:
    """Read the blue mark; None where nothing is said of it."""
    if not isinstance(value, dict):
        return None
    return "valid" in (words(value, "verifiedStatus"), words(value, "trustedVerifierStatus"))


def labels(value: Any) -> tuple[str, ...]:
    """Collect the labels of a post or profile; negated ones are none."""
    return tuple(said for label in items(value, "labels") if (said := words(label, "val")) and not flag(label, "neg"))


def _links(record: Any) -> tuple[tuple[Link, ...], str]:
    """Put whole addresses where the text shortens them; offsets of facets count UTF-8 bytes."""
    raw = words(record, "text").encode()
    found: list[tuple[int, int, str]] = []
    for facet in items(record, "facets"):
        start, end = number(facet, "index", "byteStart"), number(facet, "index", "byteEnd")
        uri = next((uri for each in items(facet, "features") if (uri := address(each, "uri"))), None)
        if uri and start is not None and end is not None and start < end <= len(raw):
            found.append((start, end, uri))
    links: list[Link] = []
    text, cursor = b"", 0
    for start, end, uri in sorted(found):
        if start < cursor:
            continue
        written = raw[start:end].decode(errors="replace")
        links.append(Link(url=written, expanded=uri))
        shown = uri.encode() if "." in written and " " not in written else raw[start:end]
        text, cursor = text + raw[cursor:start] + shown, end
    return tuple(links), (text + raw[cursor:]).decode(errors="replace")


def _media(embed: Any) -> tuple[Media, ...]:
    """Read pictures and video, also beside a quoted post."""
    for each in (embed, inside(embed, "media")):
        found = [
            Media(
                kind="image",
                url=url,
                alt=words(image, "alt") or None,
                width=number(image, "aspectRatio", "width"),
                height=number(image, "aspectRatio", "height"),
                poster_url=address(image, "thumb"),
            )
            for image in items(each, "images")
            if (url := address(image, "fullsize"))
        ]
        if playlist := address(each, "playlist"):
            poster = address(each, "thumbnail")
            found.append(Media(kind="video", url=playlist, alt=words(each, "alt") or None, poster_url=poster))
        if found:
            return tuple(found)
    return ()


def _card(embed: Any) -> Card | None:
    """Read the preview of a linked page, also beside a quoted post."""
    for each in (inside(embed, "external"), inside(embed, "media", "external")):
        if url := address(each, "uri"):
            return Card(
                url=url,
                title=words(each, "title") or None,
                description=words(each, "description") or None,
                image_url=address(each, "thumb"),
            )
    return None


def _quoted(embed: Any, depth: int) -> Post | None:
    """Read the quoted post of `record#view` or `recordWithMedia#view`; a lost one has its address and no text."""
    if depth >= DEEPEST_QUOTE:
        return None
    for lost in (inside(embed, "record"), inside(embed, "record", "record")):
        kind = words(lost, "$type").partition("#view")[2]
        if kind in LOST_QUOTES:
            url = web_address(words(lost, "uri")) or ""
            return Post(url=url, labels=(f"unavailable: {LOST_QUOTES[kind]}",))
    return read_view(inside(embed, "record"), depth + 1) or read_view(inside(embed, "record", "record"), depth + 1)


def web_address(uri: str) -> str | None:
    """Give the address for people of an `at://` one."""
    parts = uri.removeprefix("at://").split("/")
    return f"https://bsky.app/profile/{parts[0]}/post/{parts[2]}" if len(parts) == 3 and parts[0] else None
