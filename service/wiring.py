"""Picks, opens and closes the parts, in order: the only place that knows which part stands behind which port."""

import asyncio
import importlib.metadata
import os
import platform
import subprocess
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import procrastinate

from service import __version__, log, platforms
from service.capture import endpoint
from service.capture.chromium import Chromium
from service.capture.fonts import digests
from service.capture.images import Decoder
from service.capture.memory import one_heap, standing
from service.capture.profiles import Profiles
from service.catalogue.database import open_database
from service.catalogue.holdings import Catalogue
from service.catalogue.ledger import Ledger
from service.embedded import embedded_servers
from service.errors import HoldfastError, SetupFailed
from service.jobs.engine import EngineTickets, open_engine
from service.jobs.worker import work
from service.model.circumstances import Producer
from service.model.ids import time_ordered_id
from service.model.snapshot import Check
from service.net import cookies
from service.net.client import GuardedFetcher
from service.net.credentials import CredentialedFetcher
from service.net.guard import Dialler
from service.net.manners import MannerlyFetcher
from service.pipeline import Archive
from service.resolve import xsearch
from service.resolve.canaries import Canary, Watch, read_canaries
from service.settings import Settings
from service.store.s3 import Place, S3Store
from service.store.trial import self_test

_LIBRARIES = ("aiohttp", "boto3", "pillow", "playwright", "rfc8785", "turbohtml")
"""Those that touch the bytes of a snapshot."""

CLOCKS_APART = 2.0
"""Seconds between our clock and the database's that `doctor` lets pass."""

