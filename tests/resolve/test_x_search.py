"""X's own search, where an operator has a token: one more source of candidates, and none where there is no token."""

import re
from datetime import UTC, datetime, time

import pytest
from pydantic import SecretStr

from service.model.availability import State
from service.net.client import GuardedFetcher
from service.net.credentials import CredentialedFetcher
from service.net.guard import Dialler
from service.resolve import resolve
from service.resolve.xsearch import HOST, NAME
from service.settings import Settings
from tests.replica import World, replica
from tests.replica.sites.x_search import TOKEN
from tests.resolve.story import INDEX, OTHER_WORDS, POST, SAME_DAY, WORDS, Internet, quote, told

SEARCH = f"https://{HOST}/2/tweets/search/all"


def page(*posts, onward=None):
    data = [{"id": number, "text": text, "author_id": "41"} for number, text in posts]
    users = [{"id": "41", "name": "Mira Lenz", "username": "mira_lenz"}]
    return {"data": data, "includes": {"users": users}, "meta": {"next_token": onward} if onward else {}}


@pytest.fixture
def internet():
    internet = Internet()
    internet.archive_lists()
    return internet


async def test_without_a_token_the_search_is_not_asked_and_that_is_said(internet):
    found = await resolve(internet, quote())
    assert internet.was_asked(HOST) == 0
    assert "no credentials for it are configured" in told(found)


async def test_with_a_token_a_post_that_the_archive_never_saw_is_found(internet):
    internet.says(SEARCH, page((SAME_DAY[0], OTHER_WORDS), onward="n2"))
    internet.says(SEARCH, page((POST, WORDS)), query={"next_token": "n2"})
    internet.limits_x()
    found = await resolve(internet, quote(), x_search="all")
    assert found.embed.post_id == POST
    assert found.post.text == WORDS
    assert "lists 2 posts of @mira_lenz on 4 May 2024" in told(found)


async def test_what_the_archive_finds_needs_no_search(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, WORDS)
    assert (await resolve(internet, quote(), x_search="all")).embed.post_id == POST
    assert internet.was_asked(HOST) == 0


async def test_words_that_neither_x_nor_the_archive_gives_are_taken_from_the_search(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.limits_x()
    internet.says(SEARCH, page((POST, WORDS)))
    assert (await resolve(internet, quote())).embed.post_id is None
    assert (await resolve(internet, quote(), x_search="all")).embed.post_id == POST


async def test_a_search_that_shows_one_of_two_twins_does_not_decide_between_them(internet):
    internet.archive_lists(("mira_lenz", POST), ("mira_lenz", SAME_DAY[0]))
    for each in (POST, SAME_DAY[0]):
        internet.has_x_post(each, WORDS)
    internet.says(SEARCH, page((POST, WORDS)))
    found = await resolve(internet, quote(), x_search="all")
    assert found.embed.post_id is None
    assert {each.post_id for each in found.candidates} == {POST, SAME_DAY[0]}


@pytest.mark.parametrize("status", [400, 401, 403, 429, 503])
async def test_a_search_that_refuses_leaves_the_quote_unresolved_and_says_so(internet, status):
    internet.refuses(SEARCH, status)
    found = await resolve(internet, quote(), x_search="all")
    assert found.availability.state is State.UNRESOLVED
    assert f"X's own search answered with status {status}" in told(found)
    assert found.availability.reason == "X's own search could not be read in full, so the search is not over."


@pytest.mark.parametrize("nonsense", [[], "no", {"data": 7}, {"data": [None, {"id": 5}], "includes": [], "meta": "x"}])
async def test_nonsense_from_the_search_is_survived(internet, nonsense):
    internet.says(SEARCH, nonsense)
    assert (await resolve(internet, quote(), x_search="all")).availability.state is State.UNRESOLVED


async def test_over_tls_the_token_reaches_the_search_alone_and_stands_in_nothing_that_is_kept():
    world = World()
    reference = quote("Nobody at the tower answered the radio. The fog signal was off & nobody told the pilots.")
    post = world.add_x_post(
        handle="mira_lenz", name="Mira Lenz", text=reference.text, created=_noon(reference.day), media_code=None
    )
    async with replica(world):
        settings = Settings(upstream=world.upstream, upstream_ca=world.ca_file, x_bearer=SecretStr(TOKEN))
        async with GuardedFetcher.configured(settings, Dialler.configured(settings)) as inner:
            fetcher = CredentialedFetcher(inner, {(HOST, NAME): settings.x_bearer})
            found = await resolve(fetcher, reference, x_search=settings.x_search_open)
    assert found.embed.post_id == post.id
    assert {asked.host for asked in world.requests if TOKEN in repr(asked.headers)} == {HOST}
    assert not re.search(TOKEN, repr(found))
    assert TOKEN not in repr(settings)


def _noon(day):
    return datetime.combine(day, time(12), UTC)


async def test_an_index_that_is_down_does_not_hinder_the_search(internet):
    internet.refuses(INDEX, 503)
    internet.says(SEARCH, page((POST, WORDS)))
    internet.has_x_post(POST, WORDS)
    assert (await resolve(internet, quote(), x_search="all")).embed.post_id == POST
