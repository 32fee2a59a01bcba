"""Embeds that a click brings: players behind a picture, boxes that open a post."""

import re
from collections.abc import Iterator, Sequence

from service.platforms.addresses import Address
from service.references.html import signs
from service.references.html.attributes import having
from service.references.html.claim import Claim, post_at
from service.references.html.furniture import is_outside
from service.references.html.markup import Element, Page

_DATA = re.compile(r"(data-[\w:.-]{1,60})\s?=\s?[\"']?(?:https?:)?//")
"""The name of an attribute whose value is an address."""
_URL = re.compile(r"https?:(?:\\?/){2}[^\s\"'<>()]{4,500}")
_VIDEO = re.compile(r"(?:youtube|yt)\w*\W{1,9}([\w-]{11})\b", re.IGNORECASE | re.ASCII)
_NOT_THESE = frozenset(
    ["a", "img", "source", "video", "audio", "link", "meta", "button", "body", "html", "input", "form"]
)
_NEVER = ", ".join(sorted(_NOT_THESE))
_PLACEHOLDER = 700
"""Characters of visible text that a placeholder may have; a room of the page has more."""


def names(source: str) -> frozenset[str]:
    """Give the names of attributes whose value is an address that a click may open."""
    return frozenset(name for name in _DATA.findall(source) if not signs.OTHERS.search(name))


def spots(named: frozenset[str]) -> str:
    """Give the selector of what a click may turn into a post."""
    return f"[onclick], {having(named)}:not({_NEVER})"


def scan(page: Page, elements: Sequence[Element], named: frozenset[str]) -> Iterator[tuple[Element, Claim]]:
    """Give each element, of those at the spots, that a click turns into one post."""
    around: dict[int, bool] = {}
    for element in elements:
        address = _opened(element.attr("onclick") or "")
        if address and element.tag != "a" and _is_placeholder(page, element, around):
            yield element, Claim(address=address, how="onclick")
    for element in elements:
        address = _kept(element) if not named.isdisjoint(element.attrs) else None
        if address and _is_placeholder(page, element, around):
            yield element, Claim(address=address, how="click-to-load")


def _opened(script: str) -> Address | None:
    """Read the one post that a script of an attribute opens."""
    found = [post_at(match[0].replace("\\/", "/")) for match in _URL.finditer(script[:4000])]
    video = _VIDEO.search(script[:4000]) if not found else None
    if video:
        found = [post_at(f"https://www.youtube.com/watch?v={video[1]}")]
    return found[0] if len(found) == 1 else None


def _kept(element: Element) -> Address | None:
    """Give the one post whose address stands as a whole in the element's data."""
    if element.tag in _NOT_THESE:
        return None
    found: dict[str, Address] = {}
    for name in element.attrs:
        address = (
            post_at((element.attr(name) or "").strip())
            if name.startswith("data-") and not signs.OTHERS.search(name)
            else None
        )
        if address:
            found[address.url] = address
    return next(iter(found.values())) if len(found) == 1 else None


def _is_placeholder(page: Page, element: Element, around: dict[int, bool]) -> bool:
    return page.is_small(element, _PLACEHOLDER) and not is_outside(element, around, itself=True)
