"""Whether the original can still be seen: a verdict with its evidence."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """What is known of the original. Only the first five are statements about the post; the rest are about our view."""

    LIVE = "live"
    EDITED = "edited"
    DELETED = "deleted"
    ACCOUNT_GONE = "account_gone"
    SUSPENDED = "suspended"
    PROTECTED = "protected"
    AGE_GATED = "age_gated"
    WITHHELD = "withheld"
    LOGIN_WALLED = "login_walled"
    RATE_LIMITED = "rate_limited"
    BLOCKED = "blocked"
    OUTAGE = "outage"
    UNRESOLVED = "unresolved"
    """A quote whose original is not known."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing one document said."""

    state: State
    endpoint: str
    """Name of the request that was answered."""
    status: int | None
    marker: str
    """The structural mark that was seen: `tombstone:deleted`, `http-404`, `post` …"""
    digest: str | None
    """SHA-256 of the document, hex."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """The verdict. Never "deleted" from one fetch: until a second independent signal it is `suspected`."""

    state: State
    signals: tuple[Signal, ...] = ()
    suspected: bool = False
    """True: the state is what one signal says; what the world is told is "perhaps"."""
    reason: str = ""
    """One plain sentence."""
