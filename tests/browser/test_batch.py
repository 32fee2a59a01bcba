"""A night's visits share a page of their host, and nothing else."""

import pytest
from aiohttp import web

from service.capture.port import Extent
from service.model.capture import Grade, Isolation
from service.model.framing import Framing, Method
from service.model.ids import EmbedId

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

TEXT = "The bridge reopens on Monday, three weeks early."
POST = f"<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><article class=post><p>{TEXT}</p></article>"
LEAVES = (
    POST
    + """<script>document.querySelector("p").after("visits " + (localStorage.visits = 1 + (+localStorage.visits || 0)) +
" cookies [" + document.cookie + "]"); document.cookie = "seen=yes; path=/";</script>"""
)


@pytest.fixture
def visit(chromium):
    async def go(url, **more):
        framing = Framing(
            method=Method.LIVE_PAGE, url=url, ready=("article.post",), clip=("article.post",), expect=TEXT
        )
        return await chromium.visit(EmbedId("page-batch"), framing, **{"isolation": Isolation.HOST, **more})

    return go


def files(capture):
    return {artefact.name: artefact.body for artefact in capture.artefacts}


async def test_a_kept_page_shows_what_a_fresh_one_shows_and_remembers_nothing(site, visit):
    url = site.page("/leaves", LEAVES)
    fresh = await visit(url, isolation=Isolation.CONTEXT)
    kept = [await visit(url) for _ in range(3)]
    assert all(each.grade is Grade.COMPLETE for each in kept), [each.reasons for each in kept]
    assert {files(each)["post.png"] for each in kept} == {files(fresh)["post.png"]}
    assert {files(each)["post.txt"].decode().split("visits")[1].strip() for each in kept} == {"1 cookies []"}


async def test_a_visit_says_whether_it_shared_a_page(site, visit):
    url = site.page("/says", POST)
    shared, alone = await visit(url), await visit(url, isolation=Isolation.CONTEXT)
    assert (shared.isolation, alone.isolation) == (Isolation.HOST, Isolation.CONTEXT)
    assert [step.detail for step in shared.steps if step.step == "context"] == ["page-of-the-host"]


async def test_each_visit_of_a_kept_page_names_its_own_requests_and_connections(site, visit):
    urls = [site.page(f"/own/{number}", POST) for number in range(3)]
    made = [await visit(url) for url in urls]
    assert [[each.url for each in one.exchanges if each.main] for one in made] == [[url] for url in urls]
    for one in made:
        assert {each.host for each in one.connections} == {"posts.example.org"}
        assert all(each.bytes_in for each in one.connections)


async def test_a_page_is_kept_for_its_own_host_alone(site, visit, chromium):
    async def answer(_):
        return web.Response(text=POST, content_type="text/html")

    before = len(chromium._engine.browser.contexts)
    for host in ("one.example.org", "two.example.org", "one.example.org"):
        assert (await visit(site.put("/host", answer, host=host))).grade is Grade.COMPLETE
    assert len(chromium._engine.browser.contexts) == before + 2


async def test_a_page_that_failed_is_not_kept(site, visit, chromium):
    async def answer(_):
        return web.Response(text="<h1>500</h1>", status=500, content_type="text/html")

    before = len(chromium._engine.browser.contexts)
    assert (await visit(site.put("/fails", answer, host="three.example.org"))).grade is not Grade.COMPLETE
    assert len(chromium._engine.browser.contexts) == before


async def test_a_look_alone_takes_the_same_picture_and_nothing_else(site, visit):
    url = site.page("/alone", POST)
    whole = await visit(url, isolation=Isolation.CONTEXT)
    look = await visit(url, isolation=Isolation.CONTEXT, extent=Extent.PICTURE)
    assert set(files(look)) == {"post.png", "capture-log.jsonl"}
    assert files(look)["post.png"] == files(whole)["post.png"]
    assert look.grade is Grade.COMPLETE
