"""Times that platforms keep inside their ids (facts: formulas checked on published pairs; the vectors are the tests)."""

from datetime import UTC, date, datetime, timedelta

X_EPOCH = 1_288_834_974_657
"""Unix milliseconds at which X began to keep time in ids."""
X_FIRST = 29_700_859_247
"""The first such id, of 4 November 2010; earlier ids are a plain sequence."""
_TID_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"


def x_time(post_id: str) -> datetime | None:
    """Read the time of an X id to the millisecond; None before November 2010.

    >>> x_time("1577730467436138524").isoformat()
    '2022-10-05T18:40:30.908000+00:00'
    """
    if not post_id.isascii() or not post_id.isdigit() or len(post_id) > 20 or int(post_id) < X_FIRST:
        return None
    return _at((int(post_id) >> 22) + X_EPOCH)


def x_ids(day: date) -> tuple[int, int]:
    """Give the first and the last id that X can have made on a UTC day.

    >>> x_ids(date(2022, 10, 10))
    (1579260419896246272, 1579622807761846271)
    """
    start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
    end = start + 86_400_000
    return max(start - X_EPOCH, 0) << 22, max(((end - X_EPOCH) << 22) - 1, 0)


def linkedin_time(post_id: str) -> datetime | None:
    """Read the time of a LinkedIn id; None for what is no id of nineteen digits.

    >>> linkedin_time("7012345678901234567").isoformat(timespec="seconds")
    '2022-12-24T09:18:12+00:00'
    """
    if not (post_id.isascii() and post_id.isdigit() and len(post_id) == 19):
        return None
    return _at(int(post_id) >> 22)


def bluesky_time(rkey: str) -> datetime | None:
    """Read the time of a Bluesky record key, which the author's own program chose.

    >>> bluesky_time("3l4omssdl632g").isoformat(timespec="seconds")
    '2024-09-21T17:43:28+00:00'
    """
    if len(rkey) != 13 or any(letter not in _TID_ALPHABET for letter in rkey):
        return None
    number = 0
    for letter in rkey:
        number = number * 32 + _TID_ALPHABET.index(letter)
    return _at((number >> 10) // 1000)


def mastodon_time(post_id: str) -> datetime | None:
    """Read the time of a Mastodon id; of a remote post it is what its origin claims.

    >>> mastodon_time("109598702184774628").isoformat(timespec="seconds")
    '2022-12-29T19:51:18+00:00'
    """
    if not post_id.isascii() or not post_id.isdigit() or not 17 <= len(post_id) <= 20:
        return None
    return _at(int(post_id) >> 16)


def _at(milliseconds: int) -> datetime | None:
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
