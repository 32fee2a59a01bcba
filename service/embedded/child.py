"""One process of ours: started as an ordinary user, tied to us, stopped politely and then not."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from service.embedded import leash
from service.embedded.home import Home

_STEP = 0.02
"""Seconds between two looks at a process: a look works from any event loop, a watcher belongs to one."""


class Child:
    """A running server. It ends with us even when we are killed, and its processes hold the home's lock until then."""

    def __init__(self, process: subprocess.Popen[bytes], said: Path) -> None:
        self._process = process
        self._said = said
        self._started = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    @property
    def is_running(self) -> bool:
        """Whether the process has not ended yet."""
        return self._process.poll() is None

    @property
    def last_words(self) -> str:
        """What the process said last, for a sentence that explains why it ended."""
        lines = self._said.read_text("utf-8", errors="replace").strip().splitlines()
        return lines[-1].strip() if lines else f"it said nothing and ended with code {self._process.returncode}"

    async def ended(self, patience: float) -> int | None:
        """Wait for the end and give the exit code; None when it still runs after `patience` seconds."""
        until = time.monotonic() + patience
        while (code := self._process.poll()) is None and time.monotonic() < until:  # noqa: ASYNC110 - see _STEP
            await asyncio.sleep(_STEP)
        return code

    async def stop(self, *steps: tuple[signal.Signals, float]) -> None:
        """Send each signal and give it its seconds; whatever happens, the process is gone afterwards."""
        try:
            for number, patience in steps:
                self._process.send_signal(number)
                if await self.ended(patience) is not None:
                    return
        finally:
            self._process.kill()
            self._process.wait()


def start(
    home: Home,
    command: Sequence[str | Path],
    *,
    said: str,
    on_our_death: signal.Signals,
    environment: Mapping[str, str] | None = None,
) -> Child:
    """Start a program in a home, as its user, with a bare environment and its own process group.

    What it says goes to the file `said` of the home, which starts empty. Call this from the main thread, or from one
    that lives as long as the service: the death of the starting *thread* ends the child (see `leash`).
    """
    descriptor = home.open_private(said, os.O_WRONLY | os.O_TRUNC | os.O_APPEND)
    account = home.account
    tie = [sys.executable, "-I", "-S", str(leash.__file__), os.getpid(), account.uid, account.gid, int(on_our_death)]
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed program with our own arguments, and no shell
            [str(part) for part in (*tie, *command)],
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            cwd=home.path,
            env={"PATH": os.defpath, "HOME": str(home.path), "LC_ALL": "C.UTF-8", "TZ": "UTC", **(environment or {})},
            pass_fds=[home.lock],
            start_new_session=True,
        )
    finally:
        os.close(descriptor)
    return Child(process, home.path / said)
