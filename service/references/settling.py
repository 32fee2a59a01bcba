"""The exact place of a flattened post, once its original is known: the post's own words say where it begins and ends.

Before that the beginning is a guess (`references.text.extent`). Here the words of the article around the guess are
aligned with the words of the post; what lies densely around the best match is the post, the attribution included.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from service.model.article import Article, Format
from service.model.ids import normalise
from service.model.reference import Kind, Reference
from service.references.bodies.places import at
from service.references.bodies.reading import BASE64
from service.references.html.balance import whole
from service.references.html.markup import Source
from service.references.html.projection import Projection

REACH = 2600
"""Code points on each side of the guess that are looked at."""
ENOUGH = 0.6
"""Share of the letters, of the post's or of the quote's, that must be found; below it the guess stands."""
GAP = 4
"""Words of the article that the post does not have and that may stand between two that it has."""
RUN, WIDE_GAP = 3, 12
"""So many words in a row are no coincidence: they may stand further away."""

_WORD = re.compile(r"https?://\S+|pic\.twitter\.com/\S+|[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_LEADING = re.compile(r"(?:[.]?@\w{1,40}[ \t]+)+$")
_OPENING = "#@$"
_BETWEEN = " \t\n\ufe0f\u200d"


class _Word(NamedTuple):
    bare: str
    start: int
    end: int


class _Match(NamedTuple):
    here: int
    """Number of the word in the article."""
    there: int
    """Number of the word in the post."""
    size: int


def settled(article: Article, found: Sequence[Reference], said: Mapping[int, str]) -> tuple[Reference, ...]:
    """Give an article's references with the quotes whose originals are known at their exact places.

    `said` gives the text of the original by the reference's number in `found`, from 0.
    """
    placed = list(found)
    for number, words in said.items():
        one = found[number]
        text = _string(article, one.pointer) if one.kind is Kind.QUOTE else None
        if text is None:
            continue
        others = [other for place, other in enumerate(placed) if place != number and other.pointer == one.pointer]
        low = max((other.end for other in others if other.end <= one.start), default=0)
        high = min((other.start for other in others if other.start >= one.end), default=len(text))
        is_markup = article.format is Format.HTML or (article.format is Format.JSON and "<" in text)
        within = _settle_in_markup if is_markup else settle
        placed[number] = within(text, one, words, low, high)
    return tuple(placed)


def _string(article: Article, pointer: str) -> str | None:
    """Give the string that offsets under a pointer count in; None where it is data and not words."""
    if article.format is not Format.JSON:
        return article.body
    value = at(json.loads(article.body.lstrip("\ufeff")), pointer)
    return value if isinstance(value, str) and not value.startswith(("{", "[")) else None


def _settle_in_markup(markup: str, found: Reference, said: str, low: int, high: int) -> Reference:
    """Settle a quote by the visible text; no element is cut in two."""
    source = Source(markup)
    if not source.as_submitted or found.how == BASE64:
        return found
    shown = Projection(source, [])
    start, end, least, most = (shown.place(edge) for edge in (found.start, found.end, low, high))
    moved = settle(shown.text, replace(found, start=start, end=end), said, least, most)
    if (moved.start, moved.end) == (start, end):
        return found
    start, end = whole(source.text, *shown.span(moved.start, moved.end))
    return replace(moved, start=max(start, low), end=min(max(end, found.end), high))


def settle(text: str, found: Reference, said: str, low: int = 0, high: int | None = None) -> Reference:
    """Give a quote at the place that the words of its original, `said`, have in `text`, the string it was found in.

    Nothing before `low` or from `high` on belongs to it. Where the words do not agree enough (the post was edited, or
    is another one) the reference comes back as it is.
    """
    low = max(low, found.start - REACH)
    high = min(len(text) if high is None else high, found.end + REACH)
    words, wanted = _words(text, low, high), _words(said, 0, len(said))
    matches = _together(_matches(words, wanted), words, found)
    if not matches or not _agrees(matches, words, wanted, found):
        return found
    first, last = matches[0], matches[-1]
    opens = said[: wanted[0].start] if first.there == 0 else ""
    start = _opening(text, words[first.here].start, opens, low)
    if found.author and found.author.handle and f"@{found.author.handle}" in text[found.start : start]:
        start = found.start  # the attribution stands before the words
    end, closes = words[last.here + last.size - 1].end, said[wanted[last.there + last.size - 1].end :]
    if text.startswith(closes.rstrip(), end) and end + len(closes.rstrip()) <= high:
        end += len(closes.rstrip())
    end = max(found.end, end)
    if (start, end) == (found.start, found.end):
        return replace(found, core=None, wider=None)
    return replace(found, start=start, end=end, text=said, core=None, wider=None)


def _words(text: str, low: int, high: int) -> list[_Word]:
    """Give the words between two places; addresses are left out, since articles and platforms write them differently."""
    found = (_Word(normalise(one[0]), one.start(), one.end()) for one in _WORD.finditer(text, low, high))
    return [word for word in found if word.bare and "/" not in text[word.start : word.end]]


def _matches(words: list[_Word], wanted: list[_Word]) -> list[_Match]:
    matcher = SequenceMatcher(None, [word.bare for word in words], [word.bare for word in wanted], autojunk=False)
    return [_Match(*block) for block in matcher.get_matching_blocks() if block.size]


def _together(matches: list[_Match], words: list[_Word], found: Reference) -> list[_Match]:
    """Give the matches that lie close around the longest one within the guess."""
    inside = [
        number
        for number, one in enumerate(matches)
        if words[one.here].start < found.end and words[one.here + one.size - 1].end > found.start
    ]
    if not inside:
        return []
    first = last = max(inside, key=lambda number: matches[number].size)
    while first and _near(matches[first - 1], matches[first], matches[first - 1].size):
        first -= 1
    while last + 1 < len(matches) and _follows(matches[last], matches[last + 1], words, found):
        last += 1
    return matches[first : last + 1]


def _near(one: _Match, other: _Match, run: int) -> bool:
    """Say whether two neighbouring matches belong together, the outer one being `run` words long."""
    between = other.here - one.here - one.size
    missing = other.there - one.there - one.size
    return between <= (WIDE_GAP if run >= RUN else min(GAP, missing + 1))


def _follows(one: _Match, other: _Match, words: list[_Word], found: Reference) -> bool:
    """Say whether the post goes on: inside the guess, or right behind an attribution that an extractor moved up."""
    if words[other.here].start < found.end:
        return True
    behind = sum(found.end <= word.start for word in words[one.here + one.size : other.here])
    return behind == 0 and other.there == one.there + one.size and other.size >= RUN


def _agrees(matches: list[_Match], words: list[_Word], wanted: list[_Word], found: Reference) -> bool:
    shared = sum(len(word.bare) for one in matches for word in words[one.here : one.here + one.size])
    theirs = sum(len(word.bare) for word in wanted)
    ours = len(normalise(found.text))
    return shared >= ENOUGH * min(theirs, max(ours, 1)) and shared >= ENOUGH * theirs / 2


def _opening(text: str, start: int, opens: str, low: int) -> int:
    """Take in what stands before the first word and belongs to it: its mark, mentions, the signs the post opens with."""
    if start > low and text[start - 1] in _OPENING:
        start -= 1
    mentions = _LEADING.search(text, max(low, start - 400), start)
    if mentions:
        start = mentions.start()
    signs = "".join(opens.split())
    place = start
    while signs and place > low:
        place -= 1
        if text[place] == signs[-1]:
            start, signs = place, signs[:-1]
        elif text[place] not in _BETWEEN:
            break
    return start
