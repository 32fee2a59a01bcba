"""Which addresses and names are public internet: an explicit table, because `ipaddress.is_global` is not one.

On Python 3.11 `is_global` is True for multicast, for two clouds’ metadata services and for every way to write an IPv4
address inside an IPv6 one. Sources: IANA special-purpose registries (RFC 6890, RFC 8190), stripe/smokescreen's table.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from service.errors import BadUrl, EgressRefused
from service.model import url as urls

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PORTS = frozenset([80, 443])

DENIED: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT, and Alibaba’s metadata service"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "Azure’s metadata service"),
        ("169.254.0.0/16", "link-local, and most clouds’ metadata service"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "IETF protocol assignments, and Oracle’s metadata service"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved, and broadcast"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "an IPv4 address in IPv6 spelling"),
        ("::ffff:0:0:0/96", "a translated IPv4 address"),
        ("::/96", "an IPv4 address in the oldest IPv6 spelling"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("100::/64", "discard"),
        ("2001::/32", "Teredo"),
        ("2001::/23", "IETF protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "unique local, and AWS’s metadata service"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
"""Networks that are never dialled; the first row that holds an address gives the reason."""

GLOBAL_UNICAST = IPv6Network("2000::/3")
"""RFC 4291 section 2.4: the only part of IPv6 from which public addresses are given out."""

INSIDE_SUFFIXES = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
    "svc",
)
"""Last labels that only mean something inside a network (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`)."""

METADATA_NAMES = frozenset(["metadata.goog", "metadata.tencentyun.com", "metadata.platformequinix.com"])
"""Metadata services of clouds that would pass by name; those under `internal` and single labels fall anyway."""


def canonical(host: str) -> str:
    """Give the one spelling of a host that the browser would dial: lower case, punycode, no trailing dot, IPv6 bare.

    Raises BadUrl when it is no host at all.

    >>> canonical("0x7f.1"), canonical("①②⑦.0.0.1"), canonical("[::FFFF:7f00:1]"), canonical("LocalHost.")
    ('127.0.0.1', '127.0.0.1', '::ffff:7f00:1', 'localhost')
    """
    if ":" in host and not host.startswith("["):
        host = f"[{host}]"
    if not host or any(sign in host for sign in "/\\?#@ \t\r\n"):
        raise BadUrl(f"“{host[:80]}” is no host.")
    read = urls.parse(f"http://{host}/")
    if read.path != "/" or read.query or read.port != 80:
        raise BadUrl(f"“{host[:80]}” is no host.")
    return read.host.strip("[]")


def literal(host: str) -> Address | None:
    """Read a canonical host as an IP address; None when it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def refused_port(port: int) -> str | None:
    """Say why a port is not dialled; None when it may be."""
    return None if port in PORTS else f"port {port} is neither 80 nor 443"


def refused_address(address: Address, *, also: tuple[Network, ...] = ()) -> str | None:
    """Say why an address is not public internet; None when it is. `also`: networks of the operator's own.

    >>> refused_address(ip_address("169.254.169.254"))
    '169.254.169.254 is link-local, and most clouds’ metadata service'
    >>> refused_address(ip_address("93.184.215.14"))
    """
    bare = IPv6Address(int(address)) if isinstance(address, IPv6Address) else address
    for network, reason in DENIED:
        if bare in network:
            return f"{bare} is {reason}"
    if isinstance(bare, IPv6Address) and bare not in GLOBAL_UNICAST:
        return f"{bare} is not global unicast"
    if any(bare in network for network in also):
        return f"{bare} is ours"
    return None


def refused_name(host: str) -> str | None:
    """Say why a canonical name is not one of the public internet; None when it may be asked for.

    >>> refused_name("printer"), refused_name("metadata.google.internal"), refused_name("x.com")
    ('“printer” is a name of an inner network', '“metadata.google.internal” is a name of an inner network', None)
    """
    labels = host.rstrip(".")
    if "." not in labels or any(labels.endswith(f".{suffix}") for suffix in INSIDE_SUFFIXES):
        return f"“{labels}” is a name of an inner network"
    if labels in METADATA_NAMES:
        return f"“{labels}” is a metadata service"
    return None


def demand_public(url: str) -> None:
    """Refuse an address that no visit would ever open, before anything is booked: by its host's spelling and its port.

    Raises BadUrl, EgressRefused. Not promised: that its name leads to a public address; the gate looks at that when
    it dials.
    """
    address = urls.parse(url)
    host = canonical(address.host)
    number = literal(host)
    refusal = refused_port(address.port) or (refused_address(number) if number else refused_name(host))
    if refusal is not None:
        raise EgressRefused(f"That address is not opened: {refusal}.")
