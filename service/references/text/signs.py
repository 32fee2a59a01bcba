"""The signs that speak for and against a post's beginning at a seam; each has its weight in `weights.json`.

Most are there or not; those of `_measures` have a size between -1 and 1.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from service.references.text.seams import weigh
from service.references.text.sights import Sight, ended, promises
from service.references.text.tongue import guess

_EMOJI = re.compile("[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf]")
_TAGS = re.compile(r"(?<!\w)[#@＃]\w|https?://t\.co/|pic\.(?:twitter|x)\.com/")
_OWN_LINK = re.compile(r"(?:https?://t\.co/|pic\.(?:twitter|x)\.com/)\w+\)?\s*$")
_FOREIGN = re.compile(r"https?://(?!t\.co/|(?:www\.|mobile\.)?(?:twitter|x)\.com/|bsky\.app/)[\w-]+\.")
_EMBEDDED = re.compile(r"ref_src=twsrc|src=hash")
_SPOKEN = re.compile(r"^[“\"„«][^“\"„«»”]{20,}[.!?…][”\"“»]$")
"""Nothing but a quotation: prose would say who speaks."""
_COUNT = re.compile(r"^[(#]?\d{1,3}[.):]?$")
_BULLET = re.compile(r"^[・•·*-]")
_NAMED = re.compile(r"^[@#＃][\w.]+$")
_DRESSING = re.compile(r"https?://\S+|pic\.(?:twitter|x)\.com/\w+|[@#＃]\w+|\W")
_FIRST_PERSON_WORDS = (
    "I my me we our us ich wir mein meine meinem meinen meiner meines uns unser unsere unseren unserer "
    "unserem unseres je nous mon ma mes notre yo nos mi nuestro nuestra nuestros nuestras eu meu io mio "
    "noi "
)
_FIRST_PERSON = frozenset(_FIRST_PERSON_WORDS.split())
_SAID_WORDS = (
    "said says told according added sagte sagt laut erklärte dijo según afirmó selon déclaré disse secondo powiedział "
)
_SAID = frozenset(_SAID_WORDS.split())
_ABOVE = (
    ("above-link", _OWN_LINK),
    ("above-tags", _TAGS),
    ("above-emoji", _EMOJI),
    ("above-spoken", _SPOKEN),
    ("above-count", _COUNT),
    ("above-bullet", _BULLET),
    ("above-named", _NAMED),
    ("above-embedded", _EMBEDDED),
    ("above-foreign-link", _FOREIGN),
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s")
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")
_LOOK = 400
"""Characters above a seam that are looked at: a post's worth and more."""
_QUOTES = (("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("『", "』"), ("【", "】"))
_SIZES = (25, 60, 120, 200, 290)
_SHARES = (0.1, 0.25, 0.5, 0.75)


def signs(sight: Sight) -> dict[str, float]:
    """Give what speaks at a seam, by name, with its size."""
    if len(sight.above) > _LOOK:
        sight = replace(sight, above=sight.above[-_LOOK:])
    return {**dict.fromkeys(_named(sight), 1.0), **_measures(sight)}


def _named(sight: Sight) -> Iterator[str]:
    level = sight.seam.level
    setting = sight.setting
    above = weigh(sight.above)
    yield sight.seam.kind
    yield from _place_signs(sight, level, above)
    yield from _above_signs(sight.above, level, above)
    if setting.author and any(word in sight.above.casefold() for word in setting.author):
        yield "above-author"
    yield from _below_signs(sight.below, level)
    if sight.seam.kind not in ("sentence", "gap", "colon"):
        yield from _tongue_signs(guess(sight.post), guess(sight.above), setting.manner.tongue)
    if _far_script(sight.above) != _far_script(sight.below):
        yield "other-script"
    if _echoes(sight.above, sight.below):
        yield "echo"
    yield from _post_signs(sight.post, sight.used)


def _measures(sight: Sight) -> dict[str, float]:
    above, below, post, setting = sight.above, sight.below, sight.post, sight.setting
    above_weight = weigh(above)
    lines = [len(line) for line in map(str.strip, post.split("\n")) if line]
    mine, theirs = _words(above), _words(post)
    return {
        "size-used": _part(sight.used, 300),
        "size-room": max(-1.0, sight.room / 300),
        "size-above": _part(above_weight, 400),
        "size-below": _part(weigh(below), 300),
        "size-lacking": max(-1.0, min(1.0, (above_weight - sight.room) / 300)),
        "size-above-last-sentence": _part(weigh(_SENTENCE_END.split(above)[-1]), 200),
        "size-above-unusual": _part(len(above) / (setting.usual + 1), 4),
        "size-below-unusual": _part(len(below) / (setting.usual + 1), 4),
        "size-usual": _part(setting.usual, 400),
        "size-longest-line": _part(max(lines, default=0), 300),
        "size-middling-line": _part(sum(lines) / max(1, len(lines)), 300),
        "share-ended": setting.ended,
        "share-common-words": len(mine & theirs) / (1 + min(len(mine), len(theirs))),
        "share-capitals-above": sum(map(str.isupper, above)) / (len(above) + 1),
        "share-capitals-below": sum(map(str.isupper, below)) / (len(below) + 1),
        "count-lines": _part(len(lines), 6),
        "count-crossed": _part(sight.crossed, 6),
        "count-tags": _part(len(_TAGS.findall(post)), 5),
        "count-emoji": _part(len(_EMOJI.findall(post)), 4),
        "count-emoji-above": _part(len(_EMOJI.findall(above)), 4),
        "count-first-person": _part(_first_person(post), 4),
        "count-first-person-above": _part(_first_person(above), 4),
        "count-first-person-below": _part(_first_person(below), 4),
        "above-full-stop": float(above.endswith(".")),
        "below-full-stop": float(below.rstrip().endswith(".")),
        "above-odd-quotes": above.count('"') % 2,
        "above-opened": float(above.count("“") > above.count("”")),
        "broken": float(setting.broken),
        "lowest": float(sight.lowest),
        "highest": float(sight.highest),
    }


def _part(value: float, most: float) -> float:
    return min(value, most) / most


def _first_person(text: str) -> int:
    return sum(map(_FIRST_PERSON.__contains__, _WORD.findall(text)))


def _said(text: str) -> bool:
    return not _SAID.isdisjoint(_WORD.findall(text.lower()))


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) > 3}


