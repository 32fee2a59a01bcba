"""Six hours in which a platform denies everything, limits us, shows a wall or says nothing: on more platforms than X."""

from dataclasses import replace

import pytest

from service.model.availability import Stage
from service.platforms import at, discover
from service.platforms.signals import ALIVE
from service.resolve.standing import LOST
from tests.benchmarks.verdicts import World, _answers, _place, _url
from tests.benchmarks.weather import WEATHER, Answer
from tests.platforms.cases import all_cases
from tests.resolve.test_outages import Clock, Watcher

PLATFORMS = ("bluesky", "youtube", "mastodon", "tiktok")
STORMS = {
    "not found": Answer(status=404, body=b"Not Found"),
    "not found, in JSON": WEATHER["404 in JSON for everything"],
    "gone": WEATHER["410 for everything"],
    "limits": Answer(status=429, body=b"Too many requests"),
    "login walls": WEATHER["login page, en"],
    "empty answers": WEATHER["empty with 200"],
}


def case_of(platform, name):
    return next(case for case in all_cases() if (case.platform, case.name) == (platform, name))


def _last(post_id):
    return post_id.rpartition("/")[2]


class Place(World):
    """One platform with as many posts as a story needs, each a twin of the plain case under an id of its own."""

    def __init__(self, clock, platform, posts):
        super().__init__()
        self._clock = clock
        self.file = discover()[platform]
        self.case = case_of(platform, "plain")
        self.urls = [self._add(number) for number in range(posts)]

    def _add(self, number):
        post_id = self.case.post_id[:-1] + "23456789abcdef"[number]
        url = _url(self.case).replace(_last(self.case.post_id), _last(post_id))
        self.told(post_id, url, self.case)
        return url

    def told(self, post_id, url, case):
        """Answer about a post as a case does, under the post's own name."""
        old, new = _last(case.post_id).encode(), _last(post_id).encode()
        answers = {name: replace(each, body=each.body.replace(old, new)) for name, each in _answers(case).items()}
        _place(self, at(self.file, url).requests(post_id), answers)

    async def fetch(self, request, *, redirects=8):
        self.now = self._clock()
        return await super().fetch(request, redirects=redirects)


@pytest.fixture
def clock():
    return Clock()


async def seen(watcher):
    await watcher.rounds(hours=2)
    assert watcher.stages() == {Stage.SEEN}
    return {again.resolution.availability.state for again in watcher.told.values()}


@pytest.mark.parametrize("storm", STORMS)
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_storm_of_six_hours_over_a_platform_confirms_no_loss_and_passes(clock, platform, storm):
    place = Place(clock, platform, posts=5)
    watcher = Watcher(clock, place, place.urls, canaries={})
    before = await seen(watcher)
    place.weather = STORMS[storm]
    for _ in range(12):
        await watcher.rounds(hours=0.5)
        for again in watcher.told.values():
            assert again.standing.stage is Stage.SEEN
            assert again.standing.told.state in ALIVE
            assert again.resolution.availability.state not in LOST
    place.weather = None
    assert await seen(watcher) == before


@pytest.mark.parametrize("storm", STORMS)
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_storm_over_the_only_post_that_we_know_there_confirms_no_loss_and_passes(clock, platform, storm):
    place = Place(clock, platform, posts=1)
    watcher = Watcher(clock, place, place.urls, canaries={})
    before = await seen(watcher)
    place.weather = STORMS[storm]
    for _ in range(12):
        await watcher.rounds(hours=0.5)
        assert not watcher.stages() & {Stage.CONFIRMED}
    place.weather = None
    await watcher.round()
    assert {again.resolution.availability.state for again in watcher.told.values()} == before
    assert watcher.stages() <= {Stage.SEEN, Stage.REAPPEARED}


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_post_that_is_gone_for_good_is_known_to_be_gone_half_a_day_later_without_canaries(clock, platform):
    place = Place(clock, platform, posts=1)
    watcher = Watcher(clock, place, place.urls, canaries={})
    await seen(watcher)
    (again,) = watcher.told.values()
    place.told(again.resolution.embed.post_id, place.urls[0], case_of(platform, "gone"))
    await watcher.rounds(hours=11)
    assert watcher.stages() == {Stage.SUSPECTED}
    await watcher.rounds(hours=2)
    assert watcher.stages() == {Stage.CONFIRMED}
