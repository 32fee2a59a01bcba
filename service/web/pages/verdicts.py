"""What was checked a moment ago is not checked again for the next reader: hashing a snapshot reads all of it."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from service.model.ids import SnapshotId
from service.model.snapshot import Check
from service.pipeline import Archive, verify_snapshot

FRESH = timedelta(minutes=10)
"""How long a verdict is shown to others, with its time; whoever doubts it asks for a new one."""
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The checks of one snapshot, and when they were made."""

    at: datetime
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)


class Verdicts:
    """The verdicts of this process. One that found a fault is never repeated: the next reader has it checked again."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[SnapshotId, str], Verdict] = OrderedDict()

    async def of(self, archive: Archive, snapshot_id: SnapshotId, manifest_sha256: str, *, again: bool) -> Verdict:
        """Give a verdict that is fresh, or made now when `again`. Raises NotFound, StoreFailed."""
        key = (snapshot_id, manifest_sha256)
        known = self._known.get(key)
        if known is not None and not again and self._clock() - known.at < FRESH:
            return known
        verdict = Verdict(at=self._clock(), checks=await verify_snapshot(archive, snapshot_id))
        self._known.pop(key, None)
        if verdict.passed:
            self._known[key] = verdict
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return verdict


VERDICTS = web.AppKey("verdicts", Verdicts)
