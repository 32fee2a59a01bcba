"""What one string of a stored body holds: an address, encoded markup, JSON, HTML or text."""

import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import replace
from typing import NamedTuple

from service.model.article import Format
from service.model.reference import Kind, Reference
from service.platforms.addresses import Address, identify
from service.references import found as make
from service.references import leaked
from service.references.bodies import keys
from service.references.bodies.hits import Hit, Rank
from service.references.bodies.places import Place
from service.references.html import finder as html_finder
from service.references.intake import detect
from service.references.text import finder as text_finder

BASE64 = "stored-base64"
"""How a reference says that its string is markup or an address in base64."""

_SHORTEST = 8
_URL = re.compile(r"(?:(?:https?:)?//|at://)[^\s<>\"]{4,2100}", re.IGNORECASE)
_BASE64 = re.compile(r"(?:P[A-H]|aH|SF|I[CD]|C[gjS])[A-Za-z0-9+/_\r\n-]{14,}={0,2}")
_DECODED = re.compile(r"\s*(?:<[a-z!]|https?://)", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|ico|css|js|mp[34]|m4[av]|m3u8|webm|mov|ogg)(?:$|\?)", re.IGNORECASE
)
_BROKEN = re.compile("[\ud800-\udfff\0]")
_SILENT = re.compile(r"<script\b[^<>]*>.*?</script\s*>|<!--.*?-->|<[^<>]*>|&nbsp;", re.IGNORECASE | re.DOTALL)
_MARKED = re.compile(r"[@/.\[{]|\s\S*\s")
_CLICKED = re.compile(r"(?:button|cta)(?:url|href|link)")
_CLICKABLE = re.compile(r"image|button|cta|card|product|callout")
"""Blocks whose `href` is where a click leads."""
_MARGIN = 4000


class Scene(NamedTuple):
    """What surrounds a string."""

    key: str = ""
    """Its name in one spelling; of a list's item, the list's."""
    said: str = ""
    """What the objects around say that they are."""
    meaning: str = ""
    """`link`, `embed`, `prose` or nothing."""
    item: bool = False
    """Whether it is an item of a list of strings."""


class Tools(NamedTuple):
    """What all strings of one body are read with."""

    base: str | None
    own: frozenset[str]
    media: dict[str, str]
    """Ids of the CMS's own media elements → the addresses that they show."""


def read(value: str, place: Place, scene: Scene, tools: Tools) -> list[Hit]:
    """Give what a string holds; offsets count inside it."""
    if len(value) < _SHORTEST:
        return []
    if _BROKEN.search(value):
        value = _BROKEN.sub("\ufffd", value)
    stripped = value.strip()
    if _URL.fullmatch(stripped):
        start = value.index(stripped)
        one = _addressed(stripped, start, scene, tools)
        return [_bare(one, place, scene)] if one else []
    if _BASE64.match(stripped) and (one := _encoded(stripped, value, tools)):
        return [Hit(one, place, whole=True, rank=Rank.MARKUP)]
    if not _MARKED.search(value):
        return []
    if "<" in value and detect(value) is Format.HTML:
        found = html_finder.find(value, tools.base, tools.own, tools.media)
        return [Hit(one, place, whole=len(found) == 1 and _is_whole(value, one), rank=_rank(one)) for one in found]
    found = leaked.with_markup(value, text_finder.find(value, tools.own))
    return [Hit(one, place, whole=one.start == 0 and one.end == len(value), rank=Rank.URL) for one in found]


def _bare(one: Reference, place: Place, scene: Scene) -> Hit:
    return Hit(one, place, whole=True, rank=Rank.URL, link=scene.meaning == "link")


def _rank(one: Reference) -> Rank:
    return Rank.MARKUP if one.kind is Kind.MARKUP else Rank.URL


def _is_whole(value: str, one: Reference) -> bool:
    """Say whether HTML shows nothing besides one reference."""
    if one.start > _MARGIN or len(value) - one.end > _MARGIN:
        return False
    return not _SILENT.sub("", value[: one.start] + " " + value[one.end :]).strip()


def _addressed(url: str, start: int, scene: Scene, tools: Tools) -> Reference | None:
    """Read a string that is an address and nothing else."""
    if keys.is_never(scene.key):
        return None
    address = identify(url)
    if address is None or address.kind in make.NOTHING or address.url in tools.own:
        return None
    end = start + len(url)
    if scene.meaning == "link":
        return None if _FILE.search(address.url) else make.link(address, start, end, how="stored-link")
    prose = scene.meaning == "prose" or scene.key in keys.words("prose_keys")
    if address.post_id is not None and not prose:
        return make.markup(address, start, end, how="stored-url")
    if address.post_id is None and address.kind != "short" and not (prose or _is_placed(address, scene)):
        return None
    return make.link(address, start, end, how="url" if prose else "stored-url")


def _is_placed(address: Address, scene: Scene) -> bool:
    """Say whether the address of a page stands where an author put it, and not as data of the CMS."""
    if _FILE.search(address.url):
        return False
    if _CLICKED.fullmatch(scene.key) or (scene.key == "href" and _CLICKABLE.search(scene.said)):
        return True
    return scene.item or (scene.meaning == "embed" and scene.key in keys.words("place_keys")) or "embed" in scene.key


def decoded(value: str) -> str | None:
    """Give the markup or address that a string holds as base64; None when it holds none.

    >>> decoded("PHA+aGVsbG8gd29ybGQ8L3A+")
    '<p>hello world</p>'
    """
    raw = value.strip()
    if not _BASE64.fullmatch(raw):
        return None
    try:
        text = b64decode(raw + "=" * (-len(raw) % 4), altchars=b"-_" if "-" in raw or "_" in raw else None).decode()
    except (Error, ValueError):
        return None
    return text if _DECODED.match(text) else None


def encoded(value: str) -> str:
    """Give a string as base64."""
    return b64encode(value.encode("utf-8", "replace")).decode("ascii")


def _encoded(stripped: str, value: str, tools: Tools) -> Reference | None:
    """Read encoded markup: its place is the whole string, since no part of it can be replaced alone."""
    text = decoded(stripped)
    if text is None:
        return None
    text = _BROKEN.sub("\ufffd", text)
    url = text.strip()
    inside: list[Reference] = []
    if _URL.fullmatch(url):
        address = identify(url)
        if address is not None and address.post_id is not None:
            inside = [make.markup(address, 0, 0, how=BASE64)]
    else:
        inside = html_finder.find(text, tools.base, tools.own)
    if not inside:
        return None
    first = min(inside, key=lambda one: one.kind is not Kind.MARKUP)
    others = tuple(one.url for one in inside if one is not first and one.url)
    start = value.index(stripped)
    return replace(
        first,
        start=start,
        end=start + len(stripped),
        how=BASE64,
        links=(*first.links, *others),
        core=None,
        wider=None,
        stored={"html": text} if len(text) < _MARGIN * 4 and "<" in text else None,
    )
