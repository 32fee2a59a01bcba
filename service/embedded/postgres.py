"""Our small launcher of Postgres: one cluster, one unix socket, one database.

    <data>/postgres/cluster      the database cluster, made under another name and renamed when it is whole
                    socket       a private directory with the socket; a link when its path would be too long for one

The service connects without a password: the only way in is a socket in a directory that no other user can enter.
Not promised: access from another machine, replication, an upgrade between major versions of Postgres.
"""

import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from service import log
from service.embedded import child
from service.embedded.child import Child
from service.embedded.home import Home, locked_home
from service.embedded.programs import Postgres, postgres_for
from service.errors import SetupFailed

_DATABASE = "holdfast"
_ATTEMPTS = 3
_START_PATIENCE = 30.0
"""Seconds for one start: recovery after a kill replays the write-ahead log first (at most `max_wal_size`)."""
_INITDB_PATIENCE = 120.0
_LONGEST_SOCKET_PATH = 107
"""Bytes of a unix socket's path (unix(7), sun_path)."""
_SOCKET_NAME = ".s.PGSQL.5432"

_OPTIONS = (
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "max_connections=120",
    "shared_buffers=64MB",
    "max_wal_size=256MB",
    "min_wal_size=80MB",
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
)
"""Small, and durable: `fsync` and `synchronous_commit` stay on as Postgres ships them."""

_log = log.get(__name__)


@asynccontextmanager
async def embedded_postgres(data: Path) -> AsyncIterator[str]:
    """Run Postgres on `<data>/postgres` while the block lasts, and give the URL of its database `holdfast`.

    Enter it from the main thread: the server ends with the thread that started it. Raises SetupFailed when there is
    no Postgres ≥ 15, when another service uses the directory, or when the server does not start.
    """
    async with locked_home(data, "postgres") as home:
        cluster = home.path / "cluster"
        programs = postgres_for(cluster, home.account)
        if not cluster.exists():
            await _initialise(home, programs, cluster)
        _forget_a_dead_server(cluster)
        sockets = _socket_directory(home)
        server = await _start(home, programs, cluster, sockets)
        _log.info("The embedded Postgres answers.", action="embedded-postgres-started", version=programs.major)
        try:
            yield _url(sockets, _DATABASE)
        finally:
            await server.stop((signal.SIGINT, 10.0), (signal.SIGQUIT, 6.0))
            _remove_sockets(home)
            _log.info("The embedded Postgres has stopped.", action="embedded-postgres-stopped")


async def _initialise(home: Home, programs: Postgres, cluster: Path) -> None:
    """Make the cluster. A half-made one has another name and is thrown away."""
    unfinished = home.path / "cluster.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    locale = (
        ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
        if programs.major >= 17
        else ("--locale=C.UTF-8",)
    )  # without it, searching Cyrillic silently finds nothing
    command = (programs.initdb, "-D", unfinished, "-U", _DATABASE, "--auth=trust", "--encoding=UTF8", *locale)
    maker = child.start(home, command, said="initdb.log", on_our_death=signal.SIGKILL)
    try:
        code = await maker.ended(_INITDB_PATIENCE)
        if code != 0:
            raise SetupFailed(f"Postgres could not make its data directory: {maker.last_words}")
    finally:
        await maker.stop()
    unfinished.rename(cluster)
    descriptor = os.open(home.path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget_a_dead_server(cluster: Path) -> None:
    """Remove a pid file whose number now belongs to somebody else; the lock says that the server is gone.

    Postgres itself takes any live process of that number for a server. A Postgres started by hand on this very
    directory is left for it to find: a postmaster works in its data directory.
    """
    pid_file = cluster / "postmaster.pid"
    try:
        pid = int(pid_file.read_text("ascii").split("\n", 1)[0])
        works_here = Path(f"/proc/{pid}/cwd").readlink() == cluster.resolve()
    except (FileNotFoundError, ValueError, PermissionError):
        works_here = False
    if not works_here:
        pid_file.unlink(missing_ok=True)


def _socket_directory(home: Home) -> Path:
    """Make an empty private directory whose socket path the system can hold."""
    _remove_sockets(home)
    place = home.path / "socket"
    if len(os.fsencode(place / _SOCKET_NAME)) > _LONGEST_SOCKET_PATH:
        short = Path(tempfile.mkdtemp(prefix="holdfast-"))
        place.symlink_to(short)
        place = short
    else:
        place.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(place, home.account.uid, home.account.gid)
    return place


def _remove_sockets(home: Home) -> None:
    place = home.path / "socket"
    if place.is_symlink():
        shutil.rmtree(place.readlink(), ignore_errors=True)
        place.unlink()
    else:
        shutil.rmtree(place, ignore_errors=True)


async def _start(home: Home, programs: Postgres, cluster: Path, sockets: Path) -> Child:
    command: list[str | Path] = [programs.server, "-D", cluster, "-k", sockets]
    for option in _OPTIONS:
        command += ["-c", option]
    last_words = ""
    for _ in range(_ATTEMPTS):
        server = child.start(
            home,
            command,
            said="server.log",
            on_our_death=signal.SIGINT,
            environment={"PG_GRANDPARENT_PID": str(os.getppid())},
        )
        try:
            await _answers(server, sockets)
        except SetupFailed as error:
            await server.stop((signal.SIGQUIT, 6.0))
            last_words = str(error)
        except BaseException:
            await server.stop((signal.SIGQUIT, 6.0))
            raise
        else:
            return server
    raise SetupFailed(last_words, hint=f"Its log is {home.path / 'server.log'}.")


async def _answers(server: Child, sockets: Path) -> None:
    """Wait until the server takes connections, and make the database when it is not there yet."""
    refusal = ""
    while server.is_running:
        try:
            connection = await psycopg.AsyncConnection.connect(_url(sockets, "postgres"), autocommit=True)
        except psycopg.OperationalError as error:
            refusal = str(error).strip()
            if await server.ended(0.03) is not None:
                break
            if server.age > _START_PATIENCE:
                raise SetupFailed(f"The embedded Postgres does not answer: {refusal}") from error
            continue
        async with connection:
            found = await connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE])
            if await found.fetchone() is None:
                await connection.execute(f"CREATE DATABASE {_DATABASE}")
        return
    raise SetupFailed(f"The embedded Postgres ended while starting: {server.last_words}")


def _url(sockets: Path, database: str) -> str:
    return f"postgresql://{_DATABASE}@/{database}?host={quote(str(sockets), safe='')}"
