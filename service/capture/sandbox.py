"""Whether the browser's pages are really locked in: asked of the kernel, not assumed from flags."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from service.capture.flags import PRIVATE

_FILTERED = "2"
"""`Seccomp:` of a process whose system calls are filtered (proc(5))."""


def measure(processes: Iterable[Mapping[str, Any]], uid: int) -> tuple[tuple[str, ...], bool]:
    """Give the browser's flags and whether every page process has a seccomp filter, no capability and no root.

    `processes` is the answer of `SystemInfo.getProcessInfo`; `uid` the user the browser should run as.
    """
    shown: tuple[str, ...] = ()
    pages: list[bool] = []
    for process in processes:
        place = Path("/proc") / str(process["id"])
        try:
            status = _status(place)
            if process["type"] == "browser":
                shown = _flags(place)
                pages.append(status.get("Uid", "").split()[:1] == [str(uid)])
            elif process["type"] == "renderer":
                pages.append(
                    status.get("Seccomp") == _FILTERED
                    and not int(status.get("CapEff", "1"), 16)
                    and "--no-sandbox" not in _arguments(place)
                )
        except OSError:
            pages.append(False)
    return shown, uid != 0 and len(pages) > 1 and all(pages)


def _status(place: Path) -> dict[str, str]:
    lines = (place / "status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _arguments(place: Path) -> tuple[str, ...]:
    return tuple((place / "cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0"))


def _flags(place: Path) -> tuple[str, ...]:
    return tuple(flag for flag in _arguments(place)[1:] if flag.startswith("--") and not flag.startswith(PRIVATE))
