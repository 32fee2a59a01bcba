"""Images of strangers, read in a process of their own: bounded memory, bounded time, five formats, one bounded size.

A decoder is where a crafted file does its harm. Here it can take 1 GiB of address space and the time it is given,
has nothing open, and its death is an answer. Measured with Pillow 12: a picture of 30,000 × 30,000 pixels stands in
109 KB; one of 120 megapixels, which Pillow only warns of, took 612 MB. Starting the process takes about 0.2 s.

What our own browser has just photographed is no stranger's image: `picture.read` looks at that in a thread.
"""

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from service.errors import CaptureFailed

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
"""Pillow reads 43, among them EPS and WMF."""
MOST_PIXELS = 40_000_000
MOST_FRAMES = 500
MOST_BYTES = 64 * 2**20
MEMORY = 2**30
"""Bytes of address space of the reading process."""
SECONDS = 20.0

_READER = Path(__file__).with_name("image_reader.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What an image is."""

    format: str
    width: int
    height: int
    frames: int
    pixels_sha256: str
    """Over width and height as 32-bit big-endian, then 8-bit RGB rows of the first frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why an image is not read: its own fault, in a sentence."""

    reason: str


async def read(body: bytes, *, seconds: float = SECONDS) -> Image | Unreadable:
    """Read an image. Whatever stands in the bytes is an answer; raises CaptureFailed when no process can be started."""
    if len(body) > MOST_BYTES:
        return Unreadable(reason=f"The file has more than {MOST_BYTES >> 20} MB.")
    limits = json.dumps([FORMATS, MOST_PIXELS, MOST_FRAMES, MEMORY, int(seconds) + 1])
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(_READER), limits),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": os.defpath},
        )
    except OSError as error:
        raise CaptureFailed("The process that reads images does not start.") from error
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(body)
    except TimeoutError:
        return Unreadable(reason=f"The image could not be read within {seconds:g} s.")
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0 or not said:
        return Unreadable(reason="The image broke the process that read it.")
    answer = json.loads(said)
    return Unreadable(reason=answer["reason"]) if "reason" in answer else Image(**answer)
