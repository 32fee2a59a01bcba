"""Each budget of a visit, used up by a page of its own: the visit says which it was, and the next one succeeds."""

import contextlib
import time
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiohttp import web

from service.capture.chromium import Chromium
from service.model.capture import Grade
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net.guard import Dialler
from tests.browser.test_hostile_pages import FRAME, POST, packed

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

MOST_SECONDS = 26


def now():
    return datetime.now(UTC)


def open_browser(site, visit_timeout):
    """A browser as an operator has it, in all but the time of a visit; 6 s of that are kept for leaving."""
    settings = site.settings.model_copy(update={"visit_timeout": visit_timeout, "settle_timeout": 4})
    return Chromium(Dialler.configured(settings), settings, now)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bounded(site):
    async with open_browser(site, 26) as browser:
        yield browser


async def flood(request):
    """300 MB that no packing makes smaller."""
    response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
    await response.prepare(request)
    with contextlib.suppress(OSError):
        for _ in range(300):
            await response.write(bytes(2**20))
    return response


async def bomb(request):
    """600 MB that stand in 600 KB; one gzip member, since a browser reads no second one."""
    response = web.StreamResponse(headers={"Content-Type": "text/plain", "Content-Encoding": "gzip"})
    await response.prepare(request)
    with contextlib.suppress(OSError):
        await response.write(packed(600, b"\0"))
    return response


def script(text):
    return POST + f"<script>{text}</script>"


WORKER = "new Worker(URL.createObjectURL(new Blob([`fetch('{}/flood').then(a => a.arrayBuffer())`])))"
ADDED = "document.body.insertAdjacentHTML('beforeend', '<i></i>'.repeat(200000))"
LATER = "addEventListener('scroll', () => document.body.insertAdjacentHTML('beforeend', '<i></i>'.repeat(200000)), {once: true})"
TALL = "document.body.append(Object.assign(document.createElement('div'), {style: 'height: 60000px'}))"
BUDGETS = {
    "nodes": (ADDED, "The page has 200,"),
    "nodes that come with scrolling": ("document.body.style.height = '3000px';" + LATER, "The page has 200,"),
    "height": (TALL, "The page goes on below its picture."),
    "time": (
        TALL + "; document.write('<script src=/held.js><' + '/script>')",
        "The visit had used up its 8 s while it waited for: ",
    ),
    "an answer": ("setTimeout(() => { while (1); }, 50)", "The page stopped answering: no "),
    "bytes unpacked": ("fetch('/packed').then(a => a.arrayBuffer())", "The page unpacked more than 256 MB."),
    "bytes carried": ("ORIGIN", "The page wanted more bytes than a visit may have; it is cut off."),
    "memory": (
        "const a = []; setInterval(() => a.push(new Uint8Array(64 << 20).fill(1)), 10)",
        "The page took more than 1536 MB of memory and was stopped.",
    ),
    "dialogues": (
        "setTimeout(() => { while (1) alert('once more') }, 50)",
        "The page opened one dialogue after the other.",
    ),
}


@pytest.mark.parametrize("name", BUDGETS)
async def test_a_page_that_uses_up_a_budget_is_told_in_the_words_of_that_budget(name, site, bounded):
    if name == "time":
        async with open_browser(site, 14) as hurried:
            await use_up(name, site, hurried)
    else:
        await use_up(name, site, bounded)


async def use_up(name, site, bounded):
    site.put("/flood", flood)
    site.put("/packed", bomb)
    text, words = BUDGETS[name]
    text = WORKER.format("https://posts.example.org") if text == "ORIGIN" else text
    site.page("/held.js", "", after=12, kind="text/javascript")
    url = site.page(f"/budget/{name.replace(' ', '-')}", script(text), after=2.6 if name == "time" else 0)
    await bounded._ready()
    meter = bounded._engine.meter
    meter.most, began = 0, time.monotonic()
    wanted = Framing(method=Method.LIVE_PAGE, url=url, full_page=True, **FRAME)
    capture = await bounded.visit(EmbedId("page-budget"), wanted)
    seconds = time.monotonic() - began
    height = max((each.height or 0 for each in capture.artefacts), default=0)
    carried = sum(line.bytes_in for line in capture.connections)
    print(
        f"\n  {name:31} {seconds:5.1f} s  at most {meter.most >> 20:5} MB  carried {carried >> 20:4} MB"
        f"  picture {height:6} px  {capture.outcome} {capture.grade}  {'; '.join(capture.reasons)}"
    )
    assert any(reason.startswith(words) for reason in capture.reasons), capture.reasons
    assert capture.grade is not Grade.COMPLETE
    assert seconds < MOST_SECONDS
    assert height <= 2 * 15_000
    after = await bounded.visit(
        EmbedId("page-after"), Framing(method=Method.LIVE_EMBED, url=site.page("/after", POST), **FRAME)
    )
    assert after.grade is Grade.COMPLETE, after.reasons
