"""The text of an article with its references in place, as pieces that a template escapes one by one.

text    the body itself, cut at the exact spans
HTML    its readable text: markup is read and never passed on
JSON    each string or object that holds a reference, under its pointer
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from service.model.article import Article, Format
from service.model.reference import Reference
from service.web.pages.plain import Block, Piece, readable

LONGEST = 400_000
"""Code points of one article that are shown; a longer one is cut, and the page says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One readable stretch of an article."""

    pointer: str
    """RFC 6901 in a JSON body; empty otherwise."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An article ready to be shown. References are numbered from 1 in reading order."""

    places: tuple[Place, ...]
    cut: bool
    """True: the article is longer than what is shown."""
    unplaced: tuple[int, ...]
    """Numbers of references that no place shows."""


def mark(article: Article, references: tuple[Reference, ...]) -> Marked:
    """Lay out an article. References that overlap an earlier one are only listed."""
    numbered = tuple(enumerate(references, start=1))
    if article.format is Format.JSON:
        places = _json_places(article.body, numbered)
    else:
        is_html = article.format is Format.HTML
        places = (Place(pointer="", blocks=_blocks(article.body[:LONGEST], numbered, is_html=is_html)),)
    shown = {piece.number for place in places for block in place.blocks for piece in block.pieces}
    return Marked(
        places=places,
        cut=len(article.body) > LONGEST,
        unplaced=tuple(number for number, _ in numbered if number not in shown),
    )


def _blocks(body: str, numbered: Iterable[tuple[int, Reference]], *, is_html: bool) -> tuple[Block, ...]:
    """Cut one string at the spans of its references."""
    spans = sorted(((each.start, each.end, number, each) for number, each in numbered), key=lambda span: span[:3])
    pieces: list[tuple[str, int | None]] = []
    done = 0
    for start, end, number, reference in spans:
        if start < done or end > len(body) or start >= end:
            continue
        pieces.append((body[done:start], None))
        pieces.append((_shown(body[start:end], reference, is_html=is_html), number))
        done = end
    pieces.append((body[done:], None))
    if is_html:
        return readable(pieces)
    whole = tuple(Piece(text=text, number=number) for text, number in pieces if text)
    return (Block(kind="text", pieces=whole),)


def _shown(source: str, reference: Reference, *, is_html: bool) -> str:
    """Give what a reader sees of a reference: in text its very span, in HTML its words or else its address."""
    return (reference.text or reference.url or reference.embed_id) if is_html else source


def _json_places(body: str, numbered: tuple[tuple[int, Reference], ...]) -> tuple[Place, ...]:
    """Show each string of a JSON body that holds references."""
    data = json.loads(body.lstrip("\ufeff"))
    by_pointer: dict[str, list[tuple[int, Reference]]] = {}
    for number, reference in numbered:
        by_pointer.setdefault(reference.pointer, []).append((number, reference))
    return tuple(
        Place(pointer=pointer, blocks=_json_blocks(_at(data, pointer), here)) for pointer, here in by_pointer.items()
    )


def _json_blocks(value: Any, here: list[tuple[int, Reference]]) -> tuple[Block, ...]:
    """Show one value of a JSON body: a string with its spans, an object as the reference that it is."""
    if isinstance(value, str):
        return _blocks(value[:LONGEST], here, is_html="<" in value and ">" in value)
    pieces = (Piece(text=each.text or each.url or each.embed_id, number=number) for number, each in here)
    return tuple(Block(kind="text", pieces=(piece,)) for piece in pieces)


def _at(data: Any, pointer: str) -> Any:
    """Follow an RFC 6901 pointer; None where it leads nowhere."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        try:
            data = data[int(name)] if isinstance(data, list) else data[name]
        except (KeyError, IndexError, ValueError, TypeError):
            return None
    return data
