"""Who may come in: API keys with scopes, a rate for each, and an open door on loopback as long as there is no key.

A program sends `Authorization: Bearer <key>`. A person's browser is asked for a name and a password (HTTP Basic): the
password is the key, the name is free. That needs no cookie and no page of ours; a foreign page cannot use it to change
something, because `guarding` refuses what other sites' pages send.
"""

import base64
import binascii
import math
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from time import monotonic

from aiohttp import web

from service import log
from service.catalogue.keys import Keys
from service.errors import Forbidden, Refused, TooLarge, TooMany
from service.model import key as keys
from service.model.key import Key, Scope

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_PATHS = frozenset({"/healthz", "/readyz", "/openapi.json", "/docs"})
"""Without a key: a probe asks whether we live, and a description of the API is in the source anyway."""
CALLERS = 10_000
"""Keys whose rate is remembered at most; the one that asked longest ago is forgotten first."""
NOBODY = "local"

_caller: ContextVar[str] = ContextVar("caller", default=NOBODY)


def caller() -> str:
    """Give the id of the key behind the request under way, never the key; `local` without keys."""
    return _caller.get()


def needed(method: str, path: str) -> Scope | None:
    """Give the scope that a method of a path (as the router writes it) asks for; None: everybody may.

    >>> needed("GET", "/v1/embeds/{embed_id}"), needed("POST", "/v1/find"), needed("GET", "/healthz")
    (<Scope.READ: 'read'>, <Scope.FIND: 'find'>, None)
    """
    if path in OPEN_PATHS or path.startswith("/static"):
        return None
    if path == "/metrics":
        return Scope.ADMIN
    if path == "/v1/find":
        return Scope.FIND
    return Scope.READ if method in SAFE else Scope.WRITE


class Rates:
    """A token bucket for each key: `burst` requests at once, `rate` a second in the long run."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, name: str) -> None:
        """Take one request out of a bucket. Raises TooMany with the seconds until there is one again."""
        now = self._clock()
        left, since = self._buckets.pop(name, (float(self._burst), now))
        left = min(float(self._burst), left + (now - since) * self._rate)
        enough = left >= 1
        self._buckets[name] = (left - 1 if enough else left, now)
        while len(self._buckets) > CALLERS:
            self._buckets.pop(next(iter(self._buckets)))
        if not enough:
            raise TooMany("This key asks faster than it may.", wait=(1 - left) / self._rate)


class Admission:
    """Lets a request in or not."""

    def __init__(self, kept: Keys, rates: Rates, *, open_without_keys: bool) -> None:
        """`open_without_keys`: whether nobody but this machine can ask, so that no key is needed while there is none."""
        self._keys = kept
        self._rates = rates
        self._open = open_without_keys

    async def admit(self, request: web.Request) -> Key | None:
        """Give the key behind a request; None when none is needed. Raises Refused, Forbidden, TooMany."""
        resource = request.match_info.route.resource
        scope = needed(request.method, resource.canonical if resource else request.path)
        if scope is None:
            return None
        token = keys.read(_token(request.headers.get("Authorization", "")))
        key, closed = await self._keys.look_up(token[0] if token else "")
        if self._open and not closed:
            return None
        if key is None or token is None or not key.fits(token[1]) or key.revoked is not None:
            raise Refused("This needs a key." if "Authorization" not in request.headers else "This key is not known.")
        self._rates.take(key.id)
        if not key.opens(scope):
            raise Forbidden(f"The key “{key.id}” may not do this: it lacks the scope `{scope}`.")
        return key

    @web.middleware
    async def middleware(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Let one request in, under the name of its key and no larger than the key may send. Raises TooLarge."""
        key = await self.admit(request)
        name = key.id if key else NOBODY
        before = _caller.set(name)
        try:
            with log.bound(key=name):
                return await _bounded(key, request, handler)
        finally:
            _caller.reset(before)


async def _bounded(
    key: Key | None, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Handle a request whose body ends where the key's own limit is, or the service's if that is less."""
    most = key.body_bytes if key is not None else None
    if key is None or most is None or most >= request.client_max_size:
        return await handler(request)
    try:
        return await handler(request.clone(client_max_size=most))
    except web.HTTPRequestEntityTooLarge as error:
        raise TooLarge(
            f"The key “{key.id}” may send {most:,} bytes at once, and no more.",
            hint="Send one article at a time, or use a key with a greater `--max-body`.",
        ) from error


def challenge(error: Refused) -> tuple[str, ...]:
    """Give the values of WWW-Authenticate (RFC 9110 section 11.6.1, RFC 6750 section 3)."""
    if isinstance(error, Forbidden):
        return ('Bearer realm="holdfast", error="insufficient_scope"',)
    return ('Bearer realm="holdfast"', 'Basic realm="holdfast", charset="UTF-8"')


def retry_after(error: TooMany) -> str:
    """Give the whole seconds of Retry-After."""
    return str(max(1, math.ceil(error.wait)))


def _token(header: str) -> str:
    """Read the key out of an Authorization header; empty when there is none."""
    scheme, _, value = header.partition(" ")
    match scheme.lower():
        case "bearer":
            return value.strip()
        case "basic":
            try:
                return base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
            except (binascii.Error, UnicodeDecodeError):
                return ""
        case _:
            return ""
