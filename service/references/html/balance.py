"""Places in markup that cut no element in two."""

import re

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*?(/?)>")
_CLOSING = re.compile(r"\s*</([a-zA-Z][a-zA-Z0-9-]*)\s*>")
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)(?:\s[^<>]{0,500})?>\s*$")
_VOID = frozenset(["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"])
_REACH = 600
"""Characters before a place in which the start tag of a word may stand."""


def whole(source: str, start: int, end: int) -> tuple[int, int]:
    """Widen a place so that every element that begins in it also ends in it, where the missing tag stands next to it.

    >>> text = "<p>a <a href='x'>b</a></p>"
    >>> start, end = whole(text, 3, 18)
    >>> text[start:end]
    "a <a href='x'>b</a>"
    """
    opened, closed = _open_tags(source[start:end])
    while opened:
        match = _CLOSING.match(source, end)
        if match is None or match[1].lower() != opened[-1]:
            break
        opened.pop()
        end = match.end()
    for name in closed:
        match = _OPENING.search(source, max(0, start - _REACH), start)
        if match is None or match[1].lower() != name:
            break
        start = match.start()
    return start, end


def _open_tags(markup: str) -> tuple[list[str], list[str]]:
    """Give the elements that are opened and not closed, and those that are closed and were not opened."""
    # A paragraph that ends and one that begins leave the places of their tags as they are.
    opened: list[str] = []
    closed: list[str] = []
    for match in _TAG.finditer(markup):
        name = match[2].lower()
        if name in _VOID or match[3]:
            continue
        if not match[1]:
            opened.append(name)
        elif name in opened:
            while opened.pop() != name:
                pass
        else:
            closed.append(name)
    for name in list(closed):
        if name in opened:
            opened.remove(name)
            closed.remove(name)
    return opened, closed
