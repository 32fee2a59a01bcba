"""What only looks like a post, or is not part of the article, is no reference."""

from html import escape

import pytest

from service import references
from service.model.article import Article, Format

X = "https://x.com/annm/status/1579478434783137792"
TWEET = (
    f'<blockquote class="twitter-tweet"><p>Hi</p>&mdash; Ann (@annm) <a href="{X}">October 10, 2022</a></blockquote>'
)
ENCODED = "https%3A%2F%2Fnews.example%2Fa"

SHARES = {
    "x": f"https://twitter.com/intent/tweet?url={ENCODED}&amp;text=A",
    "x, older": f"https://twitter.com/share?url={ENCODED}",
    "x, new": f"https://x.com/intent/post?url={ENCODED}",
    "facebook": f"https://www.facebook.com/sharer/sharer.php?u={ENCODED}",
    "facebook, a dialog": f"https://www.facebook.com/dialog/share?app_id=1&amp;href={ENCODED}",
    "whatsapp": f"https://api.whatsapp.com/send?text={ENCODED}",
    "telegram": f"https://t.me/share/url?url={ENCODED}",
    "linkedin": f"https://www.linkedin.com/shareArticle?mini=true&amp;url={ENCODED}",
    "linkedin, new": f"https://www.linkedin.com/sharing/share-offsite/?url={ENCODED}",
    "reddit": f"https://www.reddit.com/submit?url={ENCODED}",
    "pinterest": f"https://www.pinterest.com/pin/create/button/?url={ENCODED}",
    "tumblr": f"https://www.tumblr.com/widgets/share/tool?canonicalUrl={ENCODED}",
    "vk": f"https://vk.com/share.php?url={ENCODED}",
    "ok": f"https://connect.ok.ru/offer?url={ENCODED}",
    "bluesky": f"https://bsky.app/intent/compose?text={ENCODED}",
    "threads": f"https://www.threads.net/intent/post?text={ENCODED}",
    "mastodon": f"https://mastodonshare.com/?url={ENCODED}",
    "line": f"https://social-plugins.line.me/lineit/share?url={ENCODED}",
    "mail": f"mailto:?body={ENCODED}",
    "flipboard": f"https://share.flipboard.com/bookmarklet/popout?url={ENCODED}",
    "hatena": "https://b.hatena.ne.jp/entry/s/news.example/a",
    "weibo": f"https://service.weibo.com/share/share.php?url={ENCODED}",
    "xing": f"https://www.xing.com/spi/shares/new?url={ENCODED}",
    "pocket": f"https://getpocket.com/save?url={ENCODED}",
    "digg": f"https://digg.com/submit?url={ENCODED}",
    "instapaper": f"https://www.instapaper.com/edit?url={ENCODED}",
    "skype": f"https://web.skype.com/share?url={ENCODED}",
    "a post's like": "https://twitter.com/intent/like?tweet_id=1579478434783137792",
    "a post's repost": "https://x.com/intent/retweet?tweet_id=1579478434783137792",
}
PEOPLE = (
    *("https://twitter.com/annm", "https://x.com/annm", "https://x.com/annm/followers", "https://x.com/hashtag/news"),
    *(
        "https://twitter.com/search?q=news",
        "https://x.com/i/lists/20",
        "https://x.com/explore",
        "https://x.com/annm/with_replies",
    ),
    *(
        "https://www.instagram.com/annm/",
        "https://www.instagram.com/explore/tags/news/",
        "https://www.facebook.com/somepage",
    ),
    *("https://www.facebook.com/hashtag/news", "https://www.tiktok.com/@annm", "https://www.tiktok.com/tag/news"),
    *(
        "https://www.youtube.com/@annm",
        "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",
        "https://www.youtube.com/results?search_query=a",
    ),
    *("https://bsky.app/profile/ann.example.social", "https://bsky.app/hashtag/news", "https://bsky.app/search?q=a"),
    *(
        "https://www.threads.net/@annm",
        "https://www.threads.com/search?q=a",
        "https://t.me/somechannel",
        "https://t.me/s/somechannel",
    ),
    *(
        "https://social.example/@annm",
        "https://social.example/tags/news",
        "https://www.reddit.com/r/news/",
        "https://www.reddit.com/user/ann/",
    ),
    *(
        "https://www.linkedin.com/in/ann/",
        "https://www.linkedin.com/company/news/",
        "https://vk.com/annm",
        "https://www.pinterest.com/annm/",
    ),
)
LOOKALIKES = (
    *("https://x.com.example/annm/status/1579478434783137792", "https://notx.com/annm/status/1579478434783137792"),
    *("https://twitter.com.evil.example/annm/status/20", "https://xn--twtter-4of.com/annm/status/20"),
    *(
        "https://example.com/x.com/annm/status/20",
        "https://example.com/?u=x.com/annm/status/20",
        "https://x.com@evil.example/annm/status/20",
    ),
    *(
        "https://youtube.com.example/watch?v=aBcDeFgHiJ_",
        "https://myyoutube.com/watch?v=aBcDeFgHiJ_",
        "https://instagram.com.example/p/C-srcchPpp7/",
    ),
    *(
        "https://faketiktok.com/@annm/video/6748451240264420610",
        "https://bsky.app.example/profile/a.b/post/3ljsyvltpvk2e",
    ),
)
OTHERS = {
    "code shown to readers": f"<pre><code>{escape(TWEET)}</code></pre>",
    "code in a sentence": f"<p>Paste <code>{escape(TWEET)}</code> into it.</p>",
    "code of a frame": "<pre>&lt;iframe src=&quot;https://www.youtube.com/embed/aBcDeFgHiJ_&quot;&gt;&lt;/iframe&gt;</pre>",
    "a shortcode that is spoken of": "<p>Write [[tweet 1579478434783137792]] for that.</p>",
    "a shortcode in code": "<p>Write <code>[tweet 1579478434783137792]</code> for that.</p>",
    "a form to copy an embed from": f'<label>Embed</label><input type="text" readonly value="{escape(TWEET)}">',
    "code commented out by an editor": f"<p>a</p><!-- {TWEET} --><p>b</p>",
    "a mail address": '<p>Mail <a href="mailto:annm@x.com">annm@x.com</a> or desk@news.example (@annm)</p>',
    "a byline": '<p class="byline">By Ann (<a href="https://twitter.com/annm">@annm</a>) October 10, 2022</p>',
    "an author box": '<div class="author-box"><img src="a.jpg" alt=""><h4>Ann</h4><p>Ann writes. <a href="https://x.com/annm">@annm</a></p></div>',
    "a comment section": '<section id="comments"><article class="comment"><a href="#c1"><time datetime="2022-10-10">October 10, 2022 at 10:04</time></a><b>Bo</b><p>I agree.</p></article></section>',
    "bylines of comments": "<p>BunRabbit on October 11th, 2022 at 10:04 UTC »</p><p>Great — Bo</p>",
    "a date in prose": "<p>On October 10, 2022 the bridge fell — nobody (not even @annm) was hurt.</p>",
    "a byline with a weekday": '<p>Posted by <a href="https://example.com/people/ann">Ann</a> on Friday, April 1, 2022</p>',
    "a byline in the meta line": '<div class="entry-meta">Posted by Ann on Friday, April 1, 2022</div>',
    "a post in a reader's comment": f'<div id="comments"><ol class="comment-list"><li><article class="comment-body"><p>{X} and <a href="{X}">there</a></p></article></li></ol></div>',
    "a quotation of a book": "<blockquote><p>All happy families are alike.</p>— Leo Tolstoy</blockquote>",
    "a feed of an account": '<a class="twitter-timeline" href="https://twitter.com/annm?ref_src=twsrc%5Etfw">Posts by annm</a>',
    "a follow button": '<a href="https://twitter.com/annm" class="twitter-follow-button">Follow @annm</a>',
    "a tweet button": '<a href="https://twitter.com/share" class="twitter-share-button" data-url="https://news.example/a">Tweet</a>',
    "a tiktok creator": '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@annm" data-unique-id="annm" data-embed-type="creator"><section><a href="https://www.tiktok.com/@annm">@annm</a></section></blockquote>',
    "a like box": '<div class="fb-page" data-href="https://www.facebook.com/somepage"></div><iframe src="https://www.facebook.com/plugins/like.php?href=https%3A%2F%2Fnews.example%2Fa"></iframe>',
    "comments of facebook": '<div class="fb-comments" data-href="https://news.example/a"></div>',
    "a picture of a post": '<img src="https://pbs.twimg.com/media/AbCdEfGhIjKlMno.jpg" data-src="https://pbs.twimg.com/media/AbCdEfGhIjKlMno.jpg">',
    "a card for search engines": f'<script type="application/ld+json">{{"@type":"SocialMediaPosting","url":"{X}"}}</script>',
    "the state of a page": f'<script id="__NEXT_DATA__" type="application/json">{{"html":"{escape(TWEET)}"}}</script>',
    "an element that shares": f'<share-button url="{X}"></share-button><x-copy-link data-share-url="{X}"></x-copy-link>',
    "an element of an author": f'<author-card pinned="{X}"></author-card>',
    "an element with another id": '<x-ad slot-id="1579478434783137792"></x-ad><news-video video-id="aBcDeFgHiJ_"></news-video>',
    "navigation": f'<nav><a href="{X}">Our best post</a></nav><footer><a href="{X}">Again</a></footer>',
}
FRAMES = {
    name: f'<iframe src="{src}"></iframe>'
    for name, src in {
        "an advertisement": "https://tpc.googlesyndication.com/safeframe/1-0-40/html/container.html",
        "another advertisement": "https://ads.example.net/frame?id=1",
        "a counter": "https://www.googletagmanager.com/ns.html?id=GTM-AAAA",
        "a captcha": "https://www.google.com/recaptcha/api2/anchor?k=a",
        "another captcha": "https://newassets.hcaptcha.com/captcha/v1/a/static/hcaptcha.html",
        "consent": "https://cdn.privacy-mgmt.com/index.html?message_id=1",
        "comments": "https://disqus.com/embed/comments/?base=default",
        "a login": "https://accounts.google.com/gsi/iframe/select",
        "a shop": "https://js.stripe.com/v3/m-outer.html",
        "a video's advertisement": "https://imasdk.googleapis.com/js/core/bridge3.html",
        "the article's own site": "https://news.example/widgets/weather",
        "nothing": "about:blank",
        "a script": "javascript:void(0)",
    }.items()
}
FRAMES["a dot"] = '<iframe src="https://example.com/p" width="1" height="1"></iframe>'
FRAMES["hidden"] = '<iframe src="https://example.com/p" style="display:none"></iframe>'


