"""The only file that knows the HTML parser: a tree by the WHATWG rules whose elements know their place in the source.

The parser (turbohtml) counts code points after newline normalisation, so bodies are normalised once here and every
place is translated back on the way out.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import turbohtml

Element = turbohtml.Element
"""An element of the tree: `tag`, `attr(name)`, `text`, `parent`, `children`, `select`."""

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "iframe",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "amp-twitter",
    ]
)
"""Elements that part paragraphs."""
HIDDEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "textarea",
        "title",
        "select",
        "svg",
        "math",
        "iframe",
        "object",
        "head",
        "code",
        "pre",
        "kbd",
        "samp",
        "xmp",
    ]
)
"""Elements whose text no reader sees in place, and samples of code."""


_LONE = re.compile("[\ud800-\udfff]")
"""Half characters, on which the parser stumbles; the replacement is as long."""
_ANCHOR_TAG = re.compile(r"<(/?)[aA](?:\s[^<>]*)?/?>")


class Source:
    """A body and the translation between its code points and the parser's."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.text = body
        self._pairs: list[int] = []
        try:
            body.encode()
        except UnicodeEncodeError:
            self.text = body = _LONE.sub("\ufffd", body)
        if "\r" in body:
            self.text = body.replace("\r\n", "\n").replace("\r", "\n")
            at = -1
            while (at := body.find("\r\n", at + 1)) >= 0:
                self._pairs.append(at - len(self._pairs))

    @property
    def as_submitted(self) -> bool:
        """True when the normalised text has the offsets of the body."""
        return not self._pairs

    def place(self, offset: int) -> int:
        """Translate an offset of the normalised text to one of the body."""
        return offset + bisect_right(self._pairs, offset - 1) if self._pairs else offset


class Page:
    """A parsed body."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._lines: list[int] = []
        self._tree = turbohtml.parse(source.text, source_locations=True)

    def select(self, selector: str) -> list[Element]:
        """Give the elements of a CSS selector in document order."""
        return self._tree.select(selector)

    def visible(self) -> str:
        """Give all text of the tree, as one string, hidden elements included."""
        return self._tree.text

    def span(self, element: Element) -> tuple[int, int] | None:
        """Give the place of a whole element in the normalised text; None for one that the source does not hold.

        An element that is never closed ends where the next thing begins.
        """
        location = element.source_location
        if location is None:
            return None
        if location.end_tag is not None:
            return location.start_tag.start_offset, location.end_tag.end_offset
        return location.start_tag.start_offset, self._open_end(element, location.start_tag.end_offset)

    def anchor_span(self, element: Element) -> tuple[int, int] | None:
        """Give the place of an `<a>` element: as `span`, at a fraction of its price for the ordinary case."""
        position = element.position
        if position is not None:
            text = self.source.text
            start = self._line_starts()[position[0] - 1] + position[1]
            tag_end = text.find(">", start)
            if text[start : start + 2] in ("<a", "<A") and 0 < tag_end < text.find("<", start + 1):
                closing = _ANCHOR_TAG.search(text, tag_end)
                if closing and closing[1]:
                    return start, closing.end()
        return self.span(element)

    def _line_starts(self) -> list[int]:
        if not self._lines:
            self._lines = [0, *(match.end() for match in re.finditer("\n", self.source.text))]
        return self._lines

    def inner(self, element: Element) -> tuple[int, int] | None:
        """Give the place of what stands between the tags."""
        location = element.source_location
        if location is None:
            return None
        end = (
            location.end_tag.start_offset
            if location.end_tag
            else self._open_end(element, location.start_tag.end_offset)
        )
        return location.start_tag.end_offset, end

    def inner_source(self, element: Element) -> str:
        """Give what stands between the tags, as written."""
        place = self.inner(element)
        return self.source.text[place[0] : place[1]] if place else ""

    def with_attributes(self, wanted: Callable[[str], bool]) -> list[Element]:
        """Give the elements whose start tag, as written, is wanted."""
        offset = 0
        places: dict[str, set[int]] = {}
        for token in turbohtml.tokenize(
            self.source.text, resolve_references=False, capture_source=True, capture_attributes=False
        ):
            raw = token.source
            if raw is None:
                raw = token.data or ""
            elif token.type == turbohtml.TokenType.START_TAG and wanted(raw):
                places.setdefault(token.tag or "", set()).add(offset)
            offset += len(raw)
        found: list[tuple[int, Element]] = []
        for tag, starts in places.items():
            for element in self._tree.find_all(tag):
                location = element.source_location
                if location is not None and location.start_tag.start_offset in starts:
                    found.append((location.start_tag.start_offset, element))
        return [element for _, element in sorted(found, key=lambda pair: pair[0])]

    def _open_end(self, element: Element, least: int) -> int:
        """Say where an element ends that has no end tag."""
        if element.tag in _VOID:
            return least
        node: turbohtml.Node | None = element
        for _ in range(64):
            if node is None:
                break
            after = node.next_sibling
            while after is not None:
                place = after.source_location if isinstance(after, turbohtml.Element) else None
                if place is not None:
                    return max(least, place.start_tag.start_offset)
                after = after.next_sibling
            node = node.parent
            place = node.source_location if isinstance(node, turbohtml.Element) else None
            if place is not None and place.end_tag is not None:
                return max(least, place.end_tag.start_offset)
        return len(self.source.text)


_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)


def parents(element: Element) -> Iterator[Element]:
    """Give the elements around one, innermost first."""
    for ancestor in element.ancestors:
        if isinstance(ancestor, turbohtml.Element):
            yield ancestor


def is_blank(node: turbohtml.Node) -> bool:
    """Say whether a node shows nothing: white space, a comment, a script, a line break."""
    if isinstance(node, turbohtml.Text):
        return not node.data.strip()
    if isinstance(node, turbohtml.Element):
        return node.tag in ("script", "br", "style", "noscript", "link", "meta") or (node.tag == "p" and not len(node))
    return True


def words(element: Element) -> str:
    """Give the text of an element as a reader sees it, line breaks where blocks and breaks are."""
    parts: list[str] = []
    waiting: list[turbohtml.Node | str] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
        elif isinstance(node, turbohtml.Text):
            parts.append(node.data.replace("\n", " "))
        elif isinstance(node, turbohtml.Element) and node.tag not in _WORDLESS:
            gap = "\n" if node.tag == "br" or node.tag in BLOCKS else ""
            parts.append(gap)
            waiting.append(gap)
            waiting.extend(reversed(node.children))
    lines = "".join(parts).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


_WORDLESS = frozenset(["script", "style", "template"])


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of visible text: where it stands in the projection and in the normalised source."""

    at: int
    start: int
    end: int
    entity: bool


