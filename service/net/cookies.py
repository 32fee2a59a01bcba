"""Reads the cookies that an operator lends, from a file that nobody else may read.

    .x.com          TRUE          /       TRUE     0          auth_token   0f3c…
    domain          subdomains    path    secure   expires    name         value        (tabs between)

The format is that of Netscape, which curl, yt-dlp and the browsers' export extensions write; `#HttpOnly_` before a
domain says that scripts may not read the cookie. Whatever the file says of `secure`, cookies are sent over TLS alone.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from time import time

from service import log as logs
from service.errors import BadSettings, BadUrl
from service.model.cookie import Cookie
from service.model.url import Url, parse

_UNREADABLE = "#HttpOnly_"
_FIELDS = 7
_BYTES = 2**20

log = logs.get(__name__)


class Jar:
    """The cookies that there are; none, unless an operator lends some."""

    def __init__(self, cookies: tuple[Cookie, ...] = ()) -> None:
        self.cookies = cookies

    def of(self, platform: str, url: str | None) -> tuple[Cookie, ...]:
        """Give the cookies that a visit of this platform at this address is made with."""
        there = _read(url) if self.cookies and url is not None else None
        return tuple(cookie for cookie in self.cookies if there is not None and cookie.serves(platform, there))

    def sent_to(self, platform: str, url: str) -> tuple[Cookie, ...]:
        """Give those that one request of this platform's file bears."""
        there = _read(url) if self.cookies else None
        return tuple(cookie for cookie in self.of(platform, url) if there is not None and cookie.is_sent_to(there))


def read(path: Path | None, hosts: Mapping[str, frozenset[str]]) -> Jar:
    """Read the file of HOLDFAST_COOKIES; without one the jar is empty.

    `hosts`: the platforms' own hosts with the platforms at each. They stand in for a list of public suffixes: a cookie
    for anything else, `co.uk` or a news site, is refused. Raises BadSettings, which repeats no value.
    """
    if path is None:
        return Jar()
    homes = {host.removeprefix("www."): names for host, names in hosts.items()}
    cookies = []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        bare = line.removeprefix(_UNREADABLE)
        if not bare.strip() or bare.startswith("#"):
            continue
        fields = bare.split("\t")
        if len(fields) != _FIELDS or not fields[5] or not fields[4].isdecimal():
            raise BadSettings(
                f"HOLDFAST_COOKIES cannot be used: line {number} of {path} is no cookie.",
                hint="Give a file in the format of Netscape: seven fields a line, with tabs between.",
            )
        domain, subdomains, folder, _, expires, name, value = fields
        domain = domain.lower().lstrip(".")
        home = min((host for host in homes if domain == host or domain.endswith("." + host)), key=len, default=None)
        if home is None:
            raise BadSettings(
                f"HOLDFAST_COOKIES cannot be used: line {number} of {path} is for {domain[:80]}, no platform's host.",
                hint="Leave only cookies of the platforms' own hosts in the file, such as x.com or instagram.com.",
            )
        if int(expires) and int(expires) < time():
            log.warning("A cookie has expired and is not used.", action="cookie-expired", domain=domain, name=name)
            continue
        cookies.append(
            Cookie(
                name=name,
                value=value,
                domain=domain,
                subdomains=subdomains.upper() == "TRUE",
                path=folder,
                scripts=not line.startswith(_UNREADABLE),
                home=home,
                platforms=homes[home],
            )
        )
    return Jar(tuple(cookies))


def _text(path: Path) -> str:
    """Read the file, if it is one and nobody else may read it."""
    try:
        with path.open("rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise BadSettings(f"HOLDFAST_COOKIES cannot be used: {path} is no file.")
            if facts.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise BadSettings(
                    f"HOLDFAST_COOKIES cannot be used: others than its owner may read or change {path}.",
                    hint=f"Run `chmod 600 {path}`; cookies open an account to whoever has them.",
                )
            return file.read(_BYTES).decode()
    except OSError as error:
        raise BadSettings(f"HOLDFAST_COOKIES cannot be used: {path} cannot be opened ({error.strerror}).") from error
    except UnicodeDecodeError:
        raise BadSettings(f"HOLDFAST_COOKIES cannot be used: {path} is no text in UTF-8.") from None


def _read(url: str) -> Url | None:
    try:
        return parse(url)
    except BadUrl:
        return None
