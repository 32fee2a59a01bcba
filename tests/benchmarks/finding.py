"""How fast references are found, beside the parser alone.

`measure()` is what the bench runner calls; `python tests/benchmarks/finding.py [FILE…]` prints the same for generated
input and for files given by name.
"""

import pathlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import turbohtml

from service import references
from service.model.article import Article, Format

PROSE = "The council met on Monday to discuss the bridge, which had been closed since spring for repairs that cost more than planned. "
POST = "The bridge is open 🌉 https://t.co/AbCdEfGhIj — Ann O’Neil (@annm) October 10, 2022"
LINK = '<a href="https://example.com/story/{n}?from=a&amp;to=b" target="_blank" rel="noopener">an earlier report</a>'
EMBED = (
    '<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper"><blockquote class="twitter-tweet">'
    '<p lang="en" dir="ltr">The bridge is open <a href="https://t.co/AbCdEfGhIj">https://t.co/AbCdEfGhIj</a></p>&mdash; Ann (@annm) '
    '<a href="https://twitter.com/annm/status/15794784347831{n:05}?ref_src=twsrc%5Etfw">October 10, 2022</a></blockquote></div></figure>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured thing."""

    name: str
    value: float
    unit: str


def text_body(size: int) -> str:
    """Make prose with a flattened post every 4,000 characters or so."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(
            "\n\n".join([PROSE * 4] * 8) + f"\n\n{POST}\n\nSee https://example.com/story/{length} for more.\n\n"
        )
        length += len(parts[-1])
    return "".join(parts)


def html_body(size: int) -> str:
    """Make a page with a link in every other paragraph and an embed every 6,000 characters or so."""
    parts = ["<!doctype html><html><head><title>News</title></head><body><article>"]
    length = number = 0
    while length < size:
        for turn in range(12):
            number += 1
            tail = LINK.format(n=number) if turn % 2 else ""
            parts.append(f'<p class="story__paragraph">{PROSE * 3}{tail}</p>\n')
            length += len(parts[-1])
        parts.append(EMBED.format(n=number % 100000))
        length += len(parts[-1])
    return "".join([*parts, "</article></body></html>"])


def seconds(action: Callable[[], object], least: float = 0.4) -> float:
    """Give the least processor time of some runs: other work on the machine does not count."""
    best, spent = 1e9, 0.0
    while spent < least:
        began = time.process_time()
        action()
        took = time.process_time() - began
        best, spent = min(best, took), spent + took
    return best


def _rate(name: str, body: str, format_: Format) -> Iterator[Figure]:
    size = len(body.encode()) / 1e6
    article = Article(body=body, format=format_)
    took = seconds(lambda: references.find(article))
    yield Figure(name=f"{name}, {size:.1f} MB", value=size / took, unit="MB/s")
    if format_ is Format.HTML:
        fresh = count()
        alone = seconds(lambda: turbohtml.parse(f"{body}<!--{next(fresh)}-->", source_locations=True).select("a"))
        yield Figure(name=f"{name}, beside the parser alone", value=took / alone, unit="times its time")


def measure(files: tuple[str, ...] = ()) -> tuple[Figure, ...]:
    """Measure generated bodies of 0.1, 1 and 10 MB and the files, one core."""
    found: list[Figure] = []
    for size in (100_000, 1_000_000, 10_000_000):
        found += _rate("text, generated", text_body(size), Format.TEXT)
        found += _rate("HTML, generated", html_body(size), Format.HTML)
    for name in files:
        body = pathlib.Path(name).read_text("utf-8")
        found += _rate(pathlib.Path(name).name, body, references.detect(body))
    return tuple(found)


if __name__ == "__main__":
    for figure in measure(tuple(sys.argv[1:])):
        print(f"{figure.name:48} {figure.value:8.2f} {figure.unit}")
