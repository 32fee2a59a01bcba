"""The fake internet keeps the fetcher's promise, so that stories told with it are true of the real one."""

from datetime import UTC, datetime

import pytest

from service.model.document import Request
from service.net.port import Fetcher
from service.net.recorded import RecordedInternet

PAGE = "https://news.example/a"


def ask(url: str) -> Request:
    return Request(name="page", url=url)


@pytest.fixture
def internet():
    return RecordedInternet(clock=lambda: datetime(2026, 3, 4, tzinfo=UTC))


async def test_it_can_stand_where_a_fetcher_stands(internet):
    fetcher: Fetcher = internet
    await fetcher.ping()


async def test_what_it_was_told_of_answers(internet):
    internet.says(PAGE, "<title>A</title>")
    document = await internet.fetch(ask(PAGE))
    assert (document.status, document.body) == (200, b"<title>A</title>")
    assert document.fetched == datetime(2026, 3, 4, tzinfo=UTC)
    assert document.headers["content-type"].startswith("text/html")


async def test_what_it_was_not_told_of_does_not_answer_and_raises_nothing(internet):
    document = await internet.fetch(ask(PAGE))
    assert document.status is None
    assert document.failure == "fetch-failed"
    assert document.reason


async def test_redirects_are_followed_and_told(internet):
    internet.redirects("https://bit.ly/a", to=PAGE)
    internet.says(PAGE, "here")
    document = await internet.fetch(ask("https://bit.ly/a"))
    assert document.final_url == PAGE
    assert [(hop.url, hop.location) for hop in document.redirects] == [("https://bit.ly/a", PAGE)]


async def test_a_redirect_is_given_back_as_it_is_when_none_may_be_followed(internet):
    internet.redirects("https://bit.ly/a", to=PAGE)
    document = await internet.fetch(ask("https://bit.ly/a"), redirects=0)
    assert (document.status, document.headers["location"]) == (301, PAGE)
    assert document.final_url == "https://bit.ly/a"


async def test_the_answer_that_names_more_of_the_query_is_given(internet):
    internet.says(PAGE, "any")
    internet.says(PAGE, "one", query={"id": "1"})
    assert (await internet.fetch(ask(f"{PAGE}?id=1&x=2"))).body == b"one"
    assert (await internet.fetch(ask(f"{PAGE}?id=2"))).body == b"any"


async def test_a_story_goes_on_with_what_was_told_last(internet):
    internet.says(PAGE, "there")
    internet.refuses(PAGE, 404)
    assert (await internet.fetch(ask(PAGE))).status == 404


async def test_a_private_address_is_refused_as_the_gate_refuses_it(internet):
    internet.is_private("http://10.0.0.1/")
    document = await internet.fetch(ask("http://10.0.0.1/"))
    assert (document.status, document.failure) == (None, "egress-refused")
