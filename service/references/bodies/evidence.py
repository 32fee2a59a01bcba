"""What a CMS kept of a post with its embed: bounded, and every string as it stood."""

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from service.references.bodies import keys

MOST = 32_768
"""Characters of all kept strings and names together."""
_DEPTH = 6
_ITEMS = 200
_ATTRS = re.compile(r"\bdata-attrs\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


def of_object(node: Mapping[str, Any], without: str = "") -> dict[str, Any]:
    """Give what an embed's object holds besides the member `without`; empty when that says nothing of the post."""
    if not any(node.get(name) for name in keys.words("telling")):
        return {}
    found: dict[str, Any] = {}
    for name in keys.words("flat"):
        inner = node.get(name)
        if isinstance(inner, dict) and name != without:
            found.update(inner)
    found.update({name: value for name, value in node.items() if name in keys.words("evidence") and name != without})
    return bounded({name: value for name, value in found.items() if value not in ("", None, [], {})})


def of_markup(markup: str) -> dict[str, Any]:
    """Give what Substack writes of a post into the `data-attrs` of its element.

    >>> of_markup('<div data-attrs="{&quot;full_text&quot;:&quot;Hi&quot;}"></div>')
    {'full_text': 'Hi'}
    """
    match = _ATTRS.search(markup) if "data-attrs" in markup else None
    if match is None:
        return {}
    try:
        attributes = json.loads(unescape(match[1] or match[2] or ""))
    except (ValueError, RecursionError):
        return {}
    return bounded(attributes) if isinstance(attributes, dict) else {}


def bounded(node: Mapping[str, Any]) -> dict[str, Any]:
    """Copy plain JSON data up to MOST characters; what does not fit is left out whole."""
    left = [MOST]
    copied: dict[str, Any] = _copy(node, left, 0)
    return copied


def _copy(value: Any, left: list[int], depth: int) -> Any:
    if isinstance(value, dict):
        made: dict[str, Any] = {}
        for name, inner in list(value.items())[:_ITEMS]:
            if _fits(inner, left, depth, len(name)):
                made[name] = _copy(inner, left, depth + 1)
        return made
    if isinstance(value, list):
        return [_copy(inner, left, depth + 1) for inner in value[:_ITEMS] if _fits(inner, left, depth, 1)]
    return value


def _fits(value: Any, left: list[int], depth: int, more: int) -> bool:
    size = more + (len(value) if isinstance(value, str) else 8)
    if size > left[0] or (depth >= _DEPTH and isinstance(value, dict | list)):
        return False
    left[0] -= size
    return True
