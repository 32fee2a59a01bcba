"""Compares the words an article prints with the words of a post; pure."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
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
TURNED = 95.0
"""Per cent of a quote's words that a post must have for a mere change of their order to count as the same text."""
NEAR = 70.0
"""Per cent from which a post that was not chosen is worth showing to a person."""
SHORT = 24
"""Letters; shorter texts are found inside many posts, so they must be equal as wholes."""
COVERS = 0.6
"""A post that holds less of the quote than this is compared as a whole: articles shorten posts, they do not add."""

_LINK = re.compile(r"https?://\S+|\b(?:[\w-]+\.)+[a-z]{2,}/\S+|\S+…$", re.IGNORECASE)
"""Whole addresses and the shortened ones that platforms display (`nyti.ms/2abc`, `pic.twitter.com/…`)."""
_SHOW_MORE = re.compile(
    r"\S*(?:…|\.\.\.)\s*(?:show more|read more|mehr anzeigen|voir plus|mostrar más|показать ещё|показати більше"
    r"|daha fazla göster|عرض المزيد|さらに表示|εμφάνιση περισσότερων|mostra altro|mostrar mais|pokaż więcej)\W*$",
    re.IGNORECASE,
)
"""Where X folds a long post, with the word that it folds in; copied along from a page. Only the label's own words: what
else follows three dots may be all that tells two posts apart."""
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
    kept = _kept(printed, said)
    if kept >= TURNED and len(printed) >= COVERS * len(said):
        aligned, whole = max(aligned, kept), max(whole, fuzz.token_sort_ratio(printed, said))
    return Likeness(overall=(aligned + whole) / 2, aligned=aligned)


def _kept(printed: str, said: str) -> float:
    """Give how many of the quote's letters stand in words that the post has too, in whatever order, in per cent."""
    ours, theirs = Counter(printed.split()), Counter(said.split())
    letters = sum(len(word) * count for word, count in ours.items())
    return 100 * sum(len(word) * count for word, count in (ours & theirs).items()) / letters


def swapped(quote: str, post: str) -> tuple[str, str] | None:
    """Give the words of the quote for which the post has others, or None.

    Extractors cut, add and reorder, so words that only one side has are no contradiction. But one word in the place of
    another (“3 dead” and “5 dead”, “Monday” and “Tuesday”) makes another post, however alike the rest is.

    >>> swapped("Shelling of Orsha: 3 dead, 14 hurt.", "Shelling of Orsha: 5 dead, 14 hurt.")
    ('3', '5')
    >>> swapped("14 hurt. Shelling of Orsha.", "Shelling of Orsha: 3 dead, 14 hurt.") is None
    True
    """
    printed, said = bare(quote).split(), bare(post).split()
    extra, lacking = Counter(printed) - Counter(said), Counter(said) - Counter(printed)
    if not extra or not lacking:
        return None
    numbers = [[word for word in side if word.isdigit()] for side in (extra, lacking)]
    if all(numbers):
        return numbers[0][0], numbers[1][0]
    for tag, *(start, end, low, high) in SequenceMatcher(None, printed, said, autojunk=False).get_opcodes():
        ours = [word for word in printed[start:end] if word in extra]
        theirs = [word for word in said[low:high] if word in lacking]
        if tag == "replace" and ours and theirs and not _cut("".join(ours), "".join(theirs)):
            return " ".join(ours), " ".join(theirs)
    return None


def _cut(one: str, other: str) -> bool:
    """Say whether the shorter is a piece of the longer: a joined word, or a line of a script without spaces cut off.

    Not inside a number: 3 is no piece of 30.
    """
    short, long = sorted((one, other), key=len)
    before, after = (r"(?<!\d)" if short[0].isdigit() else ""), (r"(?!\d)" if short[-1].isdigit() else "")
    return re.search(before + re.escape(short) + after, long) is not None


def same_words(quote: str, post: str) -> bool:
    """Say whether two texts are the same word for word; a quote that breaks off in “…” is never sure to be.

    >>> same_words("Trains ARRIVE. https://t.co/x", "Trains arrive"), same_words("Trains …", "Trains")
    (True, False)
    """
    told = unescape(quote).rstrip()
    broken = told.endswith(("…", "...")) or _SHOW_MORE.search(_LINK.sub(" ", told)) is not None
    return not broken and bare(quote) == bare(post) != ""


def bare(text: str) -> str:
    """Give the words alone: without links, entities, spaces, case and punctuation.

    >>> bare("The train left https://t.co/x at no… Show more")
    'the train left at'
    """
    return normalise(_PLACEHOLDER.sub(" ", _SHOW_MORE.sub(" ", _LINK.sub(" ", unescape(text)))))


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
