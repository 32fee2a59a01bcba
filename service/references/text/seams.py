"""Seams of a text: the places where one stretch ends and the next begins, so where a post may begin."""

import re
from dataclasses import dataclass

_SEAM = re.compile(
    r"(?P<line>[ \t\u00a0\u3000>]*\n[\s\u3000>]*)"
    r"|(?P<gap>[ \u00a0]{2,})"
    r"|(?<=[^\W\d_A-Z][.!?…:])(?P<glued>)(?=[A-ZÀ-ÞА-Я“\"#@«„\U0001f000-\U0001faff])"
    r"|(?<=[^\s([“„«][”\"’)»])(?P<shut>)(?=[A-ZÀ-ÞА-Я“#@«„])"
    r"|(?<=[。！？」』])(?P<full>)(?=[^。！？」』）\s])"
    r"|(?<=[a-z0-9])(?P<hump>)(?=[A-Z“#@«„][a-z“ ])"
    r"|(?<=[.!?…”\"’»)])(?P<sentence> )(?=[A-ZÀ-ÞА-Я“\"#@«„‘'\U0001f000-\U0001faff])"
    r"|(?<=:)(?P<colon> )(?=\S)"
    r"|(?<=[^\s「『【(（])(?P<cited>)(?=[「『【])"
)
_URL = re.compile(r"(?:https?://|pic\.(?:twitter|x)\.com/)[^\s<>\])]+")
_WHOLE = re.compile(
    r"\]\([^()\s]*\)|https?://t\.co/\w{1,10}|pic\.(?:twitter|x)\.com/\w{1,10}|https?://[^\s<>()\]]+|[@#][A-Za-z0-9_]+",
    re.ASCII,
)
"""What no seam cuts."""
_MARKDOWN = re.compile(r"\]\([^()\s]*\)")
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\U0001f000-\U0001faff]")
_RUNS_ON = re.compile(r"[a-zà-ÿа-я,;:.)!?…»”]|['’]s\b")

BREAKS = frozenset(["line", "paragraph"])
JOINTS = frozenset(["glued", "shut", "full", "hump", "gap", "cited"])
"""Where an extractor lost a break and glued two paragraphs."""


def weigh(text: str) -> int:
    """Count as X does: an address 23, a character of a wide script or an emoji 2, any other 1.

    >>> weigh("see https://t.co/AbCdEfGhIj"), weigh("橋")
    (27, 2)
    """
    if "](" in text:
        text = _MARKDOWN.sub("", text)
    bare, urls = _URL.subn("", text)
    weight = 23 * urls + len(bare)
    return weight if bare.isascii() else weight + len(_WIDE.findall(bare))


@dataclass(frozen=True, slots=True)
class Seam:
    """A place where one stretch of text ends and the next begins."""

    before: int
    """Where the stretch above ends."""
    after: int
    """Where the stretch below begins: the post's first code point, if it begins here."""
    kind: str

    @property
    def level(self) -> str:
        """Say how strong it is: `break`, `joint` or `inside` a paragraph."""
        return "break" if self.kind in BREAKS else "joint" if self.kind in JOINTS else "inside"


def seams(text: str, start: int, end: int, *, broken: bool = False) -> list[Seam]:
    """Give the seams of `text[start:end]`, the lowest first.

    `broken` text has a line break around every link: a line that runs on from the one above makes no seam.
    """
    found = []
    whole = [match.span() for match in _WHOLE.finditer(text, start, end)]
    whole.append((end, end))
    at = 0
    for match in _SEAM.finditer(text, start, end):
        while whole[at][1] <= match.start() and at < len(whole) - 1:
            at += 1
        if whole[at][0] < match.start() < whole[at][1]:
            continue
        kind = match.lastgroup or ""
        if kind == "line" and match[0].count("\n") > 1:
            kind = "paragraph"
        if broken and kind == "line" and _RUNS_ON.match(text, match.end()):
            continue
        if match.start() > start and match.end() < end:
            found.append(Seam(match.start(), match.end(), kind))
    found.reverse()
    return found
