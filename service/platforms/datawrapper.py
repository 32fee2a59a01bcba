"""Datawrapper: charts by oEmbed.

$hosts      datawrapper.dwcdn.net api.datawrapper.de
$posts      https://datawrapper.dwcdn.net/<id>/
$documents  oembed page
$gone       oembed 404, the page 404
$notes      The number behind the id is the chart's version; without it the newest answers. The page is the chart
            itself. Selectors are from memory.
"""

import re

from service.platforms.hosted import Hosted


class Datawrapper(Hosted):
    """Reads Datawrapper without logging in."""

    name = "datawrapper"
    ids = re.compile(r"[A-Za-z0-9]{5}", re.ASCII)
    endpoint = "https://api.datawrapper.de/v3/oembed/"
    ready = (".chart", ".dw-chart-body", "#chart")
    titled = True

    def url(self, post_id: str) -> str:
        """Give the address of the newest version."""
        return f"https://datawrapper.dwcdn.net/{post_id}/"

    def player(self, post_id: str) -> str:
        """Give the chart: its page is made for frames."""
        return self.url(post_id)


PLATFORM = Datawrapper()
