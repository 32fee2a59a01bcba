"""Mastodon and what answers its API (Pleroma, Akkoma, GoToSocial): posts by the API of their own host, oEmbed as second opinion.

$hosts      any host of the fediverse
$posts      https://<host>/@<user>/<id>
$documents  status oembed history context page
$gone       404 of status or oembed (deleted or made private), 410 (the account is gone)
$notes      Ids are `<host>/<id>` and mean something only on their host. oEmbed looks only at the id, so the user in
            its address may be anything. 401 is a host that talks to members only. Titles and texts are HTML.
            GoToSocial wants a login for its API and answers 401, so the page is read then; Pleroma names its posts
            `/notice/<id>`. A 404 counts only in the API's own words: any site may have addresses of this shape. A copy
            on another host leads to the post's own host. The embed page's selectors are Mastodon's published source.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlencode

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Post
from service.model.resolution import Reading
from service.platforms.activity import same_host
from service.platforms.addresses import identify
from service.platforms.hosted import HTML, page_state
from service.platforms.joining import attributed
from service.platforms.metadata import described
from service.platforms.reading import decoded, expected, items, words
from service.platforms.signals import GONE, hindered, signal, suspect, unreadable
from service.platforms.statuses import missing, revisions, status_post, status_signal

NO_EMBED = re.compile(r"/(?:notice|objects|notes)/|/statuses/[0-9A-HJKMNP-TV-Z]{26}$")
"""Addresses of programs that have no embed page: Pleroma, Akkoma, Misskey, GoToSocial."""
FOLDED = (
    ".content-warning button",
    ".status__content__spoiler-link",
    ".spoiler-button__overlay",
    "button.media-spoiler",
    ".cw-status-hider",
)
"""The buttons of a content warning and of sensitive media: Mastodon 4.3 and before, Pleroma and Akkoma."""
COPY = re.compile(r"/@[^/@]+@[^/]+/")
"""The path of a post that a host keeps for another one."""
IDS = re.compile(r"[\w.-]+(?::\d+)?/[A-Za-z0-9]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastodon:
    """Reads one host of the fediverse without logging in."""

    address: str | None = None
    """The address of the post as it stands in the article."""
    name: ClassVar[str] = "mastodon"

    def at(self, url: str) -> "Mastodon":
        """Give this platform with the post's address known."""
        return replace(self, address=url)

    def url(self, post_id: str) -> str:
        """Give the address; where the article's is not known, the one that needs no user name."""
        host, _, status = post_id.partition("/")
        if self.address and status in self.address and same_host(self.address, host):
            return self.address
        return f"https://{host}/statuses/{status}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the host's API, then its oEmbed."""
        host, _, status = post_id.partition("/")
        if not IDS.fullmatch(post_id):
            return ()
        asked = urlencode({"url": f"https://{host}/@_/{status}"})
        return (
            Request(name="status", url=f"https://{host}/api/v1/statuses/{status}"),
            Request(name="oembed", url=f"https://{host}/api/oembed?{asked}"),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the host says; of a copy, whose it is."""
        status, oembed, page = (documents.get(name) for name in ("status", "oembed", "page"))
        seen = status is not None and status.status == 200
        host, _, number = post_id.partition("/")
        post = status_post(decoded(status), host, number) if seen else None
        signals = []
        if status is not None:
            signals.append(status_signal(status, post, sure=False))
        if oembed is not None:
            signals.append(_oembed_signal(oembed))
        if page is not None:
            said = page_state(page, number)
            sure = said.state is not State.DELETED or bool(words(decoded(status), "error"))
            signals.append(said if sure else replace(said, state=State.UNKNOWN))
            post = post or (described(page) if said.state is State.LIVE else None)
        if COPY.search(self.address or ""):
            signals = [_of_a_copy(said) for said in signals]
        return Reading(
            post=_whole(post, documents, host),
            availability=suspect(tuple(signals)),
            post_id=_origin(post, host),
            more=tuple(each for each in self._more(post_id, post, status) if each.name not in documents),
        )

    def _more(self, post_id: str, post: Post | None, status: Document | None) -> tuple[Request, ...]:
        """Name the versions of an edited post, what stands around an answer, the page of a post whose API is shut."""
        host, _, own = post_id.partition("/")
        if status is not None and status.status in (401, 403):
            return (Request(name="page", url=self.url(post_id), headers=HTML),)
        api = f"https://{host}/api/v1/statuses/{own}"
        wanted = (("history", post is not None and post.edited), ("context", post is not None and post.reply_to))
        return tuple(Request(name=name, url=f"{api}/{name}") for name, holds in wanted if holds)

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the official embed page, then the permalink."""
        permalink = post.url if post else self.url(post_id)
        expect = "" if post is None or post.labels else expected(post.text)
        ready = (".detailed-status", ".status", ".embed")
        page = Framing(
            method=Method.LIVE_PAGE,
            url=permalink,
            ready=(".detailed-status", "main"),
            clip=(".detailed-status",),
            expect=expect,
            expand=FOLDED,
        )
        if NO_EMBED.search(permalink):
            return (page,)
        return (
            Framing(
                method=Method.LIVE_EMBED,
                url=f"{permalink}/embed",
                ready=ready,
                clip=ready,
                expect=expect,
                expand=FOLDED,
            ),
            page,
        )


def _of_a_copy(said: Signal) -> Signal:
    """Take the loss out of what another host says of a post: it may have dropped its copy."""
    lost = said.state in GONE
    return replace(said, state=State.UNKNOWN, marker=f"copy:{said.marker}") if lost else said


def _whole(post: Post | None, documents: Mapping[str, Document], host: str) -> Post | None:
    """Add the versions of an edited post, and the post that it answers."""
    if post is None:
        return None
    history, context = documents.get("history"), documents.get("context")
    if history is not None and history.status == 200:
        post = attributed("history", replace(post, revisions=revisions(decoded(history))))
    above = items(decoded(context), "ancestors") if context is not None and context.status == 200 else ()
    for each in above[-1:]:
        if post.reply_to == f"https://{host}/statuses/{words(each, 'id')}":
            answered = status_post(each, host, words(each, "id"))
            post = attributed("context", replace(post, answered=attributed("context", answered) if answered else None))
    return post


def _origin(post: Post | None, host: str) -> str | None:
    """Give the id of a copied post on its own host, where that host speaks this API as well."""
    own = identify(post.url) if post is not None else None
    if own is None or own.platform != "mastodon" or own.post_id is None or own.post_id.partition("/")[0] == host:
        return None
    return own.post_id


def _oembed_signal(document: Document) -> Signal:
    if document.status == 404:
        return missing(document, sure=False)
    if document.status == 410:
        return signal(document, State.DELETED, "http-410")
    if document.status == 200 and words(decoded(document), "html"):
        return signal(document, State.LIVE, "oembed")
    return hindered(document) or unreadable(document)


PLATFORM = Mastodon()
