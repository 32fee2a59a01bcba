"""Whether words that were expected are there, however a page sets them."""

import re
from difflib import SequenceMatcher

from service.model.ids import normalise

_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+", re.IGNORECASE)
SAID = 0.85
"""Share of the expected words that must be seen. Cards shorten links and long posts, and set emoji as images."""
_UNSPACED = 40
"""Letters from which on a missing word boundary (Japanese, Thai) is compared by letters instead of words."""
_COMPARED = 1_000


def said(expected: str, text: str) -> float:
    """Give the share of the expected text that is visible, 0…1; generous about links, spaces, case and marks.

    >>> said("Hello, World! https://t.co/abc", "hello world")
    1.0
    >>> said("One two three four", "one two")
    0.5
    >>> said("", "anything")
    1.0
    """
    wanted, there = normalise(_ADDRESS.sub(" ", expected)), normalise(text)
    if not wanted:
        return 1.0
    if wanted.replace(" ", "") in there.replace(" ", ""):
        return 1.0
    words = wanted.split()
    known = set(there.split())
    share = sum(word in known for word in words) / len(words)
    if share < SAID and max(map(len, words)) >= min(_UNSPACED, len(wanted) / 2):
        blocks = SequenceMatcher(None, wanted[:_COMPARED], there[:_COMPARED], autojunk=False).get_matching_blocks()
        share = max(share, sum(block.size for block in blocks if block.size > 2) / len(wanted[:_COMPARED]))
    return share


def shows(expected: str, text: str) -> bool:
    """Say whether the expected text is visible."""
    return said(expected, text) >= SAID
