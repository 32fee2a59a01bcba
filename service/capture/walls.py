"""Knowing walls and failures by several marks at once: structure, overlays, and words where words are all there is.

Words count only on a page that says little else, or inside what floats over it: a post about captchas is a post. On a
page they count in its short lines and outside of quotation marks, as notices are set, and not at all on a page that
bears marks of telling something. What is met here is a statement about our view and never one about the post.
"""

import re
from dataclasses import dataclass

from service.capture.phrases import folded, says
from service.capture.truth import Truth
from service.model.capture import Outcome
from service.platforms.signals import elsewhere

_LITTLE = 700
"""Letters of a page up to which its words may be all it is: a wall, an error. The longest met had 560."""
_FLOATS = 0.25
"""Share of the screen that an overlay takes at least when it is a wall and not a bar."""
_TOLD = 2
"""Kinds of marks from which on a page has something to say; a wall may bear one."""
_LINE = 160
"""Letters of a line up to which it may be a notice. Longer ones tell something."""
_OVER = 0.6
"""Share of the screen from which what floats may be all there is."""
_BESIDE = 80
"""Letters beside what floats up to which there is nothing else."""
_BRIEF = 60
"""Letters of a page that says nothing but that it is loading."""

_QUOTED = re.compile('“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|「[^」]*」|『[^』]*』|"[^"]*"')

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


def wall(truth: Truth, address: str | None = None, asked: str | None = None, *, cut: bool = False) -> Wall | None:
    """Recognise a wall by what is shown and by where the visit ended up; None when nothing says so.

    `cut`: what is shown is the post's own element.
    """
    little, floats = truth.letters <= _LITTLE, truth.screen >= _FLOATS
    if address is not None and asked is not None and (segment := elsewhere(asked, address)) is not None:
        return Wall(outcome=Outcome.LOGIN_WALL, reason=f"The page sends its readers to a wall ({segment}).")
    if truth.captcha and (little or floats):
        return Wall(
            outcome=Outcome.CHALLENGE, reason="The page asks whether a human is there (a known check is on it)."
        )
    if truth.password and (little or floats):
        return Wall(outcome=Outcome.LOGIN_WALL, reason="The page asks for a login (a field for a password is on it).")
    over, page = (
        folded(truth.overlay_text) if floats else "",
        _plain(truth) if little and not _tells(truth, cut=cut) else "",
    )
    for kind, outcome, what in _KINDS:
        # A line about cookies at the foot of a short page that shows something, or wants no answer, is no wall.
        bare = kind == "consent" and (truth.drawn or not truth.controls)
        phrase = says(kind, over if bare else f"{over} {page}")
        if phrase is not None:
            return Wall(outcome=outcome, reason=f"The page {what} (“{phrase}”).")
    beside = len(truth.text) + truth.hidden.get("dimmed", 0) - (0 if cut else len(truth.overlay_text))
    if truth.screen >= _OVER and truth.controls and beside < _BESIDE:
        names = ", ".join(truth.overlays)
        return Wall(outcome=Outcome.CHALLENGE, reason=f"Only what lies over the page is to be seen ({names}).")
    return None


def _tells(truth: Truth, *, cut: bool) -> bool:
    """Say whether a page bears several marks of having something to say."""
    return truth.marks + cut >= _TOLD


def failure(truth: Truth, *, cut: bool = False) -> str | None:
    """Say in a sentence that the page tells of its own failure, wants scripts or is still loading; None: it does not."""
    if truth.letters > _LITTLE or _tells(truth, cut=cut):
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
    """Give title and text of the page as far as they may be a notice, without what floats over it."""
    floating = {line.strip() for line in truth.overlay_text.splitlines()}
    lines = [line for line in (truth.title, *truth.body.splitlines()) if line.strip() not in floating]
    return folded(" ".join(_unquoted(line) for line in lines if len(line) <= _LINE))


def _unquoted(line: str) -> str:
    """Take quotations out of a line; one that is nothing else stays.

    >>> _unquoted("“Something went wrong”: the night of the outage")
    ' : the night of the outage'
    >>> _unquoted("“Something went wrong”")
    '“Something went wrong”'
    """
    rest = _QUOTED.sub(" ", line)
    return rest if any(map(str.isalnum, rest)) else line
