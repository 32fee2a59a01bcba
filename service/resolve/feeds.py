"""Finds the original of a flattened Bluesky post in its author's own feed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from service.model.document import Request
from service.model.post import Post
from service.model.reference import Reference
from service.model.resolution import Suggestion
from service.platforms.bluesky import API
from service.platforms.blueskyview import read_view
from service.platforms.reading import decoded, inside, items, words
from service.resolve.matching import ALIKE, MARGIN, Likeness, likeness, same_words, swapped
from service.resolve.trail import Trail, answer_of

PAGES = 10
"""Answers read, newest first, 100 posts each; an author with more posts since that day is not searched further."""
COPIERS_DAY = timedelta(days=1)
"""Bluesky prints the day of whoever copied the post, which lies within a day of the post's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSearch:
    """What a search of an author's feed came to."""

    found: Post | None
    reason: str = ""
    """Why nothing was found, in one sentence."""
    suggestions: tuple[Suggestion, ...] = ()
    """What a person may choose from."""


async def find_in_feed(trail: Trail, reference: Reference) -> FeedSearch:
    """Give the author's post with the printed words around the printed day, or why there is none."""
    handle = reference.author.handle if reference.author else None
    if not handle or reference.day is None:
        return FeedSearch(found=None, reason="The article gives no author or no day, so there is nothing to search by.")
    passed: list[tuple[Likeness, Post]] = []
    cursor = ""
    for page in range(PAGES):
        request = _request(handle, cursor, page)
        document = await trail.ask(request)
        if document.status != 200:
            trail.note("author-feed", f"The feed of @{handle} {answer_of(document)}.", request.url)
            return FeedSearch(found=None, reason=f"The feed of @{handle} could not be read, so the search is not over.")
        value = decoded(document)
        posts = [post for item in items(value, "feed") if (post := _original(item)) is not None]
        passed += _alike(reference, posts)
        trail.note("author-feed", f"The feed of @{handle} gives {len(posts)} posts on page {page + 1}.", request.url)
        cursor = words(value, "cursor")
        if not cursor or not items(value, "feed") or _older(posts, reference.day):
            break
    return _best(trail, reference, passed)


def _request(handle: str, cursor: str, page: int) -> Request:
    asked = {"actor": handle, "limit": "100", "filter": "posts_with_replies"} | ({"cursor": cursor} if cursor else {})
    return Request(name=f"author-feed-{page + 1}", url=f"{API}app.bsky.feed.getAuthorFeed?{urlencode(asked)}")


def _original(item: Any) -> Post | None:
    """Read an item of the feed that is no repost."""
    return read_view(inside(item, "post")) if inside(item, "reason") is None else None


def _alike(reference: Reference, posts: list[Post]) -> list[tuple[Likeness, Post]]:
    found = []
    for post in posts:
        alike = likeness(reference.text, post.text)
        if alike is None or alike.aligned < ALIKE or post.published is None or reference.day is None:
            continue
        if abs(post.published.date() - reference.day) <= COPIERS_DAY:
            found.append((alike, post))
    return found


def _older(posts: list[Post], day: date) -> bool:
    times = [post.published.date() for post in posts if post.published is not None]
    return bool(times) and max(times) < day - COPIERS_DAY


def _best(trail: Trail, reference: Reference, passed: list[tuple[Likeness, Post]]) -> FeedSearch:
    if not passed:
        return FeedSearch(found=None, reason="The author's feed holds no post of that day with these words.")
    fitting = [each for each in passed if swapped(reference.text, each[1].text) is None]
    exact = [each for each in fitting if same_words(reference.text, each[1].text)]
    ranked = sorted(exact or fitting, key=lambda each: each[0], reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0].overall - ranked[1][0].overall < MARGIN):
        told = " and ".join(post.url for _, post in passed)
        trail.note("author-feed", f"Several posts fit or none does to the word, so neither was chosen: {told}.")
        reason = f"{len(passed)} posts may be this one; a person has to choose."
        return FeedSearch(
            found=None, reason=reason, suggestions=tuple(_suggestion(reference, *each) for each in passed)
        )
    trail.note("author-feed", f"{ranked[0][0].aligned:.0f} % of the words agree with this post.", ranked[0][1].url)
    return FeedSearch(found=ranked[0][1])


def _suggestion(reference: Reference, alike: Likeness, post: Post) -> Suggestion:
    pair = swapped(reference.text, post.text)
    doubt = f"it says “{pair[1]}” where the article prints “{pair[0]}”" if pair else "another post fits as well"
    return Suggestion(
        post_id=post.url.rpartition("/")[2],
        url=post.url,
        day=post.published.date() if post.published else None,
        score=round(alike.overall, 1),
        why=f"{alike.aligned:.0f} % of the words agree, but {doubt}.",
    )
