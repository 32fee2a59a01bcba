"""How things are named.

    x-1579478434783137792           a post: platform and the platform's own id
    page-<26 base32>                a page: SHA-256 of its canonical URL
    quote-<26 base32>               a flattened post whose original is not known yet
    article-<26 base32>             an article: SHA-256 of what was submitted
    01m822pxk3e0ptk4av2j6ktjcr      a snapshot, visit, operation or run: 48 bits of Unix milliseconds and 80 random bits

Base32 is RFC 4648 in lower case; 26 characters carry 130 bits. Time-ordered ids are Crockford base32 in lower case
(the ULID layout), so that names sort by time in every listing. All ids are strings, safe in a path, never numbers.
"""

import hashlib
import re
import unicodedata
from datetime import date
from typing import NewType

EmbedId = NewType("EmbedId", str)
ArticleId = NewType("ArticleId", str)
SnapshotId = NewType("SnapshotId", str)
VisitId = NewType("VisitId", str)
OperationId = NewType("OperationId", str)

_PAIRS = tuple(
    one + other for one in "abcdefghijklmnopqrstuvwxyz234567" for other in "abcdefghijklmnopqrstuvwxyz234567"
)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_VERSION = b"1"
"""Version byte in every name hash: a change of the recipe must change the names."""


def digest_name(*parts: str) -> str:
    """Hash parts to 26 base32 characters; parts are separated, so `("ab", "c")` differs from `("a", "bc")`.

    >>> len(digest_name("a", "b"))
    26
    """
    sha = hashlib.sha256()
    for part in parts:
        raw = part.encode()
        sha.update(len(raw).to_bytes(8, "big") + raw)
    sha.update(_VERSION)
    return _base32(sha.digest())


def _base32(digest: bytes) -> str:
    """Write the first 130 bits as 26 characters; the standard library takes three times as long, and pages have many links.

    >>> _base32(bytes(32))
    'aaaaaaaaaaaaaaaaaaaaaaaaaa'
    """
    two, n = _PAIRS, int.from_bytes(digest[:17], "big") >> 6
    return (
        f"{two[n >> 120]}{two[n >> 110 & 1023]}{two[n >> 100 & 1023]}{two[n >> 90 & 1023]}{two[n >> 80 & 1023]}"
        f"{two[n >> 70 & 1023]}{two[n >> 60 & 1023]}{two[n >> 50 & 1023]}{two[n >> 40 & 1023]}{two[n >> 30 & 1023]}"
        f"{two[n >> 20 & 1023]}{two[n >> 10 & 1023]}{two[n & 1023]}"
    )


def post_embed_id(platform: str, post_id: str) -> EmbedId:
    """Name a post. Slashes of compound ids (host/id, did/rkey) become dashes.

    >>> post_embed_id("mastodon", "mastodon.social/1")
    'mastodon-mastodon.social-1'
    """
    return EmbedId(f"{platform}-{post_id.replace('/', '-')}")


def page_embed_id(canonical_url: str) -> EmbedId:
    """Name a page by the SHA-256 of its canonical URL (contract: 26 base32 characters, nothing else hashed)."""
    return EmbedId("page-" + _base32(hashlib.sha256(canonical_url.encode()).digest()))


def quote_embed_id(platform: str, handle: str | None, day: date | None, text: str) -> EmbedId:
    """Name a flattened post by platform, handle, day and normalised text."""
    return EmbedId(
        "quote-" + digest_name(platform, (handle or "").lower(), day.isoformat() if day else "", normalise(text))
    )


def normalise(text: str) -> str:
    """Reduce text to what copying does not change: NFKC, case folded, letters and digits of any script only.

    >>> normalise("“Russian soldiers …” — A  B")
    'russian soldiers a b'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))


def article_id(*parts: str) -> ArticleId:
    """Name an article by everything that was submitted: the same submission is the same article."""
    return ArticleId("article-" + digest_name(*parts))


def time_ordered_id(milliseconds: int, randomness: bytes) -> str:
    """Encode 48 bits of Unix milliseconds and 10 random bytes as 26 characters.

    >>> time_ordered_id(0, bytes(10))
    '00000000000000000000000000'
    """
    number = (milliseconds << 80) | int.from_bytes(randomness[:10], "big")
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))
