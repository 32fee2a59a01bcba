"""What we do to a page before its picture is taken: refusing consent, opening what a post keeps folded. All of it said.

Nothing is done unseen: before the first change the screen is photographed as it was met (`before.png`), and each change
is a sentence of the manifest.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import CDPSession, Page

from service.capture import consent, picture
from service.capture.phrases import folded, openers, says
from service.capture.picture import Clip
from service.capture.steps import Steps
from service.capture.watch import Watch
from service.capture.world import World
from service.errors import CaptureFailed
from service.model.framing import Framing

_BAR = 0.02
"""Share of the screen from which something that floats is looked at."""
_SHEET = 0.25
"""Share from which it may ask for consent in words we do not know."""
_ANSWER_SECONDS = 5.0
_CONSENT_SECONDS = 12.0
_LEAVING_SECONDS = 1.5
_ROUNDS = 3
"""A warning may hide a picture that hides "show more"."""


@dataclass(kw_only=True)
class Staging:
    """Prepares one page."""

    page: Page
    session: CDPSession
    world: World
    watch: Watch
    steps: Steps
    framing: Framing
    changes: list[str] = field(default_factory=list)
    before: bytes | None = None
    """The screen as it was met, when something was changed."""
    asked: bool = False
    """True: a question for consent was refused or taken away."""

    async def prepare(self, settled: Callable[[], Awaitable[None]]) -> None:
        """Make the page show the post. `settled` waits until a change has come to rest.

        Raises CaptureFailed when the page does not answer any more.
        """
        if self.framing.url is None:
            return
        met = await self._met()
        if met["share"] >= _BAR and _may_ask(met) and await self._refuse():
            await settled()
            met = await self._met()
        for _ in range(_ROUNDS):
            if not met["buttons"]:
                return
            await self._open()
            await settled()
            met = await self._met()

    async def _refuse(self) -> bool:
        before = await self._screen()
        answers: tuple[consent.Answer, ...] = ()
        try:
            answers = await self.watch.bound("consent", consent.refuse(self.page, self.session), _CONSENT_SECONDS)
        except CaptureFailed as error:  # a banner that cannot be asked is no reason to have no picture
            if self.watch.over:
                raise
            self.steps.note("consent", str(error))
        left = await self._left(patient=bool(answers))
        for answer in answers:
            how = "Refused" if answer.refused or left["share"] < _BAR else "Tried in vain to refuse"
            self.changes.append(f"{how} what a banner asked consent for ({answer.manager}).")
        if not answers and left["share"] < _BAR:
            self.changes.append("A banner went away while a way to refuse it was looked for.")
        if left["share"] >= _BAR and says("consent", folded(left["text"])):
            self.changes.extend(await self._ask("unfloat"))
        if not self.changes:
            return False
        self.before, self.asked = before, True
        self.steps.note("consent", " ".join(self.changes))
        return True

    async def _left(self, *, patient: bool) -> dict[str, Any]:
        """Look what floats still; a banner that was refused needs a moment to go."""
        loop = asyncio.get_running_loop()
        until = loop.time() + (_LEAVING_SECONDS if patient else 0)
        while True:
            met = await self._met()
            if met["share"] < _BAR or loop.time() >= until:
                return met
            await self.watch.bound("change", self.world.ask("change", ms=200), _ANSWER_SECONDS)

    async def _open(self) -> None:
        """Press what keeps a part of the post folded."""
        self.before = self.before or await self._screen()
        answer = await self._ask("press")
        self.changes.extend(f"Pressed “{words}” in the post." for words in answer["pressed"])
        if answer["left"]:
            self.changes.append("Pressing it changed the page's address.")
        self.steps.note("opened-up", ", ".join(answer["pressed"]))

    async def _met(self) -> dict[str, Any]:
        return await self._ask("met")

    async def _ask(self, question: str) -> dict[str, Any]:
        return await self.watch.bound("answer", self.world.ask(question, **openers(self.framing)), _ANSWER_SECONDS)

    async def _screen(self) -> bytes:
        return await picture.photograph(
            self.session, self.watch, Clip.of(0, 0, self.framing.width, self.framing.height)
        )


def _may_ask(floating: dict[str, Any]) -> bool:
    return (
        bool(floating["framed"])
        or float(floating["share"]) >= _SHEET
        or bool(says("cookies", folded(floating["text"])))
    )
