"""Work that was accepted: what was asked for and how far it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.model.ids import ArticleId, EmbedId, OperationId, SnapshotId, VisitId
from service.model.reference import Reference


class Reason(StrEnum):
    """Why a visit is made; words of the manifest."""

    ARTICLE = "article"
    ON_DEMAND = "on-demand"
    NIGHTLY = "nightly"
    MANUAL = "manual"


class Status(StrEnum):
    """How far a visit is; words of the API."""

    QUEUED = "queued"
    CAPTURING = "capturing"
    KEPT = "kept"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One accepted piece of work: go and look at one embed."""

    id: VisitId
    embed_id: EmbedId
    """The name as found; resolving may give a better one."""
    reference: Reference
    reason: Reason
    requested_by: str = "local"
    """Id of an API key (never the key), or `local`."""
    article_id: ArticleId | None = None
    status: Status = Status.QUEUED
    attempt: int = 0
    """Fencing token: only the holder of the newest attempt may finish the visit."""
    created: datetime
    finished: datetime | None = None
    snapshot_id: SnapshotId | None = None
    folder: str | None = None
    """Where the snapshot is being written: set before the first object, so that a successor can adopt it."""
    failure: str | None = None
    """Code of the error."""
    sentence: str | None = None
    """The error in one sentence with what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What one caller asked for: a bundle of visits."""

    id: OperationId
    created: datetime
    article_id: ArticleId | None
    visits: tuple[Visit, ...]

    @property
    def status(self) -> Status:
        """Queued until one visit runs; kept when all are done; failed when all are done and one failed."""
        states = {visit.status for visit in self.visits}
        if states & {Status.QUEUED, Status.CAPTURING}:
            return Status.QUEUED if states == {Status.QUEUED} else Status.CAPTURING
        return Status.FAILED if Status.FAILED in states else Status.KEPT
