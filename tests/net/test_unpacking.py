import gzip
import random
import zlib

import pytest

from service.errors import FetchFailed
from service.net.unpacking import STEP, Unpacker

NOISE = random.Random(7).randbytes(3 * STEP)
TEXT = b"What was said stays said. " * (STEP // 8)


def unpack(encoding, packed, size):
    unpacker = Unpacker(encoding)
    pieces = [piece for at in range(0, len(packed), size) for piece in unpacker.feed(packed[at : at + size])]
    unpacker.end()
    assert max(map(len, pieces), default=0) <= max(STEP, size)
    return b"".join(pieces)


@pytest.mark.parametrize("size", [1, 1000, 2**16, 2**30])
@pytest.mark.parametrize("body", [b"", b"x", TEXT, NOISE], ids=["empty", "one byte", "text", "noise"])
def test_bodies_of_all_sizes_arrive_whole_however_they_are_cut(body, size):
    if size == 1 and len(body) > STEP:
        body = body[:2000]
    assert unpack("gzip", gzip.compress(body, 1), size) == body
    assert unpack("deflate", zlib.compress(body), size) == body
    assert unpack("deflate", zlib.compress(body, wbits=-15), size) == body
    assert unpack("gzip", gzip.compress(body) * 3, size) == body * 3


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_body_that_breaks_off_anywhere_is_not_taken_for_a_whole_one(encoding):
    packed = gzip.compress(TEXT[:999]) if encoding == "gzip" else zlib.compress(TEXT[:999])
    for length in range(1, len(packed)):
        with pytest.raises(FetchFailed):
            unpack(encoding, packed[:length], 10)


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "nonsense"])
def test_an_encoding_that_was_not_asked_for_is_refused(encoding):
    with pytest.raises(FetchFailed):
        Unpacker(encoding)


def test_an_empty_body_needs_no_wrapping():
    assert unpack("gzip", b"", 1) == b""
