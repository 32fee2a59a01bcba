"""Made-up authors' days with a post that an article quotes: each kind of trouble that a search for it may meet."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from service.model.reference import Reference
from service.platforms.idtime import x_ids
from tests.benchmarks.damage import damaged, dressed
from tests.benchmarks.days import Case, Day, printed
from tests.benchmarks.sentences import DAYS, PLACES, Saying, saying

SEED = 20_261_122
CASES = 600


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
        return self.near_saying(said).text()

    def near_saying(self, said: Saying) -> Saying:
        at = self.chance.randrange(len(said.patterns))
        slots = [slot for slot in ("{n}", "{p}", "{d}") if slot in said.patterns[at]]
        match self.chance.choice(slots):
            case "{n}":
                return _with(said, at, numbers=said.numbers[at] + self.chance.randint(1, 9))
            case "{p}":
                other = [each for each in PLACES[said.language] if each != said.places[at]]
                return _with(said, at, places=self.chance.choice(other))
            case _:
                other = [each for each in DAYS[said.language] if each != said.days[at]]
                return _with(said, at, days=self.chance.choice(other))

    def flattened(self, said: Saying, day: Day) -> Reference:
        return printed(day, self.chance.choice(FLATTENINGS)(said, self.chance))


def _with(said: Saying, at: int, **change: Any) -> Saying:
    ((name, value),) = change.items()
    old = getattr(said, name)
    return replace(said, **{name: (*old[:at], value, *old[at + 1 :])})


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
    return Case(what="beside near copies", day=day, reference=printed(day, whole), expected=post)


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
    return Case(what="of several revisions the last", day=day, reference=printed(day, said.text()), expected=third)


def found_in_the_archive_alone(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day, most=3)
    post = make.post_id(day.day)
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
    copy = make.chance.choice(told)
    day.lists(post, kind="text/html" if isinstance(copy, str) else "application/json", copy=copy)
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


def found_as_extractors_leave_it(make: Maker) -> Case:
    """Everything at once that happens to a post between X and an archived article."""
    day, said = make.a_day(), saying(make.chance, least=3)
    make.crowd(day)
    post = make.post_id(day.day)
    text = dressed(said, make.chance)
    day.lists(post, host=make.chance.choice(["twitter.com", "twitter.com", "x.com", "mobile.x.com"]), query="?s=20")
    day.shows(post, text)
    left = damaged(text, make.chance)
    handle = make.chance.choice([str, str.upper, str.title])(day.handle)
    return Case(what="as extractors leave it", day=day, reference=printed(day, left, handle=handle), expected=post)


def found_damaged_beside_near_copies(make: Maker) -> Case:
    """Damaged, but not cut, beside posts that differ in one number, place or weekday."""
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day, most=3)
    post = make.post_id(day.day)
    state = make.chance.getstate()
    text = dressed(said, make.chance)
    for _ in range(make.chance.randint(1, 3)):
        twin, other = make.post_id(day.day), make.near_saying(said)
        if other.text() == said.text():
            continue
        here = make.chance.getstate()
        make.chance.setstate(state)
        near = dressed(other, make.chance)
        make.chance.setstate(here)
        day.lists(twin)
        day.shows(twin, near)
    day.lists(post)
    day.shows(post, text)
    left = damaged(text, make.chance, cutting=False)
    return Case(what="damaged, beside near copies", day=day, reference=printed(day, left), expected=post)


def left_for_twins(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day, most=3)
    twins = [make.post_id(day.day) for _ in range(2)]
    for each in twins:
        day.lists(each)
        day.shows(each, said.text())
    if make.chance.random() < 0.5:  # the archive saw one of the two under another host as well
        day.lists(twins[0], host=make.chance.choice(["x.com", "mobile.twitter.com"]))
    reference = make.flattened(said, day)
    return Case(what="left: twins", day=day, reference=reference, expected=None, choice=frozenset(twins))


def left_when_the_original_is_lost(make: Maker) -> Case:
    day, said = make.a_day(), saying(make.chance)
    make.crowd(day, most=3)
    near = make.post_id(day.day)
    text = make.near(said)
    day.lists(near)
    day.shows(near, text)
    reference = printed(day, said.text())
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
    reference = printed(day, " ".join(said.sentences()[:-1]) + " …")
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
    found_as_extractors_leave_it: 8,
    found_damaged_beside_near_copies: 5,
    left_for_twins: 2,
    left_when_the_original_is_lost: 3,
    left_when_the_cut_fits_both: 1,
}


def cases(seed: int = SEED, count: int = CASES) -> list[Case]:
    """Make the set, each kind by its weight."""
    make = Maker(chance=random.Random(seed))
    wheel = [kind for kind, weight in KINDS.items() for _ in range(weight)]
    return [wheel[number % len(wheel)](make) for number in range(count)]
