"""What can really be seen: the words whose boxes are in the picture, and what lies over them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.async_api import CDPSession, Error, Page

from service.capture.frames import places
from service.capture.phrases import MORE
from service.capture.saying import shows
from service.capture.settle import State
from service.capture.watch import Watch
from service.capture.world import World
from service.errors import CaptureFailed
from service.model.framing import Framing

_ANSWER_SECONDS = 6.0
_MOST_LETTERS = 120
"""Different letters beyond Latin that are compared with the empty box; each costs a twentieth of a millisecond."""
_FRAME_SECONDS = 2.0
_ENOUGH = 80
"""Letters with which a page of its own words needs no frames to tell something."""
_TALL = 48_000
_FADE_SECONDS = 1.0
_FADE_MS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The answer of `seen` in seen.js. All text is cut at a bounded length."""

    text: str = ""
    """The words of the clip that can be seen."""
    hidden: Mapping[str, int] = field(default_factory=dict)
    """Why words of the clip cannot be seen → their letters: `clipped`, `covered`, `dimmed`, `faint`, `blurred`, `tiny`, `outside`, `below`."""
    covered: float = 0.0
    """Share of the clip, as far as it is on the first screen, under elements that float over it; 0…1."""
    screen: float = 0.0
    """The same for the whole screen."""
    overlays: tuple[str, ...] = ()
    """What floats: tag with id or classes."""
    overlay_text: str = ""
    body: str = ""
    """The page's own text, overlays included."""
    letters: int = 0
    """Length of all text of the page."""
    title: str = ""
    password: int = 0
    """Visible password fields, those at the edges of the page apart."""
    controls: int = 0
    """Visible buttons and fields, those at the edges of the page apart."""
    marks: int = 0
    """Kinds of marks that tell a page with something to say from a notice: an article, a time, its own title."""
    captcha: int = 0
    """Visible parts of known human checks."""
    drawn: int = 0
    """Pictures, videos and drawings of some size that are there."""
    pictured: float = 0.0
    """Share of the first screen, or of the post on it, that the largest picture takes."""
    frames: int = 0
    """Visible frames of some size."""
    canvases: int = 0
    empty: int = 0
    """Visible placeholders without content."""
    tofu: tuple[str, ...] = ()
    """Letters that no font has: empty boxes in the picture."""
    more: str = ""
    """What is written on a button behind which there is more of the post; empty: none."""


def read(answer: Mapping[str, Any] | None) -> Truth:
    """Read the answer; a page without a body shows nothing."""
    if answer is None:
        return Truth()
    return Truth(**{**answer, "overlays": tuple(answer["overlays"]), "tofu": tuple(answer["tofu"])})


async def with_frames(page: Page, session: CDPSession, watch: Watch, framing: Framing, truth: Truth) -> Truth:
    """Add what the frames inside of a page show, where the page itself shows too little: players, embedded posts.

    A frame that does not answer adds nothing. Raises CaptureFailed when the visit has ended.
    """
    enough = shows(framing.expect, truth.text) if framing.expect else len(truth.text) >= _ENOUGH
    if not truth.frames or enough:
        return truth
    async with places(page, session) as all_places:
        for place in all_places[1:]:
            try:
                asked = World(place.session, place.frame).ask("seen", clip=(), limit=_TALL, phrases=(), most=0)
                inner = read(await watch.bound("answer", asked, _FRAME_SECONDS))
            except (CaptureFailed, Error):
                if watch.over:
                    raise
                continue
            truth = replace(
                truth,
                text=f"{truth.text}\n{inner.text}".strip(),
                body=f"{truth.body}\n{inner.body}",
                letters=truth.letters + inner.letters,
                drawn=truth.drawn + inner.drawn,
                password=truth.password + inner.password,
                captcha=truth.captcha + inner.captcha,
            )
    return truth


async def look(world: World, watch: Watch, framing: Framing, state: State, *, limit: int) -> Truth:
    """Look until the words that the document holds can be seen too, for a bounded time: things fade in.

    `limit`: CSS pixels of the page that the picture shows. Raises CaptureFailed when the page does not answer.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + _FADE_SECONDS
    while True:
        asked = world.ask("seen", clip=framing.clip, limit=limit, phrases=MORE, most=_MOST_LETTERS)
        truth = read(await watch.bound("answer", asked, _ANSWER_SECONDS))
        held = bool(framing.expect) and shows(framing.expect, state.text)
        if not held or shows(framing.expect, truth.text) or loop.time() > until:
            return truth
        await watch.bound("change", world.ask("change", ms=_FADE_MS), _ANSWER_SECONDS)
