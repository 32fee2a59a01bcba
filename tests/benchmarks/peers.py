"""Other programs that photograph pages, on the same cards: what one picture costs, and whether it shows the post.

`python -m tests.benchmarks peers`. What is not installed is passed over in words; none of them is needed by anything else:

    python3 -m venv ~/.cache/holdfast-peers && ~/.cache/holdfast-peers/bin/pip install shot-scraper
    PUPPETEER_SKIP_DOWNLOAD=1 npm install --prefix ~/.cache/holdfast-peers capture-website-cli single-file-cli

Each runs as a whole process, start of the browser included, with its own defaults. They get the browser that we use by a
wrapper that leads every name to the cards and takes their certificate. The figures stand in docs/benchmarks.md.
"""

import argparse
import asyncio
import contextlib
import io
import json
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from service.capture import binary
from service.capture.saying import SAID, said
from service.model.ids import normalise
from service.settings import Settings
from tests.benchmarks import raw_cdp
from tests.benchmarks.cards.bundle import NoNode
from tests.benchmarks.cards.posts import post
from tests.benchmarks.report import Report
from tests.benchmarks.studio import Studio, pages, studio

PROMISE = "what others make of the same cards, each as a whole process, correctness beside speed"
PLACE = Path.home() / ".cache" / "holdfast-peers"
_SECONDS = 90
_MANY = 6
_HEAD = f"{'s':>8} {'CPU s':>8} {'right':>10} {'silent':>7}  "
_PATIENCE = 2.5
"""Seconds that the right picture is left alone after everything has come."""
_SIDE = 6
"""CSS pixels by which a card's border may stand elsewhere."""
_UNLIKE = 9.0
"""Of 255: mean difference of brightness up to which two cards, scaled to the same size, are one. A card whose words were
set at another scale differs by 1 to 4, one without its picture by 20 and more."""
_SHELL = "chrome-headless-shell-linux64/chrome-headless-shell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One program, and how it is told to take pages."""

    name: str
    program: Path
    arguments: tuple[str, ...]
    """{url} stands for the address, {folder} for where files go, {n} for the number of the page."""
    file: str = "{n}.png"
    environment: dict[str, str] = field(default_factory=dict)
    at_once: int = 1
    """Pages of one process."""

    def command(self, urls: Sequence[str], folder: Path) -> list[str]:
        """Give the command line for these pages."""
        known = {"url": urls[0], "folder": folder, "n": _number(urls[0])}
        more = urls if self.at_once > 1 else ()
        return [str(self.program), *(each.format(**known) for each in self.arguments), *more]


@dataclass(kw_only=True)
class Tally:
    """What came of one program on one kind of page."""

    pages: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    right: int = 0
    silent: int = 0
    """Wrong, and the exit code says nothing of it."""

    def line(self) -> str:
        """Give it as a part of a row."""
        return f"{self.seconds / self.pages:8.2f} {self.cpu / self.pages:8.2f} {self.right:4} of {self.pages:<3}{self.silent:7}"


def others(place: Path, shell: Path, playwright: Path) -> tuple[Peer, ...]:
    """Name those of other houses, installed or not."""
    node = place / "node_modules" / ".bin"
    return (
        Peer(
            name="shot-scraper",
            program=place / "bin" / "shot-scraper",
            arguments=("shot", "{url}", "-o", "{folder}/{n}.png"),
            environment={"PLAYWRIGHT_BROWSERS_PATH": str(playwright)},
        ),
        Peer(
            name="capture-website-cli",
            program=node / "capture-website",
            arguments=("{url}", "--output={folder}/{n}.png", "--full-page", "--overwrite"),
            environment={"PUPPETEER_EXECUTABLE_PATH": str(shell)},
        ),
        Peer(
            name="single-file-cli (a document, no picture)",
            program=node / "single-file",
            arguments=("{url}", "{folder}/{n}.html", f"--browser-executable-path={shell}"),
            file="{n}.html",
        ),
        Peer(
            name="the headless shell's --screenshot",
            program=shell,
            arguments=("--hide-scrollbars", "--window-size=800,1600", "--screenshot={folder}/{n}.png", "{url}"),
        ),
    )


def ours(place: Studio) -> tuple[Peer, ...]:
    """Name our own ways: one page a process, and as the service works."""
    program = Path(sys.executable)

    def told(kind: str) -> tuple[str, ...]:
        return ("-m", "tests.benchmarks.alone", kind, place.ports, str(place.authority), "{folder}")

    return (
        Peer(name="Holdfast, the picture alone", program=program, arguments=(*told("picture"), "{url}")),
        Peer(name="Holdfast, everything kept", program=program, arguments=(*told("all"), "{url}")),
        Peer(name="Holdfast, everything, in one process", program=program, arguments=told("all"), at_once=_MANY),
    )


def wrapper(place: Path, port: int) -> Path:
    """Write a browser that leads every name to the cards."""
    path = place / "headless-shell"
    real, rules = shlex.quote(str(binary.find(Settings()))), f"--host-resolver-rules=MAP * 127.0.0.1:{port}"
    path.write_text(f"#!/bin/sh\nexec {real} --no-sandbox --ignore-certificate-errors '{rules}' \"$@\"\n", "utf-8")
    path.chmod(0o755)
    return path


