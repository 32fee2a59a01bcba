"""Links of the body; navigation, sharing, images and the article itself are none."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urljoin

from service.platforms.addresses import Address, identify
from service.references.found import NOTHING
from service.references.html.markup import Element, Page, parents

_AROUND = frozenset(["nav", "footer", "menu", "template", "button", "form"])
_ROOMS = frozenset(["article", "main", "body"])
_AROUND_SIGNS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|share|sharing|sharebar|share-buttons|social-(?:share|links|media|icons|bar|follow)|addtoany|"
    r"sharedaddy|byline|author|tags?|tag-links|pagination|pager|skip-link|footer|site-header|masthead|sidebar|related|newsletter|cookie-banner)(?:$|[\s_-])",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|ico|css|js|woff2?)(?:$|\?)", re.IGNORECASE)
_NO_TEXT_RELS = frozenset(["tag", "author", "prev", "next", "stylesheet", "icon", "category"])


def scan(page: Page, base: str | None, own: frozenset[str]) -> Iterator[tuple[Element, Address]]:
    """Give each link of the body with what it means."""
    around: dict[int, bool] = {}
    for anchor in page.select("a[href]"):
        href = (anchor.attr("href") or "").strip()
        address = _address(href, base)
        if address is None or address.kind in NOTHING or address.url in own or _IMAGE.search(address.url):
            continue
        rel = anchor.attr("rel")
        if (rel and not _NO_TEXT_RELS.isdisjoint(rel.lower().split())) or is_outside(anchor, around):
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


def is_outside(anchor: Element, around: dict[int, bool], *, itself: bool = False) -> bool:
    """Say whether a link stands in furniture of the page and not in the article; `around` remembers for the next."""
    passed: list[int] = []
    verdict = False
    for parent in (anchor, *parents(anchor)) if itself else parents(anchor):
        key = hash(parent)
        if key in around:
            verdict = around[key]
            break
        passed.append(key)
        tag = parent.tag
        if tag in _ROOMS:
            break
        if tag in _AROUND or parent.attr("role") == "navigation":
            verdict = True
            break
        if _is_furniture(parent.attr("class")) or _is_furniture(parent.attr("id")):
            verdict = True
            break
    for key in passed:
        around[key] = verdict
    return verdict


@lru_cache(maxsize=4096)
def _is_furniture(signs: str | None) -> bool:
    return signs is not None and _AROUND_SIGNS.search(signs[:400]) is not None
