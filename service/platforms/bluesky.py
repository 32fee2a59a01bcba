"""Bluesky: posts by the public AppView, oEmbed as second opinion.

$hosts      bsky.app embed.bsky.app public.api.bsky.app
$posts      https://bsky.app/profile/<did>/post/<rkey>
$documents  resolve-handle posts oembed
$gone       an empty `posts`, 400 NotFound, AccountTakedown, AccountDeactivated, RepoNotFound, oembed 404
$notes      Ids are `<did>/<rkey>`; `<handle>/<rkey>` is asked for the DID first, because handles change hands.
            `!no-unauthenticated` is the author's wish to be seen by members only: the API still answers, the embed
            page does not. Times are what the author's program claims; `indexedAt` is the server's.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Card, Link, Media, Post
from service.model.resolution import Reading
from service.platforms.idtime import bluesky_time
from service.platforms.joining import attributed
from service.platforms.reading import (
    DEEPEST_QUOTE,
    address,
    counts,
    decoded,
    expected,
    inside,
    items,
    moment,
    number,
    words,
)
from service.platforms.signals import hindered, signal, suspect, unreadable

API = "https://public.api.bsky.app/xrpc/"
ERRORS = {
    "NotFound": State.DELETED,
    "AccountTakedown": State.SUSPENDED,
    "AccountDeactivated": State.ACCOUNT_GONE,
    "RepoNotFound": State.ACCOUNT_GONE,
    "RepoTakendown": State.SUSPENDED,
    "RepoDeactivated": State.ACCOUNT_GONE,
}
"""Error codes of the protocol that are statements about the post or its author."""
MEMBERS_ONLY = "!no-unauthenticated"
TAKEN_DOWN = frozenset({"!takedown", "!hide"})


LOST_QUOTES = {"NotFound": "deleted", "Blocked": "blocked", "Detached": "detached by its author"}
NOTICE = '#app:not(:has(time)):not(:has(a[href*="/profile/"])) p'
"""What the embed page shows in place of a post; it then links to nobody (bskyembed/src/screens/post.tsx)."""
CLOSED = '#app:not(:has(time)):has(a[href*="/profile/"]) p'
"""What it shows of a post for members only: it links to the post and shows nothing of it."""


class Bluesky:
    """Reads Bluesky without logging in."""

    name = "bluesky"

    def url(self, post_id: str) -> str:
        """Give the address of `<did or handle>/<rkey>`."""
        repo, _, rkey = post_id.partition("/")
        return f"https://bsky.app/profile/{repo}/post/{rkey}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask for the post, or first for the DID behind a handle."""
        repo, _, rkey = post_id.partition("/")
        if not repo or not rkey:
            return ()
        if not repo.startswith("did:"):
            asked = urlencode({"handle": repo})
            return (Request(name="resolve-handle", url=f"{API}com.atproto.identity.resolveHandle?{asked}"),)
        posts = urlencode({"uris": f"at://{repo}/app.bsky.feed.post/{rkey}"})
        oembed = urlencode({"url": self.url(post_id), "format": "json"})
        return (
            Request(name="posts", url=f"{API}app.bsky.feed.getPosts?{posts}"),
            Request(name="oembed", url=f"https://embed.bsky.app/oembed?{oembed}"),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the AppView says; of a handle, the DID behind it."""
        handle, posts, oembed = (documents.get(name) for name in ("resolve-handle", "posts", "oembed"))
        if posts is None and oembed is None and handle is not None:
            return _named(post_id, handle)
        view = next(iter(items(decoded(posts), "posts")), None)
        post = read_view(view)
        signals = []
        if posts is not None:
            signals.append(_posts_signal(posts, view))
        if oembed is not None:
            signals.append(_oembed_signal(oembed))
        seen = posts is not None and posts.status == 200
        return Reading(post=post if seen else None, availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the official embed page, then the permalink."""
        repo, _, rkey = post_id.partition("/")
        expect = expected(post.text) if post else ""
        embed = f"https://embed.bsky.app/embed/{repo}/app.bsky.feed.post/{rkey}"
        found = (
            Framing(
                method=Method.LIVE_EMBED,
                url=embed,
                ready=("#app time",),
                clip=("#app > *",),
                expect=expect,
                gone=(NOTICE,),
                wall=(CLOSED,),
            ),
        )
        page = Framing(
            method=Method.LIVE_PAGE,
            url=post.url if post else self.url(post_id),
            ready=("[data-testid^=postThreadItem]", "main"),
            clip=("[data-testid^=postThreadItem]",),
            expect=expect,
        )
        return (*found, page) if repo.startswith("did:") else (page,)


def _named(post_id: str, document: Document) -> Reading:
    """Read the DID behind a handle."""
    did = words(decoded(document), "did")
    if document.status == 200 and did.startswith("did:"):
        found = signal(document, State.UNKNOWN, "handle-resolved")
        return Reading(post=None, availability=suspect((found,)), post_id=f"{did}/{post_id.partition('/')[2]}")
    unknown = document.status == 400 and bool(words(decoded(document), "error"))
    lost = signal(document, State.ACCOUNT_GONE, "handle-unknown") if unknown else None
    return Reading(post=None, availability=suspect((lost or hindered(document) or unreadable(document),)))


def _posts_signal(document: Document, view: Any) -> Signal:
    if document.status == 400 and (code := words(decoded(document), "error")) in ERRORS:
        return signal(document, ERRORS[code], f"error:{code}")
    if document.status != 200 or not isinstance(inside(decoded(document), "posts"), list):
        return hindered(document) or unreadable(document)
    if view is None:
        return signal(document, State.DELETED, "posts:empty")
    labels = _labels(view) + _labels(inside(view, "author"))
    if TAKEN_DOWN & set(labels):
        return signal(document, State.WITHHELD, "label:taken-down")
    if MEMBERS_ONLY in labels:
        return signal(document, State.LOGIN_WALLED, f"label:{MEMBERS_ONLY}")
    return signal(document, State.LIVE, "post-view") if read_view(view) is not None else unreadable(document)


def _oembed_signal(document: Document) -> Signal:
    if document.status == 403:
        return signal(document, State.LOGIN_WALLED, "http-403:members-only")
    if document.status == 404:
        return signal(document, State.DELETED, "http-404")
    if document.status == 200 and words(decoded(document), "html"):
        return signal(document, State.LIVE, "oembed")
    return hindered(document) or unreadable(document)


def read_view(view: Any, depth: int = 0) -> Post | None:
    """Read a post view of the AppView (`app.bsky.feed.defs#postView`), or the view of a record that is quoted."""
    record = inside(view, "record") if isinstance(inside(view, "record"), dict) else inside(view, "value")
    parts = words(view, "uri").removeprefix("at://").split("/")
    if not isinstance(inside(record, "text"), str) or len(parts) != 3 or not parts[0].startswith("did:"):
        return None
    did, rkey = parts[0], parts[2]
    embed = inside(view, "embed") or inside(view, "embeds", 0)
    links, text = _links(record)
    published, media, author = moment(record, "createdAt"), _media(embed), _author(inside(view, "author"), did)
    card = _card(embed)
    own = bluesky_time(rkey)
    post = Post(
        url=f"https://bsky.app/profile/{did}/post/{rkey}",
        author=author,
        published=published or own,
        text=text,
        language=words(record, "langs", 0) or None,
        media=media,
        links=links,
        quoted=_quoted(embed, depth),
        reply_to=_web_address(words(record, "reply", "parent", "uri")),
        card=card,
        counts=counts(view, likes="likeCount", reposts="repostCount", replies="replyCount", quotes="quoteCount"),
        labels=tuple(dict.fromkeys(_labels(view) + _labels(inside(view, "author")))),
    )
    return attributed("posts", post, published="posts" if published else "id")


def _author(value: Any, did: str) -> Author:
    handle = words(value, "handle")
    return Author(
        name=words(value, "displayName") or None,
        handle=handle or None,
        id=did,
        url=f"https://bsky.app/profile/{handle or did}",
        avatar_url=address(value, "avatar"),
    )


def _labels(value: Any) -> tuple[str, ...]:
    return tuple(said for label in items(value, "labels") if (said := words(label, "val")))


def _links(record: Any) -> tuple[tuple[Link, ...], str]:
    """Put whole addresses where the text shortens them; offsets of facets count UTF-8 bytes."""
    raw = words(record, "text").encode()
    found: list[tuple[int, int, str]] = []
    for facet in items(record, "facets"):
        start, end = number(facet, "index", "byteStart"), number(facet, "index", "byteEnd")
        uri = next((uri for each in items(facet, "features") if (uri := address(each, "uri"))), None)
        if uri and start is not None and end is not None and start < end <= len(raw):
            found.append((start, end, uri))
    links: list[Link] = []
    text, cursor = b"", 0
    for start, end, uri in sorted(found):
        if start < cursor:
            continue
        written = raw[start:end].decode(errors="replace")
        links.append(Link(url=written, expanded=uri))
        shown = uri.encode() if "." in written and " " not in written else raw[start:end]
        text, cursor = text + raw[cursor:start] + shown, end
    return tuple(links), (text + raw[cursor:]).decode(errors="replace")


def _media(embed: Any) -> tuple[Media, ...]:
    """Read pictures and video, also beside a quoted post."""
    for each in (embed, inside(embed, "media")):
        found = [
            Media(
                kind="image",
                url=url,
                alt=words(image, "alt") or None,
                width=number(image, "aspectRatio", "width"),
                height=number(image, "aspectRatio", "height"),
                poster_url=address(image, "thumb"),
            )
            for image in items(each, "images")
            if (url := address(image, "fullsize"))
        ]
        if playlist := address(each, "playlist"):
            poster = address(each, "thumbnail")
            found.append(Media(kind="video", url=playlist, alt=words(each, "alt") or None, poster_url=poster))
        if found:
            return tuple(found)
    return ()


def _card(embed: Any) -> Card | None:
    """Read the preview of a linked page, also beside a quoted post."""
    for each in (inside(embed, "external"), inside(embed, "media", "external")):
        if url := address(each, "uri"):
            return Card(
                url=url,
                title=words(each, "title") or None,
                description=words(each, "description") or None,
                image_url=address(each, "thumb"),
            )
    return None


def _quoted(embed: Any, depth: int) -> Post | None:
    """Read the quoted post of `record#view` or `recordWithMedia#view`; a lost one has its address and no text."""
    if depth >= DEEPEST_QUOTE:
        return None
    for lost in (inside(embed, "record"), inside(embed, "record", "record")):
        kind = words(lost, "$type").partition("#view")[2]
        if kind in LOST_QUOTES:
            url = _web_address(words(lost, "uri")) or ""
            return Post(url=url, labels=(f"unavailable: {LOST_QUOTES[kind]}",))
    return read_view(inside(embed, "record"), depth + 1) or read_view(inside(embed, "record", "record"), depth + 1)


def _web_address(uri: str) -> str | None:
    parts = uri.removeprefix("at://").split("/")
    return f"https://bsky.app/profile/{parts[0]}/post/{parts[2]}" if len(parts) == 3 and parts[0] else None


PLATFORM = Bluesky()
