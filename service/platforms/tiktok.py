"""TikTok: videos and pictures by the data inside the page, oEmbed as second opinion; the id keeps the upload's time.

$hosts      www.tiktok.com m.tiktok.com vm.tiktok.com
$posts      https://www.tiktok.com/@<handle>/video/<id>
$documents  page oembed
$gone       statusCode 10204 (deleted, or our own address is blocked), 10216 and 10222 (private)
$notes      The handle in an address may be anything. A missing video answers 200 with its statusCode. oEmbed refuses
            some callers with 400 for living videos, so its refusals say nothing. TikTok re-publishes no revisions.
            Selectors are from memory but for the cookie banner.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Link, Media, Post
from service.model.resolution import Reading
from service.platforms.idtime import tiktok_time
from service.platforms.joining import attributed
from service.platforms.markup import data, page
from service.platforms.reading import address, counts, decoded, expected, flag, inside, items, number, words
from service.platforms.signals import ambiguous, hindered, signal, suspect, unreadable, walled

HOME = "https://www.tiktok.com/"
STATES = {
    10204: State.DELETED,
    10216: State.PROTECTED,
    10222: State.PROTECTED,
    10101: State.LOGIN_WALLED,
    10102: State.LOGIN_WALLED,
}
"""Status codes of the page's data that are a statement; 10201 and 10202 are said of ids that never were, too."""
NO_STATEMENT = frozenset({10201, 10202})
FOLDED = ('button[class*="ButtonExpand"]', '[class*="Mask"] > button')
"""The rest of a description, and what covers a video with a warning."""
ONWARD = ('[class*="DivRightArrow"]', 'button[class*="RightArrow"]')
"""What leads to the next picture of a picture post; `[data-e2e=arrow-right]` leads to another post."""
LATEST = timedelta(minutes=2)
"""The id is made when the upload begins: 1 to 37 seconds before the post in 17 of 17 measured ones."""


