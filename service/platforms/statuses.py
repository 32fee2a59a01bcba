"""Reads the Status entity of Mastodon's API, which Mastodon, Pleroma, Akkoma, GoToSocial and others answer alike."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Card, Choice, Link, Media, Poll, Post, Revision
from service.model.resolution import Reading
from service.platforms.idtime import mastodon_time
from service.platforms.joining import attributed
from service.platforms.reading import (
    DEEPEST_QUOTE,
    address,
    counts,
    decoded,
    expected,
    flag,
    inside,
    items,
    moment,
    number,
    words,
)
from service.platforms.signals import ambiguous, hindered, signal, suspect, unreadable

CLOCK_SLACK = timedelta(minutes=1)
"""Ids are made from the time of the post; the two agreed to the millisecond in all measured ones."""
COVER = '[data-testid="sensitive-overlay"] button:not([aria-haspopup])'
"""What lies over sensitive media and warned text."""
KINDS = {"image": "image", "video": "video", "gifv": "animation", "audio": "audio"}


class OneHost:
    """Reads a platform of one host that kept Mastodon's API; a platform file says which."""

    name: ClassVar[str]
    host: ClassVar[str]
    path: ClassVar[str]
    """Where a post is shown, `{}` for its id."""

    def url(self, post_id: str) -> str:
        """Give the address that needs no user name."""
        return f"https://{self.host}{self.path.format(post_id)}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the API; an id that is no number can be asked for nowhere."""
        if not (post_id.isascii() and post_id.isdigit() and len(post_id) <= 20):
            return ()
        return (Request(name="status", url=f"https://{self.host}/api/v1/statuses/{post_id}"),)

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the API says."""
        status = documents.get("status")
        if status is None:
            return Reading(post=None, availability=suspect(()))
        post = status_post(decoded(status), self.host, post_id) if status.status == 200 else None
        return Reading(post=post, availability=suspect((status_signal(status, post),)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the permalink."""
        shown = ('[data-testid="status"]', ".detailed-status")
        url, expect = post.url if post else self.url(post_id), expected(post.text) if post and not post.labels else ""
        return (
            Framing(
                method=Method.LIVE_PAGE, url=url, ready=(*shown, "main"), clip=shown, expect=expect, expand=(COVER,)
            ),
        )


def status_signal(document: Document, post: Post | None, *, sure: bool = True) -> Signal:
    """Read the state that a status document gives; `post` is what was read in it.

    Without `sure`, that the host speaks this API at all is not known: then a 404 counts only in the API's own words.
    """
    if document.status == 404:
        return missing(document, sure=sure)
    if document.status == 410:
        return signal(document, State.ACCOUNT_GONE, "http-410")
    if document.status == 401:
        return signal(document, State.LOGIN_WALLED, "http-401:members-only")
    if document.status == 200 and post is not None:
        return signal(document, State.EDITED if post.edited else State.LIVE, "status")
    return hindered(document) or unreadable(document)


def missing(document: Document, *, sure: bool) -> Signal:
    """Read a 404: any web page may answer one, the API says `error` with it."""
    if sure or words(decoded(document), "error"):
        return signal(document, State.DELETED, "http-404")
    return ambiguous(document, "http-404:not-the-api")


def status_post(value: Any, host: str, status: str, depth: int = 0) -> Post | None:
    """Read a Status entity; the same entity stands in `quote.quoted_status`."""
    if not isinstance(inside(value, "content"), str) or not words(value, "id"):
        return None
    links, text = prose(words(value, "content"))
    warning, published, media = words(value, "spoiler_text"), moment(value, "created_at"), _media(value)
    author = _author(inside(value, "account"), host)
    own = mastodon_time(status)
    clock = "status" if published else "id"
    if published and own and abs(published - own) > CLOCK_SLACK:
        clock = f"status (id says {own.isoformat()})"
    marks = (("sensitive", flag(value, "sensitive")), ("boost", isinstance(inside(value, "reblog"), dict)))
    post = Post(
        url=address(value, "url") or f"https://{host}/statuses/{status}",
        author=author,
        published=published or own,
        edited=moment(value, "edited_at"),
        text=text,
        language=words(value, "language") or None,
        media=media,
        links=links,
        quoted=_inner(value, host, depth + 1) if depth < DEEPEST_QUOTE else None,
        reply_to=reply_to(value, host),
        poll=_poll(inside(value, "poll")),
        card=_card(inside(value, "card")),
        counts=counts(value, likes="favourites_count", reposts="reblogs_count", replies="replies_count"),
        labels=(*((f"warning: {warning}",) if warning else ()), *(name for name, holds in marks if holds)),
    )
    return attributed("status", post, published=clock)


