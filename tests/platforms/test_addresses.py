"""One post has many spellings and one id."""

import pytest

from service.platforms.addresses import embed_of, identify
from tests.platforms.cases import all_cases

SPELLINGS = {
    ("x", "1579478434783137792"): """
        https://x.com/someone/status/1579478434783137792
        https://twitter.com/someone/status/1579478434783137792?s=20&t=abc
        http://www.twitter.com/someone/statuses/1579478434783137792/photo/1
        https://mobile.twitter.com/someone/status/1579478434783137792#fragment
        https://twitter.com/i/web/status/1579478434783137792
        https://x.com/i/status/1579478434783137792/
        https://twitter.com/#!/someone/status/1579478434783137792
        https://platform.twitter.com/embed/Tweet.html?dnt=false&id=1579478434783137792
        https://nitter.net/someone/status/1579478434783137792#m
        https://fxtwitter.com/someone/status/1579478434783137792
        https://publish.twitter.com/oembed?url=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792
        https://web.archive.org/web/20221011120000if_/https://twitter.com/someone/status/1579478434783137792
        https://archive.ph/20221011120000/https://twitter.com/someone/status/1579478434783137792
        https://archive.li/2022.10.11-120000/https://twitter.com/someone/status/1579478434783137792
        https://archive.today/o/AbCdE/https://twitter.com/someone/status/1579478434783137792
        https://web.archive.org/save/https://twitter.com/someone/status/1579478434783137792
        https://timetravel.mementoweb.org/memento/20221011/https://twitter.com/someone/status/1579478434783137792
        https://webcache.googleusercontent.com/search?q=cache:AbCdEfGh:https://twitter.com/someone/status/1579478434783137792
        https://twitter-com.cdn.ampproject.org/c/s/twitter.com/someone/status/1579478434783137792
        https://www.google.de/amp/s/twitter.com/someone/status/1579478434783137792
        https://12ft.io/https://twitter.com/someone/status/1579478434783137792
        https://r.search.yahoo.com/_ylt=a;_ylu=b/RV=2/RE=1/RO=10/RU=https%3a%2f%2ftwitter.com%2fsomeone%2fstatus%2f1579478434783137792/RK=2/RS=c
        https://urldefense.com/v3/__https://twitter.com/someone/status/1579478434783137792__;!!abc
        https://translate.google.com/translate?sl=auto&tl=en&u=https://twitter.com/someone/status/1579478434783137792
        https://getpocket.com/redirect?url=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792
        https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792&data=05
        https://l.facebook.com/l.php?u=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792&h=AT0
        https://l.instagram.com/?u=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792&e=AT
        https://www.youtube.com/redirect?event=a&q=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792
        https://out.reddit.com/t3_abc?url=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792
        https://vk.com/away.php?to=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792
        https://t.umblr.com/redirect?z=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792&t=a
        https://www.linkedin.com/safety/go?url=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792
        https://href.li/?https://twitter.com/someone/status/1579478434783137792
        https://cdn.iframe.ly/api/iframe?url=https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792
        https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Ftwitter.com%252Fsomeone%252Fstatus%252F1579478434783137792
        https://www.google.com/url?q=https://twitter.com/someone/status/1579478434783137792&sa=D
        https%3A%2F%2Ftwitter.com%2Fsomeone%2Fstatus%2F1579478434783137792
        //twitter.com/someone/status/1579478434783137792
        HTTPS://TWITTER.COM:443//someone/status/1579478434783137792
        https://twitter.com/someone/status/1579478434783137792?a=1&amp;b=2
        https://x.com/@someone/STATUS/1579478434783137792
        /web/20221011120000/https://twitter.com/someone/status/1579478434783137792
        https://web.archive.org/web/2022*/https://twitter.com/someone/status/1579478434783137792
        https://arquivo.pt/wayback/20221011120000/https://twitter.com/someone/status/1579478434783137792
        https://www.webarchive.org.uk/wayback/archive/20221011120000/https://twitter.com/someone/status/1579478434783137792
        https://wayback.archive-it.org/123/20221011120000/https://twitter.com/someone/status/1579478434783137792
        https://ghostarchive.org/archive/https://twitter.com/someone/status/1579478434783137792
    """,
    ("bluesky", "did:plc:abcdefgh/3ljsyvltpvk2e"): """
        https://bsky.app/profile/did:plc:abcdefgh/post/3ljsyvltpvk2e
        https://bsky.app/profile/did%3Aplc%3Aabcdefgh/post/3ljsyvltpvk2e?ref_src=embed
        at://did:plc:abcdefgh/app.bsky.feed.post/3ljsyvltpvk2e
        https://embed.bsky.app/embed/did:plc:abcdefgh/app.bsky.feed.post/3ljsyvltpvk2e?id=1
    """,
    ("bluesky", "someone.example/3ljsyvltpvk2e"): """
        https://bsky.app/profile/someone.example/post/3ljsyvltpvk2e
        https://bsky.app/profile/Someone.Example/post/3ljsyvltpvk2e/
    """,
    ("mastodon", "social.example/113079171241665414"): """
        https://social.example/@someone/113079171241665414
        https://social.example/@someone/113079171241665414/embed
        https://social.example/web/@someone/113079171241665414
        https://social.example/statuses/113079171241665414
        https://social.example/users/someone/statuses/113079171241665414
        https://SOCIAL.example/users/someone/statuses/113079171241665414/activity
    """,
    ("youtube", "aBcDeFgHiJ_"): """
        https://www.youtube.com/watch?v=aBcDeFgHiJ_
        https://youtu.be/aBcDeFgHiJ_?t=42
        https://www.youtube-nocookie.com/embed/aBcDeFgHiJ_?rel=0
        https://m.youtube.com/watch?app=desktop&v=aBcDeFgHiJ_
        https://www.youtube.com/shorts/aBcDeFgHiJ_
        https://www.youtube.com/live/aBcDeFgHiJ_?feature=share
        https://www.youtube.com/attribution_link?u=%2Fwatch%3Fv%3DaBcDeFgHiJ_
        https://yewtu.be/embed/aBcDeFgHiJ_
    """,
    ("facebook", "10158"): """
        https://www.facebook.com/somepage/posts/10158
        https://m.facebook.com/story.php?story_fbid=10158&id=77
        https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fsomepage%2Fposts%2F10158
        https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fsomepage%2Fposts%2F10158&h=x
    """,
    ("instagram", "C-srcchPpp7"): """
        https://www.instagram.com/p/C-srcchPpp7/
        https://instagram.com/someone/reel/C-srcchPpp7/?igsh=abc
        https://www.instagram.com/p/C-srcchPpp7/embed/captioned/
        https://instagr.am/p/C-srcchPpp7
        https://api.instagram.com/oembed?url=https://www.instagram.com/p/C-srcchPpp7/
    """,
    ("telegram", "somechannel/3408"): """
        https://t.me/somechannel/3408
        https://t.me/s/SomeChannel/3408
        https://telegram.me/somechannel/3408?single
        https://somechannel.t.me/3408
    """,
    ("tiktok", "6748451240264420610"): """
        https://www.tiktok.com/@someone/video/6748451240264420610
        https://www.tiktok.com/embed/v2/6748451240264420610
        https://m.tiktok.com/v/6748451240264420610.html
    """,
    ("reddit", "1e9iyof"): """
        https://www.reddit.com/r/something/comments/1e9iyof/a_title/
        https://old.reddit.com/r/something/comments/1e9iyof
        https://redd.it/1e9iyof
    """,
    ("flickr", "51234567890"): """
        https://www.flickr.com/photos/odile/51234567890/in/album-1
        https://www.flickr.com/photo.gne?id=51234567890
        https://live.staticflickr.com/65535/51234567890_0123456789_b.jpg
    """,
    ("fediverse", "peertube.example/9c9de5e8-0a1e-484a-b099-e80766180a6d"): """
        https://peertube.example/w/kkGMgK9ZtnKfYAgnEtQxbv
        https://peertube.example/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d
        https://peertube.example/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv
    """,
    ("youtube", "post/UgkxaBcDeFgHiJkLmNoPqRsTuVwXyZ012345"): """
        https://www.youtube.com/post/UgkxaBcDeFgHiJkLmNoPqRsTuVwXyZ012345
        https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa/community?lb=UgkxaBcDeFgHiJkLmNoPqRsTuVwXyZ012345
    """,
    ("fediverse", "pixelfed.example/512345678901234567"): """
        https://pixelfed.example/p/someone/512345678901234567
        https://pixelfed.example/p/someone/512345678901234567/embed?caption=true&likes=false
    """,
    ("threads", "C8fooBARbaz"): """
        https://www.threads.net/@someone/post/C8fooBARbaz
        https://www.vxthreads.net/@someone/post/C8fooBARbaz
    """,
    ("substack", "ann/words"): """
        https://ann.substack.com/p/words
        https://open.substack.com/pub/ann/p/words?r=abc
    """,
    ("spotify", "episode/7makk4oTQel546B0PZlDM5"): """
        https://open.spotify.com/episode/7makk4oTQel546B0PZlDM5
        https://embed.spotify.com/?uri=spotify:episode:7makk4oTQel546B0PZlDM5
    """,
    ("weibo", "4910815147462302"): """
        https://m.weibo.cn/status/4910815147462302
        https://weibo.com/1234567890/N4xlMvjhI
    """,
}


