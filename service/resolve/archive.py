"""Copies of posts in the public web archive: how to ask for one and what it says; pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from service.model.document import Document, Request
from service.model.post import Author, Post
from service.platforms.idtime import x_time
from service.platforms.page import PLATFORM as PAGE
from service.platforms.reading import decoded, inside, items, words


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCopy:
    """One capture in the archive."""

    timestamp: str
    """`yyyymmddhhmmss`, UTC."""
    original: str
    media_type: str


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
