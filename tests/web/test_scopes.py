"""Each route, each kind of key: a key does what it was made for and nothing else, and no route is forgotten."""

import asyncio
import os
from datetime import UTC, datetime

import aiohttp
import pytest

from service.catalogue.keys import Keys
from service.model.key import Scope, make
from service.web import serve
from service.web.application import application
from tests.web.newsroom import a_post, an_embed

READ, FIND, WRITE, ADMIN = Scope.READ, Scope.FIND, Scope.WRITE, Scope.ADMIN
EVERYBODY = None

NEEDED = {
    ("GET", "/"): READ,
    ("POST", "/"): WRITE,
    ("GET", "/articles/{article_id}"): READ,
    ("GET", "/embeds/{embed_id}"): READ,
    ("POST", "/embeds/{embed_id}/snapshots"): WRITE,
    ("GET", "/snapshots/{snapshot_id}"): READ,
    ("GET", "/snapshots/{snapshot_id}/picture"): READ,
    ("GET", "/operations/{operation_id}"): READ,
    ("GET", "/docs"): EVERYBODY,
    ("GET", "/openapi.json"): EVERYBODY,
    ("GET", "/static/style.css"): EVERYBODY,
    ("POST", "/v1/find"): FIND,
    ("POST", "/v1/articles"): WRITE,
    ("PUT", "/v1/articles/by-source/{system}/{external_id}"): WRITE,
    ("GET", "/v1/articles/{article_id}"): READ,
    ("GET", "/v1/articles/{article_id}/explanation"): READ,
    ("PATCH", "/v1/articles/{article_id}/references/{number}"): WRITE,
    ("POST", "/v1/embeds"): WRITE,
    ("GET", "/v1/embeds"): READ,
    ("GET", "/v1/embeds/{embed_id}"): READ,
    ("GET", "/v1/embeds/{embed_id}/explanation"): READ,
    ("GET", "/v1/embeds/{embed_id}/observations"): READ,
    ("POST", "/v1/embeds/{embed_id}/snapshots"): WRITE,
    ("GET", "/v1/snapshots/{snapshot_id}"): READ,
    ("GET", "/v1/snapshots/{snapshot_id}/files/{name}"): READ,
    ("GET", "/v1/snapshots/{snapshot_id}/media/{sha256}"): READ,
    ("GET", "/v1/snapshots/{snapshot_id}/derived/{kind}"): READ,
    ("GET", "/v1/snapshots/{snapshot_id}/verify"): READ,
    ("GET", "/v1/operations/{operation_id}"): READ,
    ("GET", "/v1/operations/{operation_id}/events"): READ,
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/readyz"): EVERYBODY,
    ("GET", "/metrics"): ADMIN,
}
"""What each route asks for, written down by hand: a new route is red here until somebody has thought of it."""


async def a_key(archive, *scopes):
    key, token = make("desk", scopes, created=datetime.now(UTC), random=os.urandom(38))
    await Keys(archive.catalogue.database).add(key)
    return key, {"Authorization": f"Bearer {token}"}


