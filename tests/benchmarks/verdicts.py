"""What is called gone: built answers of every platform and state, each looked at twice, two hours apart.

Some of them are looked at without any post that is known to be there, then also half a day apart.

Every platform that has cases takes part, with what its cases hold: as they are, quoting what error pages say, under
weather that hits the whole platform (limits, walls, challenges, silence, denials), and with one answer of several gone
wrong. What is true of the post is known by construction; what must never come out is a loss of a post that is there.
"""

import html
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from service import references
from service.model.availability import Stage, State
from service.model.document import Document, Request
from service.model.ids import post_embed_id
from service.model.observation import Past, Sighting
from service.model.reference import Kind, Reference
from service.platforms import at, discover
from service.platforms.signals import ALIVE, GONE, TELLING
from service.resolve.canaries import Canary, Watch
from service.resolve.memory import ForgetfulMemory
from service.resolve.revisiting import revisit
from service.resolve.standing import LOST
from service.resolve.verdict import UNWATCHED
from tests.benchmarks.report import Report
from tests.benchmarks.weather import QUOTED, WEATHER, Answer
from tests.platforms.cases import FOLDER, Case, all_cases

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
LATER = timedelta(hours=2)


@dataclass(slots=True, kw_only=True)
class World:
    """Answers of one platform: by address, or the same for all while there is weather."""

    answers: dict[str, Answer] = field(default_factory=dict)
    weather: Answer | None = None
    now: datetime = NOON

    async def fetch(self, request: Request, *, redirects: int = 8) -> Document:  # noqa: ARG002
        silent = Answer(status=None, failure="fetch-failed")
        given = self.weather or self.answers.get(request.url, silent)
        return Document(
            request=request,
            fetched=self.now,
            final_url=given.lands or request.url,
            status=given.status,
            headers={"content-type": given.kind},
            body=given.body,
            failure=given.failure,
            reason=given.failure,
        )

    async def ping(self) -> None:
        """Be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One post and what two visits are answered."""

    what: str
    platform: str
    case: Case
    truth: str
    """`there`, `lost`, or `unclear` where the platform itself does not tell."""
    first: Mapping[str, Answer]
    second: Mapping[str, Answer]
    weather: tuple[Answer | None, Answer | None] = (None, None)
    watched: bool = True
    """Whether there is a canary."""
    apart: timedelta = LATER
    """Between the two visits."""

    @property
    def state(self) -> State:
        """What the post is in truth, as its case tells it."""
        return State(self.case.expected["state"])


def _answers(case: Case) -> dict[str, Answer]:
    return {
        name: Answer(status=each.status, body=each.body, kind=each.headers.get("content-type", ""), lands=_landed(each))
        for name, each in case.documents.items()
    }


def _landed(document: Document) -> str | None:
    return document.final_url if document.final_url != document.request.url else None


def _truth(case: Case) -> str:
    """What is so, by what the case says; a platform whose own answers contradict each other does not tell."""
    state = State(case.expected["state"])
    said = {State(each) for _, each, _ in case.expected["signals"]}
    if said & GONE and said & ALIVE:
        return "unclear"
    if state in LOST:
        return "lost"
    return "there" if state in ALIVE or state is State.LOGIN_WALLED else "unclear"


def _quoting(case: Case, words: str) -> dict[str, Answer] | None:
    """The same answers with other words in the post; None when its words stand in no document as they are."""
    post = case.read().post
    said = post and (post.text or post.title)
    if not said:
        return None
    forms = [(said, words), (html.escape(said), html.escape(words)), (json.dumps(said)[1:-1], json.dumps(words)[1:-1])]
    changed, found = {}, False
    for name, given in _answers(case).items():
        body = given.body
        for old, new in forms:
            body = body.replace(old.encode(), new.encode())
        found = found or body != given.body
        if b"</body>" in body:
            body = body.replace(b"</body>", b"<div class=comment>[deleted]</div><p>[removed]</p></body>")
        changed[name] = replace(given, body=body)
    return changed if found else None


