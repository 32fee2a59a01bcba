"""The fonts that draw the pictures: pixels depend on them, so every manifest names them by digest."""

import hashlib
import json
from pathlib import Path

_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.fonts"), Path("~/.local/share/fonts"))
_DECIDING = (
    "LiberationSans-Regular",
    "NotoColorEmoji",
    "NotoNaskhArabic-Regular",
    "NotoSans-Regular",
    "NotoSansArabic-Regular",
    "NotoSansCJK-Regular",
    "NotoSansDevanagari-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansThai-Regular",
)
"""Faces named one by one: they draw nearly all text that posts hold. The rest is covered by one digest over all."""


def digests(cache: Path) -> dict[str, str]:
    """Give font file → SHA-256 (hex) for the deciding faces, and under `all-fonts` one digest over every font file.

    What was hashed before and has neither changed its size nor its time is taken from the `cache` file.
    """
    known = _read(cache)
    found: dict[str, list[str | int]] = {}
    for path in sorted(path for folder in _FOLDERS for path in folder.expanduser().rglob("*") if _is_font(path)):
        size, time = path.stat().st_size, path.stat().st_mtime_ns
        row = known.get(str(path))
        digest = row[2] if row and row[:2] == [size, time] else hashlib.sha256(path.read_bytes()).hexdigest()
        found[str(path)] = [size, time, digest]
    if found != known:
        cache.parent.mkdir(parents=True, exist_ok=True)
        unfinished = cache.with_suffix(".new")
        unfinished.write_text(json.dumps(found))
        unfinished.replace(cache)
    sums = "".join(f"{row[2]}  {Path(path).name}\n" for path, row in sorted(found.items()))
    named = {Path(path).name: str(row[2]) for path, row in found.items() if Path(path).stem in _DECIDING}
    return {"all-fonts": hashlib.sha256(sums.encode()).hexdigest(), **named} if found else {}


def _is_font(path: Path) -> bool:
    return path.suffix.lower() in (".ttf", ".otf", ".ttc", ".otc") and path.is_file()


def _read(cache: Path) -> dict[str, list[str | int]]:
    try:
        data = json.loads(cache.read_text())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
