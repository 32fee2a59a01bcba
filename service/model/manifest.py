"""What a manifest says, as a value: the one thing the catalogue is fed with, live or rebuilt from the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.model.availability import Availability
from service.model.capture import Grade, Outcome
from service.model.embed import Embed
from service.model.framing import Method
from service.model.ids import ArticleId, EmbedId, SnapshotId, VisitId
from service.model.post import Post
from service.model.resolution import Suggestion
from service.model.work import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One line of `files`."""

    path: str
    role: str
    media_type: str
    bytes: int
    sha256: str
    original: bool = True
    width: int | None = None
    height: int | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumEntry:
    """One line of `media`: where a medium of the post lies, or why nowhere."""

    url: str
    kind: str
    alt: str | None
    width: int | None
    height: int | None
    media_type: str | None
    bytes: int
    sha256: str | None
    """None: it was not kept, and `reason` says why."""
    captured: datetime | None
    source: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A sealed snapshot's own account of itself."""

    id: SnapshotId
    created: datetime
    embed: Embed
    aliases: tuple[EmbedId, ...]
    post: Post | None
    availability: Availability
    method: Method
    outcome: Outcome
    grade: Grade
    warnings: tuple[str, ...]
    reason: Reason
    requested_by: str
    article_id: ArticleId | None
    visit_id: VisitId | None
    supersedes: SnapshotId | None
    rehearsal: bool
    files: tuple[FileEntry, ...]
    sha256: str
    """Of the manifest's own bytes, hex."""
    body: Mapping[str, Any]
    """The whole document, as parsed."""
    candidates: tuple[Suggestion, ...] = ()
    """What a person may choose from."""
    media: tuple[MediumEntry, ...] = ()
    """In the order of the post."""
