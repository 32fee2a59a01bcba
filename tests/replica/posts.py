"""Posts from a file: what a person writes in JSON or TOML becomes the replica's world.

{"x": [{"handle", "name", "text", "created" (ISO) or "day", "pictures": ["caption"], "media_code", "archived"}],
 "bluesky": […], "mastodon": […], "video": […], "page": [{"address", "title", "paragraphs", "published"}],
 "links": {"t.co/abc": "https://…"}}
"""

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.replica.quotes import archive_post
from tests.replica.records import Record, XPost
from tests.replica.world import World


def load(world: World, path: Path) -> list[Record]:
    """Add everything in the file. Raises ValueError when it is neither JSON nor TOML, KeyError on unknown kinds."""
    text = path.read_text(encoding="utf-8")
    return add_all(world, tomllib.loads(text) if path.suffix == ".toml" else json.loads(text))


def add_all(world: World, said: dict[str, Any]) -> list[Record]:
    """Add everything that is named, in order. A post on X with `archived` also goes into the archive."""
    verbs = {
        "x": world.add_x_post,
        "bluesky": world.add_bluesky_post,
        "mastodon": world.add_mastodon_post,
        "video": world.add_video,
        "page": lambda **words: world.add_page(words.pop("address"), **words),
    }
    added: list[Record] = []
    for kind, items in said.items():
        if kind == "links":
            world.links.update(items)
            continue
        for item in items:
            record = verbs[kind](**_with_times(item))
            added.append(record)
            if isinstance(record, XPost) and record.archived:
                archive_post(world, record)
    return added


def _with_times(item: dict[str, Any]) -> dict[str, Any]:
    words = {name: tuple(value) if isinstance(value, list) else value for name, value in item.items()}
    if "day" in words:
        words["created"] = str(words.pop("day")) + "T14:23:00+00:00"
    for name in ("created", "published", "modified", "edited"):
        if words.get(name):
            moment = datetime.fromisoformat(str(words[name]))
            words[name] = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return words