def test_every_route_that_is_served_stands_in_the_table(archive):
    served = {
        (route.method, route.resource.canonical)
        for route in application(archive, on_loopback=True).router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    written = {(method, path.replace("/static/style.css", "/static")) for method, path in NEEDED}
    assert served == written


async def test_every_operation_that_is_described_stands_in_the_table_with_the_scope_it_asks_for(http, archive):
    await a_key(archive, ADMIN)
    described = await (await http.get("/openapi.json")).json()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            scope = NEEDED[method.upper(), path]
            asked = [names for each in operation["security"] for names in each.values()]
            assert asked == ([] if scope is EVERYBODY else [[scope], [scope]]), (method, path)


@pytest.fixture
async def real(newsroom):
    """Ids of things that are there: a door that is shut must be shut before what is behind it."""
    snapshot = await newsroom.keep(an_embed(), a_post())
    names = {
        "embed_id": "x-20",
        "snapshot_id": snapshot.id,
        "name": "post.png",
        "number": "0",
        "sha256": "0" * 64,
        "kind": "thumbnail",
    }
    return names | {"article_id": "a-1", "operation_id": "o-1", "system": "cms", "external_id": "1"}


@pytest.mark.parametrize("held", [*Scope, "no key", "a wrong key", "a revoked key", "all but admin"])
async def test_a_key_opens_its_own_routes_and_no_other(held, http, archive, real):
    await a_key(archive, ADMIN)
    key, headers = await a_key(archive, *({Scope(held)} if held in set(Scope) else {READ, FIND, WRITE}))
    match held:
        case "no key":
            headers = {}
        case "a wrong key":
            headers = {"Authorization": headers["Authorization"][:-4] + "0000"}
        case "a revoked key":
            await Keys(archive.catalogue.database).revoke(key.id, datetime.now(UTC))
    opened = 0
    for (method, path), scope in NEEDED.items():
        for asked in {method, "HEAD"} if method == "GET" else {method}:
            answer = await http.request(asked, path.format(**real), headers=headers, json=None, allow_redirects=False)
            if scope is EVERYBODY or (key.opens(scope) and held not in ("no key", "a wrong key", "a revoked key")):
                assert answer.status not in (401, 403, 500), (asked, path)
                opened += 1
            else:
                known = held in set(Scope) or held == "all but admin"
                assert answer.status == (403 if known else 401), (asked, path)
                assert "post.png" not in answer.headers.get("Content-Disposition", "")
    print(f"\n  {held}: {opened} of {sum(1 + (method == 'GET') for method, _ in NEEDED)} open")


async def test_a_method_that_is_not_served_opens_nothing(http, archive, real):
    _, headers = await a_key(archive, READ)
    for path in sorted({path for _, path in NEEDED}):
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
            if (method, path) not in NEEDED:
                answer = await http.request(method, path.format(**real), headers=headers)
                assert answer.status in (403, 404, 405), (method, path)


async def test_a_key_that_is_revoked_while_it_is_used_opens_nothing_more(http, archive, real):
    await a_key(archive, ADMIN)
    key, headers = await a_key(archive, READ)
    statuses = [(await http.get("/v1/embeds", headers=headers)).status for _ in range(3)]
    await Keys(archive.catalogue.database).revoke(key.id, datetime.now(UTC))
    statuses += [(await http.get("/v1/embeds", headers=headers)).status for _ in range(3)]
    assert statuses == [200] * 3 + [401] * 3


async def test_a_key_made_by_one_host_opens_another_and_is_shut_there_at_once(archive, real):
    key, headers = await a_key(archive, READ)
    async with (
        serve(archive, "127.0.0.1", 0) as one,
        serve(archive, "127.0.0.1", 0) as two,
        aiohttp.ClientSession(headers=headers) as http,
    ):
        statuses = [(await http.get(f"{place}/v1/embeds")).status for place in (one, two)]
        await Keys(archive.catalogue.database).revoke(key.id, datetime.now(UTC))
        statuses += [(await http.get(f"{place}/v1/embeds")).status for place in (one, two)]
    assert statuses == [200, 200, 401, 401]


async def test_one_key_that_asks_too_fast_slows_no_other_down(archive):
    slow = archive.settings.model_copy(update={"key_rate": 0.1, "key_burst": 3})
    object.__setattr__(archive, "settings", slow)
    (_, greedy), (_, quiet) = await a_key(archive, READ), await a_key(archive, READ)
    async with serve(archive, "127.0.0.1", 0) as address, aiohttp.ClientSession(address) as http:
        answers = await asyncio.gather(*(http.get("/v1/embeds", headers=greedy) for _ in range(8)))
        assert sorted(answer.status for answer in answers) == [200] * 3 + [429] * 5
        assert (await http.get("/v1/embeds", headers=quiet)).status == 200
