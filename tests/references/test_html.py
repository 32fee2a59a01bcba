"""Posts and links in HTML."""

import json
from base64 import b64encode

import pytest

from service import references
from service.model.article import Article, Format

X_POST = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">Bridge &amp; river <a href="https://t.co/AbCdEfGhIj">https://t.co/AbCdEfGhIj</a></p>'
    '&mdash; Ann O’Neil (@annm) <a href="https://twitter.com/annm/status/1579478434783137792?ref_src=twsrc%5Etfw">October 10, 2022</a></blockquote>'
)
LOADER = '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'


def find(body, **known):
    return references.find(Article(body=body, format=Format.HTML, **known))


def test_an_embedded_post_is_its_blockquote_without_the_loader():
    body = f"<p>Größe 🧱</p>\n{X_POST} {LOADER}<p>After</p>"
    (one,) = find(body)
    assert body[one.start : one.end] == X_POST
    assert (one.kind, one.platform, one.post_id) == ("markup", "x", "1579478434783137792")
    assert (one.author.name, one.author.handle, one.day.isoformat()) == ("Ann O’Neil", "annm", "2022-10-10")
    assert one.text == "Bridge & river https://t.co/AbCdEfGhIj"
    assert one.links == ("https://t.co/AbCdEfGhIj",)


def test_the_figure_that_only_carries_the_embed_belongs_to_it():
    figure = (
        '<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper">\n'
        f"{X_POST}{LOADER}\n</div></figure>"
    )
    body = f"<div><p>Before</p>{figure}<p>After</p></div>"
    (one,) = find(body)
    assert body[one.start : one.end] == figure


def test_offsets_count_the_submitted_body_with_its_own_line_ends():
    body = f"<p>a</p>\r\n<p>b</p>\r\n\r\n{X_POST}\r\n<p>c</p>"
    (one,) = find(body)
    assert body[one.start : one.end] == X_POST


@pytest.mark.parametrize(
    ("markup", "platform", "post_id"),
    [
        ('<iframe src="https://www.youtube.com/embed/aBcDeFgHiJ_?rel=0"></iframe>', "youtube", "aBcDeFgHiJ_"),
        (
            '<iframe data-src="https://www.youtube-nocookie.com/embed/aBcDeFgHiJ_" src="about:blank"></iframe>',
            "youtube",
            "aBcDeFgHiJ_",
        ),
        (
            '<iframe src="https://social.example/@someone/113079171241665414/embed" class="mastodon-embed"></iframe>',
            "mastodon",
            "social.example/113079171241665414",
        ),
        (
            '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:abc/app.bsky.feed.post/3ljsyvltpvk2e"><p>Hi</p></blockquote>',
            "bluesky",
            "did:plc:abc/3ljsyvltpvk2e",
        ),
        (
            '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/C-srcchPpp7/"></blockquote>',
            "instagram",
            "C-srcchPpp7",
        ),
        ('<div class="fb-post" data-href="https://www.facebook.com/somepage/posts/10158"></div>', "facebook", "10158"),
        (
            '<script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="somechannel/3408"></script>',
            "telegram",
            "somechannel/3408",
        ),
        ('<figure class="media"><oembed url="https://x.com/someone/status/20"></oembed></figure>', "x", "20"),
        ('<amp-twitter width="375" height="472" data-tweetid="20"></amp-twitter>', "x", "20"),
        (
            '<blockquote class="nojs"><p>A thing</p>&mdash; Someone (@someone) <a href="https://twitter.com/someone/status/20">March 21, 2006</a></blockquote>',
            "x",
            "20",
        ),
    ],
)
def test_the_markup_of_every_vendor_is_found_whole(markup, platform, post_id):
    body = f"<p>Before</p>{markup}<p>After</p>"
    (one,) = find(body)
    assert body[one.start : one.end] == markup
    assert (one.kind, one.platform, one.post_id) == ("markup", platform, post_id)


def test_the_post_is_the_embedded_one_and_not_the_one_it_quotes():
    body = X_POST.replace('https://t.co/AbCdEfGhIj">', 'https://twitter.com/other/status/20">')
    one, quoted = find(body)
    assert (one.kind, one.post_id) == ("markup", "1579478434783137792")
    assert (quoted.kind, quoted.post_id) == ("link", "20")
    assert one.start < quoted.start < quoted.end < one.end


