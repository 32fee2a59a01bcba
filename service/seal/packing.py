"""Records as gzip members, in which what many pages share is packed once.

    gzip's head | deflated: what stands before the body | deflated: the body | deflated: the end | CRC-32, length

Each deflated part ends on a byte and refers to nothing before it (zlib's Z_FULL_FLUSH), so that of a body is the same
bytes in every record. The scripts, styles and fonts of a platform come again with every post of it: packing them anew
takes 8 of the 9 ms that the records of a card cost.
"""

import zlib
from collections import OrderedDict
from threading import Lock

LIGHTLY = 1
"""zlib's level: 8 instead of 21 ms for a card at level 6, and 10 % more bytes."""

_HEAD = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF))
"""Of a gzip member without name and time (RFC 1952)."""
_RAW, _GZIP = -15, 31
"""What zlib calls a stream without head and end, and one with gzip's, which has no time."""
_ROOM = 16 * 2**20
"""Bytes of packed bodies that are remembered; those not asked for longest go first."""


def member(lead: bytes, body: bytes, end: bytes, *, level: int, digest: str | None = None) -> bytes:
    """Pack the three as one gzip member. The same arguments always give the same bytes.

    `digest`: names a body that may come again; None: it will not, and all is packed in one go.
    """
    if digest is None:
        squeeze = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
        return squeeze.compress(b"".join((lead, body, end))) + squeeze.flush()
    before, within, after = _packed(lead, level), _bodies.packed(digest, body, level), _packed(end, level, last=True)
    crc = zlib.crc32(end, zlib.crc32(body, zlib.crc32(lead)))
    size = (len(lead) + len(body) + len(end)) & 0xFFFFFFFF
    return b"".join((_HEAD, before, within, after, crc.to_bytes(4, "little"), size.to_bytes(4, "little")))


class _Bodies:
    """Packed bodies by digest and level, in bounded room; any thread may ask."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def packed(self, digest: str, body: bytes, level: int) -> bytes:
        """Give a body packed, as it was the last time or for the first."""
        name = (digest, level)
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        made = _packed(body, level)
        with self._lock:
            if name not in self._kept and len(made) <= self._room:
                self._kept[name] = made
                self._room -= len(made)
            while self._room < 0:
                self._room += len(self._kept.popitem(last=False)[1])
        return made


_bodies = _Bodies(_ROOM)


def _packed(part: bytes, level: int, *, last: bool = False) -> bytes:
    squeeze = zlib.compressobj(level, zlib.DEFLATED, _RAW)
    return squeeze.compress(part) + squeeze.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)