@pytest.mark.parametrize(
    ("spelling", "platform", "post_id"),
    [(line.strip(), *key) for key, lines in SPELLINGS.items() for line in lines.strip().splitlines()],
)
def test_every_spelling_of_one_post_gives_one_id(spelling, platform, post_id):
    address = identify(spelling)
    assert (address.platform, address.post_id) == (platform, post_id)


@pytest.mark.parametrize("key", SPELLINGS)
def test_a_canonical_address_is_its_own_canonical_address(key):
    for line in SPELLINGS[key].strip().splitlines():
        canonical = identify(line.strip()).url
        assert identify(canonical).url == canonical
        assert embed_of(identify(canonical)).id == embed_of(identify(line.strip())).id


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com@evil.example/someone/status/20",
        "https://notx.com/someone/status/20",
        "https://x.com.evil.example/someone/status/20",
        "https://example.com/x.com/someone/status/20",
        "https://twitter.evil.example/someone/status/20",
        "https://example.com/post/1234",
        "https://example.com/notes/introduction",
        "https://example.com/2022/10/11/status/20",
        "https://imgur.com/privacy",
        "https://x.com/someone/status/123456789012345678901",
        "https://news.example/@desk/1234567890123",
    ],
)
def test_a_look_alike_is_a_page(url):
    address = identify(url)
    assert (address.platform, address.post_id) == ("page", None)
    assert embed_of(address).id.startswith("page-")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://t.co/AbCdEfGhIj", "short"),
        ("https://pic.twitter.com/AbCdEfGhIj", "short"),
        ("https://vm.tiktok.com/ZMabc/", "short"),
        ("https://bit.ly/3abc", "short"),
        ("https://www.instagram.com/share/p/abcdef", "short"),
        ("https://twitter.com/intent/tweet?url=https://example.com", "share"),
        ("https://www.facebook.com/sharer/sharer.php?u=https://example.com", "share"),
        ("https://wa.me/?text=hello", "share"),
        ("https://buttons.example/share?u=https%3A%2F%2Fexample.com%2Fa", "share"),
        ("https://buttons.example/submit?title=a&url=https://example.com/a", "share"),
        ("https://example.com/share?url=a", "page"),
        ("https://example.com/search?url=https://example.com/a", "page"),
        ("https://news.example/authors/someone/", "profile"),
        ("https://x.com/someone", "profile"),
        ("https://bsky.app/profile/someone.example", "profile"),
        ("https://www.youtube.com/@someone", "profile"),
        ("https://twitter.com/hashtag/news", "profile"),
        ("https://twitter.com/search?q=news", "profile"),
        ("https://social.example/@someone", "profile"),
        ("https://example.com/a", "page"),
    ],
)
def test_what_is_no_post_says_what_it_is(url, kind):
    address = identify(url)
    assert (address.kind, address.post_id) == (kind, None)