def _size(weight: int) -> int:
    return sum(weight >= size for size in _SIZES)


def _place_signs(sight: Sight, level: str, above: int) -> Iterator[str]:
    """Name what the shape of the page says: how lines and indents stand, what room there is."""
    kind, setting = sight.seam.kind, sight.setting
    if level == "break":
        yield f"{kind}-{min(sight.crossed, 3)}"
        yield f"{kind}-{setting.style}{min(sight.crossed, 1)}"
        if kind == "line" and setting.roomy:
            yield "line-roomy"
        if setting.broken:
            yield f"broken-{kind}"
        if above > sight.room:
            yield "no-room"
        if setting.ended > 0.8 and not ended(sight.above):
            yield "unlike-prose"
        if above * 3 < setting.usual:
            yield "above-unusually-short"
        elif above > setting.usual * 2:
            yield "above-unusually-long"
    else:
        yield f"{level}-{setting.style}{min(sight.crossed, 1)}"
    share = sum(sight.used >= share * (sight.used + sight.room) for share in _SHARES)
    yield f"{level}-used{share}"
    if sight.indent:
        yield "indent"
    if sight.beacon:
        yield "beacon"
    if sight.stacked:
        yield "stacked"


def _above_signs(above: str, level: str, weight: int) -> Iterator[str]:
    colon = above.endswith((":", "："))
    whole = ended(above)
    plain = True
    yield f"{level}-above{_size(weight)}"
    for name, pattern in _ABOVE:
        if pattern.search(above):
            plain = plain and name not in ("above-tags", "above-emoji")
            yield name
    if _first_person(above):
        yield "above-first-person"
    if _said(above):
        yield "above-said"
    if colon:
        yield "above-colon"
        yield f"{level}-above-colon"
    elif not whole:
        yield "above-open"
        yield f"{level}-above-open"
    if above.endswith((",", ";", "-")):
        yield "above-runs-on"
    if whole and plain and weight > 60:
        yield "above-prose"
    if (weight > 30 or colon) and promises(above):
        yield "above-promise"
        if colon:
            yield "above-promise-colon"
    yield from _face(above)


