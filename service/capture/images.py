"""Images of strangers, read in a process of their own: bounded memory, bounded time, five formats, one bounded size.

    async with images.Decoder() as decoder:           # one warm process; starts at the first image, ends with the block
        found = await decoder.read(body)              # Image | Unreadable
        made = await decoder.derive(body)             # Derived | Unreadable: WebP, thumbnail, card
        for file in made.files:
            Artefact(body=file.body, media_type=file.media_type, original=False, derivation=file.derivation, …)

A decoder is where a crafted file does its harm. Here it can take 1 GiB of address space and the time it is given, can
open no file and no socket and start no program, is an ordinary user also when we are root, and its death is an answer:
the next image gets a new process. Measured with Pillow 12: a picture of 30,000 × 30,000 pixels stands in 109 KB; one of
120 megapixels, which Pillow only warns of, took 612 MB.

What our own browser has just photographed is no stranger's image: `picture.read` looks at that in a thread.
What goes over the pipes is drawn in `image_reader`.
"""

import asyncio
import contextlib
import json
import os
import struct
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from service.capture.runtime import ordinary_user
from service.errors import CaptureFailed

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
"""Pillow reads 43, among them EPS and WMF."""
MOST_PIXELS = 40_000_000
MOST_FRAMES = 500
MOST_BYTES = 64 * 2**20
"""Of an image, and of all that is made of it."""
MEMORY = 2**30
"""Bytes of address space of the reading process."""
SECONDS = 20.0

_READER = Path(__file__).with_name("image_reader.py")
_LONGEST_HEAD = 64 * 1024
_RETIRE_AFTER = 200
"""Images of one process."""


class Kind(StrEnum):
    """What can be made of an image; always of its first frame, and never instead of the original."""

    LOSSLESS = "lossless"
    """WebP of the very same pixels. Not made where the original has more than 8 bits a channel or other colours."""
    THUMBNAIL = "thumbnail"
    """WebP of 400 pixels' width, of at most the first 1,600 rows."""
    CARD = "card"
    """JPEG of 1200 × 630 pixels, as sites ask for when a link is shared."""


DERIVATIONS = {
    Kind.LOSSLESS: ("image/webp", "lossless WebP of the same pixels"),
    Kind.THUMBNAIL: ("image/webp", "scaled to 400 pixels' width, cut after 1600 rows, WebP of quality 75"),
    Kind.CARD: ("image/jpeg", "scaled and cut from the top to 1200 × 630 pixels on a plain ground, JPEG of quality 90"),
}
"""Media type, and how it is made in words."""


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
class File:
    """One file made of an image."""

    kind: Kind
    part: int
    """From 0. A WebP is at most 16,383 pixels tall, so a taller image gives several `LOSSLESS`, top first."""
    media_type: str
    derivation: str
    """How it was made, in words for the manifest."""
    width: int
    height: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What was made of an image."""

    image: Image
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why an image is not read: its own fault, in a sentence."""

    reason: str


class Decoder:
    """Reads images one after the other in one process. Use it as an async context manager, from one event loop."""

    def __init__(self, *, memory: int = MEMORY, retire_after: int = _RETIRE_AFTER) -> None:
        """`memory`: bytes of address space. `retire_after`: images after which the process is replaced."""
        self._memory = memory
        self._retire_after = retire_after
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._images = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def read(self, body: bytes, *, seconds: float = SECONDS) -> Image | Unreadable:
        """Read an image. See `derive`."""
        made = await self.derive(body, kinds=(), seconds=seconds)
        return made.image if isinstance(made, Derived) else made

    async def derive(
        self, body: bytes, *, kinds: tuple[Kind, ...] = tuple(Kind), seconds: float = SECONDS
    ) -> Derived | Unreadable:
        """Read an image and make files of it.

        Whatever stands in the bytes is an answer, within `seconds` from its turn. Raises CaptureFailed when no process
        can be started.
        """
        if len(body) > MOST_BYTES:
            return Unreadable(reason=f"The file has more than {MOST_BYTES >> 20} MB.")
        async with self._turn:
            process = await self._ready()
            done = False
            try:
                async with asyncio.timeout(seconds):
                    made = await _ask(process, body, kinds, seconds)
                done = True
            except TimeoutError:
                return Unreadable(reason=f"The image could not be read within {seconds:g} s.")
            except (OSError, EOFError, ValueError, KeyError, TypeError):
                return Unreadable(reason="The image broke the process that read it.")
            finally:
                if not done:
                    await self._end()
        return made

    async def _ready(self) -> Process:
        if self._process is None or self._process.returncode is not None or self._images >= self._retire_after:
            await self._end()
            self._process, self._images = await self._start(), 0
        self._images += 1
        return self._process

    async def _start(self) -> Process:
        user = ordinary_user()
        limits = json.dumps([FORMATS, MOST_PIXELS, MOST_FRAMES, self._memory, user.pw_uid, user.pw_gid])
        try:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", str(_READER), limits),
                stdin=PIPE,
                stdout=PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={"PATH": os.defpath},
            )
        except OSError as error:
            raise CaptureFailed("The process that reads images does not start.") from error

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


async def _ask(process: Process, body: bytes, kinds: tuple[Kind, ...], seconds: float) -> Derived | Unreadable:
    """Hand in one image. What comes back was made beside a stranger's bytes, so nothing of it is taken on trust."""
    assert process.stdin is not None
    assert process.stdout is not None
    head = json.dumps({"bytes": len(body), "kinds": kinds, "seconds": seconds}).encode()
    process.stdin.write(struct.pack(">I", len(head)) + head)
    process.stdin.write(body)
    await process.stdin.drain()
    (length,) = struct.unpack(">I", await process.stdout.readexactly(4))
    if length > _LONGEST_HEAD:
        raise ValueError(length)
    answer = json.loads(await process.stdout.readexactly(length))
    if "reason" in answer:
        return Unreadable(reason=str(answer["reason"])[:200])
    if sum(int(each["bytes"]) for each in answer["files"]) > MOST_BYTES:
        return Unreadable(reason=f"What is made of the image has more than {MOST_BYTES >> 20} MB.")
    files = tuple([_file(each, await process.stdout.readexactly(int(each["bytes"]))) for each in answer["files"]])
    return Derived(image=_image(answer["image"]), files=files)


def _image(fields: dict[str, Any]) -> Image:
    if fields["format"] not in FORMATS:
        raise ValueError(fields["format"])
    return Image(
        format=fields["format"],
        width=int(fields["width"]),
        height=int(fields["height"]),
        frames=int(fields["frames"]),
        pixels_sha256=bytes.fromhex(fields["pixels_sha256"]).hex(),
    )


def _file(fields: dict[str, Any], body: bytes) -> File:
    kind = Kind(fields["kind"])
    media_type, derivation = DERIVATIONS[kind]
    return File(
        kind=kind,
        part=int(fields["part"]),
        media_type=media_type,
        derivation=derivation,
        width=int(fields["width"]),
        height=int(fields["height"]),
        body=body,
    )
