"""Grading: several signals, one grade, reasons in plain words. A skeleton is never complete."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.capture import walls
from service.capture.picture import Look
from service.capture.saying import SAID, said
from service.capture.truth import Truth
from service.model.capture import Grade, Outcome
from service.model.ids import normalise

_HARDLY = 0.3
_REFUSALS = {
    401: Outcome.CHALLENGE,
    403: Outcome.CHALLENGE,
    407: Outcome.CHALLENGE,
    429: Outcome.CHALLENGE,
    451: Outcome.WITHHELD,
}
_MISSING = {404: Outcome.NOT_FOUND, 410: Outcome.NOT_FOUND}
_EMPTY_SHARE = 0.9998
_POOR_SHARE = 0.985
_POOR_COLOURS = 24
_WORDLESS = 12
"""Letters below which a page without expected text counts as wordless."""
_BRIEF = 80
"""Letters below which placeholders say more about a page than its words do."""
_NOTICE = 160
"""Letters up to which a page of which nothing is known may be a notice."""
_NOTICE_WITH_BUTTONS = 350
"""The same where it wants something pressed."""
_PICTURED = 0.15
"""Share of the screen from which a picture is something to see, and no logo."""
_LOSS = 0.03
"""Share of a post's words that may be lost between the document and the picture."""
_UNDER = 0.25
"""Share of a post that may lie under what floats over the page; a bar at the edge takes less."""
_HIDDEN = 0.15
"""Share of the words in the document that may be unseen on a page without expected text: menus, captions, labels."""
_WHY = {
    "clipped": "cut off by their frame",
    "covered": "covered by something",
    "dimmed": "covered by something that dims them",
    "faint": "transparent",
    "blurred": "blurred",
    "tiny": "too small to read",
    "outside": "beside the page",
    "below": "below the picture",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a visit saw: the signals."""

    status: int | None = None
    """HTTP status of the document; None for a document of ours."""
    settled: bool = True
    trouble: tuple[str, ...] = ()
    """What went wrong on the way, in sentences."""
    ready: bool = False
    gone: str | None = None
    """The selector of the notice that says there is no such post."""
    wall: str | None = None
    text: str = ""
    """Text of the clip, as the document holds it."""
    truth: Truth | None = None
    """What of it can really be seen, and what lies over it; None when the page was not asked."""
    asked: str | None = None
    """The address that was opened, and where the visit ended up."""
    address: str | None = None
    expected: str = ""
    framed: bool = True
    """False: the element to cut out was not there."""
    cut: bool = False
    """True: an element was cut out."""
    images: int = 0
    pending: int = 0
    broken: int = 0
    cut_off: bool = False
    """True: the page is taller than its picture."""
    consent: bool = False
    """True: a question for consent stood there and was taken away."""
    look: Look | None = None
    """None: no picture could be taken."""

    @property
    def visible(self) -> str:
        """The words that can be seen."""
        return self.text if self.truth is None else self.truth.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The grade of one visit."""

    outcome: Outcome
    grade: Grade
    reasons: tuple[str, ...]


def judge(seen: Seen) -> Verdict:
    """Grade a visit. A wall or a missing page is never a statement about the post."""
    if seen.look is None:
        return Verdict(outcome=Outcome.ERROR, grade=Grade.NONE, reasons=seen.trouble or ("No picture could be taken.",))
    share = said(seen.expected, seen.visible) if seen.expected else 0.0
    present = seen.ready and share >= SAID
    if not present:
        absent = _absent(seen)
        if absent is not None:
            outcome, grade, reason = absent
            return Verdict(outcome=outcome, grade=grade, reasons=(reason, *seen.trouble))
    emptiness = _emptiness(seen, share)
    if emptiness and seen.consent:
        only = "The page shows only a question for consent."
        return Verdict(outcome=Outcome.CHALLENGE, grade=Grade.WALL, reasons=(only, *emptiness, *seen.trouble))
    if emptiness:
        return Verdict(outcome=Outcome.ERROR, grade=Grade.BLANK, reasons=(*emptiness, *seen.trouble))
    lacks = _lacks(seen, share)
    return Verdict(outcome=Outcome.RENDERED, grade=Grade.PARTIAL if lacks else Grade.COMPLETE, reasons=lacks)


def _absent(seen: Seen) -> tuple[Outcome, Grade, str] | None:
    """Say what stands there in place of the post: the platform's own marks first, then the status, then the looks."""
    if seen.gone is not None:
        return Outcome.NOT_FOUND, Grade.BLANK, f"The page says that there is no such post ({seen.gone})."
    if seen.wall is not None:
        return Outcome.LOGIN_WALL, Grade.WALL, f"A wall stands before the post ({seen.wall})."
    status = seen.status or 200
    if status in _REFUSALS:
        return _REFUSALS[status], Grade.WALL, f"The page was refused to us ({status})."
    if status >= 400 and (status in {404, 410} or seen.truth is None):
        return _MISSING.get(status, Outcome.ERROR), Grade.BLANK, f"The page answered {status}."
    return _looks(seen, status)


def _looks(seen: Seen, status: int) -> tuple[Outcome, Grade, str] | None:
    """Say what the page looks like, where nobody says what it is."""
    failure = None
    if seen.truth is not None:
        cut = seen.ready and seen.cut
        met = walls.wall(seen.truth, seen.address, seen.asked, cut=cut)
        if met is not None:
            return met.outcome, Grade.WALL, met.reason
        failure = walls.failure(seen.truth, cut=cut)
    reason = f"The page answered {status}." if status >= 400 else failure
    return (Outcome.ERROR, Grade.BLANK, reason) if reason is not None else None


def _emptiness(seen: Seen, share: float) -> tuple[str, ...]:
    assert seen.look is not None
    look, letters = seen.look, len(normalise(seen.visible))
    reasons: list[str] = []
    if look.colours <= 1 or look.commonest >= _EMPTY_SHARE:
        reasons.append("The picture is empty.")
    elif letters == 0 and look.commonest >= _POOR_SHARE:
        reasons.append("The picture is almost empty and has no text.")
    if not seen.ready and share < SAID:
        reasons.append("The post did not appear in time.")
    if seen.expected and share < _HARDLY:
        reasons.append(
            "None of the post's text is visible." if share == 0 else "Hardly any of the post's text is visible."
        )
        reasons.extend(_unseen(seen, share))
    if not seen.expected:
        reasons.extend(_wordless(seen, letters))
    return tuple(reasons)


def _wordless(seen: Seen, letters: int) -> Iterator[str]:
    """Say what speaks against a page of which nothing is known that it should show."""
    assert seen.look is not None
    truth = seen.truth
    flat = seen.look.colours <= _POOR_COLOURS and (truth is None or truth.pictured < _PICTURED)
    drawn = seen.images > seen.pending + seen.broken if truth is None else truth.drawn > 0 and not flat
    if letters < _WORDLESS and not drawn and (seen.look.colours <= _POOR_COLOURS or truth is not None):
        yield "There are only shapes and no words."
    if truth is not None and truth.empty and letters < _BRIEF and not drawn:
        yield f"{truth.empty} placeholders stand where content should be."
    if truth is not None and letters < _BRIEF:
        readable = letters + truth.hidden.get("dimmed", 0)
        beside = {why: number for why, number in truth.hidden.items() if why not in {"below", "dimmed"}}
        if sum(beside.values()) > 2 * readable:
            yield from _hidden(replace(truth, hidden=beside))


def _lacks(seen: Seen, share: float) -> tuple[str, ...]:
    reasons = list(seen.trouble)
    if seen.expected:
        if share < SAID:
            reasons.append(f"Only {share:.0%} of the post's text is visible.")
        reasons.extend(_unseen(seen, share + _LOSS))
    elif seen.truth is not None and (letters := _brief(seen, seen.truth)) is not None:
        reasons.append(
            f"The page says little ({letters} letters) and may be a notice: nothing is known that it should say."
        )
    if not seen.ready:
        reasons.append("The mark of a finished post was not found, though its text is there.")
    if not seen.framed:
        reasons.append("The post's own element was not found; the top of the page was photographed instead.")
    if not seen.settled:
        reasons.append("The page did not come to rest in time and was taken as it was.")
    if seen.pending:
        reasons.append(f"{seen.pending} of {seen.images} images had not loaded.")
    if seen.broken:
        reasons.append(f"{seen.broken} of {seen.images} images are broken.")
    if seen.truth is not None:
        reasons.extend(_flaws(seen.truth))
    if seen.cut_off:
        reasons.append("The page goes on below its picture.")
    status = seen.status or 200
    if status >= 400:
        reasons.append(f"The page answered {status}.")
    return tuple(dict.fromkeys(reasons))


def _brief(seen: Seen, truth: Truth) -> int | None:
    """Count the letters of a page that says no more than a notice does, and bears no mark of being more than one."""
    letters = len(normalise(truth.text))
    most = _NOTICE_WITH_BUTTONS if truth.controls else _NOTICE
    little = letters < most and truth.pictured < _PICTURED
    return letters if little and not truth.marks and not seen.cut else None


def _unseen(seen: Seen, share: float) -> Iterator[str]:
    """Say why words that the document holds are not to be seen."""
    if seen.truth is not None and said(seen.expected, seen.text) > share:
        yield from _hidden(seen.truth)


def _hidden(truth: Truth) -> Iterator[str]:
    for why, letters in sorted(truth.hidden.items(), key=lambda each: -each[1]):
        yield f"Words are in the page but {_WHY[why]} ({letters} letters)."


def _flaws(truth: Truth) -> Iterator[str]:
    """Say what is wrong with a picture even though the expected text is on it."""
    if truth.covered >= _UNDER:
        yield f"{truth.covered:.0%} of it lies under something else ({', '.join(truth.overlays) or 'unnamed'})."
    spoilt = {why: letters for why, letters in truth.hidden.items() if why in {"covered", "dimmed", "blurred"}}
    whole = len(truth.text) + sum(spoilt.values())
    if spoilt and sum(spoilt.values()) > _HIDDEN * whole:
        yield from _hidden(replace(truth, hidden=spoilt))
    if truth.tofu:
        yield f"Letters without a font are drawn as empty boxes: {' '.join(truth.tofu[:10])}."
    if truth.more:
        yield f"There is more of it behind “{truth.more}”."
    if truth.empty and not truth.drawn:
        yield f"{truth.empty} placeholders stand where content should be."
