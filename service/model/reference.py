"""A place in an article that points at an embed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from service.model.ids import EmbedId


class Kind(StrEnum):
    """How a reference stands in the article."""

    LINK = "link"
    MARKUP = "markup"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who the article says wrote the post: a claim, not evidence."""

    name: str | None = None
    handle: str | None = None
    """Without the leading @."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One place in one article: `body[start:end]` is exactly what a CMS would replace."""

    kind: Kind
    how: str
    """Stable slug of the rule that found it."""
    platform: str
    post_id: str | None
    """The platform's own id, where the article gives it."""
    embed_id: EmbedId
    url: str | None
    """Canonical address; none for a quote whose original is not known."""
    start: int
    """First code point, in the body or, in JSON, in the string that `pointer` names."""
    end: int
    """One past the last code point."""
    pointer: str = ""
    """RFC 6901; empty for text and HTML."""
    text: str = ""
    """What a reader sees of the post there (the quote without its attribution, an anchor's words); of a quote that was
    settled, the words of its original."""
    author: Byline | None = None
    day: date | None = None
    """The printed day. X prints the UTC day of the post's id."""
    links: tuple[str, ...] = ()
    """Links inside the span; they belong to this reference."""
    confidence: float = 1.0
    core: tuple[int, int] | None = None
    """The part of the span that is certain, when less than all of it."""
    wider: tuple[int, int] | None = None
    """How far the span may reach, when more is possible."""
    notes: tuple[str, ...] = ()
    """Contradictions met on the way, in plain words (forged handle, day that does not fit the id)."""
    stored: Mapping[str, Any] | None = field(default=None, hash=False)
    """What the CMS stored of the post with the embed, as it stood in the body."""
    chosen_by: str | None = None
    """Who said which post this is: id of an API key, or `local`. Then `post_id` and `url` are that person's word."""
    fragment: str | None = None
    """What the link to a page names behind #: the part of it that is meant."""
