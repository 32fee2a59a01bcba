"""One service runs the embedded servers; every other command on the same data directory uses them.

<data>/owner.lock     held by the process that runs the servers
<data>/running.json   how to reach them, for its user alone; there while they run
"""

import asyncio
import fcntl
import json
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from service.embedded.postgres import embedded_postgres
from service.embedded.seaweed import S3Endpoint, embedded_s3
from service.errors import SetupFailed

_PATIENCE = 30.0
"""Seconds for the owner to come up: the first start makes a database cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """How to reach the servers that run."""

    database_url: str | None
    s3: S3Endpoint | None


@asynccontextmanager
async def embedded_servers(data: Path, *, postgres: bool, s3: bool) -> AsyncIterator[Servers]:
    """Run the wanted servers while the block lasts, or use those of the service that runs them already.

    Enter it from the main thread. Raises SetupFailed when they cannot be started, or when the running service does not
    run what is wanted.
    """
    lock = _open_lock(data)
    try:
        if _owns(lock):
            async with _running(data, postgres=postgres, s3=s3) as servers:
                yield servers
        else:
            yield await _joined(data, lock, postgres=postgres, s3=s3)
    finally:
        os.close(lock)


@asynccontextmanager
async def _running(data: Path, *, postgres: bool, s3: bool) -> AsyncIterator[Servers]:
    published = data / "running.json"
    _unpublish(published)
    async with AsyncExitStack() as stack:
        servers = Servers(
            database_url=await stack.enter_async_context(embedded_postgres(data)) if postgres else None,
            s3=await stack.enter_async_context(embedded_s3(data)) if s3 else None,
        )
        _publish(published, servers)
        try:
            yield servers
        finally:
            _unpublish(published)


def _publish(path: Path, servers: Servers) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(servers), file)
    unfinished.replace(path)


def _unpublish(path: Path) -> None:
    path.unlink(missing_ok=True)


def _published(path: Path) -> Servers | None:
    try:
        read = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    return Servers(database_url=read["database_url"], s3=S3Endpoint(**read["s3"]) if read["s3"] else None)


async def _joined(data: Path, lock: int, *, postgres: bool, s3: bool) -> Servers:
    try:
        async with asyncio.timeout(_PATIENCE):
            while (servers := _published(data / "running.json")) is None:
                if _owns(lock):
                    raise SetupFailed(f"The service on {data} ended while it was starting.", hint="Try again.")
                await asyncio.sleep(0.1)
    except TimeoutError as error:
        raise SetupFailed(
            f"The service on {data} does not come up.", hint="Look into its log, or set HOLDFAST_DATA elsewhere."
        ) from error
    if (postgres and servers.database_url is None) or (s3 and servers.s3 is None):
        raise SetupFailed(
            f"The service on {data} runs with other settings.",
            hint="Use the same HOLDFAST_DATABASE_URL and HOLDFAST_STORE for every command, or another HOLDFAST_DATA.",
        )
    return servers


def _open_lock(data: Path) -> int:
    data.mkdir(parents=True, exist_ok=True)
    return os.open(data / "owner.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _owns(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
