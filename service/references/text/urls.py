"""Addresses as they stand in prose: with or without scheme, glued to words, followed by punctuation of any script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from linkify_it import LinkifyIt  # type: ignore[import-untyped]

from service.model.url import LONGEST

_BEGIN = re.compile(
    r"https?://|\bwww\.(?=\w)|\bat://(?=did:|[a-z])|pic\.(?:twitter|x)\.com/(?=\w)|"
    r"(?<![\w@./:-])(?:(?:www|m|mobile|old|vm|vt)\.)?(?:twitter\.com|x\.com|bsky\.app|t\.co|t\.me|youtu\.be|youtube\.com|"
    r"instagram\.com|tiktok\.com|facebook\.com|fb\.watch|threads\.(?:net|com)|truthsocial\.com|reddit\.com|redd\.it|"
    r"vk\.com|mastodon\.social)/(?=[\w@#])",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(https?://t\.co/|(?:https?://)?pic\.(?:twitter|x)\.com/)([A-Za-z0-9]{1,10})", re.ASCII | re.IGNORECASE
)
_STOP = re.compile(
    r"[\s<>\"“”„«»‹›、。，；：？！…（）「」『』【】〈〉《》｛｝［］｜\u200b\u2028\u2029\u3000]|https?://|\]\(",
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
    while match := _BEGIN.search(text, at):
        end = _end(text, match)
        if end <= match.end():
            at = match.end()
            continue
        raw = text[match.start() : end]
        url = raw if "://" in match[0] else f"https://{raw}"
        yield Spelled(match.start(), end, url)
        at = end


def _end(text: str, match: re.Match[str]) -> int:
    """Say where the address ends that begins at `match`."""
    code = _CODE.match(text, match.start())
    if code:
        return code.end()
    start = match.start()
    stop = _STOP.search(text, match.end(), start + LONGEST)
    window = text[match.end() : stop.start() if stop else start + LONGEST]
    glued = _GLUED_SCRIPT.search(window)
    if glued:
        window = window[: glued.start()]
    scheme = "https:" if match[0][:4].lower() != "http" else text[start : text.index(":", start) + 1].lower()
    if match[0].lower().startswith("at:"):
        return match.end() + len(_END.sub("", window))
    lead = "" if match[0].endswith("//") else match[0]
    whole = "//" + lead + window
    length: int = _linkify().test_schema_at(whole, scheme, 0)
    if not length:
        return match.start()
    kept = _END.sub("", whole[:length])
    return match.end() + len(kept) - 2 - len(lead)
