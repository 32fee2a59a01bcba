"""Seams of a text: where a post may begin, and what speaks for and against it at each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.references.text.tongue import guess

_SEAM = re.compile(
    r"(?P<line>[ \t\u00a0\u3000>]*\n[\s\u3000>]*)"
    r"|(?P<gap>[ \u00a0]{2,})"
    r"|(?<=[^\W\d_A-Z][.!?…:])(?P<glued>)(?=[A-ZÀ-ÞА-Я“\"#@«„\U0001f000-\U0001faff])"
    r"|(?<=[^\s([“„«][”\"’)»])(?P<shut>)(?=[A-ZÀ-ÞА-Я“#@«„])"
    r"|(?<=[。！？」』])(?P<full>)(?=[^。！？」』）\s])"
    r"|(?<=[a-z0-9])(?P<hump>)(?=[A-Z“#@«„][a-z“ ])"
    r"|(?<=[.!?…”\"’»)])(?P<sentence> )(?=[A-ZÀ-ÞА-Я“\"#@«„‘'\U0001f000-\U0001faff])"
    r"|(?<=:)(?P<colon> )(?=\S)"
)
_URL = re.compile(r"(?:https?://|pic\.(?:twitter|x)\.com/)[^\s<>\])]+")
_WHOLE = re.compile(
    r"\]\([^()\s]*\)|https?://t\.co/\w{1,10}|pic\.(?:twitter|x)\.com/\w{1,10}|https?://[^\s<>()\]]+|[@#][A-Za-z0-9_]+",
    re.ASCII,
)
"""What no seam cuts."""
_OWN_LINK = re.compile(r"(?:https?://t\.co/|pic\.(?:twitter|x)\.com/)\w+\)?\s*$")
_MARKDOWN = re.compile(r"\]\([^()\s]*\)")
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\U0001f000-\U0001faff]")
_EMOJI = re.compile("[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf]")
_TAGS = re.compile(r"(?<!\w)[#@＃]\w|https?://t\.co/|pic\.(?:twitter|x)\.com/")
_PROMISE = re.compile(
    r"tweet|twitt|\bX\b|posted|wrote|writes|said|says|shared|replied|respond|added|post\b|comment|schr[ie]{2}b|schreibt|teilte|écri|"
    r"publi|escrib|posteó|dijo|scri[vt]|napisa|ツイート|投稿|написа|пишет|твит",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…:。！？”\"’»)」』]\s*$")
_FOREIGN = re.compile(r"https?://(?!t\.co/|(?:www\.|mobile\.)?(?:twitter|x)\.com/|bsky\.app/)[\w-]+\.")
_EMBEDDED = re.compile(r"ref_src=twsrc|src=hash")
_SPOKEN = re.compile(r"^[“\"„«][^“\"„«»”]{20,}[.!?…][”\"“»]$")
"""Nothing but a quotation: prose would say who speaks."""
_COUNT = re.compile(r"^[(#]?\d{1,3}[.):]?$")
_BULLET = re.compile(r"^[・•·*-]")
_NAMED = re.compile(r"^[@#＃][\w.]+$")
_DRESSING = re.compile(r"https?://\S+|pic\.(?:twitter|x)\.com/\w+|[@#＃]\w+|\W")
_ABOVE = (
    ("above-link", _OWN_LINK),
    ("above-tags", _TAGS),
    ("above-emoji", _EMOJI),
    ("above-spoken", _SPOKEN),
    ("above-count", _COUNT),
    ("above-bullet", _BULLET),
    ("above-named", _NAMED),
    ("above-embedded", _EMBEDDED),
    ("above-foreign-link", _FOREIGN),
)
_QUOTES = (("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("『", "』"))


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


def seams(text: str, start: int, end: int) -> list[Seam]:
    """Give the seams of `text[start:end]`, the lowest first."""
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
        if match.start() > start and match.end() < end:
            found.append(Seam(match.start(), match.end(), kind))
    found.reverse()
    return found


def _unopened(text: str) -> int:
    """Say how many quotation marks `text` closes without having opened them."""
    balance = 0
    for opening, closing in _QUOTES:
        if closing in text and opening != closing:
            surplus = text.count(closing) - text.count(opening)
            if surplus > 0 and not (closing == "“" and "”" in text):
                balance += 1
    return balance


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is seen at a seam, going upwards from the attribution."""

    seam: Seam
    above: str
    """The line above the seam."""
    below: str
    """From the seam to the next line's end."""
    post: str
    """All that would be the post, were it to begin here."""
    crossed: int
    """Line seams between this one and the attribution."""
    used: int
    """Weighted characters of all that would be the post."""
    room: int
    """Weighted characters that a post of that day may still have above."""
    last: bool
    """True: the stretch above does not fit any more."""
    beacon: bool
    """True: further up, still in reach, a line announces the post."""
    stacked: bool
    """True: all up to the post above would fit into this one."""
    indent: int
    """Difference of indentation between the line below and the one above."""
    setting: "Setting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the article is written."""

    tongue: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known before looking at any seam."""

    manner: "Manner"
    roomy: bool
    """True: paragraphs are parted by blank lines, so that a single line break is one inside a paragraph."""
    style: str
    """How the attribution stands: `inline`, `line` (below the text) or `apart` (below a blank line)."""
    author: frozenset[str]
    """The author's name, its last word and the handle, case folded."""


