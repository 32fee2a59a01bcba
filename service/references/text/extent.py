"""Where a flattened post begins: the hard part.

Going upwards from the attribution, each seam of the text is a choice: the post begins here, or it reaches further. The
choice is a logistic model over a few named signs; the product of the choices gives each possible beginning its
probability, hence the confidence, a core that is certain and a wider span that is possible. The weights were fitted on
one half of a corpus of flattened posts and checked on the other.
"""

import json
import math
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from service.references.text.attribution import Attribution
from service.references.text.seams import Manner, Seam, Setting, Sight, announces, seams, signs, weigh
from service.references.text.tongue import guess

LONG_SINCE = date(2017, 11, 7)
"""Since then a post has 280 weighted characters, before 140."""
REACH = 2600
"""Characters above the attribution that are looked at: 280 weighted ones with all their link targets and indents."""
PLAIN_REACH = 640
"""The same where no link target and no indent makes it longer."""
_SPREAD = re.compile(r"\]\(|\n[ \t>]{3}|https?://\S{60}")
SLACK = 1.12
"""X counts some things less than we do: leading mentions, quoted links."""

PLAIN = Manner()
_BLANK = " \t\r\n\u00a0\u3000>"
_QUOTE_LINE = re.compile(r"[ \t]*(?:[*+-] )?[ \t]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Where a post begins, and how sure that is."""

    start: int
    core: int
    """The post begins here at the latest."""
    wider: int
    """It begins here at the earliest."""
    confidence: float


@cache
def _weights() -> dict[str, float]:
    return dict(json.loads(files(__package__).joinpath("weights.json").read_text("utf-8")))


def begin(text: str, found: Attribution, floor: int, manner: Manner = PLAIN) -> Extent:
    """Say where the post begins that `found` attributes; nothing before `floor` belongs to it."""
    low = max(floor, found.start - REACH)
    if found.start - low > PLAIN_REACH and not _SPREAD.search(text, low, found.start):
        low = found.start - PLAIN_REACH
    stop = low + len(text[low : found.start].rstrip(_BLANK))
    quoted = _quoted(text, found, low, stop)
    if quoted is not None:
        return Extent(start=quoted, core=quoted, wider=quoted, confidence=0.98)
    if stop <= low:
        return Extent(start=found.start, core=found.start, wider=found.start, confidence=0.5)
    return _chosen(_chances(sights(text, found, low, stop, manner, stacked=0 < floor == low), _first(text, low, stop)))


def first_line(text: str, found: Attribution, floor: int) -> Extent:
    """Give the one line above the attribution, or what is glued to its end: a post whose rest stands elsewhere."""
    low = max(floor, found.start - REACH)
    stop = low + len(text[low : found.start].rstrip(_BLANK))
    line = max(low, text.rfind("\n", low, stop) + 1)
    start = _first(text, line, stop)
    for seam in seams(text, start, stop):
        if seam.kind in ("glued", "shut", "full", "hump") and weigh(text[start : seam.after]) > bound(found.day) // 2:
            start = seam.after
            break
    return Extent(start=start, core=start, wider=start, confidence=0.8)


def bound(day: date | None) -> int:
    """Give the weighted characters that a post of that day may have."""
    return int((140 if day and day < LONG_SINCE else 280) * SLACK)


def sights(
    text: str, found: Attribution, low: int, stop: int, manner: Manner = PLAIN, *, stacked: bool = False
) -> list[Sight]:
    """Give every seam between `low` and `stop` with what is seen there, the lowest first."""
    most = bound(found.day)
    setting = _setting(text, found, low, stop, manner)
    all_seams = seams(text, low, stop)
    seen: list[Sight] = []
    crossed = used = 0
    below_end = last = stop
    for index, seam in enumerate(all_seams):
        used += weigh(text[seam.after : last])
        last = seam.before
        if used > most and seen:
            seen[-1] = replace(seen[-1], last=True)
            break
        line = next((one.after for one in all_seams[index + 1 :] if one.kind in ("line", "paragraph")), low)
        breaks = seam.kind in ("line", "paragraph")
        seen.append(
            Sight(
                seam=seam,
                above=text[line : seam.before].strip(),
                below=text[seam.after : below_end],
                post=text[seam.after : stop],
                crossed=crossed,
                used=used,
                room=most - used,
                indent=_indent(text, seam.after) - _indent(text, line) if breaks else 0,
                setting=setting,
                last=False,
                beacon=False,
                stacked=False,
            )
        )
        if breaks:
            crossed += 1
            below_end = seam.before
    return _with_prospects(seen, stacked=stacked and not (seen and seen[-1].last))


def _with_prospects(seen: list[Sight], *, stacked: bool) -> list[Sight]:
    """Tell each seam what stands further up: hasty choices are wrong when the text above announces the post."""
    found: list[Sight] = []
    beacon = False
    for sight in reversed(seen):
        found.append(replace(sight, beacon=beacon, stacked=stacked) if beacon or stacked else sight)
        beacon = beacon or announces(sight.above)
    found.reverse()
    return found


def _setting(text: str, found: Attribution, low: int, stop: int, manner: Manner) -> Setting:
    gap = text[stop : found.start].count("\n")
    name = " ".join((found.name or "").casefold().split())
    names = [one for one in (name, name.rpartition(" ")[2]) if len(one) > 4]
    return Setting(
        manner=manner,
        roomy="\n\n" in text[low:stop] or "\n\n" in text[found.end : found.end + 300],
        style=("inline", "line", "apart")[min(gap, 2)],
        author=frozenset([*names, found.handle.casefold()]) if len(found.handle) > 3 else frozenset(names),
    )


def manner_of(text: str) -> Manner:
    """Say how most of a text is written, by samples."""
    step = max(400, len(text) // 8)
    tongues = [tongue for at in range(0, min(len(text), 8 * step), step) if (tongue := guess(text[at : at + 400]))]
    return Manner(
        tongue=max(set(tongues), key=lambda one: (tongues.count(one), one)) if tongues else None,
    )


def _indent(text: str, at: int) -> int:
    line = text.rfind("\n", max(0, at - 200), at) + 1
    return at - line if line else 0


def _first(text: str, low: int, stop: int) -> int:
    """Skip white space and quote marks at the floor."""
    while low < stop and text[low] in " \t\r\n\u00a0\u3000>\u200b\ufffc":
        low += 1
    return low


def _chances(seen: list[Sight], first: int) -> list[tuple[int, float]]:
    """Give each possible beginning its probability, the lowest first."""
    weights = _weights()
    left = 1.0
    chances: list[tuple[int, float]] = []
    for sight in seen:
        if sight.last:
            chances.append((sight.seam.after, left))
            break
        score = weights[""] + sum(weights.get(sign, 0.0) for sign in signs(sight))
        here = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
        chances.append((sight.seam.after, left * here))
        left *= 1 - here
        if left < 1e-4:
            break
    else:
        chances.append((first, left))
    return chances


def _chosen(chances: list[tuple[int, float]]) -> Extent:
    total = sum(chance for _, chance in chances) or 1.0
    start, best = max(chances, key=lambda pair: pair[1])
    core = wider = start
    passed = 0.0
    for place, chance in chances:
        if passed <= 0.05 * total:
            core = place
        passed += chance
        if passed < 0.95 * total or place >= start:
            wider = place
        else:
            wider = place
            break
    return Extent(
        start=start, core=max(core, start), wider=min(wider, start), confidence=round(0.7 + 0.3 * best / total, 2)
    )


def _quoted(text: str, found: Attribution, low: int, stop: int) -> int | None:
    """Give the first line of the block of `>` lines that ends with the attribution, None when there is no such block."""
    line = text.rfind("\n", 0, found.start) + 1
    if not _QUOTE_LINE.match(text, line, found.start + 1):
        return None
    start = line
    while start > low:
        above = text.rfind("\n", 0, start - 1) + 1
        if above < low or not _QUOTE_LINE.match(text, above, start):
            break
        start = above
    begun = max(start, low)
    marker = _QUOTE_LINE.match(text, begun, stop)
    return _first(text, marker.end() if marker and begun == start else begun, stop)


__all__ = ["Extent", "Seam", "begin", "sights"]
