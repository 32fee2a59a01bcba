"""One place is one reference."""

from collections.abc import Iterable
from dataclasses import replace

from service.model.reference import Kind, Reference

_RANK = {Kind.MARKUP: 0, Kind.QUOTE: 1, Kind.LINK: 2}


def settle(found: Iterable[Reference]) -> list[Reference]:
    """Give references in reading order, none of which partly overlaps another.

    Markup beats quotes, quotes beat links. A link inside belongs to what holds it and is listed again only when it
    points to a different post.
    """
    kept: list[Reference] = []
    for one in sorted(found, key=lambda ref: (ref.start, _RANK[ref.kind], -ref.end)):
        holder = kept[-1] if kept and one.start < kept[-1].end else None
        if holder is None:
            kept.append(one)
        elif one.kind is not Kind.LINK and _RANK[one.kind] < _RANK[holder.kind] and holder.kind is Kind.LINK:
            kept[-1] = one
        elif one.kind is Kind.LINK and holder.kind is not Kind.LINK:
            kept[-1] = _holding(holder, one)
    return kept


def _holding(holder: Reference, one: Reference) -> Reference:
    """Give what stands inside a post to that post."""
    if one.url is None or one.url in holder.links or one.url == holder.url or one.end > holder.end:
        return holder
    return replace(holder, links=(*holder.links, one.url))
