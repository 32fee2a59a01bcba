"""An article as it was handed in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.model.ids import ArticleId
from service.model.reference import Reference


class Format(StrEnum):
    """How the body is to be read."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a newsroom submitted; nothing in it is changed by us."""

    body: str
    """Offsets of references count its Unicode code points."""
    format: Format
    source_url: str | None = None
    """Where the article stands; its own address is no reference."""
    title: str | None = None
    system: str | None = None
    """The CMS that owns it, for the upsert by source."""
    external_id: str | None = None
    """Its id in that CMS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptArticle:
    """An article we accepted, with what was found in it."""

    id: ArticleId
    received: datetime
    article: Article
    references: tuple[Reference, ...]
