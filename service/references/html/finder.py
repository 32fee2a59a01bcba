"""All references of one HTML body."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from service.model.reference import Reference
from service.references import found as make
from service.references.html import links, vendors
from service.references.html.carrier import carrier
from service.references.html.markup import Page, Projection, Source
from service.references.overlap import settle
from service.references.text import finder as text_finder

NO_MEDIA: Mapping[str, str] = MappingProxyType({})
_TRIGGERS = ("(@", "://", "www.", "pic.twitter.com", "t.co/", ".com/", ".app/", ".me/")


def find(
    body: str, base: str | None = None, own: frozenset[str] = frozenset(), media: Mapping[str, str] = NO_MEDIA
) -> list[Reference]:
    """Find embeds, links and flattened posts in reading order.

    `media` maps the ids of the CMS's own media elements to the addresses that they show.
    """
    source = Source(body)
    page = Page(source)
    embeds = _embeds(page, media)
    masked = [(one.start, one.end) for one in embeds]
    anchors = _anchors(page, base, own)
    visible = page.visible()
    flattened: list[Reference] = []
    if any(trigger in visible for trigger in _TRIGGERS):
        flattened = _flattened(source, masked, own)
    found = settle([*embeds, *flattened, *anchors])
    return [replace(one, start=source.place(one.start), end=source.place(one.end)) for one in found]


def _embeds(page: Page, media: Mapping[str, str]) -> list[Reference]:
    found: list[Reference] = []
    end = 0
    for element in page.select(vendors.CANDIDATES):
        own_span = page.span(element)
        if own_span is None or own_span[0] < end:
            continue
        claim = vendors.read(element, media)
        if claim is None:
            continue
        span = page.span(carrier(element)) or own_span
        found.append(
            make.markup(
                claim.address,
                *span,
                how=claim.how,
                text=claim.text,
                author=claim.author,
                day=claim.day,
                links=claim.links,
            )
        )
        end = span[1]
    return found


def _anchors(page: Page, base: str | None, own: frozenset[str]) -> list[Reference]:
    found: list[Reference] = []
    for element, address in links.scan(page, base, own):
        span = page.span(element)
        if span is not None:
            found.append(make.link(address, *span, how="anchor", text=" ".join(element.text.split())))
    return found


def _flattened(source: Source, masked: list[tuple[int, int]], own: frozenset[str]) -> list[Reference]:
    projection = Projection(source, masked)
    found = []
    for one in text_finder.find(projection.text, own):
        start, end = projection.span(one.start, one.end)
        found.append(replace(one, start=start, end=end))
    return found
