"""A server's directory: one service at a time, and never two servers.

    <data>/<name>/service.lock   held by the service alone
                  server.lock    held by the service and, inherited, by every process of the server
                  server.log     what the server of the last start said

The first lock refuses a second service at once. The second is free only when the last process of an old server is
really gone, so whoever holds both may treat what lies in the directory as nobody's.
"""

import asyncio
import fcntl
import hashlib
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from service import log
from service.embedded.account import SYSTEM_STATE, Account, account_for
from service.errors import SetupFailed

_PATIENCE = 20.0
"""Seconds for an old server to be gone after its service was killed."""

_log = log.get(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A directory that is ours alone while the block that opened it lasts."""

    path: Path
    account: Account
    lock: int
    """Descriptor for the server to inherit: it tells the next service whether this server is gone."""

    def open_private(self, name: str, flags: int) -> int:
        """Open a file of the directory, made when absent, that belongs to the server's user; give its descriptor."""
        return _open_private(self.path / name, flags, self.account)

    def write_private(self, name: str, text: str) -> Path:
        """Write a whole file that only the server's user and root can read."""
        path = self.path / name
        unfinished = path.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        descriptor = self.open_private(unfinished.name, os.O_WRONLY | os.O_EXCL)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        unfinished.replace(path)
        return path


@asynccontextmanager
async def locked_home(data: Path, name: str) -> AsyncIterator[Home]:
    """Open and lock the directory of one server below the data directory.

    Raises SetupFailed: another service uses it, an old server does not go away, or it belongs to another user.
    """
    data = _absolute(data)
    account = account_for(data / name)
    with ExitStack() as locks:
        try:
            path = _settle(data, name, account)
            ours = locks.enter_context(_opened(path / "service.lock", account))
            lock = locks.enter_context(_opened(path / "server.lock", account))
        except PermissionError as error:
            raise SetupFailed(
                f"The data directory {data} cannot be used by this user: {error}.",
                hint="Give the directory to the user who starts the service, or set HOLDFAST_DATA to another one.",
            ) from error
        if not _locks(ours):
            raise SetupFailed(
                f"Another Holdfast service is running on the data directory {data}.",
                hint="Stop that service first, or set HOLDFAST_DATA to another directory.",
            )
        await _wait_for_the_old_server(lock, path)
        yield Home(path=path, account=account, lock=lock)


def _absolute(data: Path) -> Path:
    """Make the path absolute without following links: as given, it is the name of the data directory."""
    return Path(os.path.abspath(data))  # noqa: PTH100 - `resolve` follows links


def _settle(data: Path, name: str, account: Account) -> Path:
    """Make the directory, private to the server's user and within that user's reach."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / name
    if path.is_symlink():
        path = path.readlink()
    elif not path.exists() and not (account.uid == os.geteuid() or account.may_enter(data)):
        path = _elsewhere(path)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_uid == 0 != account.uid:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path


def _elsewhere(path: Path) -> Path:
    """Leave a link to a directory that the server's user can reach; state of a deleted data directory is set aside."""
    digest = hashlib.sha256(os.fsencode(path.parent)).hexdigest()[:12]
    target = SYSTEM_STATE / digest / path.name
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    if target.exists():
        aside = next(
            place for count in range(1, 10_000) if not (place := target.with_name(f"{path.name}.old-{count}")).exists()
        )
        target.rename(aside)
        _log.warning(
            f"The data directory is new; what an earlier one of that name held is now in {aside}.",
            action="embedded-state-set-aside",
        )
    path.symlink_to(target)
    return target


def _open_private(path: Path, flags: int, account: Account) -> int:
    descriptor = os.open(path, flags | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:
        os.fchown(descriptor, account.uid, account.gid)
    return descriptor


@contextmanager
def _opened(path: Path, account: Account) -> Iterator[int]:
    descriptor = _open_private(path, os.O_RDWR, account)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locks(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _wait_for_the_old_server(lock: int, path: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not _locks(lock):
        if time.monotonic() > until:
            raise SetupFailed(
                f"The server of an earlier service still holds {path} after {_PATIENCE:.0f} seconds.",
                hint=f"End the processes that hold {path / 'server.lock'}; `fuser` names them.",
            )
        await asyncio.sleep(0.05)
