"""HTML from outside becomes plain blocks of text: read for its words, never passed on as markup."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from service.model.elements import BLOCKS

BREAKS = BLOCKS | {"br"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SILENT = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "button", "textarea"}
)
"""Elements whose content no reader sees as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text; with a number it is a reference."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, a heading, or a whole text with its own line ends."""

    kind: str
    """`text`, `paragraph`, `heading` or `item`."""
    pieces: tuple[Piece, ...]


def readable(pieces: Iterable[tuple[str, int | None]]) -> tuple[Block, ...]:
    """Give the readable blocks of HTML that is cut into source (None) and references (their number).

    >>> [block.kind for block in readable([("<h1>A</h1><p>b <script>c()</script>", None), ("post", 1), ("</p>", None)])]
    ['heading', 'paragraph']
    """
    mark = f"holdfast-{secrets.token_hex(8)}"  # nobody can have written it into the article
    words: dict[str, str] = {}
    source: list[str] = []
    for text, number in pieces:
        if number is None:
            source.append(text)
        else:
            words[str(number)] = text
            source.append(f"<{mark} n={number}></{mark}>")
    reader = _Reader(mark, words)
    reader.feed("".join(source))
    reader.close()
    return reader.blocks()


@dataclass(slots=True)
class _Open:
    """The block that is being read."""

    kind: str = "paragraph"
    pieces: list[Piece] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects words into blocks."""

    def __init__(self, mark: str, words: dict[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._mark = mark
        self._words = words
        self._done: list[Block] = []
        self._open = _Open()
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, or place a reference."""
        if tag == self._mark:
            number = dict(attrs)["n"] or ""
            self._open.pieces.append(Piece(text=self._words[number], number=int(number)))
        elif tag in SILENT:
            self._silent.append(tag)
        elif tag in BREAKS:
            self._close(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a block."""
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in BREAKS:
            self._close("")

    def handle_data(self, data: str) -> None:
        """Take words."""
        if not self._silent:
            self._open.pieces.append(Piece(text=re.sub(r"\s+", " ", data)))

    def blocks(self) -> tuple[Block, ...]:
        """Give everything that was read."""
        self._close("")
        return tuple(self._done)

    def _close(self, following: str) -> None:
        """End the open block, if anything is in it, and open the next."""
        if any(piece.number is not None or piece.text.strip() for piece in self._open.pieces):
            self._done.append(Block(kind=self._open.kind, pieces=tuple(self._open.pieces)))
        kind = "heading" if following in HEADINGS else "item" if following == "li" else "paragraph"
        self._open = _Open(kind=kind)
