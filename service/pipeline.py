"""The straight line: the only place where the stations meet.

    article → references.find → resolve.revisit → capture.capture → seal.seal → store.put → catalogue.add

`Archive` holds the parts; `wiring.open_archive()` picks, opens and closes them. Work is taken in by `booking`. Keeping is
repeatable: whoever repeats a visit finds what its predecessor committed.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from service import references
from service.capture import capture
from service.capture.images import Decoder
from service.capture.media import with_media
from service.capture.port import Browser
from service.catalogue.holdings import Catalogue
from service.catalogue.ledger import Ledger
from service.model.capture import Isolation
from service.model.circumstances import Circumstances, Producer
from service.model.ids import ArticleId, EmbedId, SnapshotId, VisitId
from service.model.manifest import Manifest
from service.model.observation import Observation
from service.model.reference import Reference
from service.model.resolution import Explanation
from service.model.snapshot import Check
from service.model.work import Reason, Visit
from service.net.port import Fetcher
from service.resolve.canaries import Watch
from service.resolve.explaining import explanation
from service.resolve.reachable import demand_reachable
from service.resolve.revisiting import revisit
from service.seal import seal
from service.seal.reading import read
from service.seal.verification import verify
from service.settings import Settings
from service.store.articles import articles, read_article
from service.store.observations import put_run, runs
from service.store.port import ObjectStore
from service.store.snapshots import committed, manifests, put, read_blobs, read_snapshot


class Tickets(Protocol):
    """Calls a worker to a visit. The ticket may get lost; the row in the ledger is the truth."""

    async def issue(self, connection: AsyncConnection[DictRow], visit_id: VisitId, *, reason: Reason) -> None:
        """Put a ticket into the same transaction as the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The open parts of one running Holdfast."""

    settings: Settings
    fetcher: Fetcher
    browser: Browser
    store: ObjectStore
    catalogue: Catalogue
    ledger: Ledger
    tickets: Tickets
    producer: Producer
    clock: Callable[[], datetime]
    """Gives the aware UTC time."""
    new_id: Callable[[], str]
    """Gives a fresh time-ordered id of 26 characters."""
    media: Fetcher | None = None
    """Fetches media of posts, which may be larger than documents; None: `fetcher` does."""
    decoder: Decoder | None = None
    """Makes small pictures of kept ones; None: the kept ones are shown."""
    watch: Watch = field(default_factory=lambda: Watch(lambda: datetime.now(UTC)))
    """Asks canaries; by default only posts of our own."""


async def keep(archive: Archive, visit: Visit) -> SnapshotId | None:
    """Go the straight line for one visit and give the snapshot that is kept of it.

    A nightly visit that finds nothing new ends as an observation, and gives None. Raises FenceLost when another worker
    has taken the visit over, EgressRefused when the address leads to a host that is not public internet, and what the
    stations raise.
    """
    if visit.folder and (sealed := await committed(archive.store, visit.folder)):
        return await _enter(archive, read(sealed))
    again = await revisit(
        archive.fetcher,
        visit.reference,
        archive.catalogue,
        archive.watch,
        archive.clock,
        x_search=archive.settings.x_search_open,
    )
    resolution = again.resolution
    demand_reachable(visit.reference, resolution)
    if visit.reason is Reason.NIGHTLY and not again.changes:
        seen = Observation(
            visit_id=visit.id,
            embed_id=resolution.embed.id,
            at=archive.clock(),
            availability=resolution.availability,
            stage=again.standing.stage,
        )
        await archive.catalogue.observe(seen)
        return None
    isolation = Isolation.HOST if visit.reason is Reason.NIGHTLY else Isolation.CONTEXT
    taken = await capture(archive.browser, resolution, isolation=isolation)
    taken = await with_media(archive.media or archive.fetcher, taken, resolution.post, archive.settings.media_bytes)
    circumstances = await _circumstances(archive, visit, resolution.embed.id)
    snapshot = await asyncio.to_thread(seal, taken, resolution, circumstances)
    await archive.ledger.announce(visit, snapshot.folder)
    await put(archive.store, snapshot)
    return await _enter(archive, read(snapshot.manifest))


async def _enter(archive: Archive, manifest: Manifest) -> SnapshotId:
    """Enter a snapshot; the quotes that turn out to be this post get their exact places."""
    await archive.catalogue.add(manifest)
    for article in (await archive.catalogue.embed(manifest.embed.id)).articles:
        await settle(archive, article.id)
    return manifest.id


async def settle(archive: Archive, article: ArticleId) -> None:
    """Place an article's quotes by the words of their originals, as far as these are known."""
    said = await archive.catalogue.quoted(article)
    if said:
        kept = await read_article(archive.store, article)
        placed = await asyncio.to_thread(references.settled, kept.article, kept.references, said)
        await archive.catalogue.place(article, {number: placed[number] for number in said})


