"""A flattened post on X finds its original, or nobody."""

import pytest

from service.model.availability import State
from service.resolve import resolve
from tests.resolve.story import (
    DAY_BEFORE,
    INDEX,
    OTHER_WORDS,
    POST,
    SAME_DAY,
    SYNDICATION,
    WORDS,
    Internet,
    quote,
    told,
    x_name,
)


@pytest.fixture
def internet():
    return Internet()


async def test_a_quote_is_found_by_its_own_picture_link(internet):
    internet.redirects("https://t.co/Vk7qPz0LmA", to=f"https://twitter.com/mira_lenz/status/{POST}/photo/1")
    internet.has_x_post(POST, WORDS)
    found = await resolve(internet, quote(f"{WORDS} pic.twitter.com/Vk7qPz0LmA"))
    assert found.embed.id == x_name(POST)
    assert found.availability.state is State.LIVE
    assert internet.was_asked("cdx") == 0


async def test_a_link_that_a_browser_gets_as_a_refreshing_page_is_followed_too(internet):
    page = f'<meta http-equiv="refresh" content="0;URL=https://x.com/mira_lenz/status/{POST}/video/1">'
    internet.says("https://t.co/Vk7qPz0LmA", f"<head>{page}<title>x</title></head>")
    internet.has_x_post(POST, WORDS)
    found = await resolve(internet, quote(links=("https://t.co/Vk7qPz0LmA",)))
    assert found.embed.id == x_name(POST)


async def test_the_name_of_the_quote_stays_an_alias_of_the_post(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, WORDS)
    reference = quote()
    assert (await resolve(internet, reference)).aliases == (reference.embed_id,)


async def test_a_quote_without_links_is_found_in_the_archives_index_among_posts_of_the_same_day(internet):
    internet.archive_lists(*(("mira_lenz", each) for each in (*SAME_DAY, POST)))
    for decoy in SAME_DAY:
        internet.has_x_post(decoy, OTHER_WORDS)
    internet.has_x_post(POST, WORDS)
    found = await resolve(internet, quote())
    assert found.embed.id == x_name(POST)
    assert found.embed.url == f"https://x.com/mira_lenz/status/{POST}"


async def test_why_this_post_and_no_other_is_told_in_a_sentence(internet):
    internet.archive_lists(*(("mira_lenz", each) for each in (*SAME_DAY, POST)))
    for decoy in SAME_DAY:
        internet.has_x_post(decoy, OTHER_WORDS)
    internet.has_x_post(POST, WORDS)
    (why,) = [each for each in (await resolve(internet, quote())).attempts if each.step == "original"]
    assert why.outcome.startswith(f"Post {POST} is the original: 100 % of the words agree, no other comes near")


async def test_the_index_is_asked_as_few_questions_as_the_day_allows(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, WORDS)
    await resolve(internet, quote())
    assert internet.was_asked("cdx") == 1


async def test_a_post_archived_only_under_another_host_is_found(internet):
    internet.archive_lists(("mira_lenz", POST), host="mobile.twitter.com")
    internet.has_x_post(POST, WORDS)
    assert (await resolve(internet, quote())).embed.id == x_name(POST)


async def test_a_post_of_another_day_is_never_taken_whatever_it_says(internet):
    internet.redirects("https://t.co/Vk7qPz0LmA", to=f"https://twitter.com/mira_lenz/status/{DAY_BEFORE}/photo/1")
    internet.archive_lists(("mira_lenz", DAY_BEFORE))
    internet.has_x_post(DAY_BEFORE, WORDS)
    found = await resolve(internet, quote(links=("https://t.co/Vk7qPz0LmA",)))
    assert found.embed.post_id is None
    assert "was made on 3 May 2024 (UTC), not on 4 May 2024" in told(found)


async def test_a_repost_of_the_words_is_not_the_original(internet):
    internet.archive_lists(("mira_lenz", SAME_DAY[0]))
    internet.has_x_post(SAME_DAY[0], f"RT @other: {WORDS}")
    found = await resolve(internet, quote())
    assert found.embed.post_id is None
    assert "only repeats another post" in told(found)


async def test_a_post_by_somebody_else_is_not_the_original_even_under_this_authors_address(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, WORDS, handle="copycat", name="Copy Cat")
    found = await resolve(internet, quote())
    assert found.embed.post_id is None
    assert "by @copycat" in told(found)


