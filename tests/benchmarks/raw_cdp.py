"""What Chromium itself can do: the DevTools protocol over a pipe and nothing between; what our engine is measured by.

One browser, a fresh context per picture, the same conditions for having settled, the same cut-out. No proxy, no gate, no
record of anything, and no care for hostile pages: it is a yardstick, not a way to keep evidence.
"""

import asyncio
import base64
import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from service.capture.flags import STEADY
from service.capture.trackers import PATTERNS, is_tracker

FLAGS = [
    "--headless",
    "--remote-debugging-pipe",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--enable-use-zoom-for-dsf=false",
    "--disable-field-trial-config",
    "--password-store=basic",
    "--use-mock-keychain",
    "--ignore-certificate-errors",
]
CLIP = ".react-tweet-theme"
READY = "article p[lang]"
NEVER_DONE = {"WebSocket", "EventSource", "Ping", "CSPViolationReport", "Media", "Manifest"}
REST = """(async () => {
  const change = (ms) => new Promise((done) => { const o = new MutationObserver(() => end(true));
    const t = setTimeout(() => end(false), ms); const end = (c) => { clearTimeout(t); o.disconnect(); done(c); };
    o.observe(document, { subtree: true, childList: true, characterData: true, attributes: true }); });
  while (await change(100)); await document.fonts.ready;
  await Promise.all([...document.images].map((i) => i.decode().catch(() => 0)));
  await new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)));
  const e = document.querySelector("CLIP"); if (!document.querySelector("READY") || !e) return null;
  const b = e.getBoundingClientRect(); return [b.x + scrollX, b.y + scrollY, b.width, b.height, document.documentElement.scrollWidth];
})()""".replace("CLIP", CLIP).replace("READY", READY)


