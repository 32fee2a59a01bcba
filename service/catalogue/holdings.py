"""What we hold: one method per question. Rows are made from manifests alone, so the store can rebuild them."""

from collections.abc import Iterable, Mapping
from typing import Any

from psycopg.types.json import Jsonb

from service.catalogue.database import Database
from service.catalogue.history import History, availability_of
from service.catalogue.records import (
    ArticleBrief,
    ArticleRecord,
    EmbedQuery,
    EmbedRecord,
    SnapshotRecord,
    Standing,
)
from service.errors import NotFound
from service.model.article import KeptArticle
from service.model.availability import Availability
from service.model.capture import Grade, Outcome
from service.model.embed import Embed
from service.model.framing import Method
from service.model.ids import ArticleId, EmbedId, SnapshotId
from service.model.manifest import FileEntry, Manifest, MediumEntry
from service.model.post import Post
from service.model.reference import Reference
from service.model.resolution import Suggestion
from service.model.snapshot import snapshot_folder
from service.model.wire import as_json, from_json, reference_as_json, reference_from_json
from service.model.work import Reason, Status


class Catalogue(History):
    """Knows every embed, snapshot and article we hold, and what was seen of each."""

    async def ping(self) -> None:
        """Check that the database answers. Raises CatalogueFailed when it does not."""
        await self.database.ping()

    async def add(self, manifest: Manifest) -> None:
        """Enter a sealed snapshot with its embed and its other names. Entering it again changes nothing."""
        async with self.database.transaction() as connection:
            await self.database.all("add_snapshot", connection, **_snapshot_row(manifest))
            for alias in manifest.aliases:
                await self.database.all("add_alias", connection, alias=alias, embed_id=manifest.embed.id)
            await self.database.all("summarise_embed", connection, embed_id=manifest.embed.id)

    async def add_article(self, kept: KeptArticle) -> None:
        """Enter an article with its references. Entering it again changes nothing."""
        async with self.database.transaction() as connection:
            await enter_article(self.database, connection, kept)

    async def embed(self, embed_id: str) -> EmbedRecord:
        """Give an embed by its name or another name that leads to it. Raises NotFound."""
        row = await self.database.one("embed", id=embed_id)
        if row is None:
            raise NotFound(f"No embed is kept under the id “{embed_id[:80]}”.")
        snapshots = await self.database.all("snapshots", embed_id=row["id"])
        articles = await self.database.all("articles_of_embed", embed_id=row["id"])
        aliases = await self.database.all("aliases", embed_id=row["id"])
        return _embed(
            row,
            snapshots=tuple(map(_snapshot, snapshots)),
            articles=tuple(map(_brief, articles)),
            aliases=tuple(EmbedId(alias["alias"]) for alias in aliases),
        )

    async def embeds(self, query: EmbedQuery) -> tuple[EmbedRecord, ...]:
        """List embeds, last visited first, `query.limit` at most."""
        time, name = query.after or (None, None)
        rows = await self.database.all(
            "embeds",
            q=query.q,
            platform=query.platform,
            availability=query.availability,
            author=query.author,
            since=query.since,
            until=query.until,
            after_time=time,
            after_id=name,
            limit=query.limit,
        )
        return tuple(_embed(row, shown_files=_files(row["shown_files"])) for row in rows)

    async def snapshot(self, snapshot_id: str) -> SnapshotRecord:
        """Give one snapshot. Raises NotFound."""
        row = await self.database.one("snapshot", id=snapshot_id)
        if row is None:
            raise NotFound(f"No snapshot is kept under the id “{snapshot_id[:80]}”.")
        return _snapshot(row)

    async def newest_snapshot(self, embed_id: str) -> SnapshotRecord | None:
        """Give the newest snapshot of an embed, if any."""
        row = await self.database.one("embed", id=embed_id)
        return None if row is None else await self.snapshot(row["newest_snapshot"])

    async def kept(self, names: Iterable[EmbedId]) -> frozenset[EmbedId]:
        """Say which of these names lead to an embed with a snapshot."""
        rows = await self.database.all("kept", names=list(names))
        return frozenset(EmbedId(row["name"]) for row in rows)

    async def article(self, article_id: str) -> ArticleRecord:
        """Give an article and how each of its references stands. Raises NotFound."""
        row = await self.database.one("article", id=article_id)
        if row is None:
            raise NotFound(f"No article is kept under the id “{article_id[:80]}”.")
        standings = await self.database.all("standings", id=article_id)
        return ArticleRecord(brief=_brief(row), standings=tuple(map(_standing, standings)))

    async def quoted(self, article_id: str) -> dict[int, str]:
        """Give what the original of each quote of an article says, by the quote's number, where it is known."""
        rows = await self.database.all("quoted", id=article_id)
        return {row["ordinal"]: row["said"] for row in rows}

    async def place(self, article_id: str, references: Mapping[int, Reference]) -> None:
        """Enter the exact places of some references of an article, by their numbers."""
        rows: list[Mapping[str, Any]] = [
            {"article_id": article_id, "ordinal": number, "reference": Jsonb(reference_as_json(reference))}
            for number, reference in references.items()
        ]
        async with self.database.transaction() as connection:
            await self.database.many("place_reference", connection, rows)

    async def article_by_source(self, system: str, external_id: str) -> ArticleBrief | None:
        """Give the newest version of a CMS's article, if any."""
        row = await self.database.one("article_by_source", system=system, external_id=external_id)
        return None if row is None else _brief(row)

    async def articles(self, *, after: tuple[Any, str] | None = None, limit: int = 30) -> tuple[ArticleBrief, ...]:
        """List articles, newest first."""
        time, name = after or (None, None)
        rows = await self.database.all("articles", after_time=time, after_id=name, limit=limit)
        return tuple(map(_brief, rows))

    async def forget(self) -> None:
        """Empty everything that can be rebuilt from the store; work that is open stays."""
        async with self.database.transaction() as connection:
            await self.database.all("forget", connection)
            await self.database.all("forget_observations", connection)


