import asyncio
import gzip
import os
import zlib
from pathlib import Path

import pytest

from service.errors import BadSettings, FetchFailed
from service.model.document import Redirect, Request
from service.net.client import HEADER_COUNT, HEADER_LINE, GuardedFetcher
from service.net.guard import Dialler
from service.net.loopback import Loopback
from service.settings import Settings
from tests.net.conftest import NOON, PUBLIC, answer, fetcher, redirect, rig

OTHER = "2606:2800:21f::1"
NAMES = {"example.com": (PUBLIC,), "other.example.org": (OTHER,), "inside.example.net": ("10.1.2.3",)}


def ask(url="http://example.com/", **headers):
    return Request(name="test", url=url, headers={name.replace("_", "-"): value for name, value in headers.items()})


def sent(head, name):
    """Values of a header in a request head."""
    return [line.partition(": ")[2] for line in head.split("\r\n")[1:] if line.lower().startswith(f"{name}:")]


def world(port, **names):
    return Loopback(names={**NAMES, **names}, servers={80: port})


async def test_a_page_is_fetched_from_the_address_that_was_checked(servers):
    port = await servers.http(answer(b"hello", X_Test="yes"))
    net = world(port)
    async with fetcher(net.dialler()) as out:
        document = await out.fetch(ask("http://EXAMPLE.com/a?b=c#d"))
    assert (document.status, document.body, document.failure) == (200, b"hello", None)
    assert document.headers["x-test"] == "yes"
    assert document.final_url == "http://example.com/a?b=c"
    assert document.address == PUBLIC
    assert document.fetched == NOON
    assert document.certificates == ()
    assert net.dialled == [(PUBLIC, 80)]
    assert servers.heads[0].startswith("GET /a?b=c HTTP/1.1\r\nHost: example.com\r\n")


async def test_we_say_who_we_are_unless_an_endpoint_needs_another_name(servers):
    port = await servers.http(answer())
    async with fetcher(world(port).dialler()) as out:
        await out.fetch(ask())
        await out.fetch(ask(User_Agent="Special/1", ACCEPT="application/json"))
    plain, special = servers.heads
    assert sent(plain, "user-agent") == ["Holdfast/test"]
    assert sent(plain, "accept-language") == ["en-US,en;q=0.8"]
    assert sent(special, "user-agent") == ["Special/1"]
    assert sent(special, "accept") == ["application/json"]


async def test_the_address_is_sent_as_it_was_spelled_and_without_credentials(servers):
    port = await servers.http(answer())
    async with fetcher(world(port).dialler()) as out:
        document = await out.fetch(ask("http://me:secret@example.com/a%2Fb%7e?q=%C3%A4+b&c=%252F'"))
    assert servers.heads[0].startswith("GET /a%2Fb%7e?q=%C3%A4+b&c=%252F%27 HTTP/1.1\r\n")
    assert sent(servers.heads[0], "authorization") == []
    assert "secret" not in document.final_url


async def test_a_cookie_that_a_site_sets_is_neither_kept_nor_sent_back(servers):
    port = await servers.http(answer(Set_Cookie="who=you; Path=/"))
    async with fetcher(world(port).dialler()) as out:
        document = await out.fetch(ask())
        await out.fetch(ask())
    assert "set-cookie" not in document.headers
    assert sent(servers.heads[1], "cookie") == []


async def test_a_proxy_in_the_environment_is_not_used(servers, monkeypatch):
    port = await servers.http(answer())
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with fetcher(world(port).dialler()) as out:
        assert (await out.fetch(ask())).status == 200


async def test_an_error_page_is_an_answer_and_no_failure(servers):
    port = await servers.http(answer(b"gone", "410 Gone"))
    async with fetcher(world(port).dialler()) as out:
        document = await out.fetch(ask())
    assert (document.status, document.body, document.failure) == (410, b"gone", None)


async def test_each_redirect_is_written_down_and_dialled_anew(servers):
    port = await servers.http(redirect("//other.example.org/b?x=1"), redirect("../c#part", "301 Moved"), answer(b"end"))
    net = world(port)
    async with fetcher(net.dialler()) as out:
        document = await out.fetch(ask("http://example.com/a"))
    assert document.redirects == (
        Redirect(url="http://example.com/a", status=302, location="//other.example.org/b?x=1"),
        Redirect(url="http://other.example.org/b?x=1", status=301, location="../c#part"),
    )
    assert (document.final_url, document.body) == ("http://other.example.org/c", b"end")
    assert net.dialled == [(PUBLIC, 80), (OTHER, 80), (OTHER, 80)]


async def test_what_may_be_secret_does_not_follow_to_another_site(servers):
    port = await servers.http(redirect("/same"), redirect("http://other.example.org/"), answer())
    async with fetcher(world(port).dialler()) as out:
        await out.fetch(ask(Authorization="Bearer x", X_Token="y", Accept="text/html"))
    first, same, other = servers.heads
    assert sent(first, "authorization") == sent(same, "authorization") == ["Bearer x"]
    assert sent(other, "authorization") == sent(other, "x-token") == []
    assert sent(other, "accept") == ["text/html"]


