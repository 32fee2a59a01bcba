"""Documents from the outside: each hop through the gate, everything bounded, nothing remembered between requests."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import ada_url
import aiohttp
import yarl

from service import log as logs
from service.errors import BadSettings, BadUrl, EgressRefused, FetchFailed, HoldfastError
from service.model import url as urls
from service.model.document import Document, Redirect, Request
from service.net.guard import Dialler
from service.net.session import GuardedConnector, Response
from service.net.unpacking import ENCODINGS, Unpacker
from service.settings import Settings

REDIRECTS = frozenset([301, 302, 303, 307, 308])

HEADER_LINE = 16 * 1024
"""Bytes of one header line; consent cookies of publishers reach 8 KiB."""

HEADER_COUNT = 128

LANGUAGE = "en-US,en;q=0.8"
"""Asked for always, relied on never: platforms localise all the same."""

CARRIED = frozenset(["accept", "accept-language", "user-agent"])
"""Headers of a request that follow a redirect to another origin; the others may hold a secret of the first."""

log = logs.get(__name__)


@dataclass(slots=True, kw_only=True)
class _Trail:
    """What is known of a fetch that is under way; becomes the Document in the end, however it ends."""

    url: str
    redirects: list[Redirect] = field(default_factory=list)
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str | None = None
    certificates: tuple[bytes, ...] = ()

    def turn(self, url: str) -> None:
        """Go on to another address; what the last one answered is kept as a redirect only."""
        self.url, self.status, self.headers, self.address, self.certificates = url, None, {}, None, ()


class GuardedFetcher:
    """A Fetcher over HTTP/1.1 and TLS. Use it as an async context manager; one for the whole process."""

    def __init__(
        self,
        dialler: Dialler,
        *,
        timeout: float,
        most_bytes: int,
        user_agent: str,
        ca: Path | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`timeout`: seconds for each hop. `most_bytes`: of one decoded body. `ca`: instead of the system's roots."""
        self._dialler = dialler
        self._timeout = timeout
        self._most_bytes = most_bytes
        self._user_agent = user_agent
        self._ca = ca
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._stack = AsyncExitStack()

    @classmethod
    def configured(cls, settings: Settings, dialler: Dialler) -> Self:
        """Make the fetcher an operator has set up."""
        return cls(
            dialler,
            timeout=settings.fetch_timeout,
            most_bytes=settings.fetch_bytes,
            user_agent=settings.user_agent,
            ca=settings.upstream_ca if dialler.rehearsal else None,
        )

    async def __aenter__(self) -> Self:
        """Open the session. Raises BadSettings when the CA file cannot be used."""
        connector = GuardedConnector(self._dialler, _tls(self._ca))
        session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            response_class=Response,
            timeout=aiohttp.ClientTimeout(total=None),
            trust_env=False,
            auto_decompress=False,
            requote_redirect_url=False,
            max_line_size=HEADER_LINE,
            max_field_size=HEADER_LINE,
            max_headers=HEADER_COUNT,
        )
        self._session = await self._stack.enter_async_context(session)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session = None
        await self._stack.aclose()

    async def ping(self) -> None:
        """Check that the way out is set up. Raises FetchFailed when it is not.

        Without a test rig nothing is dialled: only the session and the roots of trust are looked at.
        """
        if self._session is None:
            raise FetchFailed("The fetcher is not open.", hint="Use it as a context manager.")
        if self._dialler.upstream is not None:
            dialled = await self._dialler.dial("example.com", 443)
            dialled.writer.close()
            return
        roots = ssl.get_default_verify_paths()
        if not (roots.cafile or roots.capath):
            raise FetchFailed("No roots of trust for TLS are installed.", hint="Install the ca-certificates package.")

    async def fetch(self, request: Request, *, redirects: int = 8) -> Document:
        """Ask once, following redirects through the gate. See the port for what is promised."""
        trail = _Trail(url=request.url)
        try:
            body = await self._follow(request, trail, redirects)
        except EgressRefused as error:
            return self._failed(request, trail, error)
        except BadUrl as error:
            return self._failed(request, trail, EgressRefused(str(error)), told="The address is none of the web.")
        except FetchFailed as error:
            return self._failed(request, trail, error)
        return self._document(request, trail, body=body)

    async def _follow(self, request: Request, trail: _Trail, redirects: int) -> bytes:
        origin = None
        headers = {name.lower(): value for name, value in request.headers.items()}
        while True:
            url = urls.parse(trail.url)
            if origin not in (None, (url.scheme, url.host, url.port)):
                headers = {name: value for name, value in headers.items() if name in CARRIED}
            origin = (url.scheme, url.host, url.port)
            trail.url = _bare(url)
            body = await self._hop(trail, headers, follow=redirects > 0)
            location = trail.headers.get("location")
            if trail.status not in REDIRECTS or location is None or redirects == 0:
                return body
            if len(trail.redirects) == redirects:
                raise FetchFailed(f"More than {redirects} redirects.")
            trail.redirects.append(Redirect(url=trail.url, status=trail.status, location=location))
            trail.turn(_join(trail.url, location))

    async def _hop(self, trail: _Trail, headers: Mapping[str, str], *, follow: bool) -> bytes:
        if self._session is None:
            raise FetchFailed("The fetcher is not open.", hint="Use it as a context manager.")
        defaults = {"user-agent": self._user_agent, "accept": "*/*", "accept-language": LANGUAGE}
        sent = {**defaults, **headers, "accept-encoding": ENCODINGS}
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._session.get(yarl.URL(trail.url, encoded=True), headers=sent, allow_redirects=False) as answer,
            ):
                trail.status, trail.headers = answer.status, _headers(answer)
                if isinstance(answer, Response):
                    trail.address, trail.certificates = answer.address, answer.certificates
                if follow and answer.status in REDIRECTS and "location" in trail.headers:
                    answer.close()
                    return b""
                return await self._body(answer)
        except TimeoutError as error:
            raise FetchFailed(f"{_host(trail.url)} did not answer within {self._timeout:g} seconds.") from error
        except aiohttp.ClientPayloadError as error:
            raise FetchFailed(f"{_host(trail.url)} sent a body that breaks off.") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchFailed(f"{_host(trail.url)} broke off or did not speak HTTP.") from error

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        pieces: list[bytes] = []
        room = self._most_bytes
        unpacker = Unpacker(answer.headers.get("content-encoding", ""))
        async for packed in answer.content.iter_any():
            for piece in unpacker.feed(packed):
                room -= len(piece)
                if room < 0:
                    raise FetchFailed(f"The answer is longer than {self._most_bytes} bytes.")
                pieces.append(piece)
        unpacker.end()
        return b"".join(pieces)

    def _failed(self, request: Request, trail: _Trail, error: HoldfastError, *, told: str | None = None) -> Document:
        """Give the document of a failure. `told` is logged in place of a sentence that repeats an address."""
        reason = told or str(error)
        log.info("A request was not answered.", action="fetch-failed", host=_host(trail.url), reason=reason)
        return self._document(request, trail, failure=error.code, reason=str(error))

    def _document(
        self,
        request: Request,
        trail: _Trail,
        *,
        body: bytes = b"",
        failure: str | None = None,
        reason: str | None = None,
    ) -> Document:
        return Document(
            request=request,
            fetched=self._clock(),
            final_url=trail.url,
            status=trail.status,
            headers=trail.headers,
            body=body,
            redirects=tuple(trail.redirects),
            address=trail.address,
            certificates=trail.certificates,
            failure=failure,
            reason=reason,
        )


def _tls(ca: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca)
    except OSError as error:
        raise BadSettings(f"HOLDFAST_UPSTREAM_CA cannot be used: {ca} holds no certificate.") from error


def _bare(url: urls.Url) -> str:
    """Spell an address as it is sent: no fragment, no credentials."""
    bare = ada_url.URL(url.href)
    bare.username = bare.password = bare.hash = ""
    return bare.href


def _join(base: str, location: str) -> str:
    try:
        return ada_url.join_url(base, location)
    except ValueError as error:
        raise BadUrl(f"It redirects to “{location[:80]}”, which is no web address.") from error


def _headers(answer: aiohttp.ClientResponse) -> dict[str, str]:
    """Names in lower case; values of a repeated name joined as RFC 9110 section 5.3 does, cookies left out."""
    found: dict[str, str] = {}
    for name, value in answer.headers.items():
        low = name.lower()
        if low != "set-cookie":
            found[low] = f"{found[low]}, {value}" if low in found else value
    return found


def _host(url: str) -> str:
    """Name the host alone: paths and queries may hold what is nobody's business."""
    try:
        return urls.parse(url).host
    except BadUrl:
        return "The address"
