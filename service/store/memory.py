"""A store in memory: the fake that keeps the port's promise for tests and trials. Gone when the process is."""

from collections.abc import AsyncIterator

from service.errors import Conflict, NotFound, StoreFailed


class MemoryStore:
    """Objects in a dict. No call gives way to another task half-way, so each is atomic.

    Setting `away` lets the store be out of reach.
    """

    def __init__(self) -> None:
        self.away = False
        self.media_types: dict[str, str] = {}
        self._objects: dict[str, bytes] = {}

    async def create(self, key: str, body: bytes, media_type: str) -> bool:
        """Write an object that is not there yet; see the port."""
        self._answer()
        if key in self._objects:
            if self._objects[key] != body:
                raise Conflict(f"Other bytes stand in the store under {key}.")
            return False
        self._objects[key] = bytes(body)
        self.media_types[key] = media_type
        return True

    async def read(self, key: str) -> bytes:
        """Give the bytes; see the port."""
        self._answer()
        try:
            return self._objects[key]
        except KeyError as error:
            raise NotFound(f"The store holds nothing under {key}.") from error

    async def exists(self, key: str) -> bool:
        """Say whether the object is there; see the port."""
        self._answer()
        return key in self._objects

    async def keys(self, prefix: str) -> AsyncIterator[str]:
        """Give every key below a prefix, of those that were there at the call; see the port."""
        self._answer()
        for key in [key for key in self._objects if key.startswith(prefix)]:
            yield key

    async def ping(self) -> None:
        """Check that the store answers; see the port."""
        self._answer()

    def damage(self, key: str, body: bytes) -> None:
        """Put other bytes under a key, as a failing disk or a hostile hand would: to show that we notice."""
        self._objects[key] = body

    def _answer(self) -> None:
        if self.away:
            raise StoreFailed("The store is out of reach.")
