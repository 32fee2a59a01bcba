"""A tree by the WHATWG rules whose elements know their place in the body.

The parser counts code points after newline normalisation, so bodies are normalised once here and every
place is translated back on the way out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from service import dom
from service.model.elements import BLOCKS

Element = dom.Element
Node = dom.Node
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
FRAMES = frozenset(["iframe", "amp-iframe", "xframe"])
"""Frames; `xframe` is one that was closed as in XML."""


_LONE = re.compile("[\ud800-\udfff]")
"""Half characters, on which the parser stumbles; the replacement is as long."""
_PLAIN_ANCHOR = re.compile(r"<[aA](?:\s+[^\s\"'<>=]+(?:=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))?)*\s*>")
"""A start tag in which every sign stands for itself."""
_OPENED = {name: re.compile(f"<{name}", re.IGNORECASE) for name in ("iframe", "script")}
_ENDED = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("iframe", "script")}
_ANCHOR_TAG = re.compile(r"<(/?)[aA](?:\s[^<>]*)?/?>")
_OPAQUE = re.compile(r"<(?:!|script|style|textarea|title|template|iframe|xmp|svg|math|noscript)", re.IGNORECASE)
"""What may hold an end tag that is none."""


def _parted(body: str) -> str:
    """Give frames and scripts without an end tag another name of the same length, so that what follows stays outside."""

    def renamed(match: re.Match[str]) -> str:
        name = match[0][1:].lower()
        following = _OPENED[name].search(body, match.end())
        closed = _ENDED[name].search(body, match.end(), following.start() if following else len(body))
        return match[0] if closed else f"<x{match[1]}"

    return _CLOSED.sub(renamed, body)


class Source:
    """A body and the translation between its code points and the parser's."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.text = body
        self._pairs: list[int] = []
        try:
            body.encode("utf-16-le")
        except UnicodeEncodeError:
            self.text = body = _LONE.sub("\ufffd", body)
        if _CLOSED.search(body):
            self.text = body = _parted(body)
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
        self._tree = dom.parse(source.text, places=True)

    def select(self, selector: str) -> list[Element]:
        """Give the elements of a CSS selector in document order."""
        # As one selector, a list takes three quarters of its time.
        return self._tree.select(f":is({selector})" if "," in selector else selector)

    def comments(self) -> Iterator[tuple[Element, str]]:
        """Give each comment with the element that holds it."""
        found = self._tree.xpath("//comment()")
        for node in found if isinstance(found, list) else []:
            if isinstance(node, dom.Comment) and isinstance(node.parent, dom.Element):
                yield node.parent, node.data

    def strip(self, elements: Iterable[Element]) -> str:
        """Take elements out of the tree and give the text that is left; do it last, for their places are lost."""
        for element in elements:
            element.decompose()
        return self._tree.text

    def start(self, element: Element) -> int | None:
        """Give where the start tag begins: a fifth of the price of `span`."""
        position = element.position
        if position is None:
            return None
        start = self._line_starts()[position[0] - 1] + position[1]
        return start if self.source.text.startswith("<", start) else (self.span(element) or (None,))[0]

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

    def anchor_span(self, element: Element, start: int) -> tuple[int, int] | None:
        """Give the place of an `<a>` element that starts there: as `span`, at a fraction of its price for the ordinary case."""
        text = self.source.text
        tag = _PLAIN_ANCHOR.match(text, start)
        closing = _ANCHOR_TAG.search(text, tag.end()) if tag else None
        if tag and closing and closing[1]:
            inner = text[tag.end() : closing.start()]
            if "<" not in inner or (inner.rfind("<") <= inner.rfind(">") and not _OPAQUE.search(inner)):
                return tag.start(), closing.end()
        return self.span(element)

    def _line_starts(self) -> list[int]:
        if not self._lines:
            ends = accumulate(map(len, self.source.text.split("\n")), initial=0)
            self._lines = [number + end for number, end in enumerate(ends)]
        return self._lines

    def is_small(self, element: Element, most: int) -> bool:
        """Say whether an element is a placeholder and no room of the page: it shows at most so many characters.

        What is long in the source, or never closed, is not read: elements in elements would be read over and over.
        """
        location = element.source_location
        if location is None:
            return False
        if location.end_tag is None and not self._is_complete(element, location.start_tag.end_offset):
            return False
        if location.end_tag is None:
            return True
        length = location.end_tag.end_offset - location.start_tag.start_offset
        return length <= most * _MARKUP_PER_WORD and len(element.text) <= most

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

    def _is_complete(self, element: Element, end: int) -> bool:
        """Say whether a start tag is all there is: of elements that HTML has not, `/>` is believed as in XML and JSX."""
        tag = element.tag
        return tag in _VOID or (tag not in _ORDINARY and self.source.text.startswith("/>", end - 2))

    def _open_end(self, element: Element, least: int) -> int:
        """Say where an element ends that has no end tag."""
        if self._is_complete(element, least):
            return least
        node: dom.Node | None = element
        for _ in range(64):
            if node is None:
                break
            after = node.next_sibling
            while after is not None:
                place = after.source_location if isinstance(after, dom.Element) else None
                if place is not None:
                    return max(least, place.start_tag.start_offset)
                after = after.next_sibling
            node = node.parent
            place = node.source_location if isinstance(node, dom.Element) else None
            if place is not None and place.end_tag is not None:
                return max(least, place.end_tag.start_offset)
        return len(self.source.text)