@pytest.mark.parametrize(
    "url", ["mailto:desk@example.com", "javascript:alert(1)", "file:///etc/passwd", "", "#top", "http://", "nonsense"]
)
def test_what_is_no_web_address_is_nothing(url):
    assert identify(url) is None


def test_wrappers_are_peeled_off_pages_too():
    assert identify("https://example-com.cdn.ampproject.org/c/s/example.com/a").url == "https://example.com/a"
    assert identify("https://web.archive.org/web/2022/https://example.com/a?b=1").url == "https://example.com/a?b=1"
    assert (
        identify("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.com%2Fa%3Ffbclid%3Dx").url
        == "https://example.com/a"
    )


KNOWN_BY_ID = ("x", "bluesky", "mastodon", "youtube", "threads", "instagram", "tiktok", "reddit", "telegram")
CHANGED = {"handle", "copy"}
"""Cases whose answer gives the post another id: a handle became a DID, a copy led to its origin."""
OF_ADDRESS = [case for case in all_cases() if case.platform in {*KNOWN_BY_ID, "facebook"} and case.name not in CHANGED]


@pytest.mark.parametrize("case", OF_ADDRESS, ids=lambda case: f"{case.platform}-{case.name}")
def test_what_a_platform_file_calls_a_post_is_what_its_address_says(case):
    told = case.read().post
    for url in (case.file.url(case.post_id), told.url if told is not None else None):
        if url is not None:
            address = identify(url)
            assert (address.platform, address.post_id) == (case.platform, case.post_id)
