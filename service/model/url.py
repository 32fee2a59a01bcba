"""Addresses, read with the browser's own rules (WHATWG URL, by ada): no decision is made on any other reading.

Python's own parsers disagree with Chromium on 30 of 50 hostile spellings; ada on one, harmlessly.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import ada_url

from service.errors import BadUrl

LONGEST = 8192
"""Characters; longer addresses are no reading matter but payload."""

TRACKERS = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
        "ref_src",
        "ref_url",
        "s_cid",
        "cmpid",
        "ocid",
        "ncid",
        "smid",
        "sr_share",
        "wt_mc",
        "xtor",
        "mkt_tok",
        "oly_anon_id",
        "oly_enc_id",
        "vero_id",
        "__twitter_impression",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "mibextid",
        "rdid",
        "share_id",
        "si",
        "feature",
    ]
)
"""Query names that say where a reader came from and never which page is meant (besides every `utm_…`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """A web address in canonical spelling."""

    href: str
    scheme: str
    """`http` or `https`."""
    host: str
    """Lower case, punycode, without a trailing dot; IPv6 in brackets."""
    port: int
    path: str
    query: str
    """Without the question mark."""
    fragment: str
    """Without the hash sign."""
    has_credentials: bool = False

    @property
    def parameters(self) -> dict[str, str]:
        """Query names and values; of a repeated name the first counts."""
        return dict(reversed(parse_qsl(self.query, keep_blank_values=True)))


def parse(text: str) -> Url:
    """Read a whole web address.

    Raises BadUrl for anything that is not http or https, has no host or is longer than LONGEST.

    >>> parse("HTTPS://Example.COM:443/a/../b").href
    'https://example.com/b'
    """
    if len(text) > LONGEST:
        raise BadUrl(f"The address is longer than {LONGEST} characters.")
    href = text.strip()
    plain = _PLAIN.fullmatch(href)
    if plain is not None and "/." not in href and "xn--" not in plain[2] and "/%2" not in href:
        host, path, query, fragment = plain.group(2, 3, 4, 5)
        return Url(
            href=href,
            scheme=plain[1],
            host=host,
            port=443 if plain[1] == "https" else 80,
            path=path,
            query=query or "",
            fragment=fragment or "",
        )
    try:
        href = ada_url.URL(href).href
    except ValueError as error:
        raise BadUrl(f"“{text[:80]}” is no web address.") from error
    parts = _SERIALISED.fullmatch(href)
    if parts is None:
        raise BadUrl(f"“{text[:80]}” is no web address: only http and https are opened.")
    scheme, credentials, host, port, path, query, fragment = parts.groups(default="")
    if not host.rstrip("."):
        raise BadUrl(f"“{text[:80]}” has no host.")
    return Url(
        href=href,
        scheme=scheme,
        host=host.rstrip("."),
        port=int(port) if port else (443 if scheme == "https" else 80),
        path=path,
        query=query,
        fragment=fragment,
        has_credentials=bool(credentials.strip(":@")),
    )


_SERIALISED = re.compile(
    r"(https?)://([^/?#@]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?", re.DOTALL
)
"""What the WHATWG serialiser writes: reading its one result is a fifth of the price of asking for each part."""


_PLAIN = re.compile(
    r"(https?)://((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24})(/[A-Za-z0-9!$&()*+,\-./:;=@_~%]*)"
    r"(?:\?([A-Za-z0-9!$&()*+,\-./:;=?@_~%]*))?(?:#([A-Za-z0-9!$&()*+,\-./:;=?@_~%]*))?",
    re.ASCII,
)
"""Addresses that the WHATWG rules leave as they are: most of those in articles, read at a fifth of the price."""
_TRACKED = re.compile(
    rf"(?:^|&)(?:utm_|(?:{'|'.join(sorted(TRACKERS))})(?:=|&|$)|[^=&]*[%+])", re.ASCII | re.IGNORECASE
)
"""A query in which a tracker may stand; names that are themselves encoded are looked at closely."""


def page_url(text: str) -> str:
    """Give the one spelling under which a page is known: no fragment, no trackers, no credentials, no default port.

    >>> page_url("http://Example.com/a?utm_source=x&b=1#top")
    'http://example.com/a?b=1'
    """
    return canonical(parse(text))


def canonical(url: Url) -> str:
    """Give the one spelling of an address that was read already."""
    query = url.query
    if query and _TRACKED.search(query):
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [
            (name, value)
            for name, value in pairs
            if name.lower() not in TRACKERS and not name.lower().startswith("utm_")
        ]
        query = urlencode(kept) if len(kept) != len(pairs) else query
    port = "" if url.port == (443 if url.scheme == "https" else 80) else f":{url.port}"
    return f"{url.scheme}://{url.host}{port}{url.path}" + (f"?{query}" if query else "")
