"""The keys of callers: created, listed, looked up, revoked. A secret is never here, only its digest."""

from datetime import datetime, timedelta
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from service.catalogue.database import Database
from service.errors import NotFound, TooLarge, TooMany
from service.model.key import Key, Scope

_DAY = timedelta(hours=24)


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
            body_bytes=key.body_bytes,
            visits_a_day=key.visits_a_day,
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

    async def demand_room(
        self, key_id: str, wanted: int, now: datetime, connection: AsyncConnection[DictRow] | None = None
    ) -> None:
        """Let a key ask for so many more visits, within the 24 hours before `now`; on every host they are the same.

        Inside a transaction the answer holds until its end. Raises TooMany with the seconds until there is room,
        TooLarge when there never will be.
        """
        row = await self.database.one("lock_allowance", connection, id=key_id)
        if row is None or not wanted:
            return
        most, since = row["visits_a_day"], now - _DAY
        if wanted > most:
            raise TooLarge(
                f"This asks for {wanted} visits, and the key may ask for {most} in 24 hours.",
                hint="Use a key with a greater `--visits-a-day`, or hand in less at once.",
            )
        counted = await self.database.one("asked_since", connection, id=key_id, since=since)
        assert counted is not None
        over = counted["visits"] + wanted - most
        if over <= 0:
            return
        oldest = await self.database.one("asked_at", connection, id=key_id, since=since, number=over - 1)
        assert oldest is not None, "no more than were asked for are over, since the new ones alone are not"
        raise TooMany(
            f"This asks for {wanted} visits; the key has asked for {counted['visits']} of its {most} in 24 hours.",
            wait=(oldest["created"] + _DAY - now).total_seconds(),
            hint="Wait as long as Retry-After says, or use a key with a greater `--visits-a-day`.",
        )


def _key(row: dict[str, Any]) -> Key:
    return Key(
        id=row["id"],
        name=row["name"],
        scopes=tuple(map(Scope, row["scopes"])),
        sha256=row["sha256"],
        created=row["created"],
        revoked=row["revoked"],
        body_bytes=row["body_bytes"],
        visits_a_day=row["visits_a_day"],
    )
