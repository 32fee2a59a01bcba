"""Finds the original of a flattened X post: by its own media link, in the archive's index, by X's own search."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from service.model.reference import Reference
from service.model.resolution import Suggestion
from service.platforms.addresses import Address
from service.resolve.candidates import Candidate, Choice, choose
from service.resolve.choosing import Weighed
from service.resolve.index import HOSTS, ask_index
from service.resolve.links import follow
from service.resolve.pages import names_post
from service.resolve.trail import Trail, spelled
from service.resolve.xsearch import ask_x

MOST_LINKS = 8
"""Links of one quote that are followed; a post of 280 characters holds no more."""

_SHORT = re.compile(r"(?:https?://)?(?:pic\.(?:twitter|x)\.com|t\.co)/(\w+)", re.ASCII | re.IGNORECASE)
_MEDIA = re.compile(r"/status(?:es)?/\d+/(?:photo|video)/\d+/?(?:[?#]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search for the original came to."""

    found: Weighed | None
    reason: str = ""
    """Why nothing was found, in one sentence."""
    suggestions: tuple[Suggestion, ...] = ()
    """What a person may choose from."""


async def find_on_x(trail: Trail, reference: Reference) -> Search:
    """Search for the original; at the end of every way that fails stands a sentence."""
    suggested: dict[str, Suggestion] = {}
    by_link = await _by_links(trail, reference)
    if by_link:
        choice = await choose(trail, reference, by_link)
        if choice.found is not None:
            return Search(found=choice.found)
        suggested = {each.post_id: each for each in choice.suggestions}
    handle = reference.author.handle if reference.author else None
    if not handle or reference.day is None:
        lacking = "no author" if not handle else "no day"
        reason = f"The article gives {lacking}, so there is nothing to search by."
        return Search(found=None, reason=reason, suggestions=tuple(suggested.values()))
    return await _by_name(trail, reference, handle, reference.day, suggested)


async def _by_name(
    trail: Trail, reference: Reference, handle: str, day: date, suggested: dict[str, Suggestion]
) -> Search:
    """Ask one source after the other for the author's posts of the day, until one of them is clearly the quote."""
    silent: dict[str, None] = {}
    listed_any = False
    seen: set[str] = set()
    choice = Choice(found=None)
    async for posts, troubled in _sources(trail, handle, day):
        silent |= dict.fromkeys(troubled)
        listed_any = listed_any or bool(posts)
        # a post whose words were not to be had is weighed again: this source may hold them
        settled = seen - {each.post_id for each in choice.weighed if each.post is None}
        new = {each.post_id: each for each in posts if each.post_id not in settled}
        before = tuple(each for each in choice.weighed if each.post_id not in new)
        seen |= new.keys()
        choice = await choose(trail, reference, tuple(new.values()), before)
        if choice.found is not None:
            return Search(found=choice.found)
        suggested |= {each.post_id: each for each in choice.suggestions}
    ranked = tuple(sorted(suggested.values(), key=lambda each: each.score, reverse=True))
    alike = sum(each.score > 0 for each in ranked)
    if alike:
        reason = f"{alike} posts may be this one; a person has to choose."
    elif silent:
        reason = f"{' and '.join(silent)} could not be read in full, so the search is not over."
    elif suggested:
        reason = "Posts of that day are listed whose text is not to be had, so the search is not over."
    elif listed_any:
        reason = "Posts of that day are listed, but none is clearly this one."
    else:
        reason = f"No post of @{handle} on {spelled(day)} is listed."
    return Search(found=None, reason=reason, suggestions=ranked)


async def _sources(trail: Trail, handle: str, day: date) -> AsyncIterator[tuple[list[Candidate], tuple[str, ...]]]:
    """Give candidates from each source, the cheapest first, and its name when it could not be read in full."""
    for hosts in HOSTS:
        posts, troubles = await ask_index(trail, handle, day, hosts)
        found = [Candidate(post_id=each.post_id, handle=each.handle, copy=each.copy) for each in posts]
        yield found, ("The archive's index",) if troubles else ()
    said, troubled = await ask_x(trail, handle, day)
    found = [Candidate(post_id=post_id, handle=post.author.handle, said=post) for post_id, post in said.items()]
    yield found, ("X's own search",) if troubled else ()


async def _by_links(trail: Trail, reference: Reference) -> tuple[Candidate, ...]:
    """Follow the quote's own links: one that ends in `/photo/1` or `/video/1` is the post's own media."""
    found: dict[str, Candidate] = {}
    for link in _short_links(reference)[:MOST_LINKS]:
        followed = await follow(trail, link, arrived=lambda here: names_post(here) is not None)
        post = names_post(followed.url)
        if post is None or post.platform != "x" or post.post_id is None:
            trail.note("quote-link", "This link of the quote leads to no post on X.", link)
            continue
        candidate = _candidate(post, post.post_id, followed.url)
        what = "media of post" if candidate.own_media else "post"
        trail.note("quote-link", f"This link of the quote leads to {what} {post.post_id}.", followed.url)
        if post.post_id not in found or candidate.own_media:
            found[post.post_id] = candidate
    return tuple(found.values())


def _candidate(post: Address, post_id: str, url: str) -> Candidate:
    return Candidate(post_id=post_id, handle=post.author, own_media=bool(_MEDIA.search(url)))


def _short_links(reference: Reference) -> tuple[str, ...]:
    """Give the quote's links that may lead to its own media: `pic.twitter.com/CODE` is `t.co/CODE` (facts)."""
    written = (*reference.links, reference.text)
    found = [f"https://t.co/{match[1]}" for each in written for match in _SHORT.finditer(each)]
    whole = [link for link in reference.links if names_post(link) is not None]
    return tuple(dict.fromkeys([*found, *whole]))
