"""LinkedIn: posts by the embed page, articles by the metadata of their page; there is no oEmbed for strangers.

$hosts      www.linkedin.com lnkd.in
$posts      https://www.linkedin.com/feed/update/urn:li:<activity, share or ugcPost>:<id>/
$documents  embed page
$gone       404
$notes      One post has different ids as activity, share and ugcPost: which one is meant stands in the address. Status
            999 and the `authwall` are answers to us, never to the post. What the embed page says of a post that is
            gone is not known, so a page without a post is no statement. Time is read from the id. The embed page's
            `article` and cookie bar are public source code's, the rest is from memory.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Media, Post
from service.model.resolution import Reading
from service.platforms.hosted import HTML, page_state
from service.platforms.idtime import linkedin_time
from service.platforms.joining import attributed
from service.platforms.markup import attribute, line, one, prose
from service.platforms.markup import link as source
from service.platforms.metadata import described, parsed
from service.platforms.reading import address, expected
from service.platforms.signals import hindered, signal, suspect, unreadable, walled

KIND = re.compile(r"urn:li:(activity|share|ugcPost):")
IDS = re.compile(r"\d{15,20}|pulse/[\w%-]+", re.ASCII)
TEXT = '[data-test-id="main-feed-activity-card__commentary"], .attributed-text-segment-list__content'
ACTOR = 'a[data-tracking-control-name$="feed-actor-name"]'
PICTURES = '[data-test-id="feed-images-content"] img, .feed-images-content img'
FOLDED = (
    'button:is([data-feed-action="see-more-post"], [data-feed-action="expandCommentaryText"])',
    ".feed-shared-inline-show-more-text__see-more-less-toggle",
)
"""Behind it stands the rest of a long text."""
COOKIES = ('[data-test-id="cookie-banner"]', ".artdeco-global-alert", 'button[action-type="DENY"]')


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedIn:
    """Reads LinkedIn without logging in."""

    address: str | None = None
    """The address of the post as it stands in the article: only it says which kind of id this is."""
    name = "linkedin"

    def at(self, url: str) -> "LinkedIn":
        """Give this platform with the post's address known."""
        return replace(self, address=url)

    def url(self, post_id: str) -> str:
        """Give the canonical address."""
        if post_id.startswith("pulse/"):
            return f"https://www.linkedin.com/{post_id}"
        return f"https://www.linkedin.com/feed/update/{self._urn(post_id)}/"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask for the embed page, or for an article's own page."""
        if not IDS.fullmatch(post_id):
            return ()
        if post_id.startswith("pulse/"):
            return (Request(name="page", url=self.url(post_id), headers=HTML),)
        return (Request(name="embed", url=self._embed(post_id), headers=HTML),)

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the page says."""
        embed, page = documents.get("embed"), documents.get("page")
        if page is not None:
            said = _hindered(page) or page_state(page, post_id)
            post = replace(described(page), url=self.url(post_id)) if said.state is State.LIVE else None
            return Reading(post=post, availability=suspect((said,)))
        if embed is None:
            return Reading(post=None, availability=suspect(()))
        post = _post(parsed(embed), self.url(post_id), post_id) if embed.status == 200 else None
        return Reading(post=post, availability=suspect((_signal(embed, post),)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the embed page; the permalink shows strangers a wall."""
        expect = expected(post.text or post.title or "") if post else ""
        if post_id.startswith("pulse/"):
            return (
                Framing(method=Method.LIVE_PAGE, url=self.url(post_id), ready=("article",), expect=expect, width=1280),
            )
        ready = ("article",)
        url = self._embed(post_id)
        return (
            Framing(
                method=Method.LIVE_EMBED, url=url, ready=ready, clip=ready, expect=expect, hide=COOKIES, expand=FOLDED
            ),
        )

    def _urn(self, post_id: str) -> str:
        kind = KIND.search(self.address or "")
        return f"urn:li:{kind[1] if kind else 'activity'}:{post_id}"

    def _embed(self, post_id: str) -> str:
        return f"https://www.linkedin.com/embed/feed/update/{self._urn(post_id)}"


def _hindered(document: Document) -> Signal | None:
    """Say what kept us out: status 999 is LinkedIn's own for callers it does not want."""
    if document.status == 999:
        return signal(document, State.BLOCKED, "http-999")
    return walled(document) if document.status is not None else None


def _signal(document: Document, post: Post | None) -> Signal:
    if found := _hindered(document):
        return found
    if document.status in (404, 410):
        return signal(document, State.DELETED, f"http-{document.status}")
    if document.status == 200 and post is not None:
        return signal(document, State.LIVE, "article")
    return hindered(document) or unreadable(document)


def _post(page: dom.Document, url: str, post_id: str) -> Post | None:
    """Read the first article of the embed page; None when it holds no text and names nobody."""
    card = one(page, "article")
    if card is None:
        return None
    said, actor = one(card, TEXT), one(card, ACTOR)
    text, name = prose(said), line(actor)
    if not text and not name:
        return None
    link = address(attribute(actor, "href").partition("?")[0])
    published, media = linkedin_time(post_id), _media(card)
    author = Author(name=name or None, url=link)
    post = Post(url=url, author=author, published=published, text=text, media=media)
    return attributed("embed", post, published="id")


def _media(card: dom.Element) -> tuple[Media, ...]:
    found = []
    for each in card.select(PICTURES):
        url = source(each, "data-delayed-url") or source(each, "src")
        if url:
            found.append(Media(kind="image", url=url, alt=attribute(each, "alt") or None))
    return tuple(found)


PLATFORM = LinkedIn()
