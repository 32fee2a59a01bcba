"""Bare ids: a post that is named by its platform and its id, under names that every system chooses for itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from service.platforms.addresses import Address, identify

LONGEST = 100
"""Characters; a longer name is none."""
_MOST = 41
"""Characters; no platform has longer ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _BareId:
    """How one platform's ids stand without an address."""

    signs: re.Pattern[str]
    """What the thing calls itself."""
    keys: re.Pattern[str]
    form: re.Pattern[str]
    strict: re.Pattern[str]
    """The form where the name does not say the platform: such an id may be the system's own."""
    url: str


def _known(signs: str, keys: str, form: str, strict: str, url: str) -> _BareId:
    names, shape, own = re.compile(keys), re.compile(form, re.ASCII), re.compile(strict, re.ASCII)
    return _BareId(signs=re.compile(signs, re.IGNORECASE), keys=names, form=shape, strict=own, url=url)


_ANY = "|post|media|embed|external(?:content)?|content|source|social"
_PLAYED = "|video|media|asset|clip|(?:plyr)?embed|external(?:content)?|content"
_KNOWN = (
    _known(
        r"twitter|tweet|(?<![a-z])x(?![a-z])",
        rf"(?:tweet|twitter|status|twitterstatus|x{_ANY})ids?|tweets?|status|shortcode",
        r"\d{2,20}",
        r"\d{15,20}",
        "https://x.com/i/status/{}",
    ),
    _known(
        r"instagram|(?<![a-z])ig(?![a-z])",
        rf"(?:instagram|ig{_ANY})ids?|(?:instagram|ig|post|media)?(?:short)?code",
        r"[A-Za-z0-9_-]{9,40}",
        r"[A-Za-z0-9_-]{11}",
        "https://www.instagram.com/p/{}/",
    ),
    _known(
        r"youtube|(?<![a-z])yt(?![a-z])",
        rf"(?:(?:youtube|yt)(?:video)?{_PLAYED})ids?|videocode|code|youtube|embed",
        r"[A-Za-z0-9_-]{11}",
        r"[A-Za-z0-9_-]{11}",
        "https://www.youtube.com/watch?v={}",
    ),
    _known(
        r"tiktok",
        rf"(?:tiktok(?:video)?{_PLAYED}|post)ids?|tiktok",
        r"\d{15,20}",
        r"\d{15,20}",
        "https://www.tiktok.com/@_/video/{}",
    ),
    _known(r"vimeo", rf"(?:vimeo(?:video)?{_PLAYED})ids?|vimeo", r"\d{5,12}", r"\d{6,12}", "https://vimeo.com/{}"),
    _known(
        r"dailymotion",
        rf"(?:dailymotion(?:video)?{_PLAYED})ids?|dailymotion|video",
        r"x[a-z0-9]{4,8}",
        r"x[a-z0-9]{5,8}",
        "https://www.dailymotion.com/video/{}",
    ),
    _known(r"vine", r"(?:vine|post|video)id", r"\w{9,13}", r"\w{9,13}", "https://vine.co/v/{}"),
)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Give one spelling of a name; a name that is too long has none.

    >>> plain("author_url") == plain("authorUrl") == plain("author-url")
    True
    """
    return name.lower().replace("-", "").replace("_", "").lstrip("$@") if len(name) <= LONGEST else ""


@lru_cache(maxsize=4096)
def _under(name: str) -> tuple[_BareId, ...]:
    """Give the platforms whose bare id may stand under a name."""
    return tuple(one for one in _KNOWN if name == "id" or one.keys.fullmatch(name))


@lru_cache(maxsize=4096)
def may_name(name: str) -> bool:
    """Say whether a bare id may stand under a name at all."""
    return bool(_under(plain(name)))


def stated(node: Mapping[str, Any], said: str) -> tuple[str, Address] | None:
    """Give the post that a thing names by a bare id, with the name of the id; `said` is what it calls itself.

    >>> stated({"videoId": "aBcDeFgHiJ_"}, "youtube player")[1].url
    'https://www.youtube.com/watch?v=aBcDeFgHiJ_'
    """
    for name, value in node.items():
        number = isinstance(value, int) and not isinstance(value, bool)
        if not (number or isinstance(value, str)) or name.startswith("_"):
            continue
        key = plain(name)
        for one in _under(key):
            named = one.signs.search(name) is not None
            if not (named or one.signs.search(said)):
                continue
            form = one.form if named or "code" in key or "provider" in node else one.strict
            if not form.fullmatch(str(value)[:_MOST]):
                continue
            address = identify(one.url.format(value))
            if address is not None and address.post_id is not None:
                return name, address
    return None
