"""A key may send so many bytes and ask for so many visits as it was made for, on every host together."""

import asyncio
import os
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from service import booking
from service.catalogue.keys import Keys
from service.model.key import Scope, make
from service.store.articles import articles
from tests.web.newsroom import NOON, a_post, an_embed

LINKS = "Read https://one.example/a and https://two.example/b and https://three.example/c now."


@pytest.fixture
def a_key(archive):
    async def made(**limits):
        scopes = (Scope.READ, Scope.FIND, Scope.WRITE)
        key, token = make("desk", scopes, created=datetime.now(UTC), random=os.urandom(38), **limits)
        await Keys(archive.catalogue.database).add(key)
        return key, {"Authorization": f"Bearer {token}"}

    return made


def later(archive, **since_noon):
    """Let the archive's clock stand so long after noon."""
    object.__setattr__(archive, "clock", lambda: NOON + timedelta(**since_noon))


def chunked(size):
    async def body():
        yield b'{"body": "'
        for _ in range(size // 1000):
            yield b"x" * 1000
        yield b'"}'

    return body()


async def visits_of(archive, key):
    row = await archive.catalogue.database.one("asked_since", id=key.id, since=NOON - timedelta(days=9))
    return row["visits"]


@pytest.mark.parametrize("send", [lambda: {"json": {"body": "x" * 5000}}, lambda: {"data": chunked(5000)}])
async def test_a_body_beyond_what_the_key_may_send_is_refused(http, a_key, send):
    _, small = await a_key(body_bytes=3000)
    _, large = await a_key(body_bytes=2**30)
    _, free = await a_key()
    typed = {"Content-Type": "application/json"}
    refused = await http.post("/v1/find", headers=small | typed, **send())
    problem = await refused.json()
    assert (refused.status, problem["code"]) == (413, "too-large")
    assert "may send 3,000 bytes" in problem["detail"]
    assert "--max-body" in problem["hint"]
    for headers in (large, free):
        assert (await http.post("/v1/find", headers=headers | typed, **send())).status == 200


async def test_a_key_never_lets_more_in_than_the_service_does(http, a_key):
    _, generous = await a_key(body_bytes=2**30)
    typed = generous | {"Content-Type": "application/json"}
    refused = await http.post("/v1/find", headers=typed, data=chunked(4 * 2**20))
    assert refused.status == 413


async def test_a_key_may_ask_for_so_many_visits_a_day_and_is_told_when_there_is_room(http, archive, a_key):
    key, headers = await a_key(visits_a_day=2)
    for hours in (0, 3):
        later(archive, hours=hours)
        answer = await http.post("/v1/embeds", json={"url": f"https://example.org/{hours}"}, headers=headers)
        assert answer.status == 202
    later(archive, hours=5)
    refused = await http.post("/v1/embeds", json={"url": "https://example.org/5"}, headers=headers)
    problem = await refused.json()
    assert (refused.status, problem["code"], problem["retryable"]) == (429, "too-many-requests", True)
    assert "has asked for 2 of its 2 in 24 hours" in problem["detail"]
    assert refused.headers.getall("Retry-After") == [str(19 * 3600)]
    later(archive, hours=24)
    assert (await http.post("/v1/embeds", json={"url": "https://example.org/5"}, headers=headers)).status == 202
    assert await visits_of(archive, key) == 3


async def test_an_article_that_is_refused_leaves_nothing_behind(http, archive, a_key):
    key, headers = await a_key(visits_a_day=4)
    assert (await http.post("/v1/articles", json={"body": LINKS}, headers=headers)).status == 202
    more = LINKS.replace("example/", "example/more-")
    refused = await http.post("/v1/articles", json={"body": more}, headers=headers)
    assert refused.status == 429
    assert await visits_of(archive, key) == 3
    assert len([kept async for kept in articles(archive.store)]) == 1
    assert (await http.post("/v1/articles", json={"body": LINKS}, headers=headers)).status == 429, (
        "it is all asked again"
    )


async def test_an_article_that_could_never_be_let_in_is_said_to_be_too_large(http, a_key):
    _, headers = await a_key(visits_a_day=2)
    refused = await http.post("/v1/articles", json={"body": LINKS}, headers=headers)
    problem = await refused.json()
    assert (refused.status, problem["code"], problem["retryable"]) == (413, "too-large", False)
    assert "asks for 3 visits" in problem["detail"]


async def test_what_is_kept_already_costs_nothing(http, archive, a_key, newsroom):
    key, headers = await a_key(visits_a_day=1)
    await newsroom.keep(an_embed(), a_post())
    body = {"body": "It said https://x.com/ana_example/status/20 then."}
    for title in ("one", "two"):
        assert (await http.post("/v1/articles", json=body | {"title": title}, headers=headers)).status == 202
    assert await visits_of(archive, key) == 0
    assert (await http.post("/v1/embeds/x-20/snapshots", headers=headers)).status == 202
    assert (await http.post("/v1/embeds/x-20/snapshots", headers=headers)).status == 429


async def test_one_keys_visits_are_not_anothers(http, a_key):
    for _ in range(2):
        _, headers = await a_key(visits_a_day=1)
        assert (await http.post("/v1/embeds", json={"url": "https://example.org/a"}, headers=headers)).status == 202


async def test_requests_side_by_side_get_no_more_together(archive, a_key):
    key, _ = await a_key(visits_a_day=3)
    asked = [
        booking.accept_address(archive, f"https://example.org/{number}", requested_by=key.id) for number in range(9)
    ]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sorted(type(each).__name__ for each in answers) == ["Operation"] * 3 + ["TooMany"] * 6
    assert await visits_of(archive, key) == 3


async def test_a_person_is_told_on_a_page(http, a_key):
    _, headers = await a_key(visits_a_day=2)
    page = {"Accept": "text/html"}
    refused = await http.post("/", data={"article": LINKS}, headers=headers | page)
    assert (refused.status, refused.content_type) == (413, "text/html")
    assert "asks for 3 visits" in await refused.text()
    for number in range(3):
        sent = {"action": "keep", "address": f"https://example.org/{number}"}
        kept = await http.post("/", data=sent, headers=headers | page, allow_redirects=False)
    assert (kept.status, kept.headers.getall("Retry-After")) == (429, [str(24 * 3600)])


def test_limits_are_given_when_a_key_is_made_and_must_be_numbers_that_let_something_in():
    from service.__main__ import verbs

    for wrong in (["--max-body", "0"], ["--visits-a-day", "0"], ["--visits-a-day", "many"]):
        done = CliRunner().invoke(verbs, ["keys", "create", "desk", "--scope", "write", *wrong])
        assert done.exit_code == 2
