"""The wrapper that only carries an embed: a figure of the CMS and what stands between it and the embed."""

import re

from service.references.html.markup import Element, Node, is_blank, parents, runs_on

_CARRIES = re.compile(
    r"(?:^|[\s_-])(?:wp-block-embed|embed|embedded|oembed|tweet|twitter|instagram|facebook|tiktok|bluesky|mastodon|youtube|vimeo|reddit|"
    r"social|media|video|iframe|responsive|ratio|aspect|kg-card|enhancement|player|fluid|consent|cookie|lazy|cmplz|brlbs|borlabs)|tweetembed",
    re.IGNORECASE,
)
_BOX = re.compile(r"padding-(?:bottom|top)\s*:\s*[\d.]+%|aspect-ratio", re.IGNORECASE)
"""How a box is styled that only keeps room for a player."""
_ROOMS = frozenset(
    [
        "html",
        "body",
        "main",
        "article",
        "section",
        "header",
        "footer",
        "aside",
        "nav",
        "td",
        "th",
        "li",
        "ul",
        "ol",
        "table",
        "form",
    ]
)
"""Elements that are rooms of the page and never only a wrapper."""


_MEDIA = re.compile(r"(?:^|\s)media(?:\s|--)")
"""An article of Drupal that is a medium."""
_WALLS = re.compile(
    r"(?:^|\s)(?:BorlabsCookie|brlbs-cmpnt-container|embed-privacy-container|cmplz-placeholder-parent|content-blocker|"
    r"consent-(?:wall|placeholder|overlay|required)|embed-consent|c-embed-consent|klaro-placeholder)(?:\s|$)"
)
_WALL = re.compile(
    r"(?:^|[\s_-])(?:consent|content-blocker|opt-?in|two-?click|2-?click|cookie-?(?:consent|wall|notice)|(?:embed|video|media|consent)[\w-]*(?:placeholder|overlay|fallback))(?:$|[\s_-])",
    re.IGNORECASE,
)
"""A wall that stands beside what it hides."""
_WALL_HEIGHT = 4
_WALL_WORDS = 1200
_DISTANCE = 32
"""Neighbours; a wrapper that holds more of them is a room of the page."""


def carrier(element: Element) -> Element:
    """Give the outermost element that only carries this embed, or the embed itself.

    A wrapper without a sign of its own counts when one with a sign stands around it.
    """
    if runs_on(element):
        return element
    best = element
    inner = element
    for parent in parents(element):
        if (parent.tag in _ROOMS and not _MEDIA.search(parent.attr("class") or "")) or not _is_alone(inner):
            break
        inner = parent
        signs = f"{' '.join(parent.attrs)} {parent.attr('class') or ''} {parent.attr('id') or ''} {parent.tag if '-' in parent.tag else ''}"
        if (
            parent.tag == "figure"
            or parent.tag.startswith("amp-")
            or parent.tag in ("noscript", "template")
            or _BOX.search(parent.attr("style") or "")
            or _CARRIES.search(signs)
        ):
            best = parent
    return _wall(best)


def _wall(element: Element) -> Element:
    """Give the consent wall around an embed, whose words are its own and not the article's."""
    best = element
    for height, parent in enumerate(parents(element)):
        if height >= _WALL_HEIGHT or parent.tag in _ROOMS:
            break
        if _WALLS.search(parent.attr("class") or "") and len(parent.text) <= _WALL_WORDS:
            best = parent
    return best


def _is_alone(element: Element) -> bool:
    """Say whether nothing visible but a caption stands beside an element, looked at to some distance."""
    for step in (_before, _after):
        beside = step(element)
        for _ in range(_DISTANCE):
            if beside is None:
                break
            if not is_blank(beside) and not (isinstance(beside, Element) and _is_carried(beside)):
                return False
            beside = step(beside)
        else:
            return False
    return True


def _is_carried(beside: Element) -> bool:
    """Say whether what stands beside an embed is its caption or its wall."""
    if beside.tag == "figcaption":
        return True
    return _WALL.search(beside.attr("class") or "") is not None and len(beside.text) <= _WALL_WORDS


def _before(node: Node) -> Node | None:
    return node.previous_sibling


def _after(node: Node) -> Node | None:
    return node.next_sibling
