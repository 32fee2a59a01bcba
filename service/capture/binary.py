"""Finding a Chromium on this machine. Debian's shell wrappers are passed over: they add flags and keys of their own."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from service.errors import SetupFailed
from service.settings import Settings

_HINT = (
    "Install it (Debian, Ubuntu: `apt-get install chromium-headless-shell`; elsewhere "
    "`python -m playwright install --only-shell chromium`), or point HOLDFAST_BROWSER at a Chromium."
)
_LIBRARY = Path("/usr/lib/chromium")
_PLAYWRIGHT = (
    "chromium_headless_shell-*/chrome-headless-shell-linux*/chrome-headless-shell",
    "chromium_headless_shell-*/chrome-linux/headless_shell",
    "chromium-*/chrome-linux*/chrome",
)


def find(settings: Settings) -> Path:
    """Give the browser's binary, a headless shell before a full browser.

    Raises SetupFailed when there is none, or none where HOLDFAST_BROWSER says.
    """
    if settings.browser is not None:
        named = Path(settings.browser)
        if _is_binary(named):
            return named.resolve()
        raise SetupFailed(f"HOLDFAST_BROWSER is {named}, which is no program.", hint=_HINT)
    for candidate in _candidates():
        if _is_binary(candidate) and not _is_script(candidate):
            return candidate.resolve()
    raise SetupFailed("There is no Chromium on this machine.", hint=_HINT)


def is_shell(binary: Path) -> bool:
    """Say whether this is the headless shell: a quarter of the CPU of the full browser, and other pixels."""
    return "headless" in binary.name


def _candidates() -> Iterator[Path]:
    yield _LIBRARY / "chromium-headless-shell"
    yield Path(sys.executable).parent / "chromium-headless-shell"  # where set-up leaves a link to what it found
    yield from _on_path("chromium-headless-shell", "chrome-headless-shell")
    cache = Path.home() / ".cache" / "ms-playwright"
    for pattern in _PLAYWRIGHT:
        yield from sorted(cache.glob(pattern), reverse=True)
    yield _LIBRARY / "chromium"
    yield Path("/opt/google/chrome/chrome")
    yield from _on_path("google-chrome", "chromium", "chromium-browser")


def _on_path(*names: str) -> Iterator[Path]:
    for name in names:
        found = shutil.which(name)
        if found:
            yield Path(found)


def _is_binary(path: Path) -> bool:
    return path.is_file() and shutil.which(str(path)) is not None


def _is_script(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"#!"
