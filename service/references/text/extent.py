"""Where a flattened post begins."""

import re

from service.references.text.attribution import Attribution

BOUND = 280
"""Weighted characters of a post; URLs count 23."""


def begin(text: str, found: Attribution, floor: int) -> int:
    """Give the first code point of the post that `found` attributes; nothing before `floor` belongs to it."""
    region_end = found.start
    stop = len(text[floor:region_end].rstrip()) + floor
    paragraphs = [
        (m.start() + floor, m.end() + floor) for m in re.finditer(r"[^\n]+(?:\n(?![ \t>]*\n)[^\n]+)*", text[floor:stop])
    ]
    if not paragraphs:
        return found.start
    start = paragraphs[-1][0]
    used = weigh(text[start:stop])
    for first, last in reversed(paragraphs[:-1]):
        words = text[first:last]
        used += weigh(words) + 2
        if used > BOUND or not _belongs(words, text[start:stop]):
            break
        start = first
    while start < stop and text[start].isspace():
        start += 1
    return start


def _belongs(words: str, below: str) -> bool:
    if below.count("”") > below.count("“"):
        return True
    if words.rstrip().endswith(":") and _EMOJI.search(words) and _EMOJI.search(below):
        return True
    return (
        len(below) < 70 and bool(re.search(r"https?://|pic\.twitter|^[@#]", below)) and words.lstrip()[:1] in '"“„«「'
    )


_EMOJI = re.compile("[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf]")
_URL = re.compile(r"(?:https?://|pic\.twitter\.com/)\S+")


def weigh(text: str) -> int:
    """Count as X does: an address 23, a character of a wide script 2, any other 1."""
    bare = _URL.sub("", text)
    urls = len(_URL.findall(text))
    return (
        23 * urls
        + len(bare)
        + len(re.findall(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]", bare))
    )
