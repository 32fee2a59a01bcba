"""Reads HTML of strangers: every reader gives a value of its type or nothing, never an exception.

Platforms are read by structure (classes, attributes, data in scripts), never by words that change with the reader's
language.
"""

import json
import re
from typing import Any

from service import dom
from service.model.document import Document
from service.platforms.reading import address

LARGEST = 4_000_000
"""Bytes of a page that are read."""

NAMES = ("property", "name", "itemprop")
"""Attributes that say which metadata a `<meta>` holds."""

_BACKGROUND = re.compile(r"background-image\s*:\s*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_SHORT_COUNT = re.compile(r"(\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+(?:[.,]\d+)?)\s*([KMB]?)", re.IGNORECASE)
_FACTOR = {"": 1, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}


def page(document: Document | None) -> dom.Document | None:
    """Parse an answer as a UTF-8 page; None when there is none."""
    if document is None or not document.body:
        return None
    return dom.parse(document.body[:LARGEST].decode("utf-8", "replace"))


def one(place: dom.Node | None, *selectors: str) -> dom.Element | None:
    """Find the first element of the first selector that fits."""
    if isinstance(place, dom.Document | dom.Element):
        for selector in selectors:
            found = place.select_one(selector)
            if found is not None:
                return found
    return None


def every(place: dom.Node | None, selector: str) -> tuple[dom.Element, ...]:
    """Find all elements, in reading order."""
    return tuple(place.select(selector)) if isinstance(place, dom.Document | dom.Element) else ()


def attribute(element: dom.Element | None, name: str) -> str:
    """Give an attribute's text, or the empty one."""
    value = element.attrs.get(name) if element is not None else None
    return value if isinstance(value, str) else " ".join(value) if isinstance(value, list) else ""


def link(element: dom.Element | None, name: str = "href") -> str | None:
    """Give a web address that stands in an attribute."""
    return address(attribute(element, name))


def line(element: dom.Element | None) -> str:
    """Give the words of an element in one line."""
    return " ".join(element.text.split()) if element is not None else ""


def prose(element: dom.Element | None) -> str:
    """Give the words of an element as a reader sees them: breaks are breaks, spaces are one."""
    if element is None:
        return ""
    lines = (" ".join(each.split()) for each in element.to_text().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def background(element: dom.Element | None) -> str | None:
    """Give the address of a picture that stands in an element's style."""
    found = _BACKGROUND.search(attribute(element, "style"))
    return address(found[1]) if found else None


def metas(place: dom.Document | None) -> dict[str, str]:
    """Collect `<meta>` names and properties; the first of a name counts, none in a template does."""
    found: dict[str, str] = {}
    for each in every(place, "meta[content]"):
        name, content = (
            next(filter(None, (attribute(each, key) for key in NAMES)), ""),
            attribute(each, "content").strip(),
        )
        if name and content and each.closest("template") is None:
            found.setdefault(name.lower(), content)
    return found


def data(place: dom.Node | None, selector: str) -> Any:
    """Give the JSON value that stands in a script; None when there is none, or none that can be read."""
    element = one(place, selector)
    try:
        return json.loads(element.text) if element is not None else None
    except (ValueError, RecursionError):
        return None


def after(text: str, pattern: re.Pattern[str]) -> Any:
    """Give the JSON value that begins where a pattern ends, in any text; None when there is none."""
    found = pattern.search(text)
    try:
        return json.JSONDecoder().raw_decode(text, found.end())[0] if found else None
    except (ValueError, RecursionError):
        return None


def count(text: str) -> int | None:
    """Read a counter as people see it, in English; shortened ones are what they say.

    >>> count("257,132 likes"), count("1.2K"), count("3M views"), count("like")
    (257132, 1200, 3000000, None)
    """
    found = _SHORT_COUNT.search(text[:200])
    if found is None:
        return None
    digits, unit = found[1], _FACTOR[found[2].upper()]
    grouped = re.fullmatch(r"\d{1,3}(?:\D\d{3})+", digits)
    if grouped or digits.isdecimal():
        return int(re.sub(r"\D", "", digits)) * unit if len(digits) < 20 else None
    return round(float(digits.replace(",", ".")) * unit) if unit > 1 and len(digits) < 20 else None