_log = log.get(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An open archive and the engine that its worker runs on."""

    archive: Archive
    engine: procrastinate.App

    async def work(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set."""
        with standing():
            await work(self.archive, self.engine, stop)


@asynccontextmanager
async def open_archive(settings: Settings, *, browsing: bool) -> AsyncIterator[Opened]:
    """Open every part, refuse what does not keep its promise, and close all in reverse order.

    Without `browsing` no browser is started, for commands that only read. Enter it from the main thread: the embedded servers end with the thread that started them.
    """
    one_heap()
    async with AsyncExitStack() as stack:
        url = settings.database_url.get_secret_value() if settings.database_url else None
        servers = await stack.enter_async_context(
            embedded_servers(settings.data, postgres=url is None, s3=settings.store is None)
        )
        if settings.store is not None:
            place = Place.of(settings.store, endpoint=settings.s3_endpoint)
        else:
            assert servers.s3 is not None
            place = Place(
                bucket=servers.s3.bucket,
                endpoint=servers.s3.url,
                access_key=servers.s3.access_key,
                secret_key=servers.s3.secret_key,
                region="us-east-1",
            )
        database_url = url or servers.database_url
        assert database_url is not None
        database = await stack.enter_async_context(open_database(database_url, patience=settings.database_timeout))
        store = await stack.enter_async_context(S3Store(place, timeout=settings.store_timeout))
        if browsing:
            await self_test(store)
        engine = await stack.enter_async_context(open_engine(database.pool))
        dialler = Dialler.configured(settings)
        jar = cookies.read(settings.cookies, platforms.hosts())
        browser = _browser(dialler, settings, jar)
        larger = settings.model_copy(
            update={"fetch_bytes": settings.media_bytes, "fetch_timeout": settings.media_timeout}
        )
        archive = Archive(
            settings=settings,
            fetcher=await stack.enter_async_context(_fetching(settings, dialler, jar)),
            decoder=await stack.enter_async_context(Decoder()),
            media=await stack.enter_async_context(_fetching(larger, dialler, jar)),
            browser=await stack.enter_async_context(browser) if browsing else browser,
            store=store,
            catalogue=Catalogue(database),
            ledger=Ledger(database),
            tickets=EngineTickets(engine),
            producer=await asyncio.to_thread(_producer, settings),
            clock=_now,
            new_id=_new_id,
            watch=Watch(_now, _canaries(settings, rehearsal=dialler.rehearsal)),
        )
        if dialler.rehearsal:
            _log.warning(
                "REHEARSAL: every connection goes to the test rig; nothing that is kept now is evidence.",
                action="rehearsal",
            )
        yield Opened(archive=archive, engine=engine)


async def examine(settings: Settings) -> AsyncIterator[Check]:
    """Check every part by itself, in the order in which people ask: one sentence each, passed or not."""
    checks = _Checks(settings)
    for number, name in enumerate(
        ("database", "clock", "store", "egress", "search", "cookies", "browser", "fonts"), start=1
    ):
        try:
            sentence = await getattr(checks, name)()
            yield Check(number=number, name=name, passed=True, sentence=sentence)
        except HoldfastError as error:
            yield Check(number=number, name=name, passed=False, sentence=f"{error} {error.hint}")


class _Checks:
    """What `doctor` looks at. Each method gives a sentence or raises."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def database(self) -> str:
        async with open_archive(self._settings, browsing=False) as opened:
            row = await opened.archive.catalogue.database.one("server")
            assert row is not None
            return f"Postgres {row['version']} answers."

    async def clock(self) -> str:
        async with open_archive(self._settings, browsing=False) as opened:
            row = await opened.archive.catalogue.database.one("server")
            assert row is not None
            apart = abs((row["now"] - _now()).total_seconds())
            if apart > CLOCKS_APART:
                raise SetupFailed(
                    f"This machine's clock and the database's are {apart:.1f} seconds apart.",
                    hint="Synchronise both with NTP: a snapshot's time is part of the evidence.",
                )
            return f"This machine's clock and the database's agree within {apart:.2f} seconds."

    async def store(self) -> str:
        async with open_archive(self._settings, browsing=False) as opened:
            checks = await self_test(opened.archive.store)
            return f"The object store keeps all {len(checks)} promises, create-if-absent and read-back among them."

    async def egress(self) -> str:
        dialler = Dialler.configured(self._settings)
        async with GuardedFetcher.configured(self._settings, dialler) as fetcher:
            await fetcher.ping()
        for host in ("127.0.0.1", "169.254.169.254", "10.0.0.1", "localhost"):
            if (await dialler.decide(host, 80)).refusal is None:
                raise SetupFailed(f"The gate would let a page reach {host}.", hint="Report this: it is a bug.")
        return "The gate refuses private addresses" + (
            "; REHEARSAL: everything else goes to the test rig." if dialler.rehearsal else "."
        )

    async def search(self) -> str:
        if self._settings.x_search_open is None:
            return (
                "X's own search is not configured (HOLDFAST_X_BEARER); flattened posts are looked for by their links"
                " and in the web archive."
            )
        reach = "all posts" if self._settings.x_search_open == "all" else "posts of the last seven days"
        return f"X's own search is configured for {reach}; its token is sent to {xsearch.HOST} alone."

    async def cookies(self) -> str:
        lent = {one.home for one in cookies.read(self._settings.cookies, platforms.hosts()).cookies}
        if not lent:
            return "No cookies are lent for any platform (HOLDFAST_COOKIES): every visit is a stranger's."
        return f"Cookies are lent for {', '.join(sorted(lent))}; every visit that is made with them says so."

    async def browser(self) -> str:
        async with _browser(Dialler.configured(self._settings), self._settings, cookies.Jar()) as browser:
            health = await browser.ping()
        place = endpoint.of(self._settings)
        if place is None:
            sandboxed = "with its sandbox on" if health.sandboxed else "WITHOUT a sandbox"
            return f"{health.product} draws pages, {sandboxed}."
        sandboxed = "its sandbox is on" if health.sandboxed else "whether its sandbox is on CANNOT BE VERIFIED"
        return f"{health.product} at {place.name} draws pages behind our gate; {sandboxed}, its memory is not watched."

    async def fonts(self) -> str:
        async with Chromium(Dialler.configured(self._settings), self._settings, _now) as browser:
            health = await browser.ping()
        if health.tofu:
            raise SetupFailed(
                f"Letters come out as empty boxes: {', '.join(health.tofu)}.",
                hint="Run `make dev` as root, or install Noto fonts (core, CJK, emoji).",
            )
        return "Latin, Cyrillic, Arabic, Chinese, Japanese, Korean letters and emoji are drawn."


@asynccontextmanager
async def _fetching(settings: Settings, dialler: Dialler, jar: cookies.Jar) -> AsyncIterator[MannerlyFetcher]:
    """Open a way out, with manners."""
    async with GuardedFetcher.configured(settings, dialler) as fetcher:
        yield MannerlyFetcher(
            CredentialedFetcher(
                fetcher,
                {} if settings.x_bearer is None else {(xsearch.HOST, xsearch.NAME): settings.x_bearer},
                jar,
            ),
            clock=_now,
            rate=None if dialler.rehearsal else settings.host_rate,
            burst=settings.host_burst,
            patience=settings.fetch_timeout,
        )


def _canaries(settings: Settings, *, rehearsal: bool) -> Mapping[str, tuple[Canary, ...]]:
    """Give the operator's canaries, else ours; a test rig does not know ours."""
    return {} if rehearsal and settings.canaries is None else read_canaries(settings.canaries)


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return time_ordered_id(time.time_ns() // 1_000_000, os.urandom(10))


def _browser(dialler: Dialler, settings: Settings, jar: cookies.Jar) -> Profiles:
    """Pick the shell, and behind it the full browser when there is one."""
    path = settings.full_browser
    full = (
        None
        if path is None
        else lambda: Chromium(dialler, settings.model_copy(update={"browser": path}), _now, jar=jar)
    )
    return Profiles(Chromium(dialler, settings, _now, jar=jar), full)


def _producer(settings: Settings) -> Producer:
    return Producer(
        software="holdfast",
        version=__version__,
        commit=settings.commit or _revision(),
        image_digest=settings.image_digest,
        libraries={name: importlib.metadata.version(name) for name in _LIBRARIES},
        fonts={} if endpoint.of(settings) else digests(settings.data / "fonts.json"),
        os=f"{platform.system()} {platform.release()} {platform.machine()}",
    )


def _revision() -> str:
    """Ask git for the revision of the source, `-dirty` when it was changed; `unknown` outside a checkout."""
    root = Path(__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return "unknown"
    git = ("git", "-c", f"safe.directory={root}", "-C", str(root))
    try:
        head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, timeout=5, check=True)  # noqa: S603
        changed = subprocess.run(  # noqa: S603
            [*git, "status", "--porcelain", "--untracked-files=no"],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return head.stdout.strip() + ("-dirty" if changed.stdout.strip() else "")
