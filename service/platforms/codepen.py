"""CodePen: pens by oEmbed.

$hosts      codepen.io
$posts      https://codepen.io/<user>/pen/<id>
$documents  oembed page
$gone       oembed 404, the page 404
$notes      The user in an address is not load-bearing; a pen asked for without one is asked for as `anon`'s. Selectors
            are from memory.
"""

import re

from service.platforms.hosted import Hosted

USER = re.compile(r"//(?:www\.)?codepen\.io/([\w-]+)/", re.ASCII)


class CodePen(Hosted):
    """Reads CodePen without logging in."""

    name = "codepen"
    ids = re.compile(r"[A-Za-z0-9]{4,40}", re.ASCII)
    endpoint = "https://codepen.io/api/oembed"
    ready = ("#result", "#embed", "body > *")
    height = 500

    def url(self, post_id: str) -> str:
        """Give the address, with its user where the article has it."""
        return f"https://codepen.io/{self._user()}/pen/{post_id}"

    def player(self, post_id: str) -> str:
        """Give the official embed page, result first."""
        return f"https://codepen.io/{self._user()}/embed/{post_id}?default-tab=result"

    def _user(self) -> str:
        found = USER.search(self.address or "")
        return found[1] if found else "anon"


PLATFORM = CodePen()
