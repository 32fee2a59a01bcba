"""What Instagram, Facebook and Threads share: the redirector before links, and the answers of their oEmbed."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document
from service.model.post import Link
from service.platforms.markup import every, line, link
from service.platforms.reading import address, decoded, inside, number, words
from service.platforms.signals import ambiguous, hindered, signal, unreadable

GRAPH = "https://graph.facebook.com/v26.0/"
"""oEmbed asks for no token since 15 June 2026: 1,000 questions an hour for each endpoint (Meta's documentation)."""

ERRORS = {
    2: State.OUTAGE,
    4: State.RATE_LIMITED,
    17: State.RATE_LIMITED,
    32: State.RATE_LIMITED,
    613: State.RATE_LIMITED,
    104: State.BLOCKED,
    368: State.BLOCKED,
    400: State.PROTECTED,
}
"""Error codes that are a statement (iframely fb-error.js); "not found" is said of private posts too and is none."""
NOT_FOUND = frozenset({24, 100, 901})
EMBEDDING_OFF = 2_207_046
"""Subcode: the author lets nobody embed the post, which is there."""
LOGIN = ('input[name="email"]', 'input[autocomplete="username"]', 'input[name="username"]')
"""Where a login form stands, in any language."""
_TRACKER = re.compile(r"[?&]fbclid=[^&#]*$")
_WRAPPERS = re.compile(r"lm?\.(?:facebook|instagram|threads)\.(?:com|net)")


def asks(endpoint: str, url: str) -> str:
    """Give the address of a question to Meta's oEmbed."""
    return f"{GRAPH}{endpoint}?{urlencode({'url': url, 'omitscript': 'true'})}"


def oembed_signal(document: Document) -> Signal:
    """Read the state that an oEmbed answer gives."""
    value = decoded(document)
    if document.status == 200 and words(value, "html"):
        return signal(document, State.LIVE, "oembed")
    if isinstance(inside(value, "error"), dict) and document.status is not None and document.status < 500:
        code, subcode = number(value, "error", "code"), number(value, "error", "error_subcode")
        if subcode == EMBEDDING_OFF:
            return signal(document, State.LIVE, "error:embedding-disabled")
        if code in NOT_FOUND:
            return ambiguous(document, f"error:{code}")
        if code in ERRORS:
            return signal(document, ERRORS[code], f"error:{code}")
    return hindered(document) or unreadable(document)


def whole_links(body: dom.Element | None, inner: re.Pattern[str]) -> tuple[Link, ...]:
    """Put whole addresses where the text shortens them; what leads to `inner` (mentions, tags) stays as it is read."""
    found: list[Link] = []
    for anchor in every(body, "a[href]"):
        target = unwrapped(link(anchor))
        if target and not inner.match(target):
            found.append(Link(url=line(anchor), expanded=target))
            anchor.set_text(target)
    return tuple(found)


def unwrapped(target: str | None) -> str | None:
    """Peel the redirector off, and the tracking parameter that it adds.

    >>> unwrapped("https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example%2Fa%3Fb%3D1%26fbclid%3Dx&h=AT0")
    'https://news.example/a?b=1'
    """
    if target is None:
        return None
    try:
        parts = urlsplit(target)
        asked = parse_qs(parts.query).get("u", [""])[0] if _WRAPPERS.fullmatch(parts.netloc) else ""
    except ValueError:
        return target
    return address(_TRACKER.sub("", asked)) or target
