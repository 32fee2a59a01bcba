"""The keys of callers: created, listed, looked up, revoked. A secret is never here, only its digest."""

from datetime import datetime
from typing import Any

from service.catalogue.database import Database
from service.errors import NotFound
from service.model.key import Key, Scope


class Keys:
    """Keeps the keys. A revoked one stays in the list: once there was a key, the service is never open again."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def add(self, key: Key) -> None:
        """Enter a new key."""
        await self.database.all(
            "add_key",
            id=key.id,
            label=key.name,
            sha256=key.sha256,
            scopes=[scope.value for scope in key.scopes],
            created=key.created,
        )

    async def list(self) -> tuple[Key, ...]:
        """Give every key, revoked ones too, oldest first."""
        return tuple(map(_key, await self.database.all("keys")))

    async def look_up(self, key_id: str) -> tuple[Key | None, bool]:
        """Give the key of that id, if there is one, and whether there is or was any key at all."""
        row = await self.database.one("look_up_key", id=key_id)
        assert row is not None, "the statement always gives one row"
        return (None if row["id"] is None else _key(row)), row["closed"]

    async def revoke(self, key_id: str, at: datetime) -> Key:
        """End a key; from now on nobody comes in with it. Again is nothing new. Raises NotFound."""
        row = await self.database.one("revoke_key", id=key_id, at=at)
        if row is None:
            raise NotFound(f"There is no key “{key_id[:40]}”.", hint="`holdfast keys list` shows them all.")
        return _key(row)


def _key(row: dict[str, Any]) -> Key:
    return Key(
        id=row["id"],
        name=row["name"],
        scopes=tuple(map(Scope, row["scopes"])),
        sha256=row["sha256"],
        created=row["created"],
        revoked=row["revoked"],
    )
