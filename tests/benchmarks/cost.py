"""What a program costs with all its descendants: processor seconds and memory, as the kernel counts them (proc(5))."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def cpu_seconds(pid: int) -> float:
    """Give user and system time of a process, its descendants and those of them that have ended and were waited for."""
    return sum(sum(map(int, fields[11:15])) for _, fields in _tree(pid)) / _TICK


def memory(pid: int) -> int:
    """Give bytes of the tree, what is shared divided among those who share it (PSS)."""
    total = 0
    for each, _ in _tree(pid):
        with contextlib.suppress(OSError):
            lines = (_PROC / str(each) / "smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024


def _tree(pid: int) -> Iterator[tuple[int, list[str]]]:
    known: dict[int, list[str]] = {}
    children: dict[int, list[int]] = {}
    for entry in _PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            known[int(entry.name)] = fields
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, ())
        if one in known:
            yield one, known[one]