async def enter_article(database: Database, connection: Any, kept: KeptArticle) -> None:
    """Enter an article inside a transaction that somebody else holds."""
    article = kept.article
    await database.all(
        "add_article",
        connection,
        id=kept.id,
        received=kept.received,
        system=article.system,
        external_id=article.external_id,
        source_url=article.source_url,
        title=article.heading,
        format=article.format.value,
    )
    await database.many(
        "add_reference",
        connection,
        [
            {
                "article_id": kept.id,
                "ordinal": ordinal,
                "embed_id": reference.embed_id,
                "reference": Jsonb(reference_as_json(reference)),
            }
            for ordinal, reference in enumerate(kept.references)
        ],
    )


def _snapshot_row(manifest: Manifest) -> dict[str, Any]:
    return {
        "id": manifest.id,
        "embed_id": manifest.embed.id,
        "created": manifest.created,
        "folder": snapshot_folder(manifest.embed.id, manifest.created, manifest.id),
        "grade": manifest.grade.value,
        "outcome": manifest.outcome.value,
        "method": manifest.method.value,
        "rehearsal": manifest.rehearsal,
        "manifest_sha256": manifest.sha256,
        "reason": manifest.reason.value,
        "article_id": manifest.article_id,
        "visit_id": manifest.visit_id,
        "supersedes": manifest.supersedes,
        "embed": as_json(manifest.embed),
        "post": as_json(manifest.post),
        "availability": as_json(manifest.availability),
        "warnings": Jsonb(as_json(manifest.warnings)),
        "files": Jsonb(as_json(manifest.files)),
        "candidates": Jsonb(as_json(manifest.candidates)),
        "media": Jsonb(as_json(manifest.media)),
    }


def _post(data: Any) -> Post | None:
    return None if data is None else from_json(Post, data, "the catalogue")


def _files(data: Any) -> tuple[FileEntry, ...]:
    return tuple(from_json(FileEntry, entry, "the catalogue") for entry in data)


def _suggestions(data: Any) -> tuple[Suggestion, ...]:
    return tuple(from_json(Suggestion, each, "the catalogue") for each in data)


def _snapshot(row: dict[str, Any]) -> SnapshotRecord:
    return SnapshotRecord(
        id=SnapshotId(row["id"]),
        embed_id=EmbedId(row["embed_id"]),
        created=row["created"],
        folder=row["folder"],
        grade=Grade(row["grade"]),
        outcome=Outcome(row["outcome"]),
        method=Method(row["method"]),
        rehearsal=row["rehearsal"],
        reason=Reason(row["reason"]),
        manifest_sha256=row["manifest_sha256"],
        post=_post(row["post"]),
        availability=availability_of(row),
        warnings=tuple(row["warnings"]),
        files=_files(row["files"]),
        supersedes=row["supersedes"],
        candidates=_suggestions(row["candidates"]),
        media=tuple(from_json(MediumEntry, each, "the catalogue") for each in row["media"]),
    )


def _embed(row: dict[str, Any], **more: Any) -> EmbedRecord:
    return EmbedRecord(
        embed=Embed(id=EmbedId(row["id"]), platform=row["platform"], post_id=row["post_id"], url=row["url"]),
        availability=availability_of(row),
        post=_post(row["post"]),
        first_seen=row["first_seen"],
        last_visited=row["last_visited"],
        newest_snapshot=SnapshotId(row["newest_snapshot"]),
        shown_snapshot=SnapshotId(row["shown_snapshot"]),
        **more,
    )


def _brief(row: dict[str, Any]) -> ArticleBrief:
    return ArticleBrief(
        id=ArticleId(row["id"]),
        received=row["received"],
        title=row["title"],
        source_url=row["source_url"],
        system=row["system"],
        external_id=row["external_id"],
        format=row["format"],
    )


def _standing(row: dict[str, Any]) -> Standing:
    kept = row["shown_snapshot"] is not None
    return Standing(
        reference=reference_from_json(row["reference"]),
        embed_id=EmbedId(row["embed_id"]),
        status=Status.KEPT if kept else Status(row["status"] or Status.QUEUED),
        snapshot_id=row["shown_snapshot"],
        availability=from_json(Availability, row["availability"], "the catalogue") if kept else None,
        sentence=None if kept else row["sentence"],
        candidates=_suggestions(row["candidates"] or []),
    )
