"""YouTube: videos by oEmbed, the watch page's own data beside it; community posts by the data of their page.

$hosts      www.youtube.com youtu.be www.youtube-nocookie.com
$posts      https://www.youtube.com/watch?v=<id>, https://www.youtube.com/post/<id>
$documents  oembed watch post
$gone       oembed 404, playabilityStatus ERROR with a reason
$notes      A watch page answers 200 for missing videos too: only its `playabilityStatus` counts. "Sign in to confirm
            you're not a bot" is about us. An embed page without a referrer shows error 153 (since 9 July 2025); its
            `.ytp-error` stands for that, for embedding that is off and for loss alike; only for loss it has no link to the
            watch page (from memory, as are the selectors of the watch page). What the page of a deleted community post
            says is not known.
"""

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
from service.platforms.markup import LARGEST, after
from service.platforms.reading import address, decoded, expected, flag, inside, items, moment, number, words
from service.platforms.signals import ambiguous, hindered, signal, suspect, unreadable, walled
from service.platforms.youtubepost import community_post

REFERRER = "https://example.com/"
"""Any web address will do; the player only refuses to play for nobody."""

REASONS = (
    (
        r"(copyright|trademark|privacy) (claim|grounds)|in your country|court order|violat(ing|es) youtube",
        State.WITHHELD,
    ),
    (r"account .* (has been )?terminated|account .* no longer exists|account .* closed", State.ACCOUNT_GONE),
    (r"removed by the (uploader|user)|has been removed|isn.t available anymore", State.DELETED),
    (r"not a bot", State.BLOCKED),
    (r"confirm your age|age-restricted|inappropriate for some users", State.AGE_GATED),
    (r"private", State.PROTECTED),
    (r"members.only|sign in", State.LOGIN_WALLED),
)
"""Reasons inside `playabilityStatus`, asked for in English by `hl=en`; the first that fits counts."""

AGE_CHECKS = frozenset({"AGE_CHECK_REQUIRED", "AGE_VERIFICATION_REQUIRED", "CONTENT_CHECK_REQUIRED"})
ALL_COUNTRIES = 240
"""About as many are listed for a video that is shown everywhere."""
IDS = re.compile(r"[A-Za-z0-9_-]{11}|post/Ugk[A-Za-z0-9_-]{20,40}", re.ASCII)
_DATA = re.compile(r"ytInitialData\s*=\s*(?=\{)")
_PLAYER = re.compile(r"ytInitialPlayerResponse\s*=\s*(?=\{)")
_HANDLE = re.compile(r"^https?://www\.youtube\.com/@([^/?#]+)")


