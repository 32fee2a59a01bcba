from datetime import UTC, datetime

import pytest

from service.platforms.x import X
from tests.replica import ids

DAY = datetime(2024, 5, 4, 10, 41, 17, tzinfo=UTC)


def result(post, token="a"):
    return f"https://cdn.syndication.twimg.com/tweet-result?id={post.id}&lang=en&token={token}"


def oembed(post, host="publish.twitter.com"):
    return f"https://{host}/oembed?url=https://x.com/i/status/{post.id}"


@pytest.fixture
def post(world):
    return world.add_x_post(
        handle="mira_lenz", name="Mira Lenz", text="A train.\nAgain.", created=DAY, pictures=["A train"]
    )


def test_an_id_lies_inside_the_utc_day_of_its_post(post):
    assert ids.snowflake_time(post.id).date() == DAY.date()
    assert abs(ids.snowflake_time(post.id) - DAY).total_seconds() < 0.01


async def test_a_living_post_is_told_with_words_author_time_and_pictures(post, get):
    told = (await get(result(post))).json()
    assert (told["__typename"], told["id_str"], told["created_at"]) == ("Tweet", post.id, "2024-05-04T10:41:17.000Z")
    assert (told["user"]["screen_name"], told["user"]["name"]) == ("mira_lenz", "Mira Lenz")
    assert told["text"].endswith(f" https://t.co/{post.media_code}")
    assert told["text"][: told["display_text_range"][1]] == post.text
    assert (await get(told["mediaDetails"][0]["media_url_https"] + "?name=orig")).body.startswith(b"\xff\xd8")
    assert (await get(told["user"]["profile_image_url_https"])).body.startswith(b"\x89PNG")


async def test_without_a_token_there_is_an_empty_object(post, get):
    assert (await get(result(post, token=""))).json() == {}


async def test_an_id_that_is_none_is_a_bad_request(get):
    answer = await get("https://cdn.syndication.twimg.com/tweet-result?id=99999999999999999999&token=a")
    assert (answer.status, answer.json()) == (400, {"error": "Bad request."})


async def test_our_own_reader_computes_the_token_and_understands_what_it_is_told(post, get):
    [asked, second] = X().requests(post.id)
    assert (await get(asked.url)).json()["id_str"] == post.id
    assert (await get(second.url)).json()["author_name"] == "Mira Lenz"


async def test_a_deleted_post_is_404_everywhere(world, post, get):
    world.delete(post)
    assert [(await get(url)).status for url in (result(post), oembed(post))] == [404, 404]


@pytest.mark.parametrize(
    ("act", "words", "second"),
    [
        ("protect", "limits who can view", 403),
        ("suspend", "from a suspended account", 403),
        ("leave", "account that no longer exists", 404),
        ("withhold", "has been withheld in", 200),
        ("remove", "violated the X Rules", 404),
    ],
)
async def test_a_post_that_may_not_be_seen_leaves_a_tombstone(world, post, get, act, words, second):  # noqa: PLR0917
    getattr(world, act)(post)
    told = (await get(result(post))).json()
    assert told["__typename"] == "TweetTombstone"
    assert words in told["tombstone"]["text"]["text"]
    assert (await get(oembed(post))).status == second


async def test_an_age_gate_is_an_empty_tombstone_over_a_living_post(world, post, get):
    world.gate(post)
    assert (await get(result(post))).json() == {"__typename": "TweetTombstone", "tombstone": {}}
    answer = await get(oembed(post))
    assert (answer.status, "not authorized" in answer.text) == (403, True)


async def test_what_is_restored_is_as_it_was(world, post, get):
    before = await get(result(post))
    world.delete(post)
    world.restore(post)
    assert (await get(result(post))).body == before.body


async def test_an_edit_is_a_new_post_and_the_old_one_says_that_it_is_stale(world, post, get):
    new = world.edit(post, "Two trains.")
    old_told, new_told = (await get(result(post))).json(), (await get(result(new))).json()
    assert old_told["edit_control"]["edit_tweet_ids"] == [post.id, new.id] == new_told["edit_control"]["edit_tweet_ids"]
    assert (old_told["isStaleEdit"], old_told["isEdited"]) == (True, False)
    assert (new_told["isStaleEdit"], new_told["isEdited"]) == (False, True)
    assert new_told["text"].startswith("Two trains.")
    assert (await get(f"https://t.co/{post.media_code}")).status == 301


async def test_oembed_prints_the_utc_day_and_the_picture_link(post, get):
    told = (await get(oembed(post) + "&omit_script=1")).json()
    assert "&mdash; Mira Lenz (@mira_lenz)" in told["html"]
    assert ">May 4, 2024</a></blockquote>" in told["html"]
    assert f"pic.twitter.com/{post.media_code}" in told["html"]
    assert "A train.<br>Again." in told["html"]
    assert "<script" not in told["html"]
    assert "platform.x.com/widgets.js" in (await get(oembed(post, "publish.x.com"))).json()["html"]


async def test_a_media_link_leads_programs_to_the_post_and_browsers_to_a_page_that_goes_on(post, get):
    target = f"https://twitter.com/mira_lenz/status/{post.id}/photo/1"
    for host in ("t.co", "pic.twitter.com"):
        answer = await get(f"https://{host}/{post.media_code}")
        assert (answer.status, answer.headers["Location"]) == (301, target)
    browser = await get(f"https://t.co/{post.media_code}", User_Agent="Mozilla/5.0 (X11; Linux x86_64)")
    assert (browser.status, f"URL={target}" in browser.text) == (200, True)


async def test_permalinks_correct_the_handle_and_then_show_a_wall(world, post, get):
    assert (await get(f"https://twitter.com/x/status/{post.id}")).headers[
        "Location"
    ] == f"https://x.com/x/status/{post.id}"
    assert (await get(f"https://x.com/wrong/status/{post.id}")).headers["Location"] == post.url
    assert (await get(f"https://x.com/i/status/{post.id}")).status == 200
    world.delete(post)
    gone = await get(post.url)
    assert (gone.status, "this page doesn’t exist" in gone.text) == (200, True)
