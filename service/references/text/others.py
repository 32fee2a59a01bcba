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
from service.references.text.seams import weigh
from service.references.text.urls import Spelled

_REACH = 2600
"""Characters above an anchor that are looked at: the longest captions that embeds print."""
_SHORT_REACH = 700

_INSTAGRAM = re.compile(
    r"(?:(?:A (?:post|photo|video|reel) (?:shared|posted) by|Ein Beitrag geteilt von|Ein (?:Foto|Video) geteilt von|Une (?:publication|photo|vidéo) partagée par|"
    r"Una (?:publicación|foto) compartida (?:por|de)|Un (?:post|video) condiviso da|Um post compartilhado por|Uma (?:publicação|foto) compartilhada por|"
    r"Een bericht gedeeld door|Post udostępniony przez|Sebuah kiriman dibagikan oleh|Публикация от|En post shared by|Et opslag delt af|"
    r"Ett inlägg delat av|Et innlegg delt av|Bài viết do)\s{1,40}(?P<name>[^\n]{0,80}?)\s{0,40}\(@(?P<handle>[\w.]{1,30})\))"
)
_INSTAGRAM_HEAD = re.compile(
    r"View this (?:post|profile|photo) on Instagram|Sieh(?:e)? dir diesen Beitrag auf Instagram an|Diesen Beitrag auf Instagram ansehen|"
    r"Voir cette publication sur Instagram|(?:Ver|Mira) esta publicación en Instagram|Ver ess[ae] (?:foto|publicação|post) no Instagram|"
    r"Visualizza questo post su Instagram|Dit bericht op Instagram bekijken|Wyświetl ten post na Instagramie|Xem bài viết này trên Instagram|"
    r"この投稿をInstagramで見る|Lihat postingan ini di Instagram|Посмотреть эту публикацию в Instagram"
)
_WHEN = re.compile(r"\s{1,3}(?:on|am|le|el|il|em|a|op|pada|den)\s{1,3}(?=[A-Za-z\d])")
_CLOCK = re.compile(
    r"\s{1,3}(?:at|um|à|a las|alle|às|om|pada)?\s{0,3}\d{1,2}[:.]\d{2}\s?(?:[AaPp]\.?[Mm]\.?)?(?:\s?[A-Z]{3,4}\b)?"
)
_FACEBOOK = re.compile(
    r"(?:Posted by|Publicada por|Publicado por|Publiée par|Gepostet von|Pubblicato da|Geplaatst door)\s{1,3}(?P<name>[^\n]{1,80}?)\s"
    r"(?:on|en|sur|le|am|em|su|op)\s(?P<weekday>[^\W\d_]{3,12})[,.]?\s(?=\d|[^\W\d_])"
)
_TIKTOK = re.compile(r"♬\s?(?P<sound>[^\n♬]{1,120})")
_TIKTOK_HEAD = re.compile(r"(?<![\w.])@(?P<handle>[A-Za-z0-9_.]{2,24})(?=\s)")
_REDDIT = re.compile(
    r"\bby\s?u/(?P<handle>[A-Za-z0-9_-]{2,30})(?P<comment>\s{1,20}from discussion)?\s{1,20}in\s{0,20}(?:r/)?(?P<sub>[A-Za-z0-9_]{2,30})"
)
_POST_BY = re.compile(
    r"Post by @(?P<handle>[\w.]{1,30})(?:@(?P<host>[a-z0-9.-]{3,80}))?\s{1,60}View on (?P<place>Threads|Mastodon)"
)
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


def _paragraph(text: str, at: int, floor: int, reach: int = _SHORT_REACH) -> int:
    """Give where the paragraph begins that ends at `at`, white space skipped."""
    low = max(floor, at - reach)
    end = low + len(text[low:at].rstrip())
    start = max(text.rfind("\n", low, end) + 1, low)
    return start + len(text[start:end]) - len(text[start:end].lstrip(" \t\u00a0>"))


def _instagram(text: str, match: re.Match[str], floor: int) -> Reference:
    end, day = match.end(), None
    when = _WHEN.match(text, end)
    printed = dates.read(text, when.end()) if when else None
    if printed:
        end, day = printed.end, printed.day
        clock = _CLOCK.match(text, end, end + 40)
        end = clock.end() if clock else end
    low = max(floor, match.start() - _REACH)
    heads = list(_INSTAGRAM_HEAD.finditer(text, low, match.start()))
    start = heads[-1].start() if heads else _paragraph(text, match.start(), floor)
    caption = text[heads[-1].end() if heads else start : match.start()].strip()
    return make.quote(
        "instagram",
        start,
        end,
        how="caption",
        text=caption,
        author=Byline(name=match["name"].strip() or None, handle=match["handle"]),
        day=day,
        confidence=0.95 if heads else 0.8,
    )


def _unsigned(_text: str, match: re.Match[str], _floor: int) -> Reference:
    return make.quote("instagram", *match.span(), how="placeholder", text="", author=None, day=None, confidence=0.4)


def _facebook(text: str, match: re.Match[str], floor: int) -> Reference | None:
    printed = dates.read(text, match.end())
    if printed is None:
        return None
    start = _paragraph(text, match.start(), floor)
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
    start = _paragraph(text, match.start(), floor)
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


def _orphan(text: str, match: re.Match[str], floor: int) -> Reference | None:
    start = _paragraph(text, match.start(), floor)
    words = text[start : match.start()].strip()
    if not words or weigh(words) > 320:
        return None
    return make.quote("x", start, match.end(), how="orphan", text=words, author=None, day=None, confidence=0.5)


_ANCHORS = (
    _Anchor(pattern=_INSTAGRAM, sign="(@", read=_instagram),
    _Anchor(pattern=_INSTAGRAM_HEAD, sign="nstagram", read=_unsigned),
    _Anchor(pattern=_FACEBOOK, sign="o", read=_facebook),
    _Anchor(pattern=_TIKTOK, sign="♬", read=_tiktok),
    _Anchor(pattern=_REDDIT, sign="u/", read=_reddit),
    _Anchor(pattern=_POST_BY, sign="Post by @", read=_post_by),
    _Anchor(pattern=_PICTURE, sign="pic.", read=_orphan),
)
