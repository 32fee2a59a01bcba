"""Where ids do not hold all that addresses hold, the article's own address helps."""

from urllib.parse import parse_qs, urlsplit

import pytest

from service.model.embed import Embed
from service.model.framing import Method
from service.model.post import Post
from service.platforms import at, discover, of
from service.platforms.addresses import embed_of, identify
from tests.platforms.cases import all_cases

PLAIN = [
    pytest.param(case, id=case.platform) for case in all_cases() if case.name == "plain" and case.platform != "page"
]


def asked_of(url: str) -> list[str]:
    """The addresses that the documents of what an address means are asked about."""
    embed = embed_of(identify(url))
    requests = of(embed).requests(embed.post_id)
    return [parse_qs(urlsplit(request.url).query).get("url", [request.url])[0] for request in requests]


@pytest.mark.parametrize(
    ("url", "about"),
    [
        ("https://player.vimeo.com/video/918273645?h=abcdef0123&dnt=1", "https://vimeo.com/918273645/abcdef0123"),
        ("https://vimeo.com/918273645", "https://vimeo.com/918273645"),
        ("https://stationcat.tumblr.com/post/123456789012/the-cat", "https://stationcat.tumblr.com/post/123456789012"),
        ("https://codepen.io/odile/full/abCdEfG", "https://codepen.io/odile/pen/abCdEfG"),
        ("https://soundcloud.com/signal-box/night-train", "https://soundcloud.com/signal-box/night-train"),
        ("https://open.spotify.com/intl-de/track/4uLU6hMCjMI75M1A2tKUQC", "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"),
        ("https://www.flickr.com/photos/odile/51234567890/in/album-1", "https://flic.kr/p/2m4qy3N"),
        ("https://i.imgur.com/aBcDeF1.png", "https://i.imgur.com/aBcDeF1.jpg"),
        ("https://flo.uri.sh/visualisation/1234567/embed", "https://public.flourish.studio/visualisation/1234567/"),
        ("https://www.linkedin.com/embed/feed/update/urn:li:share:7192459600000000000", "https://www.linkedin.com/embed/feed/update/urn:li:share:7192459600000000000"),
        ("https://www.linkedin.com/posts/ida_trains-ugcPost-7192459600000000000-abcd", "https://www.linkedin.com/embed/feed/update/urn:li:ugcPost:7192459600000000000"),
        ("https://vk.com/station?w=wall-1001_2002", "https://vk.com/wall-1001_2002"),
        ("https://pixelfed.example/p/odile/512345678901234567", "https://pixelfed.example/p/odile/512345678901234567"),
        ("https://peertube.example/w/kkGMgK9ZtnKfYAgnEtQxbv", "https://peertube.example/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d"),
        ("https://lemmy.world/post/12345", "https://lemmy.world/post/12345"),
        ("https://truthsocial.com/@odile/posts/112382469734404711", "https://truthsocial.com/api/v1/statuses/112382469734404711"),
    ],
)  # fmt: skip
def test_a_post_is_asked_about_as_its_platform_wants_it(url, about):
    assert about in asked_of(url)


def test_a_blogs_post_without_its_blog_is_asked_nowhere():
    assert discover()["tumblr"].requests("123456789012") == ()


@pytest.mark.parametrize("case", PLAIN)
def test_an_id_of_another_shape_is_put_into_no_question(case):
    for post_id in ("", "../../admin", "a b", "1?x=1&y=2", "x" * 500, "https://evil.example/"):
        assert all("evil" not in urlsplit(request.url).netloc for request in case.file.requests(post_id))
        assert all(".." not in urlsplit(request.url).path for request in case.file.requests(post_id))


@pytest.mark.parametrize("case", PLAIN)
def test_the_address_of_another_site_leads_no_question_there(case):
    led = at(discover()[case.platform], "https://evil.example/stationcat/123456789012/abcdef0123")
    hosts = {urlsplit(request.url).hostname for request in led.requests(case.post_id)}
    assert "evil.example" not in hosts


@pytest.mark.parametrize("case", PLAIN)
def test_the_canonical_address_names_the_same_post(case):
    embed = Embed(id="x-1", platform=case.platform, post_id=case.post_id, url=case.file.url(case.post_id))
    address = identify(embed.url)
    assert address is not None
    if address.post_id is not None:
        assert (address.platform, address.post_id) == (case.platform, case.post_id)


@pytest.mark.parametrize("case", PLAIN)
def test_every_post_can_be_photographed(case):
    framings = case.file.framings(case.post_id, Post(url=case.file.url(case.post_id), title="A title", text="Words"))
    assert framings
    assert all(framing.url.startswith("https://") for framing in framings)
    assert [framing.method for framing in framings] == sorted(
        (framing.method for framing in framings), key=(Method.LIVE_EMBED, Method.LIVE_PAGE).index
    )


def test_a_tumblr_post_is_shown_by_its_embed_page_only_with_its_key():
    keyed = "https://embed.tumblr.com/embed/post/t:KEY/123456789012/v2"
    tumblr = discover()["tumblr"]
    assert at(tumblr, keyed).framings("123456789012", None)[0].url == keyed
    blog = at(tumblr, "https://www.tumblr.com/stationcat/123456789012")
    assert [framing.method for framing in blog.framings("123456789012", None)] == [Method.LIVE_PAGE]
