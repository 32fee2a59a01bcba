"""Follows an address hop by hop until it names a post or answers with a page."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import ada_url

from service import dom
from service.errors import BadUrl
from service.model.document import Document, Redirect, Request
from service.model.url import parse
from service.platforms.page import PLATFORM as PAGE
from service.resolve.trail import Trail, answer_of

MOST_HOPS = 10
"""Chains of shorteners seen in articles have up to five hops; browsers stop at twenty."""
REFRESH_AT_ONCE = 5.0
"""Seconds; a page that refreshes later is one that reloads itself, not a redirect (t.co refreshes at once)."""
SMALL = 65_536
"""Bytes; pages that only send on are tiny (t.co: under 1 kB), so no larger page is parsed for a refresh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Where an address led."""

    url: str
    """The last address."""
    document: Document | None = None
    """The last answer, with all hops, as an answer to the first address; None when the last address was not asked."""
    trouble: str = ""
    """Why it led nowhere, in plain words."""


async def follow(trail: Trail, url: str, *, arrived: Callable[[str], bool]) -> Followed:
    """Follow an address until `arrived` says that it needs no asking, or an answer is no redirect.

    Redirects are HTTP's own and `<meta http-equiv=refresh>` at once, which t.co sends to browsers. Loops and chains of
    more than MOST_HOPS end with a reason.
    """
    first, here = url, url
    hops: list[Redirect] = []
    seen: set[str] = set()
    while not arrived(here):
        if here in seen:
            trail.note("short-link", f"The chain of redirects came back to {here}: a loop.", here)
            return Followed(url=first, trouble="its redirects run in a circle")
        if len(hops) >= MOST_HOPS:
            trail.note("short-link", f"After {MOST_HOPS} hops the chain was still going on, so we stopped.", here)
            return Followed(url=first, trouble=f"it has more than {MOST_HOPS} hops")
        seen.add(here)
        document = await trail.ask(_request(here), redirects=0)
        onward = _onward(document, here)
        if onward is None:
            if hops or document.status is None or document.status >= 400:
                trail.note("short-link", f"{here} {answer_of(document)}; the chain ends here.", here)
            return Followed(url=here, document=_told_as_one(document, first, here, hops))
        trail.note("short-link", f"{here} {answer_of(document)} and leads on to {onward}.", here)
        hops.append(Redirect(url=here, status=document.status or 0, location=onward))
        here = onward
    return Followed(url=here)


def _request(url: str) -> Request:
    return PAGE.requests(url)[0]


def _onward(document: Document, here: str) -> str | None:
    """Give the address that an answer leads to, or None when it leads nowhere else."""
    if document.status in (301, 302, 303, 307, 308):
        return _joined(here, document.headers.get("location", ""))
    if document.status == 200 and "html" in document.headers.get("content-type", "") and len(document.body) <= SMALL:
        refresh = dom.parse(document.body).meta_refresh()
        if refresh is not None and refresh[0] <= REFRESH_AT_ONCE and refresh[1]:
            onward = _joined(here, refresh[1])
            return onward if onward != here else None
    return None


def _joined(here: str, location: str) -> str | None:
    try:
        return parse(ada_url.join_url(here, location)).href if location else None
    except (ValueError, BadUrl):
        return None


def _told_as_one(document: Document, first: str, here: str, hops: list[Redirect]) -> Document:
    return replace(document, request=_request(first), final_url=here, redirects=tuple(hops))
