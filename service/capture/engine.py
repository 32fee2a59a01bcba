"""One browser process with its driver and its private directory: started, measured, closed."""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from playwright.async_api import Browser, Error, async_playwright

from service import log as logs
from service.capture import binary, flags, memory, sandbox
from service.capture.runtime import Runtime, runtime
from service.errors import CaptureFailed, SetupFailed
from service.model.capture import BrowserFacts
from service.net.proxy import Door
from service.settings import Settings

log = logs.get(__name__)

_START_SECONDS = 30.0
_STOP_SECONDS = 10.0


class Engine:
    """A browser that is up."""

    def __init__(
        self, browser: Browser, facts: BrowserFacts, home: Path | None, meter: memory.Meter, *, door: Door | None = None
    ) -> None:
        self.browser = browser
        self.facts = facts
        self.home = home
        """The private directory it lives in; None: it stands elsewhere."""
        self.door = door or Door()
        """Where it finds the way out of a visit."""
        self.meter = meter
        """Watches its memory."""
        self.born = asyncio.get_running_loop().time()
        self.visits = 0
        """Visits begun."""
        self.under_way = 0
        self.tired = False
        """True: a visit was not done in time, or its page not closed; it makes room for a fresh one."""
        self.drained = asyncio.Event()
        self.drained.set()
        self.gone = asyncio.Event()
        browser.on("disconnected", lambda _: self.gone.set())
        meter.when_dead(self.gone.set)

    @property
    def alive(self) -> bool:
        """Whether the browser still answers."""
        return not self.gone.is_set() and self.browser.is_connected()

    @contextlib.contextmanager
    def visit(self) -> Iterator[None]:
        """Count one visit as under way."""
        self.visits += 1
        self.under_way += 1
        self.drained.clear()
        try:
            yield
        finally:
            self.under_way -= 1
            if not self.under_way:
                self.drained.set()


@contextlib.asynccontextmanager
async def start(settings: Settings) -> AsyncIterator[Engine]:
    """Start a browser as an ordinary user with its sandbox on, and leave no process and no file behind.

    Raises SetupFailed when there is no browser or its sandbox cannot be had, CaptureFailed when it does not start.
    """
    async with contextlib.AsyncExitStack() as stack:
        program = await asyncio.to_thread(binary.find, settings)
        place = runtime(program, settings)
        home = await asyncio.to_thread(place.__enter__)
        stack.push_async_callback(asyncio.to_thread, place.__exit__, None, None, None)
        browser = await _launch(stack, home, settings)
        facts, pid = await _measure(browser, program, home)
        if not facts.sandboxed and not settings.unsandboxed:
            raise SetupFailed(
                "The browser runs without its sandbox.",
                hint="Allow unprivileged user namespaces (in a container: the seccomp profile in infra/), "
                "or accept the risk with HOLDFAST_UNSANDBOXED=true.",
            )
        log.info("Started the browser.", action="browser-started", product=facts.product, sandboxed=facts.sandboxed)
        budget = memory.Budget(page=settings.page_memory, whole=settings.browser_memory)
        meter = await stack.enter_async_context(memory.metered(pid, budget))
        yield Engine(browser, facts, home.path, meter)
    log.info("Stopped the browser.", action="browser-stopped")


async def _launch(stack: contextlib.AsyncExitStack, home: Runtime, settings: Settings) -> Browser:
    driver = async_playwright()
    try:
        async with asyncio.timeout(_START_SECONDS):
            with _temporary_files_in(home.driver_temporary):
                playwright = await driver.start()
            stack.push_async_callback(_stopped, driver)
            browser = await playwright.chromium.launch(
                executable_path=str(home.launcher),
                headless=True,
                chromium_sandbox=not settings.unsandboxed,
                args=[*flags.HARD, *flags.STEADY],
                ignore_default_args=list(flags.DROPPED),
                env=home.environment,
                proxy={"server": flags.NOWHERE},
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=_START_SECONDS * 1000,
            )
    except (Error, TimeoutError, OSError) as error:
        raise CaptureFailed("The browser does not start.", hint=_hint(error)) from error
    except Exception as error:
        # Playwright has no name for this: its own node did not run, mostly for a missing system library.
        raise SetupFailed(
            "The browser's driver does not start.",
            hint="Run `make dev`; if it has run, start `.venv/lib/python3*/site-packages/playwright/driver/node "
            "--version` by hand: it names the library that is missing.",
        ) from error
    stack.push_async_callback(_closed, browser)
    return browser


async def _measure(browser: Browser, program: Path, home: Runtime) -> tuple[BrowserFacts, int]:
    """Ask the browser what it is and the kernel whether its pages are locked in. Gives its process id too."""
    try:
        async with asyncio.timeout(_START_SECONDS):
            context = await browser.new_context()
            await context.new_page()
            session = await browser.new_browser_cdp_session()
            version = await session.send("Browser.getVersion")
            processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
            await session.detach()
            shown, sandboxed = await asyncio.to_thread(sandbox.measure, processes, home.uid)
            await context.close()
    except (Error, TimeoutError) as error:
        raise CaptureFailed("The browser started and does not answer.") from error
    facts = BrowserFacts(
        product=version["product"],
        revision=version["revision"],
        user_agent=version["userAgent"],
        flags=shown,
        sandboxed=sandboxed,
        headless="shell" if binary.is_shell(program) else "new",
    )
    return facts, next(process["id"] for process in processes if process["type"] == "browser")


@contextlib.contextmanager
def _temporary_files_in(directory: Path) -> Iterator[None]:
    """Let the driver make its temporary files in `directory`.

    It takes them where its environment says, which it copies from ours when it starts and lets nobody hand in.
    """
    tempfile.gettempdir()  # ours is decided before
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(directory)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


async def _closed(browser: Browser) -> None:
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(_STOP_SECONDS):
            await browser.close()


async def _stopped(driver: object) -> None:
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(_STOP_SECONDS):
            await driver.__aexit__()  # type: ignore[attr-defined]


def _hint(error: BaseException) -> str:
    text = str(error)
    if "sandbox" in text.lower():
        return (
            "Its sandbox could not be set up: allow unprivileged user namespaces, "
            "or accept the risk with HOLDFAST_UNSANDBOXED=true."
        )
    lines = [line for line in text.splitlines() if line.strip()]
    return "It said: " + " / ".join(lines[:6])
