"""How a find becomes a reference."""

from datetime import date

from service.model.ids import quote_embed_id
from service.model.reference import Byline, Kind, Reference
from service.platforms.addresses import Address, embed_of

NOTHING = frozenset(["share", "profile", "media"])
"""Kinds of addresses that are no references."""


def link(address: Address, start: int, end: int, *, how: str, text: str = "", confidence: float = 1.0) -> Reference:
    """Make a reference of an address at its place."""
    embed = embed_of(address)
    return Reference(
        kind=Kind.LINK,
        how=how,
        platform=embed.platform,
        post_id=embed.post_id,
        embed_id=embed.id,
        url=embed.url,
        start=start,
        end=end,
        text=text,
        confidence=confidence,
    )


def markup(
    address: Address,
    start: int,
    end: int,
    *,
    how: str,
    text: str = "",
    author: Byline | None = None,
    day: date | None = None,
    links: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    confidence: float = 1.0,
) -> Reference:
    """Make a reference of embed markup at its place."""
    embed = embed_of(address)
    return Reference(
        kind=Kind.MARKUP,
        how=how,
        platform=embed.platform,
        post_id=embed.post_id,
        embed_id=embed.id,
        url=embed.url,
        start=start,
        end=end,
        text=text,
        author=author,
        day=day,
        links=links,
        notes=notes,
        confidence=confidence,
    )


def quote(
    platform: str,
    start: int,
    end: int,
    *,
    how: str,
    text: str,
    author: Byline | None,
    day: date | None,
    address: Address | None = None,
    links: tuple[str, ...] = (),
    confidence: float = 1.0,
    core: tuple[int, int] | None = None,
    wider: tuple[int, int] | None = None,
    notes: tuple[str, ...] = (),
) -> Reference:
    """Make a reference of a flattened post; with the id of `address` where the text keeps it."""
    known = embed_of(address) if address is not None and address.post_id is not None else None
    return Reference(
        kind=Kind.QUOTE,
        how=how,
        platform=platform,
        post_id=known.post_id if known else None,
        embed_id=known.id if known else quote_embed_id(platform, author.handle if author else None, day, text),
        url=known.url if known else None,
        start=start,
        end=end,
        text=text,
        author=author,
        day=day,
        links=links,
        confidence=confidence,
        core=core,
        wider=wider,
        notes=notes,
    )
