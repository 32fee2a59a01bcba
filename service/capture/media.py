"""The media of a post, in the best variant the platform names: taken from the visit, or fetched through the gate.

A picture that the page shows small is asked for at its full size, because the platform's documents name that one. What
does not come is said, with the reason, and is no reason to keep nothing: a dead link of a picture is evidence too.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from service.model.capture import Capture
from service.model.document import Document, Request
from service.model.exchange import Exchange
from service.model.medium import Medium, named
from service.model.post import Post
from service.net.port import Fetcher

MOST = 40
"""Media of one post; galleries have at most 35 pictures."""
_AT_ONCE = 3
_SECONDS = 120.0
"""For all media of one post."""
_MEDIA_TYPE = re.compile(r"(image|video|audio)/[a-z0-9][a-z0-9.+-]{0,60}")
_PLAYLISTS = frozenset({"audio/mpegurl", "audio/x-mpegurl", "video/mpegurl"})
_SLOW = f"Not fetched within the {_SECONDS:g} seconds that all media of a post may take."


async def with_media(fetcher: Fetcher, capture: Capture, post: Post | None, most_bytes: int) -> Capture:
    """Add the media of the post to a capture. `most_bytes`: of one medium; four times as many of all. Never raises."""
    wanted = named(post) if post is not None else ()
    if not wanted:
        return capture
    assert post is not None
    loaded = _loaded(capture.exchanges)
    turns, room = asyncio.Semaphore(_AT_ONCE), _Room(4 * most_bytes)

    async def get(medium: Medium) -> Medium:
        if medium.url == post.url:
            return replace(medium, reason="The platform names a page that plays it, and no file.")
        async with turns:
            had = loaded.get(medium.url)
            made = _from_visit(medium, had) if had else _from_answer(medium, await fetcher.fetch(_request(medium)))
        return _bounded(made, most_bytes, room)

    tasks = {asyncio.ensure_future(get(medium)): medium for medium in wanted[:MOST]}
    done, late = await asyncio.wait(tasks, timeout=_SECONDS)
    for task in late:
        task.cancel()
    kept = [task.result() if task in done else replace(medium, reason=_SLOW) for task, medium in tasks.items()]
    kept += [replace(medium, reason=f"More than {MOST} media.") for medium in wanted[MOST:]]
    return replace(capture, media=tuple(kept))


class _Room:
    """Bytes that all media of one post may still take."""

    def __init__(self, left: int) -> None:
        self.left = left


def _request(medium: Medium) -> Request:
    return Request(name=medium.kind, url=medium.url, headers={"accept": "image/*,video/*,audio/*;q=0.9"})


def _loaded(exchanges: Iterable[Exchange]) -> Mapping[str, Exchange]:
    """Give what the page itself loaded, whole."""
    return {
        one.url: one
        for one in exchanges
        if one.method == "GET" and one.status == 200 and one.missing is None and _is_medium(one.media_type)
    }


def _from_visit(medium: Medium, exchange: Exchange) -> Medium:
    return replace(medium, body=exchange.body, media_type=exchange.media_type, captured=exchange.at, source="visit")


def _from_answer(medium: Medium, document: Document) -> Medium:
    reason = _fault(document)
    if reason is not None:
        return replace(medium, captured=document.fetched, reason=reason)
    return replace(medium, body=document.body, media_type=_kind(document), captured=document.fetched, source="fetch")


def _fault(document: Document) -> str | None:
    """Say why an answer is no medium."""
    if document.failure is not None:
        return document.reason or "Nothing answered."
    if document.status != 200:
        return f"It was answered with {document.status}."
    if not document.body:
        return "It is empty."
    if not _is_medium(_kind(document)):
        return f"It is no picture, video or sound but {_kind(document) or 'of no named kind'}."
    return None


def _bounded(medium: Medium, most: int, room: _Room) -> Medium:
    if len(medium.body) > most:
        return replace(medium, body=b"", source=None, reason=f"It has more than {most} bytes.")
    if len(medium.body) > room.left:
        return replace(medium, body=b"", source=None, reason="All media of the post have more bytes than are kept.")
    room.left -= len(medium.body)
    return medium


def _kind(document: Document) -> str:
    return document.headers.get("content-type", "").partition(";")[0].strip().lower()


def _is_medium(media_type: str) -> bool:
    return _MEDIA_TYPE.fullmatch(media_type) is not None and media_type not in _PLAYLISTS
