"""Finds the original of a flattened post, whichever platform it stood on, and says what is known without it."""

from datetime import UTC, datetime

from service.model.embed import Embed
from service.model.post import Author, Post
from service.model.reference import Reference
from service.platforms.addresses import embed_of, identify
from service.platforms.x import PLATFORM as X
from service.resolve.feeds import find_in_feed
from service.resolve.known import look_up
from service.resolve.matching import ALIKE, likeness, same_person
from service.resolve.pages import names_post
from service.resolve.trail import Trail
from service.resolve.xquotes import find_on_x

MOST_LINKS = 8
"""Links of one quote that are looked at."""


async def find_original(trail: Trail, reference: Reference) -> tuple[Embed | None, Post | None, str]:
    """Give the original's embed, with its words when the search found them, or the reason why there is none."""
    if reference.platform == "x":
        search = await find_on_x(trail, reference)
        if search.found is None:
            return None, None, search.reason
        post_id = search.found.candidate.post_id
        address = identify(X.url(post_id))
        assert address is not None
        return embed_of(address), search.found.post, ""
    embed = await _by_own_link(trail, reference)
    if embed is not None:
        return embed, None, ""
    if reference.platform != "bluesky":
        return None, None, "No link of the quote leads to its original, and its platform has no public search."
    post, reason = await find_in_feed(trail, reference)
    address = identify(post.url) if post is not None else None
    return (embed_of(address), post, "") if address is not None else (None, None, reason)


async def _by_own_link(trail: Trail, reference: Reference) -> Embed | None:
    """Take a link of the quote that names a post on the same platform, by the same author, with the same words."""
    for link in reference.links[:MOST_LINKS]:
        address = names_post(link)
        if address is None or address.platform != reference.platform or address.post_id is None:
            continue
        reading = await look_up(trail, address.platform, address.post_id, address.url)
        author = reading.post.author if reading.post else Author(handle=address.author)
        alike = likeness(reference.text, reading.post.text) if reading.post else None
        fits = alike is None or alike.aligned >= ALIKE
        if fits and same_person(reference.author, author):
            trail.note("quote-link", "This link of the quote leads to its original.", link)
            return embed_of(address)
        trail.note("quote-link", "This link of the quote leads to another post.", link)
    return None


def as_printed(reference: Reference) -> Post | None:
    """Give what the article alone says of a post: claims, and marked as such.

    The printed day stands as its midnight in UTC, with the source `article-day`: the hour is not known.
    """
    if not reference.text and reference.author is None:
        return None
    day = reference.day
    published = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    author = Author(name=reference.author.name, handle=reference.author.handle) if reference.author else Author()
    told = {"text": "article"} if reference.text else {}
    if reference.author is not None:
        told["author"] = "article"
    if published is not None:
        told["published"] = "article-day"
    return Post(url="", author=author, published=published, text=reference.text, sources=told)
