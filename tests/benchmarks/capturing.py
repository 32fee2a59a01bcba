"""What a picture costs beside Chromium itself, on the same pages in the same run, and whether it is right.

`python -m tests.benchmarks capturing` is the short form; `python -m tests.benchmarks.capturing --cards 240 --soak 2000`
photographs every card, and watches memory over as many visits. Ratios are medians over rounds in which the
photographers take turns, so that what else the machine does meets all of them.
"""

import argparse
import asyncio
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.benchmarks.cards import COUNT
from tests.benchmarks.cards.bundle import NoNode
from tests.benchmarks.report import Report
from tests.benchmarks.studio import Photographer, Round, Studio, pages, studio

PROMISE = "a picture is right, and costs little more than Chromium alone"
LATE_SLOTS = 16
CROWD = 8
NIGHT_SLOTS = 12
PATIENCE = 2.5
"""Seconds a reference is left alone after everything has come."""


@dataclass(kw_only=True)
class Table:
    """What was measured, and whether it is what was promised."""

    lines: list[str] = field(default_factory=list)
    holds: bool = True

    def add(self, name: str, value: float, unit: str, mark: Callable[[float], bool], promise: str) -> None:
        """Write one figure with its mark."""
        kept = mark(value)
        self.holds = self.holds and kept
        self.lines.append(f"{name:58}{value:9.2f} {unit:12}{promise:12}{'' if kept else 'MISSED'}".rstrip())

    def say(self, line: str) -> None:
        """Write what has no mark."""
        self.lines.append(line)
        print(line, flush=True)


async def correctness(place: Studio, table: Table, cards: int) -> None:
    """Compare every card, late ones too, with what Chromium shows after a long wait; alone and in a crowd."""
    reference, ours = await place.hire("raw"), await place.hire("picture")
    late = pages("t", range(0, cards, 5))
    wanted = pages("f", range(cards)) + late
    right = await reference.take(wanted, at_once=CROWD, pixels=True, wait=PATIENCE)
    crowd = await ours.take(wanted, at_once=CROWD, pixels=True)
    alone = await ours.take(wanted, at_once=1)
    wrong = [url for url in wanted if crowd.pixels[url] != right.pixels[url]]
    unsteady = [url for url in wanted if crowd.sha256[url] != alone.sha256[url]]
    ungraded = [url for url in wanted if crowd.told[url] != "complete" or alone.told[url] != "complete"]
    names = (f"right, of {len(wanted)} cards", "the same bytes alone and in a crowd", "graded complete")
    for name, bad in zip(names, (wrong, unsteady, ungraded), strict=True):
        table.add(name, 100 * (1 - len(bad) / len(wanted)), "%", lambda value: value == 100, "100 %")
        for url in bad[:5]:
            table.say(f"    {url}: {crowd.told[url]} / {alone.told[url]}")
    broken = await ours.take(pages("b", (n for n in range(cards) if n % 6 in {1, 3, 4, 5})), at_once=CROWD)
    share = sum(told != "complete" for told in broken.told.values()) / len(broken.told)
    table.add(
        "cards without a picture of theirs, not called complete", 100 * share, "%", lambda value: value == 100, "100 %"
    )


async def costs(place: Studio, table: Table, rounds: int) -> None:
    """Take turns on cards that come at once."""
    kinds = {kind: await place.hire(kind) for kind in ("raw", "bare", "picture")}
    kinds["all"] = await place.hire("all", storing=True)
    found = await _in_turn(kinds, "f", rounds=rounds, at_once=4)
    for kind, limit in (("picture", 1.20), ("all", 1.35)):
        name = {
            "picture": "processor time, the picture alone",
            "all": "processor time, everything kept, sealed and put",
        }
        ratio = _ratio(found, kind, "raw", lambda each: each.each)
        table.add(name[kind], ratio, "× Chromium", lambda value, most=limit: value <= most, f"≤ {limit:.2f}")
    driver = _ratio(found, "bare", "raw", lambda each: each.each)
    table.say(f"    the driver and the gate alone: {driver:.2f} × Chromium")
    rate = _ratio(found, "picture", "raw", lambda each: each.rate)
    table.add("pictures a second, the picture alone", rate, "× Chromium", lambda value: value >= 0.9, "≥ 0.90")
    _say_each(table, found)


