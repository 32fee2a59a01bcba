"""Imgur: pictures by the file itself and oEmbed, albums by oEmbed.

$hosts      imgur.com i.imgur.com api.imgur.com
$posts      https://imgur.com/<id>, https://imgur.com/a/<id>
$documents  file oembed page
$gone       the file redirects to `removed.png`, oembed 404, the page 404
$notes      A removed picture answers 200 with a picture that says so: only the address it is redirected to tells.
            Which letter ending the file is asked with does not matter. Selectors are from memory.
"""

import re

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.post import Media, Post
from service.platforms.hosted import Hosted
from service.platforms.joining import attributed
from service.platforms.signals import hindered, signal, unreadable


class Imgur(Hosted):
    """Reads Imgur without logging in."""

    name = "imgur"
    ids = re.compile(r"(?:a/)?[A-Za-z0-9]{5,8}", re.ASCII)
    endpoint = "https://api.imgur.com/oembed.json"
    ready = ("#content", ".post-image", "img", "video")

    def url(self, post_id: str) -> str:
        """Give the canonical address; albums are `a/<id>`."""
        return f"https://imgur.com/{post_id}"

    def player(self, post_id: str) -> str:
        """Give the official embed page."""
        return f"https://imgur.com/{post_id}/embed?pub=true"

    def own(self, post_id: str) -> Request | None:
        """Name the picture's file; an album has none of its own."""
        return None if post_id.startswith("a/") else Request(name="file", url=f"https://i.imgur.com/{post_id}.jpg")

    def own_state(self, document: Document) -> Signal:
        """Read whether the file is the picture."""
        if document.final_url.endswith("/removed.png"):
            return signal(document, State.DELETED, "redirect:removed.png")
        if document.status in (404, 410):
            return signal(document, State.DELETED, f"http-{document.status}")
        if document.status == 200 and is_media(document):
            return signal(document, State.LIVE, "file")
        return hindered(document) or unreadable(document)

    def own_post(self, document: Document, post_id: str) -> Post | None:
        """Name the file."""
        if not is_media(document) or self.own_state(document).state is not State.LIVE:
            return None
        kind = "video" if document.headers.get("content-type", "").startswith("video/") else "image"
        media = (Media(kind=kind, url=document.final_url),)
        return attributed("file", Post(url=self.url(post_id), media=media))


def is_media(document: Document) -> bool:
    """Say whether an answer is a picture or a video."""
    return document.headers.get("content-type", "").startswith(("image/", "video/"))


PLATFORM = Imgur()