async def test_a_redirect_to_the_inside_on_a_later_hop_is_refused(servers):
    port = await servers.http(
        redirect("/one"), redirect("/two"), redirect("http://inside.example.net/"), answer(b"inner")
    )
    net = world(port)
    async with fetcher(net.dialler()) as out:
        document = await out.fetch(ask())
    assert (document.status, document.failure, document.body) == (None, "egress-refused", b"")
    assert "10.1.2.3 is private" in document.reason
    assert document.final_url == "http://inside.example.net/"
    assert len(document.redirects) == 3
    assert {address for address, _ in net.dialled} == {PUBLIC}


async def test_a_name_that_turns_inward_between_two_hops_is_refused(servers):
    port = await servers.http(redirect("/again"), answer(b"inner"))
    net = world(port, **{"example.com": [(PUBLIC,), ("169.254.169.254",)]})
    async with fetcher(net.dialler()) as out:
        document = await out.fetch(ask())
    assert document.failure == "egress-refused"
    assert net.dialled == [(PUBLIC, 80)]


async def test_a_redirect_loop_ends_and_keeps_the_last_status(servers):
    port = await servers.http(redirect("/loop"))
    async with fetcher(world(port).dialler()) as out:
        document = await out.fetch(ask(), redirects=3)
    assert (document.status, document.failure, len(document.redirects)) == (302, "fetch-failed", 3)
    assert len(servers.heads) == 4


async def test_a_redirect_is_given_back_as_it_is_when_none_may_be_followed(servers):
    port = await servers.http(answer(b"moved", "301 Moved", Location="http://10.0.0.1/"))
    async with fetcher(world(port).dialler()) as out:
        document = await out.fetch(ask(), redirects=0)
    assert (document.status, document.body, document.failure) == (301, b"moved", None)
    assert document.headers["location"] == "http://10.0.0.1/"


@pytest.mark.parametrize(
    "location", ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://[", "\xff\xfe", ""]
)
async def test_a_redirect_to_no_web_address_is_a_failure_with_a_reason(location, servers):
    port = await servers.http(redirect(location), answer(b"end"))
    async with fetcher(world(port).dialler()) as out:
        document = await out.fetch(ask())
    assert document.failure == "egress-refused" or document.body == b"end"


HELLO = b"hello" * 99
PACKED = {
    "gzip": gzip.compress(HELLO),
    "x-gzip": gzip.compress(HELLO[:5]) + gzip.compress(HELLO[5:]),
    "GZIP": gzip.compress(HELLO) + b"padding",
    "deflate": zlib.compress(HELLO),
    "Deflate": zlib.compress(HELLO, wbits=-15),
    "identity": HELLO,
}


@pytest.mark.parametrize("encoding", PACKED)
async def test_a_packed_body_arrives_unpacked(encoding, servers):
    port = await servers.http(answer(PACKED[encoding], Content_Encoding=encoding))
    async with fetcher(world(port).dialler()) as out:
        document = await out.fetch(ask())
    assert (document.body, document.failure) == (HELLO, None)
    assert sent(servers.heads[0], "accept-encoding") == ["gzip, deflate"]


async def test_a_gzip_bomb_is_cut_off_by_what_it_unpacks_to(servers):
    bomb = gzip.compress(bytes(256 * 2**20), 9)
    assert len(bomb) < 2**19
    port = await servers.http(answer(bomb, Content_Encoding="gzip"))
    before = resident()
    async with fetcher(world(port).dialler(), most_bytes=2**20) as out:
        document = await out.fetch(ask())
    assert (document.status, document.failure, document.body) == (200, "fetch-failed", b"")
    assert "longer than 1048576 bytes" in document.reason
    assert resident() - before < 32 * 2**20


