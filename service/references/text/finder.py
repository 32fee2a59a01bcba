"""All references of one plain text."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import zip_longest

from service.model.reference import Byline, Reference
from service.platforms.addresses import Address, identify
from service.references import found as make
from service.references.text import attribution, extent, reordered, urls
from service.references.text.attribution import Attribution

_LABEL = re.compile(r"\[([^\[\]\n]{0,400})\]\($")


def find(text: str, own: frozenset[str] = frozenset()) -> list[Reference]:
    """Find posts and links in reading order; addresses in `own` are the article's."""
    spelled = list(urls.scan(text))
    quotes = _quotes(text, spelled)
    return sorted([*quotes, *_links(spelled, quotes, own)], key=lambda one: one.start)


def _quotes(text: str, spelled: Sequence[urls.Spelled]) -> list[Reference]:
    found: list[Reference] = []
    floor = 0
    attributions = list(attribution.scan(text))
    manner = extent.manner_of(text) if attributions else extent.PLAIN
    for one, following in zip_longest(attributions, attributions[1:]):
        reach = extent.begin(text, one, floor, manner)
        line = extent.first_line(text, one, floor)
        end = reordered.rest(text, one, following, line.start, extent.bound(one.day))
        if end is None:
            end = one.end
        else:
            reach = line
        found.append(_quote(text, one, reach, end, spelled))
        floor = max(one.tail, end)
    return found


def _quote(text: str, one: Attribution, reach: extent.Extent, end: int, spelled: Sequence[urls.Spelled]) -> Reference:
    start = reach.start
    first = bisect_left(spelled, start, key=lambda link: link.start)
    last = bisect_left(spelled, end, lo=first, key=lambda link: link.start)
    inside = [link.url for link in spelled[first:last] if not one.start <= link.start < one.end]
    words = [text[start : one.start].strip(), text[one.tail : end].strip()]
    return make.quote(
        one.platform,
        start,
        end,
        how="attribution" if end == one.end else "attribution-inside",
        text="\n".join(filter(None, words)),
        author=Byline(name=one.name, handle=one.handle),
        day=one.day,
        address=identify(one.target) if one.target else None,
        links=tuple(inside),
        confidence=reach.confidence,
        core=(reach.core, end) if reach.core != start else None,
        wider=(reach.wider, end) if reach.wider != start else None,
    )


def _links(spelled: Sequence[urls.Spelled], quotes: Sequence[Reference], own: frozenset[str]) -> list[Reference]:
    found: list[Reference] = []
    waiting = list(reversed(quotes))
    for one in spelled:
        while waiting and waiting[-1].end <= one.start:
            waiting.pop()
        address = identify(one.url)
        if address is None or address.kind in make.NOTHING or address.url in own:
            continue
        if waiting and waiting[-1].start <= one.start and not _another_post(address, waiting[-1]):
            continue
        found.append(make.link(address, one.start, one.end, how="url", text=""))
    return found


def _another_post(address: Address, quote: Reference) -> bool:
    """Say whether a link inside a quote points to a different post that must be listed by itself."""
    return address.post_id is not None and quote.post_id is not None and address.post_id != quote.post_id
