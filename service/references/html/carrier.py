"""The wrapper that only carries an embed: a figure of the CMS and what stands between it and the embed."""

import re

from service.references.html.markup import Element, is_blank, parents

_CARRIES = re.compile(
    r"(?:^|[\s_-])(?:wp-block-embed|embed|embedded|oembed|tweet|twitter|instagram|facebook|tiktok|bluesky|mastodon|youtube|vimeo|reddit|"
    r"social|media|video|iframe|responsive|kg-card|enhancement|player|fluid|consent|cookie|lazy)",
    re.IGNORECASE,
)
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


def carrier(element: Element) -> Element:
    """Give the outermost element that only carries this embed, or the embed itself.

    A wrapper without a sign of its own counts when one with a sign stands around it.
    """
    best = element
    for parent in parents(element):
        if parent.tag in _ROOMS or not _only(parent):
            break
        signs = f"{parent.attr('class') or ''} {parent.attr('id') or ''}"
        if (
            parent.tag == "figure"
            or parent.tag.startswith("amp-")
            or parent.tag == "noscript"
            or _CARRIES.search(signs)
        ):
            best = parent
    return best


def _only(parent: Element) -> bool:
    """Say whether an element holds one visible thing and at most its caption."""
    shown = [node for node in parent.children if not is_blank(node)]
    return len([node for node in shown if not (isinstance(node, Element) and node.tag == "figcaption")]) == 1
