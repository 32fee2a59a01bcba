"""The browser's only way out: a listener for one visit, every connection of it through the gate.

It is on loopback, or, for a browser that stands elsewhere, on an address that is named and behind a secret.

TLS is tunnelled blindly, so the browser sees the real certificates and nothing here can read along.
"""

import asyncio
import ipaddress
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from service import log as logs
from service.errors import BadInput, FetchFailed
from service.model.capture import Connection
from service.net import heads
from service.net.guard import READ_BUFFER, Decision, Dialler
from service.net.tunnel import Budget, Limits, Line, Pipe, Tunnel, finish, read_head

CALLING_HOME = frozenset(
    [
        "accounts.google.com",
        "android.clients.google.com",
        "clients2.google.com",
        "clientservices.googleapis.com",
        "content-autofill.googleapis.com",
        "edgedl.me.gvt1.com",
        "mtalk.google.com",
        "optimizationguide-pa.googleapis.com",
        "redirector.gvt1.com",
        "safebrowsing.googleapis.com",
        "safebrowsingohttpgateway.googleapis.com",
        "update.googleapis.com",
    ]
)
"""Hosts that Chromium asks on its own account (seen at the gate: accounts, clients2, content-autofill, update)."""

BROWSER_INTERNAL = "browser-internal"
"""Begins the verdict on a host of CALLING_HOME; such a connection belongs to no page and is no evidence."""

ALLOWED = "allowed"

_CHALLENGE = (
    b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Status: holdfast; error=http_request_denied\r\n"
    b'Proxy-Authenticate: Basic realm="holdfast"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
)

ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"

log = logs.get(__name__)


VISITOR = "visit"
"""The name that goes with a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where a browser finds the way out of a visit."""

    address: str = "127.0.0.1"
    locked: bool = False
    """True: only who shows the secret of the visit may pass, for a browser that is not our own child."""


