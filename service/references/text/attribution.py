"""The line that names a flattened post's author and day: `— Name (@handle) October 10, 2022`.

The anchor is the handle in its parentheses; from there the day is read forwards and the name backwards to the dash. The
dash may be any of those that extractors make of X's em dash, or lost; names may hold dashes, dates and parentheses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from service.references import dates

LONGEST_NAME = 60
"""Code points; X allows 50, and old Japanese embeds add a title of courtesy."""

_ANCHOR = re.compile(
    r"\([ \t]{0,2}\n?[ \t>]{0,8}\[?[@＠](?P<handle>(?:\\?[A-Za-z0-9_.-]){1,253})(?:\]\((?P<profile>[^()\s]{1,300})\))?"
    r"[ \t]{0,2}\n?[ \t>]{0,8}\)",
    re.ASCII,
)
_DASHES = ("—", "―", "⸺", "&mdash;", "&#8212;", "–", "&ndash;", "--", "-", "‒", "−")
_DASH = re.compile(r"—|―|⸺|&mdash;|&#8212;|–|‒|−|&ndash;|\\?-{1,3}(?=[ \t\u00a0(])")
_TARGET = re.compile(r"\]\((?P<url>[^()\s]{1,500})\)")
_AT_TIME = re.compile(
    r"(?: at| um| à| a las| às| om| kl\.?| o| в)?[ \u00a0\u202f]{0,2}\d{1,2}[:.]\d{2}(?::\d{2})?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\.?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who and when, at its place."""

    platform: str
    start: int
    """Where the dash stands, or the name when the dash is lost."""
    end: int
    """Behind the date."""
    tail: int
    """Behind the date's link target, in text that keeps links."""
    anchor: int
    name: str | None
    handle: str
    day: date | None
    """None where the extractor lost it and the post's own link stands before the dash."""
    dash: str
    """Empty when it is lost."""
    own_line: bool
    """True: nothing of the post stands before it on its line."""
    target: str | None = None
    """Where the date's link leads, in text that keeps links."""


def scan(text: str) -> Iterator[Attribution]:
    """Give every attribution in reading order.

    >>> [(one.handle, one.day.isoformat()) for one in scan("Hi — A-B (@ab_c) October 10, 2022The next")]
    [('ab_c', '2022-10-10')]
    """
    floor = 0
    for match in _ANCHOR.finditer(text):
        found = _read(text, match, floor)
        if found:
            yield found
            floor = found.tail


def _read(text: str, match: re.Match[str], floor: int) -> Attribution | None:
    handle = match["handle"].replace("\\", "")
    platform = _platform(handle)
    printed = dates.read(text, match.end())
    if platform is None or (printed is None and not _undated(text, match, floor)):
        return None
    end = printed.end if printed else match.end()
    if platform == "bluesky":
        clock = _AT_TIME.match(text, end, end + 24)
        end = clock.end() if clock else end
    target = _TARGET.match(text, end)
    start, name, dash = _name(text, match.start(), max(floor, match.start() - LONGEST_NAME - 8))
    line = text.rfind("\n", floor, start) + 1 or floor
    if not dash and not _ends_a_post(text, max(line, floor), start):
        return None
    return Attribution(
        platform=platform,
        start=start,
        end=end + 1 if target else end,
        tail=target.end() if target else end,
        anchor=match.start(),
        name=name or None,
        handle=handle,
        day=printed.day if printed else None,
        dash=dash,
        own_line=not text[max(line, floor) : start].strip(" \t\u00a0\u3000>*_"),
        target=target["url"] if target else None,
    )


_LINKED = re.compile(
    r"(?:https?://t\.co/|pic\.(?:twitter|x)\.com/)[A-Za-z0-9]{1,10}\)?[\s>]{0,60}(?:—|--|–)[^\n—]{0,60}$"
)
_LINE_END = re.compile(r"[ \t\u00a0]{0,40}(?:\r?\n|$)")


def _undated(text: str, match: re.Match[str], floor: int) -> bool:
    """Say whether a handle without a date ends a post all the same: its own link, an em dash, the name, the line's end."""
    if not _LINE_END.match(text, match.end()):
        return False
    return _LINKED.search(text, max(floor, match.start() - 200), match.start()) is not None


def _ends_a_post(text: str, line: int, start: int) -> bool:
    """Say whether what stands before a name without a dash may be the end of a post, and not a sentence about a person."""
    before = text[line:start]
    return (
        not before.strip(" \t\u00a0\u3000>*_")
        or before.endswith(("  ", "\u00a0 ", " \u00a0"))
        or _POST_END.search(before) is not None
    )


_POST_END = re.compile(r"(?:[.!?…”\"’'»)\]]|https?://[^\s]{1,80}|pic\.(?:twitter|x)\.com/\w{1,12}|#\w{1,60})\s{0,2}$")


def _platform(handle: str) -> str | None:
    """Say whose handles look like this: a Bluesky handle is a domain name, an X handle a word."""
    if re.fullmatch(r"\w{1,20}", handle, re.ASCII):
        return "x"
    labels = handle.split(".")
    if len(labels) > 1 and all(re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", label) for label in labels):
        return "bluesky"
    return None


def _name(text: str, anchor: int, floor: int) -> tuple[int, str, str]:
    """Read backwards from the handle: where the attribution begins, the name, the dash."""
    line = max(text.rfind("\n", floor, anchor) + 1, floor)
    dashes = [match for match in _DASH.finditer(text, line, anchor) if _parts(text, match, line)]
    best: re.Match[str] | None = None
    for match in dashes:
        if best is None or _weight(match[0]) >= _weight(best[0]):
            best = match
    if dashes and not text[line : dashes[0].start()].strip(" \t\u00a0\u3000>*_\u200f\u200e"):
        best = dashes[0]
    if best:
        return best.start(), text[best.end() : anchor].strip().replace("\\", ""), best[0]
    start = _without_dash(text, anchor, line)
    return start, text[start:anchor].strip(), ""


_LOST = re.compile(r"[ \u00a0]{2,}(?=\S)")
_NAME_WORDS = re.compile(r"(?:[^\s.!?,;:]+\s){0,3}[^\s.!?,;:]+\s?$")


def _without_dash(text: str, anchor: int, line: int) -> int:
    """Guess where the name begins when the dash is lost: behind a double space, else at the line's start, else words."""
    before = text[line:anchor]
    gaps = list(_LOST.finditer(before.rstrip()))
    if gaps:
        return line + gaps[-1].end()
    if len(before) <= LONGEST_NAME and (line == 0 or text[line - 1] == "\n"):
        return line + len(before) - len(before.lstrip())
    words = _NAME_WORDS.search(before)
    return line + words.start() if words else anchor


def _parts(text: str, match: re.Match[str], line: int) -> bool:
    """Say whether a dash may part post and name: a hyphen inside a word does not."""
    if match[0].strip("\\-"):
        return True
    return match.start() == line or text[match.start() - 1].isspace() or len(match[0]) > 1


def _weight(dash: str) -> int:
    """Rank dashes: the em dash is what X prints."""
    if dash in ("—", "―", "⸺", "&mdash;", "&#8212;"):
        return 3
    return 2 if dash.startswith(("–", "&", "--", "‒", "−")) else 1
