"""What marks an element as an embed: the attributes, names and ids under which vendors and CMSs keep a post's address."""

import re
from collections.abc import Container

LAZY = (
    "src",
    "data-src",
    "data-lazy-src",
    "data-lazy",
    "data-original",
    "data-litespeed-src",
    "data-rocket-src",
    "data-cfsrc",
    "data-ezsrc",
    "data-iframe-src",
    "data-cmp-src",
    "data-cmplz-src",
    "data-cookieblock-src",
    "uc-src",
    "data-usercentrics-src",
    "data-embed-url",
    "data-url",
    "data-href",
    "data-orig-src",
)
"""Where frames park an address until consent is given or the reader scrolls; any other attribute is looked at after."""

_ORDINARY = (
    "blockquote, iframe, embed[url], [data-entity-uuid], [data-oembed-url], [data-embed-url], [data-tweet-id], "
    "[data-tweetid], [data-twitter], [data-tweet], [tweetid], [data-twitter-tweet-id], [data-embed-id], "
    "[class*=youtube][data-id], [class*=youtube][data-embed], script[id^=infogram_], [data-telegram-post], "
    ".tgme_widget_message[data-post], [data-instgrm-permalink], [data-text-post-permalink], [data-bluesky-uri], "
    "[data-canonical-url], .fb-post, .fb-video, .fb-reel, .tumblr-post, [data-attrs], .reddit-card, .reddit-embed, "
    ".Embed[data-media-id], a[data-flickr-embed], a.embedly-card, a[data-iframely-url], a[data-pin-do=embedPin], "
    ".codepen[data-slug-hash], .flourish-embed, .infogram-embed, .DC-embed, [data-embedded-url], div[id^=vk_post_], "
    "div[id^=bbpBox_], script[src*='gist.github.com'], script[src*='.dwcdn.net/'], .kg-embed-card, .wp-block-embed, "
    ".substack-post-embed, [data-youtube-id], [data-ytid], [data-plyr-embed-id], .youtube-player[data-id], "
    "[data-video-id], [videoid], .tenor-gif-embed, [class*=bbpBox], embed[src], object, "
    "script[src*='geo.dailymotion.com/player'][data-video]"
)
"""Elements of HTML that may be an embed, and whatever carries an attribute or a class of one."""
_MADE_UP = (
    "xframe, oembed[url], o-embed[url], drupal-url, embetty-tweet, embetty-video, fb\\:post, fb\\:video, amp-twitter, "
    "amp-instagram, amp-facebook, amp-youtube, amp-tiktok, amp-reddit, amp-vimeo, amp-dailymotion, amp-soundcloud, "
    "amp-imgur, amp-pinterest, amp-iframe, amp-embedly-card, amp-iframely, amp-wordpress-embed, amp-gist, amp-vk, "
    "amp-vine, amp-gfycat, amp-bluesky, lite-youtube, lite-vimeo, twitter-widget"
)
"""Elements of names that HTML has not."""
_BY_NAME = {selector.partition("[")[0].replace("\\", ""): selector for selector in _MADE_UP.split(", ")}


def candidates(named: Container[str]) -> str:
    """Give the selector of every element that may be an embed, where the page has these names of elements that HTML has not.

    Most that it gives are looked at and passed over. To ask for names that the page has not takes a third of its time.
    """
    return ", ".join([_ORDINARY, *(selector for name, selector in _BY_NAME.items() if name in named)])


BY_ATTRIBUTE = (
    ("data-tweet-id", re.compile(r"\d{1,20}"), "https://x.com/i/status/{}"),
    ("data-tweetid", re.compile(r"\d{1,20}"), "https://x.com/i/status/{}"),
    ("data-twitter-tweet-id", re.compile(r"\d{1,20}"), "https://x.com/i/status/{}"),
    ("data-twitter", re.compile(r"\d{5,20}"), "https://x.com/i/status/{}"),
    ("data-tweet", re.compile(r"\d{5,20}"), "https://x.com/i/status/{}"),
    ("tweetid", re.compile(r"\d{5,20}"), "https://x.com/i/status/{}"),
    ("data-telegram-post", re.compile(r"\w+/\d+(?:\?[\w=&]*)?"), "https://t.me/{}"),
    ("data-post", re.compile(r"\w+/\d+"), "https://t.me/{}"),
    ("data-shortcode", re.compile(r"[\w-]{5,}"), "https://www.instagram.com/p/{}/"),
    ("data-youtube-id", re.compile(r"[\w-]{11}", re.ASCII), "https://www.youtube.com/watch?v={}"),
    ("data-ytid", re.compile(r"[\w-]{11}", re.ASCII), "https://www.youtube.com/watch?v={}"),
)
"""Attribute, the form of the id in it, the address of that id; a whole address may stand there too."""
ID_ATTRIBUTES = frozenset(name for name, _, _ in BY_ATTRIBUTE)

