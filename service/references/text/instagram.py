"""Flattened posts of Instagram: `View this post on Instagram … A post shared by Name (@handle)`, in the viewer's language.

Until 2019 a date and a clock in Pacific time follow; some languages name the author first (facts: the vendor's embeds).
"""

import re

from service.model.reference import Byline, Reference
from service.references import dates
from service.references import found as make

REACH = 2600
"""Characters above the attribution that are looked at: the longest captions that embeds print."""
_SHARED = (
    "A (?:post|photo|video|reel) (?:shared|posted) by|Ein Beitrag geteilt von|Ein (?:Foto|Video) geteilt von|"
    "Une (?:publication|photo|vidéo) (?:partagée|publiée) par|Un[ae]? (?:publicación|foto|v[ií]deo) (?:compartid|publicad)[ao] (?:por|de)|"
    "Un[ao]? (?:post|foto|video) (?:condivis|pubblicat)[ao] da|(?:Um post|Uma (?:publicação|foto)|Um vídeo) (?:compartilhad|partilhad|publicad)[ao] por|"
    "Een (?:bericht|foto|video) (?:gedeeld|die is geplaatst) door|Post udostępniony przez|Sebuah kiriman dibagikan oleh|"
    "Публикация от|Фото опубликовано|Допис, поширений|En post shared by|Et opslag delt af|Ett inlägg delat av|Et innlegg delt av|"
    "Bài viết do|Příspěvek sdílený|O postare distribuită de|Η δημοσίευση κοινοποιήθηκε από το χρήστη|Objava koju dijeli|"
    "โพสต์ที่แชร์โดย|תמונה משותפת על ידי|פוסט משותף על ידי|تمت مشاركة منشور بواسطة"
)
_SIGNS = "\u200e\u200f\u202a-\u202e"
HANDLE = re.compile(rf"@(?<=[(（]@)[{_SIGNS}]*(?P<handle>[\w.]{{1,30}})[{_SIGNS}]*[)）][{_SIGNS}]*")
"""From behind the opening parenthesis: what begins with one certain character is found in a tenth of the time."""
_BEFORE = re.compile(rf"(?:{_SHARED})[\s{_SIGNS}]{{1,40}}(?P<name>[^\n]{{0,80}}?)[\s{_SIGNS}]{{0,40}}$")
_BEHIND = re.compile(
    r"\s?(?:がシェアした投稿|님의 공유 게시물|님이 공유한 게시물|分享的(?:貼文|帖子)|"
    r"['’](?:[iıuü]n|n[iıuü]n)? paylaştığı bir gönderi|által megosztott bejegyzés|jakama julkaisu|gepostetes (?:Foto|Video)|"
    r"द्वारा साझा की गई पोस्ट)"
)
_CLOSING = " chia sẻ"
"""Vietnamese says that it was shared behind the handle."""
_LONGEST = 200
"""Characters of an attribution up to its handle."""
_FIRST_WORDS = re.compile(r"^(?:Ein von|Henkilön)\s+")
HEAD = re.compile(
    r"View this (?:post|profile|photo) on Instagram|Sieh(?:e)? dir diesen Beitrag auf Instagram an|Diesen Beitrag auf Instagram ansehen|"
    r"Voir cette publication sur Instagram|(?:Ver|Mira) esta publicación en Instagram|Ver es[st][ae] (?:foto|publicação|post) no Instagram|"
    r"Visualizza questo post su Instagram|Dit bericht op Instagram bekijken|Wyświetl ten post na Instagramie|Xem bài viết này trên Instagram|"
    r"この投稿をInstagramで見る|Instagram에서 이 게시물 보기|在 ?Instagram ?(?:查看這則貼文|查看这篇帖子|上查看這則貼文)|"
    r"Bu gönderiyi Instagram['’]da gör|Lihat postingan ini di Instagram|Посмотреть эту публикацию в Instagram|"
    r"Переглянути цей допис в Instagram|Zobrazit příspěvek na Instagramu|Visa (?:detta|det här) inlägg(?:et)? på Instagram|"
    r"Se dette (?:opslag|innlegget) på Instagram|Näytä tämä julkaisu Instagramissa|A bejegyzés megtekintése az Instagramon|"
    r"Vezi această postare pe Instagram|Δείτε αυτή τη δημοσίευση στο Instagram|ดูโพสต์นี้บน Instagram|عرض هذا المنشور على Instagram"
)
_WHEN = re.compile(
    r"[\s,]{1,3}(?:on|am|le|el|il|em|a|op|pada|den|la|na|dne|in data:|-|–)?\s{0,3}\(?(?=[^\W_])|\s?\((?=\d)", re.UNICODE
)
_CLOCK = re.compile(
    r"[\s,]{1,3}(?:at|um|à|a las?|a la\(s\)|alle(?: ore)?|às|om|o|в|kl\.?|pada)?\s{0,3}\d{1,2}\s?[:.h]\s?\d{2}"
    r"\s?(?:[AaPp]\.?\s?[Mm]\.?|ÖÖ|ÖS|Uhr)?(?:\s?\(?(?:P[SD]T|[A-Z]{3,4}\b)\)?)?\)?"
)


def signed(text: str, match: re.Match[str], floor: int) -> Reference | None:
    """Read a post whose attribution holds a handle, behind the words that say so or before them."""
    opening = match.start() - 1
    low = max(floor, opening - _LONGEST)
    before = _BEFORE.search(text, low, opening)
    if before:
        name = before["name"].strip(f" {_SIGNS}")
        end = match.end() + len(_CLOSING) * text.startswith(_CLOSING, match.end())
        return _post(text, Byline(name=name or None, handle=match["handle"]), floor, before.start(), end)
    behind = _BEHIND.match(text, match.end())
    if behind is None:
        return None
    line = max(text.rfind("\n", low, opening) + 1, low)
    begun = line + len(text[line:opening]) - len(text[line:opening].lstrip())
    name = _FIRST_WORDS.sub("", text[begun:opening].strip())
    return _post(text, Byline(name=name or None, handle=match["handle"]), floor, begun, behind.end())


def unsigned(_text: str, match: re.Match[str], _floor: int) -> Reference:
    """Read what is left of a post without its attribution."""
    return make.quote("instagram", *match.span(), how="placeholder", text="", author=None, day=None, confidence=0.4)


def _post(text: str, author: Byline, floor: int, begun: int, end: int) -> Reference:
    day = None
    when = _WHEN.match(text, end)
    printed = dates.read(text, when.end()) if when else None
    if printed:
        end, day = printed.end, printed.day
        clock = _CLOCK.match(text, end, end + 40)
        end = clock.end() if clock else end
    heads = list(HEAD.finditer(text, max(floor, begun - REACH), begun))
    start = heads[-1].start() if heads else paragraph(text, begun, floor)
    caption = text[heads[-1].end() if heads else start : begun].strip()
    return make.quote(
        "instagram",
        start,
        end,
        how="caption",
        text=caption,
        author=author,
        day=day,
        confidence=0.95 if heads else 0.8,
    )


def paragraph(text: str, at: int, floor: int, reach: int = 700) -> int:
    """Give where the paragraph begins that ends at `at`, white space skipped."""
    low = max(floor, at - reach)
    end = low + len(text[low:at].rstrip())
    start = max(text.rfind("\n", low, end) + 1, low)
    return start + len(text[start:end]) - len(text[start:end].lstrip(" \t\u00a0>"))
