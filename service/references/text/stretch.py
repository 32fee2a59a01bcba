"""What is known of a stretch of text by itself: each fact is worked out once, however many signs ask for it.

Neighbouring seams share their stretches.
"""

import re

from service.references.text.seams import weigh
from service.references.text.tongue import guess

_EMOJI = re.compile("[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf]")
_TAG = re.compile(r"[#@＃](?<!\w.)\w")
_LINKS = ("://t.co/", "pic.twitter.com/", "pic.x.com/")
_OWN_LINK = re.compile(r"(?:https?://t\.co/|pic\.(?:twitter|x)\.com/)\w+\)?\s*$")
_FIRST_PERSON_WORDS = (
    "I my me we our us ich wir mein meine meinem meinen meiner meines uns unser unsere unseren unserer "
    "unserem unseres je nous mon ma mes notre yo nos mi nuestro nuestra nuestros nuestras eu meu io mio "
    "noi "
)
_FIRST_PERSON = frozenset(_FIRST_PERSON_WORDS.split())
_SAID_WORDS = (
    "said says told according added sagte sagt laut erklärte dijo según afirmó selon déclaré disse secondo powiedział "
)
_SAID = frozenset([*_SAID_WORDS.split(), *_SAID_WORDS.title().split()])
_CURLY = re.compile("[’“”„«‘]")
_WORD = re.compile(r"\w+")
_ASCII_WORD = re.compile(r"[0-9A-Z_a-z]+")
"""The same in less time, where nothing but ASCII stands."""
_ENDED = tuple('.!?…:。！？”"’»)」』]')
_SENTENCE_END = re.compile(r"[.!?…]\s")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_SOME, _FEW = 3, 8
"""Where of more than so many words not one in so many is shared, nothing is an echo."""
_HEAD = 140
"""Characters by which an echo is told."""
_BEYOND_LATIN = re.compile(r"[^\W\d_\x00-\u036f]")
_NO_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))


class Stretch:
    """A stretch of text.

    What the signs ask of nearly every stretch is worked out at once: to keep it until it is asked for (`cached_property`
    takes a lock in Python 3.11) took a third of the time that is spent on a quote.
    """

    __slots__ = (
        "emoji",
        "ended",
        "ends_in_own_link",
        "far",
        "first_person",
        "hand",
        "long_words",
        "said",
        "tags",
        "text",
        "weight",
    )

    def __init__(self, text: str) -> None:
        words = (_ASCII_WORD if text.isascii() else _WORD).findall(text)
        self.text = text
        self.weight = weigh(text)
        """Characters as X counts them."""
        self.long_words = frozenset(map(str.casefold, [word for word in words if len(word) > 3]))
        """Its words of more than three letters, case folded."""
        self.first_person = len([*filter(_FIRST_PERSON.__contains__, words)])
        """How many words speak of the writer."""
        self.said = not _SAID.isdisjoint(words)
        """Whether somebody is said to have said something."""
        self.tags = _tags(text)
        """How many hashtags, mentions and links of X's own."""
        self.emoji = emoji(text)
        """How many emoji."""
        self.far = _is_far(text[:80])
        """Whether most of the first words are in a script beyond Latin."""
        self.ended = text.rstrip().endswith(_ENDED)
        """Whether it ends as a sentence does."""
        self.hand = _hand(text)
        """How its apostrophes and quotation marks are written: `plain`, `curly`, or empty when there are none or both."""
        self.ends_in_own_link = _ends_in_own_link(text[-60:])
        """Whether it ends in a link of X's own."""

    def tongue(self) -> str | None:
        """Name the language it is in, when its words tell."""
        return guess(self.text)

    def capitals(self) -> int:
        """Count the capital letters."""
        plain = self.text.encode("ascii", "ignore")
        count = len(plain) - len(plain.translate(None, _NO_CAPITALS))
        if len(plain) == len(self.text):
            return count
        return count + sum(map(str.isupper, "".join(_BEYOND_ASCII.findall(self.text))))

    def last_sentence(self) -> str:
        """Give what stands behind its last full stop but the closing one."""
        end = 0
        for match in _SENTENCE_END.finditer(self.text):
            end = match.end()
        return self.text[end:]

    def pieces(self) -> set[tuple[str, ...]]:
        """Give every run of four characters in its beginning."""
        head = self.text[:_HEAD]
        return {*zip(head, head[1:], head[2:], head[3:], strict=False)}

    def echoes(self, other: "Stretch") -> bool:
        """Whether one repeats the other: a headline and the post that carries it."""
        if len(self.text) < 12 or len(other.text) < 12:
            return False
        mine, theirs = self.long_words, other.long_words
        least = min(len(mine), len(theirs))
        if least > _SOME and len(mine & theirs) * _FEW < least:
            return False
        if self.text.startswith(other.text[:_HEAD]) or other.text.startswith(self.text[:_HEAD]):
            return True
        ours, others = self.pieces(), other.pieces()
        return len(ours & others) > 0.5 * min(len(ours), len(others))


class Stretches(dict[str, Stretch]):
    """The stretches around one attribution, by their text."""

    def __missing__(self, text: str) -> Stretch:
        self[text] = made = Stretch(text)
        return made


def emoji(text: str) -> int:
    """Count the emoji of a text."""
    return 0 if text.isascii() else len(_EMOJI.findall(text))


def _tags(text: str) -> int:
    named = len(_TAG.findall(text)) if "@" in text or "#" in text or "＃" in text else 0
    return named + sum(map(text.count, _LINKS)) if "/" in text else named


def _ends_in_own_link(tail: str) -> bool:
    return ("t.co/" in tail or "pic." in tail) and _OWN_LINK.search(tail) is not None


def _hand(text: str) -> str:
    plain = "'" in text or '"' in text
    curly = not text.isascii() and _CURLY.search(text) is not None
    return "" if plain == curly else "plain" if plain else "curly"


def _is_far(head: str) -> bool:
    if head.isascii() or not _BEYOND_LATIN.search(head):
        return False
    letters = [letter for letter in head if letter.isalpha()]
    return sum(letter > "\u036f" for letter in letters) * 2 > len(letters)
