"""Answers of the catalogue, as values."""

from dataclasses import dataclass
from datetime import datetime

from service.model.availability import Availability
from service.model.capture import Grade, Outcome
from service.model.embed import Embed
from service.model.framing import Method
from service.model.ids import ArticleId, EmbedId, SnapshotId
from service.model.manifest import FileEntry, MediumEntry
from service.model.post import Post
from service.model.reference import Reference
from service.model.resolution import Suggestion
from service.model.work import Reason, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotRecord:
    """One snapshot we hold."""

    id: SnapshotId
    embed_id: EmbedId
    created: datetime
    folder: str
    """Key prefix in the store."""
    grade: Grade
    outcome: Outcome
    method: Method
    rehearsal: bool
    reason: Reason
    manifest_sha256: str
    post: Post | None
    availability: Availability
    warnings: tuple[str, ...]
    files: tuple[FileEntry, ...]
    supersedes: SnapshotId | None
    candidates: tuple[Suggestion, ...] = ()
    """What a person may choose from."""
    media: tuple[MediumEntry, ...] = ()
    """What became of each medium that the post names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleBrief:
    """An article without its references."""

    id: ArticleId
    received: datetime
    title: str | None
    source_url: str | None
    system: str | None
    external_id: str | None
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedRecord:
    """One embed we hold at least one snapshot of."""

    embed: Embed
    availability: Availability
    post: Post | None
    first_seen: datetime
    last_visited: datetime
    newest_snapshot: SnapshotId
    shown_snapshot: SnapshotId
    """The best picture we have."""
    shown_files: tuple[FileEntry, ...] = ()
    """Files of the shown snapshot (in lists)."""
    snapshots: tuple[SnapshotRecord, ...] = ()
    """Newest first (not in lists)."""
    articles: tuple[ArticleBrief, ...] = ()
    """Newest first (not in lists)."""
    aliases: tuple[EmbedId, ...] = ()

    @property
    def candidates(self) -> tuple[Suggestion, ...]:
        """Give what a person may choose from as long as the original is not known."""
        return self.snapshots[0].candidates if self.snapshots else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one reference of an article stands now."""

    reference: Reference
    embed_id: EmbedId
    """The name after resolving."""
    status: Status
    snapshot_id: SnapshotId | None
    """The snapshot to show."""
    availability: Availability | None
    sentence: str | None
    """Why it failed."""
    candidates: tuple[Suggestion, ...] = ()
    """What a person may choose from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """An article with how everything in it stands."""

    brief: ArticleBrief
    standings: tuple[Standing, ...]

    @property
    def status(self) -> Status:
        """Queued or capturing while work is open; else failed when one reference failed; else kept."""
        states = {standing.status for standing in self.standings}
        for status in (Status.CAPTURING, Status.QUEUED, Status.FAILED):
            if status in states:
                return status
        return Status.KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedQuery:
    """What to list; None leaves a criterion out."""

    q: str | None = None
    """Words, as in a web search."""
    platform: str | None = None
    availability: str | None = None
    author: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None
    """Keyset cursor: time and id of the last row of the page before."""
    limit: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What an idempotency key stands for."""

    digest: str
    status: int | None
    """HTTP status of the answer; None while the first request is still under way."""
    answer: object
