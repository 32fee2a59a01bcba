"""Copies of a post as it was drawn: a name, a handle, the words, a clock with a date, and the buttons below.

The line with the clock is the anchor: only the post itself writes `10:04 AM · Oct 11, 2022`. The handle stands on the
nearest line above that ends in one. The printed day is that of the reader who copied it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from service.model.reference import Byline, Reference
from service.references import dates
from service.references import found as make
from service.references.text.seams import weigh

LONGEST = 2600
"""Characters that are looked at above the clock."""
USUAL = 340
"""Weighted characters of a post with its links; more is believed only where buttons stand below."""
_BLANK = " \t\u00a0\u200e\u200f\ufeff>"
_HALF_DAYS = ("", "午前", "午後", "上午", "下午", "오전", "오후")
_HALF = r"(?:[ \u00a0\u202f]?[AaPp]\.?[ ]?[Mm]\.?)?"

DOTTED = re.compile(rf"\d{{1,2}}[:.]\d{{2}}{_HALF}[ \u00a0]{{0,2}}[·∙•][ \u00a0]{{0,2}}(?=\S)")
DASHED = re.compile(rf"\d{{1,2}}:\d{{2}}{_HALF}[ \u00a0]{{1,2}}[-–—][ \u00a0]{{1,2}}(?=\S)")
AT = re.compile(rf"\d{{4}},? (?:at|um|à|às|a las|alle|o) \d{{1,2}}[:.]\d{{2}}{_HALF}(?=[ \t]*(?:\r?\n|$))")

_SOURCE = re.compile(r"[ \t\u00a0]*(?:(?:[·∙•]|from |via )[^\n]{0,60})?[ \t\u00a0]*(?:\r?\n|$)")
_FOLLOW = r"(?:Follow(?:ing)?|Folgen|Suivre|Seguir|Segui|Volgen|Подписаться|フォローする|フォロー)"
_HEAD = re.compile(
    rf"(?P<name>[^@\n]{{0,70}}?)[ \t]*(?P<sign>[✔☑✓✅\ufe0f]+|Verified account)?[ \t]*"
    rf"(?<![\w.])@(?P<handle>[\w.-]{{1,80}}(?:@[\w.-]{{3,80}})?)(?:[ \t]*[·∙.])?[ \t]*(?P<follow>{_FOLLOW})?$"
)
_REPLYING = re.compile(
    r"(?:Replying to|In reply to|Antwort an|En réponse à|En respuesta a|In risposta a|Em resposta a|返信先)",
    re.IGNORECASE,
)
_ABOVE = re.compile(rf"{_FOLLOW}|Embed Tweet|(?:X|Twitter) avatar for @\w+|View profile|[✔☑✓✅]")
_NUMBER = r"\d[\d.,\u00a0\u202f]*+(?:[KMBkm]|Tsd\.?|Mio\.?|mil|тыс\.?|万)?"
"""Possessive: figures are never tried in parts, which would take for ever."""
_WORDS = (
    "Reposts?|Retweets?|Quotes?|Quote (?:Tweets?|Posts?)|Likes?|Favou?rites?|Bookmarks?|Views?|Replies|Reply|Share|Post|"
    "Copy link(?: to (?:post|Tweet))?|Translate (?:post|Tweet)|Show this thread|Embed this Tweet|Read more on (?:X|Twitter)|"
    rf"Read (?:{_NUMBER} )?repl(?:y|ies)|(?:Read|View) the full conversation on (?:X|Twitter)|"
    r"people are (?:talking|Tweeting) about this|See [^\n]{1,50}[’']s other (?:Tweets|posts)|Twitter Ads info(?: and| &) privacy|"
    r"(?:View|Watch) (?:image|photos?|video|post|Tweet|summary)?[ ]?on (?:X|Twitter|Bluesky)|boosts?|favou?rites|"
    f"{_FOLLOW}|Antworten?|„?Gefällt mir“?(?:-Angaben)?|Link kopieren|Répondre|J[’']aime|Copier le lien|Responder|Me gusta|"
    rf"Copiar enlace|(?:Leer|Lire|Ler) {_NUMBER} (?:respuestas?|réponses?|respostas?)|{_NUMBER} Antwort(?:en)? lesen"
)
_BUTTONS = re.compile(rf"(?:(?:{_WORDS}|{_NUMBER}|[·∙•|]) *)+$", re.IGNORECASE)
_FIGURES = re.compile(rf"(?:{_NUMBER} *)+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """Who wrote it, at its place."""

    start: int
    end: int
    name: str
    handle: str
    marked: bool
    """True: a button to follow or a sign of being verified stands there."""


def dotted(text: str, match: re.Match[str], floor: int) -> Reference | None:
    """Read a post with `10:04 AM · Oct 11, 2022` below."""
    return _below_clock(text, match, floor, proven=True)


def dashed(text: str, match: re.Match[str], floor: int) -> Reference | None:
    """Read a post with `8:27 AM - 11 Jul 2017` below, as X drew it until 2019: buttons must stand around it."""
    return _below_clock(text, match, floor, proven=False)


def at(text: str, match: re.Match[str], floor: int) -> Reference | None:
    """Read a post with `April 23, 2025 at 4:10 PM` below, as Bluesky draws it."""
    line = max(text.rfind("\n", floor, match.start()) + 1, floor)
    printed = dates.read(text, line)
    head = _head(text, floor, line) if printed and printed.end == match.start() + 4 else None
    if printed is None or head is None or "." not in head.handle:
        return None
    return _post(text, head, printed.day, line, match.end(), proven=True)


def _below_clock(text: str, match: re.Match[str], floor: int, *, proven: bool) -> Reference | None:
    line = max(text.rfind("\n", floor, match.start()) + 1, floor)
    if text[line : match.start()].strip(_BLANK) not in _HALF_DAYS:
        return None
    printed = dates.read(text, match.end())
    source = _SOURCE.match(text, printed.end) if printed else None
    if printed is None or source is None or "\n" in text[match.start() : printed.end]:
        return None
    head = _head(text, floor, line)
    return _post(text, head, printed.day, line, source.end(), proven=proven) if head else None


def _post(text: str, head: _Head, day: date, line: int, end: int, *, proven: bool) -> Reference | None:
    words = "\n".join(filter(_is_said, map(str.strip, text[head.end : line].strip(_BLANK + "\r\n").split("\n"))))
    buttons = _buttons(text, end)
    if not words or (not proven and not head.marked and buttons == end):
        return None
    if weigh(words) > USUAL and buttons == end:
        return None
    return make.quote(
        _platform(head.handle),
        head.start,
        head.start + len(text[head.start : buttons].rstrip()),
        how="widget",
        text=words,
        author=Byline(name=head.name or None, handle=head.handle),
        day=day,
        confidence=0.9 if head.marked or buttons > end else 0.75,
    )


def _platform(handle: str) -> str:
    if "@" in handle:
        return "mastodon"
    return "bluesky" if "." in handle else "x"


def _is_said(line: str) -> bool:
    """Say whether a line is the author's, and not a button."""
    return bool(line) and not _REPLYING.match(line) and not (_BUTTONS.match(line) and not _FIGURES.match(line))


