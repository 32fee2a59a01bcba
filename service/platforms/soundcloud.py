"""SoundCloud: tracks and sets by oEmbed.

$hosts      soundcloud.com w.soundcloud.com api.soundcloud.com
$posts      https://soundcloud.com/<user>/<track>
$documents  oembed page
$gone       oembed 404, the page 404
$notes      A private track has a secret token in its address (`/s-…`), which is kept; without it the answer is 404.
            oEmbed 403 is a track that may not be embedded, or us. Numbers of the API have no page of their own.
            Selectors are from memory.
"""

import re
from urllib.parse import urlencode

from service.model.document import Request
from service.platforms.hosted import Hosted

NUMBERED = re.compile(r"(?:tracks|playlists|users)/\d+", re.ASCII)
SECRET = re.compile(r"/s-[\w-]+", re.ASCII)


class SoundCloud(Hosted):
    """Reads SoundCloud without logging in."""

    name = "soundcloud"
    ids = re.compile(r"[\w-]+/(?:sets/)?[:\w-]+", re.ASCII)
    endpoint = "https://soundcloud.com/oembed"
    ready = (".g-box-full", "#widget")
    height = 300
    titled = True

    def url(self, post_id: str) -> str:
        """Give the address, with the secret token where the article has it."""
        if NUMBERED.fullmatch(post_id):
            return f"https://api.soundcloud.com/{post_id}"
        token = SECRET.search(self.address or "")
        return f"https://soundcloud.com/{post_id}{token[0] if token else ''}"

    def player(self, post_id: str) -> str:
        """Give the official player."""
        return f"https://w.soundcloud.com/player/?{urlencode({'url': self.url(post_id), 'visual': 'false'})}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask oEmbed, then the page, which numbers do not have."""
        asked = super().requests(post_id)
        return asked[:1] if NUMBERED.fullmatch(post_id) else asked


PLATFORM = SoundCloud()
