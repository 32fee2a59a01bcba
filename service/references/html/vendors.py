"""Embed markup: which element is a post, by the facts it carries and not by one class name."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.model.reference import Byline
from service.platforms.addresses import Address, identify
from service.references.found import contradictions
from service.references.html.markup import Element, words
from service.references.text import attribution

LAZY = [
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
]
"""Where frames and loaders park an address until consent is given or the reader scrolls."""

CANDIDATES = (
    "blockquote, iframe, oembed[url], o-embed[url], embed[url], drupal-url, [data-entity-uuid], [data-oembed-url], [data-embed-url], [data-tweet-id], "
    "[data-tweetid], embetty-tweet, embetty-video, [data-telegram-post], [data-instgrm-permalink], [data-text-post-permalink], "
    "[data-bluesky-uri], .fb-post, .fb-video, .fb-reel, .tumblr-post, [data-attrs], .reddit-card, .reddit-embed, "
    "amp-twitter, amp-instagram, amp-facebook, amp-youtube, amp-tiktok, amp-reddit, amp-vimeo, amp-dailymotion, amp-soundcloud, "
    "amp-imgur, amp-pinterest, amp-iframe, amp-embedly-card, amp-iframely, amp-wordpress-embed, amp-gist, amp-brightcove, amp-vk, "
    "lite-youtube, lite-vimeo, twitter-widget, a[data-flickr-embed], a.embedly-card, a[data-iframely-url], a[data-pin-do=embedPin], "
    "p.codepen, .codepen[data-slug-hash], .flourish-embed, .infogram-embed, [data-embedded-url], div[id^=vk_post_], div[id^=bbpBox_], "
    "script[src*='gist.github.com'], video[src*='video.twimg.com'], .kg-embed-card, .wp-block-embed, .wp-embedded-content"
)
"""Every element that may be an embed; most are looked at and passed over."""

_BY_ID = {
    "data-tweet-id": "https://x.com/i/status/{}",
    "data-tweetid": "https://x.com/i/status/{}",
    "data-telegram-post": "https://t.me/{}",
    "data-shortcode": "https://www.instagram.com/p/{}/",
}
"""Attribute → address of its id; a whole address may stand there too."""
_BY_TAG = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "lite-youtube": ("videoid", "https://www.youtube.com/watch?v={}"),
    "lite-vimeo": ("videoid", "https://vimeo.com/{}"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/video/{}"),
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
_ADDRESSES = [
    "data-bluesky-uri",
    "data-instgrm-permalink",
    "data-text-post-permalink",
    "data-embed-url",
    "data-oembed-url",
    "data-embedded-url",
    "data-iframely-url",
    "cite",
    "data-href",
    "data-url",
    "data-src",
    "href",
]
_VENDOR_CLASS = re.compile(
    r"tweet|twitter|instagram|tiktok|bluesky|mastodon|reddit|threads|text-post-media|fb-|facebook|telegram|imgur|tumblr|embedly|embed"
)
_X_POST = "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an element says that it embeds."""

    address: Address
    how: str
    text: str = ""
    author: Byline | None = None
    day: date | None = None
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stored: Mapping[str, Any] | None = None


def read(element: Element, media: Mapping[str, str]) -> Claim | None:
    """Say which post an element embeds; None when it embeds none. `media` knows the CMS's own ids."""
    entity = element.attr("data-entity-uuid")
    if entity is not None:
        address = _post(media.get(entity))
        return Claim(address=address, how="media-entity") if address else None
    for reader in _READERS:
        claim = reader(element)
        if claim is not None:
            return claim
    return None


def _post(url: str | None) -> Address | None:
    address = identify(url) if url else None
    return address if address is not None and address.post_id is not None else None


def _frame(element: Element) -> Claim | None:
    if element.tag not in ("iframe", "amp-iframe"):
        return None
    for name in LAZY:
        address = _post(element.attr(name))
        if address:
            return Claim(address=address, how="iframe")
    return None


def _identified(element: Element) -> Claim | None:
    """Read elements that carry the bare id."""
    known = _BY_TAG.get(element.tag)
    pairs = [known] if known else []
    pairs += [(name, template) for name, template in _BY_ID.items() if element.attr(name)]
    for name, template in pairs:
        value = (element.attr(name) or "").strip()
        address = _post(value if "://" in value else template.format(value)) if value else None
        if address:
            return Claim(address=address, how=f"{element.tag}-{name.removeprefix('data-')}")
    return None