def test_links_are_their_elements_and_furniture_is_left_out():
    link = '<a href="https://example.com/a?x=1&amp;y=2">words</a>'
    body = (
        '<nav><a href="https://news.example/home">Home</a></nav><article><p>See '
        + link
        + ' and <a href="https://twitter.com/intent/tweet?url=x">share</a> <a href="https://x.com/someone">@someone</a> '
        '<a href="#top">top</a> <a href="mailto:a@example.com">mail</a> <a href="https://example.com/p.jpg"><img src="p.jpg"></a></p></article>'
    )
    (one,) = find(body)
    assert body[one.start : one.end] == link
    assert (one.kind, one.platform, one.url, one.text) == ("link", "page", "https://example.com/a?x=1&y=2", "words")


def test_a_flattened_post_between_tags_is_found_in_the_source():
    body = "<p>He wrote:</p><p>It works &amp; stays. — Bo (@bo) May 1, 2020</p><p>The next day he left.</p>"
    (one,) = find(body)
    assert body[one.start : one.end] == "It works &amp; stays. — Bo (@bo) May 1, 2020"
    assert (one.kind, one.text) == ("quote", "It works & stays.")


def test_a_bare_address_in_a_paragraph_is_a_link_and_an_anchor_is_not_listed_twice():
    body = '<p>https://example.com/a</p><p><a href="https://example.com/b">https://example.com/b</a></p>'
    assert [body[one.start : one.end] for one in find(body)] == [
        "https://example.com/a",
        '<a href="https://example.com/b">https://example.com/b</a>',
    ]


TWEET = '<blockquote class="twitter-tweet"><p>Hi</p>&mdash; Ann (@annm) <a href="https://x.com/annm/status/1579478434783137792">October 10, 2022</a></blockquote>'
ESCAPED = TWEET.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
ENCODED = b64encode(TWEET.encode()).decode()


@pytest.mark.parametrize(
    "markup",
    [
        f'<div class="wall" data-anything="{ESCAPED}"><p>Please accept cookies to see this post.</p></div>',
        f'<div class="wall" data-anything="{ENCODED}"></div>',
        f'<div class="wall"><script type="text/template">{ENCODED}</script></div>',
        f'<script type="text/template">{TWEET}</script>',
        f"<template>{TWEET}</template>",
        f"<textarea hidden>{ESCAPED}</textarea>",
        f"<noscript>{TWEET}</noscript>",
        "<div data-props='"
        + json.dumps({"item": {"embed": TWEET}}).replace("'", "&#39;").replace("&m", "&amp;m")
        + "'></div>",
        '<iframe src="about:blank" data-cmp-src="https://platform.twitter.com/embed/Tweet.html?id=1579478434783137792"></iframe>',
        f'<iframe srcdoc="{ESCAPED}"></iframe>',
        '<div class="twitter-tweet twitter-tweet-rendered"><iframe id="twitter-widget-0" data-tweet-id="1579478434783137792"></iframe></div>',
        '<embetty-tweet status="1579478434783137792"></embetty-tweet>',
        '<div class="widget" data-tweet-id="1579478434783137792"></div>',
        '<div class="bbpBox" id="bbpBox_1579478434783137792"><p>Hi</p></div>',
    ],
)
def test_an_embed_behind_a_consent_wall_or_a_lazy_loader_is_found(markup):
    body = f"<p>Before</p>{markup}<p>After</p>"
    (one,) = find(body)
    assert (one.kind, one.platform, one.post_id) == ("markup", "x", "1579478434783137792")
    assert markup.startswith(body[one.start : one.start + 10]) or body[one.start : one.end] in markup
    assert "Before" not in body[one.start : one.end]
    assert "After" not in body[one.start : one.end]


def test_a_lazy_frame_and_its_twin_without_scripts_are_one_place():
    frame = '<iframe data-src="https://www.youtube.com/embed/aBcDeFgHiJ_"></iframe>'
    body = f"<p>a</p>{frame}<noscript>{frame.replace('data-', '')}</noscript><p>b</p>"
    (one,) = find(body)
    assert body[one.start : one.end] == body[8:-8]


