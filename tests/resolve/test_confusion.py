"""No post that is there is called gone: hundreds of built answers of every platform and state."""

import asyncio

import pytest

from tests.benchmarks import verdicts


@pytest.fixture(scope="module")
def score():
    return asyncio.run(verdicts.score())


def test_no_post_that_is_there_is_called_gone(score):
    assert score.table.total() >= 200
    assert score.false == []


def test_nearly_every_loss_is_known_after_the_second_visit(score):
    assert score.recall >= 0.95, score.missed


def test_no_loss_is_ever_confirmed_where_the_platform_itself_does_not_tell(score):
    assert score.table["unclear", "confirmed"] == 0
