"""Posts whose attribution stands after their first line, with the rest of the post behind it.

Some versions of one extractor put it there for posts of several lines. Two things betray them: the post's own link, a
`t.co` or `pic.twitter.com` address that ends a stretch behind the attribution and that no other attribution claims; or
lines behind the attribution that are in another tongue than the article, as the first one is.
"""

import re
from dataclasses import dataclass

from service.references.text.attribution import Attribution
from service.references.text.seams import weigh
from service.references.text.sights import bound
from service.references.text.tongue import guess

_LINK = re.compile(r"(?:https?://t\.co/|pic\.(?:twitter|x)\.com/)[A-Za-z0-9]{1,10}(?:[ \t]*#\w+)*", re.ASCII)
_REACH = 1200
"""Characters behind the attribution that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a rest may take up."""

    first: str
    """The post's first line."""
    limit: int
    """The rest ends here at the latest."""
    spare: int
    """Weighted characters that the post may still have."""


def possible(text: str, one: Attribution) -> bool:
    """Say, cheaply, whether a rest may stand behind an attribution."""
    if not one.own_line or text[one.tail : one.tail + 1] != "\n" or "\n" in text[one.anchor : one.end]:
        return False
    return not text[one.tail + 1 : one.tail + 2].isspace()


def rest(text: str, one: Attribution, following: Attribution | None, start: int, tongue: str | None) -> int | None:
    """Give where the rest of the post ends that stands behind its attribution; None when there is none.

    `start` is where its first line begins, `tongue` that of the article.
    """
    first = text[start : one.start].strip()
    if not first or "\n" in first or _LINK.search(first):
        return None
    limit = min(len(text), one.tail + _REACH, following.start if following else len(text))
    blank = text.find("\n\n", one.tail, limit)
    room = Room(first=first, limit=blank if blank >= 0 else limit, spare=bound(one.day) - weigh(first))
    end = _linked(text, one, following, room)
    above = guess(text[max(0, start - _REACH // 4) : start].rstrip().rpartition("\n")[2])
    return _foreign(text, one, room, tongue) if end is None and above in (None, tongue) else end


def _linked(text: str, one: Attribution, following: Attribution | None, room: Room) -> int | None:
    """Give where the last link ends that may be the post's and is not the following one's."""
    end = None
    for match in _LINK.finditer(text, one.tail, room.limit):
        claimed = following is not None and not text[match.end() : following.start].strip()
        if claimed and end is not None and not text[end : match.start()].strip():
            return None
        if claimed or weigh(text[one.tail : match.end()]) > room.spare:
            break
        end = match.end()
    return end


def _foreign(text: str, one: Attribution, room: Room, tongue: str | None) -> int | None:
    """Give where the lines end that are in the post's tongue, when the article goes on in its own."""
    mine = guess(room.first)
    if tongue is None or mine == tongue:
        return None
    end, at = None, one.tail + 1
    while at < room.limit:
        line_end = text.find("\n", at, room.limit)
        line_end = room.limit if line_end < 0 else line_end
        spoken = guess(text[at:line_end])
        if spoken == tongue:
            return end
        other = mine is not None and spoken is not None and spoken != mine
        if other or weigh(text[one.tail : line_end]) > room.spare:
            return None
        if spoken is not None:
            end, mine = line_end, spoken
        at = line_end + 1
    return None
