"""The browser's own life: locked in, replaced when it dies or grows old, and gone without a trace."""

import asyncio
import os
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from service.capture.chromium import Chromium
from service.errors import CaptureFailed, SetupFailed
from service.model.capture import Grade
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net.guard import Dialler

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

CARD = Framing(method=Method.QUOTED, html="<article>A quiet post of some words</article>", ready=("article",))


def now():
    return datetime.now(UTC)


def open_browser(site, **changes):
    settings = site.settings.model_copy(update=changes)
    return Chromium(Dialler.configured(settings), settings, now)


async def photograph(browser):
    return await browser.visit(EmbedId("page-life"), CARD)


def place_of(browser):
    return Path(browser._engine.home)


def there(place):
    return place.exists()


def list_of(folder):
    return list(folder.iterdir())


def environment(pid):
    return Path(f"/proc/{pid}/environ").read_bytes()


def processes(place):
    """Give pid → status of every living process started below a runtime directory."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str(place).encode() not in (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes():
                continue
            lines = (entry / "status").read_text().splitlines()
        except OSError:
            continue
        status = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if not status["State"].startswith(("Z", "X")):
            found[int(entry.name)] = status
    return found


async def until(condition, seconds=8.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:  # noqa: ASYNC110  other processes have no event for us
        await asyncio.sleep(0.05)
    return condition()


async def test_a_visit_that_its_browser_does_not_get_done_is_made_again_in_a_fresh_one(site):
    async with open_browser(site) as browser:
        first, root = browser._engine, min(processes(place_of(browser) / "home"))
        os.kill(root, signal.SIGSTOP)
        try:
            capture = await photograph(browser)
        finally:
            os.kill(root, signal.SIGCONT)
        assert capture.grade is Grade.COMPLETE, capture.reasons
        assert browser._engine is not first


async def test_pages_are_locked_in_and_nothing_of_the_browser_is_root(chromium):
    await photograph(chromium)
    facts = chromium._engine.facts
    assert facts.sandboxed
    assert "--no-sandbox" not in facts.flags
    assert "--disable-quic" in facts.flags
    assert not [flag for flag in facts.flags if flag.startswith("--user-data-dir")]
    running = processes(place_of(chromium) / "home")
    assert running
    assert all(status["Uid"].split()[0] != "0" for status in running.values())


async def test_the_browser_sees_nothing_of_our_environment(site, monkeypatch):
    monkeypatch.setenv("HOLDFAST_TEST_SECRET", "hush")
    async with open_browser(site) as browser:
        for pid in processes(place_of(browser) / "home"):
            assert b"hush" not in environment(pid)


async def test_closing_leaves_no_process_and_no_file(site):
    async with open_browser(site) as browser:
        await photograph(browser)
        place = place_of(browser)
        assert processes(place)
    assert not there(place)
    assert await until(lambda: not processes(place))


async def test_a_browser_that_dies_in_a_visit_is_replaced_and_the_visit_made_again(site):
    async with open_browser(site, settle_timeout=4) as browser:
        first = place_of(browser)
        asked, held = asyncio.Event(), asyncio.Event()

        async def answer(_):
            asked.set()
            if not held.is_set():
                held.set()
                await asyncio.sleep(20)
            return web.Response(text="<article>A quiet post of some words</article>", content_type="text/html")

        url = site.put("/dying", answer)
        framing = Framing(method=Method.LIVE_PAGE, url=url, ready=("article",))
        visit = asyncio.create_task(browser.visit(EmbedId("page-dying"), framing))
        await asked.wait()
        for pid in processes(first / "home"):
            os.kill(pid, signal.SIGKILL)
        capture = await visit
        assert capture.grade is Grade.COMPLETE, capture.reasons
        assert place_of(browser) != first
        assert await until(lambda: not there(first))


async def test_a_browser_that_grew_old_is_replaced_between_visits(site):
    browser = Chromium(Dialler.configured(site.settings), site.settings, now, retire_after=2)
    async with browser:
        places = set()
        for _ in range(4):
            assert (await photograph(browser)).grade is Grade.COMPLETE
            places.add(place_of(browser))
        assert len(places) == 2
    assert not any(there(place) for place in places)


async def test_a_browser_that_dies_while_nobody_visits_is_replaced_at_once(site):
    async with open_browser(site) as browser:
        first = place_of(browser)
        for pid in processes(first / "home"):
            os.kill(pid, signal.SIGKILL)
        assert await until(lambda: browser._engine is not None and place_of(browser) != first)
        assert (await photograph(browser)).grade is Grade.COMPLETE


@pytest.mark.parametrize("wear", ["age", "memory"])
async def test_a_browser_that_is_old_or_has_grown_makes_room_for_a_fresh_one(site, wear):
    async with open_browser(site) as browser:
        first = place_of(browser)
        assert (await photograph(browser)).grade is Grade.COMPLETE
        if wear == "age":
            browser._engine.born -= 2 * 3600
        else:
            browser._engine.visits, browser._engine.meter.now = 60, 8 * 2**30
        assert (await photograph(browser)).grade is Grade.COMPLETE
        assert place_of(browser) != first
        assert await until(lambda: not there(first))


async def test_no_more_visits_are_under_way_than_there_are_slots(site):
    async with open_browser(site, slots=2) as browser:
        most = 0
        visits = [asyncio.create_task(photograph(browser)) for _ in range(6)]
        while not all(visit.done() for visit in visits):
            most = max(most, browser._engine.under_way)
            await asyncio.sleep(0.005)
        assert most == 2
        assert all(visit.result().grade is Grade.COMPLETE for visit in visits)


async def test_a_visit_that_is_called_off_leaves_no_context(site, chromium):
    contexts = len(chromium._engine.browser.contexts)
    site.page("/hanging", "", after=20)
    framing = Framing(method=Method.LIVE_PAGE, url="https://posts.example.org/hanging")
    visit = asyncio.create_task(chromium.visit(EmbedId("page-hanging"), framing))
    assert await until(lambda: len(chromium._engine.browser.contexts) > contexts)
    visit.cancel()
    with pytest.raises(asyncio.CancelledError):
        await visit
    assert len(chromium._engine.browser.contexts) == contexts


KILLED = """
import asyncio, sys
from datetime import UTC, datetime
from service.capture.chromium import Chromium
from service.net.guard import Dialler
from service.settings import Settings

async def main():
    async with Chromium(Dialler.configured(Settings()), Settings(), lambda: datetime.now(UTC)) as browser:
        print(browser._engine.home, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_kill_of_our_process_leaves_no_browser_and_the_next_start_sweeps_its_files(site):
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    lines = [await child.stdout.readline() for _ in range(2)]
    place = Path(lines[-1].decode().strip())
    assert processes(place / "home")
    child.kill()
    await child.wait()
    assert await until(lambda: not processes(place)), processes(place)
    assert there(place)
    os.utime(place, (1, 1))
    async with open_browser(site):
        assert not there(place)


async def test_a_browser_that_is_missing_is_said_with_what_to_do(site):
    with pytest.raises(SetupFailed, match="no program") as told:
        async with open_browser(site, browser="/nowhere/chromium"):
            pass
    assert "HOLDFAST_BROWSER" in told.value.hint


async def test_a_program_that_is_no_browser_is_said_to_be_so_and_leaves_nothing(site, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(CaptureFailed, match="does not start"):
        async with open_browser(site, browser="/bin/true"):
            pass
    assert not list_of(tmp_path)