def _face(above: str) -> Iterator[str]:
    """Name how a stretch is written."""
    if above and not _LETTER.search(above):
        yield "above-wordless"
    if above.isupper() and len(above) > 8:
        yield "above-capitals"
    if above[:1].islower():
        yield "above-lower"
    if "!" in above:
        yield "above-loud"


def _opening(below: str) -> Iterator[str]:
    first = below[:1]
    if first.islower() or first in ",;.)":
        yield "below-lower"
    elif first in "・•·" or below.startswith(("- ", "* ")):
        yield "below-bullet"
    elif first in "#@＃" or below.startswith(("http", "pic.", "[#", "[@", "[http", "[pic.")):
        yield "below-tag"
    elif first in '“"„«「':
        yield "below-quote"
    elif _EMOJI.match(first):
        yield "below-emoji"
    elif first.isdigit():
        yield "below-digit"


def _below_signs(below: str, level: str) -> Iterator[str]:
    yield from _opening(below)
    yield f"{level}-below{_size(weigh(below))}"
    if _TAGS.search(below) or _EMOJI.search(below):
        yield "below-tags"
    if _first_person(below):
        yield "below-first-person"
    if _said(below):
        yield "below-said"
    if "!" in below:
        yield "below-loud"
    if "?" in below:
        yield "below-asks"
    if below.endswith((":", "：")):
        yield "below-colon"
    elif not ended(below):
        yield "below-open"


def _post_signs(post: str, used: int) -> Iterator[str]:
    if used < 120 and len(_DRESSING.sub("", post)) < 6:
        yield "post-bare"
    if _unopened(post):
        yield "unopened"
    if post.count('"') % 2:
        yield "odd-quotes"
    if _OWN_LINK.search(post):
        yield "post-linked"
    yield f"post-tags{min(len(_TAGS.findall(post)), 3)}"
    if _EMOJI.search(post):
        yield "post-emoji"
    if not _first_person(post):
        yield "post-impersonal"


def _tongue_signs(mine: str | None, theirs: str | None, article: str | None) -> Iterator[str]:
    if not mine or not theirs:
        return
    yield "same-tongue" if mine == theirs else "other-tongue"
    if article and mine != article:
        if mine == theirs:
            yield "guest-tongue"
        elif theirs == article:
            yield "home-tongue"


def _unopened(text: str) -> int:
    """Say how many quotation marks `text` closes without having opened them."""
    balance = 0
    for opening, closing in _QUOTES:
        if closing in text:
            surplus = text.count(closing) - text.count(opening)
            if surplus > 0 and not (closing == "“" and "”" in text):
                balance += 1
    return balance


def _far_script(text: str) -> bool:
    """Say whether most of the first words are in a script beyond Latin."""
    letters = [letter for letter in text[:80] if letter.isalpha()]
    return sum(letter > "\u036f" for letter in letters) * 2 > len(letters)


def _echoes(above: str, below: str) -> bool:
    """Say whether a line repeats the one above: a headline and the post that carries it."""
    one, other = above[:120], below[:160]
    if len(one) < 12 or len(other) < 12:
        return False
    mine = {one[at : at + 4] for at in range(len(one) - 3)}
    theirs = {other[at : at + 4] for at in range(len(other) - 3)}
    return len(mine & theirs) > 0.5 * min(len(mine), len(theirs))
