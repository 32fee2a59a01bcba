"""What a visit exchanged is recorded whole, or said to be missing."""

import asyncio
import email
import email.policy
import hashlib
import json

import pytest
from aiohttp import web

from service.capture import exchanges
from tests.browser.test_visits import DOT, FRAME, POST, files, late

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]


def by_url(capture):
    return {exchange.url: exchange for exchange in capture.exchanges}


async def test_every_request_of_a_visit_is_recorded_with_its_headers_and_its_body(site, visit):
    body = json.dumps({"text": FRAME["expect"]}, ensure_ascii=False)

    async def api(request):
        posted = await request.read()
        answer = web.json_response(json.loads(body) | {"asked": posted.decode()}, headers={"X-Kept": "yes"})
        answer.enable_compression(web.ContentCoding.gzip)
        return answer

    site.put("/api/recorded", api)
    site.page("/dot.png", "", kind="image/png")
    site.put("/dot.png", lambda _: asyncio.sleep(0, web.Response(body=DOT, content_type="image/png")))
    html = late("/api/recorded").replace(
        'fetch("/api/recorded")', 'fetch("/api/recorded", {method: "POST", body: "a=1"})'
    )
    url = site.page("/recorded", html + '<img src="/dot.png">')
    capture = await visit(url, **FRAME)
    found = by_url(capture)
    assert {exchange.missing for exchange in capture.exchanges} == {None}
    page, answer, image = (found[url.replace("/recorded", path)] for path in ("/recorded", "/api/recorded", "/dot.png"))
    assert page.main
    assert page.status == 200
    assert page.body.decode() == html + '<img src="/dot.png">'
    assert json.loads(answer.body)["asked"] == "a=1"
    assert answer.request_body == b"a=1"
    assert dict(answer.response_headers)["Content-Encoding"] == "gzip"
    assert dict(answer.response_headers)["X-Kept"] == "yes"
    assert dict(answer.request_headers)["User-Agent"].startswith("Mozilla")
    assert dict(answer.request_headers)["Host"] == "posts.example.org"
    assert image.body == DOT
    assert image.elapsed_ms > 0


async def test_a_redirect_is_an_exchange_of_its_own(site, visit):
    async def away(_):
        return web.Response(status=302, headers={"Location": "/there", "X-Hop": "first"})

    start, end = site.put("/away", away), site.page("/there", POST)
    found = by_url(await visit(start, **FRAME))
    assert (found[start].status, found[end].status) == (302, 200)
    assert dict(found[start].response_headers)["X-Hop"] == "first"
    assert found[start].missing is None
    assert found[end].body.decode() == POST


async def test_what_a_frame_of_another_site_loads_is_recorded_too(site, visit):
    async def inner(_):
        return web.Response(text="<p>inner</p><img src=/inner.png>", content_type="text/html")

    async def dot(_):
        return web.Response(body=DOT, content_type="image/png")

    frame, image = (
        site.put(path, answer, host="frames.example.net") for path, answer in (("/frame", inner), ("/inner.png", dot))
    )
    found = by_url(await visit(site.page("/outer", POST + f"<iframe src={frame}></iframe>"), **FRAME))
    assert found[frame].body == b"<p>inner</p><img src=/inner.png>"
    assert found[image].body == DOT


async def test_what_a_worker_asks_for_is_recorded_too(site, visit):
    script = "fetch('/from-worker').then(answer => answer.text()).then(text => postMessage(text))"
    worker, inner = site.page("/worker.js", script, kind="text/javascript"), site.page("/from-worker", "hello")
    found = by_url(await visit(site.page("/with-worker", POST + "<script>new Worker('/worker.js')</script>"), **FRAME))
    assert (found[worker].status, found[worker].body.decode()) == (200, script)
    assert (found[inner].body, found[inner].missing) == (b"hello", None)
    assert dict(found[inner].request_headers)["host"] == "posts.example.org"


async def test_a_body_that_is_too_large_is_named_without_it(site, visit):
    large = bytes(exchanges.RESOURCE_BYTES + 1)

    async def answer(_):
        return web.Response(body=large, content_type="application/octet-stream")

    site.put("/large", answer)
    page = site.page("/with-large", POST + '<script>fetch("/large").then(r => r.arrayBuffer())</script>')
    found = by_url(await visit(page, **FRAME))
    large = found[page.replace("with-large", "large")]
    assert large.status == 200
    assert large.body == b""
    assert "more than 16 MB" in large.missing


async def test_a_body_that_is_large_and_not_too_large_is_recorded_whole(site, visit):
    large = bytes(exchanges.RESOURCE_BYTES - 1000)

    async def answer(_):
        return web.Response(body=large, content_type="application/octet-stream")

    site.put("/rather-large", answer)
    page = site.page("/with-rather", POST + '<script>fetch("/rather-large").then(r => r.arrayBuffer())</script>')
    found = by_url(await visit(page, **FRAME))[page.replace("with-rather", "rather-large")]
    assert (len(found.body), found.missing) == (len(large), None)


async def test_a_request_that_nothing_answers_is_recorded_as_such(site, visit):
    async def hang_up(request):
        request.transport.abort()
        return web.Response()

    site.put("/hang-up", hang_up)
    page = site.page("/with-hang-up", POST + '<script>fetch("/hang-up").catch(() => 0)</script>')
    found = by_url(await visit(page, **FRAME))
    lost = found[page.replace("with-hang-up", "hang-up")]
    assert lost.status is None
    assert "ERR_" in lost.missing


async def test_the_recording_of_a_page_is_the_page(site, visit):
    capture = await visit(site.page("/again", POST), **FRAME)
    again = await visit(site.page("/again", POST), **FRAME)
    digests = [hashlib.sha256(one.exchanges[0].body).hexdigest() for one in (capture, again)]
    assert len(set(digests)) == 1


async def test_every_line_of_the_post_is_kept_with_its_place(site, visit):
    words = "Ж🌊 річка " * 20
    page = POST.replace("<b>Ada</b>", f"<b>Ada</b><i>{words}</i><u>\u05e9\u05dc\u05d5\u05dd</u>")
    capture = await visit(site.page("/places", page), **FRAME)
    layout = json.loads(files(capture)["layout.json"].body)
    (document,) = layout["documents"]
    assert (layout["schema"], document["width"]) == ("text-layout/1", 600)
    runs = document["runs"]
    assert (runs[0][0], runs[0][1]) == ("Ada", 37)
    assert 36 < runs[0][2] < 42
    lines = [line for line in runs if set(line[0]) & set("Жрічка")]
    assert len(lines) > 2
    assert " ".join(line[0] for line in lines).split() == words.split()
    assert "\u05e9\u05dc\u05d5\u05dd" in [line[0] for line in runs]
    assert all(x >= 36 and x + width <= 540 and width > 0 and height > 0 for _, x, _, width, height in runs), runs


async def test_the_page_is_kept_as_one_file_with_its_pictures(site, visit):
    async def dot(_):
        return web.Response(body=DOT, content_type="image/png")

    image = site.put("/one-file.png", dot)
    capture = await visit(site.page("/one-file", POST + f"<img src={image}>"), **FRAME)
    message = email.message_from_bytes(files(capture)["page.mhtml"].body, policy=email.policy.default)
    parts = {part["Content-Location"]: part for part in message.iter_parts()}
    assert FRAME["expect"] in parts[capture.url_final].get_content()
    assert parts[image].get_content() == DOT
