"""Compares the words an article prints with the words of a post; pure."""

import re
from dataclasses import dataclass
from html import unescape

from rapidfuzz import fuzz

from service.model.ids import normalise
from service.model.post import Author
from service.model.reference import Byline

ALIKE = 85.0
"""Per cent of aligned letters from which two texts count as one. Of 13,570 pairs of different real posts the most alike
reach 82, one in a thousand 62; flattened copies of one post by nine extractors stay above 86 unless it was cut apart."""
MARGIN = 5.0
"""Points by which the best must lead: two posts closer than this differ by a word or a link, and we do not guess."""
UNLIKE = 50.0
"""Per cent below which a text contradicts a link: 99 of 100 pairs of different posts share no more than this."""
SHORT = 24
"""Letters; shorter texts are found inside many posts, so they must be equal as wholes."""
COVERS = 0.6
"""A post that holds less of the quote than this is compared as a whole: articles shorten posts, they do not add."""

_LINK = re.compile(r"(?:https?://|pic\.(?:twitter|x)\.com/|\bt\.co/)\S+|\S+…$", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\[image or embed\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Likeness:
    """How much of two texts is the same, in per cent."""

    overall: float
    """For ranking: the mean of aligned and whole."""
    aligned: float
    """For the threshold: the shorter text at its best place in the longer."""


def likeness(quote: str, post: str) -> Likeness | None:
    """Compare a quote with a post's text, both without links; None when the quote has no words to compare.

    >>> likeness("Trains arrive at the station. https://t.co/x", "Trains arrive at the station.").aligned
    100.0
    >>> likeness("pic.twitter.com/x", "Trains") is None
    True
    """
    printed, said = bare(quote), bare(post)
    if not printed:
        return None
    whole = fuzz.ratio(printed, said)
    if min(len(printed), len(said)) < SHORT or len(said) < COVERS * len(printed):
        return Likeness(overall=whole, aligned=whole)
    aligned = fuzz.partial_ratio(printed, said)
    return Likeness(overall=(aligned + whole) / 2, aligned=aligned)


def bare(text: str) -> str:
    """Give the words alone: without links, entities, spaces, case and punctuation."""
    return normalise(_PLACEHOLDER.sub(" ", _LINK.sub(" ", unescape(text))))


def is_repost(text: str) -> bool:
    """Say whether a text is the old form of a repost, which is never the original.

    >>> is_repost("RT @GeoConfirmed: Gomel.")
    True
    """
    return text.lstrip().startswith("RT @")


def same_person(printed: Byline | None, author: Author) -> bool:
    """Say whether a post's author is the one the article prints; handles change, so the same name will do too."""
    if printed is None:
        return True
    if printed.handle and author.handle and printed.handle.lower() == author.handle.lower():
        return True
    return bool(printed.name and author.name and normalise(printed.name) == normalise(author.name) != "")
