"""How well the extent of a flattened post is found, and whether the confidence keeps its word.

Every article is made of our own sentences: prose, a lead-in or none, a post of some lines, flattened as extractors do it.
`python -m tests.benchmarks extents` prints both tables; real pages are for tests/benchmarks/fitting.py.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from service import references
from service.model.article import Article, Format
from tests.benchmarks.report import Report
from tests.benchmarks.sentences import PATTERNS, saying

SEED = 20_261_122
CASES = 300
BUCKETS = (0.7, 0.8, 0.9, 0.97, 1.01)
LAYOUTS = {
    "line below line": ("\n", "\n", " "),
    "paragraphs apart": ("\n\n", "\n\n", " "),
    "in one line": ("\n\n", " ", " "),
    "a line for every link": ("\n", "\n", "\n"),
    "glued": ("\n", "", " "),
    "indented": ("\n\n      ", "\n\n      ", " "),
}
"""What stands between paragraphs, before the dash, and around every link."""
LEADS = (
    "",
    "",
    "",
    "She tweeted:",
    "See the post below:",
    "Auf X schrieb er:",
    "Sur X, il a écrit :",
    "1.",
    "Reactions",
)
ENDS = (
    "",
    "{}#Vellmark",
    "{}pic.twitter.com/AbCdEfGhIj",
    "{}https://t.co/AbCdEfGhIj",
    "{}#Keld{}pic.twitter.com/AbCdEfGhIj",
    " 🌉",
)
SHORT = ("Nobody was hurt.", "The bridge stays closed.", "That was on Monday.", "He did not say more than that.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One article with its post."""

    layout: str
    body: str
    start: int
    end: int


def made(seed: int = SEED, count: int = CASES, *, short: bool = False) -> Iterator[Made]:
    """Make articles, the same for the same seed; `short`: a short line of prose stands directly above the post."""
    chance = random.Random(seed)
    for number in range(count):
        layout = list(LAYOUTS)[number % len(LAYOUTS)]
        between, dash, link = LAYOUTS[layout]
        tongue = "en" if short else chance.choice(sorted(PATTERNS))
        above = [" ".join(saying(chance, tongue).text() for _ in range(chance.randint(1, 3))) for _ in range(3)]
        lead = chance.choice(SHORT) if short else chance.choice(LEADS)
        said = saying(chance, tongue if chance.random() < 0.8 else None, least=1).text()
        if layout == "line below line":
            said = said.replace(". ", chance.choice([". ", ".\n"]), 1)
        post = said + chance.choice(ENDS).replace("{}", link)
        before = between.join([*above, *filter(None, [lead])]) + between
        flat = f"{post}{dash}— Ann O’Neil (@ann_on){link if link != ' ' else ' '}October 10, 2022"
        behind = between + saying(chance, tongue).text()
        yield Made(layout=layout, body=before + flat + behind, start=len(before), end=len(before + flat))


def overlap(one: Made) -> tuple[float, float]:
    """Give how much of the post and of its find is common to both, and the confidence; nothing found is 0."""
    best = (0.0, 0.0)
    for found in references.find(Article(body=one.body, format=Format.TEXT)):
        common = min(found.end, one.end) - max(found.start, one.start)
        if found.author and found.author.handle == "ann_on" and common > 0:
            union = max(found.end, one.end) - min(found.start, one.start)
            best = max(best, (common / union, found.confidence))
    return best


def measure() -> Report:
    """Print overlap by layout, and by confidence."""
    by_layout: dict[str, list[float]] = defaultdict(list)
    by_sureness: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for one in made():
        got, sure = overlap(one)
        by_layout[one.layout].append(got)
        by_sureness[sum(sure >= edge for edge in BUCKETS)].append((sure, got))
    means = {layout: sum(all_) / len(all_) for layout, all_ in by_layout.items()}
    lines = [f"{layout:26} n {len(by_layout[layout]):4}  overlap {mean:.3f}" for layout, mean in means.items()]
    for _, pairs in sorted(by_sureness.items()):
        sure = sum(pair[0] for pair in pairs) / len(pairs)
        lines.append(
            f"confidence {sure:.2f}           n {len(pairs):4}  overlap {sum(p[1] for p in pairs) / len(pairs):.3f}"
        )
    return Report(
        promise="flattened posts: mean overlap at least 0.95, and confidence is the overlap to expect",
        table="\n".join(lines),
        holds=sum(means.values()) / len(means) >= 0.95,
    )
