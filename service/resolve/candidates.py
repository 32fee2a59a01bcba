"""Checks candidates for a flattened post and chooses the original, or nobody: nothing is invented."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from service.model.post import Author, Post
from service.model.reference import Reference
from service.platforms.idtime import x_time
from service.platforms.x import PLATFORM as X
from service.resolve.archive import ArchivedCopy, copy_request, read_copy
from service.resolve.matching import ALIKE, MARGIN, UNLIKE, Likeness, is_repost, likeness, same_person
from service.resolve.trail import Trail, spelled

SIDE_BY_SIDE = 6
"""Candidates asked for at once; a burst at X's syndication is answered with 429."""
MOST = 120
"""Candidates checked; an author with more posts on one day is a machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A post that may be the original."""

    post_id: str
    handle: str | None
    """As the address says, which X does not check."""
    own_media: bool = False
    """True: the quote's own media link leads to it, which no other post's link does."""
    copy: ArchivedCopy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A candidate that passed, with what speaks for it."""

    candidate: Candidate
    post: Post | None
    """None: only the link speaks for it; the text is not to be had."""
    likeness: Likeness

    @property
    def revisions(self) -> frozenset[str]:
        """Give the ids of all revisions of this post."""
        return frozenset({self.candidate.post_id, *(self.post.edits if self.post else ())})


async def choose(trail: Trail, reference: Reference, candidates: Sequence[Candidate]) -> Weighed | None:
    """Give the one candidate that fits by day, author and text, and leads the next one clearly; else nobody."""
    if len(candidates) > MOST:
        trail.note("candidate", f"Of {len(candidates)} candidates only the first {MOST} were checked.")
    passed: list[Weighed] = []
    for start in range(0, min(len(candidates), MOST), SIDE_BY_SIDE):
        group = candidates[start : min(start + SIDE_BY_SIDE, MOST)]
        weighed = await asyncio.gather(*(_weigh(trail, reference, candidate) for candidate in group))
        passed.extend(each for each in weighed if each is not None)
    passed.sort(key=lambda each: each.likeness, reverse=True)
    if not passed:
        return None
    best = passed[0]
    rival = next((each for each in passed[1:] if each.candidate.post_id not in best.revisions), None)
    if rival is not None and best.likeness.overall - rival.likeness.overall < MARGIN:
        both = f"{X.url(best.candidate.post_id)} and {X.url(rival.candidate.post_id)}"
        trail.note("candidate", f"Two posts fit equally well, so neither was chosen: {both}.")
        return None
    return best


async def _weigh(trail: Trail, reference: Reference, candidate: Candidate) -> Weighed | None:
    """Check one candidate; each way of failing is told."""
    url = X.url(candidate.post_id)
    made = x_time(candidate.post_id)
    if reference.day is not None and (made is None or made.date() != reference.day):
        day = f"made on {spelled(made.date())} (UTC)" if made else "too old to carry its day"
        trail.note("candidate", f"Post {candidate.post_id} was {day}, not on {spelled(reference.day)}.", url)
        return None
    post = await _words_of(trail, candidate)
    if post is None:
        return _by_link_alone(trail, reference, candidate)
    if is_repost(post.text) and not is_repost(reference.text):
        trail.note("candidate", f"Post {candidate.post_id} only repeats another post.", url)
        return None
    author = post.author if post.author.handle else Author(handle=candidate.handle)
    if not same_person(reference.author, author):
        trail.note("candidate", f"Post {candidate.post_id} is by @{author.handle}, not by the printed author.", url)
        return None
    return _compared(trail, reference, candidate, post)


def _compared(trail: Trail, reference: Reference, candidate: Candidate, post: Post) -> Weighed | None:
    url = X.url(candidate.post_id)
    alike = likeness(reference.text, post.text)
    if alike is None:
        if not candidate.own_media:
            trail.note("candidate", f"The quote has no words to compare with post {candidate.post_id}.", url)
            return None
        alike = Likeness(overall=0.0, aligned=0.0)
        trail.note("candidate", f"Post {candidate.post_id} holds the quote's own media; there are no words.", url)
        return Weighed(candidate=candidate, post=post, likeness=alike)
    needed = UNLIKE if candidate.own_media and reference.author is not None else ALIKE
    result = "the text fits" if alike.aligned >= needed else "the text is another"
    trail.note("candidate", f"Post {candidate.post_id}: {alike.aligned:.0f} % of the words agree; {result}.", url)
    return Weighed(candidate=candidate, post=post, likeness=alike) if alike.aligned >= needed else None


def _by_link_alone(trail: Trail, reference: Reference, candidate: Candidate) -> Weighed | None:
    """Accept a post whose words are not to be had only when the quote's own media link, author and day name it."""
    url = X.url(candidate.post_id)
    named = reference.author is not None and same_person(reference.author, Author(handle=candidate.handle))
    if candidate.own_media and named and reference.day is not None:
        trail.note("candidate", f"Link, author and day name post {candidate.post_id}; its text is not to be had.", url)
        return Weighed(candidate=candidate, post=None, likeness=Likeness(overall=0.0, aligned=0.0))
    trail.note("candidate", f"The text of post {candidate.post_id} is not to be had, so it was not chosen.", url)
    return None


async def _words_of(trail: Trail, candidate: Candidate) -> Post | None:
    """Get a candidate's text from syndication, else from the archive's copy."""
    requests = X.requests(candidate.post_id)
    if requests:
        document = await trail.ask(requests[0])
        post = X.read(candidate.post_id, {requests[0].name: document}).post
        if post is not None:
            return post
    if candidate.copy is None:
        return None
    request = copy_request(candidate.copy)
    copy = read_copy(await trail.ask(request), candidate.post_id)
    told = "still holds its text" if copy is not None else "holds no text that we can read"
    trail.note("archived-copy", f"X gives no text of post {candidate.post_id}; the archive {told}.", request.url)
    return copy
