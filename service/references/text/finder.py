"""All references of one plain text."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import zip_longest

from service.model.reference import Byline, Reference
from service.platforms.addresses import identify
from service.references import found as make
from service.references import shortcodes
from service.references.overlap import meets, settle
from service.references.text import attribution, block, extent, others, reordered, samples, sights, urls
from service.references.text.attribution import Attribution
from service.references.text.wrapping import joined

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|ico)(?:$|\?)", re.IGNORECASE)


def find(text: str, own: frozenset[str] = frozenset()) -> list[Reference]:
    """Find posts, links and shortcodes in reading order; addresses in `own` are the article's."""
    lines = joined(text)
    return [lines.put_back(one) for one in _find(lines.text, own)]


def _find(text: str, own: frozenset[str]) -> list[Reference]:
    spelled = list(urls.scan(text))
    branded = [*shortcodes.find(text), *others.find(text, spelled)]
    firm = sorted((one.start, one.end) for one in branded if one.how != "orphan")
    quotes = _quotes(text, spelled, firm)
    taken = [(one.start, one.end) for one in quotes]
    rest = [one for one in branded if not meets(taken, (one.start, one.end))]
    found = settle([*quotes, *rest, *_links(spelled, own)])
    shown = samples.places(text) if "`" in text or "~~~" in text else []
    return [one for one in found if not meets(shown, (one.start, one.start + 1))] if shown else found


def _quotes(text: str, spelled: Sequence[urls.Spelled], firm: list[tuple[int, int]]) -> list[Reference]:
    """Find attributed posts; `firm` are places of other platforms' posts, which none reaches into."""
    found: list[Reference] = []
    floor = 0
    attributions = [one for one in attribution.scan(text) if not meets(firm, (one.anchor, one.anchor + 1))]
    manner = sights.manner_of(text) if attributions else extent.PLAIN
    for one, following in zip_longest(attributions, attributions[1:]):
        before = bisect_left(firm, (one.start, 0))
        floor = max(floor, min(firm[before - 1][1], one.start)) if before else floor
        reach = extent.begin(text, one, floor, manner)
        end = None
        if reordered.possible(text, one):
            line = extent.first_line(text, one, floor)
            end = reordered.rest(text, one, following, line.start, manner.tongue)
            reach = line if end else reach
        end = end or one.end
        found.append(_quote(text, one, reach, end, spelled))
        floor = max(one.tail, end)
    return found


def _quote(text: str, one: Attribution, reach: extent.Extent, end: int, spelled: Sequence[urls.Spelled]) -> Reference:
    start = reach.start
    first = bisect_left(spelled, start, key=lambda link: link.start)
    last = bisect_left(spelled, end, lo=first, key=lambda link: link.start)
    inside = [link.url for link in spelled[first:last] if not one.start <= link.start < one.end]
    words = [block.bare(text, start, one.start), text[one.tail : end].strip()]
    return make.quote(
        one.platform,
        start,
        end,
        how="attribution-undated" if one.day is None else "attribution" if end == one.end else "attribution-inside",
        text="\n".join(filter(None, words)),
        author=Byline(name=one.name, handle=one.handle),
        day=one.day,
        address=identify(one.target) if one.target else None,
        links=tuple(inside),
        confidence=reach.confidence if one.day else min(reach.confidence, 0.7),
        core=(reach.core, end) if reach.core != start else None,
        wider=(reach.wider, end) if reach.wider != start else None,
    )


def _links(spelled: Sequence[urls.Spelled], own: frozenset[str]) -> list[Reference]:
    found: list[Reference] = []
    for one in spelled:
        address = identify(one.url)
        if address is None or address.kind in make.NOTHING or address.url in own:
            continue
        if address.post_id is not None or not _PICTURE.search(address.url):
            found.append(make.link(address, one.start, one.end, how="url"))
    return found
