"""The block in which an extractor set a quotation apart: lines behind `>`, or lines indented deeper than the prose above."""

import re

from service.references.text.attribution import Attribution
from service.references.text.seams import weigh
from service.references.text.sights import bound

_QUOTE_LINE = re.compile(r"[ \t]*(?:[*+-] )?[ \t]*>")
_MARKS = re.compile(r"\n[ \t]*>[ \t>]*")
_BLANK = " \t\u00a0"
_BULLET = re.compile(r"[ \t\u00a0]*(?:[*•+·-]|\d{1,2}[.)])[ \t\u00a0]")


def block(text: str, found: Attribution, low: int, stop: int) -> int | None:
    """Give where the block begins that ends with the attribution, None when none is set apart."""
    marked = _quoted(text, found, low, stop)
    return _indented(text, found, low, stop) if marked is None else marked


def first(text: str, low: int, stop: int) -> int:
    """Skip white space and quote marks at the floor."""
    while low < stop and text[low] in " \t\r\n\u00a0\u3000>\u200b\ufffc":
        low += 1
    return low


def bare(text: str, start: int, end: int) -> str:
    r"""Give the words of a stretch without the marks of the block it stands in.

    >>> bare("> one\n>\n> two\n> ", 2, 15)
    'one\n\ntwo'
    """
    words = text[start:end]
    if ">" not in text[text.rfind("\n", 0, start) + 1 : start]:
        return words.strip()
    return _MARKS.sub("\n", words).strip()


def _quoted(text: str, found: Attribution, low: int, stop: int) -> int | None:
    """Give the first line of the block of `>` lines that ends with the attribution."""
    line = text.rfind("\n", 0, found.start) + 1
    if not _QUOTE_LINE.match(text, line, found.start + 1):
        return None
    start = line
    while start > low:
        above = text.rfind("\n", 0, start - 1) + 1
        if above < low or not _QUOTE_LINE.match(text, above, start):
            break
        start = above
    begun = max(start, low)
    marker = _QUOTE_LINE.match(text, begun, stop)
    return first(text, marker.end() if marker and begun == start else begun, stop)


def _indented(text: str, found: Attribution, low: int, stop: int) -> int | None:
    """Give the first of the lines above the attribution that are indented as it is, when one above them is less so.

    A list above at the same depth is no part; a block that is too long for a post is the article's own.
    """
    line = text.rfind("\n", low, found.start) + 1
    depth = found.start - line
    if not line or not depth or text[line : found.start].strip(_BLANK):
        return None
    starts: list[int] = []
    at = line
    while at > low:
        at = text.rfind("\n", low, at - 1) + 1 or low
        inner = _depth(text, at, line)
        if inner is None:
            continue
        if inner < depth:
            break
        if at == low:
            return None
        starts.append(at)
    else:
        return None
    if at == 0 and not _is_shallow_below(text, found.tail, depth):
        return None
    if not all(_BULLET.match(text, start) for start in starts):
        while _BULLET.match(text, starts[-1]):
            starts.pop()
    fits = bool(starts) and weigh(text[starts[-1] : stop]) <= bound(found.day)
    return first(text, starts[-1], stop) if fits else None


def _depth(text: str, at: int, limit: int) -> int | None:
    """Say how deep the line at `at` is indented; None for a blank one."""
    end = at
    while end < limit and text[end] in _BLANK:
        end += 1
    return None if end >= limit or text[end] in "\r\n" else end - at


def _is_shallow_below(text: str, tail: int, depth: int) -> bool:
    """Say whether the next line with words is indented less."""
    at = text.find("\n", tail)
    while at >= 0:
        inner = _depth(text, at + 1, len(text))
        if inner is not None:
            return inner < depth
        at = text.find("\n", at + 1, at + 200)
    return False
