"""Weighs signals: the one place where "suspected" becomes "known"."""

from collections.abc import Iterable
from datetime import timedelta

from service.model.availability import Availability, Signal, State
from service.platforms.signals import ALIVE, GONE, TELLING

LATER = timedelta(hours=1)
"""How far apart two visits must be for the same endpoint to count twice: X has shown false tombstones for minutes."""

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

_UNSPECIFIC = frozenset({State.DELETED, State.WITHHELD})
"""A bare 404 is said of every kind of loss, so it supports each of them."""


def judge(signals: tuple[Signal, ...], earlier: tuple[Signal, ...] = ()) -> Availability:
    """Give the verdict on the signals of one visit, with those of earlier visits as witnesses.

    "Gone" is known, not suspected, when two endpoints say so in one visit, or one endpoint says the same in visits at
    least LATER apart. A document that shows the post beside one that says "gone" makes the state unknown: neither is
    believed. What hindered us is never a statement about the post.
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
    known = _second_endpoint(signals, state) or _same_again(signals, earlier, state)
    reason = f"{_account(signals)}{'' if known else '; no second sign yet, so this is only suspected'}."
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


def _same_again(signals: tuple[Signal, ...], earlier: tuple[Signal, ...], state: State) -> bool:
    """Say whether an endpoint repeats what it said at least LATER ago."""
    now = {said.endpoint: said.at for said in signals if said.state is state}
    return any(
        said.state is state and said.endpoint in now and now[said.endpoint] - said.at >= LATER for said in earlier
    )
