"""Flattened posts of other platforms are found by their own links or in their author's feed, or not at all."""

from datetime import date
from typing import Any

import pytest

from service.model.availability import State
from service.resolve import resolve
from tests.resolve.story import APPVIEW, OTHER_WORDS, WORDS, Internet, quote, told

DID = "did:plc:aaaabbbbccccddddeeeeffff"
HANDLE = "mira.example"
FEED = f"{APPVIEW}app.bsky.feed.getAuthorFeed"


@pytest.fixture
def internet():
    return Internet()


def view(rkey: str, text: str, created: str) -> dict[str, Any]:
    author = {"did": DID, "handle": HANDLE, "displayName": "Mira Lenz"}
    record = {"text": text, "createdAt": created}
    return {"uri": f"at://{DID}/app.bsky.feed.post/{rkey}", "author": author, "record": record}


def feed(*views: dict[str, Any], cursor: str | None = None) -> dict[str, Any]:
    return {"feed": [{"post": each} for each in views]} | ({"cursor": cursor} if cursor else {})


async def test_a_bluesky_quote_is_found_in_its_authors_feed(internet):
    post = view("3krodaaaaaaaa", WORDS, "2024-05-04T22:30:00Z")
    internet.says(FEED, feed(view("3krozzzzzzzzz", OTHER_WORDS, "2024-05-09T08:00:00Z"), cursor="next"))
    internet.says(FEED, feed(post), query={"cursor": "next"})
    internet.says(f"{APPVIEW}app.bsky.feed.getPosts", {"posts": [post]})
    found = await resolve(internet, quote(handle=HANDLE, platform="bluesky"))
    assert found.embed.id == f"bluesky-{DID}-3krodaaaaaaaa"
    assert found.availability.state is State.LIVE


async def test_a_bluesky_quote_may_print_the_day_of_whoever_copied_it(internet):
    post = view("3krodaaaaaaaa", WORDS, "2024-05-04T22:30:00Z")
    internet.says(FEED, feed(post))
    internet.says(f"{APPVIEW}app.bsky.feed.getPosts", {"posts": [post]})
    found = await resolve(internet, quote(handle=HANDLE, platform="bluesky", day=date(2024, 5, 5)))
    assert found.embed.post_id == f"{DID}/3krodaaaaaaaa"


async def test_the_same_words_in_another_week_are_another_post(internet):
    internet.says(FEED, feed(view("3krodaaaaaaaa", WORDS, "2024-05-12T22:30:00Z")))
    found = await resolve(internet, quote(handle=HANDLE, platform="bluesky"))
    assert found.availability.state is State.UNRESOLVED


async def test_two_bluesky_posts_with_the_same_words_leave_the_quote_unresolved(internet):
    twins = [view(rkey, WORDS, "2024-05-04T10:00:00Z") for rkey in ("3krodaaaaaaaa", "3krodbbbbbbbb")]
    internet.says(FEED, feed(*twins))
    found = await resolve(internet, quote(handle=HANDLE, platform="bluesky"))
    assert found.embed.post_id is None
    assert "neither was chosen" in told(found)


async def test_a_feed_that_cannot_be_read_leaves_the_search_open(internet):
    internet.refuses(FEED, 429)
    found = await resolve(internet, quote(handle=HANDLE, platform="bluesky"))
    assert found.availability.state is State.UNRESOLVED
    assert "the search is not over" in found.availability.reason


async def test_a_mastodon_quote_is_found_by_its_own_link(internet):
    status = {
        "id": "112382823628804711",
        "content": f"<p>{WORDS}</p>",
        "created_at": "2024-05-04T12:30:00Z",
        "url": "https://social.example/@mira/112382823628804711",
        "account": {"acct": "mira", "display_name": "Mira Lenz"},
    }
    internet.says("https://social.example/api/v1/statuses/112382823628804711", status)
    reference = quote(handle="mira@social.example", platform="mastodon", links=(status["url"],))
    found = await resolve(internet, reference)
    assert found.embed.id == "mastodon-social.example-112382823628804711"
    assert found.aliases == (reference.embed_id,)


async def test_a_link_to_another_post_does_not_name_the_quote(internet):
    status = {"id": "112382823628804711", "content": f"<p>{OTHER_WORDS}</p>", "account": {"acct": "mira"}}
    internet.says("https://social.example/api/v1/statuses/112382823628804711", status)
    links = ("https://social.example/@mira/112382823628804711",)
    found = await resolve(internet, quote(handle="mira@social.example", platform="mastodon", links=links))
    assert found.availability.state is State.UNRESOLVED


@pytest.mark.parametrize("platform", ["instagram", "facebook", "threads", "telegram"])
async def test_a_quote_of_a_platform_without_search_stays_what_the_article_says(internet, platform):
    reference = quote(platform=platform)
    found = await resolve(internet, reference)
    assert found.embed.id == reference.embed_id
    assert found.embed.platform == platform
    assert internet.asked == []
