"""Reads values out of what strangers sent: every reader gives a value of its type or nothing, never an exception."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from service.errors import BadUrl
from service.model.document import Document
from service.model.url import parse

DEEPEST_QUOTE = 3
"""Levels of posts quoting posts that are read; platforms give one."""

EXPECTED_WITHIN = 280
"""Characters of a post from its beginning that stand above "show more" wherever there is one."""
EXPECTED_LONGEST = 160
"""Characters of a post that a picture must show: enough to tell posts apart, few enough to stand above "show more"."""

_WEB_LINK = re.compile(r"(?:https?://|pic\.(?:twitter|x)\.com/|(?:www|t)\.[a-z]+/)\S+", re.IGNORECASE)


def decoded(document: Document | None) -> Any:
    """Give the JSON value of a document; None when there is none, or none that can be read."""
    if document is None or not document.body:
        return None
    try:
        return json.loads(document.body)
    except (ValueError, RecursionError):
        return None


def inside(value: Any, *path: str | int) -> Any:
    """Walk into objects and arrays; None where the path ends.

    >>> inside({"a": [{"b": 1}]}, "a", 0, "b")
    1
    """
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def words(value: Any, *path: str | int) -> str:
    """Give a string, or the empty one. Lone surrogates, which no file can hold, become U+FFFD."""
    found = inside(value, *path)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(found, str) else ""


def items(value: Any, *path: str | int) -> tuple[Any, ...]:
    """Give the members of an array, or none."""
    found = inside(value, *path)
    return tuple(found) if isinstance(found, list) else ()


def number(value: Any, *path: str | int) -> int | None:
    """Give a whole number that is not negative and below 2**53 (RFC 7493, section 2.2); booleans are none."""
    found = inside(value, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**53 else None


def flag(value: Any, *path: str | int) -> bool | None:
    """Give true or false, or None when neither is said."""
    found = inside(value, *path)
    return found if isinstance(found, bool) else None


def address(value: Any, *path: str | int) -> str | None:
    """Give a web address as written, or None when a browser would read none in it."""
    found = words(value, *path)
    try:
        parse(found)
    except BadUrl:
        return None
    return found.strip()


def moment(value: Any, *path: str | int) -> datetime | None:
    """Give an aware UTC time from ISO 8601 with a zone; times without a zone are no statement.

    >>> moment("2022-10-10T08:00:00+02:00").isoformat()
    '2022-10-10T06:00:00+00:00'
    """
    found = words(value, *path)
    try:
        read = datetime.fromisoformat(found)
        return read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, OverflowError):
        return None


def epoch(value: Any, *path: str | int) -> datetime | None:
    """Give an aware UTC time from whole seconds since 1970.

    >>> epoch({"created": 1714819260}, "created").isoformat()
    '2024-05-04T10:41:00+00:00'
    """
    found = number(value, *path)
    return datetime.fromtimestamp(found, UTC) if found is not None and found < 2**34 else None


def counts(value: Any, **fields: str) -> dict[str, int]:
    """Collect counters that are there: our name = their field."""
    read = {ours: number(value, theirs) for ours, theirs in fields.items()}
    return {name: count for name, count in read.items() if count is not None}


def expected(text: str) -> str:
    """Give the stretch of a post's text that every rendering of it shows unchanged.

    Links are shortened, leading mentions folded away and ends hidden by platforms, so it is the longest stretch between
    links in the beginning.

    >>> expected("@a @b Trains at the station https://t.co/x1 today")
    'Trains at the station'
    """
    body = re.sub(r"^(?:@\S+\s+)+", "", text)
    if len(body) > EXPECTED_WITHIN:
        body = body[:EXPECTED_WITHIN].rsplit(maxsplit=1)[0]
    stretch = max(_WEB_LINK.split(body), key=len).strip(" …\n")
    if len(stretch) <= EXPECTED_LONGEST:
        return stretch
    return stretch[:EXPECTED_LONGEST].rsplit(maxsplit=1)[0]
