"""JSON that a body stores as a string: its embeds are places in that string."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from service.model.reference import Reference

_PIECE = re.compile(r"[ \t\r\n]*([{}\[\],:]|\"(?:[^\"\\]|\\.)*\"|[^\s{}\[\],:\"]+)", re.DOTALL)


def find(value: str, finder: Callable[[Any], list[Reference]]) -> list[Reference] | None:
    """Find what the JSON inside a string holds; None when it is no JSON.

    The place of a find is that of its string in the outer one, quotation marks not included.
    """
    try:
        body = json.loads(value)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict | list):
        return None
    inner = finder(body)
    if not inner:
        return []
    places = spans(value)
    found = []
    for one in inner:
        place = places.get(one.pointer)
        if place is not None:
            found.append(replace(one, start=place[0] + 1, end=place[1] - 1, core=None, wider=None))
    return sorted(_apart(found), key=lambda one: one.start)


def _apart(found: list[Reference]) -> list[Reference]:
    """Keep one reference per inner string: two finds in it would claim the same place."""
    kept: dict[int, Reference] = {}
    for one in found:
        kept.setdefault(one.start, one)
    return list(kept.values())


def spans(text: str) -> dict[str, tuple[int, int]]:
    """Give the place of every string of valid JSON: pointer → start and end, quotation marks included.

    >>> spans('{"a": ["x"]}')
    {'/a/0': (7, 10)}
    """
    found: dict[str, tuple[int, int]] = {}
    path: list[str | int] = []
    expects_key: list[bool] = []
    for match in _PIECE.finditer(text):
        piece = match[1]
        if piece == "{":
            path.append("")
            expects_key.append(True)
        elif piece == "[":
            path.append(0)
            expects_key.append(False)
        elif piece in "}]":
            path.pop()
            expects_key.pop()
        elif piece == ",":
            last = path[-1]
            if isinstance(last, int):
                path[-1] = last + 1
            else:
                expects_key[-1] = True
        elif piece == ":":
            continue
        elif expects_key and expects_key[-1]:
            path[-1] = json.loads(piece)
            expects_key[-1] = False
        elif piece[0] == '"':
            found["".join(f"/{_step(step)}" for step in path)] = match.span(1)
    return found


def _step(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
