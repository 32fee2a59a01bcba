"""Work that was accepted: visits with their fence, operations, idempotency keys. Our rows are the truth of the work."""

from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from service.catalogue.database import Database
from service.catalogue.records import Remembered
from service.errors import FenceLost, HoldfastError, NotFound
from service.model.ids import ArticleId, EmbedId, OperationId, SnapshotId, VisitId
from service.model.wire import reference_as_json, reference_from_json
from service.model.work import Operation, Reason, Status, Visit


class Ledger:
    """Books work in and out."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def open(self, connection: AsyncConnection[DictRow], visit: Visit) -> tuple[VisitId, bool]:
        """Open a visit inside the accepting transaction; one that is open for the same embed is shared.

        Gives the visit that will be made and whether it is new (and so needs a ticket).
        """
        values: dict[str, Any] = {
            "id": visit.id,
            "embed_id": visit.embed_id,
            "reference": reference_as_json(visit.reference),
            "reason": visit.reason.value,
            "requested_by": visit.requested_by,
            "article_id": visit.article_id,
            "created": visit.created,
        }
        while True:
            if await self.database.one("open_visit", connection, **values):
                return visit.id, True
            shared = await self.database.one("open_visit_of", connection, embed_id=visit.embed_id)
            if shared is not None:
                return VisitId(shared["id"]), False

    async def redirect(self, connection: AsyncConnection[DictRow], visit_id: VisitId, visit: Visit) -> bool:
        """Let an open visit go for what this one would; False: somebody has begun it already."""
        values = {"reference": reference_as_json(visit.reference), "requested_by": visit.requested_by}
        return await self.database.one("redirect_visit", connection, id=visit_id, **values) is not None

    async def bundle(self, connection: AsyncConnection[DictRow], operation: Operation) -> None:
        """Book what one caller asked for."""
        await self.database.all(
            "add_operation",
            connection,
            id=operation.id,
            created=operation.created,
            article_id=operation.article_id,
        )
        rows = [{"operation_id": operation.id, "visit_id": visit.id} for visit in operation.visits]
        await self.database.many("add_operation_visit", connection, list(rows))

    async def claim(self, visit_id: VisitId) -> Visit | None:
        """Take an open visit over; the attempt number of the answer is the fence. None: it is not open any more."""
        row = await self.database.one("claim_visit", id=visit_id)
        return None if row is None else _visit(row)

    async def announce(self, visit: Visit, folder: str) -> None:
        """Say where the snapshot will be written. Raises FenceLost when another worker has taken over."""
        await self._fenced("announce_folder", visit, folder=folder)

    async def finish(self, visit: Visit, snapshot_id: SnapshotId | None) -> None:
        """Book the visit as kept; without a snapshot when it found nothing new. Raises FenceLost when another worker has taken over."""
        await self._fenced(
            "finish_visit", visit, status=Status.KEPT.value, snapshot_id=snapshot_id, failure=None, sentence=None
        )

    async def fail(self, visit: Visit, error: HoldfastError) -> None:
        """Book the visit as failed for good. Raises FenceLost when another worker has taken over."""
        await self._fenced(
            "finish_visit",
            visit,
            status=Status.FAILED.value,
            snapshot_id=None,
            failure=error.code,
            sentence=f"{error} {error.hint}",
        )

    async def reopen(self, visit: Visit, error: HoldfastError) -> None:
        """Give the visit back after a failure that may pass. Raises FenceLost when another worker has taken over."""
        await self._fenced("reopen_visit", visit, failure=error.code, sentence=f"{error} {error.hint}")

    async def visit(self, visit_id: str, connection: AsyncConnection[DictRow] | None = None) -> Visit:
        """Give one visit. Raises NotFound."""
        row = await self.database.one("visit", connection, id=visit_id)
        if row is None:
            raise NotFound(f"No visit is booked under the id “{visit_id[:80]}”.")
        return _visit(row)

    async def lost(self, *, limit: int = 200) -> tuple[tuple[VisitId, int], ...]:
        """Name open visits that no ticket stands for, with their attempts, oldest first."""
        rows = await self.database.all("lost_visits", limit=limit)
        return tuple((VisitId(row["id"]), row["attempt"]) for row in rows)

    async def bury(self, visit_id: VisitId, error: HoldfastError) -> None:
        """Give up on a visit that keeps dying with its worker."""
        await self.database.all("bury_visit", id=visit_id, failure=error.code, sentence=f"{error} {error.hint}")

    async def operation(self, operation_id: str) -> Operation:
        """Give what one caller asked for, with the state of each visit. Raises NotFound."""
        row = await self.database.one("operation", id=operation_id)
        if row is None:
            raise NotFound(f"No operation is booked under the id “{operation_id[:80]}”.")
        visits = await self.database.all("operation_visits", id=operation_id)
        return Operation(
            id=OperationId(row["id"]),
            created=row["created"],
            article_id=row["article_id"],
            visits=tuple(map(_visit, visits)),
        )

    async def counts(self) -> dict[str, int]:
        """Count open visits by status."""
        rows = await self.database.all("work_counts")
        return {row["status"]: row["visits"] for row in rows}

    async def remember(self, key: str, digest: str) -> Remembered | None:
        """Take an idempotency key. None: it is ours now; else what it stands for already."""
        await self.database.all("forget_old_keys")
        if await self.database.one("remember_key", key=key, digest=digest):
            return None
        row = await self.database.one("remembered_key", key=key)
        if row is None:
            return await self.remember(key, digest)
        return Remembered(digest=row["digest"], status=row["status"], answer=row["answer"])

    async def answered(self, key: str, status: int, answer: object) -> None:
        """Book the answer that the key stands for."""
        await self.database.all("answer_key", key=key, status=status, answer=Jsonb(answer))

    async def release(self, key: str) -> None:
        """Give a key back whose request failed before it changed anything."""
        await self.database.all("forget_key", key=key)

    async def _fenced(self, statement: str, visit: Visit, **values: Any) -> None:
        if await self.database.one(statement, id=visit.id, attempt=visit.attempt, **values) is None:
            raise FenceLost(f"Visit {visit.id} was taken over by another worker.")


def _visit(row: dict[str, Any]) -> Visit:
    return Visit(
        id=VisitId(row["id"]),
        embed_id=EmbedId(row["embed_id"]),
        reference=reference_from_json(row["reference"]),
        reason=Reason(row["reason"]),
        requested_by=row["requested_by"],
        article_id=None if row["article_id"] is None else ArticleId(row["article_id"]),
        status=Status(row["status"]),
        attempt=row["attempt"],
        created=row["created"],
        finished=row["finished"],
        snapshot_id=None if row["snapshot_id"] is None else SnapshotId(row["snapshot_id"]),
        folder=row["folder"],
        failure=row["failure"],
        sentence=row["sentence"],
    )
