"""One author's day: the posts on X, what the archive saw of them, and an article's copy of one."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from service.model.document import Document, Request
from service.model.ids import quote_embed_id
from service.model.reference import Byline, Kind, Reference
from service.net.port import Fetcher
from service.net.recorded import RecordedInternet
from tests.replica.world import World

SYNDICATION = "https://cdn.syndication.twimg.com/tweet-result"
INDEX = "https://web.archive.org/cdx/search/cdx"
ARCHIVE = "https://web.archive.org/"
HEADER = ["timestamp", "original", "mimetype", "statuscode", "digest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One copy in the archive."""

    stamp: str
    original: str
    kind: str
    body: bytes


class Day(RecordedInternet):
    """One author's day: X as it is now and the archive as it saw it."""

    def __init__(self, handle: str, name: str, day: date) -> None:
        super().__init__()
        self.handle, self.name, self.day = handle, name, day
        self.seen: list[Seen] = []

    def lists(
        self, post_id: str, *, host: str = "twitter.com", kind: str = "text/html", copy: Any = "", query: str = ""
    ) -> None:
        """The archive saw the post, and holds this copy of it."""
        original = f"https://{host}/{self.handle}/status/{post_id}{query}"
        stamp = f"{self.day + timedelta(days=2):%Y%m%d}120000"
        body = copy.encode() if isinstance(copy, str) else json.dumps(copy, ensure_ascii=False).encode()
        self.seen.append(Seen(stamp=stamp, original=original, kind=kind, body=body))
        self.says(f"{ARCHIVE}web/{stamp}id_/{original}", body, media_type=kind)

    def shows(self, post_id: str, text: str, **more: Any) -> None:
        user = {"id_str": "41", "name": self.name, "screen_name": self.handle}
        post = {"__typename": "Tweet", "id_str": post_id, "text": text, "user": user, **more}
        self.says(SYNDICATION, post, query={"id": post_id})

    def lost(self, post_id: str) -> None:
        self.refuses(SYNDICATION, 404, query={"id": post_id})

    def told_to(self, world: World) -> None:
        """Put what the archive saw into the replica's archive."""
        for each in self.seen:
            world.archive(each.original, each.stamp, each.body, each.kind)

    def _find(self, url: str) -> Any:
        if url.startswith(INDEX):
            prefix = parse_qs(urlsplit(url).query)["url"][0].lower()
            rows = [
                [each.stamp, each.original, each.kind, "200", "A" * 32]
                for each in self.seen
                if each.original.removeprefix("https://").lower().startswith(prefix)
            ]
            self.says(url, [HEADER, *rows] if rows else [])
        return super()._find(url)


class BehindTls:
    """The same day, but its archive is the replica's: a real index over TLS, shared by all days."""

    def __init__(self, day: Day, archive: Fetcher) -> None:
        self._day, self._archive = day, archive

    async def fetch(self, request: Request, *, redirects: int = 8) -> Document:
        there = self._archive if request.url.startswith(ARCHIVE) else self._day
        return await there.fetch(request, redirects=redirects)

    async def ping(self) -> None:
        """Be there."""


@dataclass(slots=True, kw_only=True)
class Case:
    """One flattened post and what must come of it."""

    what: str
    day: Day
    reference: Reference
    expected: str | None
    """Id of the original; None: this must be left to a person."""
    choice: frozenset[str] = frozenset()
    """What a person must be shown then."""


def printed(day: Day, text: str, *, handle: str | None = None, links: tuple[str, ...] = ()) -> Reference:
    """The quote as an article prints it."""
    return Reference(
        kind=Kind.QUOTE,
        how="attribution",
        platform="x",
        post_id=None,
        embed_id=quote_embed_id("x", day.handle, day.day, text),
        url=None,
        start=0,
        end=len(text),
        text=text,
        author=Byline(name=day.name, handle=handle or day.handle),
        day=day.day,
        links=links,
    )
