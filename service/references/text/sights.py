"""What is seen at each seam above an attribution."""

import re
from dataclasses import dataclass, replace
from datetime import date

from service.references.text.attribution import Attribution
from service.references.text.seams import BREAKS, Seam, seams, untargeted, weigh
from service.references.text.tongue import guess

LONG_SINCE = date(2017, 11, 7)
"""Since then a post has 280 weighted characters, before 140."""
SLACK = 1.12
"""X counts some things less than we do: leading mentions, quoted links."""
MOST_FREE = 2
"""A link to media and one to another post do not count."""
_OWN_LINK = re.compile(r"\[?(?:https?://t\.co/|pic\.(?:twitter|x)\.com/)\w{1,12}\)?$")
_LINK_LENGTH = 32
"""Characters that such a link has at the most."""
_LOOK_BACK = 400
_PROMISE_WORDS = (
    "tweet twitt posted wrote writes said says shared replied respond added comment schreib schrieb teilte écri publi escrib "
    "posteó dijo scriv scrit napisa ツイート 投稿 написа пишет твит"
)
_PROMISES = tuple(_PROMISE_WORDS.split())
_PROMISE = re.compile(r"x(?<!\wx)(?!\w)|post(?!\w)")
_ENDED = tuple('.!?…:。！？”"’»)」』')
FLAT = 360
"""Characters: the longest post but for its links."""
_SENTENCE = re.compile(r"(?<=[.!?…]) ")
_LOOK = 1500
"""Characters above the attribution by which the article's manner is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the article is written."""

    tongue: str | None = None
    headings: bool = False
    """True: lines of its own stand in capitals between the paragraphs, as cross-headings and teasers do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known before looking at any seam."""

    manner: Manner
    roomy: bool
    """True: paragraphs are parted by blank lines, so that a single line break is one inside a paragraph."""
    broken: bool
    """True: there is a line break around every link, the date's included."""
    flat: bool
    """True: no line break is left within a post's length."""
    style: str
    """How the attribution stands: `inline`, `line` (below the text) or `apart` (below a blank line)."""
    author: frozenset[str]
    """The author's name, its last word and the handle, case folded."""
    usual: int
    """Characters of the article's middle line, or of its middle sentence where no lines are left."""
    ended: float
    """Share of the article's lines that end as sentences do."""

    @property
    def breaks(self) -> str:
        """Say how line breaks stand: `plain`, `broken` around links, or `flat` where none are left."""
        return "flat" if self.flat else "broken" if self.broken else "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is seen at a seam, going upwards from the attribution."""

    seam: Seam
    above: str
    """The stretch above, up to the next seam as strong as this one."""
    below: str
    """From the seam to the next one below that is as strong."""
    post: str
    """All that would be the post, were it to begin here."""
    crossed: int
    """Breaks between this seam and the attribution."""
    used: int
    """Weighted characters of all that would be the post."""
    room: int
    """Weighted characters that a post of that day may still have above."""
    last: bool
    """True: the stretch above does not fit any more."""
    lowest: bool
    """True: no other seam stands between this one and the attribution."""
    highest: bool
    """True: no other seam stands above."""
    passed: int
    """Seams between this one and the attribution."""
    beacon: bool
    """True: further up, still in reach, a line announces the post."""
    stacked: bool
    """True: all up to the post above would fit into this one."""
    indent: int
    """Difference of indentation between the line below and the one above."""
    setting: Setting


def bound(day: date | None, text: str = "") -> int:
    """Give the weighted characters that a post of that day may have; links of X's own that end `text` come on top."""
    free = 0
    text = untargeted(text[-_LOOK_BACK:]).rstrip()
    while free < MOST_FREE and (link := _OWN_LINK.search(text, max(0, len(text) - _LINK_LENGTH))):
        text = text[: link.start()].rstrip()
        free += 1
    return int((140 if day and day < LONG_SINCE else 280) * SLACK) + 24 * free


def announces(line: str) -> bool:
    """Say whether a line promises that a post follows.

    >>> announces("She tweeted:"), announces("Nobody was hurt.")
    (True, False)
    """
    return line.endswith((":", "：")) and promises(line)


def promises(line: str) -> bool:
    """Say whether the end of a line speaks of posting or saying."""
    end = line[-160:].lower()
    if any(map(end.__contains__, _PROMISES)):
        return True
    return ("x" in end or "post" in end) and _PROMISE.search(end) is not None


def ended(line: str) -> bool:
    """Say whether a line ends as a sentence does."""
    return line.rstrip().endswith(_ENDED)