class YouTube:
    """Reads YouTube without logging in."""

    name = "youtube"

    def url(self, post_id: str) -> str:
        """Give the watch address, or that of a community post (`post/<id>`)."""
        if post_id.startswith("post/"):
            return f"https://www.youtube.com/{post_id}"
        return f"https://www.youtube.com/watch?v={post_id}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask oEmbed, then the watch page; of a community post its page. An id of another shape is asked nowhere."""
        if not IDS.fullmatch(post_id):
            return ()
        if post_id.startswith("post/"):
            return (Request(name="post", url=f"{self.url(post_id)}?hl=en"),)
        asked = urlencode({"format": "json", "url": self.url(post_id)})
        return (
            Request(name="oembed", url=f"https://www.youtube.com/oembed?{asked}"),
            Request(name="watch", url=f"https://www.youtube.com/watch?{urlencode({'v': post_id, 'hl': 'en'})}"),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what oEmbed and the player's data say."""
        oembed, watch, page = (documents.get(name) for name in ("oembed", "watch", "post"))
        if page is not None:
            return _community(post_id.removeprefix("post/"), page)
        player = _data(watch, _PLAYER)
        signals: list[Signal] = []
        if watch is not None:
            signals.append(_watch_signal(watch, player))
        if oembed is not None:
            signals.append(_oembed_signal(oembed, {each.state for each in signals}))
        seen = oembed is not None and oembed.status == 200
        post = _post(post_id, decoded(oembed) if seen else None, player)
        return Reading(post=post, availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the embedded player with a referrer, then the watch page; of a community post its page."""
        if post_id.startswith("post/"):
            return (_post_framing(f"{self.url(post_id)}?hl=en", post),)
        return (
            Framing(
                method=Method.LIVE_EMBED,
                url=f"https://www.youtube.com/embed/{post_id}?hl=en",
                referrer=REFERRER,
                ready=(".ytp-cued-thumbnail-overlay", ".html5-video-player:not(:has(.ytp-error))"),
                clip=(".html5-video-player", "#player"),
                expect=expected_title(post),
                gone=(".ytp-error:not(:has(a[href]))",),
                wall=(".ytp-error",),
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


def _post_framing(url: str, post: Post | None) -> Framing:
    shown = ("ytd-backstage-post-thread-renderer", "ytd-backstage-post-renderer")
    consent = ('form[action^="https://consent.youtube."]',)
    expect = expected(post.text) if post else ""
    return Framing(method=Method.LIVE_PAGE, url=url, ready=shown, clip=shown, expect=expect, wall=consent, width=1000)


def _data(document: Document | None, where: re.Pattern[str]) -> Any:
    """Find data inside a page's script."""
    if document is None or document.status != 200:
        return None
    return after(document.body[:LARGEST].decode(errors="replace"), where)


def _community(own: str, document: Document) -> Reading:
    post = community_post(_data(document, _DATA), own)
    if post is not None:
        said = signal(document, State.EDITED if "edited" in post.labels else State.LIVE, "backstage-post")
    elif document.status in (404, 410):
        said = ambiguous(document, f"http-{document.status}")
    else:
        said = hindered(document) or walled(document) or unreadable(document)
    return Reading(post=post, availability=suspect((said,)))


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
    if state in AGE_CHECKS:
        return signal(document, State.AGE_GATED, f"playability:{state}")
    error = inside(player, "playabilityStatus", "errorScreen", "playerErrorMessageRenderer", "subreason")
    more = words(error, "simpleText") or "".join(words(run, "text") for run in items(error, "runs"))
    reason = f"{words(player, 'playabilityStatus', 'reason')} {more}".lower()
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
    post = Post(
        url=f"https://www.youtube.com/watch?v={post_id}",
        author=Author(
            name=name or None,
            handle=handle[1] if handle else None,
            id=words(details, "channelId") or words(about, "externalChannelId") or None,
            url=channel,
        ),
        published=published,
        text=description,
        title=title,
        media=media,
        counts=_counts(views=words(details, "viewCount"), likes=words(about, "likeCount")),
        labels=_labels(details, about),
    )
    first = "oembed" if words(oembed, "title") else "watch"
    return attributed("watch", post, title=first, author=first)


def _counts(**said: str) -> dict[str, int]:
    return {name: int(text) for name, text in said.items() if text.isascii() and text.isdigit() and len(text) < 16}


def _labels(details: Any, about: Any) -> tuple[str, ...]:
    """Collect what the player says of the video: whether it is live, who may find it, where it is shown."""
    countries = len(items(about, "availableCountries"))
    running = flag(details, "isLive") or flag(about, "liveBroadcastDetails", "isLiveNow")
    marks = (
        ("live now", running),
        ("live, not begun", flag(details, "isUpcoming")),
        ("was live", flag(details, "isLiveContent") and not running and not flag(details, "isUpcoming")),
        ("short", flag(about, "isShortsEligible")),
        ("unlisted", flag(about, "isUnlisted")),
        ("not for all ages", flag(about, "isFamilySafe") is False),
        (f"shown in {countries} countries", 0 < countries < ALL_COUNTRIES),
    )
    return tuple(name for name, holds in marks if holds)


def _still(post_id: str, oembed: Any, details: Any) -> tuple[Media, ...]:
    """Name the video and its largest still; the video's bytes are not ours to fetch here."""
    stills = items(details, "thumbnail", "thumbnails")
    largest = max(stills, key=lambda each: number(each, "width") or 0, default=None)
    poster = address(largest, "url") or address(oembed, "thumbnail_url")
    url = f"https://www.youtube.com/watch?v={post_id}"
    return (Media(kind="video", url=url, poster_url=poster),) if poster else ()


PLATFORM = YouTube()
