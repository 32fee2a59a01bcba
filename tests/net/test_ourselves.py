"""What is ours is not reached from inside, though its address be a public one."""

from ipaddress import ip_network

import pytest

from service.errors import BadSettings, EgressRefused
from service.net import ourselves
from service.net.guard import Dialler
from service.settings import Settings

TRIE = """Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     |-- 8.8.4.7
        /32 host LOCAL
     |-- 8.8.4.255
        /32 link BROADCAST
     |-- 127.0.0.1
        /32 host LOCAL
Local:
     |-- 8.8.4.7
        /32 host LOCAL
"""
INET6 = """00000000000000000000000000000001 01 80 10 80       lo
20014860486000000000000000008888 02 40 00 80     eth0
"""


def test_the_addresses_of_this_machine_are_read_from_the_kernel(tmp_path):
    (tmp_path / "trie").write_text(TRIE)
    (tmp_path / "inet6").write_text(INET6)
    found = ourselves.of_this_machine(tmp_path / "trie", tmp_path / "inet6")
    wanted = ("8.8.4.7/32", "127.0.0.1/32", "::1/128", "2001:4860:4860::8888/128")
    assert set(found) == {ip_network(each) for each in wanted}
    assert ourselves.of_this_machine(tmp_path / "none", tmp_path / "none") == ()


def test_the_kernel_of_this_machine_is_understood():
    assert ip_network("127.0.0.1/32") in ourselves.of_this_machine()


async def test_what_an_operator_denies_is_refused_as_ours():
    dialler = Dialler.configured(Settings(denied="8.8.4.0/24, 2001:4860:4860::8888", _env_file=None))
    for host in ("8.8.4.4", "[2001:4860:4860::8888]"):
        with pytest.raises(EgressRefused, match="is ours"):
            await dialler.dial(host, 443)
    assert (await dialler.decide("8.8.8.8", 443)).refusal is None


def test_a_network_that_is_none_is_said_by_name():
    with pytest.raises(BadSettings, match="HOLDFAST_DENIED cannot be used"):
        Dialler.configured(Settings(denied="the office", _env_file=None))
