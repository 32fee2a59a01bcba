"""Addresses as they stand in prose: with or without scheme, glued to words, followed by punctuation of any script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import merge

from linkify_it import LinkifyIt  # type: ignore[import-untyped]

from service.model.url import LONGEST

_SCHEME = re.compile(r":(?=//)")
_DOT = re.compile(r"\.(?:(?=(?i:com|app|co|me|be|watch|net|it|social|ru)/[\w@#])|(?<=www\.)(?=\w)|(?<=WWW\.)(?=\w))")
"""Every address holds one of these near its beginning; apart, each is looked for by its one character, which is fast."""
_HOSTS = re.compile(
    r"(?:(?:www|m|mobile|old|vm|vt|new|np)\.)?(?:twitter\.com|x\.com|bsky\.app|t\.co|t\.me|youtu\.be|youtube\.com|instagram\.com|"
    r"tiktok\.com|facebook\.com|fb\.watch|threads\.(?:net|com)|truthsocial\.com|reddit\.com|redd\.it|vk\.com|mastodon\.social)",
    re.IGNORECASE,
)
"""Hosts that are believed without a scheme."""
_HOST_BEFORE = re.compile(r"[A-Za-z0-9.-]{1,24}\Z", re.ASCII)
_CODE = re.compile(
    r"(https?://t\.co/|(?:https?://)?pic\.(?:twitter|x)\.com/)([A-Za-z0-9]{1,10})", re.ASCII | re.IGNORECASE
)
_STOP = re.compile(
    r"[\s<>`\"“”„«»‹›、。，；：？！…（）「」『』【】〈〉《》｛｝［］｜\u200b\u2028\u2029\u3000]|https?://|\]\(|&(?:quot|gt|lt|#34|#39|#x27|apos);",
    re.IGNORECASE,
)
_GLUED_SCRIPT = re.compile(r"(?<=[A-Za-z0-9])[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0600-\u06ff\u0e00-\u0e7f]")
_END = re.compile(r"[.,;:!?'’*_~|\\]+$")


@dataclass(frozen=True, slots=True)
class Spelled:
    """An address at its place."""

    start: int
    end: int
    url: str


@cache
def _linkify() -> LinkifyIt:
    return LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": True})


def scan(text: str) -> Iterator[Spelled]:
    """Give every address in reading order; none overlaps another.

    >>> [one.url for one in scan("see (https://example.com/a_(b)). Or x.com/a/status/1, not a@x.com/b")]
    ['https://example.com/a_(b)', 'https://x.com/a/status/1']
    """
    at = 0
    for anchor in merge(_SCHEME.finditer(text), _DOT.finditer(text), key=re.Match.start):
        if anchor.start() < at:
            continue
        begun = _begin(text, anchor.start(), at)
        end = _end(text, *begun) if begun else 0
        if begun is None or end <= begun[1]:
            at = anchor.end()
            continue
        raw = text[begun[0] : end]
        yield Spelled(begun[0], end, raw if "://" in raw[:8] else f"https://{raw}")
        at = end


def _begin(text: str, anchor: int, floor: int) -> tuple[int, int] | None:
    """Say where the address begins that has its anchor here, and where its host ends or, after a scheme, begins."""
    if text[anchor] == ":":
        for scheme in ("https", "http", "at"):
            start = anchor - len(scheme)
            if start >= floor and text[start:anchor].lower() == scheme:
                glued = scheme == "at" and start > 0 and text[start - 1].isalnum()
                return None if glued else (start, anchor + 3)
        return None
    if text[max(0, anchor - 3) : anchor].lower() == "www":
        if anchor - 3 < floor:
            return None
        outside = anchor == 3 or not (text[anchor - 4].isalnum() or text[anchor - 4] in "@./-_")
        return (anchor - 3, anchor + 1) if outside else None
    slash = text.index("/", anchor)
    before = _HOST_BEFORE.search(text, max(floor, anchor - 24), anchor)
    host = (before[0] if before else "") + text[anchor:slash]
    for picture in ("pic.twitter.com", "pic.x.com"):
        if host.lower().endswith(picture):
            return slash - len(picture), slash + 1
    start = slash - len(host)
    outside = start <= floor or not (text[start - 1].isalnum() or text[start - 1] in "@./:-_")
    return (start, slash + 1) if outside and _HOSTS.fullmatch(host) else None


def _end(text: str, start: int, after: int) -> int:
    """Say where the address ends that begins at `start`; `after` or less when it is none."""
    code = _CODE.match(text, start)
    if code:
        return code.end()
    lead = text[start:after]
    stop = _STOP.search(text, after, start + LONGEST)
    window = text[after : stop.start() if stop else start + LONGEST]
    glued = _GLUED_SCRIPT.search(window)
    if glued:
        window = window[: glued.start()]
    if lead[:3].lower() == "at:":
        return after + len(_END.sub("", window))
    scheme = lead[: lead.index(":") + 1].lower() if lead.endswith("//") else "https:"
    lead = "" if lead.endswith("//") else lead
    whole = "//" + lead + window
    length: int = _linkify().test_schema_at(whole, scheme, 0)
    if not length:
        return start
    kept = _END.sub("", whole[:length])
    if whole.startswith("_", len(kept)) and not text.endswith("_", 0, start):
        kept += "_"
    return after + len(kept) - 2 - len(lead)
