"""Flattened posts back to their originals: how many are found, and whether one is ever taken for another.

Every case is an author's day on X with the post, its look-alikes and an article's copy of its words. What must come out
is known by construction: one post, or (twins, a lost original) a choice that is left to a person.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from service.model.ids import quote_embed_id
from service.model.reference import Byline, Kind, Reference
from service.model.resolution import Resolution
from service.net.recorded import RecordedInternet
from service.platforms.idtime import x_ids
from service.resolve import resolve
from tests.benchmarks.report import Report
from tests.benchmarks.sentences import DAYS, PLACES, Saying, saying

SEED = 20_261_122
CASES = 480
SYNDICATION = "https://cdn.syndication.twimg.com/tweet-result"
INDEX = "https://web.archive.org/cdx/search/cdx"
HEADER = ["timestamp", "original", "mimetype", "statuscode", "digest"]


class Day(RecordedInternet):
    """One author's day: X as it is now and the archive as it saw it."""

    def __init__(self, handle: str, name: str, day: date) -> None:
        super().__init__()
        self.handle, self.name, self.day = handle, name, day
        self.rows: list[list[str]] = []

    def lists(self, post_id: str, *, host: str = "twitter.com", kind: str = "text/html") -> str:
        """The archive saw the post; gives the address of its copy."""
        original = f"https://{host}/{self.handle}/status/{post_id}"
        stamp = f"{self.day + timedelta(days=2):%Y%m%d}120000"
        self.rows.append([stamp, original, kind, "200", "A" * 32])
        return f"https://web.archive.org/web/{stamp}id_/{original}"

    def shows(self, post_id: str, text: str, **more: Any) -> None:
        user = {"id_str": "41", "name": self.name, "screen_name": self.handle}
        post = {"__typename": "Tweet", "id_str": post_id, "text": text, "user": user, **more}
        self.says(SYNDICATION, post, query={"id": post_id})

    def lost(self, post_id: str) -> None:
        self.refuses(SYNDICATION, 404, query={"id": post_id})

    def _find(self, url: str) -> Any:
        if url.startswith(INDEX):
            prefix = parse_qs(urlsplit(url).query)["url"][0]
            rows = [row for row in self.rows if row[1].removeprefix("https://").startswith(prefix)]
            self.says(url, [HEADER, *rows] if rows else [])
        return super()._find(url)


@dataclass(slots=True, kw_only=True)
class Case:
    """One flattened post and what must come of it."""

    what: str
    day: Day
    reference: Reference
    expected: str | None
    """Id of the original; None: this must be left to a person."""
    choice: frozenset[str] = frozenset()
    """What a person must be shown then."""


@dataclass(slots=True, kw_only=True)
class Maker:
    """Makes cases, the same for the same seed."""

    chance: random.Random
    taken: set[str] = field(default_factory=set)

    def post_id(self, day: date) -> str:
        first, last = x_ids(day)
        number = str(self.chance.randint(first, last))
        return number if number not in self.taken else self.post_id(day)

    def a_day(self) -> Day:
        day = date(2011, 1, 1) + timedelta(days=self.chance.randrange(5600))
        number = self.chance.randrange(10**6)
        return Day(f"writer_{number}", f"Ana Writer {number}", day)

    def crowd(self, day: Day, *, most: int = 6) -> None:
        """Other posts of the same author and day."""
        for _ in range(self.chance.randint(2, most)):
            number = self.post_id(day.day)
            day.lists(number)
            day.shows(number, saying(self.chance).text())

    def near(self, said: Saying) -> str:
        """A text that differs in one number, place or weekday."""
        at = self.chance.randrange(len(said.patterns))
        slots = [slot for slot in ("{n}", "{p}", "{d}") if slot in said.patterns[at]]
        match self.chance.choice(slots):
            case "{n}":
                return _with(said, at, numbers=said.numbers[at] + self.chance.randint(1, 9)).text()
            case "{p}":
                other = [each for each in PLACES[said.language] if each != said.places[at]]
                return _with(said, at, places=self.chance.choice(other)).text()
            case _:
                other = [each for each in DAYS[said.language] if each != said.days[at]]
                return _with(said, at, days=self.chance.choice(other)).text()

    def flattened(self, said: Saying, day: Day) -> Reference:
        return _reference(day, self.chance.choice(FLATTENINGS)(said, self.chance))


