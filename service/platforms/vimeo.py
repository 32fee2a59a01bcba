"""Vimeo: videos by oEmbed.

$hosts      vimeo.com player.vimeo.com
$posts      https://vimeo.com/<id>[/<hash>]
$documents  oembed page
$gone       oembed 404 beside a page 404, or with the hash of an unlisted video
$notes      An unlisted video needs the hash of its address, which is kept; without it a living one answers 404 too. An
            answer with `domain_status_code` 403 is shown on its owner's sites only. A player wants a referrer.
            Selectors are from memory.
"""

import re

from service.model.availability import Signal, State
from service.model.document import Document
from service.platforms.hosted import Hosted
from service.platforms.reading import decoded, number
from service.platforms.signals import signal

HASH = re.compile(r"//(?:player\.)?vimeo\.com/(?:video/)?\d+(?:/|\?h=)([0-9a-f]{8,12})\b", re.ASCII)


class Vimeo(Hosted):
    """Reads Vimeo without logging in."""

    name = "vimeo"
    ids = re.compile(r"(?:event/)?\d{1,12}", re.ASCII)
    endpoint = "https://vimeo.com/api/oembed.json"
    ready = (".player", "#player")
    referrer = "https://example.com/"
    gone = (".player-error", ".vp-error")
    height = 360

    def url(self, post_id: str) -> str:
        """Give the address, with the hash where the article has it."""
        return f"https://vimeo.com/{post_id}{'/' + self._hash() if self._hash() else ''}"

    def player(self, post_id: str) -> str:
        """Give the official player."""
        if post_id.startswith("event/"):
            return f"https://vimeo.com/{post_id}/embed"
        return f"https://player.vimeo.com/video/{post_id}{'?h=' + self._hash() if self._hash() else ''}"

    def oembed_state(self, document: Document, beside: frozenset[State]) -> Signal:
        """Read the state: a 404 counts only when it cannot be a hash that is missing."""
        if document.status == 200 and number(decoded(document), "domain_status_code") == 403:
            return signal(document, State.PROTECTED, "domain_status_code:403")
        if document.status == 404 and State.DELETED not in beside and not self._hash():
            return signal(document, State.UNKNOWN, "http-404:gone-or-unlisted")
        return super().oembed_state(document, beside)

    def _hash(self) -> str:
        found = HASH.search(self.address or "")
        return found[1] if found else ""


PLATFORM = Vimeo()
