"""Scribd: documents by oEmbed.

$hosts      www.scribd.com
$posts      https://www.scribd.com/document/<id>
$documents  oembed page
$gone       oembed 404, the page 404
$notes      Frames are opened with an access key that addresses seldom hold; public documents open without one.
            Selectors are from memory.
"""

import re

from service.platforms.hosted import Hosted


class Scribd(Hosted):
    """Reads Scribd without logging in."""

    name = "scribd"
    ids = re.compile(r"\d{1,15}", re.ASCII)
    endpoint = "https://www.scribd.com/services/oembed/"
    ready = (".document_container", ".outer_page", "body > *")
    height = 900

    def url(self, post_id: str) -> str:
        """Give the canonical address."""
        return f"https://www.scribd.com/document/{post_id}"

    def player(self, post_id: str) -> str:
        """Give the frame."""
        return f"https://www.scribd.com/embeds/{post_id}/content"


PLATFORM = Scribd()