_MARKUP_PER_WORD = 40
"""Characters of markup that one visible character may come with, generously."""
_ORDINARY = (
    BLOCKS
    | HIDDEN - {"iframe", "script"}
    | frozenset(
        [
            *(
                "a",
                "abbr",
                "audio",
                "b",
                "big",
                "body",
                "button",
                "center",
                "cite",
                "em",
                "font",
                "html",
                "i",
                "label",
                "mark",
            ),
            *("q", "s", "small", "span", "strong", "sub", "sup", "u", "video"),
        ]
    )
)
"""Elements that are open until their end tag, whatever their start tag ends with."""
_CLOSED = re.compile(r"<[is](frame|cript)(?=\s[^<>]*/>(?!\s*</(?:iframe|script)))", re.IGNORECASE)
"""Frames and scripts that are closed as in XML: to HTML, the rest of the page would stand in them."""
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)


def parents(element: Element) -> Iterator[Element]:
    """Give the elements around one, innermost first."""
    for ancestor in element.ancestors:
        if isinstance(ancestor, dom.Element):
            yield ancestor


def runs_on(element: Element) -> bool:
    """Say whether what follows an element stands inside it in the tree, because nothing ends it in the source."""
    if not len(element):
        return False
    location = element.source_location
    return location is not None and location.end_tag is None


def is_blank(node: dom.Node) -> bool:
    """Say whether a node shows nothing: white space, a comment, a script, a line break."""
    if isinstance(node, dom.Text):
        return not node.data.strip()
    if isinstance(node, dom.Element):
        return node.tag in ("script", "xcript", "br", "style", "noscript", "link", "meta") or (
            node.tag == "p" and not len(node)
        )
    return True


def words(element: Element) -> str:
    """Give the text of an element as a reader sees it, line breaks where blocks and breaks are."""
    parts: list[str] = []
    waiting: list[dom.Node | str] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
        elif isinstance(node, dom.Text):
            parts.append(node.data.replace("\n", " "))
        elif isinstance(node, dom.Element) and (tag := node.tag) not in _WORDLESS:
            if tag in _BROKEN:
                parts.append("\n")
                waiting.append("\n")
            waiting.extend(reversed(node.children))
    lines = "".join(parts).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


_WORDLESS = frozenset(["script", "style", "template"])
_BROKEN = BLOCKS | {"br"}
