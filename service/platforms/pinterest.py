"""Pinterest: pins by oEmbed.

$hosts      www.pinterest.com assets.pinterest.com pin.it
$posts      https://www.pinterest.com/pin/<id>/
$documents  oembed page
$gone       oembed 404, the page 404
$notes      A pin is a copy of a picture; where it was taken from is not ours to follow here. Selectors are from
            memory.
"""

import re

from service.platforms.hosted import Hosted


class Pinterest(Hosted):
    """Reads Pinterest without logging in."""

    name = "pinterest"
    ids = re.compile(r"\d{1,30}", re.ASCII)
    endpoint = "https://www.pinterest.com/oembed.json"
    ready = ('[data-test-id="pin"]', "span[data-pin-href]", "img")

    def url(self, post_id: str) -> str:
        """Give the canonical address."""
        return f"https://www.pinterest.com/pin/{post_id}/"

    def player(self, post_id: str) -> str:
        """Give the official embed page."""
        return f"https://assets.pinterest.com/ext/embed.html?id={post_id}"


PLATFORM = Pinterest()
