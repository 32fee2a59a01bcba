import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.catalogue.database import open_database
from service.catalogue.holdings import Catalogue
from service.catalogue.ledger import Ledger
from service.model.availability import Availability, State
from service.model.capture import Grade, Outcome
from service.model.embed import Embed
from service.model.framing import Method
from service.model.ids import EmbedId, SnapshotId, VisitId, time_ordered_id
from service.model.manifest import FileEntry, Manifest
from service.model.post import Author, Post
from service.model.reference import Kind, Reference
from service.model.work import Reason, Visit

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_numbers = itertools.count(1)


def new_id() -> str:
    number = next(_numbers)
    return time_ordered_id(number, number.to_bytes(10, "big"))


@pytest.fixture
async def database(postgres_url):
    async with open_database(postgres_url, patience=10) as opened:
        yield opened


@pytest.fixture
def catalogue(database):
    return Catalogue(database)


@pytest.fixture
def ledger(database):
    return Ledger(database)


def a_post(text="Трамвай № 5 is back on the bridge", *, name="Ana Ó Briain", handle="ana_example"):
    return Post(url="https://x.com/ana_example/status/20", author=Author(name=name, handle=handle), text=text)


def a_manifest(embed_id="x-20", *, hours=0, post=None, grade=Grade.COMPLETE, **changes):
    snapshot_id = SnapshotId(new_id())
    manifest = Manifest(
        id=snapshot_id,
        created=NOON + timedelta(hours=hours),
        embed=Embed(
            id=EmbedId(embed_id), platform=embed_id.split("-")[0], post_id="20", url="https://x.com/i/status/20"
        ),
        aliases=(),
        post=a_post() if post is None else post,
        availability=Availability(state=State.LIVE, reason="The platform shows it."),
        method=Method.LIVE_EMBED,
        outcome=Outcome.RENDERED,
        grade=grade,
        warnings=(),
        reason=Reason.ARTICLE,
        requested_by="local",
        article_id=None,
        visit_id=VisitId(new_id()),
        supersedes=None,
        rehearsal=True,
        files=(FileEntry(path="post.png", role="post-image", media_type="image/png", bytes=3, sha256="0" * 64),),
        sha256="1" * 64,
        body={},
    )
    return replace(manifest, **changes)


def a_reference(embed_id="x-20", start=0):
    return Reference(
        kind=Kind.LINK,
        how="url",
        platform="x",
        post_id="20",
        embed_id=EmbedId(embed_id),
        url="https://x.com/i/status/20",
        start=start,
        end=start + 10,
    )


def a_visit(embed_id="x-20"):
    return Visit(
        id=VisitId(new_id()),
        embed_id=EmbedId(embed_id),
        reference=a_reference(embed_id),
        reason=Reason.ARTICLE,
        created=NOON,
    )
