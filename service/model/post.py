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
class Choice:
    """One answer of a poll. Votes or a share of them, whichever the platform shows; below 2**53."""

    text: str
    votes: int | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question to the readers, as it stood when we looked."""

    choices: tuple[Choice, ...]
    question: str | None = None
    """None where the post's own text asks."""
    votes: int | None = None
    """All votes, or all voters where several answers are allowed; below 2**53."""
    closes: datetime | None = None
    """Aware, UTC; also when it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The preview of a page that the post links to, as the platform keeps it."""

    url: str
    title: str | None = None
    description: str | None = None
    image_url: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One version of a post that was edited, as the platform keeps it."""

    at: datetime | None
    """When it was written. Aware, UTC."""
    text: str


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
    """One that cannot be seen any more has no text and a label that begins with `unavailable`."""
    reply_to: str | None = None
    """Address of the post it answers."""
    answered: "Post | None" = None
    """The post it answers, where the same document shows it; lost ones as among the quoted."""
    poll: Poll | None = None
    card: Card | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    """`likes`, `reposts`, `replies`, `quotes`, `views`: noise for comparing, kept for the record."""
    labels: tuple[str, ...] = ()
    """Content warnings and platform labels."""
    edits: tuple[str, ...] = ()
    """Ids of all revisions, oldest first, where edits make new ids."""
    revisions: tuple[Revision, ...] = ()
    """All versions, oldest first, the present one last, where the platform shows them under one id."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Field name → name of the document that said it."""
