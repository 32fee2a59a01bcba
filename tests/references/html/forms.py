"""Every form in which publishers paste, wrap, park or copy a post: one synthetic body each.

A form is (markup, platform, id). The place is the whole markup, or what stands between ⟦ and ⟧ where the markup holds
more than the embed.
"""

from base64 import b64encode
from html import escape
from urllib.parse import quote

N = "1579478434783137792"
X = f"https://x.com/annm/status/{N}"
YT = "https://www.youtube.com/embed/aBcDeFgHiJ_"
X_LINK = f'<a href="https://twitter.com/annm/status/{N}?ref_src=twsrc%5Etfw">October 10, 2022</a>'
TWEET = (
    '<blockquote class="twitter-tweet" data-lang="en" data-dnt="true" data-theme="dark" data-conversation="none" data-width="500">'
    f'<p lang="en" dir="ltr">The bridge is “closed”</p>&mdash; Ann (@annm) {X_LINK}</blockquote>'
)
X_LOADER = '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
ESCAPED = escape(TWEET)
FRAME = f'<iframe src="{YT}"></iframe>'
REDDIT = "https://www.reddit.com/r/news/comments/1e9iyof/a_title/"
DID = "did:plc:abcdefgh"

VENDORS = {
    "x": (f"⟦{TWEET}⟧{X_LOADER}", "x", N),
    "x, the loader kept for consent": (
        f'⟦{TWEET}⟧<script type="text/plain" data-td-script-src="https://platform.x.com/widgets.js"></script>',
        "x",
        N,
    ),
    "x, a video": (TWEET.replace("twitter-tweet", "twitter-video"), "x", N),
    "x, quoting another post": (
        TWEET.replace("“closed”", 'closed <a href="https://t.co/AbCdEfGhIj">https://twitter.com/other/status/20</a>'),
        "x",
        N,
    ),
    "x, after its script ran": (
        f'<div class="twitter-tweet twitter-tweet-rendered" style="display: flex;"><iframe id="twitter-widget-0" src="https://platform.twitter.com/embed/Tweet.html?dnt=true&amp;id={N}&amp;lang=en" data-tweet-id="{N}"></iframe></div>',
        "x",
        N,
    ),
    "x, after its older script ran": (
        f'<twitter-widget class="twitter-tweet twitter-tweet-rendered" id="twitter-widget-0" data-tweet-id="{N}"></twitter-widget>',
        "x",
        N,
    ),
    "x, a frame": (f'<iframe src="https://platform.twitter.com/embed/index.html?id={N}"></iframe>', "x", N),
    "x, blackbird pie": (
        (
            f"<!-- tweet id : {N} --><style type='text/css'>#bbpBox_{N} a {{ color:#0084B4; }}</style>"
            f"⟦<div id='bbpBox_{N}' class='bbpBox' style='padding:20px;'><p class='bbpTweet'>The bridge<span class='timestamp'><a title='Mon Oct 10' href='http://twitter.com/#!/annm/status/{N}'>October 10, 2022</a> via <a href='http://twitter.com/download'>web</a></span></p></div>⟧"
            "<!-- end of tweet -->"
        ),
        "x",
        N,
    ),
    "instagram": (
        '⟦<blockquote class="instagram-media" data-instgrm-captioned data-instgrm-permalink="https://www.instagram.com/p/C-srcchPpp7/?utm_source=ig_embed&amp;utm_campaign=loading" data-instgrm-version="14"><div><a href="https://www.instagram.com/p/C-srcchPpp7/?utm_source=ig_embed">View this post on Instagram</a></div></blockquote>⟧<script async src="//www.instagram.com/embed.js"></script>',
        "instagram",
        "C-srcchPpp7",
    ),
    "instagram, version 7": (
        '<blockquote class="instagram-media" data-instgrm-version="7"><div><p><a href="https://www.instagram.com/p/C-srcchPpp7/" target="_blank">A caption</a></p><p>A post shared by Ann (@annm) on <time datetime="2018-09-03T22:55:00+00:00">Sep 3, 2018 at 3:55pm PDT</time></p></div></blockquote>',
        "instagram",
        "C-srcchPpp7",
    ),
    "instagram, after its script ran": (
        '<iframe class="instagram-media instagram-media-rendered" id="instagram-embed-0" src="https://www.instagram.com/p/C-srcchPpp7/embed/captioned/?cr=1&amp;v=14"></iframe>',
        "instagram",
        "C-srcchPpp7",
    ),
    "facebook, a post": (
        '<div class="fb-post" data-href="https://www.facebook.com/somepage/posts/10158" data-width="500"><blockquote cite="https://graph.facebook.com/77/posts/10158/" class="fb-xfbml-parse-ignore"><p>Words</p>Posted by <a href="https://www.facebook.com/somepage">Some page</a> on <a href="https://graph.facebook.com/77/posts/10158/">Friday, April 1, 2022</a></blockquote></div>',
        "facebook",
        "10158",
    ),
    "facebook, a video": (
        '<div class="fb-video" data-href="https://www.facebook.com/somepage/videos/10159/" data-show-text="false"></div>',
        "facebook",
        "10159",
    ),
    "facebook, a frame": (
        '<iframe src="https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fsomepage%2Fposts%2F10158&amp;width=500"></iframe>',
        "facebook",
        "10158",
    ),
    "facebook, a video's frame": (
        '<iframe src="https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fsomepage%2Fvideos%2F10159%2F"></iframe>',
        "facebook",
        "10159",
    ),
    "facebook, a comment's frame": (
        '<iframe src="https://www.facebook.com/plugins/comment_embed.php?href=https%3A%2F%2Fwww.facebook.com%2Fsomepage%2Fposts%2F10158%3Fcomment_id%3D7"></iframe>',
        "facebook",
        "10158",
    ),
    "facebook, xfbml": (
        '<fb:post href="https://www.facebook.com/somepage/posts/10158" data-width="500"></fb:post>',
        "facebook",
        "10158",
    ),
    "threads": (
        '⟦<blockquote class="text-post-media" data-text-post-permalink="https://www.threads.net/@annm/post/C8fooBARbaz" data-text-post-version="0" id="ig-tp-C8fooBARbaz"><a href="https://www.threads.net/@annm/post/C8fooBARbaz"><div>View on Threads</div></a></blockquote>⟧<script async src="https://www.threads.net/embed.js"></script>',
        "threads",
        "C8fooBARbaz",
    ),
    "threads, by its element's id": (
        '<blockquote id="ig-tp-C8fooBARbaz"><p>View on Threads</p></blockquote>',
        "threads",
        "C8fooBARbaz",
    ),
    "tiktok": (
        '⟦<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@annm/video/6748451240264420610" data-video-id="6748451240264420610" data-embed-from="oembed"><section><a target="_blank" title="@annm" href="https://www.tiktok.com/@annm?refer=embed">@annm</a><p>Words <a title="news" href="https://www.tiktok.com/tag/news?refer=embed">#news</a></p><a href="https://www.tiktok.com/music/original-sound-1?refer=embed">♬ original sound - Ann</a></section></blockquote>⟧<script async src="https://www.tiktok.com/embed.js"></script>',
        "tiktok",
        "6748451240264420610",
    ),
    "bluesky": (
        f'⟦<blockquote class="bluesky-embed" data-bluesky-uri="at://{DID}/app.bsky.feed.post/3ljsyvltpvk2e" data-bluesky-cid="bafyrei" data-bluesky-embed-color-mode="system"><p lang="en">Words<br><br><a href="https://bsky.app/profile/{DID}/post/3ljsyvltpvk2e?ref_src=embed">[image or embed]</a></p>&mdash; Ann (<a href="https://bsky.app/profile/{DID}?ref_src=embed">@ann.example.social</a>) <a href="https://bsky.app/profile/{DID}/post/3ljsyvltpvk2e?ref_src=embed">April 23, 2025 at 4:10 PM</a></blockquote>⟧<script async src="https://embed.bsky.app/static/embed.js"></script>',
        "bluesky",
        f"{DID}/3ljsyvltpvk2e",
    ),
    "bluesky, after its script ran": (
        f'<div class="bluesky-embed" data-bluesky-id="1"><iframe src="https://embed.bsky.app/embed/{DID}/app.bsky.feed.post/3ljsyvltpvk2e?id=1" data-bluesky-uri="at://{DID}/app.bsky.feed.post/3ljsyvltpvk2e"></iframe></div>',
        "bluesky",
        f"{DID}/3ljsyvltpvk2e",
    ),
    "mastodon, a frame": (
        '<iframe src="https://social.example/@annm/113079171241665414/embed" class="mastodon-embed" width="400"></iframe>',
        "mastodon",
        "social.example/113079171241665414",
    ),
    "mastodon, a quotation": (
        '⟦<blockquote class="mastodon-embed" data-embed-url="https://social.example/@annm/113079171241665414/embed"><a href="https://social.example/@annm/113079171241665414"><div>Post by @annm@social.example</div><div>View on Mastodon</div></a></blockquote>⟧<script data-allowed-prefixes="https://social.example/" async src="https://social.example/embed.js"></script>',
        "mastodon",
        "social.example/113079171241665414",
    ),
    "misskey": (
        '⟦<iframe src="https://misskey.example/embed/notes/9abcdefgh1" data-misskey-embed-id="v1_1" loading="lazy"></iframe>⟧<script defer src="https://misskey.example/embed.js"></script>',
        "fediverse",
        "misskey.example/9abcdefgh1",
    ),
    "reddit": (
        f'⟦<blockquote class="reddit-embed-bq" style="height:316px" data-embed-height="316"><a href="{REDDIT}">A title</a><br> by <a href="https://www.reddit.com/user/ann/">u/ann</a> in <a href="https://www.reddit.com/r/news/">news</a></blockquote>⟧<script async src="https://embed.reddit.com/widgets.js"></script>',
        "reddit",
        "1e9iyof",
    ),
    "reddit, a card": (
        f'<blockquote class="reddit-card" data-card-created="1500000000"><a href="{REDDIT}">A title</a> from <a href="http://www.reddit.com/r/news">news</a></blockquote>',
        "reddit",
        "1e9iyof",
    ),
    "reddit, a comment as of old": (
        f'<div class="reddit-embed" data-embed-media="www.redditmedia.com" data-embed-parent="false" data-embed-uuid="0f-1"><a href="{REDDIT}d7abcde">Comment</a> from discussion <a href="{REDDIT}">A title</a>.</div>',
        "reddit",
        "1e9iyof/d7abcde",
    ),
    "reddit, a frame": (
        '<iframe src="https://embed.reddit.com/r/news/comments/1e9iyof/a_title/?embed=true&amp;ref_source=embed"></iframe>',
        "reddit",
        "1e9iyof",
    ),
    "telegram": (
        '<script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="somechannel/3408" data-width="100%"></script>',
        "telegram",
        "somechannel/3408",
    ),
    "telegram, after its script ran": (
        '<iframe id="telegram-post-somechannel-3408" class="" src="https://t.me/somechannel/3408?embed=1&amp;dark=1"></iframe>',
        "telegram",
        "somechannel/3408",
    ),
    "linkedin": (
        '<iframe src="https://www.linkedin.com/embed/feed/update/urn:li:share:7012345678901234567?collapsed=1" title="Embedded post"></iframe>',
        "linkedin",
        "7012345678901234567",
    ),
    "vk": (
        '⟦<div id="vk_post_-29534144_7238461"></div>⟧<script src="https://vk.com/js/api/openapi.js?169"></script><script>(function(){VK.Widgets.Post("vk_post_-29534144_7238461", -29534144, 7238461, "AbC");}());</script>',
        "vk",
        "wall-29534144_7238461",
    ),
    "vk, in an element of any name": (
        '⟦<div id="news1"></div>⟧<script>VK.Widgets.Post("news1", -29534144, 7238461, "AbC");</script>',
        "vk",
        "wall-29534144_7238461",
    ),
    "vk, a video": (
        '<iframe src="https://vk.com/video_ext.php?oid=-29534144&amp;id=456239017&amp;hash=ab&amp;hd=2"></iframe>',
        "vk",
        "video-29534144_456239017",
    ),
    "ok, a video": ('<iframe src="//ok.ru/videoembed/1234567890123"></iframe>', "ok", "1234567890123"),
    "imgur": (
        '⟦<blockquote class="imgur-embed-pub" lang="en" data-id="AbCdEf7"><a href="https://imgur.com/AbCdEf7">View post on imgur.com</a></blockquote>⟧<script async src="//s.imgur.com/min/embed.js"></script>',
        "imgur",
        "AbCdEf7",
    ),
    "imgur, an album by its id alone": (
        '<blockquote class="imgur-embed-pub" data-id="a/AbCdEf7"></blockquote>',
        "imgur",
        "a/AbCdEf7",
    ),
    "flickr": (
        '⟦<a data-flickr-embed="true" href="https://www.flickr.com/photos/ann/51234567890/in/dateposted/" title="A bridge"><img src="https://live.staticflickr.com/65535/51234567890_ab_b.jpg" alt="A bridge"></a>⟧<script async src="//embedr.flickr.com/assets/client-code.js"></script>',
        "flickr",
        "51234567890",
    ),
    "tumblr": (
        '⟦<div class="tumblr-post" data-href="https://embed.tumblr.com/embed/post/t:AbCdEfGhIjKlMnOpQrStUv/612345678901234567/v2" data-did="0f-1"><a href="https://ann.tumblr.com/post/612345678901234567/words">https://ann.tumblr.com/post/612345678901234567/words</a></div>⟧<script async src="https://assets.tumblr.com/post.js"></script>',
        "tumblr",
        "612345678901234567",
    ),
    "pinterest": (
        '⟦<a data-pin-do="embedPin" data-pin-width="medium" href="https://www.pinterest.com/pin/99360735500167749/"></a>⟧<script async defer src="//assets.pinterest.com/js/pinit.js"></script>',
        "pinterest",
        "99360735500167749",
    ),
    "pinterest, a frame": (
        '<iframe src="https://assets.pinterest.com/ext/embed.html?id=99360735500167749"></iframe>',
        "pinterest",
        "99360735500167749",
    ),
    "giphy": ('<iframe src="https://giphy.com/embed/3o7aD2saalBwwftBIY"></iframe>', "giphy", "3o7aD2saalBwwftBIY"),
    "flourish": (
        '⟦<div class="flourish-embed flourish-chart" data-src="visualisation/1234567"></div>⟧<script src="https://public.flourish.studio/resources/embed.js"></script>',
        "flourish",
        "visualisation/1234567",
    ),
    "infogram": (
        '⟦<div class="infogram-embed" data-id="0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0" data-type="interactive"></div>⟧<script>!function(e,n,i,s){}(document,0,"infogram-async","https://e.infogram.com/js/dist/embed-loader-min.js");</script>',
        "infogram",
        "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
    ),
    "datawrapper": (
        '⟦<iframe title="A chart" id="datawrapper-chart-AbCdE" src="https://datawrapper.dwcdn.net/AbCdE/3/"></iframe>⟧<script>!function(){window.addEventListener("message",function(e){})}();</script>',
        "datawrapper",
        "AbCdE",
    ),
    "datawrapper, by script": (
        '<div style="min-height:400px" id="datawrapper-vis-AbCdE">⟦<script defer src="https://datawrapper.dwcdn.net/AbCdE/embed.js" data-target="#datawrapper-vis-AbCdE"></script>⟧<noscript><img src="https://datawrapper.dwcdn.net/AbCdE/full.png" alt=""></noscript></div>',
        "datawrapper",
        "AbCdE",
    ),
    "scribd": (
        '<iframe class="scribd_iframe_embed" title="A paper" src="https://www.scribd.com/embeds/123456789/content?start_page=1&amp;view_mode=scroll"></iframe>',
        "scribd",
        "123456789",
    ),
    "documentcloud": (
        '⟦<div class="DC-embed DC-embed-document DV-container" id="DV-viewer-123456-a-paper"></div>⟧<script src="//assets.documentcloud.org/viewer/loader.js"></script><script>DV.load("//www.documentcloud.org/documents/123456-a-paper.js", {container: "#DV-viewer-123456-a-paper"});</script>',
        "documentcloud",
        "123456",
    ),
    "documentcloud, a frame": (
        '<iframe src="https://embed.documentcloud.org/documents/123456-a-paper/?embed=1"></iframe>',
        "documentcloud",
        "123456",
    ),
    "gist": (
        '<script src="https://gist.github.com/ann/0123456789abcdef0123456789abcdef.js"></script>',
        "gist",
        "0123456789abcdef0123456789abcdef",
    ),
    "codepen": (
        '⟦<p class="codepen" data-height="300" data-slug-hash="AbCdEf" data-user="ann">See the Pen <a href="https://codepen.io/ann/pen/AbCdEf">words</a></p>⟧<script async src="https://cpwebassets.codepen.io/assets/embed/ei.js"></script>',
        "codepen",
        "AbCdEf",
    ),
}

