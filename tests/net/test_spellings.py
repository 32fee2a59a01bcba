import asyncio
import re

import pytest

from service.model.document import Request
from service.net.loopback import Loopback
from service.net.proxy import ALLOWED, listen
from tests.net.conftest import answer, fetcher
from tests.net.spellings import REFUSED, ZONE


async def world(servers):
    """A world in which everything that is dialled is answered by a canary."""
    canary = await servers.http(answer(b"the canary sings"))
    return Loopback(names=ZONE, servers=dict.fromkeys((0, 22, 25, 80, 443, 5432, 6379, 8080, 8443), canary))


def test_the_table_is_long_enough_and_says_nothing_twice():
    assert len(set(REFUSED)) == len(REFUSED) >= 110


async def test_the_canary_is_heard_through_both_ways_out(servers):
    net = await world(servers)
    async with fetcher(net.dialler()) as out:
        assert (await out.fetch(Request(name="test", url="http://example.com/"))).body == b"the canary sings"
    async with listen(net.dialler()) as listener:
        said = await talk(listener, b"GET http://example.com/ HTTP/1.1\r\n\r\n")
        assert said.endswith(b"the canary sings")


@pytest.mark.parametrize("url", REFUSED, ids=ascii)
async def test_the_fetcher_does_not_open(url, servers):
    net = await world(servers)
    async with fetcher(net.dialler()) as out:
        document = await out.fetch(Request(name="test", url=url))
    assert (document.status, document.body, document.failure) == (None, b"", "egress-refused")
    assert document.reason
    assert net.dialled == []
    assert servers.heads == []


@pytest.mark.parametrize("url", REFUSED, ids=ascii)
async def test_the_fetcher_does_not_follow_a_redirect_to(url, servers):
    hop = await servers.http(
        b"HTTP/1.1 302 Found\r\nLocation: " + url.strip().encode() + b"\r\nContent-Length: 0\r\n\r\n"
    )
    net = Loopback(names=ZONE, servers={80: hop, 443: hop})
    async with fetcher(net.dialler()) as out:
        document = await out.fetch(Request(name="test", url="http://example.com/"))
    assert document.failure in ("egress-refused", "fetch-failed")
    assert {address for address, _ in net.dialled} == {"93.184.215.14"}
    assert all("Host: example.com\r\n" in head for head in servers.heads)


@pytest.mark.parametrize("url", REFUSED, ids=ascii)
async def test_the_browser_is_not_let_through_to(url, servers):
    net = await world(servers)
    authority = re.sub(r"(?i)^\s*https?:[/\\]*|[/\\]*\s*$", "", url)
    requests = [f"GET {url} HTTP/1.1\r\n\r\n", f"CONNECT {authority} HTTP/1.1\r\n\r\n"]
    if not re.search(r":\d+$", authority):
        requests.append(f"CONNECT {authority}:443 HTTP/1.1\r\n\r\n")
    async with listen(net.dialler()) as listener:
        for request in requests:
            said = await talk(listener, request.encode())
            assert re.match(rb"HTTP/1\.1 (400|403|502) ", said), said
            assert b"Proxy-Status: holdfast" in said
        assert all(connection.verdict != ALLOWED and connection.ip is None for connection in listener.connections)
    assert net.dialled == []
    assert servers.heads == []


async def talk(listener, request):
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    writer.write(request)
    said = await reader.read()
    writer.close()
    await writer.wait_closed()
    return said
