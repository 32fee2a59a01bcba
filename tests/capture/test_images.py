"""Images of strangers: read in bounds, or refused with a reason; never our own harm."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image as Pillow

from service.capture import images, picture
from service.capture.images import Image, Unreadable


def written(form, size=(64, 48), frames=1):
    held = io.BytesIO()
    pictures = [Pillow.new("RGB", size, (each % 256, 120, 40)) for each in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:], "duration": 10} if frames > 1 else {}
    pictures[0].save(held, form, **more)
    return held.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, rows=b"", before=b""):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", images.FORMATS)
async def test_the_five_formats_are_read(form):
    found = await images.read(written(form))
    assert isinstance(found, Image)
    assert (found.format, found.width, found.height, found.frames) == (form, 64, 48, 1)


async def test_pixels_are_digested_as_those_of_our_own_pictures():
    body = written("PNG")
    assert (await images.read(body)).pixels_sha256 == picture.read(body).pixels_sha256


@pytest.mark.parametrize("form", ["BMP", "TIFF", "ICO", "PCX", "EPS", "PPM", "TGA"])
async def test_other_formats_are_not_even_tried(form):
    found = await images.read(written(form))
    assert found == Unreadable(reason="This is no image that is read here (UnidentifiedImageError).")


BROKEN = {
    "nothing": b"",
    "words": b"<svg onload=alert(1)>",
    "a cut PNG": written("PNG")[:-30],
    "a cut JPEG": written("JPEG")[:200],
    "a picture of 900 megapixels": png(30_000, 30_000),
    "a picture of 120 megapixels": png(12_000, 10_000, b"\0" * 36_001_000),
    "a picture of no size": png(0, 0),
    "a picture as wide as numbers go": png(2**31 - 1, 1),
    "a text chunk that unpacks to 50 MB": png(
        1, 1, b"\0\1\2\3", before=chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 50_000_000))
    ),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_file_that_is_made_to_harm_is_refused_with_a_reason(name):
    began = time.monotonic()
    found = await images.read(BROKEN[name])
    print(f"\n  {name}: {found} in {time.monotonic() - began:.2f} s")
    assert isinstance(found, Unreadable)
    assert time.monotonic() - began < 8


async def test_an_animation_without_end_is_refused():
    found = await images.read(written("GIF", size=(8, 8), frames=600))
    assert found == Unreadable(reason="The image has 600 frames, more than are read.")


async def test_a_reader_that_takes_too_much_memory_harms_nobody(monkeypatch):
    monkeypatch.setattr(images, "MEMORY", 160 * 2**20)
    found = await images.read(written("PNG", size=(7000, 5000)))
    assert isinstance(found, Unreadable)


async def test_a_reader_that_takes_too_long_is_ended():
    found = await images.read(written("PNG", size=(6000, 6000)), seconds=0.01)
    assert found == Unreadable(reason="The image could not be read within 0.01 s.")
