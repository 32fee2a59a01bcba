"""A gallery that shows one picture at a time: its other pictures, one after the other.

    post.png                        the post with the first of them
    slide-02.png  slide-03.png …    the same element of the page with the next ones

Nothing of a page is asked here unless its platform names what leads onward and may have more than one picture.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import CDPSession

from service.capture import picture
from service.capture.picture import Clip, Look
from service.capture.settle import State
from service.capture.watch import Watch
from service.capture.world import World
from service.model.framing import Framing

MOST = 20
"""Pictures of one post that are photographed; Instagram takes 20, TikTok 35. All are kept as media."""
SECONDS = 15.0
"""For all of them."""
_ANSWER_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One further picture of the post."""

    number: int
    """2 for the first of them."""
    png: bytes
    look: Look
    used: str
    """What led to it."""
    last: bool
    """Whether what was scrolled has come to its end."""
    fault: str | None
    """Why it is not right; None: it is."""

    @property
    def name(self) -> str:
        """Its file."""
        return f"slide-{self.number:02}.png"


def wanted(framing: Framing, state: State) -> bool:
    """Say whether the post is there and may have more than its first picture shows."""
    return bool(framing.onward) and framing.pictures != 1 and state.clip is not None and not (state.gone or state.wall)


async def photographed(
    session: CDPSession,
    world: World,
    watch: Watch,
    framing: Framing,
    *,
    first: Look,
    settled: Callable[[], Awaitable[State]],
) -> AsyncIterator[Slide]:
    """Go on from one picture to the next until there is none, one comes again, or enough are taken.

    `settled` waits until the page has come to rest. Raises CaptureFailed when the page does not answer.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + SECONDS
    seen = {first.pixels_sha256}
    last = False
    for number in range(2, min(framing.pictures or MOST, MOST) + 1):
        if last or loop.time() > until:
            return
        asked = world.ask("onward", clip=framing.clip, selectors=framing.onward)
        told = await watch.bound("next picture", asked, _ANSWER_SECONDS)
        if told is None:
            return
        state, last = await settled(), bool(told["last"])
        box = await watch.bound("answer", world.ask("box", clip=framing.clip), _ANSWER_SECONDS)
        if box is None:
            return
        png = await picture.photograph(session, watch, Clip.around(box))
        look = await asyncio.to_thread(picture.read, png)
        if look.pixels_sha256 in seen:
            return
        seen.add(look.pixels_sha256)
        yield Slide(number=number, png=png, look=look, used=told["used"], last=last, fault=_fault(state, look))


def _fault(state: State, look: Look) -> str | None:
    if look.colours <= 1:
        return "is empty"
    if state.pending or not state.settled:
        return "had not loaded"
    return "is broken" if state.broken else None


def remark(framing: Framing, slides: list[Slide]) -> str | None:
    """Say how much of the gallery is on the pictures, where it is not known to be all of it."""
    shown = 1 + len(slides)
    if (slides and slides[-1].last) or framing.pictures <= 1 or shown >= framing.pictures:
        return f"The post may have more than the {MOST} pictures that are photographed." if shown >= MOST else None
    each = "the first" if shown == 1 else f"{shown}"
    return f"Of the post's {framing.pictures} pictures {each} can be seen on the page; all that could be had are media."
