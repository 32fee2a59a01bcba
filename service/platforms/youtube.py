"""YouTube: videos by oEmbed, the watch page's own data beside it.

$hosts      www.youtube.com youtu.be www.youtube-nocookie.com
$posts      https://www.youtube.com/watch?v=<id>
$documents  oembed watch
$gone       oembed 404, playabilityStatus ERROR with a reason
$notes      A watch page answers 200 for missing videos too: only its `playabilityStatus` counts. "Sign in to confirm
            you're not a bot" is about us. An embed page without a referrer shows error 153 (since 9 July 2025).
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Media, Post
from service.model.resolution import Reading
from service.platforms.joining import attributed
from service.platforms.reading import address, decoded, inside, items, moment, number, words
from service.platforms.signals import hindered, signal, suspect, unreadable

REFERRER = "https://example.com/"
"""Any web address will do; the player only refuses to play for nobody."""

REASONS = (
    (r"removed by the uploader|has been removed|isn.t available anymore", State.DELETED),
    (r"account .* (has been )?terminated|account .* no longer exists|account .* closed", State.ACCOUNT_GONE),
    (r"copyright (claim|grounds)|in your country|court order|violating youtube", State.WITHHELD),
    (r"not a bot", State.BLOCKED),
    (r"confirm your age|age-restricted", State.AGE_GATED),
    (r"private", State.PROTECTED),
    (r"members.only|sign in", State.LOGIN_WALLED),
)
"""Reasons inside `playabilityStatus`, asked for in English by `hl=en`; the first that fits counts."""

_PLAYER = re.compile(r"ytInitialPlayerResponse\s*=\s*(?=\{)")
_HANDLE = re.compile(r"^https?://www\.youtube\.com/@([^/?#]+)")


class YouTube:
    """Reads YouTube without logging in."""

    name = "youtube"

    def url(self, post_id: str) -> str:
        """Give the watch address."""
        return f"https://www.youtube.com/watch?v={post_id}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask oEmbed, then the watch page."""
        asked = urlencode({"format": "json", "url": self.url(post_id)})
        return (
            Request(name="oembed", url=f"https://www.youtube.com/oembed?{asked}"),
            Request(name="watch", url=f"https://www.youtube.com/watch?{urlencode({'v': post_id, 'hl': 'en'})}"),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what oEmbed and the player's data say."""
        oembed, watch = documents.get("oembed"), documents.get("watch")
        player = _player(watch)
        signals: list[Signal] = []
        if watch is not None:
            signals.append(_watch_signal(watch, player))
        if oembed is not None:
            signals.append(_oembed_signal(oembed, {each.state for each in signals}))
        seen = oembed is not None and oembed.status == 200
        post = _post(post_id, decoded(oembed) if seen else None, player)
        return Reading(post=post, availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the embedded player with a referrer, then the watch page."""
        return (
            Framing(
                method=Method.LIVE_EMBED,
                url=f"https://www.youtube.com/embed/{post_id}?hl=en",
                referrer=REFERRER,
                ready=(".ytp-cued-thumbnail-overlay", ".html5-video-player"),
                clip=(".html5-video-player", "#player"),
                expect=expected_title(post),
                gone=(".ytp-error",),
                width=640,
                height=360,
            ),
            Framing(
                method=Method.LIVE_PAGE,
                url=f"{self.url(post_id)}&hl=en",
                ready=("ytd-watch-metadata h1", "#title h1"),
                clip=("ytd-watch-flexy", "#primary"),
                expect=expected_title(post),
                wall=('form[action^="https://consent.youtube."]',),
                width=1280,
            ),
        )


def expected_title(post: Post | None) -> str:
    """Give the words of the title a small player is sure to show: it cuts long ones."""
    return (post.title or "")[:40].rsplit(maxsplit=1)[0] if post and post.title else ""


def _player(watch: Document | None) -> Any:
    """Find the player's data inside the watch page's script."""
    if watch is None or watch.status != 200:
        return None
    page = watch.body.decode(errors="replace")
    found = _PLAYER.search(page)
    try:
        return json.JSONDecoder().raw_decode(page, found.end())[0] if found else None
    except (ValueError, RecursionError):
        return None


def _oembed_signal(document: Document, beside: set[State]) -> Signal:
    """Read oEmbed's state. 401 (embedding off) and 403 (private) count only when the watch page says the same."""
    status = document.status
    if status == 401 and State.LIVE in beside:
        return signal(document, State.LIVE, "http-401:embedding-disabled")
    if status == 403 and State.PROTECTED in beside:
        return signal(document, State.PROTECTED, "http-403:private")
    if status == 404:
        return signal(document, State.DELETED, "http-404")
    if status == 200 and words(decoded(document), "title"):
        return signal(document, State.LIVE, "oembed")
    return hindered(document) or unreadable(document)


def _watch_signal(document: Document, player: Any) -> Signal:
    state = words(inside(player, "playabilityStatus"), "status")
    if document.status != 200 or not state:
        return hindered(document) or unreadable(document)
    if state in ("OK", "LIVE_STREAM_OFFLINE"):
        return signal(document, State.LIVE, f"playability:{state}")
    error = inside(player, "playabilityStatus", "errorScreen", "playerErrorMessageRenderer", "subreason")
    reason = f"{words(player, 'playabilityStatus', 'reason')} {words(error, 'simpleText')}".lower()
    for pattern, said in REASONS:
        if re.search(pattern, reason):
            return signal(document, said, f"playability:{state}:{said.value}")
    return signal(document, State.UNKNOWN, f"playability:{state[:40]}")


def _post(post_id: str, oembed: Any, player: Any) -> Post | None:
    details = inside(player, "videoDetails")
    about = inside(player, "microformat", "playerMicroformatRenderer")
    title = words(oembed, "title") or words(details, "title")
    if not title:
        return None
    channel = address(oembed, "author_url") or address(about, "ownerProfileUrl")
    handle = _HANDLE.match(channel or "")
    name = words(oembed, "author_name") or words(details, "author")
    description = words(details, "shortDescription")
    published = moment(about, "publishDate") or moment(about, "uploadDate")
    media = _still(post_id, oembed, details)
    views = words(details, "viewCount")
    post = Post(
        url=f"https://www.youtube.com/watch?v={post_id}",
        author=Author(
            name=name or None,
            handle=handle[1] if handle else None,
            id=words(details, "channelId") or None,
            url=channel,
        ),
        published=published,
        text=description,
        title=title,
        media=media,
        counts={"views": int(views)} if views.isascii() and views.isdigit() and len(views) < 20 else {},
    )
    first = "oembed" if words(oembed, "title") else "watch"
    return attributed("watch", post, title=first, author=first)


def _still(post_id: str, oembed: Any, details: Any) -> tuple[Media, ...]:
    """Name the video and its largest still; the video's bytes are not ours to fetch here."""
    stills = items(details, "thumbnail", "thumbnails")
    largest = max(stills, key=lambda each: number(each, "width") or 0, default=None)
    poster = address(largest, "url") or address(oembed, "thumbnail_url")
    url = f"https://www.youtube.com/watch?v={post_id}"
    return (Media(kind="video", url=url, poster_url=poster),) if poster else ()


PLATFORM = YouTube()
