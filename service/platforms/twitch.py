"""Twitch: clips and videos by the metadata of their pages; there is no oEmbed.

$hosts      www.twitch.tv clips.twitch.tv player.twitch.tv
$posts      https://clips.twitch.tv/<slug>, https://www.twitch.tv/videos/<id>
$documents  page
$gone       the page 404
$notes      Ids are `clip/<slug>` and a video's number. Pages answer 200 for what is missing, so without metadata that
            names the clip nothing is known. Players want to be told the site that embeds them. Selectors are from
            memory.
"""

import re

from service.platforms.hosted import Hosted


class Twitch(Hosted):
    """Reads Twitch without logging in."""

    name = "twitch"
    ids = re.compile(r"clip/[A-Za-z0-9_-]{4,100}|\d{1,15}", re.ASCII)
    ready = ("video", ".video-player", "body > *")
    referrer = "https://example.com/"
    gone = (".content-overlay-gate",)
    height = 360

    def url(self, post_id: str) -> str:
        """Give the canonical address."""
        if post_id.startswith("clip/"):
            return f"https://clips.twitch.tv/{post_id.removeprefix('clip/')}"
        return f"https://www.twitch.tv/videos/{post_id}"

    def player(self, post_id: str) -> str:
        """Give the official player, embedded by the referrer."""
        if post_id.startswith("clip/"):
            return (
                f"https://clips.twitch.tv/embed?clip={post_id.removeprefix('clip/')}&parent=example.com&autoplay=false"
            )
        return f"https://player.twitch.tv/?video=v{post_id}&parent=example.com&autoplay=false"


PLATFORM = Twitch()
