"""Posts as a widget or a platform's own page draws them, copied into an article as they stood in the browser.

What all of them have is a permalink whose words are a time. The box around it is the post: it holds the author's link
on the same platform, and no other post that stands for itself.
"""

import re
from collections.abc import Iterable, Iterator

from service.platforms.addresses import Address, identify
from service.references.html.claim import Claim, post_at
from service.references.html.markup import Element, Page, parents, words

_BOX = re.compile(r"tweet|status|post|embed|message|toot|note|card|widget", re.IGNORECASE)
_ROOMS = frozenset(["html", "body", "main", "section", "header", "footer", "aside", "nav", "table", "ul", "ol"])
_LONGEST = 4000
"""Characters of a post with everything that is drawn around it."""
_TIMES = 4
"""Times that stand in one post, the quoted one's included."""
_HIGHEST = 10
"""Elements between a permalink and its box."""


def scan(page: Page, elements: Iterable[Element]) -> Iterator[tuple[Element, Claim]]:
    """Give each box with the post that it shows; there is none where no element is a time."""
    if not any(element.tag == "time" for element in elements):
        return
    for anchor in page.select("a[href]:has(time)"):
        address = post_at(anchor.attr("href"))
        box = _box(page, anchor, address) if address else None
        if address and box is not None:
            yield box, Claim(address=address, how=f"{address.platform}-drawn", text=_text(box, anchor))


def _box(page: Page, anchor: Element, address: Address) -> Element | None:
    """Give the outermost element around a permalink that is nothing but this post."""
    best: Element | None = None
    for height, parent in enumerate(parents(anchor)):
        if height >= _HIGHEST or parent.tag in _ROOMS or not page.is_small(parent, _LONGEST):
            break
        if len(parent.find_all("time", limit=_TIMES + 1)) > _TIMES or parent.select_one("h1") is not None:
            break
        if _is_box(parent) and _is_of(parent, address):
            best = parent
    return best


def _is_box(element: Element) -> bool:
    if element.attr("role") == "article" or element.attr("data-testid") == "tweet":
        return True
    return element.tag not in ("p", "li", "blockquote") and _BOX.search(element.attr("class") or "") is not None


def _is_of(element: Element, address: Address) -> bool:
    """Say whether the links of an element are of this post: its author's is there, and no other permalink."""
    others = {found.url for each in element.select("a[href]:has(time)") if (found := post_at(each.attr("href")))}
    if len(others) > 1:
        return False
    hrefs = [each.attr("href") for each in element.select("a[href]")]
    permalinks = hrefs.count(None) + sum(1 for href in hrefs if href and post_at(href) == address)
    return permalinks > 1 or any(_is_authors(identify(href), address) for href in hrefs if href)


def _is_authors(link: Address | None, address: Address) -> bool:
    if link is None or link.kind != "profile":
        return False
    return link.site == address.platform or link.url.split("/")[2] == address.url.split("/")[2]


def _text(box: Element, anchor: Element) -> str:
    """Give what the box says above its time."""
    said, time = words(box), " ".join(anchor.text.split())
    return (said.partition(time)[0].strip() if time else "") or said
