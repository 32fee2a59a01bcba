"""Every command on one data directory uses the servers of the service that runs, or its own."""

import asyncio
import json
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest

from service.embedded import embedded_servers
from service.errors import SetupFailed

pytestmark = pytest.mark.servers


@pytest.fixture
def data():
    """A data directory that root's servers can reach as well."""
    place = Path(tempfile.mkdtemp(prefix="holdfast-sharing-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


async def test_a_second_command_uses_the_servers_of_the_first_and_leaves_them_running(data):
    async with embedded_servers(data, postgres=True, s3=True) as first:
        published = data / "running.json"
        assert published.stat().st_mode & 0o077 == 0
        async with embedded_servers(data, postgres=True, s3=True) as second:
            assert second == first
        async with embedded_servers(data, postgres=True, s3=False) as third:
            assert third.database_url == first.database_url
        with psycopg.connect(first.database_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not published.exists()


async def test_a_command_waits_for_a_service_that_is_still_starting(data):
    reached = asyncio.Event()

    async def first():
        async with embedded_servers(data, postgres=True, s3=False):
            await reached.wait()

    starting = asyncio.create_task(first())
    await asyncio.sleep(0)
    async with embedded_servers(data, postgres=True, s3=False) as servers:
        with psycopg.connect(servers.database_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        reached.set()
    await starting


async def test_a_command_that_needs_more_than_the_service_runs_is_told_so(data):
    async with embedded_servers(data, postgres=False, s3=False):
        for wanted in ({"postgres": True, "s3": False}, {"postgres": False, "s3": True}):
            with pytest.raises(SetupFailed, match="runs with other settings"):
                async with embedded_servers(data, **wanted):
                    pytest.fail("nothing of the kind runs")


async def test_what_a_killed_service_left_written_misleads_nobody(data):
    left = {"database_url": "postgresql://holdfast@127.0.0.1:9/gone", "s3": None}
    (data / "running.json").write_text(json.dumps(left))
    async with embedded_servers(data, postgres=True, s3=False) as servers:
        assert servers.database_url != left["database_url"]
        with psycopg.connect(servers.database_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