async def batch(place: Studio, table: Table, rounds: int) -> None:
    """Take turns with pages that are kept for their host, as many at once as the service makes visits.

    With fewer, both wait more for pages to come to rest than for a processor, and there is nothing to gain.
    """
    kinds = {"picture": await place.hire("picture"), "batch": await place.hire("batch")}
    found = await _in_turn(kinds, "f", rounds=rounds, at_once=NIGHT_SLOTS, each=72)
    rate = _ratio(found, "batch", "picture", lambda each: each.rate)
    name = f"pictures a second, in a batch, {NIGHT_SLOTS} at once"
    table.add(name, rate, "× one by one", lambda value: value >= 1.8, "≥ 1.80")
    _say_each(table, found)


async def late(place: Studio, table: Table, rounds: int) -> None:
    """Take cards whose words come after a second or more."""
    kinds = {"raw": await place.hire("raw"), "picture": await place.hire("picture")}
    found = await _in_turn(kinds, "t", rounds=rounds, at_once=LATE_SLOTS, each=48)
    rate = statistics.median(one.rate for one in found["picture"])
    table.add(f"late cards, {LATE_SLOTS} at once", rate, "a second", lambda value: value >= 4, "≥ 4.00")
    table.say(f"    Chromium alone: {statistics.median(one.rate for one in found['raw']):.2f} a second")


async def soak(place: Studio, table: Table, count: int) -> None:
    """Watch memory while one browser after the other works."""
    ours = await place.hire("picture")
    sizes: list[float] = []
    for start in range(0, count, 100):
        done = await ours.take(
            pages("f", (n % COUNT for n in range(start, start + min(100, count - start)))), at_once=4
        )
        sizes.append(done.memory / 2**20)
        failed = sum(told.startswith("failed") for told in done.told.values())
        if failed:
            table.say(f"    {failed} failed after {start}")
    third = max(1, len(sizes) // 3)
    growth = statistics.median(sizes[-third:]) / statistics.median(sizes[:third])
    table.add(f"memory, last third of {count} visits", growth, "× the first", lambda value: value <= 1.15, "≤ 1.15")
    table.say(f"    MB after each hundred: {' '.join(f'{size:.0f}' for size in sizes)}")


def _say_each(table: Table, found: dict[str, list[Round]]) -> None:
    for kind, made in found.items():
        each, rate = statistics.median(one.each for one in made), statistics.median(one.rate for one in made)
        table.say(f"    {kind:8} {each:6.0f} ms of processor time, {rate:5.2f} a second, {made[-1].memory >> 20} MB")


async def _in_turn(
    kinds: dict[str, Photographer], page: str, *, rounds: int, at_once: int, each: int = 24
) -> dict[str, list[Round]]:
    found: dict[str, list[Round]] = {kind: [] for kind in kinds}
    for photographer in kinds.values():
        await photographer.take(pages(page, range(at_once)), at_once=at_once)
    for number in range(rounds):
        wanted = pages(page, (n % COUNT for n in range(number * each, number * each + each)))
        first = number % len(kinds)
        for kind in (*list(kinds)[first:], *list(kinds)[:first]):
            found[kind].append(await kinds[kind].take(wanted, at_once=at_once))
    return found


def _ratio(found: dict[str, list[Round]], kind: str, beside: str, figure: Callable[[Round], float]) -> float:
    return statistics.median(figure(one) / figure(other) for one, other in zip(found[kind], found[beside], strict=True))


async def measure(cards: int = 30, rounds: int = 3, visits: int = 300, only: str = "") -> Report:
    """Measure all of it, or what is named."""
    table = Table()
    parts = {
        "correctness": (correctness, cards),
        "costs": (costs, rounds),
        "batch": (batch, rounds),
        "late": (late, rounds),
        "soak": (soak, visits),
    }
    try:
        for name, (part, size) in parts.items():
            if only in {"", name}:
                async with studio() as place:
                    await part(place, table, size)
    except NoNode as error:
        return Report(promise=PROMISE, table=f"Skipped: {error}", holds=True)
    return Report(promise=PROMISE, table="\n".join(table.lines), holds=table.holds)


if __name__ == "__main__":
    reader = argparse.ArgumentParser()
    for option, default in (("--cards", 30), ("--rounds", 3), ("--soak", 300)):
        reader.add_argument(option, type=int, default=default)
    reader.add_argument("--only", default="", choices=["correctness", "costs", "batch", "late", "soak"])
    asked = reader.parse_args()
    report = asyncio.run(measure(asked.cards, asked.rounds, asked.soak, asked.only))
    print(f"\n{report.table}\n{'holds' if report.holds else 'MISSED'}")
