"""The control desk: the world's verbs over HTTP, for whoever runs the replica as a process of its own."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from tests.replica.posts import add_all
from tests.replica.records import Record
from tests.replica.site import Answer, Ask, Site, document
from tests.replica.world import World

desk = Site("replica.test", "127.0.0.1", "localhost")
SITES = (desk,)

VERBS: dict[str, Callable[[World, dict[str, Any]], Any]] = {
    "add": lambda world, said: [_told(record) for record in add_all(world, said)],
    "delete": lambda world, said: _told(world.delete(said["id"])),
    "protect": lambda world, said: _told(world.protect(said["id"])),
    "suspend": lambda world, said: _told(world.suspend(said["id"])),
    "leave": lambda world, said: _told(world.leave(said["id"])),
    "gate": lambda world, said: _told(world.gate(said["id"])),
    "withhold": lambda world, said: _told(world.withhold(said["id"])),
    "remove": lambda world, said: _told(world.remove(said["id"])),
    "restore": lambda world, said: _told(world.restore(said["id"])),
    "edit": lambda world, said: _told(world.edit(said["id"], said["text"])),
    "slow_down": lambda world, said: world.slow_down(said["where"], float(said["seconds"])),
    "fail": lambda world, said: world.fail(said["where"], said.get("status", 503)),
    "recover": lambda world, said: world.recover(said.get("where")),
    "forget_requests": lambda world, _: world.requests.clear(),
}


@desk.at(r"/control/requests")
def requests(ask: Ask, _: re.Match[str]) -> Answer:
    """What was asked so far; `?host=` narrows."""
    host = ask.query.get("host")
    return document({"requests": [asdict(one) for one in list(ask.world.requests) if host in {None, one.host}]})


@desk.at(r"/control/world")
def world(ask: Ask, _: re.Match[str]) -> Answer:
    """All that is posted, and what became of it."""
    return document({"records": [_told(record) for record in ask.world.records.values()], "links": ask.world.links})


@desk.at(r"/control/(?P<verb>[a-z_]+)")
def verb(ask: Ask, match: re.Match[str]) -> Answer:
    """One verb with its words as a JSON object: `POST /control/delete {"id": "…"}`."""
    if ask.method != "POST" or match["verb"] not in VERBS:
        return document({"error": f"POST one of {', '.join(VERBS)}"}, status=405 if match["verb"] in VERBS else 404)
    try:
        said = json.loads(ask.body or b"{}")
        return document({"result": VERBS[match["verb"]](ask.world, said)})
    except (KeyError, TypeError, ValueError) as error:
        return document({"error": f"{type(error).__name__}: {error}"}, status=400)


def _told(record: Record) -> dict[str, Any]:
    said = {name: getattr(record, name) for name in ("id", "url", "fate")}
    text = getattr(record, "text", None) or getattr(record, "title", "")
    return {"kind": type(record).__name__, **said, "text": text}
