"""From a reference to the original, with every attempt on the way."""

from dataclasses import dataclass
from datetime import date

from service.model.availability import Availability
from service.model.document import Document, Request
from service.model.embed import Embed
from service.model.ids import EmbedId, SnapshotId
from service.model.post import Post
from service.model.reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the documents of one post say: the pure result of a platform file."""

    post: Post | None
    availability: Availability
    post_id: str | None = None
    """The id by the platform's own word, where it differs from the one asked for (a handle became a DID)."""
    more: tuple[Request, ...] = ()
    """Documents that the ones read here named. They are fetched once, beside these, and all is read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One thing that was tried, in a sentence."""

    step: str
    """Stable slug: `short-link`, `archive-index`, `candidate`, `syndication` …"""
    outcome: str
    """What came of it, in plain words."""
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A post that may be the original: one line of a choice that is left to a person."""

    post_id: str
    url: str
    day: date | None
    """UTC day of the post, where it is known."""
    score: float
    """How much of the words agree, in per cent."""
    why: str
    """What speaks for it and why it was not chosen, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a reference turned out to be."""

    reference: Reference | None
    """None when one address was asked for, without an article."""
    embed: Embed
    post: Post | None
    availability: Availability
    attempts: tuple[Attempt, ...] = ()
    documents: tuple[Document, ...] = ()
    aliases: tuple[EmbedId, ...] = ()
    """Other names that must lead here: the quote's own, a handle's spelling."""
    candidates: tuple[Suggestion, ...] = ()
    """What a person may choose from when nothing was chosen here, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One document that was asked for, without its bytes."""

    name: str
    url: str
    status: int | None
    reason: str | None
    """Why there is no answer."""
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Which rule found a reference, and what led from it to where it stands: the account of one sealed manifest."""

    found_as: EmbedId
    """The name under which the article refers to it."""
    embed_id: EmbedId
    snapshot_id: SnapshotId | None
    """The snapshot whose manifest tells this; None: nothing is kept yet."""
    kind: str | None = None
    """How it stands in the article; None for an address that was asked for alone."""
    rule: str | None = None
    """Slug of the rule that found it."""
    span: tuple[int, int] | None = None
    text: str = ""
    attempts: tuple[Attempt, ...] = ()
    answers: tuple[Answered, ...] = ()
    availability: Availability | None = None
    candidates: tuple[Suggestion, ...] = ()
