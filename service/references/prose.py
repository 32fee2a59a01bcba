"""All references of one text without markup, shortcodes included."""

from service.model.reference import Reference
from service.references import shortcodes
from service.references.overlap import settle
from service.references.text import finder


def find(text: str, own: frozenset[str] = frozenset()) -> list[Reference]:
    """Find posts, links and shortcodes in reading order; addresses in `own` are the article's."""
    found = finder.find(text, own)
    if "[" not in text:
        return found
    return settle([*shortcodes.find(text), *(one for one in found if one.how != shortcodes.HOW)])
