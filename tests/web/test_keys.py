"""Who may come in: nobody without a key once there is one, and each key only for what it was made for."""

import io
import os
import sys
from datetime import UTC, datetime

import aiohttp
import pytest
import structlog

from service import log
from service.catalogue.keys import Keys
from service.errors import BadSettings, TooMany
from service.model import key as keys
from service.model.key import Scope, make
from service.web import serve
from service.web.admission import Rates, needed
from service.web.application import ROUTES
from tests.web.newsroom import a_post, an_embed

EVERYTHING = "0.0.0.0"


async def a_key(archive, *scopes, name="desk"):
    key, token = make(name, scopes, created=datetime.now(UTC), random=os.urandom(38))
    await Keys(archive.catalogue.database).add(key)
    return key, token


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def basic(token, name="ana"):
    return {"Authorization": aiohttp.encode_basic_auth(name, token)}


async def test_a_secret_is_shown_once_and_only_its_digest_is_kept(archive):
    key, token = await a_key(archive, Scope.READ)
    secret = keys.read(token)[1]
    rows = await archive.catalogue.database.all("keys")
    assert secret not in repr(rows)
    assert rows[0]["sha256"] == keys.digest(secret)
    assert key.fits(secret)
    assert not key.fits(secret[:-1] + ("A" if secret[-1] != "A" else "B"))
    assert repr(key).count(secret) == 0


async def test_without_any_key_this_machine_may_do_all(http):
    assert (await http.get("/v1/embeds")).status == 200
    assert (await http.post("/v1/find", json={"body": "x"})).status == 200


async def test_the_first_key_shuts_the_door_at_once_and_its_end_does_not_open_it(http, archive):
    key, token = await a_key(archive, Scope.READ)
    for path in ("/v1/embeds", "/", "/embeds/x-20", "/v1/snapshots/0/files/post.png", "/metrics", "/nowhere"):
        refused = await http.get(path)
        assert refused.status == 401, path
        assert refused.headers.getall("WWW-Authenticate") == [
            'Bearer realm="holdfast"',
            'Basic realm="holdfast", charset="UTF-8"',
        ]
    assert (await http.get("/v1/embeds", headers=bearer(token))).status == 200
    await Keys(archive.catalogue.database).revoke(key.id, datetime.now(UTC))
    assert (await http.get("/v1/embeds", headers=bearer(token))).status == 401
    assert (await http.get("/v1/embeds")).status == 401


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json", "/docs", "/static/style.css"])
async def test_probes_and_the_description_need_no_key(path, http, archive):
    await a_key(archive, Scope.ADMIN)
    assert (await http.get(path)).status == 200


async def test_a_wrong_key_is_a_problem_document_and_says_nothing_of_the_right_one(http, archive):
    _, token = await a_key(archive, Scope.ADMIN)
    other = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    for sent in (other, "hunter2", token + "x", token.upper(), "", f"holdfast_aaaaaaaaaa_{'x' * 43}"):
        refused = await http.get("/v1/embeds", headers=bearer(sent))
        problem = await refused.json()
        assert (refused.status, problem["code"]) == (401, "refused")
        assert refused.content_type == "application/problem+json"
    for odd in ("Basic !!!", "Basic " + "aGk", "Digest x", "Bearer"):
        assert (await http.get("/v1/embeds", headers={"Authorization": odd})).status == 401


SCOPES = [
    ("GET", "/v1/embeds", None, Scope.READ),
    ("GET", "/", None, Scope.READ),
    ("POST", "/v1/find", {"body": "nothing"}, Scope.FIND),
    ("POST", "/v1/articles", {"body": "https://example.org/a"}, Scope.WRITE),
    ("POST", "/v1/embeds", {"url": "https://example.org/a"}, Scope.WRITE),
    ("GET", "/metrics", None, Scope.ADMIN),
]


@pytest.mark.parametrize("case", SCOPES, ids=lambda case: f"{case[0]} {case[1]}")
async def test_a_key_opens_only_what_it_was_made_for(case, http, archive):
    method, path, body, scope = case
    for held in Scope:
        _, token = await a_key(archive, held)
        answer = await http.request(method, path, json=body, headers=bearer(token))
        if held in (scope, Scope.ADMIN):
            assert answer.status in (200, 202), held
        else:
            assert answer.status == 403, held
            assert (await answer.json(content_type=None))["code"] == "forbidden"
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="holdfast", error="insufficient_scope"'


def test_every_served_path_but_the_probes_asks_for_a_scope():
    free = {route.path for route in ROUTES if needed(route.method, route.path) is None}
    assert free == {"/healthz", "/readyz"}


async def test_a_person_gives_the_key_as_password_and_sees_pages_and_pictures(http, archive, newsroom):
    _, token = await a_key(archive, Scope.READ)
    snapshot = await newsroom.keep(an_embed(), a_post())
    for path in ("/", "/embeds/x-20", f"/snapshots/{snapshot.id}", f"/v1/snapshots/{snapshot.id}/files/post.png"):
        assert (await http.get(path, headers=basic(token))).status == 200, path
    asked = await http.get("/", headers={"Accept": "text/html"})
    assert (asked.status, asked.content_type) == (401, "text/html")
    assert any(value.startswith("Basic") for value in asked.headers.getall("WWW-Authenticate"))


