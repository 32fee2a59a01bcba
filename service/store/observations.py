"""Observations as objects: one for each run, written when all its visits are done.

    observations/<yyyy>/<mm>/<dd>/<run id>.jsonl.gz    gzip without a time, JSON lines, UTF-8, members sorted

Version 1, the day is that of the first observation (UTC):

    {"count": 2, "run": "01m8…", "schema": "observations/1", "sha256": "…"}     sha256: of all that follows this line
    {"at", "availability", "embed_id", "run_id", "stage", "visit_id"}           one line each, by visit id
"""

import gzip
import json
from collections.abc import AsyncIterator, Sequence
from hashlib import sha256

from service.errors import Conflict, IntegrityFailed
from service.model.ids import OperationId
from service.model.observation import Observation
from service.model.wire import as_json, from_json
from service.store.port import ObjectStore

SCHEMA = "observations/1"
_ROOT = "observations/"
_ENDING = ".jsonl.gz"


def to_bytes(run_id: OperationId, observations: Sequence[Observation]) -> bytes:
    """Write a run; the same observations always give the same bytes."""
    rows = "".join(_line(as_json(each)) for each in sorted(observations, key=lambda each: each.visit_id))
    digest = sha256(rows.encode()).hexdigest()
    head = _line({"schema": SCHEMA, "run": run_id, "count": len(observations), "sha256": digest})
    return gzip.compress((head + rows).encode(), mtime=0)


def from_bytes(body: bytes) -> tuple[Observation, ...]:
    """Read what `to_bytes` wrote. Raises IntegrityFailed with one sentence on anything else."""
    try:
        head, _, rows = gzip.decompress(body).decode().partition("\n")
        told = json.loads(head)
        if told["schema"] != SCHEMA:
            raise IntegrityFailed(f"The version {told['schema']!r} is not known.")  # noqa: TRY301 - one way out
        if sha256(rows.encode()).hexdigest() != told["sha256"]:
            raise IntegrityFailed("Its lines are not those that were sealed.")  # noqa: TRY301 - one way out
        return tuple(from_json(Observation, json.loads(row), "observation") for row in rows.splitlines())
    except IntegrityFailed as error:
        raise IntegrityFailed(f"A run of observations cannot be read: {error}") from error
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise IntegrityFailed("A run of observations cannot be read: it is not in the form we write.") from error


async def put_run(
    store: ObjectStore, run_id: OperationId, observations: Sequence[Observation]
) -> tuple[Observation, ...]:
    """Write a run that is done, and give what stands in the store then.

    What was written first stays: somebody who died before booking it may have seen observations that another run,
    which shares their visits, has taken since. Raises StoreFailed, IntegrityFailed.
    """
    day = min(each.at for each in observations)
    key = f"{_ROOT}{day:%Y/%m/%d}/{run_id}{_ENDING}"
    try:
        await store.create(key, to_bytes(run_id, observations), "application/gzip")
    except Conflict:
        return from_bytes(await store.read(key))
    return tuple(observations)


async def runs(store: ObjectStore) -> AsyncIterator[tuple[Observation, ...]]:
    """Give the observations of every run, in no promised order. Raises StoreFailed, IntegrityFailed at a damaged one."""
    async for key in store.keys(_ROOT):
        if key.endswith(_ENDING):
            yield from_bytes(await store.read(key))


def _line(data: object) -> str:
    return json.dumps(data, sort_keys=True) + "\n"
