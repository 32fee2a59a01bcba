"""Dailymotion: videos by the player's own data, oEmbed as second opinion.

$hosts      www.dailymotion.com geo.dailymotion.com dai.ly
$posts      https://www.dailymotion.com/video/<id>
$documents  player oembed page
$gone       player error DM002, oembed 404, the page 404
$notes      The player's data answers with error codes: DM007 is a country, not a loss (public source code). Of the
            other codes the meaning is common knowledge only; one that is not listed is no statement. Selectors are
            from memory.
"""

import re

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.post import Author, Media, Post
from service.platforms.hosted import Hosted
from service.platforms.joining import attributed
from service.platforms.reading import address, decoded, epoch, flag, inside, words
from service.platforms.signals import hindered, signal, unreadable

CODES = {
    "DM002": State.DELETED,
    "DM004": State.WITHHELD,
    "DM005": State.WITHHELD,
    "DM007": State.WITHHELD,
    "DM008": State.AGE_GATED,
    "DM010": State.PROTECTED,
    "DM016": State.PROTECTED,
}
"""What the player's error codes say of a video."""


class Dailymotion(Hosted):
    """Reads Dailymotion without logging in."""

    name = "dailymotion"
    ids = re.compile(r"[A-Za-z0-9]{5,12}", re.ASCII)
    endpoint = "https://www.dailymotion.com/services/oembed"
    ready = (".np_Main", "#player", "video")
    height = 360

    def url(self, post_id: str) -> str:
        """Give the canonical address."""
        return f"https://www.dailymotion.com/video/{post_id}"

    def player(self, post_id: str) -> str:
        """Give the official player."""
        return f"https://geo.dailymotion.com/player.html?video={post_id}"

    def own(self, post_id: str) -> Request:
        """Name what the player itself asks for."""
        return Request(name="player", url=f"https://www.dailymotion.com/player/metadata/video/{post_id}")

    def own_state(self, document: Document) -> Signal:
        """Read the player's error code, or that there is something to play."""
        value = decoded(document)
        code = words(value, "error", "code")
        if code:
            state = CODES.get(code, State.UNKNOWN)
            return signal(document, state, f"player:{code[:20]}")
        if document.status == 200 and words(value, "title"):
            return signal(document, State.LIVE, "player")
        return hindered(document) or unreadable(document)

    def own_post(self, document: Document, post_id: str) -> Post | None:
        """Read title, owner, time and the largest still."""
        value = decoded(document)
        title, published = words(value, "title"), epoch(value, "created_time")
        if not title or words(value, "error", "code"):
            return None
        stills = inside(value, "posters")
        sizes = (
            sorted((size for size in stills if size.isdecimal() and len(size) < 6), key=int)
            if isinstance(stills, dict)
            else []
        )
        poster = address(stills, sizes[-1]) if sizes else None
        url = self.url(post_id)
        author = Author(
            name=words(value, "owner", "screenname") or None,
            handle=words(value, "owner", "username") or None,
            id=words(value, "owner", "id") or None,
            url=address(value, "owner", "url"),
        )
        post = Post(
            url=url,
            author=author,
            published=published,
            title=title,
            language=words(value, "language") or None,
            media=(Media(kind="video", url=url, poster_url=poster),) if poster else (),
            labels=("sensitive",) if flag(value, "explicit") else (),
        )
        return attributed("player", post)


PLATFORM = Dailymotion()
