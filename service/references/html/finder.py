"""All references of one HTML body."""

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from types import MappingProxyType

from service.model.reference import Kind, Reference
from service.platforms.addresses import Address, identify
from service.references import found as make
from service.references.html import called, clicks, drawn, links, made_up, parked, signs, vendors
from service.references.html.balance import whole
from service.references.html.carrier import carrier
from service.references.html.claim import Claim
from service.references.html.markup import HIDDEN, Element, Page, Source, runs_on
from service.references.html.projection import Projection
from service.references.overlap import meets, settle
from service.references.text.finder import find as in_prose

NO_MEDIA: Mapping[str, str] = MappingProxyType({})
_DEEPEST = 2
"""Wrappings of markup in markup."""
_NEAR = 300
_TAG = re.compile(r"<[^<>]*>")
_HREF = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_ASIDE = (
    "nav, footer, [role=navigation], [class~=byline], [class$=__byline], [class$=-byline], [class~=entry-meta], [class~=post-meta], "
    "[class~=article-meta], [class~=meta], #comments, .comments, .comment-list, .commentlist, .comments-area"
)
"""Rooms whose words are the site's and not the article's."""
_UNREAD = ", ".join(sorted(HIDDEN))
_POST_SIGNS = ("@", "＠", "♬", "[", "nstagram", "ublicad")
"""Plain strings without one of which, or of the rarer ones, a text holds no flattened post: looked for before the rest."""
_POSTED = tuple(map(re.compile, ("P(?:osted by|ublié|ubblicato)", "G(?:epostet|eplaatst)", "V(?:iew on )")))
"""As signs, each by its first letter at once."""
_RARER_SIGNS = (("/", ("u/", "pic.")), ("{", ("{{", "{%", "{/")))
"""One sign, which is found at a twentieth of the price, and what counts where it stands."""
_ADDRESS_SIGN = re.compile(
    r"/(?:(?<=:/)/|(?<=\.[A-Za-z]{2}/)|(?<=\.[A-Za-z]{3}/)|(?<=\.[A-Za-z]{5}/)|(?<=\.[A-Za-z]{6}/))|www\.|WWW\."
)
"""What every address in prose holds."""


def find(
    body: str, base: str | None = None, own: frozenset[str] = frozenset(), media: Mapping[str, str] = NO_MEDIA
) -> list[Reference]:
    """Find embeds, links and flattened posts in reading order.

    `media` maps the ids of the CMS's own media elements to the addresses that they show.
    """
    source = Source(body)
    page = Page(source)
    spots = _Spots(page)
    embeds, carriers = _embeds(page, spots, media, base)
    anchors = _anchors(page, base, own, embeds)
    flattened: list[Reference] = []
    aside = [element for element in spots.elements if element.matches(_ASIDE)]
    masked = [*((one.start, one.end) for one in embeds), *filter(None, map(page.span, aside))]
    hidden = (element for element in spots.elements if element.tag in HIDDEN)
    if _may_say(page, [*(element for element in (*carriers, *aside) if not runs_on(element)), *hidden]):
        flattened = _flattened(page, masked, own, anchors)
    found = settle([*embeds, *flattened, *anchors])
    if source.as_submitted:
        return found
    return [replace(one, start=source.place(one.start), end=source.place(one.end)) for one in found]


def _may_say(page: Page, unread: list[Element]) -> bool:
    """Say whether the visible text may hold a post, or an address that is no link yet; takes the tree apart."""
    text = page.strip(unread)
    if any(sign in text for sign in _POST_SIGNS) or any(form.search(text) for form in _POSTED):
        return True
    if any(first in text and any(sign in text for sign in more) for first, more in _RARER_SIGNS):
        return True
    return ("/" in text or "www." in text or "WWW." in text) and _ADDRESS_SIGN.search(
        page.strip(page.select("a"))
    ) is not None


class _Spots:
    """What is looked at once more after the candidates: in one walk, since each over the tree of a large page has its price."""

    def __init__(self, page: Page) -> None:
        self.opening = clicks.names(page.source.text)
        self.keeping = parked.names(page.source.text)
        self.elements = page.select(
            f"time, {_UNREAD}, {clicks.spots(self.opening)}, {parked.spots(self.keeping)}, {_ASIDE}"
        )


def _embeds(
    page: Page, spots: _Spots, media: Mapping[str, str], base: str | None
) -> tuple[list[Reference], list[Element]]:
    """Find embed markup, what stands open and what is parked, and the elements that carry it."""
    found: list[Reference] = []
    carriers: list[Element] = []
    end = 0
    named = made_up.names(page.source.text)
    for element in page.select(signs.candidates(named)):
        start = page.start(element)
        if start is None or start < end:
            continue
        claim = vendors.read(element, media, base)
        place = _place(page, element) if claim is not None else None
        if claim is not None and place is not None:
            carriers.append(place[0])
            found.append(_embed(claim, *place[1]))
            end = found[-1].end
    taken = sorted((one.start, one.end) for one in found)
    others = (
        called.scan(page),
        clicks.scan(page, spots.elements, spots.opening),
        made_up.scan(page, named),
        drawn.scan(page, spots.elements),
        _posts(parked.scan(page, spots.elements, spots.keeping), media),
    )
    for element, claim in chain.from_iterable(others):
        start = page.start(element)
        if start is not None and meets(taken, (start, start + 1)):
            continue
        place = _place(page, element)
        if place is not None and not meets(taken, place[1]):
            carriers.append(place[0])
            found.append(_embed(claim, *place[1]))
            insort(taken, place[1])
    return _merged(page, sorted(found, key=lambda one: one.start)), carriers


