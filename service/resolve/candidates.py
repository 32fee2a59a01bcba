"""Checks candidates for a flattened post and chooses the original, or nobody: nothing is invented."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.model.post import Author, Post
from service.model.reference import Reference
from service.model.resolution import Suggestion
from service.platforms.idtime import x_time
from service.platforms.reading import decoded, words
from service.platforms.x import PLATFORM as X
from service.resolve.archive import ArchivedCopy, copy_request, read_copy
from service.resolve.choosing import Weighed, lead, suggestions
from service.resolve.matching import (
    ALIKE,
    NEAR,
    UNLIKE,
    Likeness,
    is_repost,
    likeness,
    same_person,
    same_words,
    swapped,
)
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
    said: Post | None = None
    """What the search that found it already told of its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What came of checking: one post, or what a person may choose from."""

    found: Weighed | None
    suggestions: tuple[Suggestion, ...] = ()
    weighed: tuple[Weighed, ...] = ()
    """All that may be it; rivals of whatever is found later."""


async def choose(
    trail: Trail, reference: Reference, candidates: Sequence[Candidate], before: Sequence[Weighed] = ()
) -> Choice:
    """Give the one candidate that fits by day, author and text, and leads the next one clearly; else nobody.

    `before`: what earlier questions found; a post that is listed twice must not win over one that is listed once.
    Of several revisions of one post the likeliest wins, of equals the last; revisions that were not among the
    candidates are looked up too.
    """
    if not candidates:
        return Choice(found=None, suggestions=suggestions(before), weighed=tuple(before))
    if len(candidates) > MOST:
        trail.note("candidate", f"Of {len(candidates)} candidates only the first {MOST} were checked.")
    weighed: list[Weighed] = [*before, *await _weigh_all(trail, reference, candidates[:MOST])]
    leader = lead(weighed)
    if leader is not None and leader.post is not None:
        known = {each.post_id for each in before} | {each.post_id for each in candidates}
        unseen = [each for each in leader.post.edits if each not in known]
        named = leader.post.author.handle
        weighed += await _weigh_all(trail, reference, [Candidate(post_id=each, handle=named) for each in unseen])
        leader = lead(weighed)
    if leader is not None:
        trail.note("original", _account(leader, weighed), X.url(leader.post_id))
        return Choice(found=leader, weighed=tuple(weighed))
    fitting = [X.url(each.post_id) for each in weighed if not each.doubt]
    if len(fitting) > 1:
        both = " and ".join(fitting)
        trail.note("candidate", f"{len(fitting)} posts fit equally well, so neither was chosen: {both}.")
    return Choice(found=None, suggestions=suggestions(weighed), weighed=tuple(weighed))


def _account(leader: Weighed, weighed: Sequence[Weighed]) -> str:
    """Say why this post is the original, for a person."""
    if not leader.likeness.aligned:
        return f"Post {leader.post_id} is the original: the quote's own link, its author and its day lead to it."
    others = [each for each in weighed if not each.revisions & leader.revisions]
    next_best = max((each.likeness.aligned for each in others), default=None)
    rivals = "no other comes near" if next_best is None else f"the next best agrees in {next_best:.0f} %"
    revision = ", the last revision with these words" if len(leader.revisions) > 1 else ""
    agreed = f"{leader.likeness.aligned:.0f} % of the words agree"
    return f"Post {leader.post_id}{revision} is the original: {agreed}, {rivals}, and day and author do not contradict."


async def _weigh_all(trail: Trail, reference: Reference, candidates: Sequence[Candidate]) -> list[Weighed]:
    found: list[Weighed] = []
    for start in range(0, len(candidates), SIDE_BY_SIDE):
        group = candidates[start : start + SIDE_BY_SIDE]
        weighed = await asyncio.gather(*(_weigh(trail, reference, candidate) for candidate in group))
        found += [each for each in weighed if each is not None]
    return found


async def _weigh(trail: Trail, reference: Reference, candidate: Candidate) -> Weighed | None:
    """Check one candidate; each way of failing is told."""
    url = X.url(candidate.post_id)
    made = x_time(candidate.post_id)
    if reference.day is not None and made is not None and made.date() != reference.day:
        _other_day(trail, reference, candidate, f"made on {spelled(made.date())} (UTC)")
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
    weighed = _compared(trail, reference, candidate, post)
    return _dated(trail, reference, candidate, weighed) if weighed is not None and made is None else weighed


def _other_day(trail: Trail, reference: Reference, candidate: Candidate, told: str) -> None:
    assert reference.day is not None
    sentence = f"Post {candidate.post_id} was {told}, not on {spelled(reference.day)}."
    trail.note("candidate", sentence, X.url(candidate.post_id))


def _dated(trail: Trail, reference: Reference, candidate: Candidate, weighed: Weighed) -> Weighed | None:
    """Check the day of an old post, whose id carries none, against what its document says."""
    said = weighed.post.published if weighed.post is not None else None
    if reference.day is None:
        return weighed
    if said is None:
        doubt = "its id is too old to carry a day and no document tells it"
        trail.note("candidate", f"Post {candidate.post_id} was not chosen: {doubt}.", X.url(candidate.post_id))
        return replace(weighed, doubt=weighed.doubt or doubt)
    if said.date() != reference.day:
        _other_day(trail, reference, candidate, f"made on {spelled(said.date())} (UTC) by its own document")
        return None
    return weighed


def _compared(trail: Trail, reference: Reference, candidate: Candidate, post: Post) -> Weighed | None:
    url, post_id = X.url(candidate.post_id), candidate.post_id
    alike = likeness(reference.text, post.text)
    if alike is None:
        if not candidate.own_media:
            trail.note("candidate", f"The quote has no words to compare with post {post_id}.", url)
            return None
        alike = Likeness(overall=0.0, aligned=0.0)
        trail.note("candidate", f"Post {post_id} holds the quote's own media; there are no words.", url)
        return Weighed(post_id=post_id, post=post, likeness=alike)
    pair = None if candidate.own_media else swapped(reference.text, post.text)
    needed = UNLIKE if candidate.own_media and reference.author is not None else ALIKE
    doubt = ""
    if alike.aligned < needed:
        doubt = "the text is another"
    elif pair is not None:
        doubt = f"it says “{pair[1]}” where the article prints “{pair[0]}”"
    told = doubt or "the text fits"
    trail.note("candidate", f"Post {post_id}: {alike.aligned:.0f} % of the words agree; {told}.", url)
    exact = same_words(reference.text, post.text)
    weighed = Weighed(post_id=post_id, post=post, likeness=alike, exact=exact, doubt=doubt)
    return weighed if alike.aligned >= min(needed, NEAR) else None


def _by_link_alone(trail: Trail, reference: Reference, candidate: Candidate) -> Weighed | None:
    """Accept a post whose words are not to be had only when the quote's own media link, author and day name it."""
    url, post_id = X.url(candidate.post_id), candidate.post_id
    named = reference.author is not None and same_person(reference.author, Author(handle=candidate.handle))
    nothing = Likeness(overall=0.0, aligned=0.0)
    if candidate.own_media and named and reference.day is not None and x_time(post_id) is not None:
        trail.note("candidate", f"Link, author and day name post {post_id}; its text is not to be had.", url)
        return Weighed(post_id=post_id, post=None, likeness=nothing)
    doubt = "its text is not to be had"
    trail.note("candidate", f"The text of post {post_id} is not to be had, so it was not chosen.", url)
    return Weighed(post_id=post_id, post=None, likeness=nothing, doubt=doubt) if named else None


async def _words_of(trail: Trail, candidate: Candidate) -> Post | None:
    """Get a candidate's text from syndication, else from the search that found it, else from the archive's copy."""
    requests = X.requests(candidate.post_id)
    if requests:
        document = await trail.ask(requests[0])
        post = X.read(candidate.post_id, {requests[0].name: document}).post
        if post is not None:
            other = words(decoded(document), "id_str")
            # The address of a repost answers with the post it repeats, under that post's own id.
            return replace(post, text=f"RT @{post.author.handle}: {post.text}") if _another(candidate, other) else post
    if candidate.said is not None or candidate.copy is None:
        return candidate.said
    request = copy_request(candidate.copy)
    copy = read_copy(await trail.ask(request), candidate.post_id)
    told = "still holds its text" if copy is not None else "holds no text that we can read"
    trail.note("archived-copy", f"X gives no text of post {candidate.post_id}; the archive {told}.", request.url)
    return copy


def _another(candidate: Candidate, said: str) -> bool:
    return said not in ("", candidate.post_id)