def _with(said: Saying, at: int, **change: Any) -> Saying:
    ((name, value),) = change.items()
    old = getattr(said, name)
    return replace(said, **{name: (*old[:at], value, *old[at + 1 :])})


def _reference(day: Day, text: str) -> Reference:
    return Reference(
        kind=Kind.QUOTE,
        how="attribution",
        platform="x",
        post_id=None,
        embed_id=quote_embed_id("x", day.handle, day.day, text),
        url=None,
        start=0,
        end=len(text),
        text=text,
        author=Byline(name=day.name, handle=day.handle),
        day=day.day,
    )


def _drop_last(said: Saying, _: random.Random) -> str:
    return " ".join(said.sentences()[:-1]) if len(said.patterns) > 2 else said.text()


def _turn(said: Saying, _: random.Random) -> str:
    first, *rest = said.sentences()
    return " ".join([*rest, first]) if len(said.patterns) < 3 else said.text()


def _code(chance: random.Random) -> str:
    return "".join(chance.choices("abcdefghijkXYZ0123456789", k=10))


FLATTENINGS: tuple[Callable[[Saying, random.Random], str], ...] = (
    lambda said, _: said.text(),
    lambda said, _: "\n\n".join(said.sentences()),
    lambda said, chance: f"{said.text()} pic.twitter.com/{_code(chance)}",
    lambda said, chance: f"{said.text()} https://t.co/{_code(chance)}",
    lambda said, _: "“" + said.text().replace("&", "&amp;") + "”",
    lambda said, _: f"Image {said.text()}",
    lambda said, _: said.text().replace(".", " …") + " example.org/2abc",
    _drop_last,
    _turn,
)


def found_among_others(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day)
    post = make.post_id(day.day)
    day.lists(post, host=make.chance.choice(["twitter.com", "twitter.com", "x.com", "mobile.twitter.com"]))
    day.shows(post, said.text())
    return Case(what="among posts of the same day", day=day, reference=make.flattened(said, day), expected=post)


def found_beside_near_copies(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day, most=3)
    for _ in range(make.chance.randint(1, 4)):
        twin, text = make.post_id(day.day), make.near(said)
        if text != said.text():
            day.lists(twin)
            day.shows(twin, text)
    post = make.post_id(day.day)
    day.lists(post)
    day.shows(post, said.text())
    whole = make.chance.choice(FLATTENINGS[:5])(said, make.chance)
    return Case(what="beside near copies", day=day, reference=_reference(day, whole), expected=post)


def found_beside_reposts(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day, most=3)
    post, old, new, stolen = (make.post_id(day.day) for _ in range(4))
    for each in (post, old, new, stolen):
        day.lists(each)
    day.shows(post, said.text())
    day.shows(old, f"RT @{day.handle}: {said.text()}")
    day.shows(new, said.text(), id_str=str(int(post) - 4_000_000))
    day.shows(stolen, said.text(), user={"id_str": "9", "name": "Copy Cat", "screen_name": "copy_cat"})
    return Case(what="beside reposts and copies", day=day, reference=make.flattened(said, day), expected=post)


def found_in_an_edit_chain(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day, most=3)
    first = make.post_id(day.day)
    second, third = (str(int(first) + step * 4_194_304 * 60_000) for step in (3, 9))
    if int(third) > x_ids(day.day)[1]:
        return found_in_an_edit_chain(make)
    chain = {"edit_control": {"edit_tweet_ids": [first, second, third]}}
    day.shows(first, make.near(said), **chain)
    day.shows(second, said.text(), **chain)
    day.shows(third, said.text(), **chain)
    for each in make.chance.sample([first, second, third], make.chance.randint(2, 3)):
        day.lists(each)
    return Case(what="of several revisions the last", day=day, reference=_reference(day, said.text()), expected=third)


def found_in_the_archive_alone(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day, most=3)
    post = make.post_id(day.day)
    copy = day.lists(post, kind="application/json")
    day.lost(post)
    user = {"screen_name": day.handle, "name": day.name}
    told: list[Any] = [
        {"id_str": post, "full_text": said.text(), "user": user},
        {
            "data": {"id": post, "text": said.text(), "author_id": "41"},
            "includes": {"users": [{"id": "41", "username": day.handle, "name": day.name}]},
        },
        f'<html><head><meta property="og:description" content="“{said.text().replace("&", "&amp;")}”"></head></html>',
    ]
    day.says(copy, make.chance.choice(told))
    return Case(what="deleted, in the archive alone", day=day, reference=make.flattened(said, day), expected=post)


