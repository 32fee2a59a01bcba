"""Images of strangers: read in bounds, or refused with a reason; never our own harm."""

import asyncio
import io
import os
import random
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image as Pillow

from service.capture import images, picture
from service.capture.images import Decoder, Derived, Image, Kind, Unreadable


@pytest.fixture
async def decoder():
    async with Decoder() as made:
        yield made


def drawn(size, seed=1):
    """A picture in which no two rows are alike."""
    return Pillow.frombytes("RGB", size, random.Random(seed).randbytes(size[0] * 3) * size[1]).rotate(3)


def written(form, size=(64, 48), frames=1, **how):
    held = io.BytesIO()
    pictures = [Pillow.new("RGB", size, (each % 256, each // 256, 40)) for each in range(frames)]
    if frames > 1:
        how |= {"save_all": True, "append_images": pictures[1:], "duration": 10}
    pictures[0].save(held, form, **how)
    return held.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, rows=b"", before=b""):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + pixels + chunk(b"IEND", b"")


def gif(frames):
    """A GIF of so many frames of one pixel, 24 bytes each."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\1\0\0\0" + b"\x2c\0\0\0\0\1\0\1\0\0" + b"\x02\x02\x44\x01\0"
    return head + frame * frames + b"\x3b"


@pytest.mark.parametrize("form", images.FORMATS)
async def test_the_five_formats_are_read(decoder, form):
    found = await decoder.read(written(form))
    assert isinstance(found, Image)
    assert (found.format, found.width, found.height, found.frames) == (form, 64, 48, 1)


async def test_pixels_are_digested_as_those_of_our_own_pictures(decoder):
    body = written("PNG")
    assert (await decoder.read(body)).pixels_sha256 == picture.read(body).pixels_sha256


@pytest.mark.parametrize("form", ["BMP", "TIFF", "ICO", "PCX", "EPS", "PPM", "TGA", "JPEG2000", "ICNS", "PDF"])
async def test_other_formats_are_not_even_tried(decoder, form):
    found = await decoder.read(written(form))
    assert found == Unreadable(reason="This is no image that is read here (UnidentifiedImageError).")


BROKEN = {
    "nothing": b"",
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="file:///etc/passwd"/></svg>',
    "a Photoshop file": b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 64, 64, 8, 3) + bytes(200),
    "a HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200),
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n",
    "a film": b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(200),
    "noise": random.Random(3).randbytes(100_000),
    "a PNG's first bytes and then a page": b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>",
    "a cut PNG": written("PNG")[:-30],
    "a cut JPEG": written("JPEG")[:200],
    "a cut GIF": written("GIF", size=(600, 600))[:60],
    "a cut WebP": written("WEBP", size=(600, 600))[:60],
    "a cut AVIF": written("AVIF", size=(600, 600))[:200],
    "a picture of 900 megapixels": png(30_000, 30_000),
    "the same, with all its rows": png(30_000, 30_000, bytes(90_001 * 300)),
    "a picture of 120 megapixels": png(12_000, 10_000, b"\0" * 36_001_000),
    "a picture of no size": png(0, 0),
    "a picture as wide as numbers go": png(2**31 - 1, 1),
    "a text chunk that unpacks to 50 MB": png(
        1, 1, b"\0\1\2\3", before=chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 50_000_000))
    ),
    "a colour profile that unpacks to 500 MB": png(
        1, 1, b"\0\1\2\3", before=chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(500_000_000)))
    ),
    "a GIF of 10,000 frames": gif(10_000),
    "a GIF of 600 frames": written("GIF", size=(8, 8), frames=600),
    "a WebP of 600 frames": written("WEBP", size=(8, 8), frames=600, lossless=True),
    "a PNG that says it has 10,000 frames": png(
        1, 1, b"\0\1\2\3", before=chunk(b"acTL", struct.pack(">II", 10_000, 0))
    ),
    "a PNG of 600 frames": written("PNG", size=(8, 8), frames=600),
}


async def test_files_that_are_made_to_harm_are_refused_with_a_reason_in_bounded_time_and_the_next_is_read(decoder):
    for name, body in BROKEN.items():
        began = time.monotonic()
        made = await decoder.derive(body)
        took = time.monotonic() - began
        print(f"\n  {name}, {len(body):,} bytes: {made} in {took:.2f} s")
        assert isinstance(made, Unreadable), name
        assert took < 8, name
    assert isinstance(await decoder.read(written("PNG")), Image)


@pytest.mark.parametrize("after", [b"<html><script>alert(1)</script></html>", b"PK\3\4" + bytes(99), b"%PDF-1.7\n"])
async def test_of_a_file_that_is_two_things_only_pixels_go_on(decoder, after):
    made = await decoder.derive(written("GIF") + after)
    assert isinstance(made, Derived)
    assert not any(after[:20] in file.body for file in made.files)


async def test_an_image_gives_a_lossless_webp_a_thumbnail_and_a_card(decoder):
    shown = drawn((1100, 700))
    held = io.BytesIO()
    shown.save(held, "PNG")
    made = await decoder.derive(held.getvalue())
    lossless, thumbnail, card = made.files
    assert (lossless.kind, thumbnail.kind, card.kind) == tuple(Kind)
    again = Pillow.open(io.BytesIO(lossless.body))
    assert (again.format, again.convert("RGB").tobytes()) == ("WEBP", shown.tobytes())
    assert (thumbnail.media_type, thumbnail.width, thumbnail.height) == ("image/webp", 400, 255)
    assert Pillow.open(io.BytesIO(card.body)).size == (card.width, card.height) == (1200, 630)
    assert (card.media_type, made.image.width, made.image.height) == ("image/jpeg", 1100, 700)


async def test_pixels_under_transparency_are_kept_too(decoder):
    held = io.BytesIO()
    shown = Pillow.frombytes("RGBA", (50, 40), random.Random(5).randbytes(50 * 40 * 4))
    shown.save(held, "PNG")
    (file,) = (await decoder.derive(held.getvalue(), kinds=(Kind.LOSSLESS,))).files
    assert Pillow.open(io.BytesIO(file.body)).tobytes() == shown.tobytes()


async def test_colours_that_a_webp_cannot_hold_make_none(decoder):
    held = io.BytesIO()
    Pillow.frombytes("I;16", (64, 64), random.Random(5).randbytes(64 * 64 * 2)).save(held, "PNG")
    made = await decoder.derive(held.getvalue(), kinds=(Kind.LOSSLESS,))
    assert isinstance(made, Derived)
    assert made.files == ()


async def test_a_picture_taller_than_a_webp_can_be_comes_in_parts_that_make_the_whole(decoder):
    shown = drawn((100, 30_000))
    held = io.BytesIO()
    shown.save(held, "PNG", compress_level=1)
    made = await decoder.derive(held.getvalue())
    parts = [file for file in made.files if file.kind is Kind.LOSSLESS]
    assert [(file.part, file.height) for file in parts] == [(0, 8000), (1, 8000), (2, 8000), (3, 6000)]
    rows = b"".join(Pillow.open(io.BytesIO(file.body)).convert("RGB").tobytes() for file in parts)
    assert rows == shown.tobytes()
    sizes = {file.kind: (file.width, file.height) for file in made.files if file.kind is not Kind.LOSSLESS}
    assert sizes == {Kind.THUMBNAIL: (100, 1600), Kind.CARD: (1200, 630)}


@pytest.mark.parametrize("size", [(1, 1), (1, 9000), (9000, 1), (16_384, 4), (399, 401)])
async def test_pictures_of_any_shape_give_a_thumbnail_and_a_card(decoder, size):
    made = await decoder.derive(written("PNG", size=size), kinds=(Kind.THUMBNAIL, Kind.CARD))
    thumbnail, card = made.files
    assert 1 <= thumbnail.width <= 400
    assert 1 <= thumbnail.height <= 1600
    assert (card.width, card.height) == (1200, 630)


async def test_the_same_picture_gives_the_same_bytes(decoder):
    body = written("JPEG", size=(900, 700))
    first = await decoder.derive(body)
    async with Decoder() as another:
        assert await another.derive(body) == first


async def test_one_process_reads_many_and_is_replaced_before_it_grows_old():
    async with Decoder(retire_after=3) as decoder:
        seen = []
        for _ in range(7):
            assert isinstance(await decoder.read(written("PNG")), Image)
            seen.append(decoder._process.pid)
    assert [seen.index(each) for each in seen] == [0, 0, 0, 3, 3, 3, 6]
    assert not any(os.path.exists(f"/proc/{pid}") for pid in seen)  # noqa: ASYNC240, PTH110  memory, no disk


async def test_many_at_once_wait_their_turn(decoder):
    bodies = [written("PNG", size=(10 + each, 10)) for each in range(20)]
    found = await asyncio.gather(*(decoder.read(body) for body in bodies))
    assert [each.width for each in found] == list(range(10, 30))


async def test_a_reader_that_takes_too_much_memory_harms_nobody():
    async with Decoder(memory=160 * 2**20) as decoder:
        assert isinstance(await decoder.read(written("PNG", size=(6000, 6000))), Unreadable)
        assert isinstance(await decoder.read(written("PNG")), Image)


async def test_the_largest_picture_that_is_read_fits_into_the_memory_there_is(decoder):
    held = io.BytesIO()
    drawn((2000, 20_000)).save(held, "PNG", compress_level=1)
    made = await decoder.derive(held.getvalue(), kinds=(Kind.THUMBNAIL, Kind.CARD))
    assert isinstance(made, Derived)


async def test_a_reader_that_takes_too_long_is_ended_and_the_next_image_is_read(decoder):
    found = await decoder.read(written("PNG", size=(6000, 6000)), seconds=0.01)
    assert found == Unreadable(reason="The image could not be read within 0.01 s.")
    assert isinstance(await decoder.read(written("PNG")), Image)


async def test_a_reader_that_is_killed_is_an_answer_and_the_next_image_is_read(decoder):
    await decoder.read(written("PNG"))
    decoder._process.kill()
    await asyncio.sleep(0)
    found = await decoder.read(written("PNG"))
    assert isinstance(found, Image | Unreadable)
    assert isinstance(await decoder.read(written("PNG")), Image)


async def test_what_a_caller_gives_up_leaves_no_half_answer_behind(decoder):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await decoder.derive(written("PNG", size=(6000, 6000)))
    found = await decoder.read(written("PNG"))
    assert (found.width, found.height) == (64, 48)


LOCKED_IN = """
import importlib.util, os, socket, sys, json
spec = importlib.util.spec_from_file_location("reader", sys.argv[1])
reader = importlib.util.module_from_spec(spec); spec.loader.exec_module(reader)
reader._lock_in(['GIF'], 2**30, int(sys.argv[2]), int(sys.argv[2]))
tried = {"files": lambda: os.open("/etc/hostname", os.O_RDONLY), "sockets": socket.socket, "programs": os.fork}
for name, attempt in tried.items():
    try: attempt(); print(name)
    except OSError: pass
print("root" if os.geteuid() == 0 else "done")
"""


def test_whoever_takes_over_the_reader_is_no_root_and_opens_no_file_no_socket_and_no_program():
    uid = os.geteuid() or 65_534
    said = subprocess.run(
        [sys.executable, "-I", "-c", LOCKED_IN, images._READER, str(uid)], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["done"]


def test_a_reader_ends_with_the_process_that_started_it():
    program = (
        "import asyncio, os\nfrom service.capture.images import Decoder\n"
        "async def main():\n decoder = Decoder()\n await decoder.read(b'')\n print(decoder._process.pid, flush=True)\n"
        " os.kill(os.getpid(), 9)\nasyncio.run(main())"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    until = time.monotonic() + 5
    while Path(f"/proc/{said.stdout.strip()}/cmdline").exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert time.monotonic() < until
