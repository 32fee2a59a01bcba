"""Which addresses are ours: what listens on them is meant for our own side, also where an address is a public one."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path

from service.errors import BadSettings
from service.net.addresses import Network

_IPV4 = Path("/proc/net/fib_trie")
_IPV6 = Path("/proc/net/if_inet6")
_LOCAL = re.compile(r"\|-- ([0-9.]+)\n\s+/32 host LOCAL")


def networks(text: str | None) -> tuple[Network, ...]:
    """Read what an operator denies besides, networks or addresses with commas between.

    Raises BadSettings.

    >>> networks("198.51.7.0/24, 2001:db8::7")
    (IPv4Network('198.51.7.0/24'), IPv6Network('2001:db8::7/128'))
    """
    try:
        return tuple(ip_network(each.strip()) for each in (text or "").split(",") if each.strip())
    except ValueError as error:
        raise BadSettings(f"HOLDFAST_DENIED cannot be used: {error}.") from error


def of_this_machine(ipv4: Path = _IPV4, ipv6: Path = _IPV6) -> tuple[Network, ...]:
    """Give the addresses of this machine's interfaces as they are now (Linux; elsewhere none is known)."""
    found: list[Network] = []
    if ipv4.exists():
        found += [ip_network(IPv4Address(text)) for text in dict.fromkeys(_LOCAL.findall(ipv4.read_text()))]
    if ipv6.exists():
        found += [ip_network(IPv6Address(bytes.fromhex(line[:32]))) for line in ipv6.read_text().splitlines() if line]
    return tuple(found)
