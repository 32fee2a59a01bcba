"""The public web archive: which posts of an author it saw on a day, and what a copy says; pure.

The index is asked for a handle's posts whose ids begin with the same digits. A UTC day spans 3.6 × 10^14 ids, so ids
cut to units of 10^15 (four leading digits of nineteen) give one or two prefixes for any day: at most two questions per
host instead of the 37 that six digits need, for at most 2.8 days of one author's posts per answer, which are then
narrowed by the exact range. Capture times bound from below only: a capture is never older than the post.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from service.model.document import Document, Request
from service.model.post import Author, Post
from service.platforms.idtime import x_ids, x_time
from service.platforms.page import PLATFORM as PAGE
from service.platforms.reading import decoded, inside, items, words
from service.resolve.sequence import OLD, sequence

INDEX = "https://web.archive.org/cdx/search/cdx"
HOSTS = (("twitter.com",), ("x.com", "mobile.twitter.com", "mobile.x.com"))
"""Asked in this order: copies of X lie under twitter.com even when the link says x.com; the rest are separate keys."""
UNIT = 10**15
LIMIT = 3000
"""Rows of one answer; the busiest newsrooms write some hundred posts a day, each seen under a few spellings."""

_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com(?::\d+)?/(?P<handle>\w{1,20})/status(?:es)?/(?P<id>\d{1,20})(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_OLD_ORIGINAL = r".*/status(es)?/\d{2,11}(\D.*)?"
_TIMESTAMP = re.compile(r"\d{14}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCopy:
    """One capture in the archive."""

    timestamp: str
    """`yyyymmddhhmmss`, UTC."""
    original: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One post that the index lists."""

    post_id: str
    handle: str
    copy: ArchivedCopy


def index_requests(handle: str, day: date, hosts: tuple[str, ...]) -> tuple[Request, ...]:
    """Ask the index for a handle's posts of a UTC day, the fewest questions that bound it.

    Ids before November 2010 are a sequence without a day in it: all old posts of the handle are asked for at once.
    """
    if day < OLD:
        return tuple(
            Request(name=f"archive-index-{host}-old", url=_index_url(f"{host}/{handle}/status", day, _OLD_ORIGINAL))
            for host in hosts
        )
    first, last = x_ids(day)
    units = range(first // UNIT, last // UNIT + 1)
    return tuple(
        Request(name=f"archive-index-{host}-{unit}", url=_index_url(f"{host}/{handle}/status/{unit or ''}", day))
        for host in hosts
        for unit in units
    )


def _index_url(prefix: str, day: date, original: str = "") -> str:
    asked: dict[str, str | list[str]] = {
        "url": prefix,
        "matchType": "prefix",
        "output": "json",
        "fl": "timestamp,original,mimetype,statuscode,digest",
        "filter": ["statuscode:200", *([f"original:{original}"] if original else [])],
        "collapse": "urlkey",
        "from": f"{day:%Y%m%d}",
        "limit": str(LIMIT),
    }
    return f"{INDEX}?{urlencode(asked, doseq=True)}"


def listed(document: Document, handle: str, day: date) -> tuple[Listed, ...]:
    """Read the posts of that handle and day from an answer of the index, one copy each, JSON copies first."""
    rows = [row for row in items({"rows": decoded(document)}, "rows") if isinstance(row, list)]
    if not rows:
        return ()
    names = [words(name) for name in rows[0]]
    first, last = sequence(day) if day < OLD else x_ids(day)
    found: dict[str, Listed] = {}
    for row in rows[1:]:
        told = {name: words(value) for name, value in zip(names, row, strict=False)}
        match = _STATUS.match(told.get("original", ""))
        if match is None or match["handle"].lower() != handle.lower() or not first <= int(match["id"]) <= last:
            continue
        if not _TIMESTAMP.fullmatch(told.get("timestamp", "")):
            continue
        copy = ArchivedCopy(timestamp=told["timestamp"], original=told["original"], media_type=told.get("mimetype", ""))
        known = found.get(match["id"])
        if known is None or _worth(copy) > _worth(known.copy):
            found[match["id"]] = Listed(post_id=match["id"], handle=match["handle"], copy=copy)
    return tuple(found[post_id] for post_id in sorted(found, key=int))


def _worth(copy: ArchivedCopy) -> bool:
    return "json" in copy.media_type


def copy_request(copy: ArchivedCopy) -> Request:
    """Ask for the archived bytes as they were, without the archive's own banner (`id_`)."""
    original = quote(copy.original, safe=":/?&=%#~@!$'()*+,;")
    return Request(name="archived-copy", url=f"https://web.archive.org/web/{copy.timestamp}id_/{original}")


def read_copy(document: Document, post_id: str) -> Post | None:
    """Read the post in an archived copy: X's old and new JSON, or what an HTML page says of itself.

    Gives None for reposts, which are not the original, and for copies without words.
    """
    if document.status != 200:
        return None
    value = decoded(document)
    if value is None:
        return _read_page(document, post_id)
    data = inside(value, "data") if isinstance(inside(value, "data"), dict) else value
    text = words(data, "note_tweet", "text") or words(data, "full_text") or words(data, "text")
    if not text or inside(data, "retweeted_status") is not None or (said := _id(data)) not in ("", post_id):
        return None
    user = _writer(value, words(data, "author_id")) or inside(data, "user")
    handle = words(user, "screen_name") or words(user, "username")
    author = Author(
        name=words(user, "name") or None,
        handle=handle or None,
        id=words(user, "id_str") or words(user, "id") or None,
    )
    own = x_time(post_id)
    told = {"text": "archived-copy", "author": "archived-copy", "published": "id" if own else "archived-copy"}
    url = f"https://x.com/{handle or 'i'}/status/{said or post_id}"
    return Post(url=url, author=author, published=own or _made(data), text=text, sources=told)


def _made(data: Any) -> datetime | None:
    """Read the time of an old document, in either spelling that X has used."""
    said = words(data, "created_at")
    for form in ("%a %b %d %H:%M:%S %z %Y", "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"):
        try:
            return datetime.strptime(said, form).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _id(data: Any) -> str:
    return words(data, "id_str") or words(data, "id")


def _writer(value: Any, author_id: str) -> Any:
    """Find the author among the users that X's newer documents include."""
    users = items(value, "includes", "users")
    return next((user for user in users if author_id and words(user, "id") == author_id), None)


def _read_page(document: Document, post_id: str) -> Post | None:
    """Take the description an archived HTML page gives of itself, where X put the post's text."""
    said = PAGE.read(document.request.url, {"page": document}).post
    if said is None or not said.text:
        return None
    told = {"text": "archived-copy", "published": "id"}
    url = f"https://x.com/i/status/{post_id}"
    return Post(url=url, published=x_time(post_id), text=said.text.strip('“”" '), sources=told)


def index_trouble(document: Document) -> str | None:
    """Say why an answer of the index is none, or None when it is one."""
    if document.status is None:
        return f"did not answer ({document.reason or document.failure})"
    if document.status != 200:
        return f"answered with status {document.status}"
    if not document.body.strip():
        return None
    try:
        return None if isinstance(json.loads(document.body), list) else "answered in a form we do not know"
    except (ValueError, RecursionError):
        return "answered in a form we do not know"
