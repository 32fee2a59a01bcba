"""The cards' script and style, built from the npm packages of the development set-up and never kept with the code."""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
_CACHE = Path(".cache/cards")
_SECONDS = 60


class NoNode(Exception):
    """The npm packages are not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a browser loads."""

    script: bytes
    style: bytes


def bundle() -> Bundle:
    """Build, or take what was built from the same sources before. Raises NoNode."""
    modules = _modules()
    packages = [modules / name / "package.json" for name in ("react", "react-dom", "react-tweet", "esbuild")]
    sources = [_HERE / "app.jsx", _HERE / "app.css", *packages]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    place = _CACHE / digest
    if not (place / "app.js").exists():
        _build(modules, place)
    return Bundle(script=(place / "app.js").read_bytes(), style=(place / "app.css").read_bytes())


def _modules() -> Path:
    for place in (Path(sys.prefix) / "node" / "node_modules", *map(Path, os.environ.get("NODE_PATH", "").split(":"))):
        if (place / "react-tweet").is_dir() and (place / "esbuild").is_dir():
            return place.absolute()
    raise NoNode("The npm packages of the cards are not there; run `make dev`, which needs node and npm.")


def _build(modules: Path, place: Path) -> None:
    program = next(modules.glob("@esbuild/*/bin/esbuild"), modules / "esbuild" / "bin" / "esbuild")
    arguments = ["--bundle", "--minify", "--format=iife", "--jsx=automatic", "--target=chrome120", "--log-level=error"]
    subprocess.run(
        [
            program,
            "app.jsx",
            *arguments,
            "--define:process.env.NODE_ENV='production'",
            "--external:/font/*",
            f"--outfile={(place / 'app.js').absolute()}",
        ],
        cwd=_HERE,
        env={**os.environ, "NODE_PATH": str(modules)},
        check=True,
        timeout=_SECONDS,
    )
