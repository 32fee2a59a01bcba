"""The strings of a JSON text at their places in it, so that one can be changed and nothing else is touched."""

import json
import re
from collections.abc import Iterable
from typing import Any

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]', re.DOTALL)
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL)


def _tree(pointers: Iterable[str]) -> dict[str | None, Any]:
    root: dict[str | None, Any] = {}
    for pointer in pointers:
        node = root
        for step in pointer.split("/")[1:]:
            node = node.setdefault(step.replace("~1", "/").replace("~0", "~"), {})
        node[None] = pointer
    return root


def spans(text: str, wanted: Iterable[str]) -> dict[str, tuple[int, int]]:
    r"""Give the places of strings in valid JSON, quotation marks not included; of a repeated name the last counts.

    >>> spans('{"a": ["x", "y"]}', ["/a/1"])
    {'/a/1': (13, 14)}
    """
    found: dict[str, tuple[int, int]] = {}
    inside: list[dict[str | None, Any] | None] = []
    steps: list[int | None] = []
    node: dict[str | None, Any] | None = _tree(wanted)
    key = False
    for match in _TOKEN.finditer(text):
        piece = match[0]
        if piece[0] == '"':
            if key:
                node = _below(inside[-1], json.loads(piece)) if inside[-1] is not None else None
                key = False
            elif node is not None and None in node:
                found[node[None]] = (match.start() + 1, match.end() - 1)
        elif piece in "{[":
            inside.append(node)
            steps.append(None if piece == "{" else 0)
            key = piece == "{"
            node = None if piece == "{" else _below(node, "0")
        elif piece in "}]":
            inside.pop()
            steps.pop()
            node, key = None, False
        elif piece == ",":
            last = steps[-1]
            key = last is None
            if last is not None:
                steps[-1] = last + 1
                node = _below(inside[-1], str(last + 1)) if inside[-1] is not None else None
    return found


def _below(node: dict[str | None, Any] | None, step: str) -> dict[str | None, Any] | None:
    return node.get(step) if node is not None else None


def places(raw: str, offsets: Iterable[int]) -> list[int]:
    r"""Translate ascending offsets of a string's value to offsets of its literal, quotation marks not included.

    >>> places(r"\"a\u00fc\ud83e\uddf1b", [0, 1, 2, 3, 4, 5])
    [0, 2, 3, 9, 21, 22]
    """
    found: list[int] = []
    escapes = _ESCAPE.finditer(raw)
    escape = next(escapes, None)
    at = shift = 0
    for offset in offsets:
        while escape is not None and escape.start() - shift < offset:
            shift += len(escape[0]) - 1
            escape = next(escapes, None)
        at = offset + shift
        found.append(at)
    return found


def written(value: str, *, ascii_only: bool) -> str:
    """Write a string as the inside of a JSON literal."""
    return json.dumps(value, ensure_ascii=ascii_only or any("\ud800" <= one <= "\udfff" for one in value))[1:-1]
