from datetime import UTC, datetime

import pytest

DAY = datetime(2024, 5, 4, 16, 10, tzinfo=UTC)
XRPC = "https://public.api.bsky.app/xrpc/"
THREAD = XRPC + "app.bsky.feed.getPostThread?depth=0&uri="


@pytest.fixture
def post(world):
    return world.add_bluesky_post(
        handle="odile.bsky.social", name="Odile", text="42 wagons.", created=DAY, pictures=["Wagons"]
    )


@pytest.fixture
def status(world):
    return world.add_mastodon_post(handle="stellwerk", text="Vierzig Wagen.\n\nKein Wort.", created=DAY, lang="de")


@pytest.fixture
def video(world):
    return world.add_video(id="vLmRk3a1nE0", title="The quiet line", channel="Club", handle="club", published=DAY)


async def test_a_bluesky_post_is_found_by_its_address_with_handle_and_with_did(post, get):
    [found] = (await get(f"{XRPC}app.bsky.feed.getPosts?uris={post.uri}")).json()["posts"]
    assert (found["cid"], found["record"]["text"], found["author"]["did"]) == (post.cid, "42 wagons.", post.did)
    by_handle = post.uri.replace(post.did, post.handle)
    assert (await get(THREAD + by_handle)).json()["thread"]["post"]["uri"] == post.uri
    assert (await get(found["embed"]["images"][0]["fullsize"])).body.startswith(b"\xff\xd8")


async def test_a_handle_leads_to_a_did_a_document_and_a_feed(post, get):
    resolved = (await get(f"{XRPC}com.atproto.identity.resolveHandle?handle={post.handle}")).json()
    assert resolved == {"did": post.did}
    assert (await get(f"https://plc.directory/{post.did}")).json()["alsoKnownAs"] == [f"at://{post.handle}"]
    feed = (await get(f"{XRPC}app.bsky.feed.getAuthorFeed?actor={post.did}")).json()["feed"]
    assert [item["post"]["uri"] for item in feed] == [post.uri]


async def test_a_deleted_bluesky_post_is_not_found_and_a_rewritten_one_has_another_cid(world, post, get):
    assert world.edit(post, "43 wagons.").cid != post.cid
    assert (await get(THREAD + post.uri)).json()["thread"]["post"]["record"]["text"] == "43 wagons."
    world.delete(post)
    gone = await get(THREAD + post.uri)
    assert (gone.status, gone.json()["error"]) == (400, "NotFound")
    assert (await get(f"{XRPC}app.bsky.feed.getPosts?uris={post.uri}")).json() == {"posts": []}
    assert (await get(f"https://embed.bsky.app/oembed?url={post.url}")).status == 404


async def test_an_author_who_wants_no_strangers_is_not_in_oembed(world, get):
    shy = world.add_bluesky_post(handle="shy.example", text="psst", created=DAY, labels=("!no-unauthenticated",))
    assert (await get(f"https://embed.bsky.app/oembed?url={shy.url}")).status == 403
    assert (await get(THREAD + shy.uri)).status == 200


async def test_a_status_is_told_by_api_activitypub_oembed_and_page(status, get):
    told = (await get(f"https://social.example/api/v1/statuses/{status.id}")).json()
    assert told["content"] == "<p>Vierzig Wagen.</p><p>Kein Wort.</p>"
    assert (told["account"]["acct"], told["edited_at"], told["url"]) == ("stellwerk", None, status.url)
    note = (await get(status.url, Accept="application/activity+json")).json()
    assert (note["type"], note["published"]) == ("Note", "2024-05-04T16:10:00.000Z")
    oembed = (await get(f"https://social.example/api/oembed?url={status.url}")).json()
    assert 'class="mastodon-embed"' in oembed["html"]
    for url in (status.url, status.url + "/embed"):
        page = await get(url)
        assert (page.status, 'class="detailed-status"' in page.text) == (200, True)
    assert int(status.id) >> 16 == int(DAY.timestamp() * 1000)


async def test_a_status_is_edited_then_deleted_then_its_account_goes(world, status, get):
    api = f"https://social.example/api/v1/statuses/{status.id}"
    world.edit(status, "Einundvierzig Wagen.")
    assert (await get(api)).json()["edited_at"]
    world.delete(status)
    assert (await get(api)).status == (await get(status.url)).status == 404
    world.leave(status)
    gone = await get(status.url, Accept="application/activity+json")
    assert (gone.status, gone.json()["type"]) == (410, "Tombstone")


async def test_the_server_says_that_it_is_mastodon(world, get):
    [link] = (await get("https://social.example/.well-known/nodeinfo")).json()["links"]
    assert (await get(link["href"])).json()["software"]["name"] == "mastodon"


async def test_oembed_of_a_video_answers_by_what_became_of_it(world, video, get):
    url = f"https://www.youtube.com/oembed?format=json&url={video.url}"
    assert (await get(url)).json()["title"] == "The quiet line"
    world.protect(video)
    assert (await get(url)).status == 403
    world.delete(video)
    assert (await get(url)).status == 404
    assert (await get("https://www.youtube.com/oembed?url=https://www.youtube.com/watch?v=short")).status == 400
    world.add_video(id="noEmbedding", title="t", channel="c", handle="h", published=DAY, embeddable=False)
    assert (await get("https://www.youtube.com/oembed?url=https://youtu.be/noEmbedding")).status == 401


async def test_the_player_wants_to_know_who_shows_it(video, get):
    player = f"https://www.youtube.com/embed/{video.id}"
    assert "Error 153" in (await get(player)).text
    shown = await get(player, Referer="https://holdfast.example/")
    assert "ytp-cued-thumbnail-overlay" in shown.text
    assert (await get(f"https://i.ytimg.com/vi/{video.id}/maxresdefault.jpg")).body.startswith(b"\xff\xd8")
    assert (await get(f"https://youtu.be/{video.id}")).headers["Location"].startswith(video.url)


async def test_a_page_describes_itself_three_times_and_is_gone_when_taken_down(told, get):
    url = "https://news.example/2024/05/vellmark-letter"
    page = (await get(url + "/")).text
    for mark in ('property="og:title"', "application/ld+json", f'rel="canonical" href="{url}"', 'loading="lazy"'):
        assert mark in page
    told.delete("news.example/2024/05/vellmark-letter")
    assert (await get(url)).status == 410
    assert (await get("https://news.example/never")).status == 404


async def test_a_paper_exists_as_soon_as_it_has_a_page(world, get):
    world.add_page("gazette.example/a", title="A", paragraphs=["One."], published=DAY)
    assert (await get("https://gazette.example/a")).status == 200
