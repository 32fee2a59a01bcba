"""One visit: named steps, each with an end, in a context that is thrown away."""

import asyncio
import base64
import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from playwright.async_api import CDPSession, Error, Page

from service.capture import documents, picture, segments, slides, truth
from service.capture.exchanges import Recorder
from service.capture.gathered import Gathered
from service.capture.opening import open_page
from service.capture.picture import SCALE, TALLEST, Clip
from service.capture.port import Extent
from service.capture.settle import State, look, settle
from service.capture.stage import Stage
from service.capture.staging import Staging
from service.capture.steps import Steps, log_file
from service.capture.trackers import PATTERNS
from service.capture.traffic import Traffic
from service.capture.turn import Turn
from service.capture.watch import Watch
from service.capture.world import World
from service.errors import CaptureFailed
from service.model.capture import BrowserFacts, Capture, Isolation
from service.model.framing import Framing
from service.model.ids import EmbedId
from service.settings import Settings

_ANSWER_SECONDS = 5.0
_OPENING_SECONDS = 0.5
"""Longer than that, opening is waiting for the network."""
_SCROLL_SECONDS = 6.0
_SLIDE_SECONDS = 2.0
_NEWS_SECONDS = 1.0
_RESERVE = 6.0
"""Seconds of the whole visit kept back for closing."""


