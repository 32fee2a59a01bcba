"""Shortcodes: how a site's own markup shows a post, in the spellings of those who write them.

WordPress `[tweet id]`, `[embed]address[/embed]`; Hugo `{{< tweet user="a" id="1" >}}`; Liquid `{% embed address %}`; Joomla
`{youtube}id{/youtube}`; Kirby `(tweet: address)`.
"""

import re
from collections.abc import Iterator

from service.model.reference import Reference
from service.platforms.addresses import Address, identify
from service.references import found as make

HOW = "shortcode"
_NAMES = (
    r"embed|embedyt|oembed|tweet|twitter|twitter-tweet|twitter_simple|blackbirdpie|youtube|youtube-video|youtube_lite|vimeo|vimeo_simple|dailymotion|"
    r"instagram|instagram_simple|facebook|fb_embed|tiktok|gist|soundcloud|spotify|reddit|pinterest|flickr|ted|telegram|bluesky|threads|mastodon|video"
)
_NAME = rf"(?P<name>{_NAMES})"
_HUGO_NAME = rf"(?P<name>{_NAMES}|x|x_simple)"
_CONTENT = r"\s{0,3}(?P<content>[^\s\[\]{}]{1,800})\s{0,3}"
_FORMS = (
    ("[", rf"(?<!\[)\[{_NAME}(?P<inside>(?:[\s=][^\[\]\n]{{0,800}})?)\](?!\])(?:{_CONTENT}\[/(?P=name)\])?"),
    ("{{<", rf"\{{\{{<\s{{0,3}}{_HUGO_NAME}(?P<inside>\s[^<>\n]{{1,800}}?)/?>\}}\}}(?P<content>)"),
    ("{{%", rf"\{{\{{%\s{{0,3}}{_HUGO_NAME}(?P<inside>\s[^%\n]{{1,800}}?)/?%\}}\}}(?P<content>)"),
    ("{%", rf"(?<!\{{)\{{%-?\s{{0,3}}{_NAME}(?P<inside>\s[^%\n]{{1,800}}?)-?%\}}(?P<content>)"),
    ("{/", rf"\{{{_NAME}(?P<inside>(?:[\s=][^{{}}\n]{{0,200}})?)\}}{_CONTENT}\{{/(?P=name)\}}"),
    ("(", rf"\({_NAME}:(?P<inside>\s[^()\n]{{1,800}})\)(?P<content>)"),
)
_CODES = tuple((sign, re.compile(form, re.IGNORECASE)) for sign, form in _FORMS)
"""What a text with such a shortcode holds, and its form."""
_URL = re.compile(r"(?:https?:)?//[^\s\"'<>“”″\[\]]{4,600}|at://[^\s\"'<>]{4,300}")
_NAMED_ID = re.compile(r"(?<![\w-])(?:id|tweet|video|video_id|shortcode|code)\s?=\s?[\"'“”″]?([\w-]{2,40})", re.ASCII)
_BARE_ID = re.compile(r"(?:^=?|\s)[\"'“”″]?([\w-]{2,40})(?=$|[\s\"'“”″&?])", re.ASCII)
_X = (r"\d{2,20}", "https://x.com/i/status/{}")
_YOUTUBE = (r"[\w-]{11}", "https://www.youtube.com/watch?v={}")
_VIMEO = (r"\d{5,12}", "https://vimeo.com/{}")
_INSTAGRAM = (r"[\w-]{9,14}", "https://www.instagram.com/p/{}/")
_IDS = {
    **dict.fromkeys(("tweet", "twitter", "twitter-tweet", "twitter_simple", "x", "x_simple", "blackbirdpie"), _X),
    **dict.fromkeys(("youtube", "youtube-video", "youtube_lite", "embedyt"), _YOUTUBE),
    **dict.fromkeys(("vimeo", "vimeo_simple"), _VIMEO),
    **dict.fromkeys(("instagram", "instagram_simple"), _INSTAGRAM),
    "dailymotion": (r"[a-z0-9]{5,9}", "https://www.dailymotion.com/video/{}"),
    "tiktok": (r"\d{15,20}", "https://www.tiktok.com/@_/video/{}"),
    "gist": (r"[0-9a-f]{20,32}|\d{4,}", "https://gist.github.com/{}"),
}
"""How a bare id looks, and its address."""
_NEVER = "(?!)"
_POSTS_ONLY = frozenset(["video"])
"""Names that show other things too."""


def find(text: str) -> list[Reference]:
    """Give every shortcode that shows a post or page; one in double brackets is only spoken of.

    >>> [one.post_id for one in find("[tweet 20] [[tweet 21]] [gallery ids=1] {{< youtube aBcDeFgHiJ_ >}} (tweet: https://x.com/a/status/22)")]
    ['20', 'aBcDeFgHiJ_', '22']
    """
    # One bracket is looked for at a twentieth of the price of two.
    signed = (code for sign, code in _CODES if sign[0] in text and sign in text)
    matches = (match for code in signed for match in code.finditer(text))
    return sorted((one for match in matches if (one := _read(match))), key=lambda one: one.start)


def _read(match: re.Match[str]) -> Reference | None:
    address = next(_addresses(match), None)
    if address is None or address.kind in make.NOTHING:
        return None
    if address.post_id is None and match["name"].lower() in _POSTS_ONLY:
        return None
    return make.markup(address, *match.span(), how=HOW)


def _addresses(match: re.Match[str]) -> Iterator[Address]:
    inside = match["inside"].replace("&quot;", '"').replace("&#8221;", '"').replace("&#8243;", '"')
    for part in (match["content"] or "", inside):
        url = _URL.search(part)
        address = identify(url[0]) if url else None
        if address is not None:
            yield address
    form, template = _IDS.get(match["name"].lower(), (_NEVER, ""))
    for part in (match["content"] or "", inside):
        for bare in (*_NAMED_ID.finditer(part), *_BARE_ID.finditer(part)):
            address = identify(template.format(bare[1])) if re.fullmatch(form, bare[1], re.ASCII) else None
            if address is not None and address.post_id is not None:
                yield address
