"""A Fetcher that shows an operator's credentials to the host they are meant for, with the question they are meant for.

Tokens and cookies are added on the way out and taken off on the way back: no document, log line or manifest holds
them.
"""

from collections.abc import Mapping
from dataclasses import replace

from pydantic import SecretStr

from service.errors import BadUrl
from service.model.cookie import lent, spellings, starred, starred_text
from service.model.document import Document, Request
from service.model.url import parse
from service.net.cookies import Jar
from service.net.port import Fetcher


class CredentialedFetcher:
    """Wraps a Fetcher."""

    def __init__(self, inner: Fetcher, bearers: Mapping[tuple[str, str], SecretStr], jar: Jar | None = None) -> None:
        """`bearers`: tokens by the exact name of a host and the first word of a request's name.

        The request's name and platform are ours; its address may stand in an article, whose author must not ask with
        our token or our cookies.
        """
        self._inner = inner
        self._bearers = dict(bearers)
        self._jar = jar or Jar()

    async def ping(self) -> None:
        """Check that the way out is set up. Raises FetchFailed when it is not."""
        await self._inner.ping()

    async def fetch(self, request: Request, *, redirects: int = 8) -> Document:
        """Ask as `service.net.port.Fetcher` promises.

        A request that carries a token is never redirected; cookies do not follow a redirect to another origin.
        """
        bearer = self._bearer(request)
        if bearer is None:
            return await self._with_cookies(request, redirects)
        told = {**request.headers, "Authorization": f"Bearer {bearer.get_secret_value()}"}
        document = await self._inner.fetch(replace(request, headers=told), redirects=0)
        return replace(document, request=request)

    async def _with_cookies(self, request: Request, redirects: int) -> Document:
        cookies = self._jar.sent_to(request.platform, request.url)
        if not cookies:
            return await self._inner.fetch(request, redirects=redirects)
        told = {**request.headers, "Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)}
        document = await self._inner.fetch(replace(request, headers=told), redirects=redirects)
        secrets = spellings(tuple(cookie.value for cookie in cookies))
        return replace(_without(document, secrets), request=request, cookies=lent(cookies))

    def _bearer(self, request: Request) -> SecretStr | None:
        """Give the token for a request: only over TLS, on the usual port, to exactly that host."""
        try:
            there = parse(request.url)
        except BadUrl:
            return None
        if (there.scheme, there.port) != ("https", 443):
            return None
        return self._bearers.get((there.host, request.name.partition(":")[0]))


def _without(document: Document, secrets: tuple[bytes, ...]) -> Document:
    """Star what a platform repeats of the cookies it was sent."""
    return replace(
        document,
        final_url=starred_text(document.final_url, secrets),
        headers={name: starred_text(value, secrets) for name, value in document.headers.items()},
        body=starred(document.body, secrets),
        redirects=tuple(
            replace(hop, url=starred_text(hop.url, secrets), location=starred_text(hop.location, secrets))
            for hop in document.redirects
        ),
    )
