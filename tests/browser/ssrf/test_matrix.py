"""No page reaches anything inside: every way out that a browser knows, tried against our browser and our fetcher."""

import asyncio
import os
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Error, async_playwright

from service.capture.chromium import Chromium
from service.capture.runtime import runtime
from service.model.document import Request
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net.client import GuardedFetcher
from service.net.guard import Dialler
from service.settings import Settings
from tests.browser.conftest import certificates
from tests.browser.ssrf.stage import LONELY, set_up
from tests.browser.ssrf.vectors import GROUPS, VECTORS
from tests.browser.standing import stands

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

SHELL = Path("/usr/lib/chromium/chromium-headless-shell")
FULL = Path(os.environ.get("HOLDFAST_FULL_CHROMIUM", "/usr/lib/chromium/chromium"))
AT_ONCE = 4


def now():
    return datetime.now(UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def rig(tmp_path_factory):
    authority, certificate, _ = certificates(tmp_path_factory.mktemp("ssrf"))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    async with set_up(tls) as stage:
        settings = Settings(
            upstream_ca=authority, open_timeout=5, settle_timeout=1.5, visit_timeout=15, slots=AT_ONCE, _env_file=None
        )
        yield stage, settings


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def unguarded(rig):
    """The negative control: the same pages in a browser of no defences. Gives the vectors that reached the canary."""
    stage, settings = rig
    stage.forget()
    with runtime(SHELL, settings.model_copy(update={"upstream_ca": None})) as home:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=str(home.launcher),
                chromium_sandbox=True,
                env=home.environment,
                args=[f"--host-resolver-rules=MAP {LONELY} 127.0.0.1:{stage.secure}"],
            )
            turns = asyncio.Semaphore(AT_ONCE)

            async def play(group):
                async with turns:
                    context = await browser.new_context()
                    opened = await context.new_page()
                    try:
                        await opened.goto(stage.url(group, f"http://127.0.0.1:{stage.plain}"), wait_until="commit")
                        await opened.wait_for_selector("#done", timeout=2_000)
                    except Error:
                        pass  # the page has gone to the canary, or waits for it
                    await context.close()

            await asyncio.gather(*map(play, GROUPS))
            await browser.close()
    return frozenset(stage.reached())


async def play_all(stage, settings):
    """Send our browser to every page. Gives what reached a canary and the connections it asked for."""
    stage.forget()
    captures = {}
    async with Chromium(stage.dialler(), settings, now) as browser:

        async def play(group):
            framing = Framing(method=Method.LIVE_PAGE, url=stage.url(group), ready=("#done",))
            capture = await browser.visit(EmbedId("page-vector"), framing)
            captures.update((vector.name, capture) for vector in group)

        await asyncio.gather(*map(play, GROUPS))
    return captures


def print_table(title, stage, unguarded, captures):
    print(f"\n{title}: {len(stage.reached())} of {len(VECTORS)} reach the canary")
    for vector in VECTORS:
        port = stage.canaries[vector.name].port
        asked = [line for line in captures[vector.name].connections if vector.alone or line.port == port]
        refused = sum(line.verdict != "allowed" for line in asked)
        without = "reaches" if vector.name in unguarded else "-"
        guarded = "REACHES" if vector.name in stage.reached() else "0"
        print(f"  {vector.name:22} without defences: {without:8} ours: {guarded:8} refused at the gate: {refused}")


async def test_the_canary_is_heard_when_a_browser_has_no_defences(unguarded):
    print(f"\nwithout defences: {len(unguarded)} of {len(VECTORS)} reach the canary")
    assert {"img", "iframe", "fetch", "websocket", "redirect-iframe", "popup", "beacon"} <= unguarded
    if {name for _, name in socket.if_nameindex()} != {"lo"}:  # on loopback alone a browser gathers no candidates
        assert "webrtc-stun" in unguarded
    assert len(unguarded) >= 50, sorted({vector.name for vector in VECTORS} - unguarded)


@pytest.mark.parametrize("program", [SHELL, FULL], ids=["headless-shell", "full-browser"])
async def test_no_page_reaches_the_inside(program, rig, unguarded):
    if not program.exists():
        pytest.skip(f"{program} is not on this machine; HOLDFAST_FULL_CHROMIUM may name another place.")
    stage, settings = rig
    captures = await play_all(stage, settings.model_copy(update={"browser": str(program)}))
    print_table(program.name, stage, unguarded, captures)
    assert stage.played == {vector.name for vector in VECTORS}, "every page was opened"
    assert stage.reached() == set()
    assert stage.dialled_inside == []


async def test_no_page_reaches_the_inside_from_a_browser_that_others_have_started(rig, unguarded):
    stage, settings = rig
    with stands(settings) as standing:
        standing.start()
        captures = await play_all(stage, settings.model_copy(update={"browser": standing.address}))
    print_table("elsewhere", stage, unguarded, captures)
    assert stage.played == {vector.name for vector in VECTORS}, "every page was opened"
    assert stage.reached() == set()
    assert stage.dialled_inside == []


async def test_the_fetcher_reaches_no_canary_at_the_same_addresses(rig):
    stage, settings = rig
    stage.forget()
    targets = [stage.aim(vector, "CANARY/fetcher") for vector in VECTORS]
    targets += ["http://inside.example.net/", "http://mixed.example.net/", "http://redirector.example.net/"]
    targets += [f"http://posts.example.org/{vector.name}/hop" for vector in VECTORS]
    targets += [f"http://{vector.host}/" for vector in VECTORS]
    async with GuardedFetcher.configured(settings, stage.dialler()) as fetcher:
        for url in targets:
            document = await fetcher.fetch(Request(name="vector", url=url))
            assert document.failure == "egress-refused", url
    print(f"\nfetcher: 0 of {len(targets)} addresses reach the canary")
    assert stage.reached() == set()
    assert stage.dialled_inside == []


async def test_the_stage_would_tell_if_the_gate_let_a_page_in(rig):
    stage, settings = rig
    stage.forget()

    class Open(Dialler):
        def _refused(self, *_):
            return None

    whole = stage.dialler()
    gateless = Open(timeout=5, resolver=whole._resolver, connector=whole._connector)
    async with GuardedFetcher.configured(settings, gateless) as fetcher:
        await fetcher.fetch(Request(name="vector", url="http://inside.example.net/"))
    assert stage.dialled_inside == ["127.0.0.1"]
