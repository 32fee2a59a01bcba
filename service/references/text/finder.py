"""All references of one plain text."""

import re
from collections.abc import Sequence

from service.model.reference import Byline, Reference
from service.platforms.addresses import Address, identify
from service.references import found as make
from service.references.text import attribution, extent, urls

_LABEL = re.compile(r"\[([^\[\]\n]{0,400})\]\($")


def find(text: str, own: frozenset[str] = frozenset()) -> list[Reference]:
    """Find posts and links in reading order; addresses in `own` are the article's."""
    spelled = list(urls.scan(text))
    quotes = _quotes(text, spelled)
    return sorted([*quotes, *_links(spelled, quotes, own)], key=lambda one: one.start)


def _quotes(text: str, spelled: Sequence[urls.Spelled]) -> list[Reference]:
    found: list[Reference] = []
    floor = 0
    for one in attribution.scan(text):
        start = extent.begin(text, one, floor)
        inside = [link for link in spelled if start <= link.start < one.start]
        address = identify(one.target) if one.target else None
        found.append(
            make.quote(
                one.platform,
                start,
                one.end,
                how="attribution",
                text=text[start : one.start].strip(),
                author=Byline(name=one.name, handle=one.handle),
                day=one.day,
                address=address,
                links=tuple(link.url for link in inside),
                confidence=0.97 if one.dash and start < one.start else 0.8,
            )
        )
        floor = one.end
    return found


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
