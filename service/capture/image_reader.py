"""The program that `images` starts: reads images from standard input, one after the other, until that is closed.

It imports nothing of ours and is run as a file, so that it has nothing in memory but the decoder. Argument: JSON
`[formats, most pixels, most frames, bytes of address space, user id, group id]`. Both ways over the pipes:

    length of the head, 32-bit big-endian | head, JSON | bytes
    question: {"bytes", "kinds", "seconds"}   | the image
    answer:   {"reason"}                      |
              {"image": {…}, "files": [{"kind", "part", "width", "height", "bytes"}, …]} | the files' bytes in that order
"""

import hashlib
import io
import json
import os
import resource
import struct
import sys
import warnings
from collections.abc import Iterator

from PIL import AvifImagePlugin, Image

_EXACT_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX")
"""Those of 8 bits a channel and no other colours, of which a WebP can hold every pixel as it is."""
_WEBP_TALLEST = 16_383
_PIECE = 8_000
_THUMBNAIL = (400, 1_600)
_CARD = (1_200, 630)
_CARD_MARGIN = 24
_CARD_NARROWEST = 720
"""A tall picture is cut rather than shown narrower than this."""
_GROUND = (242, 242, 240)

Made = tuple[str, int, Image.Image, bytes]
"""Kind, part, picture, file."""


def look(body: bytes, kinds: list[str], formats: list[str], most_frames: int) -> tuple[dict[str, object], list[Made]]:
    """Give the fields of an `Image` and what was made of it, or a `reason`."""
    most_pixels = Image.MAX_IMAGE_PIXELS or 0
    try:
        image = Image.open(io.BytesIO(body), formats=formats)
        if image.width * image.height > most_pixels:
            return {"reason": f"The image has {image.width} × {image.height} pixels, more than are read."}, []
        frames = getattr(image, "n_frames", 1)
        if frames > most_frames:
            return {"reason": f"The image has {frames} frames, more than are read."}, []
        pixels = image.convert("RGB")
        made = [each for kind in kinds for each in _MAKE[kind](image, pixels)]
    except MemoryError:
        return {"reason": "The image needs more memory than it is given."}, []
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"reason": "The image has more pixels than are read."}, []
    except Exception as error:  # noqa: BLE001  a decoder raises what it likes on a broken file
        return {"reason": f"This is no image that is read here ({type(error).__name__})."}, []
    digest = hashlib.sha256(struct.pack(">II", pixels.width, pixels.height))
    digest.update(pixels.tobytes())
    return {
        "format": "JPEG" if image.format == "MPO" else image.format,  # several JPEG in one file; the first is meant
        "width": pixels.width,
        "height": pixels.height,
        "frames": frames,
        "pixels_sha256": digest.hexdigest(),
    }, made


def _lossless(image: Image.Image, pixels: Image.Image) -> Iterator[Made]:
    if image.mode not in _EXACT_MODES or pixels.width > _WEBP_TALLEST:
        return
    whole = image.convert("RGBA") if image.has_transparency_data else pixels
    tall = pixels.height if pixels.height <= _WEBP_TALLEST else _PIECE
    for part, top in enumerate(range(0, pixels.height, tall)):
        piece = whole.crop((0, top, pixels.width, min(top + tall, pixels.height)))
        yield "lossless", part, piece, _written(piece, "WEBP", lossless=True, method=4, quality=75, exact=True)


def _thumbnail(_: Image.Image, pixels: Image.Image) -> Iterator[Made]:
    width, tallest = _THUMBNAIL
    scale = min(1.0, width / pixels.width)
    small = _scaled(_top(pixels, int(tallest / scale)), scale)
    yield "thumbnail", 0, small, _written(small, "WEBP", quality=75, method=4)


def _card(_: Image.Image, pixels: Image.Image) -> Iterator[Made]:
    wide, tall = (side - 2 * _CARD_MARGIN for side in _CARD)
    scale = min(1.0, wide / pixels.width, max(tall / pixels.height, _CARD_NARROWEST / pixels.width))
    small = _scaled(_top(pixels, int(tall / scale)), scale)
    card = Image.new("RGB", _CARD, _GROUND)
    card.paste(small, ((_CARD[0] - small.width) // 2, (_CARD[1] - small.height) // 2))
    yield "card", 0, card, _written(card, "JPEG", quality=90, subsampling=0)


_MAKE = {"lossless": _lossless, "thumbnail": _thumbnail, "card": _card}


def _top(pixels: Image.Image, rows: int) -> Image.Image:
    return pixels.crop((0, 0, pixels.width, min(pixels.height, max(1, rows))))


def _scaled(pixels: Image.Image, scale: float) -> Image.Image:
    size = (max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale)))
    return pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _written(picture: Image.Image, form: str, **how: object) -> bytes:
    held = io.BytesIO()
    picture.save(held, form, **how)
    return held.getvalue()


def _lock_in(formats: list[str], memory: int, uid: int, gid: int) -> None:
    """Give up root, and the means to open a file or a socket or to start a program. What is needed is loaded before."""
    Image.init()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    for form in formats:
        Image.open(io.BytesIO(_written(Image.new("RGB", (1, 1)), form))).convert("RGB")
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow(seconds: float) -> None:
    """Let this process use so much processor time from here on; then the kernel ends it, also when nobody waits."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _serve(formats: list[str], most_frames: int) -> None:
    given, taken = sys.stdin.buffer, sys.stdout.buffer
    while length := given.read(4):
        asked = json.loads(given.read(*struct.unpack(">I", length)))
        body = given.read(asked["bytes"])
        _allow(asked["seconds"])
        found, made = look(body, asked["kinds"], formats, most_frames)
        answer = found
        if "reason" not in found:
            files = [
                {"kind": kind, "part": part, "width": shown.width, "height": shown.height, "bytes": len(file)}
                for kind, part, shown, file in made
            ]
            answer = {"image": found, "files": files}
        head = json.dumps(answer).encode()
        taken.write(struct.pack(">I", len(head)) + head + b"".join(file for *_, file in made))
        taken.flush()


if __name__ == "__main__":
    formats, Image.MAX_IMAGE_PIXELS, most_frames, memory, uid, gid = json.loads(sys.argv[1])
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    _lock_in(formats, memory, uid, gid)
    _serve(formats, most_frames)
