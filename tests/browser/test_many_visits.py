"""Visit after visit, kind pages and hostile ones: the browser and we stay as small as we were, and nothing is left.

`HOLDFAST_VISITS=1000` was run by hand; the suite runs a few.
"""

import asyncio
import contextlib
import ctypes
import gc
import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from aiohttp import web

from service.capture.chromium import Chromium
from service.capture.memory import one_heap, tree
from service.model.capture import Grade
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net.guard import Dialler
from tests.browser.conftest import now
from tests.browser.test_bounds import SCRIPTS, body, zombies
from tests.browser.test_hostile_pages import FRAME, POST, packed
from tests.browser.test_life import processes, there, until

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser, pytest.mark.slow]

VISITS = int(os.environ.get("HOLDFAST_VISITS", "15"))
AT_ONCE = 3
HOSTILE = (
    "dialogues for ever",
    "windows",
    "print and leave",
    "array buffers",
    "a canvas",
    "workers",
    "bomb",
    "download",
    "silent",
)
GROWTH = 1.25
"""What is held at the end may be so many times what was held after the first tenth."""


def measure():
    """Count what this process holds; what it has freed and the C library keeps for later is given back first."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {
        "our MB": int(status["RssAnon"].split()[0]) >> 10,
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "threads": int(status["Threads"]),
        "tasks": len(asyncio.all_tasks()),
        "places": len(list(Path(tempfile.gettempdir()).glob("holdfast-browser-*"))),
    }


def put_hostile(site):
    async def bomb(request):
        response = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
        await response.prepare(request)
        with contextlib.suppress(OSError):
            await response.write(packed(400, b"<p>" + b"x" * 4093))
        return response

    async def file(_):
        return web.Response(body=b"MZ", headers={"Content-Disposition": "attachment; filename=a.exe"})

    urls = {name: site.page(f"/many/{name.replace(' ', '-')}", body(SCRIPTS[name])) for name in HOSTILE[:6]}
    urls["silent"] = site.page("/many/silent", POST, after=30)
    return urls | {"bomb": site.put("/many/bomb", bomb), "download": site.put("/many/download", file)}


async def test_visit_after_visit_leaves_nothing_and_takes_no_more(site):
    one_heap()
    dead, began, chance = zombies(), time.monotonic(), random.Random(7)
    hostile, kind = put_hostile(site), site.page("/many/kind", POST)
    settings = site.settings.model_copy(
        update={
            "page_memory": 400 * 2**20,
            "settle_timeout": 2,
            "open_timeout": 2,
            "visit_timeout": 20,
            "slots": AT_ONCE,
        }
    )
    outcomes, places, held = Counter(), set(), []
    async with Chromium(Dialler.configured(settings), settings, now, retire_after=100) as browser:

        async def one(number):
            name = chance.choice(HOSTILE) if number % 5 == 4 else "kind"
            framing = Framing(method=Method.LIVE_EMBED, url=hostile.get(name, kind), **FRAME)
            capture = await browser.visit(EmbedId("page-many"), framing)
            outcomes[f"{'kind' if name == 'kind' else 'hostile'} {capture.grade}"] += 1
            if name == "kind" and capture.grade is not Grade.COMPLETE:
                print(f"\n  visit {number} of a kind page: {capture.reasons}", end="")

        for first in range(0, VISITS, AT_ONCE * 5):
            turns = iter(range(first, min(VISITS, first + AT_ONCE * 5)))

            async def lane(turns=turns):
                for number in turns:
                    await one(number)

            await asyncio.gather(*(lane() for _ in range(AT_ONCE)))
            engine = browser._engine
            places.add(engine.home)
            assert engine.browser.contexts == []
            found = [each.used for each in tree(min(processes(Path(engine.home) / "home"), default=0))]
            held.append(measure() | {"browser MB": sum(found) >> 20, "processes": len(found)})
            if len(held) % 7 == 1:
                print(f"\n  after {min(VISITS, first + AT_ONCE * 5):5} visits: {held[-1]}", end="")
    assert await until(lambda: not [pid for place in places for pid in processes(place)])
    assert not [place for place in places if there(Path(place))]
    assert await until(lambda: not zombies() - dead)
    print(f"\n  {VISITS} visits in {time.monotonic() - began:.0f} s with {len(places)} browsers: {dict(outcomes)}")
    assert outcomes[f"kind {Grade.COMPLETE}"] >= 0.95 * sum(outcomes[f"kind {grade}"] for grade in Grade), outcomes
    early, late = held[len(held) // 10], held[-1]
    assert late["our MB"] <= early["our MB"] * GROWTH + 8, (early, late)
    for what in ("files", "threads", "tasks", "places"):
        assert late[what] <= early[what] + 8, (what, early, late)
