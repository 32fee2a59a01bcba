"""Resolves an address that names no post: through short links to a post, or to a page under its canonical address."""

from dataclasses import dataclass

from service.errors import BadUrl
from service.model.availability import Availability, State
from service.model.embed import Embed
from service.model.ids import page_embed_id
from service.model.post import Post
from service.model.url import page_url
from service.platforms.addresses import Address, embed_of, identify
from service.platforms.page import PLATFORM as PAGE
from service.resolve.known import read_on
from service.resolve.links import Followed, follow
from service.resolve.trail import Trail
from service.resolve.verdict import judge, sentence

SHORT_KINDS = frozenset({"short", "share"})
"""Kinds of address that only lead elsewhere and are nothing themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What an address turned out to be."""

    embed: Embed
    post: Post | None = None
    availability: Availability | None = None
    """None: the embed is a post that is still to be looked up."""


async def arrive(trail: Trail, url: str) -> Arrival:
    """Follow an address to a post, or to a page with what it says about itself."""
    found = identify(url)
    start = found.url if found is not None else url
    followed = await follow(trail, start, arrived=lambda here: names_post(here) is not None)
    post = names_post(followed.url)
    if post is not None:
        trail.note("address", f"This is a post on {post.platform}.", post.url)
        return Arrival(embed=embed_of(post))
    return await _page(trail, start, found, followed)


def names_post(url: str) -> Address | None:
    """Give the post that an address names, or None."""
    found = identify(url)
    return found if found is not None and found.post_id is not None else None


async def _page(trail: Trail, start: str, found: Address | None, followed: Followed) -> Arrival:
    """Read the page at the end. It is known by its own canonical address only when it answered as itself."""
    short = found is not None and found.kind in SHORT_KINDS
    if followed.document is None:
        return Arrival(embed=_embed(start), availability=_nowhere(followed.trouble, short=short))
    reading = await read_on(trail, PAGE, start, {"page": followed.document})
    for said in reading.availability.signals:
        trail.note("page", f"{sentence(said)}.", followed.url)
    availability = judge(reading.availability.signals)
    if reading.post is not None:
        return Arrival(embed=_embed(reading.post.url), post=reading.post, availability=availability)
    if short and availability.state in (State.DELETED, State.UNKNOWN):
        lost = f"the short link does not lead on: {availability.reason}"
        return Arrival(embed=_embed(start), availability=_nowhere(lost, short=True))
    return Arrival(embed=_embed(start), availability=availability)


def _nowhere(trouble: str, *, short: bool) -> Availability:
    """Say that an address led nowhere; of a short link that is no statement about its target."""
    state = State.UNRESOLVED if short else State.UNKNOWN
    return Availability(state=state, reason=f"The address leads to no page: {trouble}".rstrip(".") + ".")


def _embed(url: str) -> Embed:
    try:
        canonical = page_url(url)
    except BadUrl:
        canonical = url
    return Embed(id=page_embed_id(canonical), platform="page", post_id=None, url=canonical)
