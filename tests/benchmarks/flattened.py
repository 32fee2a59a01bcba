"""Flattened posts back to their originals: how many are found, and whether one is ever taken for another.

Every case is an author's day on X with the post, its look-alikes and an article's copy of its words. What must come out
is known by construction: one post, or (twins, a lost original) a choice that is left to a person. The archive is asked
twice: as a recorded internet, and as the replica's index over TLS, whose answers come in parts of four rows.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from service.model.resolution import Resolution
from service.net.client import GuardedFetcher
from service.net.guard import Dialler
from service.resolve import resolve
from service.settings import Settings
from tests.benchmarks.authors import CASES, SEED, cases
from tests.benchmarks.days import BehindTls, Case
from tests.benchmarks.report import Report
from tests.replica.server import replica
from tests.replica.world import World


@dataclass(slots=True, kw_only=True)
class Score:
    """What came out, by kind of case."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Case, Resolution]] = field(default_factory=list)
    missed: list[tuple[Case, Resolution]] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    unshown: list[tuple[Case, Resolution]] = field(default_factory=list)
    """Left to a person without showing what to choose from."""
    all: Counter[str] = field(default_factory=Counter)

    def take(self, case: Case, found: Resolution) -> None:
        self.all[case.what] += 1
        chosen = found.embed.post_id
        shown = {each.post_id for each in found.candidates}
        if chosen is None:
            self.left[case.what] += 1
            if case.expected is not None:
                self.missed.append((case, found))
            elif not case.choice <= shown:
                self.unshown.append((case, found))
        elif chosen == case.expected:
            self.right[case.what] += 1
        else:
            self.wrong.append((case, found))

    @property
    def precision(self) -> float:
        chosen = self.right.total() + len(self.wrong)
        return self.right.total() / chosen if chosen else 1.0

    @property
    def recall(self) -> float:
        return self.right.total() / (
            self.right.total() + len(self.missed) + sum(1 for c, _ in self.wrong if c.expected)
        )


async def score(seed: int = SEED, count: int = CASES, *, archive: World | None = None) -> Score:
    """Resolve every case, a few side by side; with a replica's world the archive is asked there, over TLS."""
    told, gate = Score(), asyncio.Semaphore(8)
    made = cases(seed, count)
    async with AsyncExitStack() as stack:
        served = None if archive is None else await stack.enter_async_context(_served(archive, made))

        async def one(case: Case) -> tuple[Case, Resolution]:
            async with gate:
                internet = case.day if served is None else BehindTls(case.day, served)
                return case, await resolve(internet, case.reference)

        for case, found in await asyncio.gather(*(one(case) for case in made)):
            told.take(case, found)
    return told


@asynccontextmanager
async def _served(world: World, made: list[Case]) -> AsyncIterator[GuardedFetcher]:
    for case in made:
        case.day.told_to(world)
    async with replica(world):
        settings = Settings(upstream=world.upstream, upstream_ca=world.ca_file, fetch_timeout=120)
        async with GuardedFetcher.configured(settings, Dialler.configured(settings)) as fetcher:
            yield fetcher


async def measure() -> Report:
    """Print what was found, taken for another, and left; then the same with the replica's archive."""
    told = await score()
    lines = [f"{'kind':34}{'cases':>7}{'found':>7}{'left':>7}"]
    lines += [f"{what:34}{told.all[what]:7}{told.right[what]:7}{told.left[what]:7}" for what in told.all]
    world = World(index_rows=4)
    over_tls = await score(archive=world)
    asked = [each.url for each in world.requests]
    for name, each in (("recorded", told), ("over TLS", over_tls)):
        lines.append(f"{name}: precision {each.precision:.3f}, recall {each.recall:.3f}, wrong {len(each.wrong)}")
        lines += [
            f"  {'wrong' if case.expected != found.embed.post_id and found.embed.post_id else 'missed'}  {case.what}: {case.reference.text!r}"
            for case, found in (*each.wrong, *each.missed)
        ]
    resumed = sum("resumeKey=" in url for url in asked)
    lines.append(
        f"over TLS: one index of {len(world.index)} copies, {len(asked)} questions, {resumed} of them gone on with"
    )
    good = all(each.precision == 1.0 and each.recall >= 0.98 and not each.unshown for each in (told, over_tls))
    return Report(
        promise="flattened posts: precision 1.000, recall at least 0.98, the rest left to a person with a choice",
        table="\n".join(lines),
        holds=good and resumed > 0,
    )
