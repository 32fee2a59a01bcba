"""What looking again may rely on to know of earlier visits, and the fake beside it."""

from typing import Protocol

from service.model.embed import Embed
from service.model.ids import EmbedId
from service.model.observation import Past


class Memory(Protocol):
    """Remembers what earlier visits saw."""

    async def past(self, embed_id: EmbedId) -> Past | None:
        """Give what is remembered of an embed, by any of its names; None when it is not kept."""

    async def neighbours(self, embed: Embed, *, limit: int) -> tuple[Embed, ...]:
        """Give other embeds of the same platform and host that were alive when last seen, each by another author."""


class ForgetfulMemory:
    """A memory that a test fills: knows what it was told and nothing else."""

    def __init__(self) -> None:
        self.kept: dict[EmbedId, Past] = {}
        self.alive: list[Embed] = []

    async def past(self, embed_id: EmbedId) -> Past | None:
        """Give what was told of it."""
        return next((past for past in self.kept.values() if embed_id in past.names), None)

    async def neighbours(self, embed: Embed, *, limit: int) -> tuple[Embed, ...]:
        """Give those that were told to be alive."""
        return tuple(other for other in self.alive if other.id != embed.id)[:limit]
