"""Reads community posts of YouTube out of the data inside their page (shapes: public source code, several projects)."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from service.model.post import Author, Choice, Link, Media, Poll, Post
from service.platforms.joining import attributed
from service.platforms.markup import count
from service.platforms.reading import address, inside, items, number, words

HOME = "https://www.youtube.com/"
MOST_NODES = 20_000
"""Places of a page's data that are searched for the post."""
_EDITED = re.compile(r"\(.+\)\s*$")
"""The time of an edited post ends in a word in brackets, in any language."""


def community_post(data: Any, own: str) -> Post | None:
    """Read the very post out of a page's data, which may hold others; its time is only told as "two days ago"."""
    found = next((each for each in _renderers(data) if words(each, "postId") == own), None)
    return _post(found, own) if found is not None else None


def _renderers(data: Any) -> Iterator[Any]:
    queue, seen = [data], 0
    while queue and seen < MOST_NODES:
        value, seen = queue.pop(), seen + 1
        for name in ("backstagePostRenderer", "sharedPostRenderer"):
            if isinstance(inside(value, name), dict):
                yield inside(value, name)
        if isinstance(value, dict | list):
            queue.extend(value.values() if isinstance(value, dict) else value)


def _post(value: Any, own: str) -> Post | None:
    body = inside(value, "contentText") or inside(value, "content")
    text, links = _text(body)
    author, media, poll = _author(value), _media(inside(value, "backstageAttachment")), _poll(value)
    if not (author.name or author.id) or not (text or media or poll):
        return None
    shared = inside(value, "originalPost", "backstagePostRenderer")
    video = words(value, "backstageAttachment", "videoRenderer", "videoId")
    told = Post(
        url=f"{HOME}post/{own}",
        author=author,
        text=text,
        media=media,
        links=links,
        quoted=_post(shared, words(shared, "postId")) or (Post(url=f"{HOME}watch?v={video}") if video else None),
        poll=poll,
        counts={"likes": likes} if (likes := count(_line(inside(value, "voteCount")))) is not None else {},
        labels=("edited",) if _EDITED.search(_line(inside(value, "publishedTimeText"))) else (),
    )
    return attributed("post", told)


def _line(value: Any) -> str:
    """Give a text that stands whole, or in runs."""
    return words(value, "simpleText") or "".join(words(each, "text") for each in items(value, "runs"))


def _text(value: Any) -> tuple[str, tuple[Link, ...]]:
    """Put whole addresses where the text shortens them; mentions and tags stay as they are read."""
    text, links = words(value, "simpleText"), list[Link]()
    for run in items(value, "runs"):
        said, target = words(run, "text"), _target(words(run, "navigationEndpoint", "urlEndpoint", "url"))
        text += target or said
        if target:
            links.append(Link(url=said, expanded=target))
    return text.strip(), tuple(links)


def _target(url: str) -> str | None:
    """Peel the redirector off."""
    try:
        parts = urlsplit(urljoin(HOME, url)) if url else None
        led = parse_qs(parts.query).get("q", [""])[0] if parts and parts.path == "/redirect" else ""
    except ValueError:
        return None
    return address(led) or address(url)


def _author(value: Any) -> Author:
    browse = inside(value, "authorEndpoint", "browseEndpoint")
    base = words(browse, "canonicalBaseUrl")
    handle = base.removeprefix("/@") if base.startswith("/@") else ""
    own = words(browse, "browseId")
    return Author(
        name=_line(inside(value, "authorText")) or _line(inside(value, "displayName")) or None,
        handle=handle or None,
        id=own or None,
        url=f"{HOME}@{handle}" if handle else f"{HOME}channel/{own}" if own else None,
        avatar_url=_largest(inside(value, "authorThumbnail")),
    )


def _largest(picture: Any) -> str | None:
    best = max(items(picture, "thumbnails"), key=lambda each: number(each, "width") or 0, default=None)
    url = words(best, "url")
    return address(f"https:{url}" if url.startswith("//") else url)


def _media(value: Any) -> tuple[Media, ...]:
    """Read one picture or several; of a video that is passed on, its still."""
    several = [
        inside(each, "backstageImageRenderer", "image") for each in items(value, "postMultiImageRenderer", "images")
    ]
    pictures = several or [inside(value, "backstageImageRenderer", "image")]
    return tuple(Media(kind="image", url=url) for each in pictures if (url := _largest(each)))


def _poll(value: Any) -> Poll | None:
    place = inside(value, "backstageAttachment", "pollRenderer")
    choices = tuple(
        Choice(text=text, percent=count(_line(inside(each, "votePercentage"))))
        for each in items(place, "choices")
        if (text := _line(inside(each, "text")))
    )
    return Poll(choices=choices, votes=count(_line(inside(place, "totalVotes")))) if choices else None
