"""Six hours in which a platform denies everything, limits us or shows a login: nothing is called gone, and it passes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.errors import BadSettings
from service.model.availability import Health, Stage, State
from service.model.observation import Past, Sighting
from service.platforms import at, discover
from service.platforms.signals import GONE
from service.resolve.canaries import Watch, read_canaries
from service.resolve.memory import ForgetfulMemory
from service.resolve.revisiting import revisit
from service.resolve.standing import Standing, advance, replay
from tests.resolve.story import OEMBED, POST, SAME_DAY, SYNDICATION, WORDS, Internet, link, x_oembed

POSTS = (POST, *SAME_DAY)
LOGIN = '<html><head><title>Log in to X / X</title></head><body><form><input type="password">Deleted? 404</form></body>'


class Clock:
    def __init__(self):
        self.now = datetime(2026, 1, 2, 12, tzinfo=UTC)

    def __call__(self):
        return self.now


class Weather(Internet):
    """An internet over which a storm can break: then everything on these hosts gets the same answer."""

    hosts = (SYNDICATION, OEMBED, "https://social.example/")

    def __init__(self, clock):
        super().__init__(clock)
        self.storm = None

    def _find(self, url):
        if self.storm is not None and url.startswith(self.hosts):
            return self.storm
        return super()._find(url)

    def breaks(self, status, body="no", kind="text/html"):
        self.says("https://storm.example/", body, status=status, media_type=kind)
        self.storm = super()._find("https://storm.example/")

    def falls_silent(self):
        self.is_silent("https://storm.example/")
        self.storm = super()._find("https://storm.example/")


class Watcher:
    """Looks at every post again and again, and remembers."""

    def __init__(self, clock, internet, urls, canaries=None):
        self.clock, self.internet, self.urls = clock, internet, urls
        self.memory = ForgetfulMemory()
        self.watch = Watch(clock, read_canaries() if canaries is None else canaries)
        self.told = {}

    async def round(self):
        for url in self.urls:
            again = await revisit(self.internet, link(url), self.memory, self.watch, self.clock)
            name, seen = again.resolution.embed.id, again.resolution.availability
            past = again.past or Past(availability=seen, post=None, names=frozenset({name}), sightings=())
            sightings = (*past.sightings, Sighting.of(seen, self.clock.now))
            standing = again.standing
            self.memory.kept[name] = replace(past, availability=standing.told or seen, sightings=sightings)
            assert replay(sightings) == standing, "what was stored tells the same again"
            self.told[url] = again
            if standing.stage is Stage.SEEN and again.resolution.embed not in self.memory.alive:
                self.memory.alive.append(again.resolution.embed)

    async def rounds(self, *, hours, minutes=30):
        for _ in range(int(hours * 60 / minutes)):
            await self.round()
            self.clock.now += timedelta(minutes=minutes)

    def stages(self):
        return {again.standing.stage for again in self.told.values()}

    def reasons(self):
        return {attempt.outcome for again in self.told.values() for attempt in again.resolution.attempts}


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def internet(clock):
    weather = Weather(clock)
    for each in POSTS:
        weather.has_x_post(each, WORDS)
    weather.has_x_post("20", "just setting up", handle="jack")
    weather.lost_x_post("9000000000000000000")
    return weather


@pytest.fixture
def watcher(clock, internet):
    return Watcher(clock, internet, [f"https://x.com/mira_lenz/status/{each}" for each in POSTS])


STORMS = {
    "404": ((404,), Health.OUTAGE, "denied or not answered"),
    "503": ((503,), Health.OUTAGE, "denied or not answered"),
    "429": ((429,), Health.BLOCKED, "limited, walled off"),
    "403": ((403,), Health.BLOCKED, "limited, walled off"),
    "login-walls": ((200, LOGIN), Health.BLOCKED, "limited, walled off"),
    "shells": ((200, "<html><body><div id=app></div></body></html>"), None, ""),
    "tombstones": (
        (
            200,
            b'{"__typename":"TweetTombstone","tombstone":{"text":{"text":"This Post was deleted by the Post author."}}}',
        ),
        Health.OUTAGE,
        "denied or not answered",
    ),
}


@pytest.mark.parametrize("storm", STORMS)
async def test_six_hours_of_a_storm_confirm_no_loss_and_pass(watcher, internet, storm):
    answer, health, cause = STORMS[storm]
    await watcher.rounds(hours=2)
    internet.breaks(*answer)
    for _ in range(12):
        await watcher.rounds(hours=0.5)
        for again in watcher.told.values():
            assert again.standing.stage is Stage.SEEN
            assert again.standing.told.state is State.LIVE
            assert again.resolution.availability.state not in GONE
            if health is not None:
                assert again.resolution.availability.canaries is health
    assert any(cause in reason for reason in watcher.reasons())
    internet.storm = None
    await watcher.rounds(hours=0.5)
    assert watcher.stages() == {Stage.SEEN}
    assert {again.resolution.availability.state for again in watcher.told.values()} == {State.LIVE}


async def test_a_silent_world_is_told_from_a_silent_platform(clock, internet):
    urls = [f"https://x.com/mira_lenz/status/{POST}", "https://social.example/@mira/112382823628804711"]
    watcher = Watcher(clock, internet, urls)
    for number in range(4):
        _mastodon(internet, number)
    watcher.urls += [f"https://social.example/@mira/11238282362880471{number}" for number in range(4)]
    await watcher.round()
    internet.falls_silent()
    await watcher.rounds(hours=1)
    assert any("Nothing answers us anywhere" in reason for reason in watcher.reasons())
    assert watcher.stages() == {Stage.SEEN}


def _mastodon(internet, number):
    post_id = f"11238282362880471{number}"
    status = {
        "id": post_id,
        "content": f"<p>{WORDS} {number}</p>",
        "created_at": "2024-05-04T12:30:00Z",
        "url": f"https://social.example/@mira/{post_id}",
        "account": {"acct": f"mira{number}", "display_name": "Mira"},
    }
    internet.says(f"https://social.example/api/v1/statuses/{post_id}", status)


async def test_posts_of_our_own_are_canaries_of_an_instance_that_nobody_named(clock, internet):
    for number in range(5):
        _mastodon(internet, number)
    watcher = Watcher(
        clock, internet, [f"https://social.example/@mira/11238282362880471{number}" for number in range(5)]
    )
    await watcher.rounds(hours=1)
    internet.breaks(404, {"error": "Record not found"}, "application/json")
    await watcher.rounds(hours=6)
    assert watcher.stages() == {Stage.SEEN}
    assert {again.resolution.availability.state for again in watcher.told.values()} == {State.OUTAGE}
    internet.storm = None
    await watcher.rounds(hours=0.5)
    assert {again.resolution.availability.state for again in watcher.told.values()} == {State.LIVE}


async def test_a_post_that_is_really_deleted_is_confirmed_beside_living_canaries(watcher, internet):
    await watcher.rounds(hours=1)
    internet.lost_x_post(POST)
    await watcher.rounds(hours=0.5)
    again = watcher.told[watcher.urls[0]]
    assert again.standing.stage is Stage.CONFIRMED
    assert again.resolution.availability.canaries is Health.GOOD
    assert "4 of 4 posts known to be there are shown" in " ".join(watcher.reasons())


async def test_an_outage_that_begins_between_two_probes_confirms_nothing(watcher, internet, clock):
    internet.lost_x_post(POST)
    await watcher.rounds(hours=0.5, minutes=30)
    clock.now += timedelta(seconds=1)
    internet.breaks(404)
    await watcher.round()
    assert [again.standing.stage for again in watcher.told.values()][1:] == [Stage.SEEN] * 3


async def test_a_loss_seen_before_and_after_a_storm_is_confirmed_by_the_two(watcher, internet):
    await watcher.rounds(hours=0.5)
    internet.refuses(SYNDICATION, 404, query={"id": POST})
    internet.refuses(OEMBED, 429, query={"url": x_oembed(POST)})
    await watcher.rounds(hours=0.5)
    url = watcher.urls[0]
    assert watcher.told[url].standing.stage is Stage.SUSPECTED
    internet.breaks(404)
    await watcher.rounds(hours=6)
    assert watcher.told[url].standing.stage is Stage.SUSPECTED
    internet.storm = None
    await watcher.rounds(hours=0.5)
    assert watcher.told[url].standing.stage is Stage.CONFIRMED


def test_a_sign_of_life_between_two_losses_makes_the_first_one_void():
    from tests.resolve.test_verdict import NOW, said

    standing = Standing()
    for hours, state in ((0, State.DELETED), (2, State.LIVE), (4, State.DELETED)):
        at = NOW + timedelta(hours=hours)
        standing = advance(standing, Sighting(at=at, signals=(said(state, at=at),)))
    assert standing.stage is Stage.SUSPECTED


def test_every_canary_of_ours_can_be_asked_for():
    for name, canaries in read_canaries().items():
        platform = discover()[name]
        assert any(not canary.alive for canary in canaries)
        assert all(canary.url and at(platform, canary.url).requests(canary.post_id) for canary in canaries)


def test_an_operators_own_canaries_take_the_place_of_ours(tmp_path):
    file = tmp_path / "canaries.json"
    file.write_text('{"bluesky": {"live": ["did:plc:a/3l4omssdl632g"], "dead": []}}')
    assert list(read_canaries(file)) == ["bluesky"]
    file.write_text('{"nowhere": {"live": ["1"], "dead": []}}')
    with pytest.raises(BadSettings):
        read_canaries(file)
