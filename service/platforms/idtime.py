"""Times that platforms keep inside their ids (facts: formulas checked on published pairs; the vectors are the tests)."""

from datetime import UTC, date, datetime, timedelta

X_EPOCH = 1_288_834_974_657
"""Unix milliseconds at which X began to keep time in ids."""
X_FIRST = 29_700_859_247
"""The first such id, of 4 November 2010; earlier ids are a plain sequence."""
INSTAGRAM_EPOCH = 1_314_220_021_721
"""Unix milliseconds at which Instagram began to keep time in ids; Threads shares them."""
INSTAGRAM_SEQUENTIAL = 7 * 86_400_000
"""Older ids were a plain sequence and would all read as this first week."""
_SHORTCODE_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
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


def tiktok_time(post_id: str) -> datetime | None:
    """Read the time of a TikTok id: when the upload began, up to a minute before the post was public.

    >>> tiktok_time("6748451240264420610").isoformat()
    '2019-10-16T17:17:25+00:00'
    """
    if not post_id.isascii() or not post_id.isdigit() or not 15 <= len(post_id) <= 20:
        return None
    return _at((int(post_id) >> 32) * 1000)


def instagram_time(code: str) -> datetime | None:
    """Read the time of a short code of Instagram or Threads to the second below; None for the first sequential ids.

    Codes of private accounts carry 28 letters more, which are no part of the id.

    >>> instagram_time("CuE2WNQs6vH").isoformat(timespec="seconds")
    '2023-06-29T13:21:27+00:00'
    """
    if len(code) > 28:
        code = code[:-28]
    number = 0
    for letter in code:
        if letter not in _SHORTCODE_ALPHABET:
            return None
        number = number * 64 + _SHORTCODE_ALPHABET.index(letter)
    milliseconds = number >> 23
    return _at(milliseconds + INSTAGRAM_EPOCH) if INSTAGRAM_SEQUENTIAL < milliseconds < 1 << 41 else None


def _at(milliseconds: int) -> datetime | None:
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
