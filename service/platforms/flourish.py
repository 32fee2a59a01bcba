"""Flourish: charts and stories by oEmbed.

$hosts      public.flourish.studio flo.uri.sh app.flourish.studio
$posts      https://public.flourish.studio/<visualisation or story>/<id>/
$documents  oembed page
$gone       oembed 404, the page 404
$notes      Ids are `visualisation/<number>` and `story/<number>`. Selectors are from memory.
"""

import re

from service.platforms.hosted import Hosted


class Flourish(Hosted):
    """Reads Flourish without logging in."""

    name = "flourish"
    ids = re.compile(r"(?:visualisation|story)/\d{1,12}", re.ASCII)
    endpoint = "https://app.flourish.studio/api/v1/oembed"
    ready = ("#fl-layout-wrapper", "svg", "canvas", "iframe")

    def url(self, post_id: str) -> str:
        """Give the public page."""
        return f"https://public.flourish.studio/{post_id}/"

    def player(self, post_id: str) -> str:
        """Give the frame."""
        return f"https://flo.uri.sh/{post_id}/embed"


PLATFORM = Flourish()
