"""Under which circumstances a capture is sealed: who asked, why, with what, after which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from service.model.ids import ArticleId, SnapshotId, VisitId
from service.model.work import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Producer:
    """What made the snapshot, apart from the browser."""

    software: str
    version: str
    commit: str
    """Revision of the source, or `unknown`."""
    image_digest: str | None = None
    libraries: Mapping[str, str] = field(default_factory=dict)
    """Distribution name → version."""
    fonts: Mapping[str, str] = field(default_factory=dict)
    """Font file → SHA-256, hex."""
    os: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Everything a manifest says that neither the capture nor the resolution knows."""

    snapshot_id: SnapshotId
    visit_id: VisitId | None
    created: datetime
    producer: Producer
    reason: Reason
    requested_by: str
    """Id of an API key (never the key), or `local`."""
    article_id: ArticleId | None = None
    article_sha256: str | None = None
    supersedes: SnapshotId | None = None
    previous_manifest_sha256: str | None = None
