"""The gate: decides whether a host may be reached, and dials the very address that was decided on."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self

from service.errors import BadSettings, BadUrl, EgressRefused, FetchFailed
from service.net import addresses, ourselves
from service.net.addresses import Network
from service.settings import Settings

ADDRESSES = 32
"""Addresses of one name at most; more are no web site but an attempt to keep us busy."""

TRIED = 4
"""Addresses of one name that are dialled in turn at most; they share the time there is."""

READ_BUFFER = 2**18
"""Bytes; asyncio reads a socket in pieces of this size at most."""

Resolver = Callable[[str], Awaitable[tuple[str, ...]]]
"""Name → every address it has. Raises OSError when there is none."""

Connector = Callable[[str, int], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]
"""Address and port → an open connection. Raises OSError when nobody answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """The test rig that receives every outgoing connection."""

    host: str
    tls_port: int
    plain_port: int

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `host:tls_port,plain_port`. Raises BadSettings."""
        host, _, ports = text.rpartition(":")
        try:
            tls_port, plain_port = (int(port) for port in ports.split(","))
        except ValueError as error:
            raise BadSettings("HOLDFAST_UPSTREAM is not host:tls_port,plain_port.") from error
        return cls(host=host, tls_port=tls_port, plain_port=plain_port)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the gate says to one host and port, and on which answers."""

    host: str
    """Canonical; IPv6 without brackets."""
    port: int
    resolved: tuple[str, ...] = ()
    """Every address the name gave, in the resolver's order; empty when it was refused by name, or not resolved."""
    refusal: str | None = None
    """Why it is refused; None when it may be dialled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialled:
    """An open connection to a checked address."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    address: str
    """The IP address that was dialled; the test rig's in a rehearsal."""
    resolved: tuple[str, ...]


async def resolve(host: str) -> tuple[str, ...]:
    """Ask the system's resolver for the name as it stands: the trailing dot keeps search domains out."""
    found = await asyncio.get_running_loop().getaddrinfo(f"{host}.", None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in found))


async def connect(address: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a TCP connection."""
    return await asyncio.open_connection(address, port, limit=READ_BUFFER)


class Dialler:
    """Opens connections to public internet, and to nothing else.

    A name is resolved once, every answer must be allowed, and one of exactly these answers is dialled. With an
    `upstream` names are not resolved, but pass the same rules by name and literal; then the rig is dialled.
    """

    def __init__(
        self,
        *,
        timeout: float,
        upstream: Upstream | None = None,
        denied: tuple[Network, ...] = (),
        resolver: Resolver = resolve,
        connector: Connector = connect,
    ) -> None:
        """`timeout`: seconds for resolving, and again for connecting. `denied`: public networks of our own."""
        self._timeout = timeout
        self._upstream = upstream
        self._denied = denied
        self._resolver = resolver
        self._connector = connector

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        """Make the dialler an operator has set up. Raises BadSettings."""
        upstream = Upstream.read(settings.upstream) if settings.upstream else None
        denied = (*ourselves.networks(settings.denied), *ourselves.of_this_machine())
        return cls(timeout=settings.fetch_timeout, upstream=upstream, denied=denied)

    @property
    def upstream(self) -> Upstream | None:
        """The test rig, when there is one."""
        return self._upstream

    @property
    def rehearsal(self) -> bool:
        """Whether everything goes to a test rig, so that nothing seen is evidence."""
        return self._upstream is not None

    async def decide(self, host: str, port: int) -> Decision:
        """Judge a host in any spelling, resolving its name once.

        Raises FetchFailed when the name has no address.
        """
        try:
            name = addresses.canonical(host)
        except BadUrl as error:
            return Decision(host=host, port=port, refusal=str(error))
        literal = addresses.literal(name)
        refusal = addresses.refused_port(port) or (None if literal else addresses.refused_name(name))
        if refusal is not None:
            return Decision(host=name, port=port, refusal=refusal)
        if literal:
            answers: tuple[str, ...] = (name,)
        else:
            answers = () if self._upstream else await self._resolve(name)
        return Decision(host=name, port=port, resolved=answers, refusal=self._refused(answers))

    async def connect(self, decision: Decision) -> Dialled:
        """Dial what was decided, the addresses in turn; never resolve again.

        Raises EgressRefused when the decision is a refusal, FetchFailed when nobody answers.
        """
        if decision.refusal is not None:
            raise EgressRefused(f"Not opened: {decision.refusal}.")
        targets = self._targets(decision)[:TRIED]
        cause: OSError | None = None
        for address, port in targets:
            try:
                async with asyncio.timeout(self._timeout / len(targets)):
                    reader, writer = await self._connector(address, port)
            except OSError as error:  # TimeoutError is one
                cause = error
            else:
                peer = writer.get_extra_info("peername") if self._upstream else None
                pinned = str(peer[0]) if peer else address
                return Dialled(reader=reader, writer=writer, address=pinned, resolved=decision.resolved)
        raise FetchFailed(f"Nobody answers at {decision.host}, port {decision.port}.") from cause

    async def dial(self, host: str, port: int) -> Dialled:
        """Decide, then connect. Raises EgressRefused or FetchFailed."""
        return await self.connect(await self.decide(host, port))

    def _targets(self, decision: Decision) -> list[tuple[str, int]]:
        if self._upstream is None:
            return [(address, decision.port) for address in decision.resolved]
        return [(self._upstream.host, self._upstream.tls_port if decision.port == 443 else self._upstream.plain_port)]

    async def _resolve(self, name: str) -> tuple[str, ...]:
        try:
            async with asyncio.timeout(self._timeout):
                answers = await self._resolver(name)
        except (OSError, UnicodeError) as error:
            raise FetchFailed(f"The name {name} has no address.") from error
        if not answers:
            raise FetchFailed(f"The name {name} has no address.")
        return answers

    def _refused(self, answers: tuple[str, ...]) -> str | None:
        if len(answers) > ADDRESSES:
            return f"the name has more than {ADDRESSES} addresses"
        for answer in answers:
            address = addresses.literal(answer)
            if address is None:
                return "the resolver gave something that is no address"
            if refusal := addresses.refused_address(address, also=self._denied):
                return refusal
        return None
