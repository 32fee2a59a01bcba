"""Ids as the platforms make them: each carries the time of its post (facts: X, Bluesky, Mastodon id formulas)."""

import base64
import hashlib
from datetime import UTC, date, datetime

X_EPOCH_MS = 1288834974657
"""Milliseconds of the first snowflake, 4 November 2010."""
TID_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def milliseconds(at: datetime) -> int:
    """Whole milliseconds since 1970."""
    return round(at.timestamp() * 1000)


def snowflake(at: datetime, sequence: int = 0) -> str:
    """The id X gives to a post of that moment.

    >>> snowflake(datetime(2022, 10, 10, tzinfo=UTC))
    '1579260419896246272'
    """
    return str(((milliseconds(at) - X_EPOCH_MS) << 22) + sequence)


def snowflake_time(post_id: str) -> datetime:
    """When the post of that id was made."""
    return datetime.fromtimestamp(((int(post_id) >> 22) + X_EPOCH_MS) / 1000, UTC)


def media_key(media_id: int) -> str:
    """The 15 characters of a pbs.twimg.com picture: its snowflake first."""
    return base64.urlsafe_b64encode(media_id.to_bytes(8, "big") + b"AAA").decode().rstrip("=")


def tid(at: datetime, clock: int = 7) -> str:
    """A Bluesky record key: 13 base32-sortable characters, microseconds first."""
    number = (round(at.timestamp() * 1_000_000) << 10) | clock
    return "".join(TID_ALPHABET[(number >> shift) & 31] for shift in range(60, -1, -5))


def did(handle: str) -> str:
    """A did:plc that belongs to the handle for ever."""
    digest = hashlib.sha256(handle.encode()).digest()[:15]
    return "did:plc:" + base64.b32encode(digest).decode().lower()


def cid(*parts: str) -> str:
    """The revision hash of a Bluesky record or blob (CIDv1, dag-cbor codec, SHA-256)."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return "b" + base64.b32encode(b"\x01\x71\x12\x20" + digest).decode().lower().rstrip("=")


def mastodon_id(at: datetime) -> str:
    """A Mastodon status id: milliseconds in front, 16 bits behind."""
    return str((milliseconds(at) << 16) + 4711)


def short_code(*parts: str) -> str:
    """Ten letters and digits as in a t.co link, the same for the same parts."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return base64.b64encode(digest, altchars=b"xq").decode()[:10]


def long_day(day: date) -> str:
    """The day as X prints it under an English embed: `October 10, 2022`."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def iso(at: datetime) -> str:
    """UTC with milliseconds and Z, as all these APIs write it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
