"""A browser that somebody else has started, reached over DevTools: looked at before it is trusted, and never stopped.

It reaches the world through our gate alone, as one of ours does: every visit has a proxy of its own, which listens at
`settings.gate_address` and asks for a secret of that visit. Its flags are read from its own command line, and a browser
that could find another way out is refused with the flag that it lacks. What a protocol does not tell is not assumed:
the sandbox counts as on only where the kernel of this machine says so, and its memory is not watched from here.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, CDPSession, Error, async_playwright

from service import log as logs
from service.capture import binary, flags, memory, sandbox
from service.capture.endpoint import Endpoint
from service.capture.engine import Engine
from service.errors import CaptureFailed, SetupFailed
from service.model.capture import BrowserFacts
from service.net.proxy import Door
from service.settings import Settings

log = logs.get(__name__)

_START_SECONDS = 30.0
_STOP_SECONDS = 10.0
_PULSE_SECONDS = 5.0
_AWAY_SECONDS = 5.0
_AGAIN_SECONDS = 0.25
_STARTING = "Start it with infra/browser.sh (docs/browser-elsewhere.md)."


@contextlib.asynccontextmanager
async def attached(settings: Settings, endpoint: Endpoint) -> AsyncIterator[Engine]:
    """Connect to a browser, and leave it as it was.

    Raises CaptureFailed when nobody answers, SetupFailed when the browser is not locked in as ours are.
    """
    address = settings.gate_address
    if address.is_unspecified or address.is_multicast:
        raise SetupFailed(
            f"HOLDFAST_GATE_ADDRESS is {address}, which is no address that a browser could reach.",
            hint="Name the one address of this machine that the browser's machine reaches.",
        )
    async with contextlib.AsyncExitStack() as stack:
        browser = await _connected(stack, endpoint)
        session, facts = await _examined(browser, endpoint, str(address), unsandboxed=settings.unsandboxed)
        log.info(
            "Connected to a browser.",
            action="browser-connected",
            product=facts.product,
            place=endpoint.name,
            sandboxed=facts.sandboxed,
        )
        meter = memory.Meter(0, memory.Budget(page=settings.page_memory, whole=settings.browser_memory))
        engine = Engine(browser, facts, None, meter, door=Door(address=str(address), locked=True))
        pulse = asyncio.create_task(_felt(session, engine))
        stack.callback(pulse.cancel)
        yield engine
    log.info("Left the browser.", action="browser-left", place=endpoint.name)


async def _connected(stack: contextlib.AsyncExitStack, endpoint: Endpoint) -> Browser:
    driver = async_playwright()
    try:
        async with asyncio.timeout(_START_SECONDS):
            address = await _found(endpoint)
            playwright = await driver.start()
            stack.push_async_callback(_quietly, driver.__aexit__)
            browser = await playwright.chromium.connect_over_cdp(
                address, headers=dict(endpoint.headers), timeout=_START_SECONDS * 1000
            )
    except (Error, TimeoutError, OSError):
        # What Playwright says repeats the address, and with it what may be a secret.
        raise CaptureFailed(f"The browser at {endpoint.name} cannot be reached.", hint=_STARTING) from None
    stack.push_async_callback(_quietly, browser.close)
    return browser


async def _found(endpoint: Endpoint) -> str:
    """Ask where the browser is, for a moment: one that is started again is away so long."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _AWAY_SECONDS
    while True:
        try:
            return await endpoint.browser()
        except CaptureFailed:
            if loop.time() > until:
                raise
            await asyncio.sleep(_AGAIN_SECONDS)


async def _examined(
    browser: Browser, endpoint: Endpoint, address: str, *, unsandboxed: bool
) -> tuple[CDPSession, BrowserFacts]:
    """Ask the browser what it is, and refuse one that is not locked in."""
    try:
        async with asyncio.timeout(_START_SECONDS):
            session = await browser.new_browser_cdp_session()
            version = await session.send("Browser.getVersion")
            arguments = await _arguments(session, endpoint)
            context = await browser.new_context(offline=True)
            await context.new_page()
            processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
            sandboxed = await asyncio.to_thread(_is_locked_in, processes, arguments)
            await context.close()
    except (Error, TimeoutError) as error:
        raise CaptureFailed(f"The browser at {endpoint.name} does not answer.", hint=_STARTING) from error
    fault = flags.fault(arguments[1:], address)
    if fault is not None:
        raise SetupFailed(f"The browser at {endpoint.name} is not behind our gate: {fault}.", hint=_STARTING)
    if not sandboxed and not unsandboxed:
        raise SetupFailed(
            f"That the sandbox of the browser at {endpoint.name} is on cannot be verified from here.",
            hint="Let it run on this machine, or vouch for it with HOLDFAST_UNSANDBOXED=true: manifests will say so.",
        )
    shown = tuple(each for each in arguments[1:] if each.startswith("--") and not each.startswith(flags.PRIVATE))
    facts = BrowserFacts(
        product=version["product"],
        revision=version["revision"],
        user_agent=version["userAgent"],
        flags=shown,
        sandboxed=sandboxed,
        headless="shell" if binary.is_shell(Path(arguments[0])) else "new",
        elsewhere=True,
    )
    return session, facts


async def _arguments(session: CDPSession, endpoint: Endpoint) -> tuple[str, ...]:
    try:
        return tuple((await session.send("Browser.getBrowserCommandLine"))["arguments"])
    except Error as error:
        raise SetupFailed(
            f"The browser at {endpoint.name} does not say how it was started: it lacks --enable-automation.",
            hint=_STARTING,
        ) from error


def _is_locked_in(processes: list[dict[str, Any]], arguments: tuple[str, ...]) -> bool:
    """Ask the kernel, when the browser's processes are this machine's: a number alone may name another one here."""
    first = next((each["id"] for each in processes if each["type"] == "browser"), 0)
    place = Path("/proc") / str(first)
    try:
        given = place.joinpath("cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
        if len(given) < 2 or not set(given) <= set(arguments):  # it reports what it has added by itself as well
            return False
        owner = place.stat().st_uid
    except OSError:
        return False
    return sandbox.measure(processes, owner)[1]


async def _felt(session: CDPSession, engine: Engine) -> None:
    """Feel whether it still answers: a line that is cut says nothing."""
    with contextlib.suppress(Error, TimeoutError):
        while True:
            async with asyncio.timeout(_PULSE_SECONDS):
                await session.send("Browser.getVersion")
            await asyncio.sleep(_PULSE_SECONDS)
    engine.gone.set()


async def _quietly(close: Any) -> None:
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(_STOP_SECONDS):
            await close()
