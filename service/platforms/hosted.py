"""What the platforms share that answer oEmbed, show each post on a page of its own and play it in a frame.

A platform file that builds on `Hosted` says where its endpoint, its pages and its player are, and what is particular.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Post
from service.model.resolution import Reading
from service.platforms import oembed
from service.platforms.joining import joined
from service.platforms.metadata import described, named, walled
from service.platforms.reading import expected
from service.platforms.signals import hindered, signal, suspect, unreadable

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted(ABC):
    """Reads a platform by oEmbed, and by the metadata of the post's own page beside it."""

    address: str | None = None
    """The address of the post as it stands in the article, where ids do not hold all that addresses hold."""

    name: ClassVar[str]
    ids: ClassVar[re.Pattern[str]]
    """What the platform's ids look like; nothing else is put into a question."""
    endpoint: ClassVar[str | None] = None
    """Where oEmbed is asked."""
    ready: ClassVar[tuple[str, ...]] = ("body > *",)
    """Selectors of the player when it stands."""
    referrer: ClassVar[str | None] = None
    """What the player wants to be embedded by; any web address will do."""
    gone: ClassVar[tuple[str, ...]] = ()
    wall: ClassVar[tuple[str, ...]] = ()
    width: ClassVar[int] = 640
    height: ClassVar[int] = 640

    @abstractmethod
    def url(self, post_id: str) -> str:
        """Give the canonical address of a post."""

    @abstractmethod
    def player(self, post_id: str) -> str | None:
        """Give the address of the frame that shows a post elsewhere; None when there is none without a key."""

    def at(self, url: str) -> Self:
        """Give this platform with the post's address known."""
        return replace(self, address=url)

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask oEmbed, then the page; an id of another shape can be asked for nowhere."""
        if not self.ids.fullmatch(post_id):
            return ()
        url = self.url(post_id)
        asked = (oembed.question(self.endpoint, url),) if self.endpoint else ()
        return (*asked, Request(name="page", url=url, headers=HTML))

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what oEmbed says, and the page beside it."""
        signals = self.signals(post_id, documents)
        states = {said.endpoint: said.state for said in signals}
        page = documents.get("page") if states.get("page") is State.LIVE else None
        told = [oembed.post(documents.get("oembed"), self.url(post_id)), described(page) if page else None]
        return Reading(post=joined(self.url(post_id), *told), availability=suspect(signals))

    def signals(self, post_id: str, documents: Mapping[str, Document]) -> tuple[Signal, ...]:
        """Read the state that each document gives."""
        answer, page = documents.get("oembed"), documents.get("page")
        beside = page_state(page, post_id) if page is not None else None
        states = frozenset({beside.state} if beside else ())
        first = oembed.state(answer, states) if answer is not None else None
        return tuple(each for each in (first, beside) if each is not None)

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the player, then the page."""
        player = self.player(post_id)
        page = Framing(
            method=Method.LIVE_PAGE,
            url=self.url(post_id),
            expect=expected(post.title or "") if post else "",
            gone=self.gone,
            wall=self.wall,
            width=1280,
        )
        if player is None:
            return (page,)
        shown = Framing(
            method=Method.LIVE_EMBED,
            url=player,
            referrer=self.referrer,
            ready=self.ready,
            clip=self.ready,
            gone=self.gone,
            wall=self.wall,
            width=self.width,
            height=self.height,
        )
        return (shown, page)


def page_state(document: Document, post_id: str) -> Signal:
    """Read the state that a post's own page gives.

    Many platforms answer 200 for posts that are gone (facts: states), so a page counts as the post's only when its own
    metadata names the post: a title and an address that holds the id.
    """
    if document.status in (404, 410):
        return signal(document, State.DELETED, f"http-{document.status}")
    if document.status is None or not 200 <= document.status < 300:
        return hindered(document) or unreadable(document)
    if walled(document):
        return signal(document, State.LOGIN_WALLED, "redirect:wall")
    if post_id.rsplit("/", 1)[-1] in named(document):
        return signal(document, State.LIVE, "page:metadata")
    return signal(document, State.UNKNOWN, "page:names-no-post")
