"""Links of the body; navigation, sharing, images and the article itself are none."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from service.platforms.addresses import Address, identify
from service.references.found import NOTHING
from service.references.html.furniture import is_outside
from service.references.html.markup import Element, Page

_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|ico|css|js|woff2?)(?:$|\?)", re.IGNORECASE)
_NO_TEXT_RELS = frozenset(["tag", "author", "prev", "next", "stylesheet", "icon", "category"])


def scan(page: Page, base: str | None, own: frozenset[str]) -> Iterator[tuple[Element, Address]]:
    """Give each link of the body with what it means."""
    around: dict[int, bool] = {}
    # Asked for by its name alone, an element is looked up in an index of the tree, which costs as much as two walks.
    for anchor in page.select("[href]"):
        if anchor.tag != "a":
            continue
        rel = anchor.attr("rel")
        if (rel and not _NO_TEXT_RELS.isdisjoint(rel.lower().split())) or is_outside(anchor, around):
            continue
        href = (anchor.attr("href") or "").strip()
        address = _address(href, base)
        if address is None or address.kind in NOTHING or address.url in own or _IMAGE.search(address.url):
            continue
        if address.post_id is None and anchor.closest("noscript") is not None:
            continue
        yield anchor, address


def _address(href: str, base: str | None) -> Address | None:
    if not href or href[0] in "#?":
        return None
    if "://" not in href[:12] and not href.startswith("//") and not href[:5].lower().startswith("http"):
        if base is None or re.match(r"[a-z][a-z0-9+.-]*:", href, re.IGNORECASE):
            return None
        return _joined(base, href)
    return identify(href)


def _joined(base: str, href: str) -> Address | None:
    try:
        return identify(urljoin(base, href))
    except ValueError:
        return None
