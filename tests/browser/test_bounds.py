"""What a page may take: time, memory, bytes, height. Each visit is bounded, and the next one succeeds."""

import asyncio
import contextlib
import os
import signal
import struct
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from service.capture import segments
from service.capture.chromium import Chromium, cut_off
from service.capture.memory import tree
from service.model.capture import Grade, Outcome
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net.guard import Dialler
from tests.browser.test_hostile_pages import FRAME, POST, TEXT, packed
from tests.browser.test_life import place_of, processes, until

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PAGE_MEMORY = 500 * 2**20
BROWSER_MEMORY = 1600 * 2**20
MOST_SECONDS = 25
KILLS = int(os.environ.get("HOLDFAST_KILLS", "6"))
"""50 were tried; fewer keep the suite quick."""


def now():
    return datetime.now(UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def small(site):
    """A browser with little memory to give, so that a greedy page is noticed soon."""
    settings = site.settings.model_copy(update={"page_memory": PAGE_MEMORY, "browser_memory": BROWSER_MEMORY})
    async with Chromium(Dialler.configured(settings), settings, now) as browser:
        yield browser


async def go(browser, url, **framing):
    return await browser.visit(EmbedId("page-greedy"), Framing(method=Method.LIVE_EMBED, url=url, **framing))


def png(width, height):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer, rows = zlib.compressobj(9), b""
    for _ in range(height):
        rows += packer.compress(bytes(width // 8 + 1))
    rows += packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def body(script):
    return POST + f"<script>{script}</script>"


async def bomb(_request):
    response = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    await response.prepare(_request)
    with contextlib.suppress(OSError):
        await response.write(packed(1024, b"<p>" + b"x" * 4093))
    return response


async def endless(request):
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    await response.write(POST.encode())
    with contextlib.suppress(OSError):
        for _ in range(300):
            await response.write(b"<i></i>")
            await asyncio.sleep(0.1)
    return response


async def big_picture(_):
    return web.Response(body=png(30_000, 30_000), content_type="image/png")


SCRIPTS = {
    "array buffers": "const a = []; setInterval(() => a.push(new Uint8Array(48 << 20).fill(1)), 20)",
    "heap": "const a = []; setInterval(() => { for (let i = 0; i < 1e5; i++) a.push({ x: 'y'.repeat(20) + i }) }, 1)",
    "300,000 nodes": "document.body.insertAdjacentHTML('beforeend', '<p>x<b>y</b>'.repeat(150000))",
    "long text": "document.body.append('words '.repeat(2e7))",
    "computing for ever": "setTimeout(() => { while (1); }, 50)",
    "dialogues for ever": "setTimeout(() => { while (1) alert('once more') }, 50)",
    "windows": "for (let i = 0; i < 200; i++) open('/?' + i)",
    "navigating for ever": "setInterval(() => location.reload(), 30)",
    "frames in frames": "if (location.search.length < 60) for (let i = 0; i < 3; i++) document.body.append(Object.assign(document.createElement('iframe'), { src: location.pathname + location.search + '?' + i }))",
    "scrolling for ever": "const more = () => { const d = document.createElement('div'); d.style.height = '4000px'; document.body.append(d) }; more(); addEventListener('scroll', more)",
    "a canvas": "const c = document.body.appendChild(document.createElement('canvas')); c.width = c.height = 16000; c.getContext('2d').fillRect(0, 0, 16000, 16000)",
    "workers": "for (let i = 0; i < 40; i++) new Worker(URL.createObjectURL(new Blob(['const a = []; setInterval(() => a.push(new Uint8Array(16 << 20).fill(1)), 20)'])))",
    "print and leave": "onbeforeunload = () => 'stay'; print(); setTimeout(() => { location = '/elsewhere' }, 20)",
}


@pytest.mark.parametrize(
    "name", [*SCRIPTS, "a gzip bomb of 1 GB", "an answer without end", "a picture of 900 megapixels"]
)
async def test_a_greedy_page_is_bounded_and_the_next_visit_succeeds(name, site, small):
    path = "/greedy/" + name.replace(" ", "-").replace(",", "")
    match name:
        case "a gzip bomb of 1 GB":
            url = site.put(path, bomb)
        case "an answer without end":
            url = site.put(path, endless)
        case "a picture of 900 megapixels":
            site.put("/big.png", big_picture)
            url = site.page(path, POST + "<img src=/big.png width=100 height=100>")
        case _:
            url = site.page(path, body(SCRIPTS[name]))
    await small._ready()
    meter = small._engine.meter
    meter.most = 0
    began = time.monotonic()
    capture = await go(small, url, **FRAME, full_page=name == "scrolling for ever")
    seconds = time.monotonic() - began
    after = await go(small, site.page("/after", POST), **FRAME)
    print(
        f"\n  {name:28} {seconds:5.1f} s  at most {meter.most >> 20:5} MB  {capture.outcome} {capture.grade}"
        f"  {'; '.join(capture.reasons)[:110]}"
    )
    assert seconds < MOST_SECONDS
    assert meter.most < BROWSER_MEMORY + 700 * 2**20
    assert after.grade is Grade.COMPLETE, after.reasons
    assert len(capture.steps) < 200


async def test_a_page_over_its_memory_is_stopped_with_the_reason_and_its_browser_is_replaced(site, small):
    await small._ready()
    before = small._engine
    capture = await go(small, site.page("/leak", body(SCRIPTS["array buffers"])), **FRAME)
    assert (capture.outcome, capture.grade) == (Outcome.ERROR, Grade.NONE)
    assert capture.reasons == ("The page took more than 500 MB of memory and was stopped.",)
    assert before.meter.ended == 1
    assert (await go(small, site.page("/after", POST), **FRAME)).grade is Grade.COMPLETE
    assert small._engine is not before


async def test_an_endless_page_is_photographed_in_bounded_height(site, small):
    url = site.page("/scroll", body(SCRIPTS["scrolling for ever"]))
    capture = await go(small, url, ready=("article",), expect=TEXT, full_page=True)
    parts = [each for each in capture.artefacts if each.role == "page-image"]
    assert len(parts) > 1
    assert all(each.height <= segments.SEGMENT for each in parts)
    assert sum(each.height for each in parts) <= segments.MOST
    assert "The page goes on below its picture." in capture.reasons


async def test_more_bytes_than_a_visit_may_have_make_it_partial(site, small):
    whole = await go(small, site.page("/whole", POST), **FRAME)
    assert whole.grade is Grade.COMPLETE
    assert cut_off(whole).grade is Grade.PARTIAL
    assert "more bytes" in cut_off(whole).reasons[-1]


def zombies():
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name, _, rest = (entry / "stat").read_text().rpartition(")")
            if rest.split()[0] == "Z" and "chrom" in name:
                found.add(int(entry.name))
    return found


async def kill(place, kind):
    """End the processes of one kind: the page's renderer, the whole browser, or the driver that speaks with it."""
    if kind == "driver":
        found = [pid for pid in processes(place / "driver") if command(pid).partition(b"\0")[0].endswith(b"node")]
    else:
        root = min(processes(place / "home"))
        found = [process.pid for process in tree(root) if process.kind == kind]
    assert found, kind
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def command(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


async def test_killing_renderers_browsers_and_drivers_leaves_no_zombie_and_no_file(site):
    dead = zombies()
    places = set()
    settings = site.settings.model_copy(update={"settle_timeout": 4})
    async with Chromium(Dialler.configured(settings), settings, now) as browser:
        for turn in range(KILLS):
            asked = asyncio.Event()

            async def hold(_, asked=asked):
                first = not asked.is_set()
                asked.set()
                await asyncio.sleep(20 if first else 0)
                return web.Response(text="/* nothing */", content_type="text/javascript")

            site.put("/hold.js", hold)
            url = site.page(f"/killed/{turn}", POST + "<script src=/hold.js></script>")
            visit = asyncio.create_task(go(browser, url, **FRAME))
            await asked.wait()
            place = place_of(browser)
            places.add(place)
            kind = ("renderer", "browser", "driver")[turn % 3]
            await kill(place, kind)
            capture = await visit
            assert capture.grade is (Grade.NONE if kind == "renderer" else Grade.COMPLETE), (kind, capture.reasons)
        assert (await go(browser, site.page("/after", POST), **FRAME)).grade is Grade.COMPLETE
        places.add(place_of(browser))
    assert await until(lambda: not [pid for place in places for pid in processes(place)])
    print(f"\n  {KILLS} kills: {len(places)} browsers")
    assert not [place for place in places if place.exists()]
    assert await until(lambda: not zombies() - dead)
