"""Bluesky: posts by the public AppView, oEmbed as second opinion.

$hosts      bsky.app embed.bsky.app public.api.bsky.app
$posts      https://bsky.app/profile/<did>/post/<rkey>
$documents  resolve-handle posts oembed thread profile
$gone       an empty `posts` or `notFoundPost`, oembed 404; AccountTakedown, AccountDeactivated, no profile
$notes      Ids are `<did>/<rkey>`; `<handle>/<rkey>` is asked for the DID first, because handles change hands.
            `!no-unauthenticated` is the author's wish to be seen by members only: the API still answers, the embed
            page does not. Times are what the author's program claims; `indexedAt` is the server's. An empty `posts` is
            said of deleted posts and of lost accounts alike, so the thread and the profile are asked for then. A
            record's `cid` is its revision, but the platform shows no older one. The embed page's notices are known by
            its published source; the permalink's selectors from memory.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Post
from service.model.resolution import Reading
from service.platforms.blueskyview import labels, read_view, web_address
from service.platforms.joining import attributed
from service.platforms.reading import (
    DEEPEST_QUOTE,
    decoded,
    expected,
    inside,
    items,
    words,
)
from service.platforms.signals import ambiguous, hindered, signal, suspect, unreadable

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

LOST_PARENTS = {"notFoundPost": "deleted", "blockedPost": "blocked"}
NOTICE = '#app:not(:has(time)):not(:has(a[href*="/profile/"])) p'
"""What the embed page shows in place of a post; it then links to nobody (bskyembed/src/screens/post.tsx)."""
WARNED = "[data-testid^=contentHider] > button:first-of-type:has(> div > :nth-child(3))"
"""The button over a warned picture. It has an icon, the warning and "Show"; without the last it opens an explanation
only, because the label is one for adults (src/components/moderation/ContentHider.tsx)."""
COVERED = frozenset({"sexual", "nudity", "graphic-media", "porn"})
"""Labels of media that the embed page leaves out altogether (bskyembed/src/labels.ts)."""
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
        thread, profile = documents.get("thread"), documents.get("profile")
        if posts is None and oembed is None and handle is not None:
            return _named(post_id, handle)
        view = next(iter(items(decoded(posts), "posts")), None)
        post = read_view(view)
        signals = []
        if posts is not None:
            signals.append(_posts_signal(posts, view))
        if oembed is not None:
            signals.append(_oembed_signal(oembed))
        empty = posts is not None and signals[0].marker == "posts:empty"
        if empty and thread is not None:
            signals.append(_thread_signal(thread))
        if empty and profile is not None and (said := _profile_signal(profile)) is not None:
            signals.append(said)
        if posts is None or posts.status != 200:
            post = None
        if post is not None and thread is not None:
            post = attributed("thread", replace(post, answered=_parent(thread, post)))
        more = _more(post_id, empty=empty, answers=post is not None and post.reply_to is not None)
        wanted = () if thread is not None or profile is not None else more
        return Reading(post=post, availability=suspect(tuple(signals)), more=wanted)

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the official embed page, then the permalink; the permalink first where the other has no pictures."""
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
            expand=(WARNED,),
        )
        if not repo.startswith("did:"):
            return (page,)
        covered = post is not None and bool(post.media) and bool(COVERED & set(post.labels))
        return (page, *found) if covered else (*found, page)


def _more(post_id: str, *, empty: bool, answers: bool) -> tuple[Request, ...]:
    """Name what tells a deleted post from a lost account, or what shows the post that this one answers."""
    repo, _, rkey = post_id.partition("/")
    asked = urlencode({"uri": f"at://{repo}/app.bsky.feed.post/{rkey}", "depth": 0, "parentHeight": 1})
    thread = Request(name="thread", url=f"{API}app.bsky.feed.getPostThread?{asked}")
    profile = Request(name="profile", url=f"{API}app.bsky.actor.getProfile?{urlencode({'actor': repo})}")
    return (thread, profile) if empty else (thread,) if answers else ()


def _thread_signal(document: Document) -> Signal:
    """Read the state that the thread gives, where `posts` has nothing."""
    value = decoded(document)
    kind = words(value, "thread", "$type").partition("#")[2]
    if document.status == 400 and (code := words(value, "error")) in ERRORS:
        return signal(document, ERRORS[code], f"error:{code}")
    if document.status == 200 and kind == "notFoundPost":
        return signal(document, State.DELETED, kind)
    if document.status == 200 and kind == "blockedPost":
        return ambiguous(document, kind)
    if document.status == 200 and read_view(inside(value, "thread", "post")) is not None:
        return signal(document, State.LIVE, "thread-view")
    return hindered(document) or unreadable(document)


def _profile_signal(document: Document) -> Signal | None:
    """Read whether the author is still there; one who is says nothing of a post."""
    value = decoded(document)
    code, message = words(value, "error"), words(value, "message").lower()
    if document.status == 400 and code in ERRORS:
        return signal(document, ERRORS[code], f"error:{code}")
    if document.status == 400 and "profile not found" in message:
        return signal(document, State.ACCOUNT_GONE, "profile-not-found")
    if document.status == 200 and words(value, "did"):
        taken = TAKEN_DOWN & set(labels(value))
        return signal(document, State.SUSPENDED, "label:taken-down") if taken else None
    return hindered(document) or unreadable(document)


def _parent(document: Document, post: Post) -> Post | None:
    """Read the post that is answered; a lost one has its address and no text."""
    parent = inside(decoded(document), "thread", "parent")
    kind = words(parent, "$type").partition("#")[2]
    if kind in LOST_PARENTS:
        url = web_address(words(parent, "uri")) or post.reply_to or ""
        return Post(url=url, labels=(f"unavailable: {LOST_PARENTS[kind]}",))
    shown = read_view(inside(parent, "post"), DEEPEST_QUOTE) if document.status == 200 else None
    return shown if shown is not None and shown.url == post.reply_to else None


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
    told = labels(view) + labels(inside(view, "author"))
    if TAKEN_DOWN & set(told):
        return signal(document, State.WITHHELD, "label:taken-down")
    if MEMBERS_ONLY in told:
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


PLATFORM = Bluesky()