class Projection:
    """The visible text of a body, each of whose characters knows its place in the source."""

    def __init__(self, source: Source, masked: list[tuple[int, int]]) -> None:
        self._pieces: list[Piece] = []
        parts: list[str] = []
        at = offset = 0
        hidden: str | None = None
        masks = iter([*sorted(masked), (1 << 62, 1 << 62)])
        mask = next(masks)
        for token in turbohtml.tokenize(
            source.text, resolve_references=False, capture_source=True, capture_attributes=False
        ):
            raw = token.source
            if raw is None:
                raw = token.data or ""
            start, offset = offset, offset + len(raw)
            while mask[1] <= start:
                mask = next(masks)
                parts.append(_SEAM)
                at += len(_SEAM)
            if start >= mask[0]:
                continue
            kind = token.type
            if kind in (turbohtml.TokenType.START_TAG, turbohtml.TokenType.END_TAG):
                tag = token.tag
                if hidden is not None:
                    if tag == hidden and kind == turbohtml.TokenType.END_TAG:
                        hidden = None
                elif tag in HIDDEN and kind == turbohtml.TokenType.START_TAG:
                    hidden = tag
                gap = "\n" if tag == "br" else "\n\n" if tag in BLOCKS else ""
                if gap:
                    parts.append(gap)
                    at += len(gap)
            elif hidden is None and kind in (turbohtml.TokenType.TEXT, turbohtml.TokenType.CHARACTER_REFERENCE):
                entity = kind == turbohtml.TokenType.CHARACTER_REFERENCE
                shown = (token.data or "") if entity else raw.replace("\n", " ")
                self._pieces.append(Piece(at, start, offset, entity))
                parts.append(shown)
                at += len(shown)
        self.text = "".join(parts)
        self._starts = [piece.at for piece in self._pieces]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Translate a span of the projection to one of the normalised source."""
        first = self._pieces[max(0, bisect_right(self._starts, start) - 1)]
        last = self._pieces[max(0, bisect_right(self._starts, end - 1) - 1)]
        left = first.start if first.entity else first.start + start - first.at
        right = last.end if last.entity else min(last.end, last.start + end - last.at)
        return left, right


_SEAM = "\n\n\ufffc\n\n"
"""What stands for an embed in the projection: nothing reaches across it."""
