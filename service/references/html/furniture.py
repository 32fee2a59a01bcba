"""Rooms of a page that are the site's and not the article's: navigation, sharing, bylines, teasers, readers' comments."""

import re
from functools import lru_cache

from service.references.html.markup import Element, parents

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
    for parent in (element, *parents(element)) if itself else parents(element):
        key = hash(parent)
        if not is_within and key in around:
            verdict = around[key]
            break
        if parent.tag in _ROOMS:
            break
        if not is_within:
            passed.append(key)
        verdict = _holds_others(parent) if is_within else _is_furniture(parent)
        if verdict:
            break
        is_within = is_within or parent.tag == "article"
    for key in passed:
        around[key] = verdict
    return verdict


def _is_furniture(element: Element) -> bool:
    if element.tag in _TAGS or element.attr("role") == "navigation" or _holds_others(element):
        return True
    return element.tag != "article" and (_says(element.attr("class")) or _says(element.attr("id")))


def _holds_others(element: Element) -> bool:
    """Say whether a room holds teasers of other articles or comments of readers."""
    return _says_others(element.attr("class")) or _says_others(element.attr("id"))


@lru_cache(maxsize=4096)
def _says(signs: str | None) -> bool:
    return signs is not None and any(map(_SIGN.fullmatch, _words(signs)))


@lru_cache(maxsize=4096)
def _says_others(signs: str | None) -> bool:
    if signs is None:
        return False
    words = _words(signs)
    return not _COMMENTS.isdisjoint(words) or any(map(_TEASERS.fullmatch, words))


def _words(signs: str) -> list[str]:
    return _CAMEL.sub("-", signs[:400]).lower().split()
