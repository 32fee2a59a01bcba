"""Weighs signals: the one place where "suspected" becomes "known"."""

from collections.abc import Iterable
from datetime import timedelta

from service.model.availability import Availability, Signal, State
from service.platforms.signals import ALIVE, GONE, TELLING

LATER = timedelta(hours=1)
"""How far apart two visits must be for the same endpoint to count twice: X has shown false tombstones for minutes."""

UNWATCHED = timedelta(hours=12)
"""How far apart two visits must be where no canary tells an outage from a loss: twice the longest outage of a large
platform that we reckon with (six hours), and less than the time between two nights."""

SENTENCES = {
    State.LIVE: "the post is there",
    State.EDITED: "the post is there and was edited",
    State.DELETED: "the post is gone",
    State.ACCOUNT_GONE: "the account is gone",
    State.SUSPENDED: "the account is suspended",
    State.PROTECTED: "the author shows it to followers only",
    State.AGE_GATED: "the post is there, behind an age gate",
    State.WITHHELD: "the platform withholds it",
    State.LOGIN_WALLED: "it is shown to members only",
    State.RATE_LIMITED: "we asked too often",
    State.BLOCKED: "we were not let in",
    State.OUTAGE: "there was no answer",
    State.UNRESOLVED: "the original is not known",
    State.UNKNOWN: "the answer says nothing we can read",
}
"""What each state means to a reader, as part of a sentence."""

_ALONE = "; no second sign yet, so this is only suspected"
_UNVOUCHED = (
    "; no post that is known to be there tells us whether the platform is in order, so this is only suspected until it"
    f" is said again {UNWATCHED // timedelta(hours=1)} hours later"
)

_UNSPECIFIC = frozenset({State.DELETED, State.WITHHELD})
"""A bare 404 is said of every kind of loss, so it supports each of them."""


def judge(
    signals: tuple[Signal, ...],
    earlier: tuple[Signal, ...] = (),
    *,
    watched: bool = True,
    unwatched: tuple[Signal, ...] = (),
) -> Availability:
    """Give the verdict on the signals of one visit, with those of earlier visits as witnesses.

    `watched`: canaries vouch for the platform in this visit, as they did for `earlier` and did not for `unwatched`.

    "Gone" is known, not suspected, when two endpoints say so in one visit, or one endpoint says the same in visits at
    least LATER apart. Where no canary vouches for the platform one visit is never enough, however many endpoints
    agree: it must be said again UNWATCHED later. A document that shows the post beside one that says "gone"
    makes the state unknown: neither is believed. What hindered us is never a statement about the post.
    """
    states = {said.state for said in signals}
    lost = (states & GONE) | (states & {State.WITHHELD})
    if not signals:
        return Availability(state=State.UNKNOWN, reason="Nothing was asked.")
    if states & GONE and states & ALIVE:
        reason = f"The documents contradict each other: {_account(signals)}."
        return Availability(state=State.UNKNOWN, signals=signals, suspected=True, reason=reason)
    state = min(states, key=TELLING.index)
    if not lost:
        return Availability(state=state, signals=signals, reason=f"{_account(signals, state)}.")
    known = watched and (_second_endpoint(signals, state) or _same_again(signals, earlier, state, LATER))
    known = known or _same_again(signals, (*earlier, *unwatched), state, UNWATCHED)
    doubt = "" if known else _ALONE if watched else _UNVOUCHED
    reason = f"{_account(signals)}{doubt}."
    return Availability(state=state, signals=signals, suspected=not known, reason=reason)


def sentence(said: Signal) -> str:
    """Say what one document said, for a person.

    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> sentence(Signal(state=State.DELETED, endpoint="oembed", status=404, marker="http-404", digest=None, at=now))
    '“oembed” says the post is gone (http-404)'
    """
    return f"“{said.endpoint}” says {SENTENCES[said.state]} ({said.marker})"


def _account(signals: Iterable[Signal], state: State | None = None) -> str:
    told = [sentence(said) for said in signals if state is None or said.state is state]
    return " and ".join(told)


def _second_endpoint(signals: tuple[Signal, ...], state: State) -> bool:
    """Say whether another endpoint says the same, or the unspecific form of it."""
    supporting = {said.endpoint for said in signals if said.state is state or said.state in _UNSPECIFIC}
    return len(supporting) >= 2


def _same_again(signals: tuple[Signal, ...], earlier: tuple[Signal, ...], state: State, apart: timedelta) -> bool:
    """Say whether an endpoint repeats what it said at least so long ago."""
    now = {said.endpoint: said.at for said in signals if said.state is state}
    return any(
        said.state is state and said.endpoint in now and now[said.endpoint] - said.at >= apart for said in earlier
    )
