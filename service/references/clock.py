"""The time that an id carries, where it carries one (published formulas of the id generators)."""

from datetime import UTC, date, datetime

X_EPOCH = 1288834974657
"""Milliseconds; ids of X count from here since November 2010."""
X_FIRST = 29700859247
"""The first id that carries time; those before were counted."""


def day_of(platform: str, post_id: str) -> date | None:
    """Give the UTC day of a post's id; None where the id carries no time.

    >>> day_of("x", "1579478434783137792").isoformat()
    '2022-10-10'
    """
    number = post_id.rpartition("/")[2]
    if not (number.isascii() and number.isdigit()) or len(number) > 20:
        return None
    value = int(number)
    match platform:
        case "x" if value >= X_FIRST:
            return _day((value >> 22) + X_EPOCH)
        case "mastodon" | "truthsocial" if value >> 50:
            return _day(value >> 16)
        case "tiktok":
            return _day((value >> 32) * 1000)
    return None


def _day(milliseconds: int) -> date | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
