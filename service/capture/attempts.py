"""Several visits of one embed, made into one capture: the best is kept, the others stay on record."""

from collections.abc import Sequence
from dataclasses import replace

from service.capture.steps import log_file
from service.model.availability import Availability, State
from service.model.capture import Artefact, Capture, Grade, Outcome, Step
from service.model.framing import Framing, Method
from service.model.resolution import Resolution

_RANK = (Grade.COMPLETE, Grade.PARTIAL, Grade.WALL, Grade.BLANK, Grade.NONE)
_USABLE = frozenset({Grade.COMPLETE, Grade.PARTIAL})
DRAWN = frozenset({Method.RECONSTRUCTED, Method.QUOTED})

_SURE = {
    State.DELETED: Outcome.DELETED,
    State.ACCOUNT_GONE: Outcome.DELETED,
    State.SUSPENDED: Outcome.SUSPENDED,
    State.PROTECTED: Outcome.PROTECTED,
    State.WITHHELD: Outcome.WITHHELD,
}
ABSENT = frozenset(_SURE) | {State.UNRESOLVED}
"""States in which no picture of the post is expected; it is looked for once, as evidence of the absence."""


def usable(made: Capture) -> bool:
    """Say whether the picture shows the post."""
    return made.grade in _USABLE


def best(made: Sequence[Capture]) -> Capture | None:
    """Give the best; of equals the first."""
    return min(made, key=lambda one: _RANK.index(one.grade), default=None)


def doubted(made: Capture, framing: Framing, resolution: Resolution) -> Capture:
    """Take back a good grade that nothing bears out.

    When the platform's documents say that a post is gone and none of its words are known, a page that shows something
    shows a notice as likely as the post.
    """
    known = bool(framing.expect) or resolution.embed.post_id is None
    if known or resolution.availability.state not in ABSENT or not usable(made):
        return made
    reason = "The platform says that the post is gone, and no words of it are known to look for in what the page shows."
    return replace(made, outcome=Outcome.NOT_FOUND, grade=Grade.BLANK, reasons=(reason, *made.reasons))


def wrapped(made: Capture) -> Capture:
    """Grade the platform's markup for embedding on a page of ours: its words, seldom its looks, so a part of the post."""
    if made.grade is not Grade.COMPLETE:
        return made
    reason = "What the platform gives to be embedded is shown on a page of ours, not the platform's own page."
    return replace(made, grade=Grade.PARTIAL, reasons=(reason, *made.reasons))


def drawn(card: Capture) -> Capture:
    """Grade a card for what it is: a picture of ours, at most a part of the post (sealing says so in its warnings)."""
    if not usable(card):
        return card
    return replace(card, grade=Grade.PARTIAL)


def joined(made: Sequence[Capture], availability: Availability) -> Capture:
    """Make one capture of all visits, in the order they were made; at least one."""
    kept = best(made)
    assert kept is not None, "at least the card was drawn"
    shown = best([one for one in made if one.method not in DRAWN])
    page = kept if shown is None else shown
    steps = _steps(made)
    others = [one for one in made if one is not kept]
    return replace(
        kept,
        started=made[0].started,
        finished=made[-1].finished,
        elapsed_ms=round(sum(one.elapsed_ms for one in made), 1),
        outcome=_outcome(kept, shown, availability),
        reasons=_reasons(kept, others),
        url_requested=page.url_requested,
        url_final=page.url_final,
        redirects=page.redirects,
        http_status=page.http_status,
        artefacts=(
            *(each for each in kept.artefacts if each.role != "capture-log"),
            *(each for number, one in enumerate(made, 1) if one is not kept for each in _aside(number, one)),
            log_file(steps),
        ),
        steps=steps,
        connections=tuple(each for one in made for each in one.connections),
        certificates={host: chain for one in made for host, chain in one.certificates.items()},
        responses=sum(one.responses for one in made),
        exchanges=tuple(each for one in made for each in one.exchanges),
        cookies=tuple(dict.fromkeys(each for one in made for each in one.cookies)),
        browser=kept.browser or next((one.browser for one in made if one.browser), None),
    )


def _outcome(kept: Capture, shown: Capture | None, availability: Availability) -> Outcome:
    """Say what was met: by the page, and made sharper by a verdict that is certain."""
    if kept is shown and usable(kept):
        return kept.outcome
    met = shown.outcome if shown is not None else Outcome.NOT_FOUND
    empty = shown is None or (shown.grade is Grade.BLANK and (shown.http_status or 200) < 500)
    if availability.state in ABSENT and empty and met in {Outcome.NOT_FOUND, Outcome.ERROR}:
        met = Outcome.NOT_FOUND
        if not availability.suspected:
            met = _SURE.get(availability.state, met)
    return met


def _reasons(kept: Capture, others: Sequence[Capture]) -> tuple[str, ...]:
    if kept.grade is Grade.COMPLETE:
        return ()
    told = (f"{one.method}: {reason}" for one in others for reason in one.reasons)
    return tuple(dict.fromkeys((*kept.reasons, *told)))


def _steps(made: Sequence[Capture]) -> tuple[Step, ...]:
    steps: list[Step] = []
    began = 0.0
    for number, one in enumerate(made, 1):
        address = one.url_requested or "a card of ours"
        steps.append(Step(at_ms=round(began, 1), step="attempt", detail=f"{number}: {one.method} {address}"))
        steps.extend(replace(step, at_ms=round(began + step.at_ms, 1)) for step in one.steps)
        began += one.elapsed_ms
        told = " ".join((f"{number}: {one.outcome}, {one.grade}.", *one.reasons))
        steps.append(Step(at_ms=round(began, 1), step="attempt-done", detail=told))
    return tuple(steps)


def _aside(number: int, one: Capture) -> tuple[Artefact, ...]:
    """Put the files of a visit that was not kept into a folder; its picture is no picture of the post."""
    return tuple(
        replace(
            each,
            name=f"attempts/{number}-{one.method}/{each.name}",
            role="page-image" if each.role in {"post-image", "post-slide"} else each.role,
        )
        for each in one.artefacts
        if each.role != "capture-log"
    )


def with_files(one: Capture, files: Sequence[Artefact]) -> Capture:
    """Add files to a capture."""
    return replace(one, artefacts=(*one.artefacts, *files))