def find(body):
    return references.find(Article(body=body, format=Format.HTML, source_url="https://news.example/a"))


def posts(body):
    return [one for one in find(body) if one.platform != "page"]


@pytest.mark.parametrize("name", SHARES)
def test_a_share_button_is_no_reference(name):
    assert find(f'<article><p>a</p><p><a href="{SHARES[name]}">Share</a></p></article>') == ()


@pytest.mark.parametrize("url", PEOPLE)
def test_people_hashtags_and_searches_are_no_posts(url):
    assert posts(f'<article><p>See <a href="{url}">there</a> and {url} too.</p></article>') == []


@pytest.mark.parametrize("url", LOOKALIKES)
def test_a_host_that_looks_alike_is_another_host(url):
    assert posts(f'<article><p>See <a href="{url}">there</a>.</p><iframe src="{url}"></iframe></article>') == []


@pytest.mark.parametrize("name", OTHERS)
def test_no_post_is_found_in(name):
    assert posts(f"<article><p>Words of the article.</p>{OTHERS[name]}<p>More words.</p></article>") == []


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_that_is_no_part_of_the_article_is_no_reference(name):
    assert find(f"<article><p>a</p>{FRAMES[name]}</article>") == ()


@pytest.mark.parametrize(
    "own",
    [
        "https://news.example/a?utm_source=x#top",
        "http://news.example/a",
        "https://www.news.example/a/",
        "//news.example/a",
        "/a",
    ],
)
def test_the_articles_own_address_is_no_reference(own):
    assert find(f'<p><a href="{own}">this story</a> https://news.example/a</p>') == ()
