"""A whole archive behind the web's face: the real database, a store in memory, nobody outside."""

import asyncio
import itertools
from datetime import timedelta

import aiohttp
import psycopg
import pytest

from service.capture.images import Decoder
from service.catalogue.database import open_database
from service.catalogue.holdings import Catalogue
from service.catalogue.ledger import Ledger
from service.model.circumstances import Producer
from service.model.ids import time_ordered_id
from service.pipeline import Archive
from service.settings import Settings
from service.store.memory import MemoryStore
from service.web import serve
from tests.web.newsroom import NOON, Browser, Newsroom, Outside, Tickets


@pytest.fixture(scope="session")
def postgres_template(postgres_server):
    """A database with our schema in it: copying it takes a tenth of the time of making the schema again."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE web_template TEMPLATE template0")

    async def migrate():
        async with open_database(postgres_server.replace("/holdfast?", "/web_template?"), patience=10):
            pass

    asyncio.run(migrate())
    return "web_template"


@pytest.fixture
async def archive(postgres_url):
    numbers = itertools.count(1)
    async with open_database(postgres_url, patience=10) as database, Decoder() as decoder:
        yield Archive(
            settings=Settings(body_bytes=2 * 2**20, _env_file=None),
            fetcher=Outside(),
            decoder=decoder,
            browser=Browser(),
            store=MemoryStore(),
            catalogue=Catalogue(database),
            ledger=Ledger(database),
            tickets=Tickets(),
            producer=Producer(software="holdfast", version="0.1.0", commit="unknown"),
            clock=lambda: NOON + timedelta(minutes=5),
            new_id=lambda: time_ordered_id(next(numbers), b"\0" * 10),
        )


@pytest.fixture
async def newsroom(archive):
    async with serve(archive, "127.0.0.1", 0) as address:
        yield Newsroom(archive, address)


@pytest.fixture
async def http(newsroom):
    async with aiohttp.ClientSession(newsroom.address) as session:
        yield session
