"""Opaque cursors: the place after the last row of a page, in a spelling that nobody should read."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from service.errors import Fault, InvalidRequest


def write_cursor(time: datetime, name: str) -> str:
    """Write down the place after a row."""
    return urlsafe_b64encode(f"{time.isoformat()} {name}".encode()).decode().rstrip("=")


def read_cursor(cursor: str | None) -> tuple[datetime, str] | None:
    """Read a place. Raises InvalidRequest for a cursor that is none of ours.

    >>> from datetime import UTC
    >>> read_cursor(write_cursor(datetime(2026, 1, 2, tzinfo=UTC), "x-20"))[1]
    'x-20'
    """
    if cursor is None:
        return None
    try:
        time, _, name = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
        read = datetime.fromisoformat(time)
    except (ValueError, binascii.Error) as error:
        raise _foreign() from error
    if read.tzinfo is None or not name or "\x00" in name:
        raise _foreign()
    return read, name


def _foreign() -> InvalidRequest:
    fault = Fault(place="query", pointer="/cursor", sentence="This cursor is none of ours.", kind="cursor")
    return InvalidRequest("The cursor is none of ours; take it from `next`.", faults=(fault,))
