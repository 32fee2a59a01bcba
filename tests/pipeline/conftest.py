"""A whole archive with a recorded internet, a clock that a test turns, the real database and a store in memory."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from service.capture.fake import FakeBrowser
from service.catalogue.database import open_database
from service.catalogue.holdings import Catalogue
from service.catalogue.ledger import Ledger
from service.model.circumstances import Producer
from service.model.ids import time_ordered_id
from service.pipeline import Archive, keep
from service.resolve.canaries import Watch, read_canaries
from service.settings import Settings
from service.store.memory import MemoryStore
from tests.line import line, postgres_template
from tests.resolve.story import Internet

__all__ = ["line", "postgres_template"]


class Clock:
    """Tells the time that a test says it is."""

    def __init__(self):
        self.now = datetime(2026, 1, 2, 12, tzinfo=UTC)

    def __call__(self):
        return self.now

    def passes(self, **more):
        self.now += timedelta(**more)


class Tickets:
    """Keeps the tickets until a test does the work."""

    def __init__(self):
        self.issued = []

    async def issue(self, _connection, visit_id, *, reason):  # noqa: ARG002
        self.issued.append(visit_id)


class Desk:
    """An archive with hands."""

    def __init__(self, archive, internet, clock):
        self.archive, self.internet, self.clock = archive, internet, clock

    async def work(self):
        """Make every visit that was accepted; gives the snapshots kept, None for each observation."""
        kept = []
        while self.archive.tickets.issued:
            visit = await self.archive.ledger.claim(self.archive.tickets.issued.pop(0))
            kept.append(await keep(self.archive, visit))
            await self.archive.ledger.finish(visit, kept[-1])
        return kept


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def desk(postgres_url, clock):
    numbers = itertools.count(1)
    internet = Internet(clock)
    internet.has_x_post("20", "just setting up", handle="jack")
    internet.lost_x_post("9000000000000000000")
    async with open_database(postgres_url, patience=10) as database:
        archive = Archive(
            settings=Settings(_env_file=None),
            fetcher=internet,
            browser=FakeBrowser(),
            store=MemoryStore(),
            catalogue=Catalogue(database),
            ledger=Ledger(database),
            tickets=Tickets(),
            producer=Producer(software="holdfast", version="0.1.0", commit="unknown"),
            clock=clock,
            new_id=lambda: time_ordered_id(next(numbers), b"\0" * 10),
            watch=Watch(clock, read_canaries()),
        )
        yield Desk(archive, internet, clock)