BY_TAG = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "lite-youtube": ("videoid", "https://www.youtube.com/watch?v={}"),
    "lite-vimeo": ("videoid", "https://vimeo.com/{}"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/video/{}"),
    "amp-vine": ("data-vineid", "https://vine.co/v/{}"),
    "amp-gfycat": ("data-gfyid", "https://gfycat.com/{}"),
    "bento-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "amp-soundcloud": ("data-trackid", "https://api.soundcloud.com/tracks/{}"),
    "amp-imgur": ("data-imgur-id", "https://imgur.com/{}"),
    "amp-gist": ("data-gistid", "https://gist.github.com/{}"),
    "amp-tiktok": ("data-src", "https://www.tiktok.com/@_/video/{}"),
    "embetty-tweet": ("status", "https://x.com/i/status/{}"),
    "embetty-video": ("video-id", "https://www.youtube.com/watch?v={}"),
    "oembed": ("url", "{}"),
    "o-embed": ("url", "{}"),
    "embed": ("url", "{}"),
}

BY_CLASS = (
    ("codepen", ("data-user", "data-slug-hash"), "https://codepen.io/{}/pen/{}"),
    ("flourish-embed", ("data-src",), "https://public.flourish.studio/{}"),
    ("infogram-embed", ("data-id",), "https://infogram.com/{}"),
    ("imgur-embed-pub", ("data-id",), "https://imgur.com/{}"),
    ("youtube-player", ("data-id",), "https://www.youtube.com/watch?v={}"),
    ("", ("data-playlistid",), "https://api.soundcloud.com/playlists/{}"),
    ("", ("data-owner-id", "data-post-id"), "https://vk.com/wall{}_{}"),
)
"""Class (any, where it is empty), attributes, the address that they make up."""
ID_PARTS = frozenset(name for _, names, _ in BY_CLASS for name in names)

NAMES = (
    "class",
    "id",
    "data-plyr-provider",
    "data-provider",
    "data-video-provider",
    "data-service",
    "data-type",
    "type",
    "provider",
)
"""Attributes in which an element names the platform whose bare id it carries."""

ADDRESSES = (
    "data-bluesky-uri",
    "data-instgrm-permalink",
    "data-text-post-permalink",
    "data-canonical-url",
    "data-embed-url",
    "data-oembed-url",
    "data-embedded-url",
    "data-iframely-url",
    "cite",
    "data-href",
    "data-url",
    "data-src",
    "href",
    "src",
)
"""Attributes in which an embed keeps its own address."""

ELEMENT_IDS = (
    (re.compile(r"bbpBox_?(\d{1,20})"), "https://x.com/i/status/{0}"),
    (re.compile(r"infogram_0_([\w-]{8,40})"), "https://infogram.com/{0}"),
    (re.compile(r"vk_post_(-?\d+)_(\d+)"), "https://vk.com/wall{0}_{1}"),
    (re.compile(r"ig-tp-([\w-]{8,})"), "https://www.threads.com/t/{0}"),
    (re.compile(r"telegram-post-(\w+)-(\d+)"), "https://t.me/{0}/{1}"),
    (re.compile(r"DV-viewer-(\d+)(?:-[\w-]*)?"), "https://www.documentcloud.org/documents/{0}"),
)
"""The forms of an element's own id, or of one of its classes, that name a post."""

VENDOR_CLASS = re.compile(
    r"tweet|twitter|instagram|tiktok|bluesky|mastodon|reddit|threads|text-post-media|fb-|facebook|telegram|imgur|tumblr|embed"
)
VENDOR_MARKS = ("data-flickr-embed", "data-pin-do", "data-iframely-url")
"""Attributes that make an embed of a link."""

OTHERS = re.compile(
    r"share|author|profile|user|poster|thumb|image|img|background|canonical|home|avatar|logo|icon|origin|parent|clipboard|copy"
)
"""What an attribute is called whose address is of something else than what the element embeds."""
