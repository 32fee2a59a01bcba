"""Links lead to posts and pages, and posts are looked up."""

import pytest

from service.model.availability import State
from service.resolve import resolve
from tests.resolve.story import APPVIEW, POST, WORDS, Internet, link, page_name, told, x_name

ARTICLE = "https://news.example/2024/vellmark"
PAGE = '<html lang="en"><head><title>The letter</title></head><body><p>Words.</p></body></html>'
DID = "did:plc:aaaabbbbccccddddeeeeffff"


@pytest.fixture
def internet():
    return Internet()


async def test_a_link_to_a_post_gives_the_post_and_its_words(internet):
    internet.has_x_post(POST, WORDS)
    found = await resolve(internet, link(f"https://twitter.com/wrong_handle/status/{POST}?s=20"))
    assert found.embed.id == x_name(POST)
    assert found.embed.url == f"https://x.com/mira_lenz/status/{POST}"
    assert found.post is not None
    assert found.post.text == WORDS
    assert found.availability.state is State.LIVE


async def test_both_documents_of_a_post_are_kept(internet):
    internet.has_x_post(POST, WORDS)
    found = await resolve(internet, link(f"https://x.com/mira_lenz/status/{POST}"))
    assert [document.request.name for document in found.documents] == ["tweet-result", "oembed"]


async def test_a_short_link_is_followed_hop_by_hop_to_a_post(internet):
    internet.redirects("https://bit.ly/a", to="https://t.co/b")
    internet.redirects("https://t.co/b", to=f"https://mobile.twitter.com/mira_lenz/status/{POST}")
    internet.has_x_post(POST, WORDS)
    found = await resolve(internet, link("https://bit.ly/a"))
    assert found.embed.id == x_name(POST)
    assert [attempt.url for attempt in found.attempts if attempt.step == "short-link"] == [
        "https://bit.ly/a",
        "https://t.co/b",
    ]
    assert internet.was_asked("mobile.twitter.com") == 0


async def test_a_short_link_stays_an_alias_of_what_it_leads_to(internet):
    internet.redirects("https://bit.ly/a", to=f"{ARTICLE}?utm_source=x")
    internet.says(ARTICLE, PAGE)
    reference = link("https://bit.ly/a")
    found = await resolve(internet, reference)
    assert found.embed.id == page_name(ARTICLE)
    assert found.aliases == (reference.embed_id,)
    assert found.post is not None
    assert found.post.title == "The letter"


async def test_a_short_link_that_runs_in_a_circle_is_told_and_left(internet):
    internet.redirects("https://bit.ly/a", to="https://tinyurl.com/b")
    internet.redirects("https://tinyurl.com/b", to="https://bit.ly/a")
    found = await resolve(internet, link("https://bit.ly/a"))
    assert found.availability.state is State.UNRESOLVED
    assert "a loop" in told(found)
    assert found.embed.id == page_name("https://bit.ly/a")


async def test_every_hop_of_a_chain_is_kept_with_its_status_and_its_time(internet):
    internet.redirects("https://bit.ly/a", to="https://t.co/b", status=302)
    internet.says("https://t.co/b", f'<meta http-equiv="refresh" content="0;URL={ARTICLE}">')
    internet.says(ARTICLE, PAGE)
    found = await resolve(internet, link("https://bit.ly/a"))
    kept = [(each.request.url, each.status) for each in found.documents]
    assert kept == [("https://bit.ly/a", 302), ("https://t.co/b", 200), (ARTICLE, 200)]
    assert all(each.fetched.tzinfo is not None for each in found.documents)
    assert found.embed.id == page_name(ARTICLE)


async def test_pages_that_refresh_to_each_other_are_a_loop(internet):
    internet.says("https://bit.ly/a", '<meta http-equiv="refresh" content="0;URL=https://tinyurl.com/b">')
    internet.says("https://tinyurl.com/b", '<meta http-equiv="refresh" content="0;URL=https://bit.ly/a">')
    found = await resolve(internet, link("https://bit.ly/a"))
    assert found.availability.state is State.UNRESOLVED
    assert "a loop" in told(found)


async def test_a_page_that_reloads_itself_now_and_then_is_a_page(internet):
    internet.says(ARTICLE, PAGE.replace("<title>", '<meta http-equiv="refresh" content="300"><title>'))
    assert (await resolve(internet, link(ARTICLE))).availability.state is State.LIVE


async def test_a_redirect_that_does_not_say_where_to_leads_nowhere(internet):
    internet.says("https://bit.ly/a", "", status=301)
    found = await resolve(internet, link("https://bit.ly/a"))
    assert found.embed.id == page_name("https://bit.ly/a")
    assert found.availability.state in (State.UNRESOLVED, State.UNKNOWN)


