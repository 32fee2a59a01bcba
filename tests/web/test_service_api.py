import time

import aiohttp
import pytest
from openapi_spec_validator import validate

from service.booking import accept_address
from service.errors import BadSettings
from service.web import serve
from service.web.application import ROUTES


async def test_the_description_is_valid_openapi_and_names_every_route(http):
    async with http.get("/openapi.json") as answer:
        described = await answer.json()
    validate(described)
    assert described["openapi"].startswith("3.1")
    served = {(route.method.lower(), route.path.split(":")[0]) for route in ROUTES}
    written = {(method, path) for path, methods in described["paths"].items() for method in methods}
    assert len(written) == len(served)
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert "default" in operation["responses"]


async def test_a_service_whose_parts_all_answer_is_ready(http):
    async with http.get("/healthz") as answer:
        assert answer.status == 200
    async with http.get("/readyz") as answer:
        said = await answer.json()
        assert answer.status == 200
    assert {part["name"] for part in said["parts"]} == {"catalogue", "store", "way out", "browser"}


async def test_a_part_that_is_away_makes_the_service_unready_but_alive(http, newsroom):
    newsroom.archive.browser.away = True
    async with http.get("/readyz") as answer:
        said = await answer.json(content_type="application/problem+json")
        assert answer.status == 503
    assert "browser" in said["detail"]
    assert [part["name"] for part in said["parts"] if not part["ready"]] == ["browser"]
    async with http.get("/healthz") as answer:
        assert answer.status == 200


async def test_the_numbers_count_requests_by_route_and_never_by_path(http):
    async with http.get("/v1/embeds/x-404") as answer:
        assert answer.status == 404
    async with http.get("/metrics") as answer:
        text = await answer.text()
    assert 'holdfast_http_requests_total{method="GET",route="/v1/embeds/{embed_id}",status="404"} 1.0' in text
    assert "x-404" not in text


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", ""])
async def test_nobody_else_is_served_without_keys(archive, host):
    with pytest.raises(BadSettings):
        async with serve(archive, host, 0):
            pass


async def test_an_address_in_use_is_said_in_one_sentence(archive):
    async with serve(archive, "127.0.0.1", 0) as address:
        with pytest.raises(BadSettings, match="in use"):
            async with serve(archive, "127.0.0.1", int(address.rpartition(":")[2])):
                pass


async def test_every_page_and_answer_forbids_foreign_content(http):
    for path in ("/", "/docs", "/v1/embeds", "/nothing", "/static/style.css"):
        async with http.get(path, headers={"Accept": "text/html"}) as answer:
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'"), path
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_stop_does_not_wait_for_those_who_follow(archive):
    async with aiohttp.ClientSession() as reader:
        async with serve(archive, "127.0.0.1", 0) as address:
            operation = await accept_address(archive, "https://x.com/a/status/20", requested_by="local")
            stream = await reader.get(f"{address}/v1/operations/{operation.id}/events")
            assert await stream.content.readline() == b"event: state\r\n"
            begun = time.monotonic()
        assert time.monotonic() - begun < 2
        stream.close()
