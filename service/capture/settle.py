"""Waiting for a page on conditions: the network at rest, the document still, and the post there.

Measured: in-flight requests at zero for 200 ms (trackers ignored), then a document that has not changed for 100 ms,
fonts loaded and images decoded gave 24 of 24 late cards right; "load" gave none, and "network idle" never comes on a
page that polls.
"""

import asyncio
import re
from dataclasses import dataclass, field, replace
from typing import Any

from service.capture.phrases import PHRASES, openers
from service.capture.saying import shows
from service.capture.steps import Steps
from service.capture.trackers import is_tracker
from service.capture.traffic import Traffic
from service.capture.watch import Watch
from service.capture.world import World
from service.model.framing import Framing

_NETWORK_QUIET = 0.2
_DOCUMENT_QUIET_MS = 100
_CHANGE_MS = 500
_STEP_SHARE = 0.3
"""Share of the time after which a page that is not at rest is looked at all the same."""
_STILL_SHARE = 0.33
"""Share of the time for which it must have looked the same to be taken as it is."""
_WORDS_SHARE = 0.5
"""The same while a question is not answered that may bring more than the words that are known."""
_DIGITS = re.compile(r"\d+")
_GRACE = 3.0
"""Seconds beyond the cap for the page's own answer; one that does not answer then is hung."""
_ANSWER_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the page shows now; the answer of `look` in page.js."""

    ready: str | None = None
    gone: str | None = None
    wall: str | None = None
    clip: str | None = None
    text: str = ""
    images: int = 0
    pending: int = 0
    broken: int = 0
    height: int = 0
    settled: bool = field(default=False)


async def settle(
    world: World,
    traffic: Traffic,
    watch: Watch,
    steps: Steps,
    framing: Framing,
    *,
    seconds: float,
    everywhere: int = 0,
) -> State:
    """Wait until the post is there and at rest, or until `seconds` are over; then say what there is.

    `everywhere`: lazy images in so many CSS pixels of the page are waited for; they only come when it was scrolled.
    Raises CaptureFailed when the page does not answer any more.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    still = _Still()
    while True:
        step = min(until, loop.time() + seconds * _STEP_SHARE)
        state = await _rest(world, traffic, watch, framing, step, everywhere=everywhere)
        over = (traffic.status or 200) >= 400 or (
            _decided(framing, state) and (bool(framing.expect) or not await _unfinished(world, watch, framing, state))
        )
        if state.settled and (over or await _folded(world, watch, framing, state)):
            steps.note("settled", f"{traffic.responses} responses")
            return state
        state = still.seen(state, loop.time())
        waiting = ", ".join(traffic.open[:3])
        words = not framing.expect or still.seconds < _WORDS_SHARE * seconds
        calm = still.seconds >= _STILL_SHARE * seconds and not traffic.waits(words=words)
        if over and calm and not await _unfinished(world, watch, framing, state):
            steps.note("settled", f"{still.seconds:.1f} s without a change; under way: {waiting or 'nothing'}")
            return replace(state, settled=True)
        left = until - loop.time()
        if left <= 0:
            steps.note("not-settled", f"waited {seconds:g} s" + (f" for {waiting}" if waiting else ""))
            return state
        cap = min(_CHANGE_MS, left * 1000)
        await watch.bound("change", world.ask("change", ms=cap), cap / 1000 + _GRACE)


@dataclass(kw_only=True)
class _Still:
    """Watches for how long a page has looked the same, whatever it does: a clock on it ticks, it polls, it waits for a font."""

    seconds: float = 0.0
    _shape: State = field(default_factory=State)
    _since: float = 0.0
    _rested: bool = False

    def seen(self, state: State, now: float) -> State:
        """Take note of a look; gives it as settled when the page was at rest and looked the same before."""
        shape = replace(state, settled=False, height=0, text=_DIGITS.sub("", state.text))
        if shape != self._shape:
            self._shape, self._since, self._rested = shape, now, False
        self.seconds = now - self._since
        self._rested |= state.settled
        return replace(state, settled=self._rested)


async def look(world: World, watch: Watch, framing: Framing, *, settled: bool, everywhere: int) -> State:
    """Look at the page once."""
    question = world.ask("look", **_wanted(framing, everywhere))
    return _state(await watch.bound("answer", question, _ANSWER_SECONDS), settled=settled)


def _wanted(framing: Framing, everywhere: int) -> dict[str, Any]:
    return {
        "ready": framing.ready,
        "clip": framing.clip,
        "gone": framing.gone,
        "wall": framing.wall,
        "everywhere": everywhere,
    }


def _state(answer: dict[str, Any], *, settled: bool) -> State:
    pending, broken = (sum(not is_tracker(url) for url in answer.pop(name)) for name in ("pending", "broken"))
    return State(**answer, pending=pending, broken=broken, settled=settled)


async def _rest(
    world: World, traffic: Traffic, watch: Watch, framing: Framing, until: float, *, everywhere: int
) -> State:
    loop = asyncio.get_running_loop()
    quiet = await watch.bound("rest", traffic.idle(_NETWORK_QUIET, until), until - loop.time() + _GRACE)
    left = max(0.0, until - loop.time())
    question = world.ask("rest", quiet=_DOCUMENT_QUIET_MS, cap=left * 1000, **_wanted(framing, everywhere))
    answer = await watch.bound("rest", question, left + _GRACE)
    return _state(answer["seen"], settled=bool(quiet and not traffic.open and answer["rested"]))


async def _folded(world: World, watch: Watch, framing: Framing, state: State) -> bool:
    """Say whether the post waits for somebody to open it. Asked only where the post is not whole."""
    if state.ready is None:
        return False
    return bool(await watch.bound("answer", world.ask("folded", **openers(framing)), _ANSWER_SECONDS))


async def _unfinished(world: World, watch: Watch, framing: Framing, state: State) -> bool:
    """Say whether a page says nothing yet, or holds a place for more. Asked only where its end would be believed."""
    if framing.url is None or state.gone is not None or state.wall is not None:
        return False
    asked = world.ask("unfinished", clip=framing.clip, phrases=PHRASES["loading"])
    return bool(await watch.bound("answer", asked, _ANSWER_SECONDS))


def _decided(framing: Framing, state: State) -> bool:
    """Say whether waiting longer can show nothing better."""
    if state.gone is not None or state.wall is not None:
        return True
    framed = state.clip is not None or not framing.clip
    return state.ready is not None and framed and not state.pending and shows(framing.expect, state.text)
