"""Mastodon and its kin: posts by the API of their own host, oEmbed as second opinion.

$hosts      any host of the fediverse
$posts      https://<host>/@<user>/<id>
$documents  status oembed
$gone       404 of status or oembed (deleted or made private), 410 (the account is gone)
$notes      Ids are `<host>/<id>` and mean something only on their host. oEmbed looks only at the id, so the user in
            its address may be anything. 401 is a host that talks to members only. Titles and texts are HTML.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import turbohtml

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Link, Media, Post
from service.model.resolution import Reading
from service.platforms.idtime import mastodon_time
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
    sources,
    words,
)
from service.platforms.signals import hindered, signal, suspect, unreadable

KINDS = {"image": "image", "video": "video", "gifv": "animation", "audio": "audio"}


class Mastodon:
    """Reads one host of the fediverse without logging in."""

    name = "mastodon"

    def url(self, post_id: str) -> str:
        """Give the address that needs no user name."""
        host, _, status = post_id.partition("/")
        return f"https://{host}/statuses/{status}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the host's API, then its oEmbed."""
        host, _, status = post_id.partition("/")
        if not host or not status:
            return ()
        asked = urlencode({"url": f"https://{host}/@_/{status}"})
        return (
            Request(name="status", url=f"https://{host}/api/v1/statuses/{status}"),
            Request(name="oembed", url=f"https://{host}/api/oembed?{asked}"),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the host says."""
        status, oembed = documents.get("status"), documents.get("oembed")
        seen = status is not None and status.status == 200
        post = _post(decoded(status), post_id) if seen else None
        signals = []
        if status is not None:
            signals.append(_signal(status, post))
        if oembed is not None:
            signals.append(_oembed_signal(oembed))
        return Reading(post=post, availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the official embed page, then the permalink."""
        permalink = post.url if post else self.url(post_id)
        expect = "" if post is None or post.labels else expected(post.text)
        ready = (".detailed-status", ".status", ".embed")
        return (
            Framing(method=Method.LIVE_EMBED, url=f"{permalink}/embed", ready=ready, clip=ready, expect=expect),
            Framing(
                method=Method.LIVE_PAGE,
                url=permalink,
                ready=(".detailed-status", "main"),
                clip=(".detailed-status",),
                expect=expect,
            ),
        )


def _signal(document: Document, post: Post | None) -> Signal:
    if document.status == 404:
        return signal(document, State.DELETED, "http-404")
    if document.status == 410:
        return signal(document, State.ACCOUNT_GONE, "http-410")
    if document.status == 401:
        return signal(document, State.LOGIN_WALLED, "http-401:members-only")
    if document.status == 200 and post is not None:
        return signal(document, State.EDITED if post.edited else State.LIVE, "status")
    return hindered(document) or unreadable(document)


def _oembed_signal(document: Document) -> Signal:
    if document.status in (404, 410):
        return signal(document, State.DELETED, f"http-{document.status}")
    if document.status == 200 and words(decoded(document), "html"):
        return signal(document, State.LIVE, "oembed")
    return hindered(document) or unreadable(document)


def _post(value: Any, post_id: str, depth: int = 0) -> Post | None:
    """Read a Status entity; the same entity stands in `quote.quoted_status`."""
    host, _, status = post_id.partition("/")
    if not isinstance(inside(value, "content"), str) or not words(value, "id"):
        return None
    links, text = _prose(words(value, "content"))
    warning, published, media = words(value, "spoiler_text"), moment(value, "created_at"), _media(value)
    author = _author(inside(value, "account"), host)
    told = sources("status", text=text, author=author.handle, published=published, media=media)
    if published is None and (published := mastodon_time(status)) is not None:
        told["published"] = "id"
    quoted = inside(value, "quote", "quoted_status")
    sensitive = ("sensitive",) if flag(value, "sensitive") else ()
    return Post(
        url=address(value, "url") or f"https://{host}/statuses/{status}",
        author=author,
        published=published,
        edited=moment(value, "edited_at"),
        text=text,
        language=words(value, "language") or None,
        media=media,
        links=links,
        quoted=_post(quoted, f"{host}/{words(quoted, 'id')}", depth + 1) if depth < DEEPEST_QUOTE else None,
        reply_to=_answered(value, host),
        counts=counts(value, likes="favourites_count", reposts="reblogs_count", replies="replies_count"),
        labels=(*((f"warning: {warning}",) if warning else ()), *sensitive),
        sources=told,
    )


def _answered(value: Any, host: str) -> str | None:
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


def _prose(content: str) -> tuple[tuple[Link, ...], str]:
    """Turn a status's HTML into text with whole links; mentions and hashtags stay as they are read."""
    page = turbohtml.parse(content)
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


PLATFORM = Mastodon()