def _inner(value: Any, host: str, depth: int) -> Post | None:
    """Read the post that is quoted, or passed on."""
    boosted = inside(value, "reblog")
    return _quoted(inside(value, "quote"), host, depth) or status_post(boosted, host, words(boosted, "id"), depth)


def revisions(value: Any) -> tuple[Revision, ...]:
    """Read the versions of an edited status (`/history`), oldest first."""
    told = (each for each in items(value) if isinstance(inside(each, "content"), str))
    return tuple(Revision(at=moment(each, "created_at"), text=prose(words(each, "content"))[1]) for each in told)


def _quoted(quote: Any, host: str, depth: int) -> Post | None:
    """Read a quoted post; of one that is deleted, revoked or refused only its number may be left."""
    status = inside(quote, "quoted_status")
    shown = status_post(status, host, words(status, "id"), depth)
    number, state = words(quote, "quoted_status_id"), words(quote, "state")
    if shown is not None or not number.isalnum():
        return shown
    return Post(url=f"https://{host}/statuses/{number}", labels=(f"unavailable: {state[:40] or 'unknown'}",))


def _poll(value: Any) -> Poll | None:
    choices = tuple(
        Choice(text=words(each, "title"), votes=number(each, "votes_count"))
        for each in items(value, "options")
        if words(each, "title")
    )
    votes = number(value, "voters_count")
    votes = number(value, "votes_count") if votes is None else votes
    return Poll(choices=choices, votes=votes, closes=moment(value, "expires_at")) if choices else None


def _card(value: Any) -> Card | None:
    url = address(value, "url")
    if url is None:
        return None
    return Card(
        url=url,
        title=words(value, "title") or None,
        description=words(value, "description") or None,
        image_url=address(value, "image"),
        site=words(value, "provider_name") or None,
    )


def reply_to(value: Any, host: str) -> str | None:
    """Give the address of the status that this one answers, on the host that was asked."""
    answered = words(value, "in_reply_to_id")
    return f"https://{host}/statuses/{answered}" if answered.isalnum() else None


def _author(account: Any, host: str) -> Author:
    acct = words(account, "acct")
    return Author(
        name=words(account, "display_name") or None,
        handle=(acct if "@" in acct else f"{acct}@{host}") if acct else None,
        id=words(account, "id") or None,
        url=address(account, "url"),
        avatar_url=address(account, "avatar"),
    )


def prose(content: str) -> tuple[tuple[Link, ...], str]:
    """Turn a status's HTML into text with whole links; mentions and hashtags stay as they are read."""
    page = dom.parse(content)
    for part in page.select(".quote-inline"):
        part.decompose()
    links: list[Link] = []
    for anchor in page.select("a[href]"):
        names = anchor.attrs.get("class") or ()
        target = address(str(anchor.attrs.get("href") or ""))
        if target and not {"mention", "hashtag"} & set(names if isinstance(names, list) else str(names).split()):
            links.append(Link(url="".join(anchor.text.split()), expanded=target))
            anchor.set_text(target)
    return tuple(links), page.to_text().strip()


def _media(value: Any) -> tuple[Media, ...]:
    found = []
    for each in items(value, "media_attachments"):
        url = address(each, "url") or address(each, "remote_url")
        kind = KINDS.get(words(each, "type"))
        if url and kind:
            found.append(
                Media(
                    kind=kind,
                    url=url,
                    alt=words(each, "description") or None,
                    width=number(each, "meta", "original", "width"),
                    height=number(each, "meta", "original", "height"),
                    poster_url=address(each, "preview_url"),
                )
            )
    return tuple(found)
