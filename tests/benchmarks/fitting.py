"""Fits the weights by which a flattened post's beginning is chosen: `python -m tests.benchmarks.fitting FILE… [--folds N | --write]`.

A FILE holds one JSON object a line: `body` (the text), `start` and `end` of the whole post in it, `handle` and `date` of its
attribution, `id` of the post, `page` and `tool` (the extractor). `--folds N` prints the mean overlap for pages left out
of the fit, by extractor, and how far confidence and overlap agree; `--write` fits on all and writes `weights.json`.

The weights in the tree were fitted on some 28,500 passages by fifty text extractors: real posts from saved news pages and
public blogs, the same posts set between paragraphs of other articles, and made-up articles. They were pulled towards an
earlier fit on other pages in 25 layouts. No text of theirs is kept here. Each passage is worth the less, the more of the
same post there are. The aim is that of `fit`, reached with a quasi-Newton method; `--write` fits anew by plain steps. Each
sign has a weight for every way in which line breaks stand.

Passages that were all cut at one length above the post say by that length where it begins, so every passage is cut anew
here, each at another place (`shortened`). Passages of various lengths from pages left out of the fit overlap by 0.981 in
text with lines, by 0.962 where every link has a line, and by 0.913 in text run into one line, where weights that passages
of one length gave came to 0.900 (2,597 passages by twelve extractors, the mean of two divisions). By tenths of the latter
passages, every other one, a confidence of 0.78, 0.87, 0.91, 0.96 and 0.99 came with an overlap of 0.79, 0.87, 0.92, 0.97
and 0.98; the surest tenth, 1.00, with 0.97.
"""

import json
import math
import pathlib
import random
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import service.references.text as here
from service.references.text import attribution, block, extent, others, sights, urls
from service.references.text.signs import MEASURES, signs
from service.references.text.stretch import Stretches
from service.references.text.wrapping import joined

ROUNDS = 30
PENALTY = 2e-4
RATE = 0.25
SHARPNESS = 4
"""How much a good overlap is worth more than a middling one while fitting."""
BUCKETS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)

