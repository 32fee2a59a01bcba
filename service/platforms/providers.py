"""Who answers oEmbed for which addresses: the public registry as data (`providers.json`, licence there)."""

import json
import re
from functools import cache
from importlib.resources import files

from service.errors import BadUrl
from service.model.url import parse

_ANY = {True: r"[\w.-]+", False: r".*"}
"""What a `*` stands for in a host and in a path."""


@cache
def _registry() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """Give patterns of whole addresses and their endpoints, by the last two labels of the host."""
    told = json.loads(files(__package__).joinpath("providers.json").read_text("utf-8"))["endpoints"]
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for endpoint, patterns in told.items():
        for pattern in patterns:
            host, _, path = pattern.partition("/")
            written = _expression(host, host=True) + "/" + _expression(path, host=False)
            found.setdefault(_domain(host), []).append((re.compile(written, re.ASCII | re.DOTALL), endpoint))
    return {domain: tuple(entries) for domain, entries in found.items()}


def _expression(text: str, *, host: bool) -> str:
    return _ANY[host].join(re.escape(part) for part in text.split("*"))


def _domain(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def endpoint_for(url: str) -> str | None:
    """Give the oEmbed endpoint that the registry names for an address; None for most of the web.

    >>> endpoint_for("https://www.mixcloud.com/someone/a-show/")
    'https://www.mixcloud.com/oembed/'
    >>> endpoint_for("https://example.com/a") is None
    True
    """
    try:
        read = parse(url)
    except BadUrl:
        return None
    query = f"?{read.query}" if read.query else ""
    for pattern, endpoint in _registry().get(_domain(read.host), ()):
        for host in (read.host, read.host.removeprefix("www.")):
            if pattern.fullmatch(f"{host}{read.path}{query}"):
                return endpoint
    return None
