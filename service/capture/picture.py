"""Pictures: taking them through the DevTools session, and reading what is on them."""

import base64
import hashlib
import io
import math
import struct
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import Image
from playwright.async_api import CDPSession

from service.capture.watch import Watch
from service.errors import CaptureFailed

SCALE = 2.0
TALLEST = 15_000
"""CSS pixels of a page picture; endless pages grew to 57,832."""
_PADDING = 8
_SHOT_SECONDS = 10.0
WIDEST = 4_000
"""CSS pixels of a picture; no post is that wide."""
_SHARP_PIXELS = 40_000_000
"""A page picture with more pixels is taken at scale 1, so that readers of PNG do not take it for a bomb."""
_READ_PIXELS = 60_000_000
"""The largest picture that `Clip.of` asks for: WIDEST × TALLEST at scale 1."""
_FORMATS = ("PNG",)
_SMALL = (400, 1_600)
_BAND = 32
"""Rows that are hashed in one go: a copy of the whole picture costs 2 ms of processor time in page faults alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """What to cut out, in whole CSS pixels of the document."""

    x: int
    y: int
    width: int
    height: int
    scale: float = 1.0
    """1: at the device's own scale factor of 2."""

    @classmethod
    def around(cls, box: dict[str, float]) -> "Clip":
        """Cut out an element with a little of its surroundings, within the page and in bounded height."""
        left = max(0, math.floor(box["x"]) - _PADDING)
        top = max(0, math.floor(box["y"]) - _PADDING)
        right = min(math.ceil(box["page"]), math.ceil(box["x"] + box["width"]) + _PADDING)
        bottom = min(math.ceil(box["tall"]), math.ceil(box["y"] + box["height"]) + _PADDING)
        return cls.of(left, top, max(1, right - left), max(1, bottom - top))

    @classmethod
    def of(cls, x: int, y: int, width: int, height: int, *, sharp: bool = True) -> "Clip":
        """Cut out a rectangle, in bounded width and height; not `sharp`, and very large ones, at scale 1."""
        width, height = min(width, WIDEST), min(height, TALLEST)
        sharp = sharp and width * height * SCALE * SCALE <= _SHARP_PIXELS
        return cls(x=x, y=y, width=width, height=height, scale=1.0 if sharp else 1.0 / SCALE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is on a picture, in figures."""

    width: int
    height: int
    colours: int
    """Different colours after rounding to 5 bits a channel; 1 is an empty picture."""
    commonest: float
    """Share of the commonest colour, 0…1."""
    entropy: float
    """Bits of the brightness histogram."""
    pixels_sha256: str
    """Over width and height as 32-bit big-endian, then 8-bit RGB rows."""


async def photograph(session: CDPSession, watch: Watch, clip: Clip) -> bytes:
    """Take a PNG, packed lightly: the same pixels in 60 % of the time and 130 % of the bytes. Raises CaptureFailed when the page does not hold still for it."""
    rectangle: dict[str, Any] = {
        "x": clip.x,
        "y": clip.y,
        "width": clip.width,
        "height": clip.height,
        "scale": clip.scale,
    }
    how = {"format": "png", "clip": rectangle, "captureBeyondViewport": True, "optimizeForSpeed": True}
    answer = await watch.bound("picture", session.send("Page.captureScreenshot", how), _SHOT_SECONDS)
    return base64.b64decode(answer["data"])


def size(png: bytes) -> tuple[int, int]:
    """Read width and height from the header."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def read(png: bytes) -> Look:
    """Look at a picture. CPU work: call it in a thread. Raises CaptureFailed when it is no PNG of bounded size."""
    try:
        width, height = size(png)
        if width * height > _READ_PIXELS:
            raise CaptureFailed(f"The picture has {width} × {height} pixels, more than we read.")
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(io.BytesIO(png), formats=_FORMATS)
            image.load()
            width, height = image.size
    except (OSError, struct.error, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise CaptureFailed("The browser's picture cannot be read.") from error
    if image.mode != "RGB":
        image = image.convert("RGB")
    scale = min(1.0, _SMALL[0] / width, _SMALL[1] / height)
    small = image.resize((max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.NEAREST)
    coarse = small.point([value & 0xF8 for value in range(256)] * 3)
    counts = sorted((count for count, _ in coarse.getcolors(small.width * small.height) or ()), reverse=True)
    digest = hashlib.sha256(struct.pack(">II", width, height))
    for top in range(0, height, _BAND):
        digest.update(image.crop((0, top, width, min(height, top + _BAND))).tobytes())
    return Look(
        width=width,
        height=height,
        colours=len(counts),
        commonest=counts[0] / (small.width * small.height),
        entropy=small.convert("L").entropy(),
        pixels_sha256=digest.hexdigest(),
    )
