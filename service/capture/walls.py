"""Knowing walls and failures by several marks at once: structure, overlays, and words where words are all there is.

Words count only on a page that says little else, or inside what floats over it: a post about captchas is a post. What
is met here is a statement about our view and never one about the post.
"""

from dataclasses import dataclass

from service.capture.phrases import folded, says
from service.capture.truth import Truth
from service.model.capture import Outcome
from service.platforms.signals import elsewhere

_LITTLE = 700
"""Letters of a page up to which its words may be all it is: a wall, an error. The longest met had 560."""
_FLOATS = 0.25
"""Share of the screen that an overlay takes at least when it is a wall and not a bar."""
_BRIEF = 60
"""Letters of a page that says nothing but that it is loading."""

_KINDS = (
    ("captcha", Outcome.CHALLENGE, "asks whether a human is there"),
    ("rate limit", Outcome.CHALLENGE, "says that it was asked too often"),
    ("country", Outcome.WITHHELD, "does not show this in the country of the visit"),
    ("age", Outcome.LOGIN_WALL, "asks for an age"),
    ("login", Outcome.LOGIN_WALL, "asks for a login"),
    ("consent", Outcome.CHALLENGE, "shows only a question for consent"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """What stands there in place of the post."""

    outcome: Outcome
    reason: str


def wall(truth: Truth, address: str | None = None, asked: str | None = None) -> Wall | None:
    """Recognise a wall by what is shown and by where the visit ended up; None when nothing says so."""
    little, floats = truth.letters <= _LITTLE, truth.screen >= _FLOATS
    if address is not None and asked is not None and (segment := elsewhere(asked, address)) is not None:
        return Wall(outcome=Outcome.LOGIN_WALL, reason=f"The page sends its readers to a wall ({segment}).")
    if truth.captcha and (little or floats):
        return Wall(
            outcome=Outcome.CHALLENGE, reason="The page asks whether a human is there (a known check is on it)."
        )
    if truth.password and (little or floats):
        return Wall(outcome=Outcome.LOGIN_WALL, reason="The page asks for a login (a field for a password is on it).")
    over, page = folded(truth.overlay_text) if floats else "", _plain(truth) if little else ""
    for kind, outcome, what in _KINDS:
        # A line about cookies at the foot of a short page that shows something is no wall.
        phrase = says(kind, over if kind == "consent" and truth.drawn else f"{over} {page}")
        if phrase is not None:
            return Wall(outcome=outcome, reason=f"The page {what} (“{phrase}”).")
    return None


def failure(truth: Truth) -> str | None:
    """Say in a sentence that the page tells of its own failure, wants scripts or is still loading; None: it does not."""
    if truth.letters > _LITTLE:
        return None
    text = _plain(truth)
    for kind, what in (("script", "wants a browser with scripts"), ("failure", "tells of a failure of its own")):
        phrase = says(kind, text)
        if phrase is not None:
            return f"The page {what} (“{phrase}”)."
    if truth.letters <= _BRIEF and (phrase := says("loading", text)) is not None:
        return f"The page says only that it is loading (“{phrase}”)."
    return None


def _plain(truth: Truth) -> str:
    """Give title and text of the page without what floats over it."""
    floating = {line.strip() for line in truth.overlay_text.splitlines()}
    lines = (line for line in truth.body.splitlines() if line.strip() not in floating)
    return folded(" ".join((truth.title, *lines)))
