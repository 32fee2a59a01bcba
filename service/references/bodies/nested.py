"""JSON that a body holds as a string (Ghost's `lexical`): its finds are places in that string."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from service.model.reference import Reference
from service.references.bodies import literals
from service.references.bodies.hits import Hit


def parsed(value: str) -> Any:
    """Give the object or list that a string holds as JSON; None when it holds none."""
    if value.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def read(value: str, walk: Callable[[Any], list[Hit]]) -> list[Reference] | None:
    """Find what the JSON inside a string holds; None when it is no JSON.

    Offsets count in the outer string, where characters of the inner one may stand escaped.
    """
    body = parsed(value)
    if body is None:
        return None
    by_pointer: dict[str, list[Reference]] = {}
    for hit in walk(body):
        by_pointer.setdefault(hit.place.pointer(), []).append(hit.reference)
    found: list[Reference] = []
    for pointer, span in literals.spans(value, by_pointer).items():
        raw = value[span[0] : span[1]]
        inside = sorted(by_pointer[pointer], key=lambda one: one.start)
        edges = literals.places(raw, [edge for one in inside for edge in (one.start, one.end)])
        for index, one in enumerate(inside):
            start, end = edges[2 * index] + span[0], edges[2 * index + 1] + span[0]
            found.append(replace(one, start=start, end=end, core=None, wider=None))
    return sorted(found, key=lambda one: one.start)
