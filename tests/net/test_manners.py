"""Hosts are asked with manners: within a budget, after the pause they ask for, and not again and again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.model.availability import State
from service.model.document import Request
from service.net.manners import HELD_BACK, MannerlyFetcher
from service.net.recorded import RecordedInternet
from service.net.restraint import STRIKES
from service.resolve import resolve
from tests.resolve.story import POST, WORDS, Internet, link

URL = "https://api.example/posts/1"


class Time:
    """A clock that sleeping turns."""

    def __init__(self):
        self.now = datetime(2026, 1, 2, 12, tzinfo=UTC)
        self.slept = []

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.now += timedelta(seconds=seconds)

    def passes(self, **more):
        self.now += timedelta(**more)


class Outside(RecordedInternet):
    """Adds headers to its answers, and answers 304 to whoever has the newest already."""

    def __init__(self, clock):
        super().__init__(clock)
        self.headers = {}

    async def fetch(self, request, *, redirects=8):
        document = await super().fetch(request, redirects=redirects)
        document = replace(document, headers={**document.headers, **self.headers})
        if document.status == 200 and request.headers.get("if-none-match") == self.headers.get("etag", "none"):
            return replace(document, status=304, body=b"")
        return document


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def outside(time):
    told = Outside(time)
    told.says(URL, {"text": "hello"})
    return told


def mannerly(outside, time, *, rate=None, burst=4, patience=10.0):
    return MannerlyFetcher(outside, clock=time, sleep=time.sleep, rate=rate, burst=burst, patience=patience)


def ask(url=URL):
    return Request(name="post", url=url)


async def test_a_host_is_asked_no_faster_than_its_budget(outside, time):
    fetcher = mannerly(outside, time, rate=2.0)
    for _ in range(8):
        await fetcher.fetch(ask())
    assert len(outside.asked) == 8
    assert sum(time.slept) == pytest.approx(2.0, abs=0.01)


async def test_a_budget_is_of_one_host_and_fills_again_in_a_quiet_time(outside, time):
    fetcher = mannerly(outside, time, rate=1.0, burst=1)
    outside.says("https://other.example/", "hello")
    await fetcher.fetch(ask())
    await fetcher.fetch(ask("https://other.example/"))
    time.passes(seconds=5)
    await fetcher.fetch(ask())
    assert time.slept == []


async def test_who_would_wait_too_long_is_told_so_and_the_host_is_not_asked(outside, time):
    fetcher = mannerly(outside, time, rate=0.05, burst=1)
    await fetcher.fetch(ask())
    held = await fetcher.fetch(ask())
    assert (held.status, held.failure) == (None, HELD_BACK)
    assert "20 seconds" in held.reason
    assert len(outside.asked) == 1


@pytest.mark.parametrize("said", ["120", "Fri, 02 Jan 2026 12:02:00 GMT"])
async def test_a_host_that_asks_for_a_pause_gets_it(outside, time, said):
    fetcher = mannerly(outside, time)
    outside.refuses(URL, 429)
    outside.headers = {"retry-after": said}
    assert (await fetcher.fetch(ask())).status == 429
    outside.headers = {}
    outside.says(URL, {"text": "hello"})
    assert (await fetcher.fetch(ask())).failure == HELD_BACK
    time.passes(seconds=119)
    assert (await fetcher.fetch(ask())).status == 200
    assert time.slept == [1.0]
    assert len(outside.asked) == 2


async def test_what_has_not_changed_is_not_sent_again_and_its_time_is_the_new_one(outside, time):
    fetcher = mannerly(outside, time)
    outside.headers = {"etag": '"v1"'}
    first = await fetcher.fetch(ask())
    time.passes(hours=1)
    second = await fetcher.fetch(ask())
    assert (second.status, second.body) == (200, first.body)
    assert second.fetched - first.fetched == timedelta(hours=1)
    assert "Not modified (304)" in second.reason
    assert second.request == ask()


async def test_not_there_is_repeated_for_a_breath_only_and_replaces_nothing_good(outside, time):
    fetcher = mannerly(outside, time)
    outside.headers = {"etag": '"v1"'}
    good = await fetcher.fetch(ask())
    outside.refuses(URL, 404)
    assert {(await fetcher.fetch(ask())).status for _ in range(3)} == {404}
    assert len(outside.asked) == 2
    time.passes(seconds=3)
    outside.says(URL, {"text": "hello"})
    again = await fetcher.fetch(ask())
    assert (again.status, again.body) == (200, good.body)


async def test_a_repeated_not_there_keeps_its_own_time_and_so_supports_no_verdict(outside, time):
    fetcher = mannerly(outside, time)
    outside.refuses(URL, 404)
    first = await fetcher.fetch(ask())
    time.passes(seconds=1)
    assert (await fetcher.fetch(ask())).fetched == first.fetched


async def test_a_failure_that_may_pass_is_tried_once_more(outside, time):
    fetcher = mannerly(outside, time)
    outside.refuses(URL, 503)
    assert (await fetcher.fetch(ask())).status == 503
    assert (len(outside.asked), len(time.slept)) == (2, 1)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
async def test_an_answer_is_an_answer_and_not_tried_again(outside, time, status):
    outside.refuses(URL, status)
    await mannerly(outside, time).fetch(ask())
    assert len(outside.asked) == 1


async def test_a_refused_address_is_neither_tried_again_nor_held_against_its_host(outside, time):
    fetcher = mannerly(outside, time)
    outside.is_private(URL)
    for _ in range(2 * STRIKES):
        assert (await fetcher.fetch(ask())).failure == "egress-refused"
    assert len(outside.asked) == 2 * STRIKES


async def test_a_host_that_keeps_failing_is_left_alone_longer_and_longer_and_comes_back(outside, time):
    fetcher = mannerly(outside, time, patience=1.0)
    outside.refuses(URL, 500)
    for _ in range(STRIKES):
        await fetcher.fetch(ask())
    asked = len(outside.asked)
    assert (await fetcher.fetch(ask())).failure == HELD_BACK
    assert len(outside.asked) == asked
    time.passes(seconds=5)
    assert (await fetcher.fetch(ask())).status == 500
    time.passes(seconds=6)
    assert (await fetcher.fetch(ask())).failure == HELD_BACK
    time.passes(seconds=5)
    outside.says(URL, {"text": "hello"})
    assert (await fetcher.fetch(ask())).status == 200
    assert (await fetcher.fetch(ask())).status == 200


async def test_what_is_held_back_says_that_we_ask_too_often_and_nothing_of_the_post(time):
    internet = Internet(time)
    internet.has_x_post(POST, WORDS)
    fetcher = mannerly(internet, time, rate=0.001, burst=1)
    post = link(f"https://x.com/mira_lenz/status/{POST}")
    assert (await resolve(fetcher, post)).availability.state is State.LIVE
    held = await resolve(fetcher, post)
    assert held.availability.state is State.RATE_LIMITED
    assert {said.marker for said in held.availability.signals} == {HELD_BACK}
