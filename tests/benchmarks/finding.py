"""References are found at 20 MB of HTML and 10 MB of text a second on one core, in linear time, 100 ms after the first call.

HTML stands beside the parser alone, which reads the same bytes and selects the links. Every body is a new one with
addresses of its own: nothing is remembered from one run to the next. `python -m tests.benchmarks.finding FILE…` measures
files as well.
"""

import pathlib
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from service import dom, references
from service.model.article import Article, Format
from tests.benchmarks.pages import html_body, site, text_body
from tests.benchmarks.report import Report

HTML_RATE, TEXT_RATE = 20, 10
"""MB per second."""
PARSERS = 3
"""Times the parser's own time."""
GROWTH = 1.5
"""Times the time per byte at 1 MB that 10 MB may take: caches of the processor are what is left."""
FIRST_CALL = 100
"""Milliseconds."""
KINDS: tuple[tuple[str, Callable[[int, int], str], Format], ...] = (
    ("text", text_body, Format.TEXT),
    ("HTML, an article", html_body, Format.HTML),
    ("HTML, a site's page", site, Format.HTML),
)
_FRESH = count(1)
_FIRST = """
import sys, time
began = time.perf_counter()
from service import references
from service.model.article import Article, Format
ready = time.perf_counter()
references.find(Article(body=sys.stdin.read(), format=Format(sys.argv[1])))
print(ready - began, time.perf_counter() - ready)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured thing and its mark."""

    name: str
    value: float
    unit: str
    mark: str = ""
    holds: bool = True

    def line(self) -> str:
        """Give a line of the table."""
        said = f"   {'ok' if self.holds else 'MISSED'}, {self.mark}" if self.mark else ""
        return f"{self.name:44}{self.value:10.2f} {self.unit}{said}"


def spent(action: Callable[[], object]) -> float:
    """Give the processor time of one run, in seconds: other work on the machine does not count."""
    began = time.process_time()
    action()
    return time.process_time() - began


def _found(body: str, form: Format) -> float:
    article = Article(body=body, format=form)
    return spent(lambda: references.find(article))


def _parsed(body: str) -> float:
    return spent(lambda: dom.parse(body, places=True).select("a[href]"))


def _measured(name: str, make: Callable[[int, int], str], form: Format) -> list[Figure]:
    """Measure bodies of 1, 3 and 10 MB; the least time of several runs each."""
    figures: list[Figure] = []
    rates: dict[int, float] = {}
    for size, runs in ((1, 9), (3, 4), (10, 2)):
        bodies = [make(size * 1_000_000, next(_FRESH) * 10_000_000) for _ in range(runs)]
        megabytes = len(bodies[0].encode()) / 1e6
        took = min(_found(body, form) for body in bodies)
        rates[size] = megabytes / took
        least = TEXT_RATE if form is Format.TEXT else HTML_RATE
        figures.append(
            Figure(
                name=f"{name}, {size} MB",
                value=rates[size],
                unit="MB/s",
                mark=f"at least {least}",
                holds=rates[size] >= least,
            )
        )
        if form is Format.HTML:
            alone = min(_parsed(body + " ") for body in bodies)
            figures.append(
                Figure(name=f"{name}, {size} MB, the parser alone", value=megabytes / alone, unit="MB/s"),
            )
            figures.append(
                Figure(
                    name=f"{name}, {size} MB, beside the parser",
                    value=took / alone,
                    unit="times",
                    mark=f"at most {PARSERS}",
                    holds=took / alone <= PARSERS,
                )
            )
    growth = rates[1] / rates[10]
    figures.append(
        Figure(
            name=f"{name}, a byte of 10 MB beside one of 1 MB",
            value=growth,
            unit="times",
            mark=f"at most {GROWTH}",
            holds=growth <= GROWTH,
        )
    )
    return figures


def _first_call(name: str, make: Callable[[int, int], str], form: Format) -> list[Figure]:
    """Measure the first call of a fresh process, on an article of ordinary length; the best of three processes."""
    body = make(30_000, 7)
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", _FIRST, form.value], input=body, capture_output=True, text=True, check=True
        )
        runs.append(tuple(float(each) * 1000 for each in done.stdout.split()))
    loading, call = (min(each) for each in zip(*runs, strict=True))
    return [
        Figure(name=f"{name}, loading the modules", value=loading, unit="ms"),
        Figure(
            name=f"{name}, first call",
            value=call,
            unit="ms",
            mark=f"at most {FIRST_CALL}",
            holds=call <= FIRST_CALL,
        ),
    ]


def measure(files: tuple[str, ...] = ()) -> Report:
    """Measure bodies made up here, one core; and files, of which there are no other copies."""
    figures: list[Figure] = []
    for kind in KINDS:
        figures += _measured(*kind)
        figures += _first_call(*kind)
    for name in files:
        body = pathlib.Path(name).read_text("utf-8")
        rate = len(body.encode()) / 1e6 / _found(body, references.detect(body))
        figures.append(Figure(name=pathlib.Path(name).name, value=rate, unit="MB/s"))
    return Report(
        promise=(__doc__ or "").splitlines()[0],
        table="\n".join(figure.line() for figure in figures),
        holds=all(figure.holds for figure in figures),
    )


if __name__ == "__main__":
    print(measure(tuple(sys.argv[1:])).table)