async def test_an_author_who_changed_handles_is_known_by_name(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, WORDS, handle="mira_lenz_news")
    assert (await resolve(internet, quote())).embed.id == x_name(POST)


async def test_of_two_posts_with_the_same_words_neither_is_chosen(internet):
    internet.archive_lists(("mira_lenz", POST), ("mira_lenz", SAME_DAY[0]))
    internet.has_x_post(POST, WORDS)
    internet.has_x_post(SAME_DAY[0], WORDS)
    found = await resolve(internet, quote())
    assert found.availability.state is State.UNRESOLVED
    assert POST in told(found)
    assert SAME_DAY[0] in told(found)


async def test_two_revisions_of_one_post_are_no_rivals(internet):
    internet.archive_lists(("mira_lenz", POST), ("mira_lenz", SAME_DAY[2]))
    chain = {"edit_control": {"edit_tweet_ids": [POST, SAME_DAY[2]]}}
    internet.has_x_post(POST, WORDS, **chain)
    internet.has_x_post(SAME_DAY[2], WORDS, **chain)
    assert (await resolve(internet, quote())).embed.post_id in (POST, SAME_DAY[2])


async def test_a_longer_post_that_repeats_the_words_loses_to_the_post_itself(internet):
    internet.archive_lists(("mira_lenz", POST), ("mira_lenz", SAME_DAY[0]))
    internet.has_x_post(POST, WORDS)
    internet.has_x_post(SAME_DAY[0], f"As I said this morning: {WORDS} And the ministry is still silent about it.")
    assert (await resolve(internet, quote())).embed.id == x_name(POST)


async def test_a_short_phrase_inside_a_long_quote_is_not_the_post(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, "Nobody on the platform was told")
    assert (await resolve(internet, quote())).embed.post_id is None


async def test_a_quote_that_lost_its_last_sentence_still_finds_its_post(internet):
    internet.archive_lists(("mira_lenz", POST), ("mira_lenz", SAME_DAY[0]))
    internet.has_x_post(POST, WORDS)
    internet.has_x_post(SAME_DAY[0], OTHER_WORDS)
    found = await resolve(internet, quote("First freight train on the Vellmark line in eleven years."))
    assert found.embed.id == x_name(POST)


async def test_somebody_elses_picture_in_the_quote_does_not_name_the_post(internet):
    internet.redirects("https://t.co/Vk7qPz0LmA", to=f"https://twitter.com/other/status/{SAME_DAY[0]}/photo/1")
    internet.has_x_post(SAME_DAY[0], OTHER_WORDS, handle="other", name="Other")
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, WORDS)
    found = await resolve(internet, quote(f"{WORDS} https://t.co/Vk7qPz0LmA"))
    assert found.embed.id == x_name(POST)


async def test_a_deleted_post_is_found_by_link_author_and_day(internet):
    internet.redirects("https://t.co/Vk7qPz0LmA", to=f"https://twitter.com/mira_lenz/status/{POST}/photo/1")
    internet.lost_x_post(POST)
    found = await resolve(internet, quote(f"{WORDS} pic.twitter.com/Vk7qPz0LmA"))
    assert found.embed.id == x_name(POST)
    assert found.availability.state is State.DELETED


@pytest.mark.parametrize(
    "archived",
    [
        {"id_str": POST, "full_text": WORDS, "user": {"screen_name": "mira_lenz", "name": "Mira Lenz"}},
        {
            "data": {"id": POST, "text": WORDS, "author_id": "41"},
            "includes": {"users": [{"id": "41", "username": "mira_lenz", "name": "Mira Lenz"}]},
        },
        f'<html><head><meta property="og:description" content="“{WORDS}”"></head></html>',
    ],
    ids=["old-json", "new-json", "page"],
)
async def test_a_deleted_post_is_found_by_the_words_of_its_archived_copy(internet, archived):
    internet.archive_lists(("mira_lenz", POST), ("mira_lenz", SAME_DAY[0]), media_type="application/json")
    internet.lost_x_post(POST)
    internet.archive_keeps(POST, archived)
    internet.has_x_post(SAME_DAY[0], OTHER_WORDS)
    found = await resolve(internet, quote())
    assert found.embed.id == x_name(POST)
    assert found.availability.state is State.DELETED
    assert found.post is not None
    assert found.post.text == WORDS
    assert found.post.sources["text"] == "archived-copy"


