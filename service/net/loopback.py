"""A small internet for tests: names and addresses of our choosing, all of them answered on loopback or not at all."""

import asyncio
from collections.abc import Mapping, Sequence

from service.net.guard import READ_BUFFER, Dialler


class Loopback:
    """Stands in for resolver and connector of a Dialler, and remembers what was asked of them.

    `names`: name → addresses; or → a list of such answers, given one after the other, the last one for ever.
    `servers`: port asked for → loopback port that answers, whatever the address. An absent port refuses.
    """

    def __init__(
        self,
        *,
        names: Mapping[str, tuple[str, ...] | Sequence[tuple[str, ...]]] | None = None,
        servers: Mapping[int, int] | None = None,
    ) -> None:
        self._names = dict(names or {})
        self._servers = dict(servers or {})
        self.asked: list[str] = []
        """Every name that was resolved, in order."""
        self.dialled: list[tuple[str, int]] = []
        """Every address and port that would have been dialled, in order."""

    def dialler(self, *, timeout: float = 5.0) -> Dialler:
        """Give a Dialler that knows no other world than this."""
        return Dialler(timeout=timeout, resolver=self.resolve, connector=self.connect)

    async def resolve(self, host: str) -> tuple[str, ...]:
        """Answer as the names were laid out. Raises OSError for a name that was not."""
        self.asked.append(host)
        answers = self._names.get(host)
        if answers is None:
            raise OSError(f"No such name: {host}.")
        if answers and isinstance(answers[0], str):
            return tuple(str(answer) for answer in answers)
        turn = min(self.asked.count(host), len(answers)) - 1
        return tuple(answers[turn])

    async def connect(self, address: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Note the address; open a connection to the loopback server of that port. Raises OSError without one."""
        self.dialled.append((address, port))
        if port not in self._servers:
            raise ConnectionRefusedError(f"Nobody listens on port {port}.")
        return await asyncio.open_connection("127.0.0.1", self._servers[port], limit=READ_BUFFER)
