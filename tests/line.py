"""The straight line without a machine room: the real database, a store in memory, a told internet, a fake browser."""

import asyncio
import time
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from service.booking import accept_address
from service.capture.fake import FakeBrowser
from service.catalogue.database import migrate, open_database
from service.catalogue.holdings import Catalogue
from service.catalogue.ledger import Ledger
from service.jobs.engine import EngineTickets, open_engine
from service.model.article import Article, Format
from service.model.circumstances import Producer
from service.model.work import Status
from service.net.recorded import RecordedInternet
from service.pipeline import Archive
from service.settings import Settings
from service.store.memory import MemoryStore
from service.wiring import Opened, _new_id

PAGE = "https://news.example/{}"
DONE = {Status.KEPT, Status.FAILED}


@dataclass
class Line:
    """An open archive with the hands of a test: its internet, its browser, its store, its time."""

    opened: Opened
    internet: RecordedInternet
    browser: FakeBrowser
    store: MemoryStore
    url: str

    @property
    def archive(self) -> Archive:
        return self.opened.archive

    @property
    def tickets(self) -> EngineTickets:
        return self.archive.tickets

    def replace(self, **parts) -> Archive:
        return replace(self.archive, **parts)

    async def book(self, name="a"):
        """Accept the address of one page and give its visit."""
        operation = await accept_address(self.archive, self.publish(name))
        return operation.visits[0].id

    def publish(self, name, title="A page"):
        url = PAGE.format(name)
        self.internet.says(url, f"<html><head><title>{title} {name}</title></head><body><p>Words.</p></body></html>")
        return url

    async def visit(self, visit_id):
        return await self.archive.ledger.visit(visit_id)

    async def rows(self, statement, *values):
        async with self.archive.ledger.database.transaction() as connection:
            cursor = await connection.execute(statement, values)
            return await cursor.fetchall() if cursor.description else []

    async def done(self, *visits, seconds=15):
        """Wait until all these visits are kept or failed."""
        return await until(lambda: self._all_done(visits), seconds)

    async def _all_done(self, visits):
        found = [await self.visit(visit) for visit in visits]
        return found if all(visit.status in DONE for visit in found) else None


async def until(question, seconds):
    """Ask until the answer is something, and give it."""
    end = time.monotonic() + seconds
    while not (answer := await question()):
        assert time.monotonic() < end, f"not so within {seconds} seconds"
        await asyncio.sleep(0.02)
    return answer


@pytest.fixture(scope="session")
def postgres_template(postgres_server):
    """A database that has the schema already."""
    name = f"with_the_schema_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    migrate(postgres_server.replace("/holdfast?", f"/{name}?"), 10)
    return name


@pytest.fixture
async def line(postgres_url):
    internet, browser, store = RecordedInternet(), FakeBrowser(), MemoryStore()
    async with open_database(postgres_url, patience=10) as database, open_engine(database.pool) as engine:
        archive = Archive(
            settings=Settings(_env_file=None, slots=2),
            fetcher=internet,
            browser=browser,
            store=store,
            catalogue=Catalogue(database),
            ledger=Ledger(database),
            tickets=EngineTickets(engine),
            producer=Producer(software="holdfast", version="0.1.0", commit="unknown"),
            clock=ticking(),
            new_id=_new_id,
        )
        yield Line(Opened(archive=archive, engine=engine), internet, browser, store, postgres_url)


def ticking():
    """A clock of which no two readings are the same."""
    now = datetime.now(UTC)
    count = iter(range(1, 10**9))
    return lambda: now + timedelta(milliseconds=next(count))


def an_article(*names, **more):
    body = "\n\n".join(f"Read {PAGE.format(name)} and think." for name in names)
    return Article(body=body, format=Format.TEXT, **more)
