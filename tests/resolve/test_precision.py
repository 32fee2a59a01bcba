"""A flattened post is never taken for another: a set of made-up authors' days, each with look-alikes."""

import asyncio
from datetime import date

import pytest

from service.model.availability import State
from service.resolve import resolve
from service.resolve.matching import same_words, swapped
from tests.benchmarks import flattened
from tests.benchmarks.days import Day
from tests.replica import World
from tests.resolve.story import POST, SAME_DAY, WORDS, Internet, quote, told, x_name


@pytest.fixture(scope="module")
def score():
    return asyncio.run(flattened.score(count=400))


def test_of_hundreds_of_flattened_posts_none_is_taken_for_another(score):
    assert score.all.total() >= 300
    assert score.wrong == []
    assert score.precision == 1.0


def test_nearly_every_original_is_found(score):
    assert score.recall >= 0.98


def test_what_is_left_is_left_to_a_person_with_a_choice(score):
    assert score.unshown == []
    assert score.left.total() >= 45


def test_over_tls_with_an_index_that_answers_in_parts_it_is_the_same():
    world = World(index_rows=3)
    told = asyncio.run(flattened.score(count=50, archive=world))
    assert told.wrong == []
    assert told.recall >= 0.95
    assert told.unshown == []
    assert any("resumeKey=" in asked.url for asked in world.requests)


@pytest.fixture
def internet():
    return Internet()


async def test_a_number_in_the_place_of_another_makes_another_post(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, "Shelling of Vellmark this morning: 3 dead, 14 hurt, the bridge is closed.")
    found = await resolve(internet, quote("Shelling of Vellmark this morning: 5 dead, 14 hurt, the bridge is closed."))
    assert found.availability.state is State.UNRESOLVED
    (offered,) = found.candidates
    assert offered.post_id == POST
    assert "says “3” where the article prints “5”" in offered.why
    assert "a person has to choose" in found.availability.reason


async def test_of_two_revisions_with_the_same_words_the_last_is_taken_even_when_only_the_first_was_archived(internet):
    chain = {"edit_control": {"edit_tweet_ids": [POST, SAME_DAY[2]]}}
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, WORDS, **chain)
    internet.has_x_post(SAME_DAY[2], f"{WORDS}!", **chain)
    assert (await resolve(internet, quote())).embed.id == x_name(SAME_DAY[2])


async def test_a_revision_that_says_something_else_does_not_stand_for_what_was_quoted(internet):
    chain = {"edit_control": {"edit_tweet_ids": [POST, SAME_DAY[2]]}}
    internet.archive_lists(("mira_lenz", POST), ("mira_lenz", SAME_DAY[2]))
    internet.has_x_post(POST, WORDS, **chain)
    internet.has_x_post(SAME_DAY[2], WORDS.replace("eleven", "twelve"), **chain)
    assert (await resolve(internet, quote())).embed.id == x_name(POST)


async def test_the_address_of_a_repost_is_not_the_original(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, WORDS, id_str="1786707000000000000")
    found = await resolve(internet, quote())
    assert found.embed.post_id is None
    assert "only repeats another post" in told(found)


async def test_an_old_post_whose_day_nobody_tells_is_offered_but_not_taken(internet):
    day = Day("mira_lenz", "Mira Lenz", date(2009, 12, 1))
    day.lists("6213458923")
    day.shows("6213458923", WORDS)
    found = await resolve(day, quote(day=day.day))
    assert found.embed.post_id is None
    assert [each.post_id for each in found.candidates] == ["6213458923"]
    assert "too old to carry a day" in found.candidates[0].why


@pytest.mark.parametrize(
    ("printed", "said", "pair"),
    [
        ("The train left on Monday.", "The train left on Tuesday.", ("monday", "tuesday")),
        ("Трое раненых, мост закрыт", "Двое раненых, мост закрыт", ("трое", "двое")),
        ("3 dead", "30 dead", ("3", "30")),
        ("Image The train left", "The train left on Monday", None),
        ("co-operate now", "cooperate now", None),
        ("週の初めからバスを", "週の初めからバスを390台数えた", None),
        ("週の初めからバスを390台", "週の初めからバスを380台", ("週の初めからバスを390台", "週の初めからバスを380台")),
    ],
)
def test_words_that_were_cut_or_added_are_told_from_words_that_were_swapped(printed, said, pair):
    assert swapped(printed, said) == pair


def test_a_quote_that_breaks_off_is_not_sure_to_be_the_whole_post():
    assert same_words("Trains arrive.", "trains ARRIVE")
    assert not same_words("Trains arrive …", "Trains arrive")
