"""The rest of the fediverse: posts as ActivityPub objects of their own host.

$hosts      any host of the fediverse
$posts      https://<host>/notes/<id>, /objects/<uuid>, /p/<user>/<id>, /videos/watch/<id>, /post/<number>
$documents  object author oembed nodeinfo page
$gone       404, 410, a Tombstone; of a video also oembed 404
$notes      One reader for Misskey and Sharkey, Pleroma and Akkoma, Pixelfed, PeerTube and Lemmy: they answer the same
            protocol, so which program it is does not matter. What kind of post it is stands in the address; the id
            alone (`<host>/<id>`) does not always tell. 401 is a host that talks to other hosts only. The author's own
            object is asked for after the post's, when it is on the same host. A 404 counts only from a host that answers
            as one of the fediverse: in the protocol's own words or by its NodeInfo. A host that shows objects to other
            hosts only is read by its page. A video has two ids, a UUID and its short form: the UUID is the one kept.
            Selectors are from memory.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Post
from service.model.resolution import Reading
from service.platforms import oembed
from service.platforms.activity import ACCEPT, POSTS, author_of, object_of, object_post, object_signal, same_host
from service.platforms.hosted import HTML, page_state
from service.platforms.metadata import described
from service.platforms.reading import decoded, expected, items, words
from service.platforms.signals import AMBIGUOUS, GONE, suspect

SHAPES = (
    (re.compile(r"(?:post|comment)/\d{1,12}", re.ASCII), "{}"),
    (re.compile(r"[A-Za-z0-9]{22}", re.ASCII), "videos/watch/{}"),
    (re.compile(r"[0-9a-z]{10,16}|[0-9a-f]{24}|[0-9A-HJKMNP-TV-Z]{26}", re.ASCII), "notes/{}"),
)
"""What an id looks like and where it is found, when no address says so. A UUID may be a video or an object."""
IDS = re.compile(r"[\w.-]+(?::\d+)?/(?:(?:post|comment)/)?[A-Za-z0-9-]{1,40}")
NODEINFO = "/.well-known/nodeinfo"
SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"
VIDEO = re.compile(r"/(?:videos/(?:watch|embed)|w)/([\w-]+)/?$", re.ASCII)
CONTENT = ("article", "[data-testid=status]", ".note", ".status", "main")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fediverse:
    """Reads one host of the fediverse without logging in."""

    address: str | None = None
    """The address of the post as it stands in the article."""
    name = "fediverse"

    def at(self, url: str) -> "Fediverse":
        """Give this platform with the post's address known."""
        return replace(self, address=url)

    def url(self, post_id: str) -> str:
        """Give the address: the article's own when it is on the post's host, else by the shape of the id."""
        host, _, own = post_id.partition("/")
        if same_host(self.address, host):
            return self.address or ""
        path = next((path for shape, path in SHAPES if shape.fullmatch(own)), "objects/{}")
        return f"https://{host}/{path.format(own)}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask for the object, and a video's oEmbed."""
        host = post_id.partition("/")[0]
        if not IDS.fullmatch(post_id):
            return ()
        url = self.url(post_id)
        asked = Request(name="object", url=url, headers=ACCEPT)
        return (asked, oembed.question(f"https://{host}/services/oembed", url)) if VIDEO.search(url) else (asked,)

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the host says; the author is asked for next."""
        document, actor, answer = (documents.get(name) for name in ("object", "author", "oembed"))
        value = object_of(document)
        post = object_post(value, self.url(post_id), object_of(actor))
        signals = [object_signal(document)] if document is not None else []
        if answer is not None:
            signals.append(oembed.state(answer))
        host, _, own = post_id.partition("/")
        page, info = documents.get("page"), documents.get("nodeinfo")
        if page is not None:
            signals.append(page_state(page, own.rpartition("/")[2]))
            post = post or (described(page) if signals[-1].state is State.LIVE else None)
        if info is None or not federates(info):
            signals = [each if _told(documents, each) else _doubted(each) for each in signals]
        more = tuple(each for each in self._more(host, value, document) if each.name not in documents)
        return Reading(post=post, availability=suspect(tuple(signals)), more=more)

    def _more(self, host: str, value: Any, document: Document | None) -> tuple[Request, ...]:
        """Name the author's object; else what tells why there is no object: the host's NodeInfo, or the page."""
        if document is None:
            return ()
        link = author_of(value)
        if words(value, "type") in POSTS:
            return (Request(name="author", url=link, headers=ACCEPT),) if link and same_host(link, host) else ()
        if document.status in (404, 410) and not isinstance(decoded(document), dict):
            return (Request(name="nodeinfo", url=f"https://{host}{NODEINFO}"),)
        if document.status in (401, 403, 406):
            return (Request(name="page", url=document.request.url, headers=HTML),)
        return ()

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show a video's player, or the permalink."""
        url = self.url(post_id)
        video = VIDEO.search(url)
        expect = expected(post.title or post.text) if post and not post.labels else ""
        page = Framing(method=Method.LIVE_PAGE, url=url, ready=CONTENT, clip=CONTENT, expect=expect)
        if video is None:
            return (page,)
        player = f"https://{post_id.partition('/')[0]}/videos/embed/{video[1]}"
        ready = ("#video-wrapper", ".video-js")
        return (Framing(method=Method.LIVE_EMBED, url=player, ready=ready, clip=ready, width=640, height=360), page)


def federates(document: Document) -> bool:
    """Say whether a host names itself a server of the fediverse (NodeInfo, discovery)."""
    links = items(decoded(document), "links") if document.status == 200 else ()
    return any(words(each, "rel").startswith(SCHEMA) for each in links)


def _told(documents: Mapping[str, Document], said: Signal) -> bool:
    """Say whether a signal stands by itself: only losses need a host that is known, or the protocol's own words."""
    return said.state not in GONE or isinstance(decoded(documents.get(said.endpoint)), dict)


def _doubted(said: Signal) -> Signal:
    return replace(said, state=State.UNKNOWN, marker=f"{AMBIGUOUS}:{said.marker}:no-known-server")


PLATFORM = Fediverse()
