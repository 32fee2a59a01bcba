"""Finds the original of a flattened post, whichever platform it stood on, and says what is known without it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from service.model.embed import Embed
from service.model.post import Author, Post
from service.model.reference import Reference
from service.model.resolution import Suggestion
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What the search for an original came to."""

    embed: Embed | None
    post: Post | None = None
    """Its words, when the search found them already."""
    reason: str = ""
    """Why there is none, in one sentence."""
    suggestions: tuple[Suggestion, ...] = ()
    """What a person may choose from."""


async def find_original(trail: Trail, reference: Reference) -> Original:
    """Give the original's embed, with its words when the search found them, or the reason why there is none."""
    if reference.platform == "x":
        search = await find_on_x(trail, reference)
        if search.found is None:
            return Original(embed=None, reason=search.reason, suggestions=search.suggestions)
        address = identify(X.url(search.found.post_id))
        assert address is not None
        return Original(embed=embed_of(address), post=search.found.post)
    embed = await _by_own_link(trail, reference)
    if embed is not None:
        return Original(embed=embed)
    if reference.platform != "bluesky":
        reason = "No link of the quote leads to its original, and its platform has no public search."
        return Original(embed=None, reason=reason)
    feed = await find_in_feed(trail, reference)
    address = identify(feed.found.url) if feed.found is not None else None
    if address is None:
        return Original(embed=None, reason=feed.reason, suggestions=feed.suggestions)
    return Original(embed=embed_of(address), post=feed.found)


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
