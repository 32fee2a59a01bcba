"""X's ids before November 2010: a plain sequence, which bounds the day of a post but does not tell it; pure."""

from datetime import date

from service.platforms.idtime import X_FIRST

OLD = date(2010, 11, 4)
"""Posts of earlier days have ids without a time."""

ANCHORS = (
    (20, date(2006, 3, 21)),
    (3_579_860_805, date(2009, 8, 27)),
    (7_436_635_741, date(2010, 1, 6)),
    (X_FIRST, OLD),
)
"""Ids whose day is known (facts: time from ids). Between two of them only the order is certain: the sequence grew
hundredfold in a year, so nothing is interpolated."""


def sequence(day: date) -> tuple[int, int]:
    """Give the least and the greatest id that a post of this day can have.

    >>> sequence(date(2009, 12, 1))
    (3579860805, 7436635741)
    """
    low = max((number for number, known in ANCHORS if known <= day), default=0)
    high = min((number for number, known in ANCHORS if known > day), default=X_FIRST - 1)
    return low, high
