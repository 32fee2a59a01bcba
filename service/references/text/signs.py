"""The signs that speak for and against a post's beginning at a seam; each has its weight in `weights.json`.

Most are there or not; those of `MEASURES` have a size between -1 and 1.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from service.references.text.seams import weigh
from service.references.text.sights import Sight, promises
from service.references.text.stretch import Stretch, Stretches, emoji

_FOREIGN = re.compile(r"https?://(?!t\.co/|(?:www\.|mobile\.)?(?:twitter|x)\.com/|bsky\.app/)[\w-]+\.")
_EMBEDDED = re.compile(r"ref_src=twsrc|src=hash")
_SPOKEN = re.compile(r"^[“\"„«][^“\"„«»”]{20,}[.!?…][”\"“»]$")
"""Nothing but a quotation: prose would say who speaks."""
_COUNT = re.compile(r"^[(#]?\d{1,3}[.):]?$")
_BULLET = re.compile(r"^[・•·*-]")
_NAMED = re.compile(r"^[@#＃][\w.]+$")
_DRESSING = re.compile(r"https?://\S+|pic\.(?:twitter|x)\.com/\w+|[@#＃]\w+|\W")
_TRAITS = (
    ("above-spoken", _SPOKEN.match),
    ("above-count", _COUNT.match),
    ("above-bullet", _BULLET.match),
    ("above-named", _NAMED.match),
)
_LETTER = re.compile(r"[^\W\d_]")
_LOOK = 400
"""Characters above a seam that are looked at: a post's worth and more."""
_QUOTES = (("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("『", "』"), ("【", "】"))
_SIZES = (25, 60, 120, 200, 290)
_SHARES = (0.1, 0.25, 0.5, 0.75)
MEASURES = (
    "size-used",
    "size-room",
    "size-above",
    "size-below",
    "size-lacking",
    "size-above-last-sentence",
    "size-above-unusual",
    "size-below-unusual",
    "size-usual",
    "size-longest-line",
    "size-middling-line",
    "share-ended",
    "share-common-words",
    "share-capitals-above",
    "share-capitals-below",
    "count-lines",
    "count-passed",
    "count-crossed",
    "count-tags",
    "count-emoji",
    "count-emoji-above",
    "count-first-person",
    "count-first-person-above",
    "count-first-person-below",
    "above-full-stop",
    "below-full-stop",
    "above-odd-quotes",
    "above-opened",
    "broken",
    "lowest",
    "highest",
)


def signs(sight: Sight, known: Stretches) -> tuple[list[str], tuple[float, ...]]:
    """Give the names of what speaks at a seam, and the sizes of `MEASURES`.

    `known` are the stretches met around this attribution.
    """
    above, below, post = known[sight.above[-_LOOK:]], known[sight.below], known[sight.post]
    return [*_named(sight, above, below, post)], _measures(sight, above, below, post)


def _named(sight: Sight, above: Stretch, below: Stretch, post: Stretch) -> Iterator[str]:
    level = sight.seam.level
    setting = sight.setting
    yield sight.seam.kind
    yield from _place_signs(sight, level, above)
    yield from _above_signs(above, level)
    if setting.author and any(map(above.text.casefold().__contains__, setting.author)):
        yield "above-author"
    yield from _below_signs(below, level)
    if setting.flat or sight.seam.kind not in ("sentence", "gap", "colon"):
        yield from _tongue_signs(post.tongue(), above.tongue(), setting.manner.tongue)
    if above.far != below.far:
        yield "other-script"
    if above.hand and post.hand:
        yield "same-hand" if above.hand == post.hand else "other-hand"
    if above.echoes(below):
        yield "echo"
    yield from _post_signs(post, sight.used)


def _measures(sight: Sight, above: Stretch, below: Stretch, post: Stretch) -> tuple[float, ...]:
    """Give the sizes, in the order of `MEASURES`."""
    setting = sight.setting
    lines = [len(line) for line in map(str.strip, post.text.split("\n")) if line]
    mine, theirs = above.long_words, post.long_words
    return (
        _part(sight.used, 300),
        max(-1.0, sight.room / 300),
        _part(above.weight, 400),
        _part(below.weight, 300),
        max(-1.0, min(1.0, (above.weight - sight.room) / 300)),
        _part(weigh(above.last_sentence()), 200),
        _part(len(above.text) / (setting.usual + 1), 4),
        _part(len(below.text) / (setting.usual + 1), 4),
        _part(setting.usual, 400),
        _part(max(lines, default=0), 300),
        _part(sum(lines) / max(1, len(lines)), 300),
        setting.ended,
        len(mine & theirs) / (1 + min(len(mine), len(theirs))),
        above.capitals() / (len(above.text) + 1),
        below.capitals() / (len(below.text) + 1),
        _part(len(lines), 6),
        _part(sight.passed, 8),
        _part(sight.crossed, 6),
        _part(post.tags, 5),
        _part(post.emoji, 4),
        _part(above.emoji, 4),
        _part(post.first_person, 4),
        _part(above.first_person, 4),
        _part(below.first_person, 4),
        float(above.text.endswith(".")),
        float(below.text.rstrip().endswith(".")),
        above.text.count('"') % 2,
        float(above.text.count("“") > above.text.count("”")),
        float(setting.broken),
        float(sight.lowest),
        float(sight.highest),
    )


def _part(value: float, most: float) -> float:
    return value / most if value < most else 1.0


def _size(weight: int) -> int:
    return bisect_right(_SIZES, weight)


def _place_signs(sight: Sight, level: str, above: Stretch) -> Iterator[str]:
    """Name what the shape of the page says: how lines and indents stand, what room there is."""
    kind, setting = sight.seam.kind, sight.setting
    if level == "break":
        yield f"{kind}-{min(sight.crossed, 3)}"
        yield f"{kind}-{setting.style}{min(sight.crossed, 1)}"
        if kind == "line" and setting.roomy:
            yield "line-roomy"
        if setting.broken:
            yield f"broken-{kind}"
        if above.weight > sight.room:
            yield "no-room"
        if setting.ended > 0.8 and not above.ended:
            yield "unlike-prose"
        if above.weight * 3 < setting.usual:
            yield "above-unusually-short"
        elif above.weight > setting.usual * 2:
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


def _above_signs(above: Stretch, level: str) -> Iterator[str]:
    text, weight = above.text, above.weight
    colon = text.endswith((":", "："))
    yield f"{level}-above{_size(weight)}"
    yield from _traits(above)
    if colon:
        yield "above-colon"
        yield f"{level}-above-colon"
    elif not above.ended:
        yield "above-open"
        yield f"{level}-above-open"
    if text.endswith((",", ";", "-")):
        yield "above-runs-on"
    if above.ended and not above.tags and not above.emoji and weight > 60:
        yield "above-prose"
    if (weight > 30 or colon) and promises(text):
        yield "above-promise"
        if colon:
            yield "above-promise-colon"
    yield from _face(text)


def _traits(above: Stretch) -> Iterator[str]:
    """Name what stands in a stretch."""
    text = above.text
    if above.ends_in_own_link:
        yield "above-link"
    if above.tags:
        yield "above-tags"
    if above.emoji:
        yield "above-emoji"
    for name, matches in _TRAITS:
        if matches(text):
            yield name
    if "src=" in text and _EMBEDDED.search(text):
        yield "above-embedded"
    if "http" in text and _FOREIGN.search(text):
        yield "above-foreign-link"
    if above.first_person:
        yield "above-first-person"
    if above.said:
        yield "above-said"


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
    elif emoji(first):
        yield "below-emoji"
    elif first.isdigit():
        yield "below-digit"


def _below_signs(below: Stretch, level: str) -> Iterator[str]:
    text = below.text
    yield from _opening(text)
    yield f"{level}-below{_size(below.weight)}"
    if below.tags or below.emoji:
        yield "below-tags"
    if below.first_person:
        yield "below-first-person"
    if below.said:
        yield "below-said"
    if "!" in text:
        yield "below-loud"
    if "?" in text:
        yield "below-asks"
    if text.endswith((":", "：")):
        yield "below-colon"
    elif not below.ended:
        yield "below-open"


def _post_signs(post: Stretch, used: int) -> Iterator[str]:
    if used < 120 and len(_DRESSING.sub("", post.text)) < 6:
        yield "post-bare"
    if _unopened(post.text):
        yield "unopened"
    if post.text.count('"') % 2:
        yield "odd-quotes"
    if post.ends_in_own_link:
        yield "post-linked"
    yield f"post-tags{min(post.tags, 3)}"
    if post.emoji:
        yield "post-emoji"
    if not post.first_person:
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
