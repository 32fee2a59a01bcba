"""Where a flattened post begins: the hard part.

1. `seams` gives the places where the post may begin: line breaks, sentence ends, glued paragraphs.
2. `sights` tells what is seen at each: what stands above and below, what would be the post, what room is left.
3. `signs` names what speaks for and against each: a promise above, a tag below, another language, a line of prose.
4. Here each possible beginning is scored: the weights of the signs at its seam, and those of the seams that the post would
   swallow. The scores give probabilities; the beginning with the best expected overlap is taken, that overlap is the
   confidence, a core holds what is certain and a wider span what is possible.

The weights are fitted (tests/benchmarks/fitting.py says how, and on what).
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul

from service.references.text.attribution import Attribution
from service.references.text.block import block, first
from service.references.text.seams import seams, weigh
from service.references.text.sights import Manner, Sight, below_heading, bound, sights
from service.references.text.signs import MEASURES, signs
from service.references.text.stretch import Stretches

REACH = 2600
"""Characters above the attribution that are looked at: 280 weighted ones with all their link targets and indents."""
PLAIN_REACH = 640
"""The same where no link target and no indent makes it longer."""
_SPREAD = re.compile(r"\]\(|\n[ \t>]{3}|https?://\S{60}")
RARE = 0.05
"""What less than this share of the probability says belongs neither to the core nor to the wider span."""
DOUBT = 0.5
"""Pages that were left out of the fit overlap less than the fit expects: what is missing grows with its square root."""
PLAIN = Manner()
_BLANK = " \t\r\n\u00a0\u3000>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Where a post begins, and how sure that is."""

    start: int
    core: int
    """The post begins here at the latest."""
    wider: int
    """It begins here at the earliest."""
    confidence: float


class _Weights(dict[str, float]):
    """What each sign weighs; one that is not named weighs nothing."""

    def __init__(self, fitted: dict[str, float]) -> None:
        super().__init__(fitted)
        self.sizes = tuple(fitted.get(name, 0.0) for name in MEASURES)

    def __missing__(self, name: str) -> float:
        self[name] = 0.0
        return 0.0

    def of(self, names: Iterable[str], sizes: Iterable[float]) -> float:
        """Weigh signs, and sizes by theirs: at a third of the price of a loop."""
        weight: float = sum(map(mul, self.sizes, sizes), sum(map(self.__getitem__, names)))
        return weight


@cache
def _weights(breaks: str) -> tuple[_Weights, _Weights]:
    """Give what each sign weighs at the seam where the post begins, and at a seam inside the post.

    They differ by how line breaks stand (`Setting.breaks`).
    """
    known = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))[breaks]
    return _Weights(known["begins"]), _Weights(known["swallowed"])


def begin(text: str, found: Attribution, floor: int, manner: Manner = PLAIN) -> Extent:
    """Say where the post begins that `found` attributes; nothing before `floor` belongs to it."""
    low, stop = window(text, found, floor)
    marked = block(text, found, low, stop)
    if marked is not None:
        return Extent(start=marked, core=marked, wider=marked, confidence=0.98)
    if stop <= low:
        return Extent(start=found.start, core=found.start, wider=found.start, confidence=0.5)
    if manner.headings:
        low = below_heading(text, low, stop)
    seen = sights(text, found, low, stop, manner, stacked=0 < floor == low)
    return _chosen(_chances(seen, first(text, low, stop)), found.end)


def window(text: str, found: Attribution, floor: int) -> tuple[int, int]:
    """Say between what places the post begins: as far up as one may reach, and where its words end."""
    low = max(floor, found.start - REACH)
    if found.start - low > PLAIN_REACH and not _SPREAD.search(text, low, found.start):
        low = found.start - PLAIN_REACH
    return low, low + len(text[low : found.start].rstrip(_BLANK))


def first_line(text: str, found: Attribution, floor: int) -> Extent:
    """Give the one line above the attribution, or what is glued to its end: a post whose rest stands elsewhere."""
    low, stop = window(text, found, floor)
    line = max(low, text.rfind("\n", low, stop) + 1)
    start = first(text, line, stop)
    for seam in seams(text, start, stop):
        if seam.kind in ("glued", "shut", "full", "hump") and weigh(text[start : seam.after]) > bound(found.day) // 2:
            start = seam.after
            break
    return Extent(start=start, core=start, wider=start, confidence=0.8)


def _chances(seen: list[Sight], top: int) -> list[tuple[int, float]]:
    """Give each possible beginning its probability, the lowest first."""
    begins, swallowed = _weights(seen[0].setting.breaks if seen else "plain")
    scored: list[tuple[int, float]] = []
    known = Stretches()
    inside = 0.0
    for sight in seen:
        names, sizes = signs(sight, known)
        scored.append((sight.seam.after, inside + begins.of(names, sizes)))
        inside += swallowed.of(names, sizes)
    if not (seen and seen[-1].last):
        scored.append((top, inside + begins["floor"]))
    most = max(score for _, score in scored)
    powers = [(place, math.exp(score - most)) for place, score in scored]
    total = sum(power for _, power in powers)
    return [(place, power / total) for place, power in powers]


def _chosen(chances: list[tuple[int, float]], end: int) -> Extent:
    """Choose the beginning that overlaps best with all that are possible, each by its probability."""
    expected = [
        (sum(chance * (end - max(place, other)) / (end - min(place, other)) for other, chance in chances), place)
        for place, _ in chances
    ]
    certain, start = max(expected)
    confidence = 1 - DOUBT * math.sqrt(max(0.0, 1 - certain))
    core = wider = start
    passed = 0.0
    for place, chance in chances:
        if passed <= RARE:
            core = place
        passed += chance
        wider = place
        if passed >= 1 - RARE and place <= start:
            break
    return Extent(start=start, core=max(core, start), wider=min(wider, start), confidence=round(confidence, 2))
