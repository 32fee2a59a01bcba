"""Elements that a script fills: a call names the post and the element that will show it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from service.platforms.addresses import Address
from service.references.html.claim import Claim, post_at
from service.references.html.markup import Element, Page


class _Call(NamedTuple):
    """How one vendor's script is called."""

    form: re.Pattern[str]
    url: str
    """Over the named groups of the form; `element` is the id of the element."""
    how: str


def _call(form: str, url: str, how: str) -> _Call:
    return _Call(re.compile(form.replace("ELEMENT", r"[\"'`]#?(?P<element>[\w-]{1,80})[\"'`]"), re.ASCII), url, how)


_CALLED = re.compile(
    r"\((?<=[tdre]\()(?:(?<=VK\.Widgets\.Post\()|(?<=createTweet\()|(?<=createTweetEmbed\()|(?<=YT\.Player\()|(?<=Vimeo\.Player\()|"
    r"(?<=dailymotion\.createPlayer\()|(?<=Rumble\())"
)
"""How every call begins, asked by its one rare character at a sixth of the price of the names."""


_CALLS = (
    _call(
        r"VK\.Widgets\.Post\(\s*ELEMENT\s*,\s*(?P<owner>-?\d{1,15})\s*,\s*(?P<id>\d{1,15})",
        "https://vk.com/wall{owner}_{id}",
        "vk-widget",
    ),
    _call(
        r"createTweet(?:Embed)?\(\s*[\"'](?P<id>\d{1,20})[\"']\s*,\s*(?:[\w.]{1,40}\(\s*)?ELEMENT",
        "https://x.com/i/status/{id}",
        "x-widget",
    ),
    _call(
        r"YT\.Player\(\s*ELEMENT\s*,\s*\{[^{}]{0,400}?videoId[\"']?\s*:\s*[\"'](?P<id>[\w-]{11})[\"']",
        "https://www.youtube.com/watch?v={id}",
        "youtube-widget",
    ),
    _call(
        r"Vimeo\.Player\(\s*ELEMENT\s*,\s*\{[^{}]{0,400}?\b(?:id|url)[\"']?\s*:\s*[\"']?(?:https://vimeo\.com/)?(?P<id>\d{5,12})",
        "https://vimeo.com/{id}",
        "vimeo-widget",
    ),
    _call(
        r"dailymotion\.createPlayer\(\s*ELEMENT\s*,\s*\{[^{}]{0,400}?\bvideo[\"']?\s*:\s*[\"'](?P<id>[a-z0-9]{5,9})[\"']",
        "https://www.dailymotion.com/video/{id}",
        "dailymotion-widget",
    ),
    _call(
        r"Rumble\(\s*[\"']play[\"']\s*,\s*\{[^{}]{0,200}?video[\"']?\s*:\s*[\"'](?P<id>\w{4,12})[\"'][^{}]{0,200}?div[\"']?\s*:\s*ELEMENT",
        "https://rumble.com/embed/{id}/",
        "rumble-widget",
    ),
)


def scan(page: Page) -> Iterator[tuple[Element, Claim]]:
    """Give each element that a call of a vendor's script turns into one post."""
    source = page.source.text
    if not _CALLED.search(source):
        return
    called: dict[str, tuple[Address, str]] = {}
    for call in _CALLS:
        for match in call.form.finditer(source):
            address = post_at(call.url.format(**match.groupdict()))
            if address:
                called.setdefault(match["element"], (address, call.how))
    for element in page.select("[id]") if called else ():
        found = called.get(element.attr("id") or "")
        if found:
            yield element, Claim(address=found[0], how=found[1])