def test_markup_that_contradicts_itself_is_found_and_says_so():
    body = TWEET.replace("annm/status", "other/status").replace("October 10", "October 12")
    (one,) = find(body)
    assert one.post_id == "1579478434783137792"
    assert len(one.notes) == 2
    assert one.confidence < 0.8


def test_a_newsletter_keeps_the_post_as_json():
    kept = json.dumps(
        {"url": "https://x.com/annm/status/20", "full_text": "Hi", "name": "Ann", "username": "annm"}
    ).replace('"', "&quot;")
    (one,) = find(f'<div class="tweet" data-attrs="{kept}"></div>')
    assert (one.post_id, one.text, one.author.handle, one.stored["full_text"]) == ("20", "Hi", "annm", "Hi")


def test_a_flattened_post_whose_date_is_still_a_link_has_its_id():
    body = '<p>He wrote on Friday that nothing was wrong:</p><p>It works — Bo (@bo) <a href="https://twitter.com/bo/status/1256000000000000000">May 1, 2020</a></p><p>More.</p>'
    (one,) = find(body)
    assert (one.kind, one.post_id) == ("quote", "1256000000000000000")
    assert body[one.start : one.end].endswith("May 1, 2020</a>")


def test_a_block_that_holds_only_an_address_is_an_embed():
    block = '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://x.com/bo/status/20\n</div></figure>'
    body = f"<p>a</p>{block}<p>b</p>"
    (one,) = find(body)
    assert (one.kind, one.post_id, body[one.start : one.end]) == ("markup", "20", block)


@pytest.mark.parametrize(
    "body",
    [
        f"<pre><code>{ESCAPED}</code></pre>",
        "<pre>It works — Bo (@bo) May 1, 2020</pre>",
        '<p>Mail <a href="mailto:bo@x.com">bo@x.com</a> (@bo)</p>',
        "<p>Bo on October 11th, 2022 at 10:04 UTC »</p>",
        '<div class="share"><a href="https://twitter.com/share?url=https%3A%2F%2Fx.com%2Fa%2Fstatus%2F20">Tweet</a></div>',
        '<p><a href="https://x.com.example/a/status/20">looks alike</a></p>',
    ],
)
def test_what_only_looks_like_a_post_is_none(body):
    assert [one for one in find(body) if one.platform != "page"] == []


def test_what_follows_a_frame_that_is_closed_as_in_xml_is_the_articles():
    body = '<p>a</p><iframe src="https://www.youtube.com/embed/aBcDeFgHiJ_"/><p>b <a href="https://example.com/a">c</a></p>'
    assert [body[one.start : one.end] for one in find(body)] == [
        '<iframe src="https://www.youtube.com/embed/aBcDeFgHiJ_"/>',
        '<a href="https://example.com/a">c</a>',
    ]


@pytest.mark.parametrize(
    ("markup", "post_id"),
    [
        (
            '<blockquote class="twitter-tweet" data-tweet-id="21">words <a href="https://x.com/annm/status/20">day</a></blockquote>',
            "20",
        ),
        (
            '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/C-srcchPpp7/"><a href="https://www.instagram.com/p/CU-W6L2IdxU/">words</a></blockquote>',
            "C-srcchPpp7",
        ),
    ],
)
def test_an_embed_that_names_two_posts_says_so(markup, post_id):
    one = find(f"<p>a</p>{markup}")[0]
    assert one.post_id == post_id
    assert one.confidence < 1
    assert "names post" in one.notes[0]


def test_the_thread_of_a_comment_is_no_other_post():
    post = "https://www.reddit.com/r/news/comments/1e9iyof/a_title/"
    body = f'<blockquote class="reddit-embed-bq"><a href="{post}leevgp2/">Comment</a> by u/ann from discussion <a href="{post}">A title</a></blockquote>'
    assert [one.post_id for one in find(body)] == ["1e9iyof/leevgp2"]


def test_what_follows_an_element_that_nothing_ends_is_the_articles():
    body = '<figure class="embed"><Tweet id="1579478434783137792" /> <p>[tweet 20] and <a href="https://example.com/a">c</a></p></figure>'
    assert [body[one.start : one.end] for one in find(body)] == [
        '<Tweet id="1579478434783137792" />',
        "[tweet 20]",
        '<a href="https://example.com/a">c</a>',
    ]
