"""A sealed capture: immutable, with a manifest and an id."""

from dataclasses import dataclass
from datetime import datetime

from service.model.ids import EmbedId, SnapshotId


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """One file of a snapshot, as it lies in the store."""

    path: str
    """Name inside the snapshot's folder."""
    media_type: str
    body: bytes
    sha256: str
    """Hex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What is stored under `embeds/<embed id>/<yyyymmddThhmmssZ>-<snapshot id>/`.

    `files` holds everything but the manifest, in the order of writing; the manifest is written last and is the commit.
    """

    id: SnapshotId
    embed_id: EmbedId
    created: datetime
    files: tuple[SealedFile, ...]
    blobs: tuple[SealedFile, ...] = ()
    """Media, by their whole keys in the store; other snapshots may share them."""
    manifest: bytes
    """RFC 8785 bytes of `manifest.json`."""

    @property
    def folder(self) -> str:
        """Key prefix in the store, without a trailing slash."""
        return snapshot_folder(self.embed_id, self.created, self.id)


def snapshot_folder(embed_id: EmbedId, created: datetime, snapshot_id: SnapshotId) -> str:
    """Draw the key prefix of a snapshot.

    >>> from datetime import UTC
    >>> snapshot_folder(EmbedId("x-20"), datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), SnapshotId("0" * 26))
    'embeds/x-20/20260102T030405Z-00000000000000000000000000'
    """
    return f"embeds/{embed_id}/{created:%Y%m%dT%H%M%SZ}-{snapshot_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One numbered check of a verification."""

    number: int
    name: str
    """Stable slug."""
    passed: bool
    sentence: str
    """What was found, in plain words; names the file when one is wrong."""
