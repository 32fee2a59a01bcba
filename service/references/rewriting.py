"""Writing back: the same body with exactly the places of some references replaced."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.errors import BadArticle
from service.model.article import Article, Format
from service.model.reference import Reference
from service.references.bodies import nested
from service.references.bodies.walker import at


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A body after the replacement."""

    body: str
    """Every code point outside the replaced places is as it was; in JSON, every byte outside the strings that hold them."""
    patch: tuple[Mapping[str, Any], ...] | None
    """RFC 6902, for JSON bodies only."""


def replace(article: Article, replacements: Mapping[Reference, str]) -> Rewritten:
    """Put a replacement at the place of each reference.

    Raises BadArticle when a reference does not fit the body or two of them share a place.

    >>> from service.references.text import finder
    >>> body = "See https://example.com/a."
    >>> (one,) = finder.find(body)
    >>> replace(Article(body=body, format=Format.TEXT), {one: "[1]"}).body
    'See [1].'
    """
    if article.format is not Format.JSON:
        return Rewritten(body=_spliced(article.body, replacements.items()), patch=None)
    try:
        parsed = json.loads(article.body.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BadArticle("The article is malformed JSON.") from error
    by_pointer: dict[str, list[tuple[Reference, str]]] = {}
    for reference, replacement in replacements.items():
        by_pointer.setdefault(reference.pointer, []).append((reference, replacement))
    literals = nested.spans(article.body)
    changes: list[tuple[tuple[int, int], str]] = []
    patch: list[Mapping[str, Any]] = []
    for pointer, pairs in by_pointer.items():
        value = at(parsed, pointer)
        if not isinstance(value, str) or pointer not in literals:
            raise BadArticle(f"The article holds no text at “{pointer[:80]}”.")
        new = _spliced(value, [(reference, _inside(value, reference, words)) for reference, words in pairs])
        changes.append((literals[pointer], json.dumps(new, ensure_ascii=article.body.isascii())))
        patch.append({"op": "replace", "path": pointer, "value": new})
    return Rewritten(body=_cut(article.body, changes), patch=tuple(patch))


def _inside(value: str, reference: Reference, replacement: str) -> str:
    """Write a replacement in the form of the string that holds it."""
    if reference.how == "stored-base64":
        return b64encode(replacement.encode()).decode()
    if value.lstrip()[:1] in ("{", "["):
        try:
            json.loads(value)
        except (ValueError, RecursionError):
            return replacement
        return json.dumps(replacement, ensure_ascii=False)[1:-1]
    return replacement


def _spliced(body: str, pairs: Iterable[tuple[Reference, str]]) -> str:
    return _cut(body, [((reference.start, reference.end), replacement) for reference, replacement in pairs])


def _cut(body: str, changes: Iterable[tuple[tuple[int, int], str]]) -> str:
    parts: list[str] = []
    at_ = 0
    for (start, end), replacement in sorted(changes):
        if not at_ <= start <= end <= len(body):
            raise BadArticle("The references do not fit this article: find them again.")
        parts += [body[at_:start], replacement]
        at_ = end
    return "".join([*parts, body[at_:]])
