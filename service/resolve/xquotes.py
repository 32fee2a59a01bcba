"""Finds the original of a flattened X post: by its own media link, else in the archive's index."""

import re
from dataclasses import dataclass

from service.model.reference import Reference
from service.model.resolution import Suggestion
from service.platforms.addresses import Address
from service.resolve.candidates import Candidate, choose
from service.resolve.choosing import Weighed
from service.resolve.index import HOSTS, ask_index
from service.resolve.links import follow
from service.resolve.pages import names_post
from service.resolve.trail import Trail, spelled

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
    silent: list[str] = []
    listed_any = False
    for hosts in HOSTS:
        posts, troubles = await ask_index(trail, handle, reference.day, hosts)
        silent += troubles
        listed_any = listed_any or bool(posts)
        candidates = [Candidate(post_id=each.post_id, handle=each.handle, copy=each.copy) for each in posts]
        choice = await choose(trail, reference, candidates)
        if choice.found is not None:
            return Search(found=choice.found)
        suggested |= {each.post_id: each for each in choice.suggestions}
    alike = sum(each.score > 0 for each in suggested.values())
    if alike:
        reason = f"{alike} posts may be this one; a person has to choose."
    elif silent:
        reason = "The archive's index could not be read in full, so the search is not over."
    elif suggested:
        reason = "The archive lists posts of that day whose text is not to be had, so the search is not over."
    elif listed_any:
        reason = "The archive lists posts of that day, but none is clearly this one."
    else:
        reason = f"The archive lists no post of @{handle} on {spelled(reference.day)}."
    ranked = sorted(suggested.values(), key=lambda each: each.score, reverse=True)
    return Search(found=None, reason=reason, suggestions=tuple(ranked))


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
