"""A visit with an operator's cookies: what the browser is given, and how their values are kept out of what it brings.

A platform sees the cookies, and may print them: into its page, its scripts, its addresses, a header of the next request.
Whatever of a visit holds a value is left out, or has stars in its place; each is a step of the visit. Not promised: what
a picture shows, a value that the platform spells in a way of its own, and values of fewer than eight characters.
"""

import asyncio
import contextlib
import quopri
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from playwright.async_api import BrowserContext, Error

from service.errors import CaptureFailed
from service.model.capture import Artefact, Capture, Step
from service.model.cookie import Cookie, holds, lent, spellings, starred, starred_text
from service.model.exchange import Exchange, Headers

_SECONDS = 2.0
_LEFT_OUT = "The body holds a cookie of the operator's and is left out."
_PICTURES = "image/"


async def lend(context: BrowserContext, cookies: tuple[Cookie, ...]) -> None:
    """Give a fresh context its cookies: over TLS alone, and never at another site's bidding. Raises CaptureFailed."""
    try:
        await context.add_cookies([_told_browser(cookie) for cookie in cookies])
    except Error:  # its words may hold what was to be set
        raise CaptureFailed("The browser does not take the cookies of HOLDFAST_COOKIES.") from None


async def values(context: BrowserContext, cookies: tuple[Cookie, ...]) -> tuple[str, ...]:
    """Give the values that are to be kept out: those lent, and those the platform has put in their place by now."""
    known = [cookie.value for cookie in cookies]
    names = {cookie.name for cookie in cookies}
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(_SECONDS):
            known += [held["value"] for held in await context.cookies() if held["name"] in names]
    return tuple(dict.fromkeys(known))


def kept_out(made: Capture, cookies: tuple[Cookie, ...], known: tuple[str, ...]) -> Capture:
    """Say of a capture with which cookies it was made, and take every value out of it."""
    secrets = spellings(known)
    artefacts = [_artefact(one, secrets) for one in made.artefacts]
    exchanges = tuple(_exchange(one, secrets) for one in made.exchanges)
    touched = [
        *(before.name for before, after in zip(made.artefacts, artefacts, strict=True) if before is not after),
        *(after.url for before, after in zip(made.exchanges, exchanges, strict=True) if before.body != after.body),
    ]
    return replace(
        made,
        cookies=lent(cookies),
        artefacts=tuple(one for one in artefacts if one is not None),
        exchanges=exchanges,
        steps=(
            *(replace(step, detail=starred_text(step.detail, secrets)) for step in made.steps),
            *_told(made, touched),
        ),
        reasons=tuple(starred_text(reason, secrets) for reason in made.reasons),
        url_final=None if made.url_final is None else starred_text(made.url_final, secrets),
        redirects=tuple(
            replace(hop, url=starred_text(hop.url, secrets), location=starred_text(hop.location, secrets))
            for hop in made.redirects
        ),
    )


def _told(made: Capture, touched: Iterable[str]) -> tuple[Step, ...]:
    return tuple(Step(at_ms=made.elapsed_ms, step="cookie-kept-out", detail=name) for name in touched)


def _artefact(one: Artefact, secrets: tuple[bytes, ...]) -> Artefact | None:
    """Give a file without the values: the same one when none is in it, none when they cannot be taken out."""
    if one.media_type.startswith(_PICTURES):
        return one
    if one.role == "mhtml":
        return None if holds(one.body, secrets) or holds(quopri.decodestring(one.body), secrets) else one
    address = None if one.source_url is None else starred_text(one.source_url, secrets)
    if address == one.source_url and not holds(one.body, secrets):
        return one
    return replace(one, body=starred(one.body, secrets), source_url=address)


def _exchange(one: Exchange, secrets: tuple[bytes, ...]) -> Exchange:
    body_holds = holds(one.body, secrets)
    return replace(
        one,
        url=starred_text(one.url, secrets),
        request_headers=_headers(one.request_headers, secrets),
        request_body=starred(one.request_body, secrets),
        response_headers=_headers(one.response_headers, secrets),
        body=b"" if body_holds else one.body,
        missing=_LEFT_OUT if body_holds else one.missing,
    )


def _headers(headers: Headers, secrets: tuple[bytes, ...]) -> Headers:
    return tuple((name, value) for name, value in headers if not holds(value.encode(errors="replace"), secrets))


def _told_browser(cookie: Cookie) -> Any:
    return {
        "name": cookie.name,
        "value": cookie.value,
        "domain": "." + cookie.domain if cookie.subdomains else cookie.domain,
        "path": cookie.path,
        "secure": True,
        "httpOnly": not cookie.scripts,
        "sameSite": "Strict",
    }
