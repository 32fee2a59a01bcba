"""Shortcodes of WordPress and its like: `[embed]address[/embed]`, `[tweet id]`, `[youtube id]`, `[instagram url=…]`."""

import re
from collections.abc import Iterator

from service.model.reference import Reference
from service.platforms.addresses import Address, identify
from service.references import found as make

HOW = "shortcode"
_CODE = re.compile(
    r"(?<!\[)\[(?P<name>embed|embedyt|tweet|twitter|twitter-tweet|blackbirdpie|youtube|youtube-video|vimeo|dailymotion|instagram|facebook|fb_embed|"
    r"tiktok|gist|soundcloud|spotify|reddit|pinterest|flickr|ted|telegram|bluesky|threads|mastodon)(?P<inside>(?:[\s=][^\[\]\n]{0,800})?)\](?!\])"
    r"(?:\s{0,3}(?P<content>[^\s\[\]]{1,800})\s{0,3}\[/(?P=name)\])?",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?:)?//[^\s\"'<>“”″\[\]]{4,600}|at://[^\s\"'<>]{4,300}")
_BARE = re.compile(
    r"(?:^|[\s=\"'“”″])(?:(?:id|tweet|video|video_id|shortcode|code)\s?=\s?[\"'“”″]?)?([\w-]{2,40})(?=$|[\s\"'“”″&?])",
    re.ASCII,
)
_IDS = {
    "tweet": (r"\d{2,20}", "https://x.com/i/status/{}"),
    "twitter": (r"\d{2,20}", "https://x.com/i/status/{}"),
    "twitter-tweet": (r"\d{2,20}", "https://x.com/i/status/{}"),
    "blackbirdpie": (r"\d{2,20}", "https://x.com/i/status/{}"),
    "youtube": (r"[\w-]{11}", "https://www.youtube.com/watch?v={}"),
    "youtube-video": (r"[\w-]{11}", "https://www.youtube.com/watch?v={}"),
    "embedyt": (r"[\w-]{11}", "https://www.youtube.com/watch?v={}"),
    "vimeo": (r"\d{5,12}", "https://vimeo.com/{}"),
    "dailymotion": (r"[a-z0-9]{5,9}", "https://www.dailymotion.com/video/{}"),
    "instagram": (r"[\w-]{9,14}", "https://www.instagram.com/p/{}/"),
    "tiktok": (r"\d{15,20}", "https://www.tiktok.com/@_/video/{}"),
    "gist": (r"[0-9a-f]{20,32}|\d{4,}", "https://gist.github.com/{}"),
}
"""How a bare id looks, and its address."""


def find(text: str) -> list[Reference]:
    """Give every shortcode that shows a post or page; one in double brackets is only spoken of.

    >>> [one.post_id for one in find("[tweet 20] [[tweet 21]] [gallery ids=1] [youtube=https://youtu.be/aBcDeFgHiJ_]")]
    ['20', 'aBcDeFgHiJ_']
    """
    return [one for match in _CODE.finditer(text) if (one := _read(match))] if "[" in text else []


def _read(match: re.Match[str]) -> Reference | None:
    address = next(_addresses(match), None)
    if address is None or address.kind in make.NOTHING:
        return None
    return make.markup(address, *match.span(), how=HOW)


def _addresses(match: re.Match[str]) -> Iterator[Address]:
    inside = match["inside"].replace("&quot;", '"').replace("&#8221;", '"').replace("&#8243;", '"')
    for part in (match["content"] or "", inside):
        url = _URL.search(part)
        address = identify(url[0]) if url else None
        if address is not None:
            yield address
    known = _IDS.get(match["name"].lower())
    bare = _BARE.search(inside) if known else None
    if known and bare and re.fullmatch(known[0], bare[1], re.ASCII):
        address = identify(known[1].format(bare[1]))
        if address is not None and address.post_id is not None:
            yield address
