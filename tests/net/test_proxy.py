import asyncio
import base64
import contextlib
import gc
import re
import ssl

import pytest

from service.model.capture import Connection
from service.net.loopback import Loopback
from service.net.proxy import ALLOWED, BROWSER_INTERNAL, CALLING_HOME, VISITOR, Door, listen
from service.net.tunnel import Limits
from tests.net.conftest import PUBLIC, answer, rig
from tests.net.test_heads import GARBAGE

NAMES = {"example.com": (PUBLIC,), "inside.example.net": ("10.1.2.3",)}
TUNNEL = b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n"


@contextlib.asynccontextmanager
async def connected(listener, request=b""):
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    try:
        writer.write(request)
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def say(listener, request):
    """Send, and read until the listener closes, 32 MiB at most."""
    said = bytearray()
    async with asyncio.timeout(10), connected(listener, request) as (reader, _):
        while len(said) < 2**25 and (piece := await reader.read(2**16)):
            said += piece
    return bytes(said)


async def echo(reader, writer):
    while data := await reader.read(2**16):
        writer.write(data)
        await writer.drain()


async def until(true):
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what is waited for happens on the other side of a socket
            await asyncio.sleep(0.01)


def world(port=None):
    return Loopback(names=NAMES, servers={80: port, 443: port} if port else {})


async def test_a_tunnel_carries_bytes_both_ways_and_counts_them(servers):
    net = world(await servers.raw(echo))
    async with listen(net.dialler()) as listener:
        assert listener.url == f"http://127.0.0.1:{listener.port}"
        async with connected(listener, TUNNEL) as (reader, writer):
            assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 200 Connection established\r\n\r\n"
            for word in (b"first", b"second"):
                writer.write(word)
                assert await reader.readexactly(len(word)) == word
        assert listener.connections == (
            Connection(
                host="example.com",
                port=443,
                resolved=(PUBLIC,),
                ip=PUBLIC,
                verdict=ALLOWED,
                bytes_in=11,
                bytes_out=11,
            ),
        )
    assert net.dialled == [(PUBLIC, 443)]
    assert net.asked == ["example.com"]


async def test_what_is_sent_together_with_the_request_is_not_lost(servers):
    net = world(await servers.raw(echo))
    async with listen(net.dialler()) as listener, connected(listener, TUNNEL + b"early") as (reader, _):
        await reader.readuntil(b"\r\n\r\n")
        assert await reader.readexactly(5) == b"early"


