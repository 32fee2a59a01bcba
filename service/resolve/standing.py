"""The state of an original over time: a pure fold over what was seen, replayable from stored signals.

    UNSEEN ──alive──▶ SEEN ◀──────────alive──────────┐
      │                │                             │
      └──────lost──────┴─▶ SUSPECTED ──quorum──▶ CONFIRMED
                               │                     │
                               └─alive─▶ REAPPEARED ◀┘        (then as SEEN)

Quorum: two endpoints in one visit, or one endpoint in two visits at least an hour apart, with no sign of life between
them and the platform's canaries in order at each. Where there are no canaries: one endpoint in two visits at least
twelve hours apart, whatever else agrees. Whatever hinders us (401, 403, 429, 5xx, walls, silence, failing canaries)
moves nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from service.model.availability import Availability, Health, Signal, Stage, State
from service.model.observation import Sighting
from service.platforms.signals import ALIVE, GONE
from service.resolve.verdict import judge

LOST = GONE | {State.WITHHELD}
"""Verdicts that need a quorum."""
SPOKEN = ALIVE | LOST
"""States that are statements about the post."""

CAUSES = {
    Health.OUTAGE: (State.OUTAGE, "the platform denies posts that are known to be there, or does not answer"),
    Health.BLOCKED: (State.BLOCKED, "the platform does not let us in at the moment"),
    Health.UNREADABLE: (State.UNKNOWN, "the platform's answers do not tell what is there from what is not"),
    Health.OWN_OUTAGE: (State.OUTAGE, "our own way out is down"),
}
"""Why a verdict is frozen: the state that is told instead, and the cause in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an original stands after so many sightings."""

    stage: Stage = Stage.UNSEEN
    told: Availability | None = None
    """The last statement about the post itself; what hindered us later does not replace it."""
    verdict: Availability | None = None
    """Of the last sighting alone."""
    since: datetime | None = None
    """When `told` came to its state."""
    witnesses: tuple[Signal, ...] = ()
    """Losses seen since the last sign of life, while canaries were in order."""
    unwatched: tuple[Signal, ...] = ()
    """Losses seen since then while there were no canaries."""


def replay(sightings: Iterable[Sighting]) -> Standing:
    """Go through all sightings, oldest first."""
    standing = Standing()
    for sighting in sorted(sightings, key=lambda each: each.at):
        standing = advance(standing, sighting)
    return standing


def advance(standing: Standing, sighting: Sighting) -> Standing:
    """Take one more sighting in; one that saw nothing changes nothing."""
    if not sighting.signals:
        return standing
    watched = sighting.canaries is Health.GOOD
    verdict = judge(sighting.signals, standing.witnesses, watched=watched, unwatched=standing.unwatched)
    verdict = replace(verdict, canaries=sighting.canaries)
    if _lost(verdict) and not sighting.canaries.trusted:
        return replace(standing, verdict=_frozen(verdict))
    if verdict.state in ALIVE:
        return _alive(standing, verdict, sighting.at)
    if verdict.state not in LOST:
        return replace(standing, verdict=verdict)
    lost = tuple(said for said in sighting.signals if said.state in LOST)
    # a loss that is known stays known when a later visit repeats only a part of it
    known = standing.stage is Stage.CONFIRMED and standing.told is not None and standing.told.state is verdict.state
    if known:
        verdict = replace(verdict, suspected=False)
    stage = Stage.SUSPECTED if verdict.suspected else Stage.CONFIRMED
    after = replace(_told(standing, verdict, sighting.at), stage=stage)
    if watched:
        return replace(after, witnesses=(*after.witnesses, *lost))
    return replace(after, unwatched=(*after.unwatched, *lost))


def _alive(standing: Standing, verdict: Availability, at: datetime) -> Standing:
    lost = standing.told is not None and standing.told.state in LOST
    if lost and standing.told is not None:
        before = "perhaps " if standing.told.suspected else ""
        verdict = replace(verdict, reason=f"{verdict.reason} It was {before}{standing.told.state.value} before.")
    stage = Stage.REAPPEARED if lost else Stage.SEEN
    return replace(_told(standing, verdict, at), stage=stage, witnesses=(), unwatched=())


def _told(standing: Standing, verdict: Availability, at: datetime) -> Standing:
    same = standing.told is not None and standing.told.state is verdict.state
    return replace(standing, told=verdict, verdict=verdict, since=standing.since if same else at)


def _lost(verdict: Availability) -> bool:
    return verdict.state in LOST or (verdict.suspected and any(said.state in LOST for said in verdict.signals))


def _frozen(verdict: Availability) -> Availability:
    """Tell the cause instead of the loss; the signals stay as evidence."""
    state, cause = CAUSES[verdict.canaries]
    reason = f"{verdict.reason.rstrip('.')}; but {cause}, so no loss is believed now."
    return replace(verdict, state=state, suspected=True, reason=reason)
