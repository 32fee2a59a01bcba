"""Rooms of a page that are the site's and not the article's: navigation, sharing, bylines, teasers, readers' comments."""

import re
from functools import lru_cache
from itertools import chain

from service.references.html.markup import Element

_TAGS = frozenset(["nav", "footer", "menu", "template", "button", "form"])
_ROOMS = frozenset(["main", "body"])
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SIGN = re.compile(
    r"(?!(?:has|with|without|no|not|is|js)[-_])(?:[a-z0-9]+[-_]+)*(?:"
    r"(?:nav|navbar|navigation|menu|breadcrumbs?|share|sharing|sharebar|social-(?:share|links|media|icons|bar|follow)|addtoany|sharedaddy|byline|"
    r"pagination|pager|skip-link|footer|site-header|masthead|related|recommended|recommendations|newsletter|cookie-banner|"
    r"more-(?:stories|news|articles|posts)|(?:most|also)-(?:read|popular|viewed)|up-next|read-next|trending-(?:stories|news|now))(?:[-_]+[a-z0-9]+)*|"
    r"author(?:[-_]+(?:box|bio|info|name|card|meta|links?|avatar|details|description|wrap|wrapper|block|profile|list|byline|image)(?:[-_]+[a-z0-9]+)*)?|"
    r"meta|sidebar(?:[-_]+(?:widgets?|inner|content|area|primary|secondary))?|tags?|tags?[-_]+(?:links?|list|cloud|container|items?))"
)
_TEASERS = re.compile(
    r"(?:(?:right|left|primary|secondary|widget)[-_])?sidebar|(?:[a-z0-9]+-)?(?:related|recommended|recommendations|most-read)(?:-[a-z0-9]+)?"
)
"""Rooms that hold articles of their own."""
_COMMENTS = frozenset(
    ["comments", "comment-list", "commentlist", "comments-area", "comments-section", "comment-section"]
)


def is_outside(element: Element, around: dict[int, bool], *, itself: bool = False) -> bool:
    """Say whether an element stands in furniture of the page and not in the article; `around` remembers for the next."""
    passed: list[int] = []
    verdict = is_within = False
    for room in chain((element,), element.ancestors) if itself else element.ancestors:
        if not isinstance(room, Element):
            continue
        key = hash(room)
        if not is_within and key in around:
            verdict = around[key]
            break
        tag = room.tag
        if tag in _ROOMS:
            break
        if not is_within:
            passed.append(key)
        if not is_within and (tag in _TAGS or room.attr("role") == "navigation"):
            verdict = True
            break
        sort = _sort(room.attr("class"), room.attr("id"))
        is_article = tag == "article"
        if sort == _OTHERS or (sort == _OWN and not is_within and not is_article):
            verdict = True
            break
        is_within = is_within or is_article
    for key in passed:
        around[key] = verdict
    return verdict


_OTHERS = "others"
"""Rooms of teasers of other articles and of readers' comments."""
_OWN = "own"
"""Rooms of the site."""


@lru_cache(maxsize=4096)
def _sort(signs: str | None, own: str | None) -> str:
    """Say what a room is by its classes and its id."""
    words = _CAMEL.sub("-", f"{(signs or '')[:400]} {(own or '')[:400]}").lower().split()
    if not _COMMENTS.isdisjoint(words) or any(map(_TEASERS.fullmatch, words)):
        return _OTHERS
    return _OWN if any(map(_SIGN.fullmatch, words)) else ""
