"""What was seen of each embed, visit by visit, and which visits found nothing new."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from service.catalogue.database import Database
from service.model.availability import Availability, Stage
from service.model.embed import Embed
from service.model.ids import EmbedId, OperationId, VisitId
from service.model.observation import Observation, Past, Sighting
from service.model.post import Post
from service.model.wire import as_json, from_json

SIGHTINGS = 60
"""Visits that are remembered when an embed is judged again: two months of nights."""


class History:
    """Knows what was seen of each embed."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def past(self, embed_id: EmbedId) -> Past | None:
        """Give what is remembered of an embed, by any of its names; None when it is not kept."""
        row = await self.database.one("embed", id=embed_id)
        if row is None:
            return None
        aliases = await self.database.all("aliases", embed_id=row["id"])
        seen = await self.database.all("sightings", embed_id=row["id"], limit=SIGHTINGS)
        return Past(
            availability=availability_of(row),
            post=None if row["post"] is None else from_json(Post, row["post"], "the catalogue"),
            names=frozenset({EmbedId(row["id"]), *(EmbedId(alias["alias"]) for alias in aliases)}),
            sightings=tuple(Sighting.of(availability_of(each), each["at"]) for each in reversed(seen)),
        )

    async def neighbours(self, embed: Embed, *, limit: int) -> tuple[Embed, ...]:
        """Give other embeds of the same platform and host that were alive when last seen, each by another author."""
        scheme, _, rest = (embed.url or "").partition("://")
        origin = f"{scheme}://{rest.partition('/')[0]}/"
        rows = await self.database.all("neighbours", platform=embed.platform, id=embed.id, origin=origin, limit=limit)
        return tuple(
            Embed(id=EmbedId(row["id"]), platform=row["platform"], post_id=row["post_id"], url=row["url"])
            for row in rows
        )

    async def observe(self, observation: Observation) -> None:
        """Enter a visit that found nothing new. Entering it again changes nothing."""
        async with self.database.transaction() as connection:
            await self.database.all("add_observation", connection, **as_row(observation))
            await self.database.all("summarise_embed", connection, embed_id=observation.embed_id)

    async def observations(self, embed_id: EmbedId, *, limit: int = 500) -> tuple[Observation, ...]:
        """Give the visits that found nothing new, newest first."""
        rows = await self.database.all("observations", embed_id=embed_id, limit=limit)
        return tuple(map(_observation, rows))

    async def unsealed(self, operation_id: OperationId) -> tuple[Observation, ...]:
        """Give the observations of an operation that lie in no sealed run yet."""
        rows = await self.database.all("unsealed_observations", operation_id=operation_id)
        return tuple(map(_observation, rows))

    async def unsealed_runs(self) -> tuple[OperationId, ...]:
        """Name the operations that are done and whose observations lie in no sealed run yet."""
        return tuple(OperationId(row["operation_id"]) for row in await self.database.all("unsealed_runs"))

    async def sealed(self, run_id: OperationId, observations: Iterable[Observation]) -> None:
        """Book that these observations lie in this run."""
        async with self.database.transaction() as connection:
            rows = [{"run_id": run_id, "visit_id": each.visit_id} for each in observations]
            await self.database.many("seal_observation", connection, list(rows))

    async def due(self, now: datetime, *, limit: int) -> tuple[EmbedId, ...]:
        """Name the embeds that are to be looked at again, those longest unseen first."""
        return tuple(EmbedId(row["id"]) for row in await self.database.all("due", now=now, limit=limit))

    async def embed_ids(self, *, after: str = "", limit: int = 1000) -> tuple[EmbedId, ...]:
        """Name embeds in the order of their names, after this one."""
        return tuple(EmbedId(row["id"]) for row in await self.database.all("embed_ids", after=after, limit=limit))


def availability_of(row: dict[str, Any]) -> Availability:
    """Read a row's availability."""
    return cast("Availability", from_json(Availability, row["availability"], "the catalogue"))


def as_row(observation: Observation) -> dict[str, Any]:
    """Give the columns of an observation."""
    return {
        "visit_id": observation.visit_id,
        "embed_id": observation.embed_id,
        "at": observation.at,
        "availability": as_json(observation.availability),
        "stage": observation.stage.value,
        "run_id": observation.run_id,
    }


def _observation(row: dict[str, Any]) -> Observation:
    return Observation(
        visit_id=VisitId(row["visit_id"]),
        embed_id=EmbedId(row["embed_id"]),
        at=row["at"],
        availability=availability_of(row),
        stage=Stage(row["stage"]),
        run_id=row["run_id"],
    )
