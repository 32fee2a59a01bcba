"""DocumentCloud: documents by the platform's API, oEmbed as second opinion.

$hosts      www.documentcloud.org api.www.documentcloud.org embed.documentcloud.org
$posts      https://www.documentcloud.org/documents/<id>
$documents  document oembed page
$gone       document 404 (removed or made private), oembed 404
$notes      A document that is not public answers a stranger as a missing one does. Selectors are from memory.
"""

import re

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.post import Author, Post
from service.platforms.hosted import Hosted
from service.platforms.joining import attributed
from service.platforms.reading import decoded, moment, words
from service.platforms.signals import hindered, signal, unreadable


class DocumentCloud(Hosted):
    """Reads DocumentCloud without logging in."""

    name = "documentcloud"
    ids = re.compile(r"\d{1,12}", re.ASCII)
    endpoint = "https://api.www.documentcloud.org/api/oembed"
    ready = (".document", ".page", "canvas", "body > *")
    width = 800
    height = 900

    def url(self, post_id: str) -> str:
        """Give the address, which the platform completes by the title."""
        return f"https://www.documentcloud.org/documents/{post_id}"

    def player(self, post_id: str) -> str:
        """Give the frame."""
        return f"https://embed.documentcloud.org/documents/{post_id}/?embed=1"

    def own(self, post_id: str) -> Request:
        """Name the document's entry in the API."""
        url = f"https://api.www.documentcloud.org/api/documents/{post_id}/?expand=user"
        return Request(name="document", url=url)

    def own_state(self, document: Document) -> Signal:
        """Read whether the document is there for everybody."""
        if document.status == 404:
            return signal(document, State.DELETED, "http-404")
        if document.status == 200 and words(decoded(document), "title"):
            return signal(document, State.LIVE, "document")
        return hindered(document) or unreadable(document)

    def own_post(self, document: Document, post_id: str) -> Post | None:
        """Read title, description, who put it there and when."""
        value = decoded(document)
        title, text, published = words(value, "title"), words(value, "description"), moment(value, "created_at")
        if not title:
            return None
        name = words(value, "user", "name")
        post = Post(
            url=self.url(post_id),
            author=Author(name=name or None, handle=words(value, "user", "username") or None),
            published=published,
            text=text,
            title=title,
        )
        return attributed("document", post)


PLATFORM = DocumentCloud()
