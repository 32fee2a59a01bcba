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


class Health(StrEnum):
    """What a platform's canaries (posts known to be there, posts known not to be) say of platform and way."""

    UNASKED = "unasked"
    """There are none, or nothing hung on them."""
    GOOD = "good"
    OUTAGE = "outage"
    """The platform denies posts that are there, or does not answer."""
    BLOCKED = "blocked"
    """We are limited, walled off or not let in."""
    UNREADABLE = "unreadable"
    """It answers, but not in a form that tells what is there from what is not."""
    OWN_OUTAGE = "own_outage"
    """Nothing answers us at all: our own way out is down."""

    @property
    def trusted(self) -> bool:
        """False: whatever is said of posts now, no loss is believed."""
        return self in (Health.UNASKED, Health.GOOD)


class Stage(StrEnum):
    """Where the verdict on an original stands."""

    UNSEEN = "unseen"
    """Nothing was ever learnt of it."""
    SEEN = "seen"
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    REAPPEARED = "reappeared"
    """It was lost, confirmed or not, and is there again."""


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
    canaries: Health = Health.UNASKED
