"""Reads objects of ActivityPub (W3C recommendation): Note, Article, Page, Question, Video, Tombstone."""

from typing import Any

from service.errors import BadUrl
from service.model.availability import Signal, State
from service.model.document import Document
from service.model.post import Author, Choice, Media, Poll, Post
from service.model.url import parse
from service.platforms.joining import attributed
from service.platforms.reading import address, decoded, flag, inside, items, moment, number, words
from service.platforms.signals import hindered, signal, unreadable
from service.platforms.statuses import prose

ACCEPT = {"Accept": 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'}
POSTS = frozenset({"Note", "Article", "Page", "Question", "Video", "Audio", "Image", "Event"})
KINDS = {"image": "image", "video": "video", "audio": "audio"}


def object_of(document: Document | None) -> Any:
    """Give the object of an answer, also when an activity is wrapped around it."""
    value = decoded(document) if document is not None and document.status in (200, 410) else None
    return inside(value, "object") if isinstance(inside(value, "object"), dict) else value


def object_signal(document: Document) -> Signal:
    """Read the state that an object document gives."""
    value = object_of(document)
    if words(value, "type") == "Tombstone":
        return signal(document, State.DELETED, "tombstone")
    if document.status in (404, 410):
        return signal(document, State.DELETED, f"http-{document.status}")
    if document.status == 401:
        return signal(document, State.LOGIN_WALLED, "http-401:members-only")
    if document.status == 200 and words(value, "type") in POSTS:
        return signal(document, State.EDITED if _edited(value) else State.LIVE, words(value, "type").lower())
    return hindered(document) or unreadable(document)


def object_post(value: Any, url: str, actor: Any = None) -> Post | None:
    """Read a post's object; `actor` is its author's own object where that was fetched."""
    if words(value, "type") not in POSTS:
        return None
    links, text = prose(words(value, "content"))
    title, published, media = " ".join(words(value, "name").split()), moment(value, "published"), _media(value)
    author, quoted = (
        _author(value, actor),
        words(value, "quoteUrl") or words(value, "quoteUri") or words(value, "quote"),
    )
    warning = words(value, "summary") if flag(value, "sensitive") else ""
    sensitive = ("sensitive",) if flag(value, "sensitive") else ()
    shown = _page(value)
    post = Post(
        url=shown if shown and same_host(shown, parse(url).host) else url,
        author=author,
        published=published,
        edited=_edited(value),
        text=text,
        title=title or None,
        language=_language(value),
        media=media,
        links=links,
        quoted=Post(url=quoted) if address(quoted) else None,
        reply_to=address(value, "inReplyTo"),
        poll=_poll(value),
        labels=(*((f"warning: {warning}",) if warning else ()), *sensitive),
    )
    return attributed("object", post, author="author" if actor is not None else "object")


def author_of(value: Any) -> str | None:
    """Give the address of the author's own object: a person before the group or channel."""
    said = inside(value, "attributedTo")
    if isinstance(said, list):
        people = [each for each in said if words(each, "type") == "Person"]
        said = next(iter(people or said), None)
    return address(said) or address(said, "id")


def same_host(url: str | None, host: str) -> bool:
    """Say whether an address belongs to a host: only the origin speaks for its authors."""
    try:
        return url is not None and parse(url).host == host
    except BadUrl:
        return False


def _poll(value: Any) -> Poll | None:
    """Read a Question: one answer is allowed (`oneOf`) or several (`anyOf`)."""
    choices = tuple(
        Choice(text=words(each, "name"), votes=number(each, "replies", "totalItems"))
        for each in (*items(value, "oneOf"), *items(value, "anyOf"))
        if words(each, "name")
    )
    closes = moment(value, "endTime") or moment(value, "closed")
    return Poll(choices=choices, votes=number(value, "votersCount"), closes=closes) if choices else None


def _edited(value: Any) -> Any:
    """Give the time of a later edit; some programs repeat the time of publication."""
    updated = moment(value, "updated")
    published = moment(value, "published")
    return updated if updated and published and updated > published else None


def _author(value: Any, actor: Any) -> Author:
    link = author_of(value)
    user = words(actor, "preferredUsername")
    try:
        host = parse(link or "").host
    except BadUrl:
        host = ""
    return Author(
        name=words(actor, "name") or None,
        handle=f"{user}@{host}" if user and host else None,
        id=link,
        url=address(actor, "url") or link,
        avatar_url=address(actor, "icon", "url") or address(actor, "icon", 0, "url"),
    )


def _page(value: Any) -> str | None:
    """Give the address for people; PeerTube lists it among the files."""
    pages = [each for each in items(value, "url") if words(each, "mediaType") == "text/html"]
    return address(value, "url") or address(next(iter(pages), None), "href")


def _language(value: Any) -> str | None:
    told = inside(value, "contentMap")
    only = next(iter(told)) if isinstance(told, dict) and len(told) == 1 else ""
    return words(value, "language", "identifier") or words(only) or None


def _media(value: Any) -> tuple[Media, ...]:
    found = []
    for each in (*items(value, "attachment"), inside(value, "attachment")):
        url, kind = address(each, "url") or address(each, "href"), KINDS.get(words(each, "mediaType").split("/")[0])
        if url and kind:
            alt, width, height = (
                words(each, "name") or words(each, "summary"),
                number(each, "width"),
                number(each, "height"),
            )
            found.append(Media(kind=kind, url=url, alt=alt or None, width=width, height=height))
    still = address(value, "icon", -1, "url") or address(value, "image", "url")
    page = _page(value)
    if words(value, "type") == "Video" and page:
        found.append(Media(kind="video", url=page, poster_url=still))
    elif still and not found:
        found.append(Media(kind="image", url=still))
    return tuple(found)