class Visit:
    """Makes one visit with a browser that is up."""

    def __init__(
        self,
        stage: Stage,
        framing: Framing,
        *,
        gone: asyncio.Event,
        excuse: Callable[[], str | None],
        settings: Settings,
        clock: Callable[[], datetime],
        turn: Turn,
        isolation: Isolation,
        extent: Extent = Extent.ALL,
    ) -> None:
        self._place = stage
        self._gone = gone
        self._excuse = excuse
        self._framing = framing
        self._settings = settings
        self._clock = clock
        self._turn = turn
        self._isolation = isolation
        self._extent = extent
        self._steps = Steps()
        self._got = Gathered(clock)
        self._scrolled = False
        self.origins: tuple[str, ...] = ()
        """Those that were met over TLS; known after the visit."""

    async def make(self, embed_id: EmbedId, facts: BrowserFacts) -> Capture:
        """Go there and come back with a capture.

        Raises playwright's Error only when the browser itself is gone.
        """
        started = self._clock()
        framing = self._framing
        page, session = self._place.page, self._place.session
        self._steps.note("context", self._isolation)
        until = asyncio.get_running_loop().time() + max(1.0, self._settings.visit_timeout - _RESERVE)
        recorder = Recorder(page, session) if self._extent is Extent.ALL else None
        watch, traffic = Watch(page, self._steps, until=until, excuse=self._excuse), Traffic(page)
        try:
            if recorder is not None:
                await watch.bound("start", recorder.start(), _ANSWER_SECONDS)
            await self._look_around(page, session, watch, traffic)
        except CaptureFailed as failure:
            if isinstance(failure.__cause__, Error) and await self._browser_is_gone():
                raise failure.__cause__ from failure
            self._trouble(watch.over or str(failure))
        except Error as error:
            if await self._browser_is_gone():
                raise
            self._trouble(watch.over or f"The page could not be worked with: {error.message.splitlines()[0]}")
        url_final = page.url
        exchanges = () if recorder is None else await recorder.finish()
        if watch.popups:
            self._steps.note("windows-refused", str(watch.popups))
        self.origins = tuple(traffic.origins)
        verdict = self._got.verdict(framing, traffic, url_final)
        self._steps.note("graded", f"{verdict.outcome} {verdict.grade}")
        return Capture(
            embed_id=embed_id,
            started=started,
            finished=self._clock(),
            elapsed_ms=self._steps.elapsed_ms,
            method=framing.method,
            outcome=verdict.outcome,
            grade=verdict.grade,
            reasons=verdict.reasons,
            url_requested=framing.url,
            url_final=url_final if framing.url else None,
            redirects=traffic.redirects,
            http_status=traffic.status,
            viewport=(framing.width, framing.height, SCALE),
            artefacts=(*self._got.artefacts, log_file(self._steps.taken())),
            steps=self._steps.taken(),
            changes=tuple(self._got.changes),
            remarks=tuple(self._got.remarks),
            certificates=self._got.certificates,
            responses=traffic.responses,
            isolation=self._isolation,
            exchanges=exchanges,
            browser=facts,
            rehearsal=self._settings.upstream is not None,
        )

    async def _browser_is_gone(self) -> bool:
        """Tell the browser's death from a page that closed itself; the news of it may be a moment behind."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_NEWS_SECONDS):
                await self._gone.wait()
        return self._gone.is_set()

    async def _look_around(self, page: Page, session: CDPSession, watch: Watch, traffic: Traffic) -> None:
        world, framing = World(session), self._framing
        await watch.bound("start", self._prepare(session, watch), _ANSWER_SECONDS)
        giving_back = asyncio.get_running_loop().call_later(_OPENING_SECONDS, self._turn.leave)
        try:
            await open_page(page, framing, watch, self._steps, seconds=self._settings.open_timeout)
        finally:
            giving_back.cancel()
        self._turn.leave()
        seconds = self._settings.settle_timeout
        self._got.state = await settle(world, traffic, watch, self._steps, framing, seconds=seconds)
        if traffic.refused:
            raise CaptureFailed("The address could not be reached or is not public internet.")
        await watch.weigh(session)
        await self._stage(page, session, world, watch, traffic)
        await self._bring_in(world, watch, traffic)
        await self._find_meant(world, watch)
        await watch.weigh(session)
        await self._turn.again()
        if self._extent is Extent.ALL:
            await self._record(page, session, world, watch, traffic)
        await self._photograph(page, session, world, watch)
        if self._extent is Extent.ALL and slides.wanted(self._framing, self._got.state):
            await self._leaf_through(session, world, watch, traffic)

    async def _prepare(self, session: CDPSession, watch: Watch) -> None:
        session.on("Network.dataReceived", lambda event: watch.count_bytes(event["dataLength"]))
        session.on("Page.windowOpen", lambda _: watch.popup_asked())
        # The scale factor of the context is not known to this session, and pictures are taken by this session.
        size = {"width": self._framing.width, "height": self._framing.height}
        if self._extent is not Extent.ALL:  # the recorder has switched it on with bounds, which this would undo
            await session.send("Network.enable")
        await asyncio.gather(
            session.send("Network.setBlockedURLs", {"urls": list(PATTERNS)}),
            session.send("Page.enable"),
            session.send("Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": SCALE, "mobile": False}),
        )

    async def _stage(self, page: Page, session: CDPSession, world: World, watch: Watch, traffic: Traffic) -> None:
        """Refuse consent and open what the post keeps folded; what was met before is kept as a picture."""
        staging = Staging(
            page=page, session=session, world=world, watch=watch, steps=self._steps, framing=self._framing
        )

        async def settled() -> None:
            seconds = self._settings.settle_timeout / 2
            self._got.state = await settle(world, traffic, watch, self._steps, self._framing, seconds=seconds)

        try:
            await staging.prepare(settled)
        finally:
            self._got.changes.extend(staging.changes)
            self._got.consent = staging.asked
            if staging.before is not None:
                self._got.picture("before.png", "page-image", staging.before, None)

    async def _bring_in(self, world: World, watch: Watch, traffic: Traffic) -> None:
        """Scroll through what is longer than a screen, so that lazy content comes in."""
        framing, state = self._framing, self._got.state
        if state.height <= framing.height or state.gone or state.wall:
            return
        if not framing.full_page and not await self._reaches_below(world, watch):
            return
        ask = world.ask("scroll", limit=segments.MOST, cap=_SCROLL_SECONDS * 1000)
        came = await watch.bound("scrolling", ask, 2 * _SCROLL_SECONDS)
        self._got.cut_off = framing.full_page and came["top"] < came["height"]
        self._steps.note("scrolled")
        self._scrolled = True
        self._got.state = await settle(
            world,
            traffic,
            watch,
            self._steps,
            framing,
            seconds=self._settings.settle_timeout / 2,
            everywhere=segments.MOST,
        )

    async def _find_meant(self, world: World, watch: Watch) -> None:
        """Make the part of the page that the address points at the clip, where there is one."""
        if not self._framing.fragment:
            return
        selector = await watch.bound("answer", world.ask("meant", fragment=self._framing.fragment), _ANSWER_SECONDS)
        self._steps.note("part-meant", f"{self._framing.fragment[:80]}: {selector or 'not on the page'}")
        if selector:
            self._framing = replace(self._framing, clip=(selector,))
            state = self._got.state
            self._got.state = await look(world, watch, self._framing, settled=state.settled, everywhere=segments.MOST)

    async def _reaches_below(self, world: World, watch: Watch) -> bool:
        box = await watch.bound("answer", world.ask("box", clip=self._framing.clip), _ANSWER_SECONDS)
        return bool(box) and bool(box["y"] + box["height"] > self._framing.height)

    async def _record(self, page: Page, session: CDPSession, world: World, watch: Watch, traffic: Traffic) -> None:
        """Keep the page's words, its document and the certificates that stand behind it, before we change a thing."""
        answer = await watch.bound("document", world.ask("record"), _ANSWER_SECONDS)
        html, text = answer["html"], answer["text"]
        address = page.url if self._framing.url else None
        self._got.keep("post.txt", "text", "text/plain; charset=utf-8", self._got.state.text.encode(), address)
        self._got.keep("page.txt", "text", "text/plain; charset=utf-8", text.encode(), address)
        self._got.keep("page.html", "dom", "text/html; charset=utf-8", html.encode(), address)
        self._got.artefacts.extend(await documents.taken(session, watch, self._steps, self._clock, address))
        for origin in traffic.origins:
            answer = await watch.bound(
                "certificate", session.send("Network.getCertificate", {"origin": origin}), _ANSWER_SECONDS
            )
            chain = certificates(answer)
            if chain:
                self._got.certificates[origin.removeprefix("https://").partition(":")[0]] = chain
        self._steps.note("recorded", f"{len(html)} characters of HTML")

    async def _photograph(self, page: Page, session: CDPSession, world: World, watch: Watch) -> None:
        """Photograph the page as it is, then the post without what lies over it."""
        framing, state = self._framing, self._got.state
        tall = max(state.height, framing.height)
        self._got.cut_off |= framing.full_page and tall > segments.MOST
        if self._extent is Extent.ALL:
            kept = tall if framing.full_page else min(tall, TALLEST)
            taken = segments.pictures(session, watch, width=framing.width, tall=kept, sharp=framing.full_page)
            async for name, png in taken:
                self._got.picture(name, "page-image", png, None)
            self._steps.note("page-photographed")
        question = world.ask("frame", selectors=framing.hide, clip=framing.clip)
        framed = await watch.bound("answer", question, _ANSWER_SECONDS)
        self._got.changes.extend(framed["changes"])
        box = framed["box"]
        clip = Clip.around(box) if box else Clip.of(0, 0, framing.width, framing.height)
        if self._extent is Extent.ALL:
            limit = segments.MOST if framing.full_page else clip.y + clip.height
            seen = await truth.look(world, watch, framing, state, limit=limit)
            self._got.truth = await truth.with_frames(page, session, watch, framing, seen)
        png = await picture.photograph(session, watch, clip)
        self._steps.note("post-photographed", state.clip or "top of the page")
        self._got.shot = await asyncio.to_thread(picture.read, png)
        self._got.picture("post.png", "post-image", png, self._got.shot.pixels_sha256)
        self._got.state = await look(
            world, watch, framing, settled=state.settled, everywhere=segments.MOST if self._scrolled else 0
        )

    async def _leaf_through(self, session: CDPSession, world: World, watch: Watch, traffic: Traffic) -> None:
        """Photograph a gallery's further pictures; that one of them cannot be had takes nothing from the post."""
        assert self._got.shot is not None
        everywhere = segments.MOST if self._scrolled else 0

        async def settled() -> State:
            return await settle(
                world, traffic, watch, self._steps, self._framing, seconds=_SLIDE_SECONDS, everywhere=everywhere
            )

        taken: list[slides.Slide] = []
        try:
            further = slides.photographed(session, world, watch, self._framing, first=self._got.shot, settled=settled)
            async for slide in further:
                taken.append(slide)
                self._got.picture(slide.name, "post-slide", slide.png, slide.look.pixels_sha256)
                self._steps.note("slide-photographed", f"{slide.name}: {slide.fault or 'complete'}")
                if slide.fault:
                    self._got.trouble.append(f"Picture {slide.number} of the gallery {slide.fault}.")
        except CaptureFailed as error:
            if watch.over:
                raise
            self._steps.note("slides-ended", str(error))
        if taken:
            used = ", ".join(dict.fromkeys(slide.used for slide in taken))
            self._got.changes.append(f"Went on to the post's next picture, {len(taken)} times ({used}).")
        if (told := slides.remark(self._framing, taken)) is not None:
            self._got.remarks.append(told)

    def _trouble(self, sentence: str) -> None:
        self._got.trouble.append(sentence)
        self._steps.note("trouble", sentence)


def certificates(answer: dict[str, Any]) -> tuple[bytes, ...]:
    """Read the answer of `Network.getCertificate`: DER, leaf first; empty for a frame of another process."""
    return tuple(base64.b64decode(der) for der in answer.get("tableNames", ()))
