"""One place is one reference."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from service.model.reference import Kind, Reference

_RANK = {Kind.MARKUP: 0, Kind.QUOTE: 1, Kind.LINK: 2}


def settle(found: Iterable[Reference]) -> list[Reference]:
    """Give references in reading order, none of which partly overlaps another.

    Markup beats quotes, quotes beat links. A link inside belongs to what holds it and is listed again only when it
    points to a different post.
    """
    kept: list[Reference] = []
    holder = -1
    for one in sorted(found, key=lambda ref: (ref.start, _RANK[ref.kind], -ref.end)):
        around = kept[holder] if holder >= 0 and one.start < kept[holder].end else None
        if around is None:
            holder = len(kept)
            kept.append(one)
        elif around.kind is Kind.LINK:
            if _RANK[one.kind] < _RANK[Kind.LINK]:
                del kept[holder:]
                holder = len(kept)
                kept.append(one)
        elif one.kind is Kind.LINK and one.end <= around.end:
            if _different(around, one):
                kept.append(one)
            else:
                kept[holder] = _holding(around, one)
    return kept


def _different(holder: Reference, one: Reference) -> bool:
    """Say whether a link inside a post points to a different post, as far as the article tells."""
    if one.post_id is None or one.embed_id == holder.embed_id:
        return False
    if holder.post_id is not None:
        return not (one.platform == holder.platform and _is_part(one.post_id, holder.post_id))
    named = (holder.author.handle if holder.author else None) or ""
    theirs = (one.author.handle if one.author else None) or ""
    return one.platform != holder.platform or (bool(theirs) and theirs.lower() != named.lower())


def _is_part(one: str, other: str) -> bool:
    """Say whether one id is of the conversation that the other is of: a comment and what it comments."""
    return one.startswith(f"{other}/") or other.startswith(f"{one}/")


def _holding(holder: Reference, one: Reference) -> Reference:
    """Give what stands inside a post to that post."""
    if one.url is None or one.url in holder.links or one.url == holder.url or one.end > holder.end:
        return holder
    return replace(holder, links=(*holder.links, one.url))


def meets(taken: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    """Say whether a place shares something with one of the sorted places."""
    at = bisect_left(taken, (span[1], 0))
    return at > 0 and taken[at - 1][1] > span[0]
