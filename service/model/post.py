"""What a platform says about a post, or a page about itself: a claim with its source, never our own knowledge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote it."""

    name: str | None = None
    handle: str | None = None
    """Without the leading @."""
    id: str | None = None
    """The platform's stable id: handles change."""
    url: str | None = None
    avatar_url: str | None = None
    verified: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One picture, video or sound of the post, in its best variant."""

    kind: str
    """`image`, `video`, `audio` or `animation`."""
    url: str
    alt: str | None = None
    """The author's own description."""
    width: int | None = None
    height: int | None = None
    poster_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in the text: as written and where it leads."""

    url: str
    expanded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The metadata of one post or page at one time."""

    url: str
    author: Author = Author()
    published: datetime | None = None
    """Aware, UTC. From the platform; checked against the id's own time where the id carries one."""
    edited: datetime | None = None
    text: str = ""
    """Entities decoded, links expanded."""
    title: str | None = None
    """For videos and pages."""
    language: str | None = None
    """BCP 47, as the platform says."""
    media: tuple[Media, ...] = ()
    links: tuple[Link, ...] = ()
    quoted: "Post | None" = None
    reply_to: str | None = None
    """Address of the post it answers."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """`likes`, `reposts`, `replies`, `quotes`, `views`: noise for comparing, kept for the record."""
    labels: tuple[str, ...] = ()
    """Content warnings and platform labels."""
    edits: tuple[str, ...] = ()
    """Ids of all revisions, oldest first, where edits make new ids."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Field name → name of the document that said it."""
