"""A store is tried before it is trusted: servers exist that answer 200 to a condition and ignore it.

The trial leaves one object behind, `probe/create-if-absent`, written once for ever; later trials try to overwrite it
with other bytes, which must fail. (A server that does not compare checksums also keeps `probe/wrong-checksum`.)
"""

from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable

from service.errors import Conflict, IntegrityFailed, NotFound, StoreUnfit
from service.model.snapshot import Check
from service.store.port import ObjectStore

PROBE = "probe/create-if-absent"
WRONG_CHECKSUM = "probe/wrong-checksum"

_BODY = b"Holdfast wrote this to try whether an object once written stays what it is.\n" * 1024
"""Large enough (75 kB) that a server which stores the transfer's own framing shows it."""
_OTHER = b"Holdfast tried to overwrite the probe, and the store let it.\n"
_TYPE = "text/plain; charset=utf-8"


@runtime_checkable
class Checksumming(Protocol):
    """A store that can be asked whether its server compares checksums."""

    async def refuses_wrong_checksum(self, key: str) -> bool:
        """Say whether a put with a wrong SHA-256 is refused."""


async def examine(store: ObjectStore) -> tuple[Check, ...]:
    """Try every promise we rely on; the first broken one ends the trial.

    Raises StoreFailed when the store is away.
    """
    steps: tuple[tuple[str, Callable[[ObjectStore], Awaitable[str]]], ...] = (
        ("create", _create),
        ("create-again", _create_again),
        ("keep", _keep),
        ("checksum", _checksum),
        ("absent", _absent),
        ("list", _list),
    )
    checks: list[Check] = []
    for number, (name, step) in enumerate(steps, start=1):
        try:
            sentence, passed = await step(store), True
        except (StoreUnfit, IntegrityFailed, Conflict, NotFound) as error:
            sentence, passed = str(error), False
        checks.append(Check(number=number, name=name, passed=passed, sentence=sentence))
        if not passed:
            break
    return tuple(checks)


async def self_test(store: ObjectStore) -> tuple[Check, ...]:
    """Try every promise we rely on and refuse a store that breaks one.

    Raises StoreUnfit naming the promise, StoreFailed when the store is away.
    """
    checks = await examine(store)
    for check in checks:
        if not check.passed:
            raise StoreUnfit(f"The store cannot be used: {check.sentence}")
    return checks


async def _create(store: ObjectStore) -> str:
    try:
        if await store.create(PROBE, _BODY, _TYPE):
            return "An object was created and read back as it was written."
    except Conflict as error:
        raise StoreUnfit(
            f"{PROBE} does not hold what Holdfast writes there; delete it once the store keeps what it is given."
        ) from error
    return "The probe of an earlier start stands there unchanged."


async def _create_again(store: ObjectStore) -> str:
    if await store.create(PROBE, await store.read(PROBE), _TYPE):
        raise StoreUnfit("it ignores If-None-Match, so an object can be written twice.")
    return "The same object is not written twice."


async def _keep(store: ObjectStore) -> str:
    before = await store.read(PROBE)
    try:
        await store.create(PROBE, _OTHER + before, _TYPE)
    except Conflict:
        if await store.read(PROBE) == before:
            return "Other bytes under the same key are refused, and the first stay."
    raise StoreUnfit("it lets an object be overwritten.")


async def _checksum(store: ObjectStore) -> str:
    if not isinstance(store, Checksumming):
        return "There is no way for bytes to be damaged."
    if await store.refuses_wrong_checksum(WRONG_CHECKSUM):
        return "Damaged bytes are refused."
    return "The server does not compare checksums; our own read-back does."


async def _absent(store: ObjectStore) -> str:
    key = f"{PROBE}-is-not-here"
    if await store.exists(key) or not await store.exists(PROBE):
        raise StoreUnfit("it does not know which objects it holds.")
    try:
        await store.read(key)
    except NotFound:
        return "What is not there is said not to be there."
    raise StoreUnfit("it gives bytes for an object that it does not hold.")


async def _list(store: ObjectStore) -> str:
    if PROBE not in [key async for key in store.keys("probe/")]:
        raise StoreUnfit("its listing leaves out an object that it holds.")
    return "The listing shows what is there."