def signs(sight: Sight) -> Iterator[str]:
    """Name what speaks at a seam; each name has its weight in `extent`."""
    above, below = sight.above, sight.below
    kind = sight.seam.kind
    yield kind
    setting = sight.setting
    if kind in ("line", "paragraph"):
        yield f"{kind}-{min(sight.crossed, 2)}"
        yield f"{kind}-{setting.style}{min(sight.crossed, 1)}"
        if kind == "line" and setting.roomy:
            yield "line-roomy"
    weight = weigh(above)
    if weight > sight.room and kind in ("line", "paragraph"):
        yield "no-room"
    if weight > 200:
        yield "above-long"
    elif weight < 40:
        yield "above-short"
    yield from _above_signs(above, weight)
    if setting.author and any(word in above.casefold() for word in setting.author):
        yield "above-author"
    yield from _below_signs(below)
    if _unopened(sight.post):
        yield "unopened"
    if sight.indent:
        yield "indent"
    if kind not in ("sentence", "gap", "colon"):
        yield from _tongue_signs(guess(sight.post), guess(above), setting.manner.tongue)
    if sight.beacon:
        yield "beacon"
    if sight.stacked:
        yield "stacked"
    yield from _post_signs(sight.post, sight.used)


def announces(line: str) -> bool:
    """Say whether a line promises that a post follows.

    >>> announces("She tweeted:"), announces("Nobody was hurt.")
    (True, False)
    """
    return line.endswith((":", "：")) and _PROMISE.search(line[-160:]) is not None


def _post_signs(post: str, used: int) -> Iterator[str]:
    if used < 120 and len(_DRESSING.sub("", post)) < 6:
        yield "post-bare"
    if used < 60:
        yield "post-short"
    elif used > 180:
        yield "post-long"


def _above_signs(above: str, weight: int) -> Iterator[str]:
    colon = above.endswith((":", "："))
    ended = _ENDED.search(above) is not None
    plain = True
    for name, pattern in _ABOVE:
        if pattern.search(above):
            plain = plain and name not in ("above-tags", "above-emoji")
            yield name
    if colon:
        yield "above-colon"
    elif not ended:
        yield "above-open"
    if ended and plain and weight > 60:
        yield "above-prose"
    if (weight > 30 or colon) and _PROMISE.search(above[-160:]):
        yield "above-promise"
        if colon:
            yield "above-promise-colon"
    if above.isupper() and len(above) > 8:
        yield "above-capitals"


def _tongue_signs(mine: str | None, theirs: str | None, article: str | None) -> Iterator[str]:
    if not mine or not theirs:
        return
    yield "same-tongue" if mine == theirs else "other-tongue"
    if article and mine != article:
        if mine == theirs:
            yield "guest-tongue"
        elif theirs == article:
            yield "home-tongue"


def _below_signs(below: str) -> Iterator[str]:
    first = below[:1]
    if first.islower() or first in ",;.)":
        yield "below-lower"
    elif first in "・•·" or below.startswith(("- ", "* ")):
        yield "below-bullet"
    elif first in "#@＃" or below.startswith(("http", "pic.", "[#", "[@", "[http", "[pic.")):
        yield "below-tag"
    elif first in '“"„«「':
        yield "below-quote"
    elif _EMOJI.match(first):
        yield "below-emoji"
    if weigh(below) < 25:
        yield "below-short"
    if _TAGS.search(below) or _EMOJI.search(below):
        yield "below-tags"
