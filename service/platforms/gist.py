"""GitHub gists by GitHub's API.

$hosts      gist.github.com api.github.com
$posts      https://gist.github.com/<id>
$documents  gist page
$gone       gist 404, the page 404
$notes      A secret gist answers everybody who has its address. 403 is the limit of sixty questions an hour, 451 a
            notice of copyright. Selectors are from memory.
"""

import re
from typing import Any

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.post import Author, Post
from service.platforms.hosted import Hosted
from service.platforms.joining import attributed
from service.platforms.reading import address, counts, decoded, inside, moment, number, words
from service.platforms.signals import hindered, signal, unreadable


class Gist(Hosted):
    """Reads Gist without logging in."""

    name = "gist"
    ids = re.compile(r"[0-9a-f]{20,32}|\d{1,12}", re.ASCII)
    ready = (".gist", "body > *")
    width = 900

    def url(self, post_id: str) -> str:
        """Give the address that needs no user."""
        return f"https://gist.github.com/{post_id}"

    def player(self, post_id: str) -> str:
        """Give the page made for frames."""
        return f"https://gist.github.com/{post_id}.pibb"

    def own(self, post_id: str) -> Request:
        """Name the gist's entry in the API."""
        headers = {"Accept": "application/vnd.github+json"}
        return Request(name="gist", url=f"https://api.github.com/gists/{post_id}", headers=headers)

    def own_state(self, document: Document) -> Signal:
        """Read whether the gist is there."""
        value = decoded(document)
        if document.status == 404:
            return signal(document, State.DELETED, "http-404")
        if document.status == 403 and "rate limit" in words(value, "message").lower():
            return signal(document, State.RATE_LIMITED, "http-403:rate-limit")
        if document.status == 200 and isinstance(inside(value, "files"), dict):
            edited = moment(value, "updated_at") != moment(value, "created_at")
            return signal(document, State.EDITED if edited else State.LIVE, "gist")
        return hindered(document) or unreadable(document)

    def own_post(self, document: Document, post_id: str) -> Post | None:
        """Read who wrote it and when, its files as text, and the gist it was forked from as the quoted one."""
        return _post(decoded(document), self.url(post_id))


def _post(value: Any, url: str) -> Post | None:
    files = inside(value, "files")
    if not isinstance(files, dict):
        return None
    published, edited = moment(value, "created_at"), moment(value, "updated_at")
    text = "\n\n".join(f"{name}\n{words(files, name, 'content')}".rstrip() for name in map(words, files))
    title, handle = " ".join(words(value, "description").split()), words(value, "owner", "login")
    author = Author(
        handle=handle or None,
        id=str(number(value, "owner", "id") or "") or None,
        url=address(value, "owner", "html_url"),
        avatar_url=address(value, "owner", "avatar_url"),
    )
    post = Post(
        url=url,
        author=author,
        published=published,
        edited=edited if edited != published else None,
        text=text,
        title=title or None,
        quoted=_origin(inside(value, "fork_of")),
        counts=counts(value, replies="comments"),
    )
    return attributed("gist", post)


def _origin(fork: Any) -> Post | None:
    """Read the gist that this one is a copy of."""
    url, handle = address(fork, "html_url"), words(fork, "owner", "login")
    if url is None:
        return None
    author = Author(handle=handle or None, url=address(fork, "owner", "html_url"))
    return Post(url=url, author=author, published=moment(fork, "created_at"), title=words(fork, "description") or None)


PLATFORM = Gist()
