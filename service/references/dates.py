"""The day that is printed behind an attribution, in any language of CLDR.

X prints the UTC day of the post's id in the "long" form of the embed's language; older embeds put the month first in
every language. So no order is assumed: a year, a month and a day are read in the order in which they come. Month names
stand as data in `months.json` (CLDR, 43 languages, no name means two months).
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

WINDOW = 48
"""Characters; no language writes a longer date."""
FIRST_YEAR = 2006
LAST_YEAR = 2100
BUDDHIST = 543
"""Thai calendars count from here."""

_LEAD = re.compile(
    r"[ \t\u00a0\u2000-\u200f\u202f\u3000]*(?:\r?\n[ \t>\u00a0\u3000]*){0,2}\[?(?:\d{1,2}:\d{2}(?:[ \u00a0\u202f]?[AaPp][Mm])? ?[·,] ?)?"
)
_NUMBER = re.compile(r"\d+")
_UNIT = re.compile(r"[ \t\u00a0]?(年|\uf98e|년|月|월|日|일)")
_UNITS = {"年": "year", "年": "year", "년": "year", "月": "month", "월": "month"}
_FILLER = re.compile(
    r"[ \t\u00a0\u202f\u200e\u200f]+|\r?\n[ \t>]*(?=[^\s>])|[,،.·\\]|-ban|(?:th|st|nd|rd|er|º|ª|ا)(?![^\W\d_])|(?:de|del|di|of|ngày|năm|gada|m|d|dd|da|"
    r"ren|e|ko|a|ng|den|mh|ה|т)(?![^\W\d_])|d[’']|ב-?|\(e\)ko|\(a\)|वाँ|वें"
)
_TAIL = re.compile(r"[\u00a0 ]?(?:г\b\.?|р\b\.?|日|일|d\.(?= |$))")
_NUMERIC = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)|(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A date as it stands in a text."""

    day: date
    start: int
    end: int


@cache
def _months() -> dict[str, int]:
    """Give what each month's name means, case folded."""
    names: dict[str, int] = json.loads(files(__package__).joinpath("months.json").read_text("utf-8"))
    return {name.casefold(): number for name, number in names.items()}


@cache
def _beginning_with(initial: str) -> re.Pattern[str]:
    """Give the pattern of the month names that begin with a letter, longest first: all 753 in one cost ten times as much."""
    names = sorted((name for name in _months() if _initial(name) == initial), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)), re.IGNORECASE)


@cache
def _initials() -> frozenset[str]:
    return frozenset(map(_initial, _months()))


def _initial(name: str) -> str:
    """Give the first letter in the one form that all its cases share."""
    return name[0].upper().casefold()[0]


def _valid(year: int, month: int, day: int, start: int, end: int) -> Printed | None:
    if FIRST_YEAR + BUDDHIST <= year <= LAST_YEAR + BUDDHIST:
        year -= BUDDHIST
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return Printed(day=date(year, month, day), start=start, end=end)
    except ValueError:
        return None


def _month_at(text: str, at: int, limit: int) -> tuple[int, int] | None:
    initial = _initial(text[at])
    match = _beginning_with(initial).match(text, at, limit) if initial in _initials() else None
    if match is None:
        return None
    end = match.end()
    if text[at].isascii() and end < limit and text[end].isalpha() and text[end].isascii():
        return None
    return _months()[match[0].casefold()], end + (text[end : end + 1] == "." and not text[end + 1 : end + 2].isalpha())


def read(text: str, at: int) -> Printed | None:
    """Read a date that begins at `at`, white space and one line break before it allowed.

    Only as many digits as a year has are taken, since extractors glue the next sentence to it.

    >>> read("(@x) October 10, 2022The", 4).day.isoformat()
    '2022-10-10'
    >>> read("17 בפברואר 2014", 0).day.isoformat()
    '2014-02-17'
    """
    lead = _LEAD.match(text, at)
    start = at = lead.end() if lead else at
    limit = min(len(text), at + WINDOW)
    numeric = _NUMERIC.match(text, at, limit)
    if numeric:
        year, month, day = numeric.group(1, 2, 3) if numeric[1] else numeric.group(6, 5, 4)
        return _valid(int(year), int(month), int(day), start, numeric.end())
    found: dict[str, int] = {}
    while at < limit and len(found) < 3:
        at = _part(text, at, limit, found)
        if at < 0:
            return None
    if len(found) < 3:
        return None
    tail = _TAIL.match(text, at)
    return _valid(found["year"], found["month"], found["day"], start, tail.end() if tail else at)


def _part(text: str, at: int, limit: int, found: dict[str, int]) -> int:
    """Take one number, month name or filler into `found`; give where it ends, -1 when it belongs to no date."""
    number = _NUMBER.match(text, at, limit)
    if number:
        return _number(text, number, limit, found)
    if "month" not in found:
        month = _month_at(text, at, limit)
        if month:
            found["month"] = month[0]
            return month[1]
    filler = _FILLER.match(text, at, limit)
    return filler.end() if filler else -1


def _number(text: str, number: re.Match[str], limit: int, found: dict[str, int]) -> int:
    digits = number[0]
    unit = _UNIT.match(text, number.end(), limit)
    if unit:
        name = _UNITS.get(unit[1], "day")
        if name in found or len(digits) > 4:
            return -1
        found[name] = int(digits)
        return unit.end()
    if "month" not in found:
        month = _month_at(text, number.start(), limit)
        if month:
            found["month"] = month[0]
            return month[1]
    if len(digits) >= 4 and "year" not in found:
        found["year"] = int(digits[:4])
        return number.start() + 4
    if len(digits) <= 2 and "day" not in found:
        found["day"] = int(digits)
        return number.end()
    return -1
