"""Facebook: posts by the plugin page, the permalink's description and oEmbed beside it.

$hosts      www.facebook.com m.facebook.com graph.facebook.com
$posts      https://www.facebook.com/<page>/posts/<id>
$documents  plugin page oembed
$gone       nothing: the plugin's one notice stands for deleted, private, group and oddly spelled posts
$notes      An id leads nowhere without its page, so posts are asked for by address, stripped of tracking parameters
            (the plugin calls any other spelling "no longer available"). Programs are answered, a bare browser's user
            agent gets 400. Group posts show only in the permalink's description. Videos have no time. Media addresses
            expire within days. Measured by a public project, 2026-10-03. The plugin's message and notice were
            measured, what is cut out of it and the permalink's selectors are from memory.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Media, Post
from service.model.resolution import Reading
from service.platforms.joining import attributed
from service.platforms.markup import after, attribute, count, every, line, link, metas, one, page, prose
from service.platforms.meta import LOGIN, asks, oembed_signal, whole_links
from service.platforms.reading import address, expected
from service.platforms.signals import ambiguous, hindered, signal, suspect, unreadable, walled

HOME = "https://www.facebook.com/"
FOLDED = (".text_exposed_link a", ".see_more_link")
"""Behind it stands the rest of a long text."""
WIDTH = 500
"""CSS pixels; pictures of the plugin are no wider than 400."""
MESSAGE = '[data-testid="post_message"]'
NOTICE = ".uiBoxWhite"
"""The box of the plugin's notice, in every language; posts have it not."""
COUNTERS = {"likes": "Like", "replies": "Comment", "reposts": "Share"}
"""Titles of the counters, asked for in English by `locale=en_US`."""
PLACE = re.compile(r"https://(?:[\w-]+\.)*facebook\.com/")
INNER = re.compile(r"https://(?:www|m)\.facebook\.com/(?!l\.php)")
WALL_OR_FRONT = re.compile(r"https://[^/]+/?(?:login|$|\?)")
VIEWS = re.compile(r"[\d.,]+[KMB]? \w+ · ")
"""What stands before a film's text in place of a name."""
_VIDEO = re.compile(r"/(?:reel|watch|videos?)\b")
_MOVIE = re.compile(r'"(hd_src|sd_src)"\s*:\s*(?=")')


