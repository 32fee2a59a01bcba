"""Spotify: recordings, podcasts and lists by oEmbed.

$hosts      open.spotify.com
$posts      https://open.spotify.com/<kind>/<id>
$documents  oembed page
$gone       oembed 404, the page 404
$notes      Ids are `<kind>/<id>`: `track/…`, `episode/…`. What is not licensed in a country still has its oEmbed
            answer. Selectors are from memory.
"""

import re

from service.platforms.hosted import Hosted


class Spotify(Hosted):
    """Reads Spotify without logging in."""

    name = "spotify"
    ids = re.compile(r"(?:track|album|playlist|artist|episode|show|audiobook|prerelease)/[A-Za-z0-9]{22}", re.ASCII)
    endpoint = "https://open.spotify.com/oembed"
    ready = ('[data-testid="embed-widget-container"]', "main")
    height = 352
    titled = True

    def url(self, post_id: str) -> str:
        """Give the address without a country."""
        return f"https://open.spotify.com/{post_id}"

    def player(self, post_id: str) -> str:
        """Give the official player."""
        return f"https://open.spotify.com/embed/{post_id}"


PLATFORM = Spotify()
