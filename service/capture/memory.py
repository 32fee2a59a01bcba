"""Memory: the browser's, watched from outside, and our own, kept in one heap and not looked through over and over.

A page that takes too much loses its renderer, and its visit ends.

Flags do not do it: with `--max-old-space-size=256` a page took 1.3 GB, and array buffers stand outside of that limit.
A leaking page takes about 1 GB a second, so we look four times a second.
"""

import asyncio
import contextlib
import ctypes
import gc
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from service import log as logs

log = logs.get(__name__)

_EVERY_SECONDS = 0.25
_RECENT_SECONDS = 5.0
_PROC = Path("/proc")
_PARENTS = frozenset({"browser", "zygote"})
_ARENA_MAX = -8
"""`M_ARENA_MAX` of mallopt(3)."""


def one_heap() -> None:
    """Let all threads share one heap of the C library, where it has several. Call it before there are threads.

    What pictures and pages leave free in a thread's own heap is given back by nobody: with 22 MB in use our process
    stood at 146 MB after 420 visits, and at 66 MB with one heap after 735.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


@contextlib.contextmanager
def standing() -> Iterator[None]:
    """Take what stands already out of the collector's rounds, as long as the block lasts.

    That is the libraries, 140,000 objects: a full round over them holds every task up for 0.1 s. All rounds of 76 visits
    took 0.58 s of processor time, and 0.39 s without these.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process of the browser."""

    pid: int
    kind: str
    """What Chromium calls it: `renderer`, `gpu-process`, `utility`, `zygote`; `browser` for the first."""
    used: int
    """Bytes that are its own: anonymous and shared memory without mapped files (proc(5): RssAnon, RssShmem)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What may be taken, in bytes."""

    page: int
    """By one renderer."""
    whole: int
    """By the browser with all its processes."""


class Meter:
    """Looks at one browser as long as `watch` runs, and ends what takes too much."""

    def __init__(self, pid: int, budget: Budget) -> None:
        self._pid = pid
        self._budget = budget
        self._ended_at = -_RECENT_SECONDS
        self._tell: Callable[[], None] = lambda: None
        self.ended = 0
        """Renderers that were ended."""
        self.now = 0
        """Bytes of the whole browser when it was last looked at."""
        self.most = 0
        """Bytes of the whole browser when it took most."""
        self.dead = False
        """Whether there is no browser any more."""

    @property
    def excuse(self) -> str | None:
        """Why a renderer died just now, when it was us."""
        if monotonic() - self._ended_at > _RECENT_SECONDS:
            return None
        return f"The page took more than {self._budget.page >> 20} MB of memory and was stopped."

    def when_dead(self, tell: Callable[[], None]) -> None:
        """Say whom to tell when the browser is no more: the driver, when it dies with it, says nothing of that."""
        self._tell = tell

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            for process in await asyncio.to_thread(self.look):
                self.end(process)
            if self.dead:
                self._tell()
            await asyncio.sleep(_EVERY_SECONDS)

    def look(self) -> tuple[Process, ...]:
        """Measure once. Gives the processes that must go."""
        found = tuple(tree(self._pid))
        self.dead = not found
        whole = sum(process.used for process in found)
        self.now, self.most = whole, max(self.most, whole)
        renderers = sorted((each for each in found if each.kind == "renderer"), key=lambda each: -each.used)
        greedy = tuple(each for each in renderers if each.used > self._budget.page)
        if not greedy and whole > self._budget.whole:
            return tuple(renderers[:1]) or found[:1]
        return greedy

    def end(self, process: Process) -> None:
        """End a process; the browser tells its page."""
        self._ended_at = monotonic()
        self.ended += 1
        log.warning(
            "A page took too much memory.", action="memory-overrun", kind=process.kind, megabytes=process.used >> 20
        )
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


@contextlib.asynccontextmanager
async def metered(pid: int, budget: Budget) -> AsyncIterator[Meter]:
    """Watch a browser during a block."""
    meter = Meter(pid, budget)
    task = asyncio.create_task(meter.watch())
    try:
        yield meter
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def tree(pid: int) -> Iterator[Process]:
    """Measure a process and all its descendants, parents first.

    Only the browser itself and its zygotes start others; the rest are locked in (`seccomp`), and asking each of their
    threads was most of the work of looking.
    """
    waiting = [pid]
    while waiting:
        one = waiting.pop(0)
        with contextlib.suppress(OSError, ValueError):
            found = _measured(one)
            if found.kind in _PARENTS:
                waiting += _children(one)
            yield found


def _children(pid: int) -> Iterator[int]:
    """Give the processes that one has started: a fifth of the work of asking every process for its parent.

    Kernels without that file (proc(5): CONFIG_PROC_CHILDREN) are asked the long way.
    """
    if not (_PROC / f"self/task/{os.getpid()}/children").exists():
        yield from _asked_for_parents(pid)
        return
    for thread in (_PROC / f"{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            yield from map(int, _told(f"{thread}/children").split())


def _asked_for_parents(pid: int) -> Iterator[int]:
    for entry in _PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                yield int(entry.name)


def _measured(pid: int) -> Process:
    used = 0
    for line in _told(f"{_PROC}/{pid}/status").splitlines():
        if line.startswith(b"State:") and line.split()[1] in b"ZX":
            raise ProcessLookupError(pid)  # dead, and nobody has asked for it yet
        if line.startswith((b"RssAnon:", b"RssShmem:")):
            used += int(line.split()[1]) * 1024
    arguments = _told(f"{_PROC}/{pid}/cmdline").replace(b" ", b"\0").split(b"\0")
    kinds = [each.removeprefix(b"--type=") for each in arguments if each.startswith(b"--type=")]
    return Process(pid=pid, kind=kinds[0].decode(errors="replace") if kinds else "browser", used=used)


def _told(file_name: str) -> bytes:
    """Read one of the kernel's files: small, and read many times a second."""
    file = os.open(file_name, os.O_RDONLY | os.O_CLOEXEC)
    try:
        told = b""
        while part := os.read(file, 65536):
            told += part
        return told
    finally:
        os.close(file)
