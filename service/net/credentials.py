"""A Fetcher that shows an operator's credentials to the host they are meant for, with the question they are meant for.

Credentials are added on the way out and taken off on the way back: no document, log line or manifest holds them.
"""

from collections.abc import Mapping
from dataclasses import replace

from pydantic import SecretStr

from service.errors import BadUrl
from service.model.document import Document, Request
from service.model.url import parse
from service.net.port import Fetcher


class CredentialedFetcher:
    """Wraps a Fetcher."""

    def __init__(self, inner: Fetcher, bearers: Mapping[tuple[str, str], SecretStr]) -> None:
        """`bearers`: tokens by the exact name of a host and the first word of a request's name.

        The request's name is ours; its address may stand in an article, whose author must not ask with our token.
        """
        self._inner = inner
        self._bearers = dict(bearers)

    async def ping(self) -> None:
        """Check that the way out is set up. Raises FetchFailed when it is not."""
        await self._inner.ping()

    async def fetch(self, request: Request, *, redirects: int = 8) -> Document:
        """Ask as `service.net.port.Fetcher` promises; a request that carries credentials is never redirected."""
        bearer = self._bearer(request)
        if bearer is None:
            return await self._inner.fetch(request, redirects=redirects)
        told = {**request.headers, "Authorization": f"Bearer {bearer.get_secret_value()}"}
        document = await self._inner.fetch(replace(request, headers=told), redirects=0)
        return replace(document, request=request)

    def _bearer(self, request: Request) -> SecretStr | None:
        """Give the token for a request: only over TLS, on the usual port, to exactly that host."""
        try:
            there = parse(request.url)
        except BadUrl:
            return None
        if (there.scheme, there.port) != ("https", 443):
            return None
        return self._bearers.get((there.host, request.name.partition(":")[0]))
