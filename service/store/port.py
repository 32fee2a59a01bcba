"""The promise of an object store.

Keys are made of fixed-width segments joined by `/`; nothing relies on listing order across `/`. Layout (version 1):

    embeds/<embed id>/<yyyymmddThhmmssZ>-<snapshot id>/manifest.json   written last: the commit
                                                       SHA256SUMS
                                                       post.png  page.png  …
    blobs/sha256/<2>/<62>                              shared by content
    articles/<article id>.json                         the article as submitted, with its references
    observations/<yyyy>/<mm>/<dd>/<run id>.jsonl.gz    one sealed object per nightly run
"""

from collections.abc import AsyncIterator
from typing import Protocol


class ObjectStore(Protocol):
    """Objects that, once written, stay what they are.

    An object is either absent or whole. `create` is atomic among any number of callers on any number of hosts.
    Not promised: the order of `keys`, deletion, any change of an object; a backslash in a key, which SeaweedFS takes for
    a slash, and which no key of the layout holds.
    """

    async def create(self, key: str, body: bytes, media_type: str) -> bool:
        """Write an object that is not there yet, and read it back.

        True: written by this call. False: it was there already with the very same bytes.
        Raises Conflict when other bytes stand under the key (they stay), StoreFailed when the store is away,
        IntegrityFailed when what reads back is not what was sent.
        """

    async def read(self, key: str) -> bytes:
        """Give the bytes. Raises NotFound, or StoreFailed when the store is away."""

    async def exists(self, key: str) -> bool:
        """Say whether the object is there. Raises StoreFailed when the store is away."""

    def keys(self, prefix: str) -> AsyncIterator[str]:
        """Give every key below a prefix, in no promised order. Raises StoreFailed when the store is away."""

    async def ping(self) -> None:
        """Check that the store answers. Raises StoreFailed when it does not."""
