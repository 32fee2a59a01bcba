"""One real Postgres and one real S3 server for the whole run; a fresh database and a fresh bucket for each test."""

import asyncio
import dataclasses
import shutil
import tempfile
import uuid
from contextlib import AbstractAsyncContextManager, AsyncExitStack, closing, contextmanager
from pathlib import Path

import boto3
import psycopg
import pytest

from service.embedded import S3Endpoint, embedded_postgres, embedded_s3

_NEED_SERVERS = {"postgres_url", "s3", "postgres_server", "s3_server"}


def pytest_collection_modifyitems(items):
    for item in items:
        if _NEED_SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("servers")


@contextmanager
def running(server: AbstractAsyncContextManager):
    """Run a server outside any event loop. Enter on the main thread, with a loop of its own: a server ends with the thread that started it."""
    loop = asyncio.new_event_loop()
    stack = AsyncExitStack()
    try:
        try:
            yield loop.run_until_complete(stack.enter_async_context(server))
        finally:
            loop.run_until_complete(stack.aclose())
    finally:
        loop.close()


@pytest.fixture(scope="session")
def servers_data():
    """A directory that the servers' user can reach, also when root runs the tests (pytest's own is closed)."""
    place = Path(tempfile.mkdtemp(prefix="holdfast-tests-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture(scope="session")
def postgres_server(servers_data):
    with running(embedded_postgres(servers_data)) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server):
    """The name of the database that fresh ones are copies of. Override it to start from a migrated one."""
    return "template0"


@pytest.fixture
def postgres_url(postgres_server, postgres_template):
    """The URL of a database of this test's own."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
        yield postgres_server.replace("/holdfast?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def s3_server(servers_data):
    with running(embedded_s3(servers_data, may_make_buckets=True)) as endpoint:
        yield endpoint


@pytest.fixture
def s3(s3_server) -> S3Endpoint:
    """The S3 server with a bucket of this test's own."""
    endpoint = dataclasses.replace(s3_server, bucket=f"test-{uuid.uuid4().hex}")
    with closing(s3_client(endpoint)) as client:
        client.create_bucket(Bucket=endpoint.bucket)
        yield endpoint
        client.delete_bucket(Bucket=endpoint.bucket)


def s3_client(endpoint: S3Endpoint):
    """A plain boto3 client, to look at a bucket from outside our code."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint.url,
        region_name="us-east-1",
        aws_access_key_id=endpoint.access_key,
        aws_secret_access_key=endpoint.secret_key,
    )
