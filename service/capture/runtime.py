"""The private directory a browser lives in, and the ordinary user it runs as.

    <tmp>/holdfast-browser-<random>/     0711, ours; `lock` is held while we live
        launch                           starts the browser: gives up root, dies with its parent
        driver/                          temporary files of the driver (profiles)
        home/                            HOME of the browser, its own; holds the test rig's CA when there is one
        tmp/                             TMPDIR of the browser, its own

Directories whose lock nobody holds are left over from a kill and are swept at the next start.
"""

import fcntl
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service.errors import SetupFailed
from service.settings import Settings

_PREFIX = "holdfast-browser-"
_USERS = ("holdfast", "nobody")
_CERTUTIL_SECONDS = 20
_BEING_MADE_SECONDS = 10
"""A directory this young may not have its lock yet."""

_LAUNCH = """\
#!/bin/sh
# Starts the browser as an ordinary user, so that its sandbox can be on, and lets it die with its parent.
{own}exec {setpriv} {drop}--no-new-privs --pdeathsig KILL -- {binary} "$@"
"""
_OWN = """\
for argument in "$@"; do
    case "$argument" in --user-data-dir=*) {chown} -R {uid}:{gid} "${{argument#--user-data-dir=}}" ;; esac
done
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """Where one browser lives."""

    path: Path
    launcher: Path
    """What to start instead of the binary."""
    uid: int
    """The user the browser runs as; never 0."""

    @property
    def driver_temporary(self) -> Path:
        """Where the driver makes its profiles."""
        return self.path / "driver"

    @property
    def environment(self) -> dict[str, str | float | bool]:
        """All that the browser sees of an environment: no keys, no addresses, nothing of ours."""
        return {"HOME": str(self.path / "home"), "TMPDIR": str(self.path / "tmp")}


@contextmanager
def runtime(binary: Path, settings: Settings) -> Iterator[Runtime]:
    """Make the directory, sweep what the dead left behind, and remove it at the end.

    Blocks for files and for certutil. Raises SetupFailed when `setpriv`, or `certutil` for a test rig, is missing.
    """
    root = Path(tempfile.gettempdir())
    _sweep(root)
    path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root))
    path.chmod(0o711)
    try:
        with (path / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield _furnish(path, binary, settings)
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _furnish(path: Path, binary: Path, settings: Settings) -> Runtime:
    user = ordinary_user()
    (path / "driver").mkdir(mode=0o711)
    for name in ("home", "tmp"):
        (path / name).mkdir(mode=0o700)
    if settings.upstream_ca is not None:
        _trust(settings.upstream_ca, path / "home")
    if os.geteuid() == 0:
        for name in ("home", "tmp"):
            for entry in (path / name, *(path / name).rglob("*")):
                os.chown(entry, user.pw_uid, user.pw_gid)
    launcher = path / "launch"
    launcher.write_text(_script(binary, user))
    launcher.chmod(0o755)
    return Runtime(path=path, launcher=launcher, uid=user.pw_uid)


def _script(binary: Path, user: pwd.struct_passwd) -> str:
    setpriv, chown = shutil.which("setpriv"), shutil.which("chown")
    if setpriv is None or chown is None:
        raise SetupFailed(
            "The program setpriv is missing, so the browser cannot be made to die with us.",
            hint="Install util-linux.",
        )
    drop = own = ""
    if os.geteuid() == 0:
        drop = f"--reuid {user.pw_uid} --regid {user.pw_gid} --clear-groups "
        own = _OWN.format(chown=chown, uid=user.pw_uid, gid=user.pw_gid)
    return _LAUNCH.format(own=own, setpriv=setpriv, drop=drop, binary=shlex.quote(str(binary)))


def ordinary_user() -> pwd.struct_passwd:
    """Give the user that what strangers sent is worked on as: ourselves, or one without rights when we are root.

    Raises SetupFailed when we are root and there is no other.
    """
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in _USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SetupFailed(
        "We are root and there is no ordinary user for the browser.", hint="Add one: `useradd --system holdfast`."
    )


def _trust(authority: Path, home: Path) -> None:
    certutil = shutil.which("certutil")
    if certutil is None:
        raise SetupFailed(
            "The test rig's CA cannot be given to the browser: certutil is missing.",
            hint="Install libnss3-tools, or unset HOLDFAST_UPSTREAM_CA.",
        )
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    store = f"sql:{database}"
    for arguments in (
        ("-N", "--empty-password"),
        ("-A", "-t", "C,,", "-n", "rehearsal", "-i", str(authority)),
    ):
        done = subprocess.run(  # noqa: S603  no shell, our own arguments
            [certutil, "-d", store, *arguments],
            capture_output=True,
            text=True,
            timeout=_CERTUTIL_SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise SetupFailed(
                f"The browser does not take {authority} for a CA: {done.stderr.strip()}",
                hint="HOLDFAST_UPSTREAM_CA must name a PEM file with one CA certificate.",
            )


def _sweep(root: Path) -> None:
    for path in root.glob(_PREFIX + "*"):
        try:
            found = path.stat()
            if found.st_uid != os.geteuid() or time.time() - found.st_mtime < _BEING_MADE_SECONDS:
                continue
            with (path / "lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
        except OSError:
            continue
