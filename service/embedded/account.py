"""The ordinary user whom an embedded server runs as, and the files within that user's reach."""

import hashlib
import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from service.errors import SetupFailed

SYSTEM_STATE = Path("/var/lib/holdfast")
"""Where root keeps what the servers' user could not reach below a closed directory such as /root."""

_NAMES = ("holdfast", "nobody")
"""The user that set-up creates; else the one that every system has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who a server runs as."""

    uid: int
    gid: int

    def may_enter(self, directory: Path) -> bool:
        """Say whether the mode bits of the directory and of all above it let this user in; lists (ACL) are not read."""
        return all(self._has_x(part.stat()) for part in (directory, *directory.parents) if part.exists())

    def _has_x(self, status: os.stat_result) -> bool:
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        return bool(status.st_mode & (0o010 if status.st_gid == self.gid else 0o001))


def account_for(directory: Path) -> Account:
    """Give ourselves; or, when we are root, the ordinary user to whom the nearest existing directory belongs.

    When that is root as well: the user `holdfast`, else `nobody`. Raises SetupFailed when this root cannot become
    an ordinary user (a user namespace that knows only one).
    """
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid())
    nearest = next(part for part in (directory, *directory.parents) if part.exists()).stat()
    account = Account(uid=nearest.st_uid, gid=nearest.st_gid) if nearest.st_uid != 0 else _service_user()
    if not _is_mapped(account.uid):
        raise SetupFailed(
            f"The embedded servers must not run as root, and this root cannot become user {account.uid}.",
            hint="Start the service as an ordinary user, or set HOLDFAST_DATABASE_URL and HOLDFAST_S3_ENDPOINT.",
        )
    return account


def _service_user() -> Account:
    for name in _NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    raise SetupFailed("This system has neither a user `holdfast` nor a user `nobody` to run the servers as.")


def _is_mapped(uid: int) -> bool:
    """Read user_namespaces(7): each line is `first id inside, first id outside, length`."""
    ranges = (line.split() for line in Path("/proc/self/uid_map").read_text("ascii").splitlines())
    return any(int(first) <= uid < int(first) + int(length) for first, _, length in ranges)


def within_reach(root: Path, parts: tuple[str, ...], program: Path, account: Account) -> Path:
    """Give the program's path, or that of a copy when the account cannot reach it.

    The copy holds the named parts of `root`, is made once per version of the program and belongs to root.
    """
    if account.uid == os.geteuid() or account.may_enter(program.resolve()):
        return program
    status = program.stat()
    version = hashlib.sha256(f"{program.resolve()} {status.st_size} {status.st_mtime_ns}".encode()).hexdigest()[:12]
    copy = SYSTEM_STATE / "programs" / version
    if not copy.exists():
        unfinished = copy.with_name(f"{version}.{os.getpid()}")
        unfinished.mkdir(parents=True)
        for part in parts:
            _copy(root / part, unfinished / part)
        for place in (SYSTEM_STATE, copy.parent, unfinished, *unfinished.rglob("*")):
            place.chmod(0o755 if place.is_dir() or os.access(place, os.X_OK) else 0o644)
        unfinished.rename(copy)
    return copy / program.relative_to(root)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)
