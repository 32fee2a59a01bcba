"""VK: posts, videos and photos by their public pages, videos by their player beside it.

$hosts      vk.com vk.ru vkvideo.ru
$posts      https://vk.com/wall<owner>_<number>, https://vk.com/video<owner>_<number>
$documents  page player
$gone       404, the notice inside the error container of page or player
$notes      Owners of groups are negative numbers. A challenge (`challenge.html?hash429=`) is the limit of our asking,
            a security check is a wall. Notices are read only inside VK's own error containers, in English or Russian.
            A frame of a post needs a hash that only its owner can make, so posts are shown by their page. Selectors
            are from memory.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Media, Post
from service.model.resolution import Reading
from service.platforms.hosted import HTML
from service.platforms.joining import attributed, joined
from service.platforms.markup import attribute, line, one, prose
from service.platforms.markup import link as source
from service.platforms.metadata import absolute, described, named, parsed
from service.platforms.reading import address, epoch, expected, moment
from service.platforms.signals import hindered, signal, suspect, unreadable

NOTICES = (
    (r"author has been blocked|page (has been|was) blocked|страница заблокирована", State.SUSPENDED),
    (r"copyright holder|правообладател|изъят\w* из публичного доступа", State.WITHHELD),
    (r"not available in your (region|country)|недоступ\w* в вашем регионе", State.WITHHELD),
    (r"has been deleted|was deleted|запись удалена|видео удалено|not found|не найден", State.DELETED),
    (r"access denied|доступ (запрещ|ограничен)|is private|приватн", State.PROTECTED),
)
"""What VK's notices say; the first that fits counts."""

NOTICE = ".message_page_body, .message_page_title, .service_msg, #video_ext_msg, .video_ext_msg, .VideoPlaceholder"
MORE = (".wall_post_more", 'button[class*="PostTextMore"]', '[data-testid="showmoretext-after"]')
"""Behind it stands the rest of a long text."""
IDS = re.compile(r"(wall|video|photo)(-?\d{1,15})_(\d{1,12})", re.ASCII)
TEXT, AUTHOR = ".wall_post_text, .pi_text", ".PostHeaderTitle__authorName, .wall_text a.author, .pi_author, a.author"
LANGUAGE = {**HTML, "Accept-Language": "en-US,en;q=0.9"}


class VK:
    """Reads VK without logging in."""

    name = "vk"

    def url(self, post_id: str) -> str:
        """Give the canonical address; ids are `wall…`, `video…` and `photo…`."""
        return f"https://vk.com/{post_id}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask for the page, and for a video's player."""
        found = IDS.fullmatch(post_id)
        if found is None:
            return ()
        page = Request(name="page", url=self.url(post_id), headers=LANGUAGE)
        player = Request(name="player", url=_player(found), headers=LANGUAGE)
        return (page, player) if found[1] == "video" else (page,)

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the page says, and the player beside it."""
        page, player = documents.get("page"), documents.get("player")
        post = _post(page, self.url(post_id), post_id) if page is not None and page.status == 200 else None
        signals = [] if page is None else [_signal(page, shown=post is not None)]
        if player is not None:
            signals.append(_signal(player, shown=b"<video" in player.body or b'"player"' in player.body))
        return Reading(post=post, availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show a video's player, then the page."""
        found = IDS.fullmatch(post_id)
        own = f':is([id="post{found[2]}_{found[3]}"], [data-post-id="{found[2]}_{found[3]}"])' if found else "body"
        ready = (".wall_post_cont", ".wall_item", "[class*=PostHeader]", "#mv_main", "main", "#page_body")
        page = Framing(
            method=Method.LIVE_PAGE,
            url=self.url(post_id),
            ready=ready,
            expect=expected(post.text) if post else "",
            expand=tuple(f"{own} {button}" for button in MORE),
            gone=(".message_page_body", ".service_msg"),
            wall=(".captcha", "#login_form"),
            width=1000,
        )
        if found is None or found[1] != "video":
            return (page,)
        frame = ("#video_player", "video", ".videoplayer")
        url = _player(found)
        return (Framing(method=Method.LIVE_EMBED, url=url, ready=frame, clip=frame, width=640, height=360), page)


def _player(found: re.Match[str]) -> str:
    return f"https://vk.com/video_ext.php?oid={found[2]}&id={found[3]}"


def _signal(document: Document, *, shown: bool) -> Signal:
    """Read the state that a page gives; `shown` says that the post itself stands in it."""
    if "challenge.html" in document.final_url or "hash429" in document.final_url:
        return signal(document, State.RATE_LIMITED, "redirect:challenge")
    if "act=security_check" in document.final_url or "/login" in document.final_url:
        return signal(document, State.LOGIN_WALLED, "redirect:login")
    if document.status in (404, 410):
        return signal(document, State.DELETED, f"http-{document.status}")
    if document.status != 200:
        return hindered(document) or unreadable(document)
    if shown:
        return signal(document, State.LIVE, document.request.name)
    return _notice(document) or unreadable(document)


def _notice(document: Document) -> Signal | None:
    """Read VK's own notice; one with other words is no statement."""
    said = " ".join(each.text.lower() for each in parsed(document).select(NOTICE))
    for pattern, state in NOTICES:
        if re.search(pattern, said):
            return signal(document, state, f"notice:{state.value}")
    return signal(document, State.UNKNOWN, "notice:unknown-text") if said.strip() else None


def _post(document: Document, url: str, post_id: str) -> Post | None:
    """Read a post by its own container, or a page's metadata when that names the post; a redirect is another page."""
    if post_id not in document.final_url:
        return None
    page = parsed(document)
    said, author = one(page, TEXT), one(page, AUTHOR)
    told = replace(described(document), language=None) if post_id in named(document) else None
    if said is None and told is None:
        return None
    own = None
    if said is not None or author is not None:
        text, name = prose(said), line(author)
        published, media = _time(page), _media(page)
        told_here = Post(
            url=url,
            author=Author(name=name or None, url=_profile(author)),
            published=published,
            text=text,
            media=media,
        )
        own = attributed("page", told_here)
    return joined(url, own, told)


def _time(page: dom.Document) -> datetime | None:
    """Read the time of the post: machine-readable, or in seconds beside the date for people."""
    for each in page.select("time[datetime], .rel_date[time]"):
        written, seconds = attribute(each, "datetime"), attribute(each, "time")
        found = moment(written) or (epoch(int(seconds)) if seconds.isdecimal() and len(seconds) < 12 else None)
        if found is not None:
            return found
    return None


def _profile(author: dom.Element | None) -> str | None:
    link = author.closest("a[href]") or author.select_one("a[href]") if author is not None else None
    return address(absolute("https://vk.com/", attribute(link, "href"))) if link is not None else None


def _media(page: dom.Document) -> tuple[Media, ...]:
    found = []
    for each in page.select(".page_post_sized_thumbs img, .MediaGrid img, .thumbs_map img"):
        url = source(each, "src")
        if url:
            found.append(Media(kind="image", url=url, alt=attribute(each, "alt") or None))
    return tuple(found)


PLATFORM = VK()
