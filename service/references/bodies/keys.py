"""What the names in stored bodies mean; the words themselves stand as data in `keys.json`."""

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

WORDS = 100
"""Characters; a longer value of a type key is no type."""


@cache
def _facts() -> dict[str, Any]:
    return dict(json.loads(files(__package__).joinpath("keys.json").read_text("utf-8")))


@cache
def words(table: str) -> frozenset[str]:
    """Give one list of names."""
    return frozenset(_facts()[table])


@cache
def _like(table: str) -> re.Pattern[str]:
    return re.compile(_facts()[table], re.IGNORECASE)


@cache
def renditions() -> tuple[tuple[str, ...], ...]:
    """Give names that hold one text in several forms, the one that the CMS edits first."""
    return tuple(tuple(group) for group in _facts()["renditions"])


@cache
def rendition_names() -> frozenset[str]:
    """Give all names of `renditions`."""
    return frozenset(name for group in renditions() for name in group)


@lru_cache(maxsize=4096)
def is_others(name: str) -> bool:
    """Say whether what stands under a name speaks of people, pictures or other articles."""
    return name in words("skip")


@lru_cache(maxsize=4096)
def is_never(name: str) -> bool:
    """Say whether an address under this name never is an embed."""
    return _like("never_like").fullmatch(name) is not None


def said(node: Mapping[str, Any]) -> str:
    """Give the words by which an object says what it is."""
    found = [value for name in _type_keys() if isinstance(value := node.get(name), str) and len(value) <= WORDS]
    return " ".join(found).lower()


@cache
def _type_keys() -> tuple[str, ...]:
    return tuple(_facts()["types"])


@lru_cache(maxsize=4096)
def is_code(said_words: str) -> bool:
    """Say whether an object is a sample of code, by its words."""
    is_shown = "embed" in said_words or "html" in said_words
    return not is_shown and any(map(_like("code_like").fullmatch, said_words.split()))


@lru_cache(maxsize=4096)
def meaning(said_words: str) -> str:
    """Say what an object is by its words: `link`, `embed`, `prose` or nothing.

    >>> meaning("hyperlink"), meaning("embedded-entry-block"), meaning("text"), meaning("story")
    ('link', 'embed', 'prose', '')
    """
    if _like("link_like").search(said_words) and "embedded_link" not in said_words:
        return "link"
    if _like("embed_like").search(said_words):
        return "embed"
    return "prose" if _like("prose_like").fullmatch(said_words) else ""