async def test_a_chain_that_breaks_in_its_middle_keeps_the_hops_before(internet):
    internet.redirects("https://bit.ly/a", to="https://tinyurl.com/b")
    internet.refuses("https://tinyurl.com/b", 410)
    found = await resolve(internet, link("https://bit.ly/a"))
    assert found.availability.state is State.UNRESOLVED
    assert [each.status for each in found.documents] == [301, 410]
    assert found.embed.id == page_name("https://bit.ly/a")


async def test_the_address_of_a_repost_is_a_name_of_the_post_it_repeats(internet):
    repost = "1786707700000000000"
    internet.has_x_post(POST, WORDS)
    internet.has_x_post(repost, WORDS, id_str=POST)
    found = await resolve(internet, link(f"https://x.com/somebody/status/{repost}"))
    assert found.embed.id == x_name(POST)
    assert found.aliases == (x_name(repost),)


async def test_a_link_to_an_edited_post_keeps_the_words_that_were_linked_and_says_so(internet):
    later = str(int(POST) + 4_194_304 * 60_000)
    internet.has_x_post(POST, WORDS, edit_control={"edit_tweet_ids": [POST, later]})
    found = await resolve(internet, link(f"https://x.com/mira_lenz/status/{POST}"))
    assert found.embed.id == x_name(POST)
    assert found.availability.state is State.EDITED
    assert found.post.edits == (POST, later)


async def test_a_chain_without_end_is_left_after_ten_hops(internet):
    for hop in range(30):
        internet.redirects(f"https://bit.ly/{hop}", to=f"https://bit.ly/{hop + 1}")
    found = await resolve(internet, link("https://bit.ly/0"))
    assert found.availability.state is State.UNRESOLVED
    assert len(internet.asked) == 10


async def test_a_dead_shortener_says_nothing_of_where_it_led(internet):
    internet.refuses("https://bit.ly/a", 404)
    found = await resolve(internet, link("https://bit.ly/a"))
    assert found.availability.state is State.UNRESOLVED
    assert "does not lead on" in found.availability.reason


async def test_a_silent_shortener_is_an_outage(internet):
    internet.is_silent("https://bit.ly/a")
    found = await resolve(internet, link("https://bit.ly/a"))
    assert found.availability.state is State.OUTAGE
    assert "the connection timed out" in told(found)


async def test_a_redirect_to_a_private_address_ends_the_chain(internet):
    internet.redirects("https://bit.ly/a", to="http://169.254.169.254/latest/meta-data/")
    internet.is_private("http://169.254.169.254/latest/meta-data/")
    found = await resolve(internet, link("https://bit.ly/a"))
    assert found.availability.state is State.BLOCKED
    assert found.embed.id == page_name("https://bit.ly/a")


async def test_a_redirect_to_no_web_address_is_not_followed(internet):
    internet.redirects("https://bit.ly/a", to="javascript:alert(1)")
    found = await resolve(internet, link("https://bit.ly/a"))
    assert len(internet.asked) == 1
    assert found.embed.platform == "page"


async def test_a_page_is_known_by_its_canonical_address_on_its_own_host(internet):
    address = "https://m.news.example/amp/vellmark"
    internet.redirects(address, to=f"{ARTICLE}?from=amp")
    internet.says(ARTICLE, PAGE.replace("<title>", '<link rel="canonical" href="/2024/vellmark"><title>'))
    reference = link(address)
    found = await resolve(internet, reference)
    assert found.embed.url == ARTICLE
    assert found.aliases == (reference.embed_id,)


async def test_a_canonical_link_to_another_host_is_not_believed(internet):
    internet.says(ARTICLE, PAGE.replace("<title>", '<link rel="canonical" href="https://thief.example/x"><title>'))
    assert (await resolve(internet, link(ARTICLE))).embed.url == ARTICLE


async def test_a_page_that_is_gone_keeps_the_address_under_which_it_was_quoted(internet):
    internet.redirects(ARTICLE, to="https://news.example/2024/moved")
    internet.refuses("https://news.example/2024/moved", 404)
    found = await resolve(internet, link(ARTICLE))
    assert found.embed.url == ARTICLE
    assert found.availability.state is State.DELETED
    assert found.availability.suspected


async def test_a_page_that_became_the_front_page_is_not_called_live(internet):
    internet.redirects(ARTICLE, to="https://news.example/")
    internet.says("https://news.example/", PAGE)
    found = await resolve(internet, link(ARTICLE))
    assert found.embed.url == ARTICLE
    assert found.availability.state is State.UNKNOWN


@pytest.mark.parametrize(
    ("status", "state"),
    [(401, State.BLOCKED), (403, State.BLOCKED), (429, State.RATE_LIMITED), (500, State.OUTAGE), (503, State.OUTAGE)],
)
async def test_a_page_that_does_not_let_us_in_is_never_called_gone(internet, status, state):
    internet.refuses(ARTICLE, status)
    found = await resolve(internet, link(ARTICLE))
    assert found.availability.state is state
    assert not found.availability.suspected


