"""A browser that somebody else has started: as ours behind the gate, or refused with the reason."""

import asyncio

import pytest
from aiohttp import web

from service import wiring
from service.capture import remote
from service.capture.chromium import Chromium
from service.errors import CaptureFailed, SetupFailed
from service.model.capture import Grade
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net.guard import Dialler
from tests.browser.conftest import now
from tests.browser.standing import stands
from tests.browser.test_visits import files

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

POST = "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><article style='font:20px serif'>Порт открыт. The harbour is open. 🚢</article>"
WORDS = "The harbour is open."


@pytest.fixture
def standing(site):
    with stands(site.settings) as one:
        yield one


def workers(site, standing, **changes):
    settings = site.settings.model_copy(update={"browser": standing.address, **changes})
    return Chromium(Dialler.configured(settings), settings, now)


async def photograph(browser, url):
    framing = Framing(method=Method.LIVE_EMBED, url=url, ready=("article",), clip=("article",), expect=WORDS)
    return await browser.visit(EmbedId("page-elsewhere"), framing)


async def test_it_gives_the_pixels_that_our_own_gives_and_says_that_it_stands_elsewhere(site, chromium, standing):
    url = site.page("/post", POST)
    standing.start()
    ours = await photograph(chromium, url)
    async with workers(site, standing) as browser:
        theirs = await photograph(browser, url)
        assert (await browser.ping()).elsewhere
    assert (theirs.grade, theirs.reasons) == (Grade.COMPLETE, ())
    assert files(theirs)["post.png"].body == files(ours)["post.png"].body
    assert (theirs.browser.elsewhere, theirs.browser.sandboxed) == (True, True)
    assert [(each.host, each.verdict) for each in theirs.connections] == [("posts.example.org", "allowed")]
    assert standing.process.poll() is None


async def test_what_a_page_asks_for_passes_the_gate_and_nothing_else(site, standing):
    heard = []

    async def canary(request):
        heard.append(request.path)
        return web.Response(text="inside")

    server = web.Server(canary)
    runner = web.ServerRunner(server)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    port = listening._server.sockets[0].getsockname()[1]
    inside = "".join(
        f"<img src='http://{host}:{port}/img'><iframe src='http://{host}:{port}/frame'></iframe>"
        for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433")
    )
    script = f"<script>fetch('http://127.0.0.1:{port}/fetch').catch(() => 0); new WebSocket('ws://127.0.0.1:{port}/ws'); navigator.sendBeacon('http://localhost:{port}/beacon')</script>"
    standing.start()
    async with workers(site, standing) as browser:
        capture = await photograph(browser, site.page("/asks-inside", POST + inside + script))
    await runner.cleanup()
    assert heard == []
    assert {each.verdict == "allowed" for each in capture.connections if each.host != "posts.example.org"} == {False}


async def test_the_secret_of_a_visit_opens_its_own_way_out_only(site, standing):
    url = site.page("/post", POST)
    standing.start()
    async with workers(site, standing) as browser:
        made = await asyncio.gather(*(photograph(browser, url) for _ in range(4)))
    assert [one.grade for one in made] == [Grade.COMPLETE] * 4
    assert [len(one.connections) for one in made] == [1] * 4


async def test_a_visit_that_its_death_cuts_off_is_made_again_by_the_one_that_is_started_then(site, standing):
    asked = asyncio.Event()

    async def slow(_):
        if not asked.is_set():
            asked.set()
            await asyncio.sleep(30)
        return web.Response(text=POST, content_type="text/html")

    url = site.put("/slow", slow)
    standing.start()
    async with workers(site, standing, open_timeout=15.0) as browser:
        visit = asyncio.create_task(photograph(browser, url))
        await asyncio.wait_for(asked.wait(), 15)
        standing.end()
        await asyncio.to_thread(standing.start)
        assert (await visit).grade is Grade.COMPLETE


async def test_one_that_is_gone_is_named_and_visits_fail_in_words_until_it_is_back(site, standing, monkeypatch):
    monkeypatch.setattr(remote, "_AWAY_SECONDS", 0.2)
    url = site.page("/post", POST)
    standing.start()
    async with workers(site, standing) as browser:
        assert (await photograph(browser, url)).grade is Grade.COMPLETE
        standing.end()
        with pytest.raises(CaptureFailed, match=f"No browser answers at 127.0.0.1:{standing.port}"):
            await photograph(browser, url)
        await asyncio.to_thread(standing.start)
        assert (await photograph(browser, url)).grade is Grade.COMPLETE


@pytest.mark.parametrize(
    ("more", "without", "said"),
    [
        ((), ("--disable-quic",), "without --disable-quic"),
        ((), ("--proxy-server",), "without --proxy-server=http://127.0.0.1:1"),
        ((), ("--enable-automation",), "lacks --enable-automation"),
        (("--ignore-certificate-errors",), (), "with --ignore-certificate-errors"),
        (("--no-sandbox",), (), "cannot be verified"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
async def test_one_that_is_not_locked_in_is_refused_with_what_it_lacks(site, standing, more, without, said):
    standing.start(*more, without=without)
    with pytest.raises(SetupFailed, match=said):
        async with workers(site, standing):
            raise AssertionError


async def test_one_that_an_operator_vouches_for_is_used_and_that_is_said(site, standing):
    url = site.page("/post", POST)
    standing.start("--no-sandbox")
    async with workers(site, standing, unsandboxed=True) as browser:
        capture = await photograph(browser, url)
    assert capture.grade is Grade.COMPLETE
    assert not capture.browser.sandboxed


async def test_doctor_says_where_it_stands_and_what_is_known_of_it(site, standing, monkeypatch):
    monkeypatch.setattr(remote, "_AWAY_SECONDS", 0.2)
    settings = site.settings.model_copy(update={"browser": f"ws://worker:hunter2@127.0.0.1:{standing.port}"})
    standing.start()
    told = await wiring._Checks(settings).browser()
    assert f"at 127.0.0.1:{standing.port} draws pages behind our gate; its sandbox is on, its memory is not watched." in told  # fmt: skip
    standing.end()
    standing.start("--no-sandbox")
    told = await wiring._Checks(settings.model_copy(update={"unsandboxed": True})).browser()
    assert "whether its sandbox is on CANNOT BE VERIFIED" in told
    standing.end()
    with pytest.raises(CaptureFailed) as gone:
        await wiring._Checks(settings).browser()
    assert "hunter2" not in f"{gone.value} {gone.value.hint}"


async def test_two_workers_share_one_and_each_visit_stays_its_own(site, standing):
    url = site.page("/post", POST)
    standing.start()
    async with workers(site, standing) as first, workers(site, standing) as second:
        made = await asyncio.gather(*(photograph(browser, url) for browser in (first, second, first, second)))
    assert [one.grade for one in made] == [Grade.COMPLETE] * 4
    assert [len(one.connections) for one in made] == [1] * 4
    assert len({files(one)["post.png"].body for one in made}) == 1