def resident():
    """Resident bytes now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def test_a_body_that_never_ends_is_cut_off(servers):
    async def endless(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"1000\r\n" + bytes(0x1000) + b"\r\n")
            await writer.drain()

    async with fetcher(world(await servers.raw(endless)).dialler(), most_bytes=2**20) as out:
        document = await out.fetch(ask())
    assert (document.status, document.failure) == (200, "fetch-failed")


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"])
async def test_a_server_that_drips_is_given_up_in_time(start, servers):
    async def dripping(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(start)
        while True:
            await writer.drain()
            await asyncio.sleep(0.05)
            writer.write(b"x" if start.endswith(b" ") else b"")

    async with fetcher(world(await servers.raw(dripping)).dialler(), seconds=0.3) as out:
        document = await out.fetch(ask())
    assert document.failure == "fetch-failed"
    assert "within 0.3 seconds" in document.reason
    assert document.body == b""


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * (HEADER_LINE + 9) + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1\r\n" * (HEADER_COUNT + 9) + b"\r\n",
        b"HTTP/1.1 200 " + b"O" * (HEADER_LINE + 9) + b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"220 mail ESMTP\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 11\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nplain",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n" + gzip.compress(b"hello" * 99)[:12],
    ],
    ids=lambda said: ascii(said[:48]),
)
async def test_an_answer_that_is_no_sound_http_is_a_failure(said, servers):
    port = await servers.http(said)
    async with fetcher(world(port).dialler()) as out:
        document = await out.fetch(ask())
        assert (document.failure, document.body) == ("fetch-failed", b"")
        assert document.reason


async def test_nobody_there_is_a_failure_and_no_exception():
    async with fetcher(Loopback(names=NAMES).dialler()) as out:
        unreachable, unknown = await out.fetch(ask()), await out.fetch(ask("http://unknown.example.com/"))
    for document in (unreachable, unknown):
        assert (document.status, document.failure, document.address) == (None, "fetch-failed", None)


@pytest.mark.parametrize("host", ["example.com", "other.example.org"])
async def test_tls_is_verified_and_the_chain_of_that_very_session_is_kept(host, servers, authority):
    port = await servers.http(answer(), tls=authority.server(host))
    async with fetcher(rig(tls_port=port), ca=authority.file) as out:
        document = await out.fetch(ask(f"https://{host}/"))
    assert (document.status, document.address) == (200, "127.0.0.1")
    assert document.certificates[-1] == authority.der()
    assert len(document.certificates) == 2


@pytest.mark.parametrize("case", ["unknown authority", "another name", "no tls at all"])
async def test_a_server_that_cannot_prove_who_it_is_gets_no_request(case, servers, authority, stranger):
    tls = {
        "unknown authority": stranger.server("example.com"),
        "another name": authority.server("other.example.org"),
        "no tls at all": None,
    }[case]
    port = await servers.http(answer(), tls=tls)
    async with fetcher(rig(tls_port=port), ca=authority.file, seconds=1) as out:
        document = await out.fetch(ask("https://example.com/?token=secret"))
    assert (document.status, document.failure) == (None, "fetch-failed")
    assert "secret" not in document.reason
    assert servers.heads == []


async def test_the_system_roots_do_not_trust_the_rig(servers, authority):
    port = await servers.http(answer(), tls=authority.server("example.com"))
    async with fetcher(rig(tls_port=port)) as out:
        assert (await out.fetch(ask("https://example.com/"))).failure == "fetch-failed"


async def test_the_rig_answers_plain_http_too_and_stays_behind_the_rules(servers):
    port = await servers.http(answer())
    async with fetcher(rig(plain_port=port)) as out:
        assert (await out.fetch(ask("http://anything.example/"))).status == 200
        assert (await out.fetch(ask("http://localhost/"))).failure == "egress-refused"
        assert (await out.fetch(ask("http://192.168.0.1/"))).failure == "egress-refused"


async def test_a_hundred_documents_are_fetched_side_by_side(servers, authority):
    async def kept_alive(reader, writer):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            writer.write(answer(head.split()[1]).replace(b"Connection: close\r\n", b""))

    port = await servers.raw(kept_alive, tls=authority.server("example.com"))
    async with fetcher(rig(tls_port=port), ca=authority.file) as out:
        documents = await asyncio.gather(*(out.fetch(ask(f"https://example.com/{n}")) for n in range(100)))
    assert [document.body for document in documents] == [b"/%d" % n for n in range(100)]
    assert all(len(document.certificates) == 2 and document.address == "127.0.0.1" for document in documents)


async def test_query_strings_do_not_reach_the_log(servers, capsys):
    port = await servers.http(redirect("http://10.0.0.1/?token=secret"))
    async with fetcher(world(port).dialler()) as out:
        document = await out.fetch(ask("http://example.com/?token=secret"))
    said = "".join(capsys.readouterr())
    assert "fetch-failed" in said
    assert "secret" not in said + document.reason


async def test_the_way_out_can_be_pinged(servers, authority):
    port = await servers.http(b"")
    with pytest.raises(FetchFailed):
        await fetcher(rig()).ping()
    async with fetcher(rig(tls_port=port), ca=authority.file) as out:
        await out.ping()
    async with fetcher(rig(), ca=authority.file) as out:
        with pytest.raises(FetchFailed):
            await out.ping()
    net = Loopback()
    async with fetcher(net.dialler()) as out:
        await out.ping()
    assert net.dialled == net.asked == []


async def test_a_ca_file_that_is_none_is_a_wrong_setting(tmp_path):
    (tmp_path / "empty.pem").write_text("no certificate")
    for name in ("empty.pem", "absent.pem"):
        settings = Settings(upstream="127.0.0.1:1,1", upstream_ca=tmp_path / name)
        with pytest.raises(BadSettings, match="HOLDFAST_UPSTREAM_CA"):
            await GuardedFetcher.configured(settings, Dialler.configured(settings)).__aenter__()
