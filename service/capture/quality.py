"""Grading: several signals, one grade, reasons in plain words. A skeleton is never complete."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from service.capture.picture import Look
from service.model.capture import Grade, Outcome
from service.model.ids import normalise

_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+", re.IGNORECASE)
_SAID = 0.85
"""Share of the expected words that must be seen. Cards shorten links and long posts, and set emoji as images."""
_HARDLY = 0.3
_UNSPACED = 40
"""Letters from which on a missing word boundary (Japanese, Thai) is compared by letters instead of words."""
_COMPARED = 1_000
_EMPTY_SHARE = 0.9998
_POOR_SHARE = 0.985
_POOR_COLOURS = 24
_WORDLESS = 12
"""Letters below which a page without expected text counts as wordless."""


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
    """Visible text of the clip."""
    expected: str = ""
    framed: bool = True
    """False: the element to cut out was not there."""
    images: int = 0
    pending: int = 0
    broken: int = 0
    cut_off: bool = False
    """True: the page is taller than its picture."""
    look: Look | None = None
    """None: no picture could be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The grade of one visit."""

    outcome: Outcome
    grade: Grade
    reasons: tuple[str, ...]


def said(expected: str, text: str) -> float:
    """Give the share of the expected text that is visible, 0…1; generous about links, spaces, case and marks.

    >>> said("Hello, World! https://t.co/abc", "hello world")
    1.0
    >>> said("One two three four", "one two")
    0.5
    >>> said("", "anything")
    1.0
    """
    wanted, there = normalise(_ADDRESS.sub(" ", expected)), normalise(text)
    if not wanted:
        return 1.0
    if wanted.replace(" ", "") in there.replace(" ", ""):
        return 1.0
    words = wanted.split()
    known = set(there.split())
    share = sum(word in known for word in words) / len(words)
    if share < _SAID and max(map(len, words)) >= min(_UNSPACED, len(wanted) / 2):
        blocks = SequenceMatcher(None, wanted[:_COMPARED], there[:_COMPARED], autojunk=False).get_matching_blocks()
        share = max(share, sum(block.size for block in blocks if block.size > 2) / len(wanted[:_COMPARED]))
    return share


def shows(expected: str, text: str) -> bool:
    """Say whether the expected text is visible."""
    return said(expected, text) >= _SAID


def judge(seen: Seen) -> Verdict:
    """Grade a visit. A wall or a missing page is never a statement about the post."""
    if seen.look is None:
        return Verdict(outcome=Outcome.ERROR, grade=Grade.NONE, reasons=seen.trouble or ("No picture could be taken.",))
    share = said(seen.expected, seen.text) if seen.expected else 0.0
    present = seen.ready and share >= _SAID
    if not present:
        absent = _absent(seen)
        if absent is not None:
            return absent
    emptiness = _emptiness(seen, share)
    if emptiness:
        return Verdict(outcome=Outcome.ERROR, grade=Grade.BLANK, reasons=(*emptiness, *seen.trouble))
    lacks = _lacks(seen, share)
    return Verdict(outcome=Outcome.RENDERED, grade=Grade.PARTIAL if lacks else Grade.COMPLETE, reasons=lacks)


def _absent(seen: Seen) -> Verdict | None:
    if seen.gone is not None:
        return Verdict(
            outcome=Outcome.NOT_FOUND,
            grade=Grade.BLANK,
            reasons=(f"The page says that there is no such post ({seen.gone}).", *seen.trouble),
        )
    if seen.wall is not None:
        return Verdict(
            outcome=Outcome.LOGIN_WALL,
            grade=Grade.WALL,
            reasons=(f"A wall stands before the post ({seen.wall}).", *seen.trouble),
        )
    status = seen.status or 200
    if status in {404, 410}:
        return Verdict(
            outcome=Outcome.NOT_FOUND, grade=Grade.BLANK, reasons=(f"The page answered {status}.", *seen.trouble)
        )
    if status in {401, 403, 407, 429, 451}:
        outcome = Outcome.WITHHELD if status == 451 else Outcome.CHALLENGE
        return Verdict(
            outcome=outcome, grade=Grade.WALL, reasons=(f"The page was refused to us ({status}).", *seen.trouble)
        )
    if status >= 400:
        return Verdict(
            outcome=Outcome.ERROR, grade=Grade.BLANK, reasons=(f"The page answered {status}.", *seen.trouble)
        )
    return None


def _emptiness(seen: Seen, share: float) -> tuple[str, ...]:
    assert seen.look is not None
    look, letters = seen.look, len(normalise(seen.text))
    reasons: list[str] = []
    if look.colours <= 1 or look.commonest >= _EMPTY_SHARE:
        reasons.append("The picture is empty.")
    elif letters == 0 and look.commonest >= _POOR_SHARE:
        reasons.append("The picture is almost empty and has no text.")
    if not seen.ready and share < _SAID:
        reasons.append("The post did not appear in time.")
    if seen.expected and share < _HARDLY:
        reasons.append(
            "None of the post's text is visible." if share == 0 else "Hardly any of the post's text is visible."
        )
    drawn = seen.images > seen.pending + seen.broken
    if not seen.expected and letters < _WORDLESS and not drawn and look.colours <= _POOR_COLOURS:
        reasons.append("There are only empty shapes and no words.")
    return tuple(reasons)


def _lacks(seen: Seen, share: float) -> tuple[str, ...]:
    reasons = list(seen.trouble)
    if seen.expected and share < _SAID:
        reasons.append(f"Only {share:.0%} of the post's text is visible.")
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
    if seen.cut_off:
        reasons.append("The page is taller than its picture.")
    status = seen.status or 200
    if status >= 400:
        reasons.append(f"The page answered {status}.")
    return tuple(dict.fromkeys(reasons))