async def seal_runs(archive: Archive) -> int:
    """Write the observations of every run that is done into the store; gives how many runs were written.

    Any number of workers may do it at once: what one of them has written stands, and the others book the same.
    """
    done = await archive.catalogue.unsealed_runs()
    for run_id in done:
        observed = [replace(each, run_id=run_id) for each in await archive.catalogue.unsealed(run_id)]
        if observed:
            await archive.catalogue.sealed(run_id, await put_run(archive.store, run_id, observed))
    return len(done)


async def explain(archive: Archive, name: str) -> tuple[Explanation, ...]:
    """Say which rules and attempts led where: of an embed, a snapshot, or each reference of an article.

    Raises NotFound, StoreFailed.
    """
    if name.startswith("article-"):
        article = await archive.catalogue.article(name)
        return tuple([await _explain(archive, standing.embed_id, standing.reference) for standing in article.standings])
    newest = await archive.catalogue.newest_snapshot(name)
    record = newest or await archive.catalogue.snapshot(name)
    return (await _explain(archive, record.embed_id, None, record.id),)


async def _explain(
    archive: Archive, embed_id: EmbedId, reference: Reference | None, snapshot_id: SnapshotId | None = None
) -> Explanation:
    newest = None if snapshot_id else await archive.catalogue.newest_snapshot(embed_id)
    record = await archive.catalogue.snapshot(snapshot_id) if snapshot_id else newest
    sealed = None if record is None else await committed(archive.store, record.folder)
    return explanation(embed_id, reference, None if sealed is None else read(sealed))


async def verify_snapshot(archive: Archive, snapshot_id: str) -> tuple[Check, ...]:
    """Read every stored file of a snapshot back and check it. Raises NotFound."""
    record = await archive.catalogue.snapshot(snapshot_id)
    files = await read_snapshot(archive.store, record.folder)
    blobs = await read_blobs(archive.store, [one.sha256 for one in record.media if one.sha256 is not None])
    return await asyncio.to_thread(verify, files, folder=record.folder, blobs=blobs)


async def reindex(archive: Archive) -> AsyncIterator[str]:
    """Rebuild the catalogue from the store alone; gives the name of each snapshot and article as it is entered."""
    await archive.catalogue.forget()
    async for kept in articles(archive.store):
        await archive.catalogue.add_article(kept)
        yield kept.id
    async for folder, sealed in manifests(archive.store):
        await archive.catalogue.add(read(sealed))
        yield folder
    async for kept in articles(archive.store):
        await settle(archive, kept.id)
    async for observations in runs(archive.store):
        for each in observations:
            await archive.catalogue.observe(each)


async def _circumstances(archive: Archive, visit: Visit, embed_id: EmbedId) -> Circumstances:
    previous = await archive.catalogue.newest_snapshot(embed_id)
    return Circumstances(
        snapshot_id=SnapshotId(archive.new_id()),
        visit_id=visit.id,
        created=archive.clock(),
        producer=archive.producer,
        reason=visit.reason,
        requested_by=visit.requested_by,
        article_id=visit.article_id,
        supersedes=previous.id if previous else None,
        previous_manifest_sha256=previous.manifest_sha256 if previous else None,
    )
