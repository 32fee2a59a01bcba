"""Listening: one TLS port and one plain port on loopback, in front of all sites at once."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from aiohttp import web

from tests.replica.authority import Authority
from tests.replica.records import Asked
from tests.replica.site import Answer, Ask
from tests.replica.sites import site_of
from tests.replica.world import World


@asynccontextmanager
async def replica(
    world: World | None = None, *, tls_port: int = 0, plain_port: int = 0, ca_file: Path | None = None
) -> AsyncIterator[World]:
    """A running replica of the internet; gives its world, whose verbs change what is answered at once."""
    world = World() if world is None else world
    async with AsyncExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="replica-")))
        authority = Authority(directory, ca_file or directory / "replica-ca.pem")
        front = web.ServerRunner(web.Server(_Front(world).serve), shutdown_timeout=0.2)
        await front.setup()
        stack.push_async_callback(front.cleanup)
        secure = web.TCPSite(front, "127.0.0.1", tls_port, ssl_context=authority.server_context())
        plain = web.TCPSite(front, "127.0.0.1", plain_port)
        await secure.start()
        await plain.start()
        ports = [address[1] for address in front.addresses]
        world.upstream = f"127.0.0.1:{ports[0]},{ports[1]}"
        world.ca_file = authority.ca_file
        yield world


class _Front:
    """Turns HTTP into asks, adds the troubles that were ordered, writes the log."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        ask = Ask(
            world=self._world,
            method=request.method,
            scheme=request.scheme,
            host=(request.headers.get("Host") or "").rpartition("@")[2].split(":")[0].lower(),
            target=request.raw_path,
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.read(),
        )
        site = site_of(self._world, ask.host)
        if site is None:
            return self._cut(ask, request)
        place = ask.host + ask.path
        await asyncio.sleep(sum(s for where, s in self._world.delays.items() if place.startswith(where)))
        failures = [status for where, status in self._world.failures.items() if place.startswith(where)]
        if failures and ask.host != "replica.test":
            if failures[0] is None:
                return self._cut(ask, request)
            answer = _failed(failures[0])
        else:
            answer = await asyncio.to_thread(site.answer, ask)
            await asyncio.sleep(answer.delay)
        if answer.cut:
            return self._cut(ask, request)
        self._note(ask, answer.status)
        headers = {"Content-Type": answer.media_type, **answer.headers}
        return web.Response(status=answer.status, body=answer.body, headers=headers)

    def _cut(self, ask: Ask, request: web.BaseRequest) -> web.StreamResponse:
        """Close without an answer, as near to an unknown name as one address for all names allows."""
        self._note(ask, None)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=444)

    def _note(self, ask: Ask, status: int | None) -> None:
        if ask.host != "replica.test":
            url = f"{ask.scheme}://{ask.host}{ask.target}"
            headers = dict(ask.headers)
            self._world.requests.append(
                Asked(method=ask.method, url=url, host=ask.host, path=ask.path, headers=headers, status=status)
            )


def _failed(status: int) -> Answer:
    headers = {"Retry-After": "30"} if status in {429, 503} else {}
    return Answer(
        status=status, body=b"Rate limit exceeded\n" if status == 429 else b"", media_type="text/plain", headers=headers
    )
