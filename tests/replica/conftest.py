"""A replica and somebody who asks it, through the upstream like everybody else."""

import json
import ssl
from dataclasses import dataclass

import aiohttp
import pytest
from yarl import URL

from tests.replica import replica
from tests.replica.story import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)


class _Everywhere(aiohttp.abc.AbstractResolver):
    """Every name is the replica; the port is chosen by the address that is asked."""

    async def resolve(self, host, port=0, family=0):  # noqa: ARG002 - the resolver's own signature
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 0, "flags": 0}]

    async def close(self):
        pass


@pytest.fixture
async def world():
    async with replica() as world:
        yield world


@pytest.fixture
async def told(world):
    return tell(world)


@pytest.fixture
async def get(world):
    """Ask one address, follow nothing, trust only the replica's CA."""
    secure, plain = (int(port) for port in world.upstream.rpartition(":")[2].split(","))
    context = ssl.create_default_context(cafile=str(world.ca_file))
    connector = aiohttp.TCPConnector(resolver=_Everywhere(), ssl=context, force_close=True)
    async with aiohttp.ClientSession(connector=connector, headers={"User-Agent": "curl/8"}) as session:

        async def ask(url, *, method="GET", said=None, port=None, **headers):
            address = URL(url, encoded=True)
            host = address.host
            address = address.with_port(port or (secure if address.scheme == "https" else plain))
            names = {"Host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
            async with session.request(method, address, headers=names, json=said, allow_redirects=False) as answer:
                return Got(status=answer.status, headers=dict(answer.headers), body=await answer.read())

        yield ask