class Listener:
    """The way out of one visit. Made by `listen`."""

    def __init__(self, dialler: Dialler, limits: Limits, door: Door) -> None:
        self._dialler = dialler
        self._limits = limits
        self._budget = Budget(limits.visit_bytes)
        self._lines: list[Line] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._carrying: dict[asyncio.Task[None], Line] = {}
        self._accepted = 0
        self._watch: asyncio.TimerHandle | None = None
        self._address = door.address
        self.secret = secrets.token_hex(32) if door.locked else None
        """What the browser must show; None: nothing."""
        self.port = 0
        """The port on the door's address."""

    @property
    def url(self) -> str:
        """What the browser is given as its proxy."""
        return f"http://{f'[{self._address}]' if ':' in self._address else self._address}:{self.port}"

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Every connection that was asked for in this visit, refused ones too, or used again, in the order of asking."""
        return tuple(line.connection() for line in self._lines if not line.idle)

    @property
    def exhausted(self) -> bool:
        """Whether the visit wanted more bytes than it may have, so that what it loaded is cut off."""
        return self._budget.left < 0

    def start(self, port: int) -> None:
        """Begin to watch for idle connections."""
        self.port = port
        self._look()

    def begin(self) -> None:
        """Begin another visit of the same page: what it may use is whole again, and open connections are its own."""
        self._budget.left = self._limits.visit_bytes
        self._accepted = len(self._tasks)
        self._lines = [line for line in self._lines if line in self._carrying.values()]
        for line in self._lines:
            line.carry_over()

    async def stop(self) -> None:
        """End every connection and wait until each is gone."""
        if self._watch is not None:
            self._watch.cancel()
        self._accepted = self._limits.all_connections
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a connection of the browser, or break it off at once; called by the server."""
        self._accepted += 1
        peer = writer.get_extra_info("peername")
        full = len(self._tasks) >= self._limits.open_connections or self._accepted > self._limits.all_connections
        stranger = self.secret is None and not (peer and ipaddress.ip_address(peer[0]).is_loopback)
        if full or self.exhausted or stranger:
            writer.transport.abort()
            return
        task = asyncio.create_task(self._serve((reader, writer)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: writer.transport.abort())  # one that is ended before it begins closes nothing

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        for task, line in tuple(self._carrying.items()):
            if loop.time() - line.touched > self._limits.idle:
                task.cancel()
        self._watch = loop.call_later(self._limits.idle / 4, self._look)

    async def _serve(self, near: Pipe) -> None:
        try:
            await self._answer(near)
        except (OSError, asyncio.IncompleteReadError) as error:
            log.debug("The browser closed a connection.", action="proxy-closed", cause=type(error).__name__)
        except asyncio.CancelledError:
            near[1].transport.abort()
            raise
        finally:
            await finish(near[1], seconds=self._limits.idle)

    async def _answer(self, near: Pipe) -> None:
        try:
            head = await read_head(near[0], seconds=self._limits.head, most=self._limits.head_bytes)
            if self.secret is not None and not heads.shows(head, VISITOR, self.secret):
                near[1].write(_CHALLENGE)
                return
            asked = heads.read_request(head)
        except BadInput:
            near[1].write(_refusal("400 Bad Request", "http_protocol_error"))
            return
        except asyncio.LimitOverrunError:
            near[1].write(_refusal("431 Request Header Fields Too Large", "http_request_error"))
            return
        line = await self._judge(asked)
        if line.verdict != ALLOWED:
            unanswered = line.decision.refusal is None and not line.verdict.startswith(BROWSER_INTERNAL)
            refusal = ("502 Bad Gateway", "dns_error") if unanswered else ("403 Forbidden", "destination_ip_prohibited")
            near[1].write(_refusal(*refusal))
            return
        await self._carry(asked, line, near)

    async def _judge(self, asked: heads.Asked) -> Line:
        """Let the gate decide, and write it down."""
        unresolved = Decision(host=asked.host, port=asked.port)
        try:
            if asked.host.lower().rstrip(".") in CALLING_HOME:
                line = Line(unresolved, f"{BROWSER_INTERNAL}: asked by the browser itself, not by the page")
            else:
                decision = await self._dialler.decide(asked.host, asked.port)
                line = Line(decision, decision.refusal or ALLOWED)
        except FetchFailed as error:
            line = Line(unresolved, str(error))
        if line.verdict != ALLOWED:
            log.info("A connection was refused.", action="egress-refused", host=asked.host, reason=line.verdict)
        self._lines.append(line)
        return line

    async def _carry(self, asked: heads.Asked, line: Line, near: Pipe) -> None:
        try:
            dialled = await self._dialler.connect(line.decision)
        except FetchFailed as error:
            line.verdict = str(error)
            near[1].write(_refusal("502 Bad Gateway", "connection_refused"))
            return
        line.ip, line.touched = dialled.address, asyncio.get_running_loop().time()
        far = (dialled.reader, dialled.writer)
        tunnel = Tunnel(near, far, line=line, budget=self._budget, limits=self._limits)
        task = asyncio.current_task()
        if task is not None:
            self._carrying[task] = line
        try:
            if asked.head is None:
                near[1].write(ESTABLISHED)
                await tunnel.both()
            else:
                await tunnel.exchange(asked)
        except (BadInput, OSError, asyncio.LimitOverrunError, asyncio.IncompleteReadError):
            near[1].write(_refusal("502 Bad Gateway", "http_protocol_error"))
        except asyncio.CancelledError:
            dialled.writer.transport.abort()
            raise
        finally:
            if task is not None:
                self._carrying.pop(task, None)
            await finish(dialled.writer, seconds=self._limits.idle)


@asynccontextmanager
async def listen(
    dialler: Dialler, *, limits: Limits | None = None, door: Door | None = None
) -> AsyncIterator[Listener]:
    """Open the way out of one visit on a free port of the door's address; everything is closed at the end.

    Another program of this machine that finds the port of a door that is not locked can use it too, and reaches public
    internet at most. Raises OSError when the address is none of this machine.
    """
    door = door or Door()
    listener = Listener(dialler, limits or Limits(), door)
    server = await asyncio.start_server(listener.accept, door.address, 0, limit=READ_BUFFER, backlog=512)
    listener.start(server.sockets[0].getsockname()[1])
    try:
        yield listener
    finally:
        server.close()
        await listener.stop()
        await server.wait_closed()


def _refusal(status: str, error: str) -> bytes:
    """Answer in our own name (RFC 9209), so that nobody takes it for the site's."""
    return f"HTTP/1.1 {status}\r\nProxy-Status: holdfast; error={error}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
