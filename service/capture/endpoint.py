"""Where a browser stands that somebody else has started: a DevTools address, taken from HOLDFAST_BROWSER.

    ws://127.0.0.1:9222                       on this machine, or at the near end of a tunnel
    wss://name:password@browsers.example/x    elsewhere: over TLS only, since whoever reaches it commands the browser

An address without a path is asked for the browser's own (`/json/version`), which is another one after each restart.
"""

import base64
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import aiohttp

from service.errors import CaptureFailed, SetupFailed
from service.settings import Settings

_SECONDS = 10.0
_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A DevTools address."""

    name: str
    """Host and port: all that is ever said of it."""
    url: str = field(repr=False)
    """Without name and password."""
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    """Name and password, as the address had them."""

    async def browser(self) -> str:
        """Give the address of the browser itself. Raises CaptureFailed when nobody answers there as a browser does."""
        parts = urlsplit(self.url)
        if parts.path.strip("/"):
            return self.url
        scheme = "https" if parts.scheme == "wss" else "http"
        asked = urlunsplit((scheme, parts.netloc, "/json/version", parts.query, ""))
        try:
            timeout = aiohttp.ClientTimeout(total=_SECONDS)
            async with (
                aiohttp.ClientSession(headers=self.headers, timeout=timeout) as session,
                session.get(asked, allow_redirects=False) as answer,
            ):
                told = await answer.json(content_type=None) if answer.status == 200 else {}
            path = urlsplit(str(told["webSocketDebuggerUrl"])).path
        except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError) as error:
            raise CaptureFailed(f"No browser answers at {self.name}.", hint=_HINT) from error
        if not path.startswith("/"):
            raise CaptureFailed(f"What answers at {self.name} names no browser.", hint=_HINT)
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


_HINT = "Start one there with infra/browser.sh, or name one on this machine in HOLDFAST_BROWSER."


def of(settings: Settings) -> Endpoint | None:
    """Read where the browser stands; None: it is a program of this machine.

    Raises SetupFailed for an address that cannot be used, without repeating it: it may hold a password.
    """
    text = settings.browser or ""
    if not text.startswith(("ws://", "wss://")):
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise SetupFailed("HOLDFAST_BROWSER is no address of a browser.", hint=_SPELLED) from error
    if not host:
        raise SetupFailed("HOLDFAST_BROWSER is no address of a browser.", hint=_SPELLED)
    if parts.scheme == "ws" and not _is_loopback(host):
        raise SetupFailed(
            f"HOLDFAST_BROWSER is at {host} without TLS: whoever listens on the way could command it.",
            hint="Use wss:// there, or the near end of a tunnel on this machine.",
        )
    place = f"[{host}]" if ":" in host else host
    netloc = place if port is None else f"{place}:{port}"
    headers = {}
    if parts.username is not None:
        pair = f"{parts.username}:{parts.password or ''}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    return Endpoint(name=netloc, url=urlunsplit((parts.scheme, netloc, parts.path, parts.query, "")), headers=headers)


_SPELLED = "It is spelled ws://127.0.0.1:9222, or wss://… elsewhere."


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
