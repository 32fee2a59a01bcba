"""Chooses among posts that were compared with a quote: one that leads clearly, or nobody; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.model.post import Post
from service.model.resolution import Suggestion
from service.platforms.idtime import x_time
from service.platforms.x import PLATFORM as X
from service.resolve.matching import MARGIN, Likeness

SHOWN = 8
"""Suggestions that a person is given; who has not found it among eight will look for it elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A candidate with what speaks for it."""

    post_id: str
    post: Post | None
    """None: only the link speaks for it; the text is not to be had."""
    likeness: Likeness
    exact: bool = False
    """True: word for word the same as the quote."""
    doubt: str = ""
    """Why it may not be chosen here, as half a sentence; empty: it may."""

    @property
    def revisions(self) -> frozenset[str]:
        """Give the ids of all revisions of this post."""
        return frozenset({self.post_id, *(self.post.edits if self.post else ())})


def lead(weighed: Sequence[Weighed]) -> Weighed | None:
    """Give the one that leads every other post, or None.

    The same words exactly beat nearly the same words; otherwise the lead must be MARGIN points. Revisions of one post
    are no rivals: the likeliest of them stands for it, of equals the last.
    """
    passed = [each for each in weighed if not each.doubt]
    if not passed:
        return None
    best = max(passed, key=_rank)
    chain = [each for each in passed if each.revisions & best.revisions]
    rivals = [each for each in passed if each not in chain]
    if any(not _clear(best, rival) for rival in rivals):
        return None
    return max(chain, key=_rank)


def _rank(each: Weighed) -> tuple[bool, Likeness, int]:
    return each.exact, each.likeness, int(each.post_id)


def _clear(best: Weighed, rival: Weighed) -> bool:
    if best.exact != rival.exact:
        return best.exact
    return best.likeness.overall - rival.likeness.overall >= MARGIN


def suggestions(weighed: Iterable[Weighed]) -> tuple[Suggestion, ...]:
    """Draw the choice for a person, the likeliest first."""
    ranked = sorted(weighed, key=lambda each: (not each.doubt, *_rank(each)), reverse=True)
    return tuple(_suggestion(each) for each in ranked[:SHOWN])


def _suggestion(each: Weighed) -> Suggestion:
    made = x_time(each.post_id) or (each.post.published if each.post else None)
    why = f"{each.likeness.aligned:.0f} % of the words agree"
    return Suggestion(
        post_id=each.post_id,
        url=each.post.url if each.post else X.url(each.post_id),
        day=made.date() if made else None,
        score=round(each.likeness.overall, 1),
        why=f"{why}, but {each.doubt or 'another post fits as well'}.",
    )
