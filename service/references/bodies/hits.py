"""Finds on their way out of a body: one embed that an object names twice becomes one reference."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from service.model.reference import Kind, Reference
from service.references.bodies.places import Place

_PAGE = "stored-url"
"""How the address of a page stands as a member of an embed."""


class Rank(IntEnum):
    """Which of several spellings of one embed is kept: the one that holds HTML, since a replacement is HTML."""

    MARKUP = 0
    URL = 1
    ID = 2


@dataclass(slots=True)
class Hit:
    """A reference with what is needed to compare it."""

    reference: Reference
    place: Place
    """Of the string; of the object, when the id is no string."""
    whole: bool
    """Whether the string holds nothing else."""
    rank: Rank
    near: bool = True
    """Whether only objects, and no list, stand between it and the object that is looked at."""
    link: bool = False
    """Whether it is a link of rich text, whose words may repeat the address."""

    @property
    def name(self) -> tuple[str, str]:
        """What it refers to, the same for spellings that only the platform could tell apart."""
        one = self.reference
        if one.post_id is None:
            return one.platform, str(one.embed_id)
        if one.platform == "facebook":
            return one.platform, ""
        return one.platform, one.post_id.rpartition("/")[2] if one.platform == "bluesky" else one.post_id


def once(hits: list[Hit]) -> list[Hit]:
    """Keep one hit per embed of those which one object gives.

    Strings that are nothing but the embed are compared; prose that holds the same address besides stays. What stands in
    lists inside belongs to the object when the object speaks of one embed only. The page that a CMS names beside a post is
    its own business.
    """
    if len(hits) < 2:
        return hits
    if any(hit.near and hit.whole for hit in hits) and all(hit.whole for hit in hits):
        names = {hit.name for hit in hits}
        if len(names) == 1:
            return [min(hits, key=lambda hit: (hit.rank, not hit.link, not hit.near))]
    best: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        if hit.near and _speaks(hit):
            known = best.get(hit.name)
            if known is None or (not hit.whole, hit.rank) < (not known.whole, known.rank):
                best[hit.name] = hit
    if not best:
        return hits
    if any(hit.reference.post_id for hit in best.values()):
        hits = [hit for hit in hits if not (hit.near and hit.reference.post_id is None and hit.reference.how == _PAGE)]
    return [
        hit
        for hit in hits
        if not (hit.near and hit.whole) or (found := best.get(hit.name)) is None or found is hit or _apart(hit, found)
    ]


def _speaks(hit: Hit) -> bool:
    return hit.whole or (hit.rank is Rank.MARKUP and hit.reference.kind is Kind.MARKUP)


def _apart(hit: Hit, found: Hit) -> bool:
    """Say whether two hits are places of their own: HTML that only has the embed among other things, and HTML."""
    return hit.rank is Rank.MARKUP and not found.whole


def unlinked(hits: list[Hit]) -> list[Hit]:
    """Leave out words that only repeat the address of a link in the same block."""
    linked = {hit.name for hit in hits if hit.link}
    return [hit for hit in hits if hit.link or hit.rank is Rank.MARKUP or hit.name not in linked] if linked else hits


def away(hits: Iterable[Hit]) -> list[Hit]:
    """Mark hits as those of a list's items."""
    made = list(hits)
    for hit in made:
        hit.near = False
    return made