def sights(text: str, found: Attribution, low: int, stop: int, manner: Manner, *, stacked: bool = False) -> list[Sight]:
    """Give every seam between `low` and `stop` with what is seen there, the lowest first."""
    most = bound(found.day, text[low:stop])
    setting = _setting(text, found, low, stop, manner)
    all_seams = seams(text, low, stop, broken=setting.broken, flat=setting.flat)
    every_used = _used(text, all_seams, stop, most)
    seen: list[Sight] = []
    crossed = 0
    floors = {"break": stop, "joint": stop, "inside": stop}
    for index, (seam, used) in enumerate(zip(all_seams, every_used, strict=False)):
        highest = index == len(every_used) - 1
        top = _top(text, all_seams, index, low, broken=setting.broken)
        level = seam.level
        seen.append(
            Sight(
                seam=seam,
                above=text[top : seam.before].strip(),
                below=text[seam.after : floors[level]],
                post=text[seam.after : stop],
                crossed=crossed,
                used=used,
                room=most - used,
                indent=_indent(text, seam.after) - _indent(text, top) if level == "break" else 0,
                setting=setting,
                last=highest and len(every_used) < len(all_seams),
                lowest=index == 0,
                passed=index,
                highest=highest,
                beacon=False,
                stacked=False,
            )
        )
        floors["inside"] = seam.before
        if level != "inside":
            floors["joint"] = seam.before
        if level == "break":
            crossed += 1
            floors["break"] = seam.before
    return _with_prospects(seen, stacked=stacked and not (seen and seen[-1].last))


def _used(text: str, all_seams: list[Seam], stop: int, most: int) -> list[int]:
    """Weigh all that would be the post at each seam, up to the last that fits; the lowest is taken for one that does."""
    found: list[int] = []
    used, last = 0, stop
    for seam in all_seams:
        used += weigh(text[seam.after : last])
        if used > most and found:
            break
        found.append(used)
        last = seam.before
    return found


def _top(text: str, all_seams: list[Seam], index: int, low: int, *, broken: bool) -> int:
    """Give where the stretch above a seam begins: at the next seam as strong, past breaks that only links made."""
    weak = all_seams[index].level
    for one in all_seams[index + 1 :]:
        if one.kind in BREAKS:
            if broken and one.kind == "line" and not ended(text[max(low, one.before - 3) : one.before]):
                continue
            return one.after
        if weak != "break" and one.level == "joint":
            return one.after
    return low


def _with_prospects(seen: list[Sight], *, stacked: bool) -> list[Sight]:
    """Tell each seam what stands further up: hasty choices are wrong when the text above announces the post."""
    found: list[Sight] = []
    beacon = False
    for sight in reversed(seen):
        found.append(replace(sight, beacon=beacon, stacked=stacked) if beacon or stacked else sight)
        beacon = beacon or announces(sight.above)
    found.reverse()
    return found


def _setting(text: str, found: Attribution, low: int, stop: int, manner: Manner) -> Setting:
    gap = text[stop : found.start].count("\n")
    name = " ".join((found.name or "").casefold().split())
    names = [one for one in (name, name.rpartition(" ")[2]) if len(one) > 4]
    flat = "\n" not in text[max(low, found.start - FLAT) : found.end]
    above = text[max(0, found.start - _LOOK) : found.start]
    lines = [line.strip() for line in (_SENTENCE.split(above) if flat else above.split("\n"))]
    lines = [line for line in lines if line] or [""]
    return Setting(
        manner=manner,
        roomy="\n\n" in text[low:stop] or "\n\n" in text[found.end : found.end + 300],
        broken="\n" in text[found.anchor : found.end],
        flat=flat,
        style=("inline", "line", "apart")[min(gap, 2)],
        author=frozenset([*names, found.handle.casefold()]) if len(found.handle) > 3 else frozenset(names),
        usual=sorted(map(len, lines))[len(lines) // 2],
        ended=sum(map(ended, lines)) / len(lines),
    )


def manner_of(text: str) -> Manner:
    """Say how most of a text is written, by samples."""
    step = max(400, len(text) // 8)
    tongues = [tongue for at in range(0, min(len(text), 8 * step), step) if (tongue := guess(text[at : at + 400]))]
    headings = sum(map(is_heading, text.split("\n"))) > 1
    return Manner(tongue=max(tongues, key=tongues.count) if tongues else None, headings=headings)


def is_heading(line: str) -> bool:
    """Say whether a line is all in capitals as headings are: several words, no sentence's end, no tag.

    >>> is_heading("COUNCIL: THE BRIDGE STAYS SHUT"), is_heading("THE BRIDGE IS OPEN!"), is_heading("Ann wrote:")
    (True, False, False)
    """
    if not line.isupper():
        return False
    line = line.strip()
    return len(line) >= 20 and line.count(" ") >= 3 and line[-1] not in ".!?:…,;" and not {"#", "@"} & set(line)


def below_heading(text: str, low: int, stop: int) -> int:
    """Give where the lowest heading in capitals ends between two places, `low` without one.

    What has capitals only below the heading is no post that it stands above, but one that shouts.
    """
    end = stop
    while end > low:
        start = max(low, text.rfind("\n", low, end) + 1)
        if is_heading(text[start:end]) and any(map(str.islower, text[end:stop])):
            return end
        end = start - 1
    return low


def _indent(text: str, at: int) -> int:
    line = text.rfind("\n", max(0, at - 200), at) + 1
    return at - line if line else 0
