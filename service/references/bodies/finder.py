"""All references of one JSON body.

Which place is a reference's: `pointer` always names a string, and `start` and `end` count inside it. Where an object
names its embed more than once, the string is kept that holds HTML, because what a CMS puts there instead is HTML; else
the first that is an address (then the whole string is the place), else the bare id (the whole string again). Only an id
that stands as a JSON number has no string: its pointer names the object and its place is empty (0, 0). In a string of
base64 the place is the whole string; in JSON held as a string it counts in that string, escapes and all.
"""

import json
from collections.abc import Iterable
from dataclasses import replace

from service.model.reference import Kind, Reference
from service.references.bodies import evidence
from service.references.bodies.places import TOP
from service.references.bodies.reading import Scene, Tools, read
from service.references.bodies.walker import Walk
from service.references.text import finder as text_finder


def find(body: str, base: str | None = None, own: frozenset[str] = frozenset()) -> list[Reference]:
    """Find embeds, links and flattened posts in reading order.

    Bounds: 100 levels, pointers of 1,000 characters; what lies beyond is not read. Never raises: a body that is no JSON
    after all is read as text.
    """
    try:
        parsed = json.loads(body.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return text_finder.find(body, own)
    tools = Tools(base, own, {})
    walk = Walk(parsed, tools)
    hits = walk.hits()
    found = [replace(hit.reference, pointer=hit.place.pointer()) for hit in hits]
    return _remembered(found, walk.caches, tools) if walk.caches else found


def _remembered(found: list[Reference], caches: Iterable[str], tools: Tools) -> list[Reference]:
    """Give each embed what WordPress remembers of it; the cache itself is no place in the article."""
    known: dict[str, str] = {}
    for cache in caches:
        for hit in read(cache, TOP, Scene(), tools):
            if hit.reference.kind is Kind.MARKUP and len(cache) <= evidence.MOST:
                known.setdefault(hit.reference.embed_id, cache)
    return [
        replace(one, stored={"html": known[one.embed_id], **(one.stored or {})}) if one.embed_id in known else one
        for one in found
    ]
