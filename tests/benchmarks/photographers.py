"""A photographer is a process of its own that takes pictures when told to, so that what it costs can be counted.

`python -m tests.benchmarks.photographers KIND tls_port,plain_port ca_file [s3 as JSON]`: one JSON object a line comes
in, `{"urls", "at_once", "pixels", "wait"}`, and one goes out: `{"seconds", "pictures": {url: {"sha256", "pixels", "grade"}}}`.
"""

import asyncio
import hashlib
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from service.capture import binary
from service.capture.chromium import Chromium
from service.capture.memory import standing
from service.capture.picture import read
from service.capture.port import Extent
from service.model.availability import Availability, State
from service.model.capture import Isolation
from service.model.circumstances import Circumstances, Producer
from service.model.embed import Embed
from service.model.framing import Framing, Method
from service.model.ids import SnapshotId, page_embed_id, time_ordered_id
from service.model.resolution import Resolution
from service.model.work import Reason
from service.net.guard import Dialler
from service.seal import seal
from service.settings import Settings
from service.store.s3 import Place, S3Store
from service.store.snapshots import put
from tests.benchmarks import raw_cdp
from tests.benchmarks.bare import Bare
from tests.benchmarks.cards.posts import post


class Photographer(Protocol):
    """Takes one picture."""

    async def picture(self, url: str, wait: float) -> tuple[bytes, str]:
        """Give the picture and what its maker says of it."""


class Yardstick:
    """Chromium alone."""

    def __init__(self, browser: raw_cdp.Raw) -> None:
        self._browser = browser

    async def picture(self, url: str, wait: float) -> tuple[bytes, str]:
        return await self._browser.capture(url, wait=wait), "unjudged"


class Ours:
    """The service's own browser; seals and puts what it took when there is a store."""

    def __init__(self, browser: Chromium, kind: str, store: S3Store | None) -> None:
        self._browser = browser
        self._extent = Extent.ALL if kind == "all" else Extent.PICTURE
        self._isolation = Isolation.HOST if kind == "batch" else Isolation.CONTEXT
        self._store = store

    async def picture(self, url: str, _: float) -> tuple[bytes, str]:
        made = await self._browser.visit(
            page_embed_id(url), framing(url), extent=self._extent, isolation=self._isolation
        )
        if self._store is not None:
            await put(self._store, await asyncio.to_thread(seal, made, _resolution(url), _circumstances()))
        png = next((each.body for each in made.artefacts if each.name == "post.png"), b"")
        return png, " ".join((made.grade, *made.reasons))


def framing(url: str) -> Framing:
    """Say what is to be seen on a page of the set."""
    kind, number = urlsplit(url).path.strip("/").split("/")
    if kind in {"c", "a", "i"}:
        return Framing(method=Method.LIVE_PAGE, url=url, full_page=kind != "c", hide=(".consent-banner",))
    words = post(int(number), origin="", kind=kind).expect
    return Framing(method=Method.LIVE_EMBED, url=url, ready=(raw_cdp.READY,), clip=(raw_cdp.CLIP,), expect=words)


def _resolution(url: str) -> Resolution:
    embed = Embed(id=page_embed_id(url), platform="page", post_id=None, url=url)
    return Resolution(reference=None, embed=embed, post=None, availability=Availability(state=State.LIVE))


def _circumstances() -> Circumstances:
    return Circumstances(
        snapshot_id=SnapshotId(time_ordered_id(time.time_ns() // 1_000_000, os.urandom(10))),
        visit_id=None,
        created=_now(),
        producer=Producer(software="holdfast", version="0", commit="unknown"),
        reason=Reason.ON_DEMAND,
        requested_by="local",
    )


def _now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def hired(kind: str, ports: str, authority: Path, s3: dict[str, str] | None) -> AsyncIterator[Photographer]:
    """Open one of `raw`, `bare`, `picture`, `batch`, `all`."""
    settings = Settings(upstream=f"127.0.0.1:{ports}", upstream_ca=authority, slots=64, log_level="ERROR")
    async with AsyncExitStack() as stack:
        if kind == "raw":
            browser = raw_cdp.raw(binary.find(settings), int(ports.partition(",")[0]))
            yield Yardstick(await stack.enter_async_context(browser))
            return
        store = await stack.enter_async_context(S3Store(Place(**s3), timeout=20)) if s3 else None
        dialler = Dialler.configured(settings)
        chromium = await stack.enter_async_context(Chromium(dialler, settings, _now))
        stack.enter_context(standing())
        yield Bare(chromium, dialler) if kind == "bare" else Ours(chromium, kind, store)


async def work(photographer: Photographer, order: dict[str, Any]) -> dict[str, Any]:
    """Take the pictures that are asked for, so many at once."""
    waiting, pictures = list(reversed(order["urls"])), {}

    async def one_after_the_other() -> None:
        while waiting:
            url = waiting.pop()
            try:
                png, told = await photographer.picture(url, order["wait"])
            except Exception as error:  # noqa: BLE001 - a failure is a figure too
                png, told = b"", f"failed: {error!r}"
            pixels = await asyncio.to_thread(_pixels, png) if order["pixels"] and png else ""
            pictures[url] = {"sha256": hashlib.sha256(png).hexdigest(), "pixels": pixels, "grade": told}

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(order["at_once"])))
    return {"seconds": time.perf_counter() - began, "pictures": pictures}


def _pixels(png: bytes) -> str:
    return read(png).pixels_sha256


async def main(kind: str, ports: str, authority: str, s3: str = "") -> None:
    """Take orders until the input ends."""
    async with hired(kind, ports, Path(authority), json.loads(s3) if s3 else None) as photographer:
        print("ready", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(await work(photographer, json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
