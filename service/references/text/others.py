"""Flattened posts of platforms other than X and Bluesky, and posts of X that lost their attribution.

Each platform's embed ends, or begins, with a line of its own making; those lines are the anchors (facts: the texts of the
vendors' embeds, in the languages in which they were seen). What is not there is not invented: most have no date.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.model.reference import Byline, Reference
from service.references import dates
from service.references import found as make
from service.references.text import instagram, widgets
from service.references.text.seams import weigh
from service.references.text.urls import Spelled

_REACH = 2600
"""Characters above an anchor that are looked at: the longest captions that embeds print."""

_WEEKDAY = (
    "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|lundi|mardi|mercredi|jeudi|vendredi|"
    "samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|lunedì|"
    "martedì|mercoledì|giovedì|venerdì|sabato|domenica|(?:maan|dins|woens|donder|vrij|zater|zon)dag|poniedziałek|wtorek|środa|"
    "czwartek|piątek|sobota|niedziela|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|måndag|tisdag|onsdag|torsdag|"
    "fredag|lördag|lørdag|söndag|søndag|mandag|tirsdag|Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu"
)
_FACEBOOK = re.compile(
    r"(?:Posted by|Publicad[ao] por|Publiée? par|Gepostet von|Pubblicat[ao] da|Geplaatst door|Opublikowan[ye] przez|Опубликовано|"
    r"Publicerat av|Lagt ut av|Slået op af|Diposting oleh)\s{1,3}(?P<name>[^\n]{1,80}?)\s(?:(?:on|en|el|sur|le|am|em|su|op|i|pada)\s)?"
    rf"(?P<weekday>(?i:{_WEEKDAY}))[,.]?\s(?:den )?(?=[^\W_])"
)
_TIKTOK = re.compile(r"♬\s?(?P<sound>[^\n♬]{1,120})")
_TIKTOK_HEAD = re.compile(r"(?<![\w.])@(?P<handle>[A-Za-z0-9_.]{2,24})(?=\s)")
_REDDIT = re.compile(
    r"\bby\s?u/(?P<handle>[A-Za-z0-9_-]{2,30})(?P<comment>\s{1,20}from discussion)?\s{1,20}in\s{0,20}(?:r/)?(?P<sub>[A-Za-z0-9_]{2,30})"
)
_POST_BY = re.compile(
    r"(?:Post by|Beitrag von|Publication de|Publicación de|Publicação de|Post di|Bericht van) @(?P<handle>[\w.]{1,30})"
    r"(?:@(?P<host>[a-z0-9.-]{3,80}))?\s{1,60}"
    r"(?:View on|Auf|Voir sur|Ver en|Ver no|Visualizza su|Bekijk op) (?P<place>Threads|Mastodon)(?: ansehen)?"
)
_THREADS = re.compile(r"(?:View on|Voir sur|Ver en|Ver no|Visualizza su|Bekijk op) Threads(?=[ \t]*(?:\n|$))")
_PICTURE = re.compile(r"pic\.(?:twitter|x)\.com/[A-Za-z0-9]{1,10}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchor:
    pattern: re.Pattern[str]
    sign: str
    """A plain string without which there is no match: texts without it are not searched."""
    read: Callable[[str, re.Match[str], int], Reference | None]


def find(text: str, spelled: Sequence[Spelled]) -> Iterator[Reference]:
    """Give the finds of every anchor; places may still meet those of other rules."""
    taken: set[int] = set()
    for anchor in _ANCHORS:
        if anchor.sign not in text:
            continue
        floor = 0
        for match in anchor.pattern.finditer(text):
            one = anchor.read(text, match, floor) if match.start() >= floor else None
            if one is not None and one.start not in taken:
                taken.add(one.start)
                yield _with_links(one, spelled)
                floor = one.end


def _with_links(one: Reference, spelled: Sequence[Spelled]) -> Reference:
    if one.how != "orphan":
        return one
    first = bisect_left(spelled, one.start, key=lambda link: link.start)
    last = bisect_left(spelled, one.end, lo=first, key=lambda link: link.start)
    return make.holding(one, [link.url for link in spelled[first:last]])


def _facebook(text: str, match: re.Match[str], floor: int) -> Reference | None:
    printed = dates.read(text, match.end())
    if printed is None:
        return None
    start = instagram.paragraph(text, match.start(), floor)
    words = text[start : match.start()].strip()
    byline = Byline(name=match["name"])
    return make.quote(
        "facebook", start, printed.end, how="posted-by", text=words, author=byline, day=printed.day, confidence=0.85
    )


def _tiktok(text: str, match: re.Match[str], floor: int) -> Reference | None:
    low = max(floor, match.start() - _REACH)
    block = max(text.rfind("\n\n", low, match.start()), low)
    sign = text.find("@", block, match.start())
    head = _TIKTOK_HEAD.search(text, max(block, sign - 1), match.start()) if sign >= 0 else None
    if head is None:
        return None
    return make.quote(
        "tiktok",
        head.start(),
        match.start() + len(match[0].rstrip()),
        how="sound",
        text=text[head.end() : match.start()].strip(),
        author=Byline(handle=head["handle"]),
        day=None,
        confidence=0.85,
    )


def _reddit(text: str, match: re.Match[str], floor: int) -> Reference:
    start = instagram.paragraph(text, match.start(), floor)
    title = text[start : match.start()].strip()
    return make.quote(
        "reddit",
        start,
        match.end(),
        how="comment-by" if match["comment"] else "post-by",
        text="" if match["comment"] else title,
        author=Byline(handle=match["handle"]),
        day=None,
        confidence=0.85,
    )


def _post_by(_text: str, match: re.Match[str], _floor: int) -> Reference | None:
    fediverse = match["place"] == "Mastodon"
    if fediverse != (match["host"] is not None) and fediverse:
        return None
    handle = f"{match['handle']}@{match['host']}" if match["host"] else match["handle"]
    platform = "mastodon" if fediverse else "threads"
    return make.quote(
        platform, *match.span(), how="placeholder", text="", author=Byline(handle=handle), day=None, confidence=0.9
    )


def _unsigned(text: str, match: re.Match[str], floor: int) -> Reference | None:
    line = max(text.rfind("\n", floor, match.start()) + 1, floor)
    if text[line : match.start()].strip(" \t\u00a0>"):
        return None
    return make.quote("threads", *match.span(), how="placeholder", text="", author=None, day=None, confidence=0.4)


def _orphan(text: str, match: re.Match[str], floor: int) -> Reference | None:
    start = instagram.paragraph(text, match.start(), floor)
    words = text[start : match.start()].strip()
    if not words or weigh(words) > 320:
        return None
    return make.quote("x", start, match.end(), how="orphan", text=words, author=None, day=None, confidence=0.5)


_ANCHORS = (
    _Anchor(pattern=widgets.DOTTED, sign="·", read=widgets.dotted),
    _Anchor(pattern=widgets.DASHED, sign=" - ", read=widgets.dashed),
    _Anchor(pattern=widgets.AT, sign=" at ", read=widgets.at),
    _Anchor(pattern=instagram.HANDLE, sign="@", read=instagram.signed),
    _Anchor(pattern=instagram.HEAD, sign="nstagram", read=instagram.unsigned),
    _Anchor(pattern=_FACEBOOK, sign="o", read=_facebook),
    _Anchor(pattern=_TIKTOK, sign="♬", read=_tiktok),
    _Anchor(pattern=_REDDIT, sign="u/", read=_reddit),
    _Anchor(pattern=_POST_BY, sign=" @", read=_post_by),
    _Anchor(pattern=_THREADS, sign=" Threads", read=_unsigned),
    _Anchor(pattern=_PICTURE, sign="pic.", read=_orphan),
)
