"""One file per platform, pure, strangers to each other; `page` is the last resort.

A platform file opens with header lines (`$hosts $posts $documents $gone $notes`) and holds one class. Classes are
found by discovery: every module of this package that defines `PLATFORM` is one, and nothing is registered by hand.
"""

import importlib
import pkgutil
import re
import sys
from collections.abc import Mapping
from functools import cache
from typing import Protocol, runtime_checkable

from service.model.document import Document, Request
from service.model.embed import Embed
from service.model.framing import Framing
from service.model.post import Post
from service.model.resolution import Reading

_HEADER = re.compile(r"^\$(\w+)\s+(.+(?:\n {4,}.+)*)", re.MULTILINE)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]+")


class Platform(Protocol):
    """What a platform file promises. Pure: no call reaches the outside or raises for what a document holds."""

    @property
    def name(self) -> str:
        """Give the word that stands in embed ids: `x`, `bluesky`."""

    def url(self, post_id: str) -> str:
        """Give the canonical address of a post."""

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Name the documents to fetch, the most telling first. They are fetched side by side."""

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the documents say.

        `documents` maps names of requests to answers and may lack some. A missing, renamed or mistyped field gives an
        emptier post or State.UNKNOWN with a reason, never an exception. `reading.more` names documents that these
        ones led to; with them in `documents` it names none.
        """

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Say how to photograph it, the best way first; the reconstructed card is added by the caller."""


@runtime_checkable
class Addressed(Platform, Protocol):
    """A platform whose ids do not hold all that its addresses hold: a blog's name, the hash of an unlisted video."""

    def at(self, url: str) -> Platform:
        """Give the platform with the post's address known; one of another shape is no help and no failure."""


@cache
def discover() -> Mapping[str, Platform]:
    """Find every platform file: name → platform."""
    found: dict[str, Platform] = {}
    for module in pkgutil.iter_modules(__path__):
        platform: Platform | None = getattr(importlib.import_module(f"{__name__}.{module.name}"), "PLATFORM", None)
        if platform is not None:
            found[platform.name] = platform
    return found


def header(platform: Platform) -> Mapping[str, str]:
    """Read the header lines of a platform's file, each in one line."""
    told = sys.modules[type(platform).__module__].__doc__ or ""
    return {key: " ".join(value.split()) for key, value in _HEADER.findall(told)}


def hosts() -> Mapping[str, frozenset[str]]:
    """Give every host that a platform file calls its own, with the platforms at each."""
    own = {(host, name) for name, each in discover().items() for host in header(each).get("hosts", "").split()}
    named = {host for host, _ in own if _HOST.fullmatch(host)}
    return {host: frozenset(name for there, name in own if there == host) for host in named}


def of(embed: Embed) -> Platform:
    """Give the platform file that knows this embed; `page` for platforms without a file of their own."""
    known = discover()
    return at(known.get(embed.platform, known["page"]), embed.url)


def at(platform: Platform, url: str | None) -> Platform:
    """Give the platform with the post's address known, where that helps it."""
    return platform.at(url) if url is not None and isinstance(platform, Addressed) else platform


def subject(embed: Embed) -> str:
    """Give what the platform's methods take: the post's id, or the address where the page file reads it."""
    if embed.post_id is not None and embed.platform in discover():
        return embed.post_id
    return embed.url or ""