def _alive(case: Case, names: set[str]) -> bool:
    """Say whether these answers alone show the post."""
    return any(State(state) in ALIVE for endpoint, state, _ in case.expected["signals"] if endpoint in names)


def trials() -> Iterator[Trial]:
    """Build all of them from the cases there are."""
    plain = {case.platform: case for case in all_cases() if case.name == "plain"}
    for case in all_cases():
        told = _answers(case)
        yield Trial(
            what=f"as {case.name}", platform=case.platform, case=case, truth=_truth(case), first=told, second=told
        )
    for platform, case in plain.items():
        told, about = _answers(case), {"platform": platform, "case": case, "truth": "there"}
        for name, weather in WEATHER.items():
            for way, pair in (("all the time", (weather, weather)), ("at first", (weather, None))):
                yield Trial(what=f"{name} {way}", first=told, second=told, weather=pair, **about)
        for words in QUOTED:
            if (quoting := _quoting(case, words)) is not None:
                yield Trial(what=f"says: {words[:30]}", first=quoting, second=quoting, **about)
        for name in told:
            flaw = told | {name: Answer(status=404, body=b"Not Found")}
            # where nothing but the denying answer speaks for hours, it says that the post is gone
            lasting = flaw if _alive(case, set(told) - {name}) else told
            yield Trial(what=f"{name} alone says 404", first=flaw, second=lasting, **about)
            alone = {each: Answer(status=429) for each in told} | {name: Answer(status=404, body=b"Not Found")}
            yield Trial(what=f"{name} says 404 once, the rest is limited", first=alone, second=told, **about)
    for case in all_cases():
        told = _answers(case)
        if _truth(case) == "lost" and len(told) > 1:
            first = next(name for name, state, _ in case.expected["signals"] if State(state) in LOST)
            part = {each: Answer(status=429) for each in told} | {first: told[first]}
            about = {"platform": case.platform, "case": case, "truth": "lost"}
            yield Trial(what=f"{case.name}, one answer limited", first=told, second=part, **about)
    yield from unwatched(plain)


def unwatched(plain: Mapping[str, Case]) -> Iterator[Trial]:
    """Build those in which nothing vouches for the platform: outages that look like losses, and losses."""
    for platform, case in plain.items():
        told, about = _answers(case), {"platform": platform, "case": case, "truth": "there", "watched": False}
        for name, weather in WEATHER.items():
            yield Trial(what=f"{name} for hours, no canaries", first=told, second=told, weather=(weather,) * 2, **about)
    for case in all_cases():
        if _truth(case) == "lost":
            told, about = _answers(case), {"platform": case.platform, "case": case, "truth": "lost", "watched": False}
            yield Trial(what=f"{case.name}, no canaries", first=told, second=told, apart=UNWATCHED, **about)


def _url(case: Case) -> str:
    """The address of the case's post, as the case tells it or the platform's own."""
    told = tomllib.loads((FOLDER / case.platform / case.name / "case.toml").read_text("utf-8"))
    return told.get("url") or (case.post_id if case.platform == "page" else case.file.url(case.post_id))


def _reference(case: Case) -> Reference:
    if case.platform == "page":
        return references.address(case.post_id)
    return Reference(
        kind=Kind.LINK,
        how="url",
        platform=case.platform,
        post_id=case.post_id,
        embed_id=post_embed_id(case.platform, case.post_id),
        url=_url(case),
        start=0,
        end=1,
    )


def _canary(world: World, case: Case) -> Canary:
    """Another post of the platform that is there: of another case, else the plain one under another id."""
    alive = [each for each in all_cases() if each.platform == case.platform and State(each.expected["state"]) in ALIVE]
    other = next((each for each in alive if each.post_id != case.post_id), None)
    if other is not None:
        _place(world, other.asked, _answers(other))
        url, post_id = _url(other), other.post_id
    else:
        plain = next(each for each in alive if each.name == "plain")
        last = plain.post_id[-1]
        post_id = plain.post_id[:-1] + (str((int(last) + 1) % 10) if last.isdigit() else "c" if last == "b" else "b")
        url = _url(plain).replace(plain.post_id, post_id)
        _place(world, at(discover()[case.platform], url).requests(post_id), _answers(plain))
    return Canary(platform=case.platform, post_id=post_id, url=url, alive=True, named=True)


