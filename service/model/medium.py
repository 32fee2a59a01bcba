"""A picture, video or sound of a post, kept with it: shared among snapshots by its content."""

from dataclasses import dataclass
from datetime import datetime

from service.model.post import Media, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """What became of one medium that the post names. Either its body is here or a reason why not."""

    url: str
    """As the platform names it, in the best variant."""
    kind: str
    """`image`, `video`, `audio`, `animation`, or `poster`: the still of a video."""
    alt: str | None = None
    """The author's own description."""
    width: int | None = None
    """As the platform says; pixels."""
    height: int | None = None
    media_type: str = ""
    body: bytes = b""
    captured: datetime | None = None
    source: str | None = None
    """`visit`: the browser had loaded it for the page; `fetch`: asked for by itself, through the gate."""
    reason: str | None = None
    """Why there is no body, in a sentence."""


def blob_key(sha256: str) -> str:
    """Give the place in the store of what many snapshots share.

    >>> blob_key("ab" * 32)[:22]
    'blobs/sha256/ab/ababab'
    """
    return f"blobs/sha256/{sha256[:2]}/{sha256[2:]}"


def named(post: Post) -> tuple[Medium, ...]:
    """Give every medium that a post and the post it quotes name, posters too, each address once."""
    found: dict[str, Medium] = {}
    for one in post.media:
        for medium in _of(one):
            found.setdefault(medium.url, medium)
    for medium in named(post.quoted) if post.quoted is not None else ():
        found.setdefault(medium.url, medium)
    return tuple(found.values())


def _of(one: Media) -> tuple[Medium, ...]:
    made = (Medium(url=one.url, kind=one.kind, alt=one.alt, width=one.width, height=one.height),) if one.url else ()
    if not one.poster_url or one.poster_url == one.url:
        return made
    return (*made, Medium(url=one.poster_url, kind="poster", alt=one.alt))