def _posts(kept: Iterator[tuple[Element, str]], media: Mapping[str, str]) -> Iterator[tuple[Element, Claim]]:
    """Give elements that keep the markup of one post."""
    for element, markup in kept:
        claims = _claims(markup, media)
        if len({claim.address.url for claim in claims}) == 1:
            yield element, replace(claims[0], how=f"parked-{claims[0].how}")


def _place(page: Page, element: Element) -> tuple[Element, tuple[int, int]] | None:
    """Give the element that carries an embed, and its place.

    A tree may stand otherwise than its source (tables, end tags that are missing): what does not stand around the embed
    in the source is no wrapper of it.
    """
    own = page.span(element)
    outer = carrier(element)
    around = page.span(outer) if outer is not element else own
    if own and around and around[0] <= own[0] and own[1] <= around[1]:
        return outer, around
    return (element, own) if own and own[0] < own[1] else None


def _embed(claim: Claim, start: int, end: int) -> Reference:
    return make.markup(
        claim.address,
        start,
        end,
        how=claim.how,
        text=claim.text,
        author=claim.author,
        day=claim.day,
        links=claim.links,
        notes=claim.notes,
        confidence=claim.confidence if not claim.notes else 0.7,
        stored=claim.stored,
    )


def _claims(markup: str, media: Mapping[str, str], depth: int = 0) -> list[Claim]:
    """Read markup that is kept inside other markup."""
    page = Page(Source(markup))
    found: list[Claim] = []
    end = 0
    for element in page.select(signs.candidates(made_up.names(page.source.text))):
        span = page.span(element)
        claim = vendors.read(element, media) if span and span[0] >= end else None
        if span and claim:
            found.append(claim)
            end = span[1]
    if not found and depth < _DEEPEST:
        keeping = parked.names(page.source.text)
        for _, inner in parked.scan(page, page.select(parked.spots(keeping)), keeping):
            found.extend(_claims(inner, media, depth + 1))
    return found


def _merged(page: Page, found: list[Reference]) -> list[Reference]:
    """Make one of neighbours that show the same post: a lazy frame and its twin for readers without scripts."""
    kept: list[Reference] = []
    for one in found:
        last = kept[-1] if kept else None
        if last and last.embed_id == one.embed_id and one.start - last.end < _NEAR:
            gap = page.source.text[last.end : one.start]
            if not _TAG.sub("", gap).strip():
                kept[-1] = replace(last, end=max(last.end, one.end))
                continue
        if last and one.start < last.end:
            continue
        kept.append(one)
    return kept


def _anchors(page: Page, base: str | None, own: frozenset[str], embeds: list[Reference]) -> list[Reference]:
    """Give the links; of those inside an embed, which most pages' links are not, none that the embed names already."""
    found: list[Reference] = []
    places = [(one.start, one.end) for one in embeds]
    for element, address in links.scan(page, base, own):
        start = page.start(element)
        if start is None:
            continue
        number = bisect_right(places, (start, start)) - 1
        if number >= 0 and start < places[number][1] and _names(embeds[number], address):
            continue
        span = page.anchor_span(element, start)
        if span is not None:
            found.append(make.link(address, *span, how="anchor", text=" ".join(element.text.split())))
    return found


def _names(embed: Reference, address: Address) -> bool:
    """Say whether an embed names an address as its own or as one of its links, and the address no other post."""
    if address.url != embed.url and address.url not in embed.links:
        return False
    return address.post_id is None or (embed.platform, embed.post_id) == (address.platform, address.post_id)


def _flattened(
    page: Page, masked: list[tuple[int, int]], own: frozenset[str], anchors: list[Reference]
) -> list[Reference]:
    """Find posts and addresses in the visible text, at places that cut no element in two."""
    projection = Projection(page.source, masked)
    named = [one for one in anchors if one.post_id is not None]
    found = []
    for one in in_prose(projection.text, own):
        start, end = projection.span(one.start, one.end)
        if one.kind is Kind.QUOTE:
            one = _identified(one, next((link for link in named if link.start < end <= link.end), None))  # noqa: PLW2901
            start, end = whole(page.source.text, start, end)
            if one.platform == "facebook" and _is_signed_elsewhere(page.source.text[start:end]):
                continue
        found.append(replace(one, start=start, end=end, core=None, wider=None))
    return found


def _is_signed_elsewhere(markup: str) -> bool:
    """Say whether the links of an attribution lead to somebody on another site: then it is the byline of an article."""
    hrefs = _HREF.findall(markup, max(0, len(markup) - _NEAR))
    sites = {address.site for href in hrefs if (address := identify(href)) is not None}
    return bool(hrefs) and "facebook" not in sites


def _identified(quote: Reference, link: Reference | None) -> Reference:
    """Give a flattened post the id of the link that its date still is."""
    if link is None or quote.post_id is not None or link.platform != quote.platform:
        return quote
    address = identify(link.url or "")
    notes = make.contradictions(address, quote.author.handle if quote.author else None, quote.day) if address else ()
    return replace(quote, post_id=link.post_id, embed_id=link.embed_id, url=link.url, notes=notes)