async def test_the_browser_sees_the_real_certificate_through_the_tunnel(servers, authority):
    port = await servers.http(answer(b"over tls"), tls=authority.server("example.com"))
    async with listen(rig(tls_port=port)) as listener, connected(listener, TUNNEL) as (reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        await writer.start_tls(ssl.create_default_context(cafile=authority.file), server_hostname="example.com")
        writer.write(b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n")
        assert (await reader.read()).endswith(b"over tls")
        assert listener.connections[0].ip == "127.0.0.1"
        assert listener.connections[0].resolved == ()


async def test_a_plain_page_passes_in_origin_form_with_its_body(servers):
    seen = []

    async def handler(reader, writer):
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        seen.append(await reader.readexactly(5))
        writer.write(
            b"HTTP/1.1 100 Continue\r\n\r\n" + answer(b"plain", X_Test="yes").replace(b"Connection: close\r\n", b"")
        )

    net = world(await servers.raw(handler))
    async with listen(net.dialler()) as listener:
        request = (
            b"POST http://example.com/a?b HTTP/1.1\r\nHost: example.com\r\nContent-Length: 5\r\n\r\nhello and more"
        )
        said = await say(listener, request)
        assert said.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
        assert b"X-Test: yes\r\n" in said
        assert said.endswith(b"Connection: close\r\n\r\nplain")
        assert listener.connections[0].bytes_in > 0
    assert seen[0].startswith(b"POST /a?b HTTP/1.1\r\nHost: example.com\r\n")
    assert seen[1] == b"hello"


async def test_a_second_request_on_one_connection_never_reaches_the_first_server(servers):
    async def stays(reader, writer):
        servers.heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer(b"one").replace(b"Connection: close\r\n", b""))
        servers.heads.append(await reader.read())

    async with listen(world(await servers.raw(stays)).dialler(), limits=Limits(idle=0.2)) as listener:
        said = await say(listener, b"GET http://example.com/ HTTP/1.1\r\n\r\nGET http://10.0.0.1/ HTTP/1.1\r\n\r\n")
    assert said.endswith(b"Connection: close\r\n\r\none")
    await until(lambda: len(servers.heads) == 2)
    assert servers.heads[1] == b""


@pytest.mark.parametrize(
    "request_", [b"CONNECT inside.example.net:443 HTTP/1.1\r\n\r\n", b"GET http://inside.example.net/ HTTP/1.1\r\n\r\n"]
)
async def test_an_inner_address_is_refused_in_our_own_name_and_written_down(request_, servers):
    net = world(await servers.http(answer(b"inner")))
    async with listen(net.dialler()) as listener:
        said = await say(listener, request_)
        assert said.startswith(b"HTTP/1.1 403 Forbidden\r\nProxy-Status: holdfast; error=destination_ip_prohibited\r\n")
        [connection] = listener.connections
    assert (connection.host, connection.resolved, connection.ip) == ("inside.example.net", ("10.1.2.3",), None)
    assert connection.verdict == "10.1.2.3 is private"
    assert net.dialled == []


async def test_the_listener_cannot_be_reached_through_itself():
    async with listen(world().dialler()) as listener:
        assert b" 403 " in await say(listener, f"CONNECT 127.0.0.1:{listener.port} HTTP/1.1\r\n\r\n".encode())


@pytest.mark.parametrize("host", sorted(CALLING_HOME))
async def test_the_browsers_own_calls_home_are_refused_and_marked(host):
    net = Loopback(names={host: (PUBLIC,)}, servers={443: 1})
    async with listen(net.dialler()) as listener:
        assert b" 403 " in await say(listener, f"CONNECT {host.upper()}:443 HTTP/1.1\r\n\r\n".encode())
        assert listener.connections[0].verdict.startswith(BROWSER_INTERNAL)
    assert net.asked == net.dialled == []


async def test_a_name_that_does_not_exist_and_a_server_that_is_away_are_told_apart():
    async with listen(world().dialler()) as listener:
        assert b"error=dns_error" in await say(listener, b"CONNECT nowhere.example.org:443 HTTP/1.1\r\n\r\n")
        assert b"error=connection_refused" in await say(listener, TUNNEL)
        unknown, away = listener.connections
    assert "has no address" in unknown.verdict
    assert "Nobody answers" in away.verdict
    assert unknown.ip is away.ip is None


@pytest.mark.parametrize("head", GARBAGE, ids=ascii)
async def test_garbage_is_answered_with_a_refusal_and_dials_nothing(head):
    net = world()
    async with listen(net.dialler()) as listener:
        assert (await say(listener, head)).startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert listener.connections == ()
    assert net.dialled == net.asked == []


async def test_a_head_that_is_too_long_or_never_ends_is_cut_off():
    limits = Limits(head=0.2, head_bytes=1000)
    async with listen(world().dialler(), limits=limits) as listener:
        long = b"GET http://example.com/ HTTP/1.1\r\nA: " + b"a" * 2000 + b"\r\n\r\n"
        assert (await say(listener, long)).startswith(b"HTTP/1.1 431 ")
        assert await say(listener, b"GET http://exam") == b""
        with contextlib.suppress(ConnectionError):
            await say(listener, b"a" * 2**20)


@pytest.mark.parametrize("said", [b"SSH-2.0-OpenSSH\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nA: " + b"a" * 2**20])
async def test_an_answer_that_is_no_http_is_replaced_by_a_refusal_of_ours(said, servers):
    async with listen(world(await servers.http(said)).dialler()) as listener:
        assert (await say(listener, b"GET http://example.com/ HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 502 ")


async def test_a_visit_that_wants_too_many_bytes_is_cut_off(servers):
    async def endless(reader, writer):
        while True:
            writer.write(bytes(2**16))
            await writer.drain()

    async with listen(world(await servers.raw(endless)).dialler(), limits=Limits(visit_bytes=10**6)) as listener:
        received = await say(listener, TUNNEL)
        assert len(received) <= 10**6 + 100
        assert listener.exhausted
        with contextlib.suppress(ConnectionError):
            assert await say(listener, TUNNEL) == b""
        assert len(listener.connections) == 1


async def test_a_tunnel_without_bytes_is_closed_and_a_busy_one_is_not(servers):
    async with listen(world(await servers.raw(echo)).dialler(), limits=Limits(idle=0.4)) as listener:
        async with connected(listener, TUNNEL) as idle, connected(listener, TUNNEL) as busy:
            await busy[0].readuntil(b"\r\n\r\n")
            closed = asyncio.create_task(idle[0].read())
            while not closed.done():
                busy[1].write(b"x")
                assert await busy[0].readexactly(1) == b"x"
                await asyncio.sleep(0.02)
            busy[1].write(b"still here")
            assert await busy[0].readexactly(10) == b"still here"
        with contextlib.suppress(ConnectionError):
            assert b"200 Connection established" in closed.result()


async def test_more_connections_than_a_visit_may_have_are_broken_off(servers):
    limits = Limits(open_connections=2, all_connections=4)
    async with listen(world(await servers.raw(echo)).dialler(), limits=limits) as listener:
        async with connected(listener, TUNNEL) as one, connected(listener, TUNNEL) as two:
            for reader, _ in (one, two):
                assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
            with contextlib.suppress(ConnectionError):
                assert await say(listener, TUNNEL) == b""
        await until(lambda: not listener._tasks)
        assert b" 200 " in await opened(listener)
        with contextlib.suppress(ConnectionError):
            assert await say(listener, TUNNEL) == b""
        assert len(listener.connections) == 3


async def opened(listener):
    async with connected(listener, TUNNEL) as (reader, _):
        return await reader.readuntil(b"\r\n\r\n")


async def test_two_hundred_tunnels_run_side_by_side(servers):
    async with listen(world(await servers.raw(echo)).dialler()) as listener:

        async def one(number):
            payload = b"%04d" % number * 20_000
            async with connected(listener, TUNNEL) as (reader, writer):
                await reader.readuntil(b"\r\n\r\n")
                writer.write(payload)
                return await reader.readexactly(len(payload)) == payload

        assert all(await asyncio.gather(*(one(number) for number in range(200))))
        assert sum(connection.bytes_in for connection in listener.connections) == 200 * 80_000
        assert {connection.verdict for connection in listener.connections} == {ALLOWED}


async def test_a_browser_that_reads_slowly_slows_the_server_and_fills_no_memory(servers):
    sent = 0

    async def endless(reader, writer):
        nonlocal sent
        while True:
            writer.write(bytes(2**16))
            await writer.drain()
            sent += 2**16

    net = world(await servers.raw(endless))
    async with listen(net.dialler()) as listener, connected(listener, TUNNEL) as (reader, _):
        await reader.readuntil(b"\r\n\r\n")
        before = -1
        while before != sent:
            before = sent
            await asyncio.sleep(0.2)
        assert sent < 32 * 2**20


async def test_everything_is_closed_at_the_end_whatever_was_under_way(servers):
    gone = []

    async def waits(reader, writer):
        with contextlib.suppress(ConnectionError):
            gone.append(await reader.read())

    async def never(host):
        await asyncio.Event().wait()

    before = asyncio.all_tasks()
    port = await servers.raw(waits)
    net = world(port)
    net_resolve = net.resolve
    net.resolve = lambda host: never(host) if host == "slow.example.org" else net_resolve(host)
    async with contextlib.AsyncExitStack() as stack:
        async with listen(net.dialler()) as listener:
            slow = b"CONNECT slow.example.org:443 HTTP/1.1\r\n\r\n"
            pipes = [
                await stack.enter_async_context(connected(listener, said)) for said in (b"", b"GET htt", TUNNEL, slow)
            ]
            await pipes[2][0].readuntil(b"\r\n\r\n")
            await until(lambda: len(listener._tasks) == 4)
        for reader, _ in pipes:
            with contextlib.suppress(ConnectionError):
                assert await reader.read() == b""
        with pytest.raises(OSError, match=re.escape("127.0.0.1")):
            await asyncio.open_connection("127.0.0.1", listener.port)
    await until(lambda: gone)
    await until(lambda: len(asyncio.all_tasks()) <= len(before) + 1)
    gc.collect()


async def test_the_listener_hears_on_no_other_address():
    async with listen(world().dialler()) as listener:
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.2", listener.port)


LOCKED = Door(locked=True)


def shown(secret, name=VISITOR, header="Proxy-Authorization", scheme="Basic"):
    pair = base64.b64encode(f"{name}:{secret}".encode()).decode()
    return TUNNEL.removesuffix(b"\r\n") + f"{header}: {scheme} {pair}\r\n\r\n".encode()


async def test_a_locked_door_opens_to_the_secret_of_its_visit_only(servers):
    net = world(await servers.raw(echo))
    async with listen(net.dialler(), door=LOCKED) as listener, listen(net.dialler(), door=LOCKED) as other:
        assert listener.secret != other.secret
        wrong = (
            TUNNEL,
            shown(other.secret),
            shown(""),
            shown(listener.secret[:-1]),
            shown(listener.secret, name="other"),
            shown(listener.secret, header="Authorization"),
            shown(listener.secret, scheme="Bearer"),
            shown(listener.secret).removesuffix(b"\r\n") + b"Proxy-Authorization: Basic eA==\r\n\r\n",
        )
        for request in wrong:
            answered = await say(listener, request)
            assert answered.startswith(b"HTTP/1.1 407 "), request
            assert b'Proxy-Authenticate: Basic realm="holdfast"' in answered
        assert (net.dialled, net.asked, listener.connections) == ([], [], ())
        async with connected(listener, shown(listener.secret)) as (reader, writer):
            assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
            writer.write(b"through")
            assert await reader.readexactly(7) == b"through"


async def test_the_secret_goes_no_further_than_the_door(servers):
    heard = []

    async def hears(reader, writer):
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()

    async with listen(world(await servers.raw(hears)).dialler(), door=LOCKED) as listener:
        plain = shown(listener.secret).replace(b"CONNECT example.com:443", b"GET http://example.com/a")
        assert (await say(listener, plain)).startswith(b"HTTP/1.1 204 ")
        assert len(heard) == 1
        assert b"uthorization" not in heard[0]
        assert listener.secret.encode() not in base64.b64decode(base64.b64encode(heard[0]))


async def test_garbage_at_a_locked_door_is_refused_as_at_an_open_one():
    async with listen(world().dialler(), door=LOCKED) as listener:
        for head in GARBAGE:
            assert re.match(rb"HTTP/1\.1 (?:400|407|431) ", await say(listener, head) or b"HTTP/1.1 400 "), head
