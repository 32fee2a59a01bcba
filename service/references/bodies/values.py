"""What one string of a stored body says: an address, an id, encoded markup."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from typing import Any

from service.platforms.addresses import Address, identify

_URL = re.compile(r"\s*(?:https?:)?//[^\s<>\"]{4,2000}\s*|\s*at://[^\s<>\"]{4,2000}\s*", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/\r\n_-]{16,}={0,2}\s*")
_LINK_KEYS = frozenset(["href", "uri", "link"])
_EMBED_KEYS = frozenset(["url", "src", "uri", "href", "source", "embed", "value", "embedurl", "embed_url", "link"])
_EMBED_TYPES = re.compile(r"link|bookmark|embed|url|iframe|video", re.IGNORECASE)
_TYPE_KEYS = (
    "type",
    "subtype",
    "_type",
    "nodeType",
    "role",
    "service",
    "provider",
    "providerNameSlug",
    "embedType",
    "elementType",
    "kind",
)
_ID_KEYS = re.compile(
    r"(?:tweet|status|post|video|media|embed|external|reddit|youtube|twitter|instagram)?[-_]?(?:id|shortcode|code)",
    re.IGNORECASE,
)
_WORDS = (
    (
        re.compile(r"twitter|tweet|(?:^|[^a-z])x(?:$|[^a-z])", re.IGNORECASE),
        re.compile(r"\d{2,20}"),
        "https://x.com/i/status/{}",
    ),
    (re.compile(r"instagram", re.IGNORECASE), re.compile(r"[A-Za-z0-9_-]{9,40}"), "https://www.instagram.com/p/{}/"),
    (re.compile(r"youtube", re.IGNORECASE), re.compile(r"[A-Za-z0-9_-]{11}"), "https://www.youtube.com/watch?v={}"),
    (re.compile(r"tiktok", re.IGNORECASE), re.compile(r"\d{15,20}"), "https://www.tiktok.com/@_/video/{}"),
    (re.compile(r"vimeo", re.IGNORECASE), re.compile(r"\d{5,12}"), "https://vimeo.com/{}"),
    (re.compile(r"dailymotion", re.IGNORECASE), re.compile(r"x[a-z0-9]{4,8}"), "https://www.dailymotion.com/video/{}"),
)


def url(value: str) -> Address | None:
    """Read a string that is an address and nothing else."""
    return identify(value) if len(value) < 2100 and _URL.fullmatch(value) else None


def is_link(key: str, holder: Mapping[str, Any]) -> bool:
    """Say whether an address stands as a link in prose and not as an embed of its own."""
    kinds = " ".join(str(holder[name]) for name in _TYPE_KEYS if isinstance(holder.get(name), str))
    return (
        key.lower() in _LINK_KEYS and not re.search(r"embed|tweet|video|instagram", kinds, re.IGNORECASE)
    ) or "link" in kinds.lower()


def is_page_place(key: str, holder: Mapping[str, Any]) -> bool:
    """Say whether the address of a page stands where an author put a link or an embed, and not as data of the CMS."""
    if key in ("href", "uri"):
        return True
    kinds = " ".join(str(holder[name]) for name in _TYPE_KEYS if isinstance(holder.get(name), str))
    return key.lower() in _EMBED_KEYS and _EMBED_TYPES.search(kinds) is not None


def decoded(value: str) -> str | None:
    """Give the markup or address that a string holds as base64; None when it holds none.

    >>> decoded("PHA+aGVsbG8gd29ybGQ8L3A+")
    '<p>hello world</p>'
    """
    if not _BASE64.fullmatch(value):
        return None
    raw = value.strip()
    try:
        text = b64decode(raw + "=" * (-len(raw) % 4), altchars=b"-_" if "-" in raw or "_" in raw else None).decode()
    except (Error, ValueError):
        return None
    return text if re.match(r"\s*(?:<[a-z!]|https?://)", text, re.IGNORECASE) else None


def typed_id(key: str, value: str, holder: Mapping[str, Any], block: Any) -> Address | None:
    """Read a bare id whose object says of which platform it is."""
    if len(value) > 40 or not _ID_KEYS.fullmatch(key):
        return None
    around = block if isinstance(block, dict) else {}
    said = [str(one[name]) for one in (holder, around) for name in _TYPE_KEYS if isinstance(one.get(name), str)]
    bare = key.lower() == "id"
    for word, form, template in _WORDS:
        if form.fullmatch(value) and (word.search(key) or any(word.search(one) for one in said)):
            if bare and not (value.isdigit() and len(value) > 5) and "provider" not in holder:
                continue
            return identify(template.format(value))
    return None
