"""Seams of a text: the places where one stretch ends and the next begins, so where a post may begin."""

import re
from dataclasses import dataclass

_UPPER = "A-ZÀ-ÞА-Я"
_BEGINS = r"[\s>.!?…:”\"’»)。！？」』A-Z“#@«„「『【\U0001f000-\U0001faff]"
"""What a seam begins with: all patterns begin with it, so that no other character costs more than a glance."""
_PLACES = (
    r"(?<=[\s>])(?:"
    r"(?P<line>(?:(?<=\n)|(?<=[ \t\u00a0\u3000>])[ \t\u00a0\u3000>]*\n)[\s\u3000>]*)"
    r"|(?P<gap>(?<=[ \u00a0])[ \u00a0]+))"
    r"|(?<![\s>])(?:"
    rf"(?<=[.!?…”\"’»)“])(?P<sentence> )(?=[{_UPPER}“\"#@«„‘'\U0001f000-\U0001faff])"
    r"|(?<=:)(?P<colon> )(?=\S)"
    rf"|(?<=[^\W\d_A-Z][.!?…:])(?P<glued>)(?=[{_UPPER}“\"#@«„\U0001f000-\U0001faff])"
    rf"|(?<=[^\s([“„«][”\"’»)\U0001f000-\U0001faff])(?P<shut>)(?=[{_UPPER}“#@«„])"
    r"|(?<=[。！？」』])(?P<full>)(?=[^。！？」』）\s])"
    r"|(?<=[a-z0-9](?P<hump>)[A-Z“#@«„])(?=[a-z“ ])"
    r"|(?<=[^\s「『【(（。！？」』](?P<cited>)[「『【])"
    r")"
)
_SEAM = re.compile(rf"{_BEGINS}(?<! (?=[^\s>]))(?:{_PLACES})")
"""A space between two words is passed over at once."""
_FLAT_SEAM = re.compile(
    rf"{_BEGINS}(?:{_PLACES}|(?<=[.!?…”\"’»)\]\u2600-\u27bf\U0001f000-\U0001faff](?P<loose> ))(?=\S)"
    r"|(?<=\w(?P<called> ))(?=\.?@\w))"
)
"""Where no line break is left, a post may begin in lower case, with a figure or with a mention."""
_URL = re.compile(r"(?:https?://|pic\.(?:twitter|x)\.com/)[^\s<>\])]+")
_WHOLE = re.compile(
    r"\]\([^()\s]*\)|https?://t\.co/\w{1,10}|pic\.(?:twitter|x)\.com/\w{1,10}|https?://[^\s<>()\]]+|@[A-Za-z0-9_]+|#[A-Za-z0-9_]+",
    re.ASCII,
)
"""What no seam cuts."""
_TARGETS = re.compile(r"\]\([^()\s]*\)| \(https?://[^()\s]*\)")
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\U0001f000-\U0001faff]")
_RUNS_ON = re.compile(r"[a-zà-ÿа-я,;:.)!?…»”]|['’]s\b")

_LINK_LINE = re.compile(r"[@#][A-Za-z0-9_]|https?://|pic\.(?:twitter|x)\.com/")
_GOES_ON = re.compile(r"[\w,&]\Z")

BREAKS = frozenset(["line", "paragraph"])
JOINTS = frozenset(["glued", "shut", "full", "hump", "gap", "cited"])
"""Where an extractor lost a break and glued two paragraphs."""
_BLANK = frozenset(["line", "gap"])
"""Where white space itself is the seam."""


def weigh(text: str) -> int:
    """Count as X does: an address 23, a character of a wide script or an emoji 2, any other 1.

    >>> weigh("see https://t.co/AbCdEfGhIj"), weigh("橋")
    (27, 2)
    """
    text = untargeted(text)
    bare, urls = _URL.subn("", text) if "://" in text or "pic." in text else (text, 0)
    weight = 23 * urls + len(bare)
    return weight if bare.isascii() else weight + len(_WIDE.findall(bare))


def untargeted(text: str) -> str:
    """Leave out the targets of links that extractors write behind their words."""
    return _TARGETS.sub("", text) if "(" in text else text


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


def seams(text: str, start: int, end: int, *, broken: bool = False, flat: bool = False) -> list[Seam]:
    """Give the seams of `text[start:end]`, the lowest first.

    `broken` text has a line break around every link: a line that runs on from the one above makes no seam. `flat` text
    has lost all its breaks.
    """
    found = []
    whole = [match.span() for match in _WHOLE.finditer(text, start, end)]
    whole.append((end, end))
    at = 0
    for match in (_FLAT_SEAM if flat else _SEAM).finditer(text, start, end):
        kind = match.lastgroup or ""
        before, after = match.span() if kind in _BLANK else match.span(kind)
        while whole[at][1] <= before and at < len(whole) - 1:
            at += 1
        if whole[at][0] < before < whole[at][1]:
            continue
        if kind == "line" and match[0].count("\n") > 1:
            kind = "paragraph"
        if broken and kind == "line" and _one_line(text, before, after):
            continue
        if before > start and after < end:
            found.append(Seam(before, after, kind))
    found.reverse()
    return found


def _one_line(text: str, before: int, after: int) -> bool:
    """Say whether only a link made the break: the line runs on, or a link follows an unfinished one."""
    if _RUNS_ON.match(text, after):
        return True
    return _LINK_LINE.match(text, after) is not None and _GOES_ON.search(text, max(0, before - 1), before) is not None
