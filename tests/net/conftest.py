import asyncio
import contextlib
from datetime import UTC, datetime

import pytest

from service.net.client import GuardedFetcher
from service.net.guard import READ_BUFFER, Dialler, Upstream
from tests.net.certificates import Authority

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PUBLIC = "93.184.215.14"


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory):
    """An authority that nobody here trusts."""
    return Authority(tmp_path_factory.mktemp("stranger"), "Stranger")


class Servers:
    """Loopback servers that say exactly what a test tells them to; `heads` holds every request head they got."""

    def __init__(self, stack):
        self._stack = stack
        self._tasks = set()
        self.heads = []

    async def raw(self, handler, *, tls=None):
        """`handler(reader, writer)` speaks; returns the port."""

        def accept(reader, writer):
            task = asyncio.ensure_future(self._run(handler, reader, writer))
            self._tasks.add(task)

        server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls, limit=READ_BUFFER, backlog=512)
        self._stack.push_async_callback(self._close, server)
        return server.sockets[0].getsockname()[1]

    async def http(self, *answers, tls=None):
        """Each request is answered by the answer whose turn it is; the last one answers for ever."""
        left = list(answers)

        async def handler(reader, writer):
            self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            writer.write(left.pop(0) if len(left) > 1 else left[0])
            await writer.drain()

        return await self.raw(handler, tls=tls)

    async def _run(self, handler, reader, writer):
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await handler(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
            raise
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _close(self, server):
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await server.wait_closed()


@pytest.fixture
async def servers():
    async with contextlib.AsyncExitStack() as stack:
        yield Servers(stack)


def answer(body=b"hello", status="200 OK", **headers):
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if not any(line.lower().startswith("content-length") for line in lines):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def redirect(location, status="302 Found"):
    return answer(b"", status, Location=location)


def fetcher(dialler, *, ca=None, seconds=5.0, most_bytes=2**20):
    return GuardedFetcher(
        dialler, timeout=seconds, most_bytes=most_bytes, user_agent="Holdfast/test", ca=ca, clock=lambda: NOON
    )


def rig(tls_port=1, plain_port=1):
    return Dialler(timeout=5.0, upstream=Upstream(host="127.0.0.1", tls_port=tls_port, plain_port=plain_port))
