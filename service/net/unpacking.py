"""Content encodings, undone piece by piece: bounded in memory, and strict about the end.

aiohttp's own decoding takes a gzip body that breaks off in the middle for a whole one; for evidence it is not.
"""

import zlib
from collections.abc import Iterator

from service.errors import FetchFailed

ENCODINGS = "gzip, deflate"
"""What is asked for; an answer in another encoding is broken."""

STEP = 2**18
"""Bytes that are unpacked at once at most."""

_GZIP = 16 + zlib.MAX_WBITS


class Unpacker:
    """Undoes one Content-Encoding."""

    def __init__(self, encoding: str) -> None:
        """Raises FetchFailed for an encoding that we did not ask for."""
        name = encoding.strip().lower().removeprefix("x-")
        if name not in ("", "identity", "gzip", "deflate"):
            raise FetchFailed("The body is in an encoding that was not asked for.")
        self._name = name
        self._inner: zlib._Decompress | None = None
        self._packed = name in ("gzip", "deflate")

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Unpack some bytes, in steps. Raises FetchFailed when they are not packed as they say."""
        if not self._packed:
            yield piece
            return
        while piece:
            if self._inner is None:
                self._inner = zlib.decompressobj(self._window(piece[0]))
            elif self._inner.eof:
                if self._name != "gzip" or piece[0] != 0x1F:
                    return  # padding after the end; browsers ignore it too
                self._inner = zlib.decompressobj(_GZIP)  # RFC 1952 section 2.2: members may follow each other
            try:
                yield self._inner.decompress(piece, STEP)
            except zlib.error as error:
                raise FetchFailed("The body is not packed as it says.") from error
            piece = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail

    def end(self) -> None:
        """Check that the end was reached. Raises FetchFailed when the packed body breaks off."""
        if self._inner is not None and not self._inner.eof:
            raise FetchFailed("The body breaks off.")

    def _window(self, first: int) -> int:
        """Read how it is packed: `deflate` is meant with zlib's header (RFC 9110 section 8.4.1.2), but sent without."""
        if self._name == "gzip":
            return _GZIP
        return zlib.MAX_WBITS if first & 0x0F == 8 else -zlib.MAX_WBITS
