"""`python -m tests.benchmarks [NAME…]`: run the benchmarks named, or all, and print each one's table.

A benchmark is a module of this package with a `measure()`, async or not, that gives a Report, or the figures it measured
(each with `name`, `value` and `unit`). Nothing is registered by hand. The exit code is 1 when one misses its own mark.
"""

import asyncio
import importlib
import inspect
import pkgutil
import sys
import time

import tests.benchmarks as here
from tests.benchmarks.report import Report


def names() -> list[str]:
    """Give the benchmarks there are, by name."""
    return sorted(
        module.name
        for module in pkgutil.iter_modules(here.__path__)
        if not module.name.startswith("_") and hasattr(_module(module.name), "measure")
    )


def _module(name: str):
    return importlib.import_module(f"{here.__name__}.{name}")


def _report(name: str) -> Report:
    found = _module(name).measure()
    told = asyncio.run(found) if inspect.isawaitable(found) else found
    if isinstance(told, Report):
        return told
    table = "\n".join(f"{each.name:48}{each.value:12,.2f} {each.unit}" for each in told)
    promise = (_module(name).__doc__ or "").strip().splitlines()[0]
    return Report(promise=promise, table=table, holds=True)


def main(wanted: list[str]) -> int:
    known = names()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    missed = 0
    for name in wanted or known:
        began = time.perf_counter()
        report = _report(name)
        mark = "holds" if report.holds else "MISSED"
        print(f"\n== {name}: {report.promise}\n{report.table}\n{mark}, in {time.perf_counter() - began:.1f} s")
        missed += not report.holds
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
