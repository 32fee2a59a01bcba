"""Writing back: the same body with exactly the places of some references replaced."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.errors import BadArticle, BadInput
from service.model.article import Article, Format
from service.model.reference import Reference
from service.references.bodies import literals, nested
from service.references.bodies.places import at
from service.references.bodies.reading import BASE64, decoded, encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A body after the replacement."""

    body: str
    """Every code point outside the replaced places is as it was: in JSON too, white space, numbers and escapes included."""
    patch: tuple[Mapping[str, str], ...] = ()
    """RFC 6902, for JSON only: a `test` of each changed string, so that a document changed meanwhile is refused, then a `replace` of each."""


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    words: str


def replace(article: Article, found: Sequence[Reference], replacements: Mapping[int | Reference, str]) -> Replaced:
    """Put a replacement at the place of each reference; `found` is what `find` gives for this article.

    Replacements are plain: HTML for a place in HTML. Where the place is base64 or JSON held as a string, the replacement
    is written in that form; one that equals what `passage` gives changes nothing.
    Raises BadInput for a reference that the article does not hold, that stands in no string, or that overlaps another.
    """
    by_pointer: dict[str, list[tuple[Reference, str]]] = {}
    for reference, words in _chosen(found, replacements).items():
        by_pointer.setdefault(reference.pointer, []).append((reference, words))
    if article.format is not Format.JSON:
        return Replaced(body=_cut(article.body, _changes(article.body, by_pointer.get("", []))))
    return _in_json(article.body, by_pointer)


def passage(article: Article, reference: Reference) -> str:
    """Give what stands at the place of a reference, decoded where it stands in base64 or in JSON held as a string."""
    if article.format is not Format.JSON:
        return article.body[reference.start : reference.end]
    return _plain(_string(_parsed(article.body), reference.pointer), reference)


def _chosen(found: Sequence[Reference], replacements: Mapping[int | Reference, str]) -> dict[Reference, str]:
    known = {(one.pointer, one.start, one.end): one for one in found}
    chosen: dict[Reference, str] = {}
    for which, words in replacements.items():
        if isinstance(which, Reference):
            one = known.get((which.pointer, which.start, which.end)) or _settled(which, found)
        else:
            one = found[which] if 0 <= which < len(found) else None
        if one is None:
            raise BadInput("A reference to replace is none of this article's: find them again.")
        if one in chosen:
            raise BadInput("A reference of this article is to be replaced twice.")
        chosen[one] = words
    return chosen


def _settled(which: Reference, found: Sequence[Reference]) -> Reference | None:
    """Give a quote at the place that its original gave it (`references.settled`), when it is one of the article's."""
    theirs = (one for one in found if (one.pointer, one.embed_id) == (which.pointer, which.embed_id))
    return which if any(one.start < which.end and which.start < one.end for one in theirs) else None


def _in_json(body: str, by_pointer: Mapping[str, list[tuple[Reference, str]]]) -> Replaced:
    document = _parsed(body)
    changes: list[_Change] = []
    tests: list[Mapping[str, str]] = []
    patch: list[Mapping[str, str]] = []
    spans = literals.spans(body, by_pointer)
    for pointer, pairs in by_pointer.items():
        value = _string(document, pointer)
        inside = _changes(value, pairs)
        if not inside:
            continue
        start, end = spans[pointer]
        raw = body[start:end]
        edges = literals.places(raw, [edge for one in inside for edge in (one.start, one.end)])
        for index, one in enumerate(inside):
            words = literals.written(one.words, ascii_only=body.isascii())
            changes.append(_Change(start + edges[2 * index], start + edges[2 * index + 1], words))
        tests.append({"op": "test", "path": pointer, "value": value})
        patch.append({"op": "replace", "path": pointer, "value": _cut(value, inside)})
    return Replaced(body=_cut(body, changes), patch=(*tests, *patch))


def _parsed(body: str) -> object:
    try:
        return json.loads(body.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BadArticle("The article is malformed JSON.") from error


def _string(document: object, pointer: str) -> str:
    value = at(document, pointer)
    if not isinstance(value, str):
        raise BadInput(f"The reference at “{pointer[:80]}” stands in no string, so nothing can be put in its place.")
    return value


def _changes(value: str, pairs: Iterable[tuple[Reference, str]]) -> list[_Change]:
    """Give what is to be changed in one string, in order."""
    made: list[_Change] = []
    last = 0
    is_json = nested.parsed(value) is not None
    for reference, words in sorted(pairs, key=lambda pair: (pair[0].start, pair[0].end)):
        if not last <= reference.start <= reference.end <= len(value):
            raise BadInput("Two references to replace overlap: choose one of them.")
        last = reference.end
        if words != _plain(value, reference, is_json=is_json):
            made.append(_Change(reference.start, reference.end, _formed(reference, words, is_json=is_json)))
    return made


def _plain(value: str, reference: Reference, *, is_json: bool | None = None) -> str:
    words = value[reference.start : reference.end]
    if reference.pointer and (nested.parsed(value) is not None if is_json is None else is_json):
        words = str(json.loads(f'"{words}"'))
    if reference.how == BASE64:
        words = decoded(words) or words
    return words


def _formed(reference: Reference, words: str, *, is_json: bool) -> str:
    if reference.how == BASE64:
        words = encoded(words)
    return literals.written(words, ascii_only=False) if is_json and reference.pointer else words


def _cut(body: str, changes: Iterable[_Change]) -> str:
    parts: list[str] = []
    last = 0
    for one in sorted(changes, key=lambda one: (one.start, one.end)):
        parts += [body[last : one.start], one.words]
        last = one.end
    return "".join([*parts, body[last:]])
