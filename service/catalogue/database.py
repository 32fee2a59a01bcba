"""The connection to Postgres: one pool, shared with the job engine, and the schema it needs."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib import resources
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

from service.catalogue.statements import statements
from service.errors import CatalogueFailed

NEWEST = "0005"
"""The revision this code was written for."""
_LOCK = 7_203_517_445_889_313_280
"""Advisory lock under which the schema is changed: many workers may start at once."""

Pool = AsyncConnectionPool[AsyncConnection[DictRow]]


class Database:
    """Runs named statements. Every failure of the database is a CatalogueFailed."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection[DictRow]]:
        """Lend a connection inside one transaction: committed at the end of the block, rolled back on any error."""
        with _translated():
            async with self.pool.connection() as connection, connection.transaction():
                yield connection

    async def all(
        self, name: str, connection: AsyncConnection[DictRow] | None = None, **values: Any
    ) -> list[dict[str, Any]]:
        """Run a statement and give its rows. Dicts go in as JSON; U+0000, which Postgres cannot hold, as U+FFFD."""
        arguments = {key: fitting(value) for key, value in values.items()}
        if connection is not None:
            cursor = await connection.execute(statements()[name], arguments)
            return await cursor.fetchall() if cursor.description else []
        async with self.transaction() as own:
            return await self.all(name, own, **values)

    async def one(
        self, name: str, connection: AsyncConnection[DictRow] | None = None, **values: Any
    ) -> dict[str, Any] | None:
        """Run a statement and give its first row, if any."""
        rows = await self.all(name, connection, **values)
        return rows[0] if rows else None

    async def many(self, name: str, connection: AsyncConnection[DictRow], rows: list[Mapping[str, Any]]) -> None:
        """Run one statement for many rows in one round trip."""
        async with connection.cursor() as cursor:
            await cursor.executemany(
                statements()[name], [{key: fitting(value) for key, value in row.items()} for row in rows]
            )

    async def ping(self) -> None:
        """Check that the database answers. Raises CatalogueFailed when it does not."""
        with _translated():
            async with self.pool.connection() as connection:
                await connection.execute("SELECT 1")


def fitting(value: Any) -> Any:
    """Make a value fit: dicts become JSON, and U+0000 (posts may hold it, Postgres cannot) becomes U+FFFD."""
    if isinstance(value, dict):
        return Jsonb(_without_nul(value))
    if isinstance(value, Jsonb):
        return Jsonb(_without_nul(value.obj))
    return _without_nul(value)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    return value


class _translated:  # noqa: N801 - reads as a word in a with statement
    """Turn the driver's failures into ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, PoolTimeout | PoolClosed | psycopg.OperationalError):
            raise CatalogueFailed("The database does not answer.") from error
        if isinstance(error, psycopg.DataError):
            raise CatalogueFailed("The database refused a value.") from error


@asynccontextmanager
async def open_database(url: str, *, patience: float, connections: int = 12) -> AsyncIterator[Database]:
    """Connect, bring the schema up to date, and close all at the end.

    `patience` in seconds is for connecting. Raises CatalogueFailed when there is no database or it is too old or new.
    """
    await asyncio.to_thread(migrate, url, patience)
    pool: Pool = AsyncConnectionPool(
        url,
        open=False,
        min_size=1,
        max_size=connections,
        timeout=patience,
        kwargs={"row_factory": dict_row, "options": "-c timezone=UTC"},
        check=AsyncConnectionPool.check_connection,
    )
    try:
        await pool.open(wait=True, timeout=patience)
        yield Database(pool)
    except PoolTimeout as error:
        raise CatalogueFailed("The database does not answer.") from error
    finally:
        await pool.close()


def migrate(url: str, patience: float) -> None:
    """Bring the schema to NEWEST, one caller at a time.

    Raises CatalogueFailed when the database is away, below Postgres 15, or newer than this code.
    """
    try:
        with psycopg.connect(url, connect_timeout=max(2, int(patience))) as connection:
            if connection.info.server_version < 150000:
                raise CatalogueFailed("The database is older than Postgres 15.", hint="Use Postgres 15 or newer.")
            if _revision(connection) == NEWEST:
                return
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            found = _revision(connection)
            if found is not None and found > NEWEST:
                raise CatalogueFailed(f"The database is at schema {found}, newer than this Holdfast ({NEWEST}).")
            if found != NEWEST:
                _upgrade(url)
    except psycopg.OperationalError as error:
        raise CatalogueFailed("The database does not answer.") from error


def _revision(connection: psycopg.Connection[Any]) -> str | None:
    found = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone()
    if not found or not found[0]:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else None


def _upgrade(url: str) -> None:
    # Alembic brings SQLAlchemy along (0.4 s to import): only who really changes the schema pays for it.
    import sqlalchemy  # noqa: PLC0415
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=sqlalchemy.NullPool
    )
    with resources.as_file(resources.files("service.catalogue") / "migrations") as folder, engine.connect() as opened:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = opened
        command.upgrade(config, "head")
