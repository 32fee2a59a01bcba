"""Texts whose lines an extractor broke at a width: they are read as if it had not, and each find is put back at its place.

A break is one of these where the next word would not have fitted on the line. Where most single breaks of a text are
such, its lines are joined; breaks before a bullet, a heading or a dash stay.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.model.reference import Reference

SAMPLE = 20_000
"""Characters by which the width is told: an article has one, if any."""
NARROW, WIDE = 40, 130
FEWEST = 3
SHARE = 0.85
SLACK = 8
"""Quotations are indented on the right too."""
LONGEST_WORD = 15

_BREAK = re.compile(r"(?<=\S)[ \t]*\r?\n(?P<lead>[ \t]*(?:>[ \t>]*)?)(?P<word>[^\s>]\S*)")
_KEPT = re.compile(r"(?:[*•+·-]|#{1,6}|\d{1,3}[.)])$|[—–―|]|--|===")
_WIDE_SCRIPT = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uff00-\uff60]")
_LONG = re.compile(r"\]\(|https?://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A text with its lines joined."""

    text: str
    ends: tuple[int, ...] = ()
    """Where in `text` each join ends, in order."""
    lost: tuple[int, ...] = ()
    """How many code points of the original are missing up to there."""

    def place(self, at: int) -> int:
        """Say where a place of the joined text is in the original."""
        before = bisect_right(self.ends, at)
        return at + self.lost[before - 1] if before else at

    def put_back(self, one: Reference) -> Reference:
        """Give a reference at its place in the original."""
        if not self.ends:
            return one
        return replace(
            one,
            start=self.place(one.start),
            end=self._end(one.end),
            core=self._span(one.core),
            wider=self._span(one.wider),
        )

    def _span(self, span: tuple[int, int] | None) -> tuple[int, int] | None:
        return (self.place(span[0]), self._end(span[1])) if span else None

    def _end(self, at: int) -> int:
        return self.place(at - 1) + 1 if at else 0


def joined(text: str) -> Joined:
    r"""Join the lines of a text that is broken at a width; any other is given as it is.

    >>> joined("one line\nand another").text
    'one line\nand another'
    """
    width = _width(text)
    if not width:
        return Joined(text=text)
    parts: list[str] = []
    ends: list[int] = []
    lost: list[int] = []
    at = length = missing = 0
    for match in _joins(text, width):
        parts += [text[at : match.start()], " "]
        at = match.start("word")
        length += len(parts[-2]) + 1
        missing += at - match.start() - 1
        ends.append(length)
        lost.append(missing)
    parts.append(text[at:])
    return Joined(text="".join(parts), ends=tuple(ends), lost=tuple(lost))


def _width(text: str) -> int:
    """Tell the width at which most of the lines are broken, 0 when they are not."""
    sample = text[:SAMPLE]
    if sample.count("\n") < FEWEST:
        return 0
    width = max((len(line) for line in map(str.rstrip, sample.split("\n")) if not _LONG.search(line)), default=0)
    if not NARROW <= width <= WIDE:
        return 0
    every = wrapped = long = 0
    for match in _BREAK.finditer(sample):
        if _KEPT.match(match["word"]):
            continue
        every += 1
        full = _is_full(sample, match, width)
        wrapped += full
        long += full or match.start() - sample.rfind("\n", 0, match.start()) > 0.6 * width
    return width if wrapped >= max(FEWEST, SHARE * long, every / 2) else 0


def _is_full(text: str, match: re.Match[str], width: int) -> bool:
    """Say whether the word behind a break would not have fitted before it."""
    word = match["word"]
    if _WIDE_SCRIPT.match(word):
        return False
    length = len(word) if word.startswith(("[", "<", "http")) else min(len(word), LONGEST_WORD)
    return match.start() - text.rfind("\n", 0, match.start()) + length > width - SLACK


def _joins(text: str, width: int) -> Iterator[re.Match[str]]:
    """Give the breaks that only the width made."""
    for match in _BREAK.finditer(text):
        if not _KEPT.match(match["word"]) and _is_full(text, match, width):
            yield match
