"""How a find becomes a reference."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from service.model.ids import quote_embed_id
from service.model.reference import Byline, Kind, Reference
from service.platforms.addresses import Address, name_of
from service.references.clock import day_of

NOTHING = frozenset(["share", "profile", "media"])
"""Kinds of addresses that are no references."""


def link(address: Address, start: int, end: int, *, how: str, text: str = "", confidence: float = 1.0) -> Reference:
    """Make a reference of an address at its place."""
    return Reference(
        kind=Kind.LINK,
        how=how,
        platform=address.platform,
        post_id=address.post_id,
        embed_id=name_of(address),
        url=address.url,
        start=start,
        end=end,
        text=text,
        author=_byline(address),
        day=_day(address),
        confidence=confidence,
        fragment=address.fragment,
    )


def _byline(address: Address) -> Byline | None:
    """Give the handle that a post's address claims."""
    if address.post_id is None or not address.author or address.author.startswith("did:"):
        return None
    return Byline(handle=address.author)


def _day(address: Address) -> date | None:
    """Give the UTC day of an X post's id: the day that X prints."""
    return day_of("x", address.post_id) if address.platform == "x" and address.post_id else None


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
    stored: Mapping[str, Any] | None = None,
) -> Reference:
    """Make a reference of embed markup at its place."""
    return Reference(
        kind=Kind.MARKUP,
        how=how,
        platform=address.platform,
        post_id=address.post_id,
        embed_id=name_of(address),
        url=address.url,
        start=start,
        end=end,
        text=text,
        author=author or _byline(address),
        day=day or _day(address),
        links=links,
        notes=notes,
        confidence=confidence,
        stored=stored,
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
    known = address if address is not None and address.post_id is not None else None
    return Reference(
        kind=Kind.QUOTE,
        how=how,
        platform=platform,
        post_id=known.post_id if known else None,
        embed_id=name_of(known) if known else quote_embed_id(platform, author.handle if author else None, day, text),
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


def holding(reference: Reference, urls: Sequence[str]) -> Reference:
    """Give the reference with the links that stand in it."""
    return replace(reference, links=tuple(urls))


def contradictions(address: Address, handle: str | None, printed: date | None) -> tuple[str, ...]:
    """Say where an address and the words beside it disagree: markup is copied by value and can be forged."""
    notes: list[str] = []
    if address.platform == "x" and address.post_id is not None:
        if handle and address.author and handle.lower() != address.author.lower():
            notes.append(f"The address names @{address.author}, the attribution @{handle}.")
        day = day_of("x", address.post_id)
        if printed and day and day != printed:
            notes.append(f"The id is of {day.isoformat()}, the printed day is {printed.isoformat()}.")
    return tuple(notes)
