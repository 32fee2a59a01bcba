"""One connection of the browser: what it asked for, what the gate said, and the bytes carried both ways."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from service.model.capture import Connection
from service.net import heads
from service.net.guard import READ_BUFFER, Decision

Pipe = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one visit may use."""

    visit_bytes: int = 256 * 2**20
    """Both directions of all connections together; then each ends."""
    open_connections: int = 512
    """At once."""
    all_connections: int = 4096
    """Over the whole visit, refused ones included."""
    idle: float = 30.0
    """Seconds without a byte in either direction."""
    head: float = 10.0
    """Seconds until the browser must have said what it wants."""
    head_bytes: int = 64 * 1024
    """Bytes of one head: long cookies and long addresses included."""


class Budget:
    """The bytes that all connections of one visit share."""

    def __init__(self, most: int) -> None:
        self.left = most

    def spend(self, length: int) -> bool:
        """Take bytes out; False when there were not enough left."""
        self.left -= length
        return self.left >= 0


class Line:
    """One line of the log while it is still being written."""

    __slots__ = ("bytes_in", "bytes_out", "carried_over", "decision", "ip", "touched", "verdict")

    def __init__(self, decision: Decision, verdict: str) -> None:
        self.decision = decision
        self.verdict = verdict
        self.ip: str | None = None
        self.bytes_in = 0
        self.bytes_out = 0
        self.carried_over = False
        """Opened in an earlier visit."""
        self.touched = 0.0
        """Loop time of the last byte."""

    @property
    def idle(self) -> bool:
        """Whether it is left from an earlier visit, and this one has not used it."""
        return self.carried_over and not (self.bytes_in or self.bytes_out)

    def carry_over(self) -> None:
        """Count anew."""
        self.carried_over, self.bytes_in, self.bytes_out = True, 0, 0

    def connection(self) -> Connection:
        """Give the line as it stands."""
        return Connection(
            host=self.decision.host,
            port=self.decision.port,
            resolved=self.decision.resolved,
            ip=self.ip,
            verdict=self.verdict,
            bytes_in=self.bytes_in,
            bytes_out=self.bytes_out,
        )


class Tunnel:
    """Carries bytes between the browser (near) and the outside (far), counting them."""

    def __init__(self, near: Pipe, far: Pipe, *, line: Line, budget: Budget, limits: Limits) -> None:
        self._near = near
        self._far = far
        self._line = line
        self._budget = budget
        self._limits = limits
        self._loop = asyncio.get_running_loop()

    async def both(self) -> None:
        """Carry blindly until either end closes, or the budget is used up."""
        pumps = [
            asyncio.create_task(self._pump(self._near[0], self._far[1], out=True)),
            asyncio.create_task(self._pump(self._far[0], self._near[1], out=False)),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _gone(*pumps)

    async def exchange(self, asked: heads.Asked) -> None:
        """Carry one plain request with its body, and its answer; the connection serves no second one.

        Raises BadInput, LimitOverrunError, IncompleteReadError or TimeoutError when the answer is no HTTP.
        """
        head = asked.head or b""
        self._far[1].write(head)
        if not self._count(len(head), out=True):
            return
        body = asyncio.create_task(self._pump(self._near[0], self._far[1], out=True, most=asked.body_length))
        try:
            final = False
            while not final:
                received = await read_head(self._far[0], seconds=self._limits.idle, most=self._limits.head_bytes)
                head, final = heads.closing(received)
                self._near[1].write(head)
                if not self._count(len(received), out=False):
                    return
            await self._pump(self._far[0], self._near[1], out=False)
        finally:
            await _gone(body)

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, out: bool, most: int | None = None
    ) -> None:
        with suppress(OSError):
            while most is None or most > 0:
                data = await reader.read(READ_BUFFER if most is None else min(most, READ_BUFFER))
                if not data or not self._count(len(data), out=out):
                    return
                writer.write(data)
                await writer.drain()
                most = None if most is None else most - len(data)

    def _count(self, length: int, *, out: bool) -> bool:
        line = self._line
        line.touched = self._loop.time()
        if out:
            line.bytes_out += length
        else:
            line.bytes_in += length
        return self._budget.spend(length)


async def read_head(reader: asyncio.StreamReader, *, seconds: float, most: int) -> bytes:
    """Read up to and with the empty line. Raises TimeoutError, IncompleteReadError or LimitOverrunError."""
    async with asyncio.timeout(seconds):
        head = await reader.readuntil(b"\r\n\r\n")
    if len(head) > most:
        raise asyncio.LimitOverrunError("The head is too long.", len(head))
    return head


async def finish(writer: asyncio.StreamWriter, *, seconds: float) -> None:
    """Send what is still to be sent and close; after that time, or when cancelled, break off."""
    writer.close()
    try:
        async with asyncio.timeout(seconds):
            await writer.wait_closed()
    except OSError:
        writer.transport.abort()
    except asyncio.CancelledError:
        writer.transport.abort()
        raise


async def _gone(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
