"""What can really be seen: the words whose boxes are in the picture, and what lies over them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.capture.phrases import MORE
from service.capture.saying import shows
from service.capture.settle import State
from service.capture.watch import Watch
from service.capture.world import World
from service.model.framing import Framing

_ANSWER_SECONDS = 6.0
_MOST_LETTERS = 120
"""Different letters beyond Latin that are compared with the empty box; each costs a fifth of a millisecond."""
_FADE_SECONDS = 1.0
_FADE_MS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The answer of `seen` in seen.js. All text is cut at a bounded length."""

    text: str = ""
    """The words of the clip that can be seen."""
    hidden: Mapping[str, int] = field(default_factory=dict)
    """Why words of the clip cannot be seen → their letters: `clipped`, `covered`, `faint`, `blurred`, `tiny`, `outside`, `below`."""
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
    """Visible password fields."""
    captcha: int = 0
    """Visible parts of known human checks."""
    drawn: int = 0
    """Pictures, videos and drawings of some size that are there."""
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