Weights = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One passage with every place where its post may begin."""

    row: dict[str, Any]
    end: int
    places: tuple[int, ...]
    signs: tuple[Weights, ...]
    """By place; those of swallowed seams have a `^` before their names."""
    overlaps: tuple[float, ...]
    worth: float = 1.0


def read(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    for name in names:
        with pathlib.Path(name).open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def shortened(row: dict[str, Any]) -> dict[str, Any]:
    """Take up to half of what stands above the post away, the same for the same passage."""
    cut = random.Random(f"{row['id']} {row['tool']}").randrange(row["start"] // 2 + 1)
    return {**row, "body": row["body"][cut:], "start": row["start"] - cut, "end": row["end"] - cut}


def case(row: dict[str, Any]) -> Case | None:
    """Lay out a passage; None when the attribution is not found, or when nothing is to be chosen."""
    row = shortened(row)
    lines = joined(row["body"])
    text = lines.text
    row = {**row, "start": bisect_left(range(len(text)), row["start"], key=lines.place)}
    row["end"] = bisect_left(range(len(text)), row["end"] - 1, key=lines.place) + 1
    firm = sorted((one.start, one.end) for one in others.find(text, list(urls.scan(text))) if one.how != "orphan")
    floor = 0
    for one in attribution.scan(text):
        if row["start"] <= one.anchor < row["end"] and one.handle.lower() == row["handle"].lower():
            break
        floor = one.tail
    else:
        return None
    before = bisect_left(firm, (one.start, 0))
    floor = max(floor, min(firm[before - 1][1], one.start)) if before else floor
    low, stop = extent.window(text, one, floor)
    if stop <= low or block.block(text, one, low, stop) is not None:
        return None
    seen = sights.sights(text, one, low, stop, sights.manner_of(text), stacked=0 < floor == low)
    places, found, inside, known = [], [], Counter[str](), Stretches()
    for sight in seen:
        names, sizes = signs(sight, known)
        common = dict.fromkeys(names, 1.0) | dict(zip(MEASURES, sizes, strict=True))
        named = common | {f"{sight.setting.breaks}:{name}": size for name, size in common.items()}
        places.append(sight.seam.after)
        found.append({**named, **inside})
        for name, size in named.items():
            inside[f"^{name}"] += size
    if not (seen and seen[-1].last):
        places.append(block.first(text, low, stop))
        found.append({"floor": 1.0, **inside})
    overlaps = tuple(_overlap(place, one.end, row["start"], row["end"]) for place in places)
    return Case(row=row, end=one.end, places=tuple(places), signs=tuple(found), overlaps=overlaps)


def _overlap(start: int, end: int, true_start: int, true_end: int) -> float:
    return max(0, min(end, true_end) - max(start, true_start)) / (max(end, true_end) - min(start, true_start))


def chances(weights: Weights, one: Case) -> list[float]:
    scores = [sum(weights.get(name, 0.0) * size for name, size in each.items()) for each in one.signs]
    most = max(scores)
    powers = [math.exp(score - most) for score in scores]
    return [power / sum(powers) for power in powers]


def fit(cases: list[Case]) -> Weights:
    """Fit by stochastic gradient (AdaGrad) so that the expected overlap is greatest, large weights made dear."""
    weights: Weights = defaultdict(float)
    spread: Weights = defaultdict(lambda: 1e-3)
    known = Counter((one.row["id"], one.row["tool"].startswith("mix")) for one in cases)
    order = [one for one in cases if len(one.places) > 1 and max(one.overlaps) > 0.5]
    chance = random.Random(1)
    for turn in range(ROUNDS):
        chance.shuffle(order)
        rate = RATE * (1 - turn / ROUNDS)
        for one in order:
            worth = known[one.row["id"], one.row["tool"].startswith("mix")] ** -0.5
            _step(one, worth, rate, weights, spread)
    return dict(weights)


def _step(one: Case, worth: float, rate: float, weights: Weights, spread: Weights) -> None:
    guess = chances(weights, one)
    good = [each * (overlap**SHARPNESS + 1e-3) for each, overlap in zip(guess, one.overlaps, strict=True)]
    total = sum(good)
    slope: Weights = defaultdict(float)
    for named, is_, ought in zip(one.signs, guess, good, strict=True):
        pull = worth * (ought / total - is_)
        if abs(pull) > 1e-6:
            for name, size in named.items():
                slope[name] += pull * size
    for name, pull in slope.items():
        step = pull - PENALTY * weights[name]
        spread[name] += step * step
        weights[name] += rate * step / math.sqrt(spread[name])


def choose(weights: Weights, one: Case) -> tuple[float, float]:
    """Give the overlap that comes of the weights, and the confidence in it."""
    likely = chances(weights, one)
    best = max(
        (sum(c * (one.end - max(p, o)) / (one.end - min(p, o)) for o, c in zip(one.places, likely, strict=True)), at)
        for at, p in enumerate(one.places)
    )
    return one.overlaps[best[1]], best[0]


def folds(cases: list[Case], count: int) -> None:
    """Print what pages give that were left out of the fit."""
    pages = sorted({one.row["page"] for one in cases})
    random.Random(3).shuffle(pages)
    fold = {page: at % count for at, page in enumerate(pages)}
    tools: dict[str, list[float]] = defaultdict(list)
    sure: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for turn in range(count):
        weights = fit([one for one in cases if fold[one.row["page"]] != turn])
        for one in cases:
            if fold[one.row["page"]] == turn:
                overlap, confidence = choose(weights, one)
                tools[one.row["tool"]].append(overlap)
                sure[sum(confidence >= edge for edge in BUCKETS)].append((confidence, overlap))
    for tool, found in sorted(tools.items()):
        print(f"{tool:32} n {len(found):5}  overlap {sum(found) / len(found):.3f}")
    for _, pairs in sorted(sure.items()):
        print(
            f"confidence {sum(c for c, _ in pairs) / len(pairs):.2f}  overlap {sum(o for _, o in pairs) / len(pairs):.2f}  n {len(pairs)}"
        )


def _table(weights: Weights, breaks: str) -> dict[str, Weights]:
    """Give what each sign weighs in texts whose breaks stand in one way."""
    found: dict[str, Weights] = {"begins": {}, "swallowed": {}}
    for name in sorted({each.removeprefix("^") for each in weights if ":" not in each}):
        for part, mark in (("begins", ""), ("swallowed", "^")):
            weight = round(weights.get(mark + name, 0.0) + weights.get(f"{mark}{breaks}:{name}", 0.0), 2)
            if abs(weight) >= 0.01:
                found[part][name] = weight
    return found


def main(words: list[str]) -> None:
    count = int(words[words.index("--folds") + 1]) if "--folds" in words else 0
    names = [word for at, word in enumerate(words) if not word.startswith("--") and words[at - 1] != "--folds"]
    cases = [one for row in read(names) if row.get("align") != "reordered" and (one := case(row))]
    if count:
        folds(cases, count)
    if "--write" in words:
        weights = fit(cases)
        shape = {breaks: _table(weights, breaks) for breaks in ("broken", "flat", "plain")}
        pathlib.Path(here.__file__).with_name("weights.json").write_text(json.dumps(shape, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
