"""Any page of the web: what it says about itself. The last resort for platforms without a file of their own.

$hosts      every host
$posts      the page's address
$documents  page oembed
$gone       404, 410
$notes      A page's canonical link is trusted only on its own host, and never when it names the front page instead.
            JSON-LD is believed before OpenGraph, OpenGraph before the title: the closer to the article, the better.
            oEmbed is asked where the registry names an endpoint, or the page does and tells too little itself.
            That oEmbed knows nothing of an address is no loss, unless the page is gone as well.
"""

from collections.abc import Mapping
from dataclasses import replace

from service.errors import BadUrl
from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Post
from service.model.resolution import Reading
from service.model.url import parse
from service.platforms import oembed
from service.platforms.joining import joined
from service.platforms.metadata import described, discovered
from service.platforms.providers import endpoint_for
from service.platforms.signals import hindered, signal, suspect, unreadable, walled


class Page:
    """Reads a page's own words about itself."""

    name = "page"

    def url(self, post_id: str) -> str:
        """Give the address: a page's id is its address."""
        return post_id

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask for the page itself."""
        return (Request(name="page", url=post_id, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}),)

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the page says of itself, and oEmbed of it; `post.url` is its canonical address."""
        document, answer = documents.get("page"), documents.get("oembed")
        if document is None:
            return Reading(post=None, availability=suspect(()))
        said = _signal(document)
        post = described(document) if said.state is State.LIVE else None
        if answer is None:
            return Reading(post=post, availability=suspect((said,)), more=_more(document, post))
        also = oembed.state(answer)
        if also.state is State.DELETED and said.state is not State.DELETED:
            also = replace(also, state=State.UNKNOWN)
        url = post.url if post is not None else self.url(post_id)
        return Reading(post=joined(url, post, oembed.post(answer, url)), availability=suspect((said, also)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:  # noqa: ARG002 - the port's shape
        """Show the page itself, whole."""
        return (Framing(method=Method.LIVE_PAGE, url=post_id, width=1280, full_page=True),)


def _more(document: Document, post: Post | None) -> tuple[Request, ...]:
    """Name the oEmbed document: the registry's, or the page's own when the page tells no author or no picture."""
    url = post.url if post is not None else document.final_url
    endpoint = endpoint_for(url)
    if endpoint is not None:
        return (oembed.question(endpoint, url),)
    if post is None or (post.author.name and post.media):
        return ()
    link = discovered(document)
    return (Request(name="oembed", url=link),) if link is not None else ()


def _signal(document: Document) -> Signal:
    if document.status in (404, 410):
        return signal(document, State.DELETED, f"http-{document.status}")
    if document.status is None or not 200 <= document.status < 300:
        return hindered(document) or unreadable(document)
    return _arrived(document)


def _arrived(document: Document) -> Signal:
    """Say whether the answer is the page that was asked for, or a wall or front page in its stead."""
    if wall := walled(document):
        return wall
    try:
        asked, final = parse(document.request.url), parse(document.final_url)
    except BadUrl:
        return unreadable(document)
    if final.path == "/" and asked.path != "/" and not final.query:
        return signal(document, State.UNKNOWN, "redirect:front-page")
    return signal(document, State.LIVE, f"http-{document.status}")


PLATFORM = Page()
