"""Taking work in: what was accepted survives any crash, and what is refused changes nothing.

Accepting is one transaction: rows of the ledger and the tickets that call a worker to them.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from service import platforms, references
from service.catalogue.holdings import enter_article
from service.catalogue.keys import Keys
from service.errors import BadUrl, Conflict, InvalidRequest, NotFound
from service.model.article import Article, KeptArticle
from service.model.ids import ArticleId, OperationId, SnapshotId, VisitId, article_id
from service.model.reference import Kind, Reference
from service.model.work import Operation, Reason, Visit
from service.net.addresses import demand_public
from service.pipeline import Archive, settle
from service.seal.reading import read
from service.store.articles import put_article, read_article
from service.store.snapshots import committed


async def accept_article(archive: Archive, article: Article, *, requested_by: str = "local") -> Operation:
    """Take an article in: find its references and book a visit for each that is not kept yet.

    The article lies in the store before anything is booked; the booking is one transaction. The same submission again
    is the same article. Raises StoreFailed or CatalogueFailed when nothing was accepted, TooMany or TooLarge when the
    key may not ask for so many visits.
    """
    kept, is_new = await _kept_article(archive, article)
    held = await archive.catalogue.kept({reference.embed_id for reference in kept.references})
    wanted = {reference.embed_id: reference for reference in reversed(kept.references)}
    missing = [reference for name, reference in reversed(wanted.items()) if name not in held]
    await _keys(archive).demand_room(requested_by, len(missing), archive.clock())
    if is_new:
        await put_article(archive.store, kept)
    async with archive.ledger.database.transaction() as connection:
        await enter_article(archive.catalogue.database, connection, kept)
        operation = await _book(
            archive, connection, missing, reason=Reason.ARTICLE, requested_by=requested_by, article=kept.id
        )
    await settle(archive, kept.id)
    return operation


async def accept_address(archive: Archive, url: str, *, requested_by: str = "local") -> Operation:
    """Take one address in and book a visit, also when it is kept already.

    Raises BadUrl for what is no web address and EgressRefused for one that no visit would open, changing nothing.
    """
    reference = references.address(url)
    demand_public(reference.url or url)
    async with archive.ledger.database.transaction() as connection:
        return await _book(archive, connection, [reference], reason=Reason.ON_DEMAND, requested_by=requested_by)


async def accept_revisit(
    archive: Archive, embed_id: str, *, reason: Reason = Reason.MANUAL, requested_by: str = "local"
) -> Operation:
    """Book another visit of an embed that is kept. Raises NotFound."""
    record = await archive.catalogue.embed(embed_id)
    known = await read_reference(archive, record.newest_snapshot)
    async with archive.ledger.database.transaction() as connection:
        return await _book(archive, connection, [known], reason=reason, requested_by=requested_by)


async def accept_revisits(archive: Archive, names: Iterable[str], *, requested_by: str = "local") -> Operation:
    """Book a look at each of these embeds, as every night: a snapshot of what is new, else an observation.

    One that is being visited already is shared. Raises NotFound, changing nothing.
    """
    known = []
    for name in names:
        record = await archive.catalogue.embed(name)
        url = record.embed.url
        known.append(references.address(url) if url else await read_reference(archive, record.newest_snapshot))
    async with archive.ledger.database.transaction() as connection:
        return await _book(archive, connection, known, reason=Reason.NIGHTLY, requested_by=requested_by)


async def accept_choice(
    archive: Archive,
    article: str,
    number: int,
    *,
    post_id: str | None = None,
    url: str | None = None,
    requested_by: str = "local",
) -> Operation:
    """Take a person's word for which post a flattened quote is, and book a visit of it.

    `number`: position among the article's references, from 0; the post by its id or its address. The quote's own name stays as an alias of the post.
    Raises NotFound, BadUrl when the address names no post of the quote's platform, InvalidRequest when the reference is
    no quote, Conflict when the quote is being looked for at this moment.
    """
    kept = await read_article(archive.store, ArticleId(article))
    if number >= len(kept.references):
        raise NotFound(f"The article has {len(kept.references)} references, counted from 0.")
    found = kept.references[number]
    if found.kind is not Kind.QUOTE:
        raise InvalidRequest("Only a quote needs somebody to say which post it is.")
    platform = platforms.discover().get(found.platform)
    address = url or (platform.url(post_id) if platform is not None and post_id else "")
    meant = references.address(address)
    if meant.post_id is None or meant.platform != found.platform:
        raise BadUrl(f"This address names no post of {found.platform}.", hint="Give the address of the post itself.")
    chosen = replace(found, post_id=meant.post_id, url=meant.url, chosen_by=requested_by)
    async with archive.ledger.database.transaction() as connection:
        return await _book(
            archive, connection, [chosen], reason=Reason.MANUAL, requested_by=requested_by, article=kept.id
        )


async def read_reference(archive: Archive, snapshot_id: SnapshotId) -> Reference:
    """Give the reference a snapshot was made for; one made for an address alone gives that address."""
    record = await archive.catalogue.snapshot(snapshot_id)
    sealed = await committed(archive.store, record.folder)
    if sealed is None:
        raise NotFound(f"The manifest of snapshot {snapshot_id} is not in the store.")
    manifest = read(sealed)
    if manifest.embed.url:
        return references.address(manifest.embed.url)
    return references.from_json(manifest.body["resolution"]["reference"])


def _keys(archive: Archive) -> Keys:
    return Keys(archive.ledger.database)


async def _kept_article(archive: Archive, article: Article) -> tuple[KeptArticle, bool]:
    """Give the article as it lies in the store, or as it is to be put there, and whether it is new."""
    name = article_id(
        article.format.value,
        article.body,
        article.source_url or "",
        article.title or "",
        article.system or "",
        article.external_id or "",
    )
    try:
        return await read_article(archive.store, name), False
    except NotFound:
        found = await asyncio.to_thread(references.find, article)
        return KeptArticle(id=name, received=archive.clock(), article=article, references=found), True


async def _book(
    archive: Archive,
    connection: AsyncConnection[DictRow],
    wanted: Iterable[Reference],
    *,
    reason: Reason,
    requested_by: str,
    article: ArticleId | None = None,
) -> Operation:
    wanted, visits = tuple(wanted), []
    await _keys(archive).demand_room(requested_by, len(wanted), archive.clock(), connection)
    for reference in wanted:
        visit = Visit(
            id=VisitId(archive.new_id()),
            embed_id=reference.embed_id,
            reference=reference,
            reason=reason,
            requested_by=requested_by,
            article_id=article,
            created=archive.clock(),
        )
        opened, is_new = await archive.ledger.open(connection, visit)
        if is_new:
            await archive.tickets.issue(connection, opened, reason=reason)
        else:
            if reference.chosen_by is not None and not await archive.ledger.redirect(connection, opened, visit):
                raise Conflict("The quote is being looked for at this moment.", hint="Choose again when that is done.")
            visit = await archive.ledger.visit(opened, connection)
        visits.append(visit)
    operation = Operation(
        id=OperationId(archive.new_id()), created=archive.clock(), article_id=article, visits=tuple(visits)
    )
    await archive.ledger.bundle(connection, operation)
    return operation
