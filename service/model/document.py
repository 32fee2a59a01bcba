"""What we ask the outside for and what came back: the raw material of every verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from service.model.cookie import Lent


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A document a platform file wants."""

    name: str
    """Stable slug, unique within the platform: `tweet-result`, `oembed` …"""
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """What this endpoint needs beyond our defaults, such as `Accept` or its own `User-Agent`."""
    platform: str = ""
    """Name of the platform whose file asks; empty: the address stands in an article, or was met on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """One hop."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One answer, or the reason why there is none.

    `status` is None when nothing answered; then `failure` is the code of the error (`fetch-failed`, `egress-refused`)
    and `body` is empty.
    """

    request: Request
    fetched: datetime
    final_url: str
    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""
    """Decoded from any content encoding."""
    redirects: tuple[Redirect, ...] = ()
    address: str | None = None
    """The pinned IP address that answered."""
    certificates: tuple[bytes, ...] = ()
    """DER, leaf first."""
    cookies: tuple[Lent, ...] = ()
    """The operator's cookies with which it was asked; their values stand nowhere in it."""
    failure: str | None = None
    reason: str | None = None
    """One sentence, when nothing answered."""