@dataclass(frozen=True, slots=True, kw_only=True)
class Facebook:
    """Reads Facebook without logging in; an id whose address is not known is tried as one."""

    name: ClassVar[str] = "facebook"
    address: str | None = None

    def at(self, url: str) -> "Facebook":
        """Know the post's address."""
        return Facebook(address=url) if PLACE.match(url) else self

    def url(self, post_id: str) -> str:
        """Give the address."""
        return self.address if self.address and post_id in self.address else f"{HOME}{post_id}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the plugin, the permalink and oEmbed."""
        if not post_id or "/" in post_id:
            return ()
        url = self.url(post_id)
        oembed = "oembed_video" if _VIDEO.search(url) else "oembed_post"
        return (
            Request(name="plugin", url=plugin(url), headers={"Accept-Language": "en-US,en;q=0.9"}),
            Request(name="page", url=url, headers={"Accept-Language": "en-US,en;q=0.9"}),
            Request(name="oembed", url=asks(oembed, url)),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the plugin says; a permalink that describes the post outweighs the plugin's notice."""
        inner, permalink, oembed = (documents.get(name) for name in ("plugin", "page", "oembed"))
        url = self.url(post_id)
        post = _post(url, page(inner)) if inner is not None and inner.status == 200 else None
        described = _described(url, permalink) if permalink is not None and permalink.status == 200 else None
        signals: list[Signal] = []
        if inner is not None:
            signals.append(_plugin_signal(inner, post))
        if permalink is not None:
            signals.append(_page_signal(permalink, described))
        if oembed is not None:
            signals.append(oembed_signal(oembed))
        return Reading(post=post or described, availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the plugin page, then the permalink behind its login sheet."""
        expect = expected(post.text) if post else ""
        url = self.url(post_id)
        return (
            Framing(
                method=Method.LIVE_EMBED,
                url=plugin(url),
                ready=(MESSAGE, "abbr[data-utime]", "video", NOTICE),
                clip=("._li > div", "#u_0_0", "._4-u2", "body > div", NOTICE),
                expect=expect,
                expand=FOLDED,
                gone=(f"{NOTICE}:not(:has({MESSAGE}))",),
                wall=LOGIN,
                width=WIDTH,
            ),
            Framing(
                method=Method.LIVE_PAGE,
                url=url,
                ready=('div[role="article"]', 'div[role="main"]'),
                clip=('div[role="article"]', 'div[role="main"]'),
                expect=expect,
                hide=('div[role="dialog"]', 'div[role="banner"]', "[data-nosnippet]"),
                width=800,
            ),
        )


def plugin(url: str) -> str:
    """Give the address of the page that others show in a frame."""
    asked = {"href": url, "show_text": "true", "width": WIDTH, "locale": "en_US"}
    return f"{HOME}plugins/post.php?{urlencode(asked)}"


def _plugin_signal(document: Document, post: Post | None) -> Signal:
    if document.status == 400:
        return signal(document, State.BLOCKED, "http-400:user-agent")
    if document.status != 200:
        return hindered(document) or unreadable(document)
    if post is not None:
        return signal(document, State.LIVE, "plugin")
    if one(page(document), NOTICE) is not None:
        return ambiguous(document, "plugin-notice")
    return walled(document) or unreadable(document)


def _page_signal(document: Document, described: Post | None) -> Signal:
    if document.status == 400:
        return signal(document, State.BLOCKED, "http-400:user-agent")
    if described is not None:
        return signal(document, State.LIVE, "og:title")
    if document.status == 200 and walled(document) is None and one(page(document), "head") is not None:
        return ambiguous(document, "no-description")
    return hindered(document) or walled(document) or unreadable(document)


def _post(url: str, shown: dom.Document | None) -> Post | None:
    """Read a plugin page; without words, time or film it is none of a post."""
    body, clock = one(shown, MESSAGE), one(shown, "abbr[data-utime]")
    movie = _movie(shown)
    if body is None and clock is None and movie is None:
        return None
    for part in every(body, ".text_exposed_hide"):
        part.decompose()
    links = whole_links(body, INNER)
    text, published, author = prose(body), _instant(attribute(clock, "data-utime")), _author(shown)
    media = (movie,) if movie is not None else _pictures(shown)
    post = Post(
        url=url,
        author=author,
        published=published,
        text=text,
        media=media,
        links=links,
        counts=_counts(shown),
    )
    return attributed("plugin", post)


def _author(shown: dom.Document | None) -> Author:
    """Read the author: the portrait is labelled with the name."""
    portrait = next((each for each in every(shown, "img[aria-label]") if attribute(each, "aria-label")), None)
    anchor = portrait.closest("a[href]") if portrait is not None else one(shown, "a[title][href]")
    name = attribute(portrait, "aria-label") or attribute(anchor, "title")
    home = link(anchor)
    path = urlsplit(home).path.strip("/") if home else ""
    return Author(
        name=name or None,
        handle=path if re.fullmatch(r"[\w.]{3,60}", path, re.ASCII) and not path.endswith(".php") else None,
        url=f"{HOME}{path}" if path and "/" not in path and not path.endswith(".php") else home,
        avatar_url=link(portrait, "src"),
    )


def _instant(seconds: str) -> datetime | None:
    if not seconds.isascii() or not seconds.isdigit() or len(seconds) > 11:
        return None
    return datetime.fromtimestamp(int(seconds), UTC)


def _pictures(shown: dom.Document | None) -> tuple[Media, ...]:
    """Read pictures: their classes change, so they are known by their host; portraits bear a label."""
    found = []
    for each in every(shown, "img[src]"):
        url = link(each, "src")
        host = urlsplit(url).netloc if url else ""
        portrait = attribute(each, "aria-label") or each.closest(MESSAGE) is not None
        if url and not portrait and (host.startswith("scontent") or host.endswith(".fbcdn.net")):
            found.append(Media(kind="image", url=url, alt=attribute(each, "caption") or attribute(each, "alt") or None))
    return tuple(found)


def _movie(shown: dom.Document | None) -> Media | None:
    """Read the film, the sharper one first; its address stands in a script."""
    code = "\n".join(script.text for script in every(shown, "script"))
    found = {match[1]: address(after(code[match.start() :], _MOVIE)) for match in _MOVIE.finditer(code)}
    url = found.get("hd_src") or found.get("sd_src")
    return Media(kind="video", url=url, poster_url=link(one(shown, "video[poster]"), "poster")) if url else None


def _counts(shown: dom.Document | None) -> dict[str, int]:
    read = {name: count(line(one(shown, f'div[title="{title}"]'))) for name, title in COUNTERS.items()}
    return {name: said for name, said in read.items() if said is not None}


def _described(url: str, document: Document) -> Post | None:
    """Read what the permalink says of itself; a login page describes Facebook instead."""
    about = metas(page(document))
    title, text = about.get("og:title", ""), about.get("og:description", "")
    place = address(about.get("og:url", ""))
    if not title or walled(document) is not None or place is None or WALL_OR_FRONT.match(place):
        return None
    name, _, rest = title.rpartition(" | ")
    name = "" if VIEWS.match(name) else name or title
    text, picture = text or rest, address(about.get("og:image", ""))
    media = (Media(kind="image", url=picture),) if picture else ()
    return attributed("page", Post(url=url, author=Author(name=name or None), text=text, media=media))


PLATFORM = Facebook()
