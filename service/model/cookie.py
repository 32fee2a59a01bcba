"""Cookies that an operator lends for visits of a platform: whose they are, where they go, and what is said of them."""

import html
import json
from dataclasses import dataclass, field
from urllib.parse import quote

from service.model.url import Url

LEAST = 8
"""Characters from which on a value is looked for in what a visit brought; shorter ones are choices and no secrets."""

_STARS = b"***"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """That somebody was asked with cookies: whose, and which. The values are nobody's business."""

    domain: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """One cookie. It goes over TLS alone, and nowhere but where the platform's own server would have it sent."""

    name: str
    value: str = field(repr=False)
    domain: str
    """Lower case, without a leading dot."""
    subdomains: bool
    """False: for exactly that host."""
    path: str
    scripts: bool
    """Whether the platform's own scripts may read it."""
    home: str
    """The platform's host that it belongs to: `x.com`. A visit of another one does not get it."""
    platforms: frozenset[str]
    """Names of the platforms that are at home there."""

    def serves(self, platform: str, url: Url) -> bool:
        """Say whether a visit of this platform at this address is made with it.

        >>> from service.model.url import parse
        >>> one = Cookie(name="a", value="b", domain="x.com", subdomains=True, path="/", scripts=False, home="x.com",
        ...              platforms=frozenset({"x"}))
        >>> [one.serves("x", parse(f"https://{host}/")) for host in ("api.x.com", "x.com.evil.example", "evilx.com")]
        [True, False, False]
        """
        return platform in self.platforms and _secure(url) and _under(url.host, self.home)

    def is_sent_to(self, url: Url) -> bool:
        """Say whether a request of that address bears it (RFC 6265 section 5.4)."""
        there = _under(url.host, self.domain) if self.subdomains else url.host == self.domain
        folder = self.path.rstrip("/") + "/"
        return there and _secure(url) and (url.path == self.path or url.path.startswith(folder))


def lent(cookies: tuple[Cookie, ...]) -> tuple[Lent, ...]:
    """Say of cookies what may be said."""
    homes = dict.fromkeys(cookie.home for cookie in cookies)
    return tuple(
        Lent(domain=home, names=tuple(sorted({cookie.name for cookie in cookies if cookie.home == home})))
        for home in homes
    )


def spellings(values: tuple[str, ...]) -> tuple[bytes, ...]:
    """Give every spelling in which values of LEAST characters and more stand in pages, addresses and JSON; longest first.

    >>> spellings(("secret&more", "en"))
    (b'secret&amp;more', b'secret%26more', b'secret&more')
    """
    ways = (str, html.escape, _json, _json_in_a_page, lambda text: quote(text, safe=""), quote)
    found = {way(value).encode() for value in values if len(value) >= LEAST for way in ways}
    return tuple(sorted(found, key=lambda each: (-len(each), each)))


def starred(body: bytes, secrets: tuple[bytes, ...]) -> bytes:
    """Put stars in the place of each."""
    for secret in secrets:
        body = body.replace(secret, _STARS)
    return body


def starred_text(text: str, secrets: tuple[bytes, ...]) -> str:
    """Put stars in the place of each."""
    raw = text.encode(errors="surrogatepass")
    return starred(raw, secrets).decode(errors="surrogatepass")


def holds(body: bytes, secrets: tuple[bytes, ...]) -> bool:
    """Say whether one of them stands in it."""
    return any(secret in body for secret in secrets)


def _secure(url: Url) -> bool:
    return (url.scheme, url.port) == ("https", 443)


def _under(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _json_in_a_page(text: str) -> str:
    return _json(text).replace("/", "\\/")
