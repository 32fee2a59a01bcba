"""Posts whose attribution stands after their first line, with the rest of the post behind it.

Some versions of one extractor put it there for posts of several lines. What betrays them is the post's own link: a
`t.co` or `pic.twitter.com` address that ends a stretch behind the attribution and that no other attribution claims.
"""

import re

from service.references.text.attribution import Attribution
from service.references.text.seams import weigh

_LINK = re.compile(r"(?:https?://t\.co/|pic\.(?:twitter|x)\.com/)[A-Za-z0-9]{1,10}(?:[ \t]*#\w+)*", re.ASCII)
_REACH = 1200
"""Characters behind the attribution that are looked at."""


def rest(text: str, one: Attribution, following: Attribution | None, start: int, bound: int) -> int | None:
    """Give where the rest of the post ends that stands behind its attribution; None when there is none."""
    if not one.own_line or text[one.tail : one.tail + 1] != "\n" or text[one.tail + 1 : one.tail + 2].isspace():
        return None
    first = text[start : one.start].strip()
    if not first or "\n" in first or _LINK.search(first):
        return None
    limit = min(len(text), one.tail + _REACH, following.start if following else len(text))
    blank = text.find("\n\n", one.tail, limit)
    limit = blank if blank >= 0 else limit
    end = None
    for match in _LINK.finditer(text, one.tail, limit):
        if weigh(first) + weigh(text[one.tail : match.end()]) > bound:
            break
        end = match.end()
    if end is None or (following is not None and not text[end : following.start].strip()):
        return None
    return end
