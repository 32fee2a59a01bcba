"""What `holdfast keys` does: callers' keys are made, shown and ended from the command line alone."""

import json
import os
from datetime import UTC, datetime

import click

from service.catalogue.keys import Keys
from service.model.key import ID_BYTES, SECRET_BYTES, Key, Scope, make
from service.settings import Settings
from service.wiring import open_archive


async def create(
    settings: Settings,
    name: str,
    scopes: tuple[Scope, ...],
    *,
    body_bytes: int | None,
    visits_a_day: int | None,
    as_json: bool,
) -> int:
    """Make a key and print it, this once."""
    key, token = make(
        name,
        tuple(dict.fromkeys(scopes)),
        created=datetime.now(UTC),
        random=os.urandom(ID_BYTES + SECRET_BYTES),
        body_bytes=body_bytes,
        visits_a_day=visits_a_day,
    )
    async with open_archive(settings, browsing=False) as opened:
        await Keys(opened.archive.catalogue.database).add(key)
    if as_json:
        click.echo(json.dumps(_plain(key) | {"key": token}, ensure_ascii=False))
    else:
        click.echo(token)
        click.echo("This is the only time that the key is shown; send it as `Authorization: Bearer …`.", err=True)
    return 0


async def show(settings: Settings, *, as_json: bool) -> int:
    """Print every key."""
    async with open_archive(settings, browsing=False) as opened:
        known = await Keys(opened.archive.catalogue.database).list()
    if as_json:
        click.echo(json.dumps({"keys": [_plain(key) for key in known]}, ensure_ascii=False, indent=1))
        return 0
    for key in known:
        state = f"revoked {key.revoked:%Y-%m-%d %H:%M}" if key.revoked else "in use"
        click.echo(
            f"{key.id}\t{','.join(key.scopes)}\t{key.created:%Y-%m-%d %H:%M}\t{state}\t{_limits(key)}\t{key.name}"
        )
    if not known:
        click.echo("There are no keys: the service is open on loopback, and starts nowhere else.", err=True)
    return 0


async def revoke(settings: Settings, key_id: str) -> int:
    """End a key."""
    async with open_archive(settings, browsing=False) as opened:
        key = await Keys(opened.archive.catalogue.database).revoke(key_id, datetime.now(UTC))
    click.echo(f"The key {key.id} ({key.name}) opens nothing any more.")
    return 0


def _limits(key: Key) -> str:
    told = (
        f"{key.body_bytes:,} bytes" if key.body_bytes is not None else "",
        f"{key.visits_a_day:,} visits a day" if key.visits_a_day is not None else "",
    )
    return ", ".join(filter(None, told)) or "no limits of its own"


def _plain(key: Key) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": [scope.value for scope in key.scopes],
        "created": key.created.isoformat(),
        "revoked": key.revoked.isoformat() if key.revoked else None,
        "body_bytes": key.body_bytes,
        "visits_a_day": key.visits_a_day,
    }