BARE = '<div class="wp-block-embed__wrapper">\n' + X + "\n</div>"
SYSTEMS = {
    "wordpress, only the address": (
        f'<!-- wp:embed {{"url":"{X}","type":"rich","providerNameSlug":"twitter"}} -->\n⟦<figure class="wp-block-embed is-type-rich is-provider-twitter">{BARE}</figure>⟧\n<!-- /wp:embed -->',
        "x",
        N,
    ),
    "wordpress, the older block": (
        f'<!-- wp:core-embed/twitter {{"url":"{X}"}} -->\n⟦<figure class="wp-block-embed-twitter wp-block-embed">{BARE}</figure>⟧\n<!-- /wp:core-embed/twitter -->',
        "x",
        N,
    ),
    "wordpress, rendered": (
        f'<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper">{TWEET}{X_LOADER}</div><figcaption>A caption</figcaption></figure>',
        "x",
        N,
    ),
    "wordpress, a post of another site": (
        '<blockquote class="wp-embedded-content" data-secret="AbC"><a href="https://example.com/a/">A story</a></blockquote><iframe class="wp-embedded-content" sandbox="allow-scripts" src="https://example.com/a/embed/#?secret=AbC" data-secret="AbC"></iframe>',
        "page",
        None,
    ),
    "jetpack": (f'<div class="embed-twitter">{TWEET}</div>', "x", N),
    "a shortcode": (f"<p>⟦[embed width=500]{X}[/embed]⟧</p>", "x", N),
    "the shortcode of a post": (f"<p>⟦[tweet {N}]⟧</p>", "x", N),
    "the shortcode of a post with its address": (f"⟦[tweet {X} align=center]⟧", "x", N),
    "the shortcode of a picture": (
        "<p>⟦[instagram url=https://www.instagram.com/p/C-srcchPpp7/ hidecaption=false]⟧</p>",
        "instagram",
        "C-srcchPpp7",
    ),
    "the shortcode of a video": ("<p>⟦[youtube aBcDeFgHiJ_]⟧</p>", "youtube", "aBcDeFgHiJ_"),
    "the shortcode of a video with its address": (
        "<p>⟦[youtube https://www.youtube.com/watch?v=aBcDeFgHiJ_&amp;w=500]⟧</p>",
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "the shortcode of a video with an id": ('<p>⟦[vimeo id="76979871" width="500"]⟧</p>', "vimeo", "76979871"),
    "the shortcode of a page's post": (
        "<p>⟦[facebook url=&quot;https://www.facebook.com/somepage/posts/10158&quot; width=500]⟧</p>",
        "facebook",
        "10158",
    ),
    "the shortcode of a short video": (
        "<p>⟦[tiktok]https://www.tiktok.com/@annm/video/6748451240264420610[/tiktok]⟧</p>",
        "tiktok",
        "6748451240264420610",
    ),
    "the shortcode of code": (
        "<p>⟦[gist 0123456789abcdef0123456789abcdef]⟧</p>",
        "gist",
        "0123456789abcdef0123456789abcdef",
    ),
    "ghost": (
        f'<!--kg-card-begin: embed-->⟦<figure class="kg-card kg-embed-card">{TWEET}{X_LOADER}</figure>⟧<!--kg-card-end: embed-->',
        "x",
        N,
    ),
    "substack, a post": (
        f'<div class="tweet" data-attrs="{{&quot;url&quot;:&quot;{X}&quot;,&quot;full_text&quot;:&quot;Words&quot;,&quot;username&quot;:&quot;annm&quot;,&quot;name&quot;:&quot;Ann&quot;}}" data-component-name="Twitter2ToDOM"></div>',
        "x",
        N,
    ),
    "substack, a video": (
        '<div id="youtube2-aBcDeFgHiJ_" class="youtube-wrap" data-attrs="{&quot;videoId&quot;:&quot;aBcDeFgHiJ_&quot;}"><div class="youtube-inner"><iframe src="https://www.youtube-nocookie.com/embed/aBcDeFgHiJ_?rel=0"></iframe></div></div>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "substack, another video": (
        '<div id="vimeo-76979871" class="vimeo-wrap" data-attrs="{&quot;videoId&quot;:&quot;76979871&quot;,&quot;videoKey&quot;:&quot;&quot;}"></div>',
        "vimeo",
        "76979871",
    ),
    "substack, another newsletter": (
        '<div class="embedded-post-wrap" data-attrs="{&quot;id&quot;:1,&quot;url&quot;:&quot;https://ann.substack.com/p/words&quot;,&quot;title&quot;:&quot;Words&quot;}"><a class="embedded-post" href="https://ann.substack.com/p/words?utm_source=substack">Words</a></div>',
        "substack",
        "ann/words",
    ),
    "substack, elsewhere": (
        '⟦<div class="substack-post-embed"><p lang="en">Words by Ann</p><a data-post-link href="https://ann.substack.com/p/words">Read on Substack</a></div>⟧<script async src="https://substack.com/embedjs/embed.js"></script>',
        "substack",
        "ann/words",
    ),
    "guardian": (
        f'<div id="tweet-container-0f-1">{TWEET.replace("twitter-tweet", "nojs-tweet")}</div>',
        "x",
        N,
    ),
    "guardian, older": (
        f'<figure class="element element-tweet" data-canonical-url="{X}">{TWEET.replace("twitter-tweet", "x")}</figure>',
        "x",
        N,
    ),
    "guardian, older and empty": (f'<figure class="element element-tweet" data-canonical-url="{X}"></figure>', "x", N),
    "brightspot": (
        f'<div class="Enhancement" data-align-center><div class="Enhancement-item">{TWEET}</div></div>',
        "x",
        N,
    ),
    "brightspot, its own elements": (
        f'<bsp-tweet-embed class="TweetEmbed"><div class="TweetEmbed-inner">{TWEET}</div></bsp-tweet-embed>',
        "x",
        N,
    ),
    "ckeditor 5": (f'<figure class="media"><oembed url="{X}"></oembed></figure>', "x", N),
    "a spelling of oembed": (f'<o-embed url="{X}"></o-embed>', "x", N),
    "ckeditor 4": (f'<div data-oembed-url="{X}"><div>{TWEET}</div></div>', "x", N),
    "ckeditor 4, not yet rendered": (f'<div data-oembed-url="{X}"></div>', "x", N),
    "wagtail": (f'<embed embedtype="media" url="{X}"/>', "x", N),
    "drupal": (f'<drupal-url data-embed-button="url" data-embed-url="{X}"></drupal-url>', "x", N),
    "medium, the target named": (
        f'<figure><iframe src="https://cdn.embedly.com/widgets/media.html?type=text%2Fhtml&amp;key=a&amp;schema=twitter&amp;url={quote(X, safe="")}&amp;image="></iframe></figure>',
        "x",
        N,
    ),
    "medium, the target unknown": (
        '<iframe src="https://medium.com/media/0123456789abcdef0123456789abcdef" frameborder="0"></iframe>',
        "page",
        None,
    ),
    "medium, the target unknown, a link": (
        '<iframe src="https://medium.com/media/0123456789abcdef0123456789abcdef/href"></iframe>',
        "page",
        None,
    ),
    "instant articles": (f'<figure class="op-interactive"><iframe>{TWEET}{X_LOADER}</iframe></figure>', "x", N),
    "instant articles, a frame": (
        f'<figure class="op-interactive"><iframe src="{YT}"></iframe></figure>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "amp, x": (f'<amp-twitter width="375" height="472" layout="responsive" data-tweetid="{N}"></amp-twitter>', "x", N),
    "amp, x by its address": (f'<amp-twitter width="375" data-tweetid="{X}"></amp-twitter>', "x", N),
    "amp, x with a placeholder": (
        f'<amp-twitter data-tweetid="{N}"><blockquote placeholder>{TWEET}</blockquote></amp-twitter>',
        "x",
        N,
    ),
    "amp, instagram": (
        '<amp-instagram data-shortcode="C-srcchPpp7" data-captioned></amp-instagram>',
        "instagram",
        "C-srcchPpp7",
    ),
    "amp, facebook": (
        '<amp-facebook data-href="https://www.facebook.com/somepage/posts/10158"></amp-facebook>',
        "facebook",
        "10158",
    ),
    "amp, youtube": ('<amp-youtube data-videoid="aBcDeFgHiJ_"></amp-youtube>', "youtube", "aBcDeFgHiJ_"),
    "amp, tiktok": ('<amp-tiktok data-src="6748451240264420610"></amp-tiktok>', "tiktok", "6748451240264420610"),
    "amp, tiktok by its address": (
        '<amp-tiktok data-src="https://www.tiktok.com/@annm/video/6748451240264420610"></amp-tiktok>',
        "tiktok",
        "6748451240264420610",
    ),
    "amp, reddit": (f'<amp-reddit data-embedtype="post" data-src="{REDDIT}"></amp-reddit>', "reddit", "1e9iyof"),
    "amp, gist": (
        '<amp-gist data-gistid="0123456789abcdef0123456789abcdef"></amp-gist>',
        "gist",
        "0123456789abcdef0123456789abcdef",
    ),
    "amp, vimeo": ('<amp-vimeo data-videoid="76979871"></amp-vimeo>', "vimeo", "76979871"),
    "amp, dailymotion": ('<amp-dailymotion data-videoid="x8abcde"></amp-dailymotion>', "dailymotion", "x8abcde"),
    "amp, soundcloud": ('<amp-soundcloud data-trackid="243169232"></amp-soundcloud>', "soundcloud", "tracks/243169232"),
    "amp, imgur": ('<amp-imgur data-imgur-id="AbCdEf7"></amp-imgur>', "imgur", "AbCdEf7"),
    "amp, pinterest": (
        '<amp-pinterest data-do="embedPin" data-url="https://www.pinterest.com/pin/99360735500167749/"></amp-pinterest>',
        "pinterest",
        "99360735500167749",
    ),
    "amp, vk": (
        '<amp-vk data-embedtype="post" data-owner-id="-29534144" data-post-id="7238461" data-hash="AbC"></amp-vk>',
        "vk",
        "wall-29534144_7238461",
    ),
    "amp, iframely": (f'<amp-iframely data-domain="cdn.iframe.ly" data-url="{X}"></amp-iframely>', "x", N),
    "amp, embedly": (f'<amp-embedly-card data-url="{X}"></amp-embedly-card>', "x", N),
    "amp, a frame": (f'<amp-iframe src="{YT}"></amp-iframe>', "youtube", "aBcDeFgHiJ_"),
    "bustle": (f'<blockquote data-tweetid="{N}"><p>Words</p></blockquote>', "x", N),
    "euronews": (f'<div class="widget widget__tweet" data-tweet-id="{N}"></div>', "x", N),
    "motorsport-magazin": (
        f'<blockquote class="lazy-content" data-loader="twitter" data-twitter="{N}"><p>Words</p></blockquote>',
        "x",
        N,
    ),
    "embetty": (f'<embetty-tweet status="{N}"></embetty-tweet>', "x", N),
    "embedpress": (
        f'<div class="ose-twitter ose-uid-1 ose-embedpress-responsive" data-embed-type="Twitter">{TWEET}</div>',
        "x",
        N,
    ),
    "iframely": (
        f'<div class="iframely-embed"><div class="iframely-responsive"><a href="{X}" data-iframely-url="https://cdn.iframe.ly/api/iframe?url={quote(X, safe="")}"></a></div></div>',
        "x",
        N,
    ),
    "embedly": (f'<blockquote class="embedly-card"><h4><a href="{X}">Words</a></h4><p>Words</p></blockquote>', "x", N),
    "a page of twitter.com as archived": (
        f'<div class="tweet permalink-tweet" data-tweet-id="{N}" data-screen-name="annm" data-name="Ann" data-permalink-path="/annm/status/{N}"><div class="content"><a class="tweet-timestamp" href="/annm/status/{N}"><span data-time-ms="1665400000000">Oct 10</span></a><p class="tweet-text">The bridge is “closed”</p></div></div>',
        "x",
        N,
    ),
}

LAZY = {
    f"a frame with {name}": (f'<iframe src="about:blank" {name}="{YT}"></iframe>', "youtube", "aBcDeFgHiJ_")
    for name in (
        *("data-src", "data-lazy-src", "data-lazy", "data-original", "data-litespeed-src", "data-rocket-src"),
        *("data-cfsrc", "data-ezsrc", "data-iframe-src", "data-embed-url", "data-url", "data-cmp-src"),
        *("data-cmplz-src", "data-cookieblock-src", "uc-src", "data-usercentrics-src", "data-anything-at-all"),
    )
}

PARKED = {
    "in noscript": (f'<div class="lazy-embed"><noscript>{FRAME}</noscript></div>', "youtube", "aBcDeFgHiJ_"),
    "in a template": (f'<template class="embed">{TWEET}</template>', "x", N),
    "in a textarea": (f'<textarea class="lazyload" style="display:none">{ESCAPED}</textarea>', "x", N),
    "in a script that is none": (f'<script type="text/template">{TWEET}</script>', "x", N),
    "in a comment of its own": (f'<div class="lazy-embed"><!-- {FRAME} --></div>', "youtube", "aBcDeFgHiJ_"),
    "in the source of a frame": (f'<iframe srcdoc="{ESCAPED}"></iframe>', "x", N),
    "in an attribute": (f'<div class="embed" data-embed-frame="{escape(FRAME)}"></div>', "youtube", "aBcDeFgHiJ_"),
    "in an attribute, percent-encoded": (f'<div class="embed" data-html="{quote(TWEET)}"></div>', "x", N),
    "in json in an attribute": (
        f'<div class="embed" data-config="{{&quot;html&quot;:&quot;{escape(FRAME.replace(chr(34), chr(92) + chr(34)))}&quot;}}"></div>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "an address in json in an attribute": (
        '<div class="player" data-video="{&quot;provider&quot;:&quot;youtube&quot;,&quot;url&quot;:&quot;https:\\/\\/www.youtube.com\\/watch?v=aBcDeFgHiJ_&quot;}"></div>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "borlabs": (
        f'<div class="BorlabsCookie _brlbs-cb-twitter"><div class="_brlbs-content-blocker"><p>Load the post</p></div><div class="borlabs-hide" data-borlabs-cookie-type="content-blocker"><script type="text/template">{b64encode(TWEET.encode()).decode()}</script></div></div>',
        "x",
        N,
    ),
    "borlabs, an attribute": (
        f'<div class="brlbs-cmpnt-container" data-borlabs-cookie-content="{b64encode(FRAME.encode()).decode()}"><div class="brlbs-cmpnt-cb-preset-b"><p>Load the video</p></div></div>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "cookiebot": (
        f'<iframe data-cookieconsent="marketing" data-cookieblock-src="{YT}"></iframe>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "cookiebot, telegram": (
        '<script type="text/plain" data-cookieconsent="marketing" async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="somechannel/3408"></script>',
        "telegram",
        "somechannel/3408",
    ),
    "complianz": (
        f'<div class="cmplz-placeholder-parent"><iframe data-placeholder-image="a.jpg" class="cmplz-placeholder-element cmplz-iframe" data-cmplz-src="{YT}" src="about:blank"></iframe></div>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "usercentrics": (f'<iframe data-usercentrics="YouTube Video" uc-src="{YT}"></iframe>', "youtube", "aBcDeFgHiJ_"),
    "consentmanager": (
        f'<iframe class="cmplazyload" data-cmp-vendor="s30" src="about:blank" data-cmp-src="{YT}"></iframe>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "onetrust": (
        f'<iframe class="optanon-category-C0004" data-src="{YT}" src="about:blank"></iframe>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "klaro": (f'<iframe data-name="youtube" data-src="{YT}"></iframe>', "youtube", "aBcDeFgHiJ_"),
    "didomi": (
        '<script type="didomi/javascript" data-vendor="telegram" async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="somechannel/3408"></script>',
        "telegram",
        "somechannel/3408",
    ),
    "embed privacy": (
        f'<div class="embed-privacy-container is-disabled embed-twitter" data-embed-id="oembed_0f" data-embed-provider="twitter"><div class="embed-privacy-overlay"><div class="embed-privacy-inner"><p>Click here to display content from X.</p><a href="https://x.com/privacy">Privacy</a></div></div><div class="embed-privacy-content"><script>var _oembed_0f = "{{\\"embed\\":\\"{ESCAPED}\\"}}";</script></div></div>',
        "x",
        N,
    ),
    "a click loads it, by address": (
        '<div class="video-placeholder" data-video-url="https://www.youtube.com/watch?v=aBcDeFgHiJ_"><img src="a.jpg" alt=""></div>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "a click loads it, by id": (
        '<div class="youtube-player" data-id="aBcDeFgHiJ_"><img src="https://i.ytimg.com/vi/aBcDeFgHiJ_/hqdefault.jpg" alt=""></div>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "a click loads it, by plyr": (
        '<div data-plyr-provider="youtube" data-plyr-embed-id="aBcDeFgHiJ_"></div>',
        "youtube",
        "aBcDeFgHiJ_",
    ),
    "a light player": ('<lite-youtube videoid="aBcDeFgHiJ_"></lite-youtube>', "youtube", "aBcDeFgHiJ_"),
    "a click opens it": (f'<div class="tweet-card" onclick="window.open(\'{X}\')"><p>Words</p></div>', "x", N),
}

RENDERED = {
    "x, as a browser saved it": (
        f'<article role="article" class="css-1dbjc4n"><div><a href="https://twitter.com/annm">Ann</a><a href="https://twitter.com/annm">@annm</a></div><div lang="en" dir="auto"><span>The bridge is closed</span></div><a href="https://twitter.com/annm/status/{N}?ref_src=twsrc%5Etfw"><time datetime="2022-10-10T14:28:49.000Z">2:28 PM · Oct 10, 2022</time></a><a href="https://twitter.com/intent/like?tweet_id={N}">12</a></article>',
        "x",
        N,
    ),
    "x, as its older script drew it": (
        f'<div class="EmbeddedTweet EmbeddedTweet--cta js-clickToOpenTarget" data-click-to-open-target="{X}" id="twitter-widget-0"><div class="EmbeddedTweet-tweet"><blockquote class="Tweet h-entry js-tweetIdInfo subject expanded" cite="{X}" data-tweet-id="{N}"><div class="Tweet-header"><a class="TweetAuthor-link" href="https://twitter.com/annm">Ann @annm</a></div><div class="Tweet-body e-entry-content"><p class="Tweet-text e-entry-title" lang="en">The bridge is closed</p></div></blockquote></div></div>',
        "x",
        N,
    ),
    "x, as react draws it": (
        f'<div class="react-tweet-theme" data-theme="light"><article><div class="tweet-header_header"><a href="{X}">Ann</a></div><p lang="en" dir="auto">The bridge is closed</p><a href="{X}"><time datetime="2022-10-10T14:28:49.000Z">2:28 PM · Oct 10, 2022</time></a></article></div>',
        "x",
        N,
    ),
    "instagram, as its script drew it": (
        '<div class="Embed" data-media-id="1" data-owner-id="2"><div class="Header"><a href="https://www.instagram.com/annm/?utm_source=ig_embed">annm</a></div><a class="EmbeddedMedia" href="https://www.instagram.com/p/C-srcchPpp7/?utm_source=ig_embed"><img src="a.jpg" alt=""></a><div class="Caption"><a href="https://www.instagram.com/annm/">annm</a> A caption</div></div>',
        "instagram",
        "C-srcchPpp7",
    ),
    "facebook, as its script drew it": (
        '<div class="fb-post fb_iframe_widget" data-href="https://www.facebook.com/somepage/posts/10158" fb-xfbml-state="rendered" fb-iframe-plugin-query="app_id=&amp;href=https%3A%2F%2Fwww.facebook.com%2Fsomepage%2Fposts%2F10158"><span style="width:500px"><iframe src="https://www.facebook.com/v3.2/plugins/post.php?app_id=&amp;href=https%3A%2F%2Fwww.facebook.com%2Fsomepage%2Fposts%2F10158"></iframe></span></div>',
        "facebook",
        "10158",
    ),
    "mastodon, as copied": (
        '<div class="detailed-status" role="article"><a class="detailed-status__display-name" href="https://social.example/@annm">Ann @annm@social.example</a><div class="status__content"><p>The bridge is closed</p></div><a class="detailed-status__datetime" href="https://social.example/@annm/113079171241665414"><time datetime="2024-09-04T10:00:00Z">Sep 04, 2024, 10:00</time></a></div>',
        "mastodon",
        "social.example/113079171241665414",
    ),
    "telegram, as copied": (
        '<div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="somechannel/3408"><div class="tgme_widget_message_text">The bridge is closed</div><a class="tgme_widget_message_date" href="https://t.me/somechannel/3408"><time datetime="2022-10-10T12:00:00+00:00">12:00</time></a></div>',
        "telegram",
        "somechannel/3408",
    ),
}

V = ("youtube", "aBcDeFgHiJ_")
MADE_UP = {
    "an element with an address": (f'<x-embed url="{X}"></x-embed>', "x", N),
    "an element with an address as its source": (f'<tweet-embed src="{X}"></tweet-embed>', "x", N),
    "an element with an id": (f'<twitter-embed tweet-id="{N}"></twitter-embed>', "x", N),
    "an element with a video": (f'<youtube-video src="{YT}" controls></youtube-video>', *V),
    "a player with a provider": ('<media-player src="youtube/aBcDeFgHiJ_" title="A"></media-player>', *V),
    "a player of a system": ('<bsp-youtube-player data-video-id="aBcDeFgHiJ_"></bsp-youtube-player>', *V),
    "a wall's element": (f'<uc-p uc-layout="default" uc-src="{YT}"></uc-p>', *V),
    "tarteaucitron": ('<div class="youtube_player" videoID="aBcDeFgHiJ_" width="560"></div>', *V),
    "a box with an id": (f'<div class="tweet" data-tweet="{N}"></div>', "x", N),
    "bento": ('<bento-youtube data-videoid="aBcDeFgHiJ_"></bento-youtube>', *V),
    "amp, vine": ('<amp-vine data-vineid="MdKjXez002d"></amp-vine>', "vine", "MdKjXez002d"),
}

CALLED = {
    "a call of x": (
        f'⟦<div id="tw1"></div>⟧<script>twttr.ready(function () {{ twttr.widgets.createTweet("{N}", document.getElementById("tw1")); }});</script>',
        "x",
        N,
    ),
    "a call of youtube": (
        '⟦<div id="player"></div>⟧<script>new YT.Player("player", {height: "390", videoId: "aBcDeFgHiJ_"});</script>',
        *V,
    ),
    "a call of rumble": (
        '⟦<div id="rumble_v1abcde"></div>⟧<script>Rumble("play", {"video":"v1abcde","div":"rumble_v1abcde"});</script>',
        "rumble",
        "embed/v1abcde",
    ),
}

PLUGGED = {
    "a plug-in": (f'<embed src="{YT.replace("embed", "v")}" type="application/x-shockwave-flash">', *V),
    "a plug-in in an object": (
        f'<object width="425"><param name="movie" value="{YT.replace("embed", "v")}"></param><embed src="{YT.replace("embed", "v")}"></embed></object>',
        *V,
    ),
    "blackbird pie, the first": (
        f'⟦<div class="bbpBox{N}"><p class="bbpTweet">The bridge<span class="timestamp"><a title="Mon Oct 10" href="{X}">October 10, 2022</a></span></p></div>⟧<!-- end of tweet -->',
        "x",
        N,
    ),
    "tiktok without its address": (
        '<blockquote class="tiktok-embed" data-video-id="6748451240264420610"><section></section></blockquote>',
        "tiktok",
        "6748451240264420610",
    ),
    "telegram, one of an album": (
        '<script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="somechannel/3408?single"></script>',
        "telegram",
        "somechannel/3408",
    ),
    "tenor": (
        '⟦<div class="tenor-gif-embed" data-postid="12345678"><a href="https://tenor.com/view/a-gif-12345678">A GIF</a>from <a href="https://tenor.com/search/a-gifs">A GIFs</a></div>⟧<script async src="https://tenor.com/embed.js"></script>',
        "tenor",
        "12345678",
    ),
}

CLASSLESS = {
    "instagram without a class": (
        '<blockquote><div><a href="https://www.instagram.com/p/C-srcchPpp7/">View this post on Instagram</a></div><p><a href="https://www.instagram.com/p/C-srcchPpp7/">A post shared by Ann (@annm)</a></p></blockquote>',
        "instagram",
        "C-srcchPpp7",
    ),
    "reddit without a class": (
        f'<blockquote><a href="{REDDIT}">A title</a><br> by<a href="https://www.reddit.com/user/ann/">u/ann</a> in<a href="https://www.reddit.com/r/news/">news</a></blockquote>',
        "reddit",
        "1e9iyof",
    ),
    "threads without a class": (
        '<blockquote><a href="https://www.threads.net/@annm/post/C8fooBARbaz"><div>Post by @annm</div><div>View on Threads</div></a></blockquote>',
        "threads",
        "C8fooBARbaz",
    ),
    "mastodon without a class": (
        '<blockquote><a href="https://social.example/@annm/113079171241665414"><div>Post by @annm@social.example</div><div>View on Mastodon</div></a></blockquote>',
        "mastodon",
        "social.example/113079171241665414",
    ),
    "x without a class, in a quotation": (f"<blockquote>⟦{TWEET}⟧</blockquote>", "x", N),
}

CARRIED = {
    "a box that keeps the ratio": (f'<div style="position:relative;padding-bottom:56.25%;height:0">{FRAME}</div>', *V),
    "a box with the ratio's name": (f'<div class="ratio ratio-16x9">{FRAME}</div>', *V),
    "a wall beside what it hides": (
        f'<figure class="x-spacing"><div class="embed"><script type="text/template">{TWEET}</script><div class="embed__consent"><p>Recommended content</p></div></div></figure>',
        "x",
        N,
    ),
    "wordpress, the address with a caption": (
        f'<figure class="wp-block-embed">{BARE}<figcaption>See <a href="https://example.com/c">this</a></figcaption></figure>',
        "x",
        N,
    ),
    "the template of a shadow": (
        f'<lazy-embed><template shadowrootmode="open">{TWEET}</template></lazy-embed>',
        "x",
        N,
    ),
    "drupal, its own frame": (
        '<article class="media media--type-remote-video"><iframe src="/media/oembed?url=https%3A//www.youtube.com/watch%3Fv%3DaBcDeFgHiJ_&amp;max_width=0&amp;hash=a" class="media-oembed-content"></iframe></article>',
        *V,
    ),
    "an id in json in an attribute": (
        '<div class="video" data-video="{&quot;provider&quot;:&quot;youtube&quot;,&quot;videoId&quot;:&quot;aBcDeFgHiJ_&quot;}"></div>',
        *V,
    ),
    "a post's id in json in an attribute": (
        f'<div class="embed" data-props="{{&quot;tweetId&quot;:&quot;{N}&quot;}}"></div>',
        "x",
        N,
    ),
    "substack, a picture": (
        '<div class="instagram-embed-wrap" data-attrs="{&quot;instagram_id&quot;:&quot;C-srcchPpp7&quot;,&quot;author_name&quot;:&quot;@annm&quot;}"></div>',
        "instagram",
        "C-srcchPpp7",
    ),
    "instant articles, escaped": (f'<figure class="op-social"><iframe>{ESCAPED}</iframe></figure>', "x", N),
    "medium's feed": (
        '<iframe src="" width="0" height="0"><a href="https://medium.com/media/0123456789abcdef0123456789abcdef/href">https://medium.com/media/0123456789abcdef0123456789abcdef/href</a></iframe>',
        "page",
        None,
    ),
    "amp, a list of sounds": (
        '<amp-soundcloud data-playlistid="151584683"></amp-soundcloud>',
        "soundcloud",
        "playlists/151584683",
    ),
    "dailymotion, by script": (
        '<script src="https://geo.dailymotion.com/player/x1234.js" data-video="x8abcde"></script>',
        "dailymotion",
        "x8abcde",
    ),
    "mdx": (f'<Tweet id="{N}" />', "x", N),
    "mdx, part of an address": (f'<Tweet tweetLink="annm/status/{N}" />', "x", N),
    "mdx, a video": ('<YouTube youTubeId="aBcDeFgHiJ_" />', *V),
    "a frame that is closed as in xml": (f'<iframe src="{YT}" width="560"/>', *V),
    "x, its script closed as in xml": (
        f'⟦{TWEET}⟧<script async="" src="https://platform.twitter.com/widgets.js"/>',
        "x",
        N,
    ),
}

SEEN = {
    "note": (f'<figure name="80c4" data-src="{X}" data-identifier="n1" embedded-service="twitter"></figure>', "x", N),
    "rebelmouse": (f'<blockquote class="rm-embed twitter-tweet" data-twitter-tweet-id="{N}"></blockquote>', "x", N),
    "an address of data": (f'<iframe src="data:text/html;charset=utf-8,{quote(TWEET)}"></iframe>', "x", N),
    "an address of data, base64": (
        f'<iframe src="data:text/html;base64,{b64encode(TWEET.encode()).decode()}"></iframe>',
        "x",
        N,
    ),
    "a frame of escaped markup": (f'<iframe frameborder="0" src="{ESCAPED}"></iframe>', "x", N),
    "prismic": (f'<div data-oembed="{X}" data-oembed-type="rich">{TWEET}{X_LOADER}</div>', "x", N),
    "a box with its picture": (
        '<div class="youtube-embed-placeholder" data-id="aBcDeFgHiJ_"><img src="https://i.ytimg.com/vi/aBcDeFgHiJ_/0.jpg"></div>',
        *V,
    ),
    "a box with its embed": ('<div class="js-lazy-youtube" data-embed="aBcDeFgHiJ_"></div>', *V),
    "a box with its embed's id": (
        f'<div class="embed embed-twitter" data-embed-id="{N}" data-embed-type="twitter"></div>',
        "x",
        N,
    ),
    "infogram, by script": (
        '<script id="infogram_0_0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0" src="https://e.infogram.com/js/dist/embed.js"></script>',
        "infogram",
        "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
    ),
}

FORMS = {
    **SEEN,
    **CLASSLESS,
    **CARRIED,
    **VENDORS,
    **SYSTEMS,
    **LAZY,
    **PARKED,
    **RENDERED,
    **MADE_UP,
    **CALLED,
    **PLUGGED,
}
