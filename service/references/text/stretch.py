"""What is known of a stretch of text by itself: each fact is worked out once, however many signs ask for it.

Neighbouring seams share their stretches.
"""

import re
from functools import cached_property

from service.references.text.seams import weigh
from service.references.text.tongue import guess as guess_tongue

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
_WORD = re.compile(r"\w+")
_ENDED = tuple('.!?…:。！？”"’»)」』]')
_SENTENCE_END = re.compile(r"[.!?…]\s")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_SOME, _FEW = 3, 8
"""Where of more than so many words not one in so many is shared, nothing is an echo."""
_NO_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))


class Stretch:
    """A stretch of text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def weight(self) -> int:
        """Characters as X counts them."""
        return weigh(self.text)

    @cached_property
    def words(self) -> list[str]:
        """Its words in order."""
        return _WORD.findall(self.text)

    @cached_property
    def folded(self) -> str:
        """Itself, case folded."""
        return self.text.casefold()

    @cached_property
    def long_words(self) -> frozenset[str]:
        """Its words of more than three letters, case folded."""
        return frozenset([word.casefold() for word in self.words if len(word) > 3])

    @cached_property
    def first_person(self) -> int:
        """How many words speak of the writer."""
        return sum(map(_FIRST_PERSON.__contains__, self.words))

    @cached_property
    def said(self) -> bool:
        """Whether somebody is said to have said something."""
        return not _SAID.isdisjoint(self.words)

    @cached_property
    def tags(self) -> int:
        """How many hashtags, mentions and links of X's own."""
        return len(_TAG.findall(self.text)) + sum(map(self.text.count, _LINKS))

    @cached_property
    def emoji(self) -> int:
        """How many emoji."""
        return 0 if self.text.isascii() else len(_EMOJI.findall(self.text))

    @cached_property
    def ends_in_own_link(self) -> bool:
        """Whether it ends in a link of X's own."""
        tail = self.text[-60:]
        return ("t.co/" in tail or "pic." in tail) and _OWN_LINK.search(tail) is not None

    @cached_property
    def capitals(self) -> int:
        """How many capital letters."""
        plain = self.text.encode("ascii", "ignore")
        count = len(plain) - len(plain.translate(None, _NO_CAPITALS))
        if len(plain) == len(self.text):
            return count
        return count + sum(map(str.isupper, "".join(_BEYOND_ASCII.findall(self.text))))

    @cached_property
    def ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.text.rstrip().endswith(_ENDED)

    @cached_property
    def last_sentence(self) -> str:
        """What stands behind its last full stop but the closing one."""
        end = 0
        for match in _SENTENCE_END.finditer(self.text):
            end = match.end()
        return self.text[end:]

    @cached_property
    def far(self) -> bool:
        """Whether most of the first words are in a script beyond Latin."""
        head = self.text[:80]
        if head.isascii():
            return False
        letters = [letter for letter in head if letter.isalpha()]
        return sum(letter > "\u036f" for letter in letters) * 2 > len(letters)

    @cached_property
    def tongue(self) -> str | None:
        """Which language it is in, when its words tell."""
        return guess_tongue(self.text)

    @cached_property
    def pieces(self) -> frozenset[str]:
        """Every run of four characters in its beginning."""
        head = self.text[:140]
        return frozenset([head[at : at + 4] for at in range(len(head) - 3)])

    def echoes(self, other: "Stretch") -> bool:
        """Whether one repeats the other: a headline and the post that carries it."""
        if len(self.text) < 12 or len(other.text) < 12:
            return False
        mine, theirs = self.long_words, other.long_words
        least = min(len(mine), len(theirs))
        if least > _SOME and len(mine & theirs) * _FEW < least:
            return False
        return len(self.pieces & other.pieces) > 0.5 * min(len(self.pieces), len(other.pieces))


class Stretches(dict[str, Stretch]):
    """The stretches around one attribution, by their text."""

    def __missing__(self, text: str) -> Stretch:
        self[text] = made = Stretch(text)
        return made
