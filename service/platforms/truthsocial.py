"""Truth Social: posts by the API it inherited from Mastodon.

$hosts      truthsocial.com
$posts      https://truthsocial.com/@<user>/<id>
$documents  status
$gone       404, 410 (the account is gone)
$notes      403 is an answer to our way of connecting (TLS), never to the post. Selectors are from memory.
"""

from service.platforms.statuses import OneHost


class TruthSocial(OneHost):
    """Reads TruthSocial without logging in."""

    name = "truthsocial"
    host = "truthsocial.com"
    path = "/statuses/{}"


PLATFORM = TruthSocial()