def around(box: list[float]) -> dict[str, float]:
    """Cut out what REST has found, with a little of its surroundings."""
    left, top = max(0, int(box[0]) - 8), max(0, int(box[1]) - 8)
    right, bottom = min(box[4], -int(-(box[0] + box[2]) // 1) + 8), -int(-(box[1] + box[3]) // 1) + 8
    return {"x": left, "y": top, "width": right - left, "height": bottom - top, "scale": 1}


class Requests:
    """Those of a page that are under way, as its session tells of them."""

    def __init__(self) -> None:
        self.open: set[str] = set()
        self._stirred = asyncio.Event()

    def heard(self, method: str, params: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            if params.get("type") not in NEVER_DONE and not is_tracker(params["request"]["url"]):
                self.open.add(params["requestId"])
        elif method in {"Network.loadingFinished", "Network.loadingFailed"}:
            self.open.discard(params["requestId"])
        else:
            return
        self._stirred.set()

    async def idle(self, quiet: float = 0.2) -> None:
        """Wait until there has been none for so many seconds."""
        while True:
            self._stirred.clear()
            try:
                async with asyncio.timeout(None if self.open else quiet):
                    await self._stirred.wait()
            except TimeoutError:
                return


class Page:
    """One page: its session, and its requests."""

    def __init__(self, raw: "Raw", context: str, session: str) -> None:
        self._raw, self.context, self._session = raw, context, session
        self._requests = Requests()
        raw.listeners[session] = self._requests.heard

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        return await self._raw.send(method, params, self._session)

    async def prepare(self, width: int, height: int) -> None:
        features = [
            {"name": "prefers-reduced-motion", "value": "reduce"},
            {"name": "prefers-color-scheme", "value": "light"},
        ]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": False}
        await asyncio.gather(
            self.send("Network.enable"),
            self.send("Network.setBlockedURLs", urls=list(PATTERNS)),
            self.send("Page.enable"),
            self.send("Emulation.setDeviceMetricsOverride", **metrics),
            self.send("Emulation.setEmulatedMedia", features=features),
            self.send("Emulation.setTimezoneOverride", timezoneId="UTC"),
            self.send("Emulation.setLocaleOverride", locale="en-US"),
        )

    async def picture(self, url: str, *, wait: float = 0.0) -> bytes:
        """Go there, wait until it has settled (and `wait` seconds more) and photograph the card."""
        await self.send("Page.navigate", url=url)
        box = None
        while box is None:
            await self._requests.idle()
            answer = await self.send("Runtime.evaluate", expression=REST, awaitPromise=True, returnByValue=True)
            box = answer["result"].get("value") if not self._requests.open else None
        if wait:
            await asyncio.sleep(wait)
        shot = await self.send("Page.captureScreenshot", format="png", clip=around(box), captureBeyondViewport=True)
        return base64.b64decode(shot["data"])


class Raw:
    """A browser that is up."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.WriteTransport, pid: int) -> None:
        self.pid = pid
        self.listeners: dict[str, Callable[[str, dict[str, Any]], None]] = {}
        self._reader, self._writer = reader, writer
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._count = 0

    async def send(
        self, method: str, params: dict[str, Any] | None = None, session: str | None = None
    ) -> dict[str, Any]:
        self._count += 1
        self._waiting[self._count] = answer = asyncio.get_running_loop().create_future()
        message = {"id": self._count, "method": method, "params": params or {}}
        self._writer.write(json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0")
        async with asyncio.timeout(60):
            return await answer

    async def read(self) -> None:
        while True:
            message = json.loads((await self._reader.readuntil(b"\0"))[:-1])
            if "id" in message:
                answer = self._waiting.pop(message["id"])
                if "error" in message and not answer.done():
                    answer.set_exception(RuntimeError(message["error"]["message"]))
                elif not answer.done():
                    answer.set_result(message["result"])
            elif listener := self.listeners.get(message.get("sessionId", "")):
                listener(message["method"], message["params"])

    @contextlib.asynccontextmanager
    async def page(self, width: int = 600, height: int = 900) -> AsyncIterator[Page]:
        """Open a page in a context of its own."""
        context = (await self.send("Target.createBrowserContext"))["browserContextId"]
        target = await self.send("Target.createTarget", {"url": "about:blank", "browserContextId": context})
        found = await self.send("Target.attachToTarget", {"targetId": target["targetId"], "flatten": True})
        page = Page(self, context, found["sessionId"])
        await page.prepare(width, height)
        try:
            yield page
        finally:
            del self.listeners[found["sessionId"]]
            await self.send("Target.disposeBrowserContext", {"browserContextId": context})

    async def capture(self, url: str, *, wait: float = 0.0) -> bytes:
        async with self.page() as page:
            return await page.picture(url, wait=wait)


@contextlib.asynccontextmanager
async def raw(binary: Path, tls_port: int) -> AsyncIterator[Raw]:
    """Start a browser, as an ordinary user with its sandbox on, to which every name on port 443 is this port."""
    home = tempfile.mkdtemp(prefix="raw-cdp-")
    user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(home, "nobody")
        user = [shutil.which("setpriv") or "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--"]
    rules = f"--host-resolver-rules=MAP * 127.0.0.1:{tls_port}"
    (ours_in, theirs_out), (theirs_in, ours_out) = os.pipe(), os.pipe()

    command = [*user, str(binary), *FLAGS, *STEADY, rules, f"--user-data-dir={home}", "about:blank"]
    handing = {"preexec_fn": lambda: _hand_over(theirs_in, theirs_out), "close_fds": False}
    process = await asyncio.create_subprocess_exec(
        *command, stderr=asyncio.subprocess.DEVNULL, env={"HOME": home}, **handing
    )
    os.close(theirs_in)
    os.close(theirs_out)
    loop, reader = asyncio.get_running_loop(), asyncio.StreamReader(limit=2**28)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(ours_in, "rb", 0))
    writer, _ = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(ours_out, "wb", 0))
    browser = Raw(reader, writer, process.pid)
    reading = asyncio.create_task(browser.read())
    try:
        yield browser
    finally:
        reading.cancel()
        process.kill()
        await process.wait()
        writer.close()
        shutil.rmtree(home, ignore_errors=True)


def _hand_over(theirs_in: int, theirs_out: int) -> None:
    """Put the pipe where Chromium looks for it: reading at 3, writing at 4."""
    far_in, far_out = os.dup(theirs_in), os.dup(theirs_out)
    os.dup2(far_in, 3)
    os.dup2(far_out, 4)
