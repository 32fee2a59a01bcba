"""What the driver itself costs: Playwright's context and page, the gate, one DevTools session, and none of our care.

It waits for the same conditions as `raw_cdp` and takes the picture as we do. What we cost beyond it is ours; what it
costs beyond Chromium is Playwright's. The largest piece is the stack that a page's scripts must show to a session with
`Runtime.enable` (59 instead of 36 ms of script for a card, measured by `Performance.getMetrics`).
"""

import asyncio
import base64
from functools import partial

from playwright.async_api import ProxySettings, ViewportSize

from service.capture.chromium import Chromium
from service.capture.picture import SCALE
from service.capture.trackers import PATTERNS
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
            requests = raw_cdp.Requests()
            for event in ("requestWillBeSent", "loadingFinished", "loadingFailed"):
                session.on(f"Network.{event}", partial(requests.heard, f"Network.{event}"))
            await asyncio.gather(
                session.send("Network.enable"),
                session.send("Network.setBlockedURLs", {"urls": list(PATTERNS)}),
                session.send("Emulation.setDeviceMetricsOverride", _METRICS),
            )
            await page.goto(url, wait_until="commit")
            box = None
            while box is None:
                await requests.idle()
                asked = {"expression": raw_cdp.REST, "awaitPromise": True, "returnByValue": True}
                answer = await session.send("Runtime.evaluate", asked)
                box = None if requests.open else answer["result"].get("value")
            how = {
                "format": "png",
                "clip": raw_cdp.around(box),
                "captureBeyondViewport": True,
                "optimizeForSpeed": True,
            }
            shot = await session.send("Page.captureScreenshot", how)
            return base64.b64decode(shot["data"]), "unjudged"