async def test_an_archived_repost_is_not_the_original(internet):
    internet.archive_lists(("mira_lenz", POST), media_type="application/json")
    internet.lost_x_post(POST)
    internet.archive_keeps(POST, {"id_str": POST, "text": WORDS, "retweeted_status": {"id_str": "1"}})
    assert (await resolve(internet, quote())).embed.post_id is None


async def test_an_archive_that_is_down_leaves_the_quote_unresolved_and_says_so(internet):
    internet.refuses(INDEX, 503)
    found = await resolve(internet, quote())
    assert found.availability.state is State.UNRESOLVED
    assert "the search is not over" in found.availability.reason
    assert "answered with status 503" in told(found)


async def test_a_platform_that_limits_us_leaves_the_quote_unresolved_and_nothing_is_called_gone(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.limits_x()
    found = await resolve(internet, quote())
    assert found.availability.state is State.UNRESOLVED
    assert "not to be had" in told(found)


async def test_a_limit_met_after_the_search_is_told_as_a_limit(internet):
    internet.redirects("https://t.co/Vk7qPz0LmA", to=f"https://twitter.com/mira_lenz/status/{POST}/photo/1")
    internet.limits_x()
    found = await resolve(internet, quote(links=("https://t.co/Vk7qPz0LmA",)))
    assert found.embed.id == x_name(POST)
    assert found.availability.state is State.RATE_LIMITED


async def test_a_dead_picture_link_leads_on_to_the_archive(internet):
    internet.refuses("https://t.co/Vk7qPz0LmA", 404)
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, WORDS)
    assert (await resolve(internet, quote(f"{WORDS} https://t.co/Vk7qPz0LmA"))).embed.id == x_name(POST)


async def test_an_orphan_without_author_is_found_by_its_link_and_its_words(internet):
    internet.redirects("https://t.co/Vk7qPz0LmA", to=f"https://twitter.com/mira_lenz/status/{POST}/photo/1")
    internet.has_x_post(POST, WORDS)
    found = await resolve(internet, quote(f"{WORDS} pic.twitter.com/Vk7qPz0LmA", handle=None, day=None))
    assert found.embed.id == x_name(POST)


async def test_an_orphan_whose_words_are_others_stays_unresolved(internet):
    internet.redirects("https://t.co/Vk7qPz0LmA", to=f"https://twitter.com/mira_lenz/status/{POST}/photo/1")
    internet.has_x_post(POST, OTHER_WORDS)
    found = await resolve(internet, quote(f"{WORDS} pic.twitter.com/Vk7qPz0LmA", handle=None, day=None))
    assert found.availability.state is State.UNRESOLVED


async def test_without_author_day_and_link_nothing_is_asked(internet):
    found = await resolve(internet, quote(handle=None, day=None))
    assert found.availability.state is State.UNRESOLVED
    assert internet.asked == []


async def test_nothing_is_invented_for_a_quote_that_is_not_found(internet):
    internet.archive_lists()
    reference = quote()
    found = await resolve(internet, reference)
    assert found.embed.id == reference.embed_id
    assert found.embed.platform == "x"
    assert (found.embed.post_id, found.embed.url) == (None, None)
    assert found.aliases == ()
    assert found.post is not None
    assert found.post.text == reference.text
    assert found.post.author.handle == "mira_lenz"
    assert set(found.post.sources.values()) == {"article", "article-day"}
    assert found.attempts


async def test_every_answer_is_kept_and_asked_for_once(internet):
    internet.archive_lists(("mira_lenz", POST))
    internet.has_x_post(POST, WORDS)
    found = await resolve(internet, quote())
    assert internet.was_asked(SYNDICATION) == 1
    assert [document.request.url for document in found.documents] == [request.url for request in internet.asked]


async def test_garbage_from_the_index_is_told_and_survived(internet):
    for garbage in ("<html>busy</html>", b"\xff\xfe", {"error": 1}, [["timestamp"], 7, ["x"], [None, 3]]):
        internet.says(INDEX, garbage)
        assert (await resolve(internet, quote())).availability.state is State.UNRESOLVED
