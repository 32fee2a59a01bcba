"""Embeds of pages that are no post we know by name: frames of unknown sites, and what a CMS marks as embedded."""

import re
from collections.abc import Iterator

from service.platforms.addresses import Address, identify
from service.references.found import NOTHING
from service.references.html import signs
from service.references.html.claim import Claim
from service.references.html.markup import FRAMES, Element

_MARKED = ("url", "data-oembed-url", "data-embed-url", "data-url")
_MARKING = frozenset(
    ["oembed", "o-embed", "drupal-url", "embed", "amp-embedly-card", "amp-iframely", "amp-wordpress-embed"]
)
_FURNITURE = re.compile(
    r"(?:^|\.)(?:(?:ads?|adserver|adservice|banners?|pixel|track(?:er|ing)?|analytics|stats?|metrics|consent|cmp|captcha|[a-z]*sync|tags?|beacons?|"
    r"telemetry|imasdk|accounts|login|auth|sso|checkout|newsletters?)\d*\.[a-z0-9-]+\.[a-z.]+|"
    r"(?:doubleclick|googlesyndication|googletagmanager|googletagservices|google-analytics|googleadservices|2mdn|adnxs|amazon-adsystem|adsrvr|"
    r"taboola|outbrain|criteo|pubmatic|rubiconproject|openx|smartadserver|teads|sharethrough|33across|media|moatads|scorecardresearch|quantserve|"
    r"chartbeat|hotjar|demdex|everesttech|adform|casalemedia|bidswitch|yieldlab|liveramp|rlcdn|krxd|bluekai|mathtag|zemanta|revcontent|mgid|adition|"
    r"consensu|cookielaw|onetrust|cookiebot|usercentrics|quantcast|privacy-mgmt|sp-prod|didomi|trustarc|truste|consentmanager|termly|iubenda|"
    r"hcaptcha|recaptcha|arkoselabs|disqus|disquscdn|spot|openweb|viafoura|coral|hyvor|commento|piano|tinypass|stripe|paypal|braintreegateway|"
    r"intercom|zendesk|zdassets|drift|list-manage|mailchimp|addthis|addtoany|sharethis|onesignal|pushwoosh|gravatar|livefyre)"
    r"\.(?:com|net|org|io|im|eu|de|tv|mgr\.consensu\.org|co))$|^(?:challenges\.cloudflare\.com|connect\.facebook\.net|apis\.google\.com|"
    r"accounts\.google\.com|consent\.[a-z.]+|cse\.google\.com|content\.googleapis\.com)$"
)
"""Hosts whose frames are advertisements, counters, consent, captchas, comments, logins and shops: no part of an article."""
_HREF = re.compile(r"<a\s[^<>]{0,200}?href=[\"']([^\"'<>]+)")
"""What a frame says to readers without frames."""
_FURNITURE_PATH = re.compile(
    r"/(?:recaptcha|captcha|ads?|adframe|pixel|sync|comments?/embed|login|signin|newsletter|subscribe)(?:[/.?]|$)"
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)"
)


def read(element: Element, base: str | None) -> Claim | None:
    """Say which page an element embeds; None for furniture and for frames of the article's own site."""
    if element.tag in FRAMES:
        return _framed(element, base)
    if "wp-embedded-content" in (element.attr("class") or ""):
        address = next(_pages(anchor.attr("href") for anchor in element.select("a[href]")), None)
        return Claim(address=address, how="page-blockquote", text=" ".join(element.text.split())) if address else None
    if element.tag not in _MARKING and not (element.attr("data-oembed-url") or element.attr("data-embed-url")):
        return None
    if element.tag == "embed" and not element.attr("embedtype"):
        return None
    address = next(_pages(map(element.attr, _MARKED)), None)
    return Claim(address=address, how="page-embed") if address else None


def _framed(element: Element, base: str | None) -> Claim | None:
    address = next(_pages(map(element.attr, signs.LAZY)), None)
    if address is None:
        told = next(_pages(iter(_HREF.findall(element.text))), None)
        return Claim(address=told, how="page-frame", confidence=0.6) if told else None
    if _is_hidden(element):
        return None
    if "wp-embedded-content" in (element.attr("class") or ""):
        own = identify(re.sub(r"/embed/?(?:[?#].*)?$", "/", address.url))
        return Claim(address=own or address, how="page-frame")
    host, _, path = address.url.partition("://")[2].partition("/")
    own = identify(base) if base else None
    if _FURNITURE.search(host) or _FURNITURE_PATH.search("/" + path) or (own and _host(own) == host):
        return None
    return Claim(address=address, how="page-frame", text=element.attr("title") or "", confidence=0.6)


def _host(address: Address) -> str:
    return address.url.partition("://")[2].partition("/")[0]


def _pages(urls: Iterator[str | None]) -> Iterator[Address]:
    for url in urls:
        address = identify(url) if url and "//" in url[:9] else None
        if address is not None and address.post_id is None and address.kind not in NOTHING:
            yield address


def _is_hidden(element: Element) -> bool:
    """Say whether no reader sees a frame: as wide or high as a dot, or told not to show."""
    if element.attr("hidden") is not None or _HIDDEN_STYLE.search((element.attr("style") or "").lower()):
        return True
    return any((element.attr(side) or "").strip() in ("0", "1", "0px", "1px") for side in ("width", "height"))
