"""Nobody comes in through a browser's back: no foreign page, and no foreign name while there are no keys.

A service that is open on loopback is within reach of every web page that is open in a browser on the same machine.
Two doors are shut: a foreign page that posts here (its `Origin` or `Sec-Fetch-Site` tells), and a foreign name that
was made to point here (the `Host` tells; DNS rebinding).
"""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from aiohttp import web
from yarl import URL

from service.errors import BadSettings, Forbidden, Misdirected

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_loopback(host: str) -> bool:
    """Say whether a name or address is this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    bare = host.strip("[]").rstrip(".").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def demand_loopback(host: str) -> None:
    """Let the service start only where nobody else reaches it. Raises BadSettings."""
    if not is_loopback(host):
        raise BadSettings(
            f"HOLDFAST_LISTEN names {host or 'every address'}, which others can reach, and no key is configured.",
            hint="Make one with `holdfast keys create`, or listen on 127.0.0.1.",
        )


def middleware(public_url: str | None, *, any_name: bool = False) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Refuse what comes under a foreign name or from a foreign page. Raises Misdirected, Forbidden.

    Where others can reach the service there are keys, which a foreign page does not have; there every name is ours.
    """
    own_names = {URL(public_url).host} if public_url else set()

    @web.middleware
    async def guard(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        host = _host(request.host)
        if not (any_name or is_loopback(host) or host in own_names):
            raise Misdirected(f"This service is not {host[:100]}.")
        if request.method not in SAFE and _is_foreign(request, own_names):
            raise Forbidden("Another site's page sent this request.", hint="Send it from the service's own pages.")
        return await handler(request)

    return guard


def _host(authority: str) -> str:
    """Give the host of a Host header, without its port."""
    try:
        return URL(f"http://{authority}").host or ""
    except ValueError:
        return authority


def _is_foreign(request: web.Request, own_names: set[str | None]) -> bool:
    """Say whether a browser tells that another site's page is behind a request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    try:
        url = URL(origin)
        return url.host not in own_names and url.authority != URL(f"http://{request.host}").authority
    except ValueError:
        return True