@pytest.mark.parametrize(
    ("status", "state"), [(401, State.BLOCKED), (403, State.BLOCKED), (429, State.RATE_LIMITED), (502, State.OUTAGE)]
)
@pytest.mark.parametrize(
    "url",
    [
        f"https://x.com/mira/status/{POST}",
        f"https://bsky.app/profile/{DID}/post/3l4omssdl632g",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    ],
)
async def test_a_post_behind_an_error_is_never_called_gone(internet, url, status, state):
    reference = link(url)
    for host in ("cdn.syndication.twimg.com/tweet-result", "publish.twitter.com/oembed"):
        internet.refuses(f"https://{host}", status)
    internet.refuses(f"{APPVIEW}app.bsky.feed.getPosts", status)
    internet.refuses("https://embed.bsky.app/oembed", 500 if status == 403 else status)
    internet.refuses("https://www.youtube.com/oembed", status)
    internet.refuses("https://www.youtube.com/watch", status)
    found = await resolve(internet, reference)
    assert found.availability.state is state
    assert found.embed.id == reference.embed_id


async def test_a_post_that_two_documents_call_deleted_is_deleted(internet):
    internet.lost_x_post(POST)
    found = await resolve(internet, link(f"https://x.com/mira/status/{POST}"))
    assert found.availability.state is State.DELETED
    assert not found.availability.suspected


async def test_a_post_that_one_document_calls_deleted_is_only_suspected(internet):
    internet.lost_x_post(POST)
    internet.refuses("https://publish.twitter.com/oembed", 500, query={"url": f"https://twitter.com/i/status/{POST}"})
    found = await resolve(internet, link(f"https://x.com/mira/status/{POST}"))
    assert found.availability.state is State.DELETED
    assert found.availability.suspected


async def test_an_empty_tombstone_stands_over_a_living_post(internet):
    internet.gates_x_post(POST)
    found = await resolve(internet, link(f"https://x.com/mira/status/{POST}"))
    assert found.availability.state is State.AGE_GATED
    assert not found.availability.suspected


async def test_a_bluesky_handle_becomes_the_did_and_stays_an_alias(internet):
    internet.says(f"{APPVIEW}com.atproto.identity.resolveHandle", {"did": DID}, query={"handle": "mira.example"})
    view = {
        "uri": f"at://{DID}/app.bsky.feed.post/3l4omssdl632g",
        "author": {"did": DID, "handle": "mira.example"},
        "record": {"text": WORDS, "createdAt": "2024-09-21T17:43:28Z"},
    }
    internet.says(f"{APPVIEW}app.bsky.feed.getPosts", {"posts": [view]}, query={"uris": view["uri"]})
    reference = link("https://bsky.app/profile/mira.example/post/3l4omssdl632g")
    found = await resolve(internet, reference)
    assert found.embed.id == f"bluesky-{DID}-3l4omssdl632g"
    assert found.aliases == (reference.embed_id,)
    assert found.post is not None
    assert found.post.text == WORDS


async def test_a_bluesky_handle_that_leads_nowhere_is_only_suspected_to_be_gone(internet):
    error = {"error": "InvalidRequest", "message": "Unable to resolve handle"}
    internet.says(f"{APPVIEW}com.atproto.identity.resolveHandle", error, status=400)
    reference = link("https://bsky.app/profile/mira.example/post/3l4omssdl632g")
    found = await resolve(internet, reference)
    assert found.embed.id == reference.embed_id
    assert found.availability.state is State.ACCOUNT_GONE
    assert found.availability.suspected


async def test_a_platform_we_have_no_rules_for_is_never_called_live_or_gone(internet):
    reference = link("https://m.weibo.cn/status/4910815147462302")
    assert reference.platform == "weibo"
    internet.says(reference.url, PAGE)
    assert (await resolve(internet, reference)).availability.state is State.UNKNOWN
    internet.refuses(reference.url, 404)
    found = await resolve(internet, reference)
    assert found.availability.state is State.UNKNOWN
    assert found.embed.id == reference.embed_id


@pytest.mark.parametrize("hop", ["https://bit.ly/a", "https://t.co/b"])
async def test_every_hop_is_told_in_a_sentence(internet, hop):
    internet.redirects("https://bit.ly/a", to="https://t.co/b")
    internet.redirects("https://t.co/b", to=ARTICLE)
    internet.says(ARTICLE, PAGE)
    found = await resolve(internet, link("https://bit.ly/a"))
    sentences = [attempt.outcome for attempt in found.attempts if attempt.url == hop]
    assert sentences
    assert all(sentence.endswith(".") for sentence in sentences)