async def test_a_foreign_page_cannot_use_the_password_of_a_person(http, archive):
    _, token = await a_key(archive, Scope.ADMIN)
    for telling in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        sent = await http.post("/v1/find", json={"body": "x"}, headers=basic(token) | telling)
        assert sent.status == 403


async def test_what_a_caller_has_kept_names_its_key(http, archive):
    key, token = await a_key(archive, Scope.WRITE)
    accepted = await http.post("/v1/embeds", json={"url": "https://example.org/a"}, headers=bearer(token))
    operation = await archive.ledger.operation((await accepted.json())["id"])
    assert operation.visits[0].requested_by == key.id


async def test_an_idempotency_key_of_one_caller_gives_nothing_away_to_another(http, archive):
    body = {"body": "https://example.org/a"}
    for title in ("one", "two"):
        _, token = await a_key(archive, Scope.WRITE, name=title)
        headers = bearer(token) | {"Idempotency-Key": "same"}
        assert (await http.post("/v1/articles", json=body | {"title": title}, headers=headers)).status == 202


def test_a_key_may_ask_in_bursts_and_then_only_at_its_rate():
    now = [0.0]
    rates = Rates(2.0, 3, clock=lambda: now[0])
    for _ in range(3):
        rates.take("a")
    with pytest.raises(TooMany) as told:
        rates.take("a")
    assert told.value.wait == pytest.approx(0.5)
    rates.take("b")
    now[0] = 0.5
    rates.take("a")
    with pytest.raises(TooMany):
        rates.take("a")


async def test_who_asks_too_fast_is_told_when_to_come_back(archive):
    slow = archive.settings.model_copy(update={"key_rate": 0.1, "key_burst": 2})
    object.__setattr__(archive, "settings", slow)
    _, token = await a_key(archive, Scope.READ)
    async with serve(archive, "127.0.0.1", 0) as address, aiohttp.ClientSession(address) as http:
        answers = [await http.get("/v1/embeds", headers=bearer(token)) for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 10
    assert answers[-1].headers.getall("Retry-After") == [answers[-1].headers["Retry-After"]]


async def test_where_others_can_ask_it_does_not_start_without_a_key(archive):
    with pytest.raises(BadSettings, match="no key is configured"):
        async with serve(archive, EVERYTHING, 0):
            pass


async def test_where_others_can_ask_it_starts_with_a_key_and_answers_under_every_name(archive):
    _, token = await a_key(archive, Scope.READ)
    async with serve(archive, EVERYTHING, 0) as address:
        here = address.replace(EVERYTHING, "127.0.0.1")
        async with aiohttp.ClientSession(here) as http:
            assert (await http.get("/v1/embeds")).status == 401
            named = bearer(token) | {"Host": "holdfast.newsroom.example"}
            assert (await http.get("/v1/embeds", headers=named)).status == 200


async def test_where_others_can_ask_it_stays_shut_when_the_keys_are_lost(archive):
    await a_key(archive, Scope.READ)
    async with serve(archive, EVERYTHING, 0) as address:
        async with archive.catalogue.database.transaction() as connection:
            await connection.execute("DELETE FROM keys")
        async with aiohttp.ClientSession(address.replace(EVERYTHING, "127.0.0.1")) as http:
            assert (await http.get("/v1/embeds")).status == 401


@pytest.fixture
def logged(monkeypatch):
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    log.configure(level="DEBUG", as_json=True)
    yield written
    structlog.reset_defaults()


async def test_no_key_and_no_query_is_ever_logged(http, archive, logged):
    _, token = await a_key(archive, Scope.ADMIN)
    secret = keys.read(token)[1]
    await http.get("/v1/embeds?q=whistleblower", headers=bearer(token))
    await http.get("/v1/embeds?cursor=whistleblower", headers=basic(token))
    await http.get("/v1/nowhere?q=whistleblower", headers=bearer(token + "x"))
    await http.post("/v1/embeds", json={"url": "https://example.org/?q=whistleblower"}, headers=bearer(token))
    await http.post("/v1/articles?q=whistleblower", data=b"{", headers=bearer(token))
    object.__setattr__(archive, "store", None)
    failed = await http.post(
        "/v1/articles", json={"body": "https://example.org/?q=whistleblower"}, headers=bearer(token)
    )
    assert failed.status == 500
    assert "request-failed" in logged.getvalue()
    for hush in (secret, token, "whistleblower"):
        assert hush not in logged.getvalue()


async def test_the_description_says_what_is_needed(http, archive):
    described = await (await http.get("/openapi.json")).json()
    assert described["paths"]["/v1/embeds"]["get"]["security"] == [{}, {"key": ["read"]}, {"password": ["read"]}]
    await a_key(archive, Scope.ADMIN)
    described = await (await http.get("/openapi.json")).json()
    assert described["paths"]["/v1/embeds"]["get"]["security"] == [{"key": ["read"]}, {"password": ["read"]}]
    assert {"401", "403", "429"} <= set(described["paths"]["/v1/embeds"]["get"]["responses"])
    assert described["paths"]["/healthz"]["get"]["security"] == []
    assert set(described["components"]["securitySchemes"]) == {"key", "password"}
