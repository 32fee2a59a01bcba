"""Infogram: charts by oEmbed.

$hosts      infogram.com e.infogram.com
$posts      https://infogram.com/<id>
$documents  oembed page
$gone       oembed 404, the page 404
$notes      Ids are slugs with a code, or a UUID in frames; both are answered. Selectors are from memory.
"""

import re

from service.platforms.hosted import Hosted


class Infogram(Hosted):
    """Reads Infogram without logging in."""

    name = "infogram"
    ids = re.compile(r"[\w-]{8,200}", re.ASCII)
    endpoint = "https://infogram.com/oembed"
    ready = (".igc-page", "#embed_container", "body > *")

    def url(self, post_id: str) -> str:
        """Give the canonical address."""
        return f"https://infogram.com/{post_id}"

    def player(self, post_id: str) -> str:
        """Give the frame."""
        return f"https://e.infogram.com/{post_id}?src=embed"


PLATFORM = Infogram()