def found_before_ids_carried_time(make: Maker) -> Case:
    number = make.chance.randrange(10**6)
    day = Day(f"writer_{number}", f"Ana Writer {number}", date(2009, 9, 1) + timedelta(days=make.chance.randrange(400)))
    low, high = (3_600_000_000, 7_400_000_000) if day.day < date(2010, 1, 6) else (7_500_000_000, 29_000_000_000)
    said = saying(make.chance)
    posts = [str(make.chance.randint(low, high)) for _ in range(5)]
    for at, each in enumerate(posts):
        made = datetime(day.day.year, day.day.month, day.day.day, 9, tzinfo=UTC) + timedelta(days=at - 2)
        day.lists(each)
        # the author said the very same on another day too: only the document's own time tells them apart
        text = said.text() if at in (2, 4) else saying(make.chance).text()
        day.shows(each, text, created_at=made.isoformat().replace("+00:00", "Z"))
    return Case(what="before ids carried time", day=day, reference=make.flattened(said, day), expected=posts[2])


def left_for_twins(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day, most=3)
    twins = [make.post_id(day.day) for _ in range(2)]
    for each in twins:
        day.lists(each)
        day.shows(each, said.text())
    reference = make.flattened(said, day)
    return Case(what="left: twins", day=day, reference=reference, expected=None, choice=frozenset(twins))


def left_when_the_original_is_lost(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day, most=3)
    near = make.post_id(day.day)
    text = make.near(said)
    day.lists(near)
    day.shows(near, text)
    reference = _reference(day, said.text())
    if text == said.text():
        return left_when_the_original_is_lost(make)
    return Case(what="left: only a near copy", day=day, reference=reference, expected=None, choice=frozenset({near}))


def left_when_the_cut_fits_both(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance, least=3)
    make.crowd(day, most=3)
    one, other = (make.post_id(day.day) for _ in range(2))
    longer = _with(said, len(said.patterns) - 1, numbers=said.numbers[-1] + 7)
    for number, text in ((one, said.text()), (other, longer.text())):
        day.lists(number)
        day.shows(number, text)
    reference = _reference(day, " ".join(said.sentences()[:-1]) + " …")
    if said.text() == longer.text():
        return left_when_the_cut_fits_both(make)
    return Case(
        what="left: cut, fits both", day=day, reference=reference, expected=None, choice=frozenset({one, other})
    )


KINDS: Mapping[Callable[[Maker], Case], int] = {
    found_among_others: 7,
    found_beside_near_copies: 7,
    found_beside_reposts: 5,
    found_in_an_edit_chain: 4,
    found_in_the_archive_alone: 4,
    found_before_ids_carried_time: 4,
    left_for_twins: 2,
    left_when_the_original_is_lost: 3,
    left_when_the_cut_fits_both: 1,
}


def cases(seed: int = SEED, count: int = CASES) -> list[Case]:
    """Make the set, each kind by its weight."""
    make = Maker(chance=random.Random(seed))
    wheel = [kind for kind, weight in KINDS.items() for _ in range(weight)]
    return [wheel[number % len(wheel)](make) for number in range(count)]


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


async def score(seed: int = SEED, count: int = CASES) -> Score:
    """Resolve every case, a few side by side."""
    told, gate = Score(), asyncio.Semaphore(8)

    async def one(case: Case) -> tuple[Case, Resolution]:
        async with gate:
            return case, await resolve(case.day, case.reference)

    for case, found in await asyncio.gather(*(one(case) for case in cases(seed, count))):
        told.take(case, found)
    return told


async def measure() -> Report:
    """Print what was found, taken for another, and left."""
    told = await score()
    lines = [f"{'kind':34}{'cases':>7}{'found':>7}{'left':>7}"]
    lines += [f"{what:34}{told.all[what]:7}{told.right[what]:7}{told.left[what]:7}" for what in told.all]
    lines.append(f"precision {told.precision:.3f}, recall {told.recall:.3f}, taken for another {len(told.wrong)}")
    return Report(
        promise="flattened posts: precision 1.000, recall at least 0.98, the rest left to a person with a choice",
        table="\n".join(lines),
        holds=told.precision == 1.0 and told.recall >= 0.98 and not told.unshown,
    )
