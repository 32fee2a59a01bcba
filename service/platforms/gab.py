"""Gab: posts by the API it inherited from Mastodon.

$hosts      gab.com
$posts      https://gab.com/<user>/posts/<id>
$documents  status
$gone       404, 410 (the account is gone)
$notes      The user in an address is not load-bearing. Edits and quotes are told as Mastodon tells them. Selectors are
            from memory.
"""

from service.platforms.statuses import OneHost


class Gab(OneHost):
    """Reads Gab without logging in."""

    name = "gab"
    host = "gab.com"
    path = "/a/posts/{}"


PLATFORM = Gab()