_ELEMENT_IDS = (
    (re.compile(r"bbpBox_(\d{1,20})"), "https://x.com/i/status/{0}"),
    (re.compile(r"vk_post_(-?\d+)_(\d+)"), "https://vk.com/wall{0}_{1}"),
    (re.compile(r"ig-tp-([\w-]{8,})"), "https://www.threads.com/t/{0}"),
    (re.compile(r"telegram-post-(\w+)-(\d+)"), "https://t.me/{0}/{1}"),
)


def _named(element: Element) -> Claim | None:
    """Read elements whose own id names the post."""
    own = element.attr("id") or ""
    for pattern, template in _ELEMENT_IDS:
        match = pattern.fullmatch(own)
        address = _post(template.format(*match.groups())) if match else None
        if address:
            return Claim(address=address, how=f"{address.platform}-element-id")
    return None


def _addressed(element: Element) -> Claim | None:
    """Read elements that carry the address in an attribute."""
    if element.tag in ("a", "iframe", "script") and not _VENDOR_CLASS.search(_signs(element)):
        return None
    for name in _ADDRESSES:
        address = _post(element.attr(name))
        if address:
            return _with_words(element, address, f"{address.platform}-{_form(element)}")
    return None


def _quoted(element: Element) -> Claim | None:
    """Read quotations whose links name the post: the last one of X (a quoted post's comes first), else the first."""
    if element.tag != "blockquote" and not _VENDOR_CLASS.search(_signs(element)):
        return None
    posts = [address for address in map(_post, _hrefs(element)) if address]
    if not posts:
        return None
    address = posts[-1] if posts[-1].platform == _X_POST else posts[0]
    if not _VENDOR_CLASS.search(_signs(element)) and not _attributed(element):
        return None
    return _with_words(element, address, f"{address.platform}-{_form(element)}")


def _kept_as_json(element: Element) -> Claim | None:
    """Read elements that keep the whole post as JSON, such as Substack's."""
    raw = element.attr("data-attrs") or ""
    if not raw.startswith("{"):
        return None
    try:
        kept = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    address = next(
        (found for name in ("url", "videoId", "permalink") if (found := _kept_address(kept.get(name)))), None
    )
    if address is None:
        return None
    text, name, handle = (
        kept.get(key) if isinstance(kept.get(key), str) else None for key in ("full_text", "name", "username")
    )
    author = Byline(name=name, handle=handle.lstrip("@") if handle else None) if name or handle else None
    return Claim(address=address, how=f"{address.platform}-stored", text=text or "", author=author, stored=kept)


def _kept_address(value: object) -> Address | None:
    if not isinstance(value, str):
        return None
    return _post(value) or (
        _post(f"https://www.youtube.com/watch?v={value}") if re.fullmatch(r"[\w-]{11}", value, re.ASCII) else None
    )


def _bare(element: Element) -> Claim | None:
    """Read a wrapper of the CMS that holds nothing but an address."""
    if not re.search(r"(?:^|\s)(?:wp-block-embed|kg-embed-card)(?:\s|$)", _signs(element)):
        return None
    text = element.text.strip()
    address = identify(text) if text.startswith(("http://", "https://")) and not re.search(r"\s", text) else None
    return (
        Claim(address=address, how="embed-block")
        if address and address.kind not in ("share", "profile", "media")
        else None
    )


_READERS: tuple[Callable[[Element], Claim | None], ...] = (
    _frame,
    _identified,
    _kept_as_json,
    _addressed,
    _quoted,
    _named,
    _bare,
)


def _form(element: Element) -> str:
    return "blockquote" if element.tag == "blockquote" else "markup"


def _signs(element: Element) -> str:
    return (element.attr("class") or "").lower()


def _hrefs(element: Element) -> list[str]:
    return [href for anchor in element.select("a[href]") if (href := anchor.attr("href"))]


def _attributed(element: Element) -> bool:
    return any(True for _ in attribution.scan(words(element)))


def _with_words(element: Element, address: Address, how: str) -> Claim:
    """Add what the element shows of the post."""
    shown = words(element)
    named = list(attribution.scan(shown))
    last = named[-1] if named else None
    links = tuple(
        href
        for href in _hrefs(element)
        if (link := identify(href)) and link.kind in ("short", "page") and link.url != address.url
    )
    return Claim(
        address=address,
        how=how,
        text=(shown[: last.start] if last else shown).strip(),
        author=Byline(name=last.name, handle=last.handle) if last else None,
        day=last.day if last else None,
        links=links,
        notes=contradictions(address, last.handle, last.day) if last else (),
    )
