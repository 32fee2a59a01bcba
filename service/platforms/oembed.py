"""Reads oEmbed answers (specification: oembed.com, version 1.0): types photo, video, link and rich.

The error codes are shared by all that answer oEmbed, their meaning is not quite: 404 says "gone", 401 says "embedding is
off" and 403 says "private", but the last two are as often about us, so they count only beside a page that agrees.
"""

from typing import Any
from urllib.parse import urlencode

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.post import Author, Media, Post
from service.platforms.joining import attributed
from service.platforms.reading import address, decoded, number, words
from service.platforms.signals import ALIVE, hindered, signal, unreadable

TYPES = frozenset({"photo", "video", "link", "rich"})


def question(endpoint: str, url: str, name: str = "oembed") -> Request:
    """Ask an endpoint about an address.

    >>> question("https://video.example/oembed", "https://video.example/1").url
    'https://video.example/oembed?format=json&url=https%3A%2F%2Fvideo.example%2F1'
    """
    joint = "&" if "?" in endpoint else "?"
    return Request(name=name, url=f"{endpoint}{joint}{urlencode({'format': 'json', 'url': url})}")


def answers(value: Any) -> bool:
    """Say whether an answer describes something: it has a known type and a title, a player or an author.

    An answer without any of them is a truncated one: the thing exists, but is not shown to us.
    """
    told = words(value, "title") or words(value, "html") or address(value, "url") or words(value, "author_name")
    return words(value, "type") in TYPES and bool(told)


def state(document: Document, beside: frozenset[State] = frozenset()) -> Signal:
    """Read the state that an answer gives; `beside` is what the platform's other documents say in the same visit."""
    status = document.status
    if status in (404, 410):
        return signal(document, State.DELETED, f"http-{status}")
    if status == 401 and beside & ALIVE:
        return signal(document, State.LIVE, "http-401:embedding-disabled")
    if status == 403 and State.PROTECTED in beside:
        return signal(document, State.PROTECTED, "http-403:private")
    if status == 200 and answers(decoded(document)):
        return signal(document, State.LIVE, "oembed")
    return hindered(document) or unreadable(document)


def post(document: Document | None, url: str) -> Post | None:
    """Read what an answer tells of a post; None when it describes nothing."""
    value = decoded(document) if document is not None and document.status == 200 else None
    if document is None or not answers(value):
        return None
    title, text = " ".join(words(value, "title").split()), words(value, "description").strip()
    name = " ".join(words(value, "author_name").split())
    media = _media(value, url)
    post = Post(
        url=url,
        author=Author(name=name or None, url=address(value, "author_url") if name else None),
        text=text,
        title=title or None,
        media=media,
    )
    return attributed(document.request.name, post)


def _media(value: Any, url: str) -> tuple[Media, ...]:
    """Name the photo itself, or a video's page with its still; a rich answer's still stands for the thing."""
    still = address(value, "thumbnail_url") or address(value, "thumbnail_url_with_play_button")
    size = {side: number(value, side) for side in ("width", "height")}
    if words(value, "type") == "photo" and (photo := address(value, "url")):
        return (Media(kind="image", url=photo, width=size["width"], height=size["height"], poster_url=still),)
    if still is None:
        return ()
    if words(value, "type") == "video":
        return (Media(kind="video", url=url, poster_url=still),)
    width, height = (number(value, f"thumbnail_{side}") for side in ("width", "height"))
    return (Media(kind="image", url=still, width=width, height=height),)