def _place(world: World, asked: Iterable[Request], told: Mapping[str, Answer]) -> None:
    for request in asked:
        if request.name in told:
            world.answers[request.url] = told[request.name]


async def look(trial: Trial) -> tuple[Stage, State]:
    """Visit twice; gives where the verdict stands and what the last visit says."""
    world = World()
    canaries = {trial.platform: (_canary(world, trial.case),)} if trial.watched else {}
    watch, memory = Watch(lambda: world.now, canaries), ForgetfulMemory()
    reference = _reference(trial.case)
    stage, state = Stage.UNSEEN, State.UNKNOWN
    for told, weather in zip((trial.first, trial.second), trial.weather, strict=True):
        _place(world, trial.case.asked, told)
        world.weather = weather
        again = await revisit(world, reference, memory, watch, lambda: world.now)
        name, seen = again.resolution.embed.id, again.resolution.availability
        past = again.past or Past(availability=seen, post=None, names=frozenset({name}), sightings=())
        memory.kept[name] = replace(past, sightings=(*past.sightings, Sighting.of(seen, world.now)))
        stage, state = again.standing.stage, seen.state
        if stage is Stage.CONFIRMED and trial.truth != "lost":
            break
        world.now += trial.apart
    return stage, state


@dataclass(slots=True, kw_only=True)
class Score:
    """What came out."""

    table: Counter[tuple[str, str]] = field(default_factory=Counter)
    states: Counter[tuple[State, str]] = field(default_factory=Counter)
    """By what the post is in truth and what is said of it."""
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        lost = sum(count for (truth, _), count in self.table.items() if truth == "lost")
        return self.table["lost", "confirmed"] / lost if lost else 1.0


async def score() -> Score:
    """Look at every trial."""
    told = Score()
    for trial in trials():
        stage, state = await look(trial)
        name = f"{trial.platform}: {trial.what}"
        verdict = (
            stage.value if stage in (Stage.CONFIRMED, Stage.SUSPECTED) else "alive" if state in ALIVE else "hindered"
        )
        verdict = "unknown" if state is State.UNKNOWN and verdict == "hindered" else verdict
        told.table[trial.truth, verdict] += 1
        told.states[trial.state, verdict] += 1
        if verdict == "confirmed" and trial.truth != "lost":
            told.false.append(name)
        if verdict != "confirmed" and trial.truth == "lost":
            told.missed.append(f"{name} ({state.value})")
    return told


COLUMNS = ("alive", "hindered", "unknown", "suspected", "confirmed")


def _row(name: str, table: Counter, key: str) -> str:
    return f"{name:14}" + "".join(f"{table[key, column]:11}" for column in COLUMNS)


async def measure() -> Report:
    """Print the confusion table."""
    told = await score()
    lines = [f"{'truth':14}" + "".join(f"{column:>11}" for column in COLUMNS)]
    lines += [_row(truth, told.table, truth) for truth in ("there", "unclear", "lost")]
    lines.append("by the state that the post is in:")
    lines += [
        _row(f"  {state}", told.states, state) for state in TELLING if any(one is state for one, _ in told.states)
    ]
    lines.append(
        f"{told.table.total()} built answers; false losses {len(told.false)}; recall of losses {told.recall:.3f}"
    )
    lines += [f"  FALSE  {name}" for name in told.false] + [f"  missed {name}" for name in told.missed]
    return Report(
        promise="no post that is there is called gone; nine in ten losses and more are known after the second visit",
        table="\n".join(lines),
        holds=not told.false and told.recall >= 0.95 and told.table.total() >= 200,
    )
