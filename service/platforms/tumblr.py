"""Tumblr: posts by oEmbed.

$hosts      www.tumblr.com <blog>.tumblr.com embed.tumblr.com
$posts      https://www.tumblr.com/<blog>/<id>
$documents  oembed page
$gone       oembed 404 (the post or the whole blog), the page 404
$notes      Ids mean nothing without the blog, which stands in the address. A blog for members only sends its page to a
            login (`login_required`): behind that a 404 of oEmbed says nothing. The embed page needs a key. Selectors
            are from memory.
"""

import re

from service.model.document import Request
from service.platforms.hosted import HTML, Hosted

BLOG = re.compile(
    r"https?://(?:www\.)?(?:(?!www\.|embed\.)([\w-]+)\.tumblr\.com/|tumblr\.com/(?:blog/(?:view/)?)?([\w-]+)/\d)",
    re.ASCII,
)
KEYED = re.compile(r"https://embed\.tumblr\.com/embed/post/", re.ASCII)


class Tumblr(Hosted):
    """Reads Tumblr without logging in."""

    name = "tumblr"
    ids = re.compile(r"\d{6,20}", re.ASCII)
    endpoint = "https://www.tumblr.com/oembed/1.0"
    ready = ("article", ".post", "body > *")

    def url(self, post_id: str) -> str:
        """Give the address, with the blog where the article has it."""
        blog = self._blog()
        return f"https://www.tumblr.com/{blog}/{post_id}" if blog else self.address or "https://www.tumblr.com/"

    def asked_about(self, post_id: str) -> str:
        """Give the blog's own address, which the registry knows."""
        return f"https://{self._blog()}.tumblr.com/post/{post_id}"

    def player(self, post_id: str) -> str | None:
        """Give the embed page where the article has it, key included."""
        own = self.address or ""
        return own if KEYED.match(own) and post_id in own else None

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask oEmbed and the page; without the blog only the embed page, without either nothing."""
        if self._blog():
            return super().requests(post_id)
        player = self.player(post_id)
        return (Request(name="page", url=player, headers=HTML),) if player else ()

    def _blog(self) -> str:
        found = BLOG.match(self.address or "")
        return (found[1] or found[2]) if found else ""


PLATFORM = Tumblr()
