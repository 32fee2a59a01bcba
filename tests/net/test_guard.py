import asyncio
from ipaddress import ip_address, ip_network

import pytest

from service import settings
from service.errors import BadSettings, EgressRefused, FetchFailed
from service.net import addresses
from service.net.guard import ADDRESSES, Dialler, Upstream
from service.net.loopback import Loopback
from tests.net.conftest import PUBLIC, rig

NOT_PUBLIC = [
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.0.0.1",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "1::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:1ff::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "ff02::1",
    "ffff::1",
]
"""Among them all for which `ipaddress.is_global` says True on Python 3.11."""


def test_every_row_of_the_table_is_tried():
    tried = [ip_address(address) for address in NOT_PUBLIC]
    assert [str(network) for network, _ in addresses.DENIED if not any(address in network for address in tried)] == []


@pytest.mark.parametrize("address", NOT_PUBLIC)
async def test_an_address_of_each_denied_network_is_refused_with_its_reason(address):
    net = Loopback(names={"example.com": (address,)})
    decision = await net.dialler().decide("example.com", 443)
    assert decision.resolved == (address,)
    assert decision.refusal is not None
    assert len(decision.refusal) > len(address) + 4


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:2800:21f::1", "2a00::1"])
def test_public_addresses_beside_the_denied_networks_are_not_refused(address):
    assert addresses.refused_address(ip_address(address)) is None


def test_networks_of_our_own_can_be_denied_too():
    assert addresses.refused_address(ip_address(PUBLIC), also=(ip_network("93.184.0.0/16"),)) == f"{PUBLIC} is ours"


async def test_an_ipv6_address_with_a_zone_is_refused_like_without():
    net = Loopback(names={"example.com": ("fe80::1%eth0",)})
    with pytest.raises(EgressRefused):
        await net.dialler().dial("example.com", 443)


async def test_a_name_is_resolved_once_and_the_checked_address_is_dialled_although_the_name_changes_its_answer():
    net = Loopback(names={"example.com": [(PUBLIC,), ("127.0.0.1",)]})
    dialler = net.dialler()
    with pytest.raises(FetchFailed):
        await dialler.dial("example.com", 80)
    assert net.asked == ["example.com"]
    assert net.dialled == [(PUBLIC, 80)]
    with pytest.raises(EgressRefused):
        await dialler.dial("example.com", 80)
    assert net.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "answers", [(PUBLIC, "10.0.0.1"), ("10.0.0.1", PUBLIC), (PUBLIC, "::1"), (PUBLIC, "no address")]
)
async def test_one_bad_answer_among_good_ones_refuses_the_name(answers):
    net = Loopback(names={"example.com": answers}, servers={443: 1})
    with pytest.raises(EgressRefused):
        await net.dialler().dial("example.com", 443)
    assert net.dialled == []


async def test_a_name_with_very_many_addresses_is_refused():
    net = Loopback(names={"example.com": tuple(f"93.184.215.{last}" for last in range(ADDRESSES + 1))})
    assert (await net.dialler().decide("example.com", 443)).refusal is not None


async def test_the_second_address_is_dialled_when_the_first_does_not_answer(servers):
    port = await servers.http(b"")
    net = Loopback(names={"example.com": ("2606:2800:21f::1", PUBLIC)}, servers={443: port})
    first = []

    async def connector(address, port):
        if not first:
            first.append(address)
            raise ConnectionRefusedError
        return await net.connect(address, port)

    dialled = await Dialler(timeout=5, resolver=net.resolve, connector=connector).dial("example.com", 443)
    dialled.writer.close()
    assert (first, dialled.address) == (["2606:2800:21f::1"], PUBLIC)
    assert dialled.resolved == ("2606:2800:21f::1", PUBLIC)


@pytest.mark.parametrize("slow", ["resolver", "connector"])
async def test_a_resolver_or_a_server_that_never_answers_is_given_up(slow):
    net = Loopback(names={"example.com": (PUBLIC,)})

    async def never(*_):
        await asyncio.Event().wait()

    parts = {"resolver": net.resolve, "connector": net.connect, slow: never}
    with pytest.raises(FetchFailed):
        await Dialler(timeout=0.05, **parts).dial("example.com", 443)


async def test_a_name_without_an_address_is_no_refusal():
    with pytest.raises(FetchFailed):
        await Loopback().dialler().dial("nowhere.example.com", 443)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "10.0.0.1", "printer.local", "a/b", "a b", "", "example.com:80"]
)
async def test_the_rig_does_not_make_inner_names_and_literals_reachable(host):
    with pytest.raises(EgressRefused):
        await rig().dial(host, 443)


async def test_the_rig_receives_each_port_on_its_own_and_never_asks_a_resolver(servers):
    tls_port, plain_port = await servers.http(b"tls"), await servers.http(b"plain")
    dialler = rig(tls_port, plain_port)
    assert dialler.rehearsal
    for host, port, expected in [
        ("any.name.example", 443, b"tls"),
        ("any.name.example", 80, b"plain"),
        ("1.1.1.1", 443, b"tls"),
    ]:
        dialled = await dialler.dial(host, port)
        dialled.writer.write(b"\r\n\r\n")
        assert await dialled.reader.read() == expected
        assert dialled.address == "127.0.0.1"
        dialled.writer.close()
        await dialled.writer.wait_closed()


async def test_a_refused_decision_cannot_be_dialled():
    net = Loopback(servers={443: 1})
    decision = await net.dialler().decide("127.0.0.1", 443)
    with pytest.raises(EgressRefused, match="loopback"):
        await net.dialler().connect(decision)
    assert net.dialled == []


def test_the_rig_is_what_the_setting_says():
    made = Dialler.configured(settings.Settings(upstream="replica.test:8443,8080"))
    assert made.upstream == Upstream(host="replica.test", tls_port=8443, plain_port=8080)
    assert not Dialler.configured(settings.Settings()).rehearsal
    with pytest.raises(BadSettings):
        Upstream.read("replica:https")