class TikTok:
    """Reads TikTok without logging in."""

    name = "tiktok"

    def url(self, post_id: str) -> str:
        """Give the address that needs no handle."""
        return f"{HOME}@_/video/{post_id}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the page, then oEmbed; an id that is no number can be asked for nowhere."""
        if not (post_id.isascii() and post_id.isdigit() and len(post_id) <= 20):
            return ()
        asked = urlencode({"url": self.url(post_id)})
        return (
            Request(name="page", url=self.url(post_id), headers={"Accept": "text/html,*/*;q=0.8"}),
            Request(name="oembed", url=f"{HOME}oembed?{asked}"),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the page's data say, and oEmbed beside it."""
        shown, oembed = documents.get("page"), documents.get("oembed")
        detail = _detail(shown)
        post = _post(post_id, inside(detail, "itemInfo", "itemStruct")) if shown and shown.status == 200 else None
        signals: list[Signal] = []
        if shown is not None:
            signals.append(_page_signal(shown, detail, post))
        if oembed is not None:
            signals.append(_oembed_signal(oembed))
            post = post or (_briefly(post_id, decoded(oembed)) if oembed.status == 200 else None)
        return Reading(post=post, availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the embed page, then the permalink."""
        expect, pictures = (expected(post.text), len(post.media)) if post else ("", 0)
        return (
            Framing(
                method=Method.LIVE_EMBED,
                url=f"{HOME}embed/v2/{post_id}?lang=en",
                ready=("video[poster]", '[data-e2e="Player-index-Wrapper"]', "blockquote", "img"),
                clip=('[data-e2e="Player-index-Wrapper"]', "#app > div", "body > div"),
                expect=expect,
                hide=("tiktok-cookie-banner",),
                expand=FOLDED,
                onward=ONWARD,
                pictures=pictures,
                gone=('[data-e2e="Error-index-Wrapper"]', '[data-e2e="error-container"]'),
                wall=("#captcha-verify-container-main-page", '[class*="captcha_verify_container"]'),
                width=605,
                height=1000,
            ),
            Framing(
                method=Method.LIVE_PAGE,
                url=post.url if post else self.url(post_id),
                ready=('[data-e2e="browse-video-desc"]', '[data-e2e="video-desc"]'),
                clip=('[data-e2e="detail-video"]', "#main-content-video_detail", "main"),
                expect=expect,
                hide=("tiktok-cookie-banner", "#login-modal"),
                expand=FOLDED,
                onward=ONWARD,
                pictures=pictures,
                gone=('[class*="DivErrorContainer"]',),
                wall=("#captcha-verify-container-main-page", "#loginContainer"),
                width=1280,
            ),
        )


def _detail(document: Document | None) -> Any:
    """Find the data of the video inside the page."""
    whole = data(page(document), "#__UNIVERSAL_DATA_FOR_REHYDRATION__")
    return inside(whole, "__DEFAULT_SCOPE__", "webapp.video-detail")


def _page_signal(document: Document, detail: Any, post: Post | None) -> Signal:
    if document.status != 200:
        return hindered(document) or unreadable(document)
    code = number(detail, "statusCode")
    if post is not None and code in (0, None):
        gated = flag(detail, "itemInfo", "itemStruct", "isContentClassified")
        return signal(document, State.AGE_GATED if gated else State.LIVE, "content-classified" if gated else "item")
    if code in STATES and post is None:
        return signal(document, STATES[code], f"status:{code}")
    if code in NO_STATEMENT:
        return ambiguous(document, f"status:{code}")
    return walled(document) or unreadable(document)


def _oembed_signal(document: Document) -> Signal:
    if document.status == 200 and words(decoded(document), "html"):
        return signal(document, State.LIVE, "oembed")
    if document.status in (400, 404):
        return ambiguous(document, f"http-{document.status}")
    return hindered(document) or unreadable(document)


def _post(post_id: str, item: Any) -> Post | None:
    """Read the item; one that is another video is none."""
    if words(item, "id") != post_id:
        return None
    handle, text = words(item, "author", "uniqueId"), words(item, "desc")
    published, clock = _published(post_id, words(item, "createTime") or str(number(item, "createTime") or ""))
    media = _media(item, handle, post_id)
    figures = inside(item, "stats")
    post = Post(
        url=f"{HOME}@{handle or '_'}/video/{post_id}",
        author=Author(
            name=words(item, "author", "nickname") or None,
            handle=handle or None,
            id=words(item, "author", "id") or None,
            url=f"{HOME}@{handle}" if handle else None,
            avatar_url=address(item, "author", "avatarLarger") or address(item, "author", "avatarThumb"),
            verified=flag(item, "author", "verified"),
        ),
        published=published,
        text=text,
        title=words(item, "imagePost", "title") or None,
        language=_language(words(item, "textLanguage")),
        media=media,
        links=_links(item),
        quoted=_origin(item),
        counts=counts(figures, likes="diggCount", replies="commentCount", reposts="shareCount", views="playCount"),
        labels=_labels(item),
    )
    return attributed("page", post, published=clock)


def _published(post_id: str, seconds: str) -> tuple[datetime | None, str]:
    """Give the time and who said it: the page's word counts when it fits the id."""
    own = tiktok_time(post_id)
    said = None
    if seconds.isascii() and seconds.isdigit() and len(seconds) < 12:
        said = datetime.fromtimestamp(int(seconds), UTC)
    if said is not None and (own is None or timedelta(seconds=-1) <= said - own <= LATEST):
        return said, "page"
    return own, "id" if said is None else f"id (page says {said.isoformat()})"


def _language(said: str) -> str | None:
    return said if said.isalpha() and said != "un" else None


def _media(item: Any, handle: str, post_id: str) -> tuple[Media, ...]:
    """Read the pictures of a picture post, or the video in its best variant."""
    pictures = tuple(
        Media(
            kind="image",
            url=url,
            width=number(each, "imageWidth"),
            height=number(each, "imageHeight"),
        )
        for each in items(item, "imagePost", "images")
        if (url := address(each, "imageURL", "urlList", 0))
    )
    video = inside(item, "video")
    still = address(video, "originCover") or address(video, "cover")
    if pictures or (not isinstance(video, dict) and still is None):
        return pictures
    best = max(items(video, "bitrateInfo"), key=lambda each: number(each, "Bitrate") or 0, default=None)
    url = address(best, "PlayAddr", "UrlList", 0) or address(video, "playAddr")
    if url is None and still is None:
        return ()
    return (
        Media(
            kind="video",
            url=url or f"{HOME}@{handle or '_'}/video/{post_id}",
            width=number(video, "width") or None,
            height=number(video, "height") or None,
            poster_url=still,
        ),
    )


def _links(item: Any) -> tuple[Link, ...]:
    """Name the people that the text mentions."""
    return tuple(
        Link(url=f"@{handle}", expanded=f"{HOME}@{handle}")
        for each in items(item, "textExtra")
        if (handle := words(each, "userUniqueId"))
    )


def _origin(item: Any) -> Post | None:
    """Name the video that this one answers beside its own picture (duet) or cuts in (stitch)."""
    for name, field in (("duetInfo", "duetFromId"), ("stitchInfo", "stitchFromId")):
        origin = words(item, name, field)
        if origin.isascii() and origin.isdigit() and origin != "0" and len(origin) <= 20:
            told = Post(url=f"{HOME}@_/video/{origin}", published=tiktok_time(origin))
            return attributed("page", told, published="id")
    return None


def _labels(item: Any) -> tuple[str, ...]:
    marks = (
        ("age-gated", flag(item, "isContentClassified")),
        ("advertisement", flag(item, "isAd")),
        ("ai-generated", flag(item, "IsAigc")),
    )
    warning = words(inside(item, "warnInfo", 0), "text")
    return (*(name for name, holds in marks if holds), *((f"warning: {warning}",) if warning else ()))


def _briefly(post_id: str, value: Any) -> Post | None:
    """Read what oEmbed keeps: author, text and a still."""
    handle, name, text = words(value, "author_unique_id"), words(value, "author_name"), words(value, "title")
    if not words(value, "html") or not (handle or name):
        return None
    published, still = tiktok_time(post_id), address(value, "thumbnail_url")
    url = f"{HOME}@{handle or '_'}/video/{post_id}"
    post = Post(
        url=url,
        author=Author(name=name or None, handle=handle or None, url=address(value, "author_url")),
        published=published,
        text=text,
        media=(Media(kind="video", url=url, poster_url=still),) if still else (),
    )
    return attributed("oembed", post, published="id")


PLATFORM = TikTok()
