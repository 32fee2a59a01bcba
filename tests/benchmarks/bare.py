"""What the driver itself costs: Playwright's context and page, the gate, one DevTools session, and none of our care.

It waits for the same conditions as `raw_cdp` and takes the picture as we do. What we cost beyond it is ours; what it
costs beyond Chromium is Playwright's, of which most is the stack that a page's scripts must show to a session with
`Runtime.enable` (59 instead of 36 ms of script for a card, measured by `Performance.getMetrics`).
"""

import asyncio
import base64
from typing import Any

from playwright.async_api import CDPSession, ProxySettings, ViewportSize

from service.capture.chromium import Chromium
from service.capture.picture import SCALE
from service.capture.trackers import PATTERNS, is_tracker
from service.net.guard import Dialler
from service.net.proxy import listen
from tests.benchmarks import raw_cdp

_SIZE = ViewportSize(width=600, height=900)
_METRICS = {**_SIZE, "deviceScaleFactor": SCALE, "mobile": False}


class Bare:
    """Takes pictures in a browser of ours, past everything that makes a visit."""

    def __init__(self, browser: Chromium, dialler: Dialler) -> None:
        self._browser = browser
        self._dialler = dialler

    async def picture(self, url: str, _: float) -> tuple[bytes, str]:
        """Open a fresh context, go there, wait until it has settled, and photograph the card."""
        current = await self._browser._ready()  # the process that is up, without a visit
        async with (
            listen(self._dialler) as way_out,
            await current.browser.new_context(
                proxy=ProxySettings(server=way_out.url),
                viewport=_SIZE,
                device_scale_factor=SCALE,
                locale="en-US",
                timezone_id="UTC",
                color_scheme="light",
                reduced_motion="reduce",
            ) as context,
        ):
            page = await context.new_page()
            session = await context.new_cdp_session(page)
            under_way = _UnderWay(session)
            await asyncio.gather(
                session.send("Network.enable"),
                session.send("Network.setBlockedURLs", {"urls": list(PATTERNS)}),
                session.send("Emulation.setDeviceMetricsOverride", _METRICS),
            )
            await page.goto(url, wait_until="commit")
            box = None
            while box is None:
                await under_way.none()
                asked = {"expression": raw_cdp.REST, "awaitPromise": True, "returnByValue": True}
                answer = await session.send("Runtime.evaluate", asked)
                box = None if under_way.requests else answer["result"].get("value")
            how = {
                "format": "png",
                "clip": raw_cdp.around(box),
                "captureBeyondViewport": True,
                "optimizeForSpeed": True,
            }
            shot = await session.send("Page.captureScreenshot", how)
            return base64.b64decode(shot["data"]), "unjudged"


class _UnderWay:
    """Counts requests."""

    def __init__(self, session: CDPSession) -> None:
        self.requests: set[str] = set()
        self._stirred = asyncio.Event()
        session.on("Network.requestWillBeSent", self._began)
        session.on("Network.loadingFinished", self._ended)
        session.on("Network.loadingFailed", self._ended)

    def _began(self, event: dict[str, Any]) -> None:
        if event.get("type") not in raw_cdp.NEVER_DONE and not is_tracker(event["request"]["url"]):
            self.requests.add(event["requestId"])
            self._stirred.set()

    def _ended(self, event: dict[str, Any]) -> None:
        self.requests.discard(event["requestId"])
        self._stirred.set()

    async def none(self, quiet: float = 0.2) -> None:
        """Wait until there has been none for so long."""
        while True:
            self._stirred.clear()
            try:
                async with asyncio.timeout(None if self.requests else quiet):
                    await self._stirred.wait()
            except TimeoutError:
                return
