"""How aiohttp reaches the world here: every connection comes out of the Dialler, and says with whom it was made."""

import asyncio
import ssl

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.tracing import Trace

from service.errors import FetchFailed
from service.net.guard import Dialled, Dialler


class GuardedConnector(aiohttp.BaseConnector):
    """A pool of connections that the Dialler opened; there is no resolver and no proxy beside it."""

    def __init__(self, dialler: Dialler, tls: ssl.SSLContext) -> None:
        super().__init__(limit=100, limit_per_host=8, keepalive_timeout=15)
        self._dialler = dialler
        self._tls = tls

    async def _create_connection(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],  # noqa: ARG002 - the signature is aiohttp's
        timeout: aiohttp.ClientTimeout,  # noqa: ARG002, ASYNC109 - the fetcher bounds the whole hop
    ) -> ResponseHandler:
        # The one method a connector of aiohttp has to give. Errors of ours pass through unchanged.
        host = req.url.raw_host or ""
        dialled = await self._dialler.dial(host, req.port or 0)
        handler = _Handler(self._loop, dialled)
        try:
            if req.is_ssl():
                await self._wrap(handler, host.rstrip("."))
            else:
                dialled.writer.transport.set_protocol(handler)
                handler.connection_made(dialled.writer.transport)
        except BaseException:
            dialled.writer.transport.abort()
            raise
        return handler

    async def _wrap(self, handler: "_Handler", name: str) -> None:
        raw = handler.dialled.writer.transport
        try:
            wrapped = await self._loop.start_tls(raw, handler, self._tls, server_hostname=name)
        except ssl.SSLError as error:
            raise FetchFailed(f"{name} could not prove who it is ({error.reason or 'TLS'}).") from error
        if wrapped is None:
            raise FetchFailed(f"{name} closed the connection while TLS began.")
        handler.connection_made(wrapped)
        handler.certificates = chain(wrapped.get_extra_info("ssl_object"))


class _Handler(ResponseHandler):
    """A connection that knows how it was dialled; keeps the stream writer alive, which would close it otherwise."""

    def __init__(self, loop: asyncio.AbstractEventLoop, dialled: Dialled) -> None:
        super().__init__(loop)
        self.dialled = dialled
        self.certificates: tuple[bytes, ...] = ()


class Response(aiohttp.ClientResponse):
    """An answer that remembers who gave it, also after its connection went back to the pool."""

    address: str | None = None
    """The IP address that answered."""
    certificates: tuple[bytes, ...] = ()
    """DER, leaf first; empty without TLS."""

    async def start(self, connection: aiohttp.connector.Connection) -> "Response":
        """Read the head; called by aiohttp."""
        handler = connection.protocol
        if isinstance(handler, _Handler):
            self.address, self.certificates = handler.dialled.address, handler.certificates
        await super().start(connection)
        return self


def chain(session: ssl.SSLObject) -> tuple[bytes, ...]:
    """Give the verified chain of a TLS session in DER, leaf first, up to the root it was verified against.

    Python opens this officially from 3.13 on; before, the same method lives on the inner object (since 3.10). Where
    neither is there, the leaf alone is what we know.
    """
    official = getattr(session, "get_verified_chain", None)
    if official is not None:
        return tuple(official())
    inner = getattr(getattr(session, "_sslobj", None), "get_verified_chain", None)
    if inner is not None:
        return tuple(ssl.PEM_cert_to_DER_cert(certificate.public_bytes()) for certificate in inner())
    leaf = session.getpeercert(binary_form=True)
    return (leaf,) if leaf else ()
