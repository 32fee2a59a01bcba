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
from service.platforms.metadata import described, named
from service.platforms.reading import expected
from service.platforms.signals import hindered, signal, suspect, unreadable, walled

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
    titled: ClassVar[bool] = False
    """True: the player shows the title as text, so a picture without it is none of the post."""
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

    def asked_about(self, post_id: str) -> str:
        """Give the address that oEmbed is asked about."""
        return self.url(post_id)

    def own(self, post_id: str) -> Request | None:  # noqa: ARG002 - most have none
        """Name a document of the platform's own making that tells more than oEmbed; None for most."""
        return None

    def own_state(self, document: Document) -> Signal:
        """Read the state that the own document gives."""
        return unreadable(document)

    def own_post(self, document: Document, post_id: str) -> Post | None:  # noqa: ARG002 - most have none
        """Read what the own document tells."""
        return None

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the platform's own document, oEmbed and the page; an id of another shape can be asked for nowhere."""
        if not self.ids.fullmatch(post_id):
            return ()
        own, about = self.own(post_id), self.asked_about(post_id)
        first = (own,) if own is not None else ()
        second = (oembed.question(self.endpoint, about),) if self.endpoint else ()
        return (*first, *second, Request(name="page", url=self.url(post_id), headers=HTML))

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the documents say; the platform's own is believed before oEmbed, oEmbed before the page.

        The language of a page is that of the platform's own words, not of the post.
        """
        signals = self.signals(post_id, documents)
        states = {said.endpoint: said.state for said in signals}
        request, url = self.own(post_id), self.url(post_id)
        own = documents.get(request.name) if request is not None else None
        page = documents.get("page") if states.get("page") is State.LIVE else None
        beside = replace(described(page), language=None) if page is not None else None
        first = self.own_post(own, post_id) if own is not None and own.status == 200 else None
        told = (first, oembed.post(documents.get("oembed"), url), beside)
        return Reading(post=joined(url, *told), availability=suspect(signals))

    def signals(self, post_id: str, documents: Mapping[str, Document]) -> tuple[Signal, ...]:
        """Read the state that each document gives. Behind a wall a 404 of oEmbed says nothing of the post."""
        request = self.own(post_id)
        own, answer, page = (documents.get(name) for name in (request.name if request else "", "oembed", "page"))
        told = [self.own_state(own)] if own is not None else []
        beside = page_state(page, post_id) if page is not None else None
        if answer is not None:
            states = frozenset(said.state for said in (*told, beside) if said is not None)
            said = self.oembed_state(answer, states)
            walled = said.state is State.DELETED and State.LOGIN_WALLED in states
            told.append(replace(said, state=State.UNKNOWN) if walled else said)
        return (*told, beside) if beside is not None else tuple(told)

    def oembed_state(self, document: Document, beside: frozenset[State]) -> Signal:
        """Read the state that oEmbed gives, beside what the other documents say."""
        return oembed.state(document, beside)

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
        pages = (page,) if player != page.url else ()
        shown = Framing(
            method=Method.LIVE_EMBED,
            url=player,
            referrer=self.referrer,
            ready=self.ready,
            clip=self.ready,
            expect=expected(post.title or "") if post and self.titled else "",
            gone=self.gone,
            wall=self.wall,
            width=self.width,
            height=self.height,
        )
        return (shown, *pages)


def page_state(document: Document, post_id: str) -> Signal:
    """Read the state that a post's own page gives.

    Many platforms answer 200 for posts that are gone (facts: states), so a page counts as the post's only when its own
    metadata names the post: a title and an address that holds the id.
    """
    if document.status in (404, 410):
        return signal(document, State.DELETED, f"http-{document.status}")
    if document.status is None or not 200 <= document.status < 300:
        return hindered(document) or unreadable(document)
    if wall := walled(document):
        return wall
    if post_id.rsplit("/", 1)[-1] in named(document):
        return signal(document, State.LIVE, "page:metadata")
    return signal(document, State.UNKNOWN, "page:names-no-post")
