"""What an element says that it embeds: a claim, since markup is copied by value and can be forged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.model.reference import Byline
from service.platforms.addresses import Address, identify


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One embed and what its element shows of it."""

    address: Address
    how: str
    text: str = ""
    author: Byline | None = None
    day: date | None = None
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stored: Mapping[str, Any] | None = None
    confidence: float = 1.0


def post_at(url: str | None) -> Address | None:
    """Give the post that an address names; None when it names none."""
    address = identify(url) if url else None
    return address if address is not None and address.post_id is not None else None
