"""Where a browser stands elsewhere: what is taken for an address, what is refused, and what is never said aloud."""

import asyncio

import pytest
from aiohttp import web

from service.capture import endpoint
from service.errors import CaptureFailed, SetupFailed
from service.settings import Settings

SECRET = "hunter2"


def at(address):
    return endpoint.of(Settings(_env_file=None, browser=address))


@pytest.mark.parametrize("program", [None, "/usr/lib/chromium/chromium-headless-shell", "ws/chromium"])
def test_a_program_is_no_address(program):
    assert at(program) is None


@pytest.mark.parametrize("address", ["ws://127.0.0.1:9222", "ws://localhost:9222/", "ws://[::1]:9222/devtools/browser/1", "wss://browsers.example/one"])  # fmt: skip
def test_on_this_machine_it_may_be_plain_and_elsewhere_over_tls(address):
    assert at(address).url == address


@pytest.mark.parametrize("address", ["ws://10.0.0.5:9222", "ws://browsers.example:9222", "ws://127.0.0.1.example.org/", f"ws://{SECRET}@10.0.0.5/"])  # fmt: skip
def test_beyond_this_machine_without_tls_is_refused(address):
    with pytest.raises(SetupFailed, match="without TLS") as refused:
        at(address)
    assert SECRET not in f"{refused.value} {refused.value.hint}"


@pytest.mark.parametrize("address", ["ws://", "wss:///one", f"wss://{SECRET}@:70000/", f"wss://worker:{SECRET}@browsers.example:99999"])  # fmt: skip
def test_what_is_no_address_is_refused_without_being_repeated(address):
    with pytest.raises(SetupFailed, match="no address of a browser") as refused:
        at(address)
    assert SECRET not in f"{refused.value} {refused.value.hint}"


def test_a_password_goes_into_a_header_and_nowhere_else():
    settings = Settings(_env_file=None, browser=f"wss://worker:{SECRET}@browsers.example:8443/one?token={SECRET}")
    found = endpoint.of(settings)
    assert found.name == "browsers.example:8443"
    assert found.headers == {"Authorization": "Basic d29ya2VyOmh1bnRlcjI="}
    assert "worker" not in found.url
    assert SECRET not in f"{found!r} {settings!r} {settings}"


@pytest.fixture
async def answering():
    """A server that says what it is told to; gives its address and what it was asked."""
    asked, told = [], {}

    async def answer(request):
        asked.append((request.path, request.headers.get("Authorization")))
        return web.Response(text=told.get("body", ""), status=told.get("status", 200))

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"127.0.0.1:{site._server.sockets[0].getsockname()[1]}", asked, told
    await runner.cleanup()


async def test_an_address_without_a_path_is_asked_for_the_browsers_own(answering):
    place, asked, told = answering
    told["body"] = '{"webSocketDebuggerUrl": "ws://elsewhere.example/devtools/browser/1f"}'
    found = at(f"ws://worker:{SECRET}@{place}")
    assert await found.browser() == f"ws://{place}/devtools/browser/1f"
    assert asked == [("/json/version", "Basic d29ya2VyOmh1bnRlcjI=")]
    assert await at(f"ws://{place}/devtools/browser/2").browser() == f"ws://{place}/devtools/browser/2"


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", "null", '{"webSocketDebuggerUrl": 7}', '{"webSocketDebuggerUrl": ""}', "<h1>404</h1>"]
)
async def test_what_does_not_answer_as_a_browser_is_named(answering, body):
    place, _, told = answering
    told["body"] = body
    with pytest.raises(CaptureFailed, match=f"(No browser answers|What answers) at {place}"):
        await at(f"ws://{place}").browser()


async def test_a_place_where_nobody_is_is_named():
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    with pytest.raises(CaptureFailed, match=f"No browser answers at 127.0.0.1:{port}") as gone:
        await at(f"ws://worker:{SECRET}@127.0.0.1:{port}").browser()
    assert SECRET not in f"{gone.value} {gone.value.hint}"