def _head(text: str, floor: int, line: int) -> _Head | None:
    """Find who wrote it on the nearest line above that ends in a handle, below any clock of another post."""
    above = list(_above(text, max(floor, line - LONGEST), line))
    for place, (start, end) in enumerate(above):
        own = text[start:end].strip(_BLANK + "\r")
        if DOTTED.match(own):
            return None
        match = _HEAD.match(own)
        if match is None or _REPLYING.match(match["name"]):
            continue
        name, begin, marked = match["name"].strip(), start, bool(match["sign"] or match["follow"])
        for start_above, end_above in above[place + 1 : place + 4]:
            own = text[start_above:end_above].strip(_BLANK + "\r")
            if _ABOVE.fullmatch(own):
                marked = True
            elif name or len(own) > 60 or own.endswith((".", ":", "!", "?")):
                break
            else:
                name = own
            begin = start_above
        if not name:
            continue
        begin += len(text[begin:end]) - len(text[begin:end].lstrip(_BLANK))
        return _Head(
            start=begin, end=end, name=name.rstrip("✔☑✓✅ "), handle=match["handle"].rstrip("."), marked=marked
        )
    return None


def _above(text: str, low: int, line: int) -> Iterator[tuple[int, int]]:
    """Give the lines with words above a place, the nearest first."""
    end = line - 1
    while end > low:
        start = max(text.rfind("\n", low, end) + 1, low)
        if text[start:end].strip(_BLANK + "\r"):
            yield start, end
        end = start - 1


def _buttons(text: str, end: int) -> int:
    """Give where the buttons and figures end that stand below a post."""
    last = at = end
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        own = text[at:stop].strip(_BLANK + "\r")
        if own:
            if len(own) > 120 or not _BUTTONS.match(own):
                break
            if not _FIGURES.match(own) or "\n\n" not in text[last:at]:
                last = stop
        at = stop + 1
    return last