def browsers(place: Path, installed: Path, shell: Path) -> Path:
    """Put the browser where the playwright of an installed peer looks for its own."""
    for listed in installed.glob("lib/python3*/site-packages/playwright/driver/package/browsers.json"):
        known = json.loads(listed.read_text("utf-8"))["browsers"]
        revision = next(each["revision"] for each in known if each["name"] == "chromium-headless-shell")
        there = place / f"chromium_headless_shell-{revision}" / _SHELL
        there.parent.mkdir(parents=True)
        there.symlink_to(shell)
    return place


async def whole(command: Sequence[str], environment: Mapping[str, str]) -> dict[str, float]:
    """Run a command as `whole` does."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.benchmarks.whole", str(_SECONDS), *command),
        env={**os.environ, "TZ": "UTC", **environment},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return dict(json.loads(out))


def card(png: bytes) -> Image.Image | None:
    """Cut the card out of a picture, in grey: what is not its ground; None when there is nothing."""
    image = Image.open(io.BytesIO(png)).convert("L")
    ground = Image.new("L", image.size, image.getpixel((image.width - 1, image.height - 1)))
    box = ImageChops.difference(image, ground).point([0] * 12 + [255] * 244).getbbox()
    return image.crop(box) if box else None


def unlike(png: bytes, right: bytes) -> float:
    """Give by how much a picture differs from the right one, at whatever scale: 0…255; 255 for another shape."""
    shown, wanted = card(png), card(right)
    if shown is None or wanted is None:
        return 255.0
    scale = shown.width / wanted.width
    if abs(shown.height - wanted.height * scale) > _SIDE * scale:
        return 255.0
    size = (wanted.width // 4, wanted.height // 4)
    one, other = (each.resize(size, Image.Resampling.BOX) for each in (shown, wanted))
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def kept(html: str, url: str) -> bool:
    """Say whether a document keeps the words of the card, and its picture where it has one."""
    shown = post(int(_number(url)), origin="", kind="f")
    text = normalise(re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL))
    return said(shown.expect, text) >= SAID and ("mediaDetails" not in shown.document or "data:image/jpeg" in html)


def fits(file: Path, url: str, right: bytes) -> bool:
    """Say whether what a program left is the post."""
    if not file.is_file():
        return False
    if file.suffix == ".html":
        return kept(file.read_text("utf-8", "replace"), url)
    with contextlib.suppress(OSError):
        return unlike(file.read_bytes(), right) <= _UNLIKE
    return False


async def tally(peer: Peer, urls: Sequence[str], right: Mapping[str, bytes], folder: Path) -> Tally:
    """Have one program take the pages, as many in one process as it does."""
    told = Tally()
    for start in range(0, len(urls), peer.at_once):
        some = urls[start : start + peer.at_once]
        there = folder / str(start)
        there.mkdir()
        cost = await whole(peer.command(some, there), peer.environment)
        told.pages += len(some)
        told.seconds += cost["seconds"]
        told.cpu += cost["cpu"]
        fit = [fits(there / peer.file.format(n=_number(url)), url, right[url]) for url in some]
        told.right += sum(fit)
        told.silent += 0 if cost["code"] else fit.count(False)
    return told


async def table(place: Studio, folder: Path, installed: Path, count: int) -> tuple[str, bool]:
    """Give the table, and whether all of ours are right."""
    port = int(place.ports.partition(",")[0])
    shell = wrapper(folder, port)
    wanted = {kind: pages(kind, range(count)) for kind in ("f", "t")}
    async with raw_cdp.raw(binary.find(Settings()), port) as browser:
        right = {url: await browser.capture(url, wait=_PATIENCE) for urls in wanted.values() for url in urls}
    rows = [f"{'':42}{'cards that come at once':36}{'cards that come late':36}", f"{'':42}" + 2 * _HEAD]
    mine, all_right = ours(place), True
    for peer in (*mine, *others(installed, shell, browsers(folder, installed, shell))):
        if not peer.program.is_file():
            rows.append(f"{peer.name:42}not installed here")
            continue
        cells = []
        for kind, urls in wanted.items():
            there = folder / kind / peer.name
            there.mkdir(parents=True)
            told = await tally(peer, urls, right, there)
            cells.append(f"{told.line():36}")
            all_right = all_right and (peer not in mine or told.right == told.pages)
        rows.append(f"{peer.name:42}{''.join(cells)}".rstrip())
        print(rows[-1], flush=True)
    return "\n".join(rows), all_right


async def measure(installed: Path = PLACE, count: int = _MANY) -> Report:
    """Measure those that are installed; what is promised is that ours are right."""
    with tempfile.TemporaryDirectory(prefix="peers-", ignore_cleanup_errors=True) as folder:
        try:
            async with studio() as place:
                told, right = await table(place, Path(folder), installed, count)
        except NoNode as error:
            return Report(promise=PROMISE, table=f"Skipped: {error}", holds=True)
    return Report(promise=PROMISE, table=told, holds=right)


def _number(url: str) -> str:
    return url.rpartition("/")[2]


if __name__ == "__main__":
    reader = argparse.ArgumentParser()
    reader.add_argument("--peers", type=Path, default=PLACE)
    reader.add_argument("--cards", type=int, default=_MANY)
    asked = reader.parse_args()
    report = asyncio.run(measure(asked.peers, asked.cards))
    print(f"\n{report.table}\n{'holds' if report.holds else 'MISSED'}")
