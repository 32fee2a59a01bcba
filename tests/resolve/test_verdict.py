"""A verdict needs its evidence: nothing is called gone on one word."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from service.model.availability import Signal, State
from service.platforms.signals import ALIVE, GONE, TELLING
from service.resolve.verdict import LATER, SENTENCES, UNWATCHED, judge

NOW = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
OURS = (State.LOGIN_WALLED, State.RATE_LIMITED, State.BLOCKED, State.OUTAGE, State.UNKNOWN)


def said(state: State, endpoint: str = "tweet-result", at: datetime = NOW) -> Signal:
    return Signal(state=state, endpoint=endpoint, status=200, marker="m", digest=None, at=at)


@pytest.mark.parametrize("state", sorted(GONE | {State.WITHHELD}))
def test_one_signal_is_never_enough_to_call_a_post_gone(state):
    verdict = judge((said(state),))
    assert verdict.state is state
    assert verdict.suspected


@pytest.mark.parametrize("state", sorted(GONE | {State.WITHHELD}))
def test_two_endpoints_that_agree_are_enough(state):
    assert not judge((said(state), said(state, "oembed"))).suspected


@pytest.mark.parametrize("state", sorted(GONE))
def test_a_bare_not_found_supports_a_more_telling_loss(state):
    verdict = judge((said(state), said(State.DELETED, "oembed")))
    assert (verdict.state, verdict.suspected) == (state, False)


def test_two_losses_that_do_not_fit_together_stay_suspected():
    assert judge((said(State.SUSPENDED), said(State.PROTECTED, "oembed"))).suspected


def test_the_same_endpoint_twice_in_one_visit_is_one_signal():
    assert judge((said(State.DELETED), said(State.DELETED))).suspected


@pytest.mark.parametrize(("before", "suspected"), [(LATER - timedelta(seconds=1), True), (LATER, False)])
def test_the_same_word_an_hour_later_is_enough(before, suspected):
    earlier = (said(State.DELETED, at=NOW - before),)
    assert judge((said(State.DELETED),), earlier).suspected is suspected


def test_another_word_an_hour_ago_is_no_support():
    earlier = (said(State.LIVE, at=NOW - timedelta(days=1)), said(State.DELETED, "oembed", NOW - timedelta(days=1)))
    assert judge((said(State.DELETED),), earlier).suspected


@pytest.mark.parametrize("gone", sorted(GONE))
@pytest.mark.parametrize("alive", sorted(ALIVE))
def test_documents_that_contradict_each_other_are_not_believed(gone, alive):
    verdict = judge((said(gone), said(alive, "oembed")))
    assert verdict.state is State.UNKNOWN
    assert "contradict" in verdict.reason


@pytest.mark.parametrize("ours", OURS)
def test_what_hindered_us_says_nothing_of_the_post(ours):
    assert judge((said(ours), said(ours, "oembed"))).state is ours
    assert not judge((said(ours),)).suspected
    assert judge((said(ours), said(State.LIVE, "oembed"))).state is State.LIVE
    verdict = judge((said(State.DELETED), said(ours, "oembed")))
    assert (verdict.state, verdict.suspected) == (State.DELETED, True)


def test_a_post_seen_again_is_live_whatever_was_said_before():
    earlier = (said(State.DELETED, at=NOW - timedelta(days=2)), said(State.DELETED, "oembed", NOW - timedelta(days=2)))
    verdict = judge((said(State.LIVE),), earlier)
    assert (verdict.state, verdict.suspected) == (State.LIVE, False)


def test_the_order_of_signals_does_not_matter():
    signals = (said(State.SUSPENDED), said(State.DELETED, "oembed"), said(State.OUTAGE, "third"))
    verdicts = {(judge(order).state, judge(order).suspected) for order in permutations(signals)}
    assert len(verdicts) == 1


def test_every_state_has_its_place_and_its_words():
    assert set(TELLING) == set(State) == set(SENTENCES)
    assert len(TELLING) == len(set(TELLING))


def test_without_signals_nothing_is_known():
    assert judge(()).state is State.UNKNOWN


@pytest.mark.parametrize("state", sorted(GONE))
def test_where_no_canary_vouches_for_the_platform_agreeing_endpoints_are_not_enough(state):
    verdict = judge((said(state), said(state, "oembed")), watched=False)
    assert (verdict.state, verdict.suspected) == (state, True)
    assert "12 hours later" in verdict.reason


@pytest.mark.parametrize(
    ("before", "suspected"), [(LATER, True), (UNWATCHED - timedelta(1e-5), True), (UNWATCHED, False)]
)
@pytest.mark.parametrize("watched", [True, False])
def test_a_loss_that_nobody_vouched_for_counts_half_a_day_later(before, suspected, watched):
    earlier = (said(State.DELETED, at=NOW - before),)
    assert judge((said(State.DELETED),), watched=watched, unwatched=earlier).suspected is suspected
