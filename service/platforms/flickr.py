"""Flickr: photos by oEmbed.

$hosts      www.flickr.com flic.kr embedr.flickr.com
$posts      https://www.flickr.com/photos/<owner>/<id>/
$documents  oembed page
$gone       oembed 404, the page 404
$notes      oEmbed is asked with the short address, which is the id written in base 58 and needs no owner. Selectors
            are from memory.
"""

import re

from service.platforms.hosted import Hosted

OWNED = re.compile(r"flickr\.com/photos/([\w@-]+)/(\d+)", re.ASCII)
DIGITS = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
"""Flickr's base 58: no 0, l, I and O."""


def base58(number: int) -> str:
    """Write a number as Flickr's short addresses do.

    >>> base58(1), base58(58), base58(3364)
    ('2', '21', '211')
    """
    written = ""
    while number or not written:
        number, digit = divmod(number, len(DIGITS))
        written = DIGITS[digit] + written
    return written


class Flickr(Hosted):
    """Reads Flickr without logging in."""

    name = "flickr"
    ids = re.compile(r"\d{1,20}", re.ASCII)
    endpoint = "https://www.flickr.com/services/oembed/"
    ready = (".photo-container", "a img", "img")

    def url(self, post_id: str) -> str:
        """Give the address with its owner where the article has it, else the one that redirects there."""
        found = OWNED.search(self.address or "")
        if found and found[2] == post_id:
            return f"https://www.flickr.com/photos/{found[1]}/{post_id}/"
        return f"https://www.flickr.com/photo.gne?id={post_id}"

    def asked_about(self, post_id: str) -> str:
        """Give the short address."""
        return f"https://flic.kr/p/{base58(int(post_id))}"

    def player(self, post_id: str) -> str:
        """Give the frame that Flickr's own embed code opens."""
        return f"https://embedr.flickr.com/photos/{post_id}"


PLATFORM = Flickr()
