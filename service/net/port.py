"""What the rest of Holdfast may rely on when it asks the outside."""

from typing import Protocol

from service.model.document import Document, Request


class Fetcher(Protocol):
    """Fetches documents; the only way out besides the browser's proxy."""

    async def fetch(self, request: Request, *, redirects: int = 8) -> Document:
        """Ask once, following at most `redirects` redirects, each hop through the gate again.

        What the outside does is never an exception: no answer, a refused address, too many bytes, too many hops or a
        broken encoding give a Document with `status=None` (or the last status), `failure` and `reason`.
        With `redirects=0` a 3xx answer is given back as it is, its target in `headers["location"]`.
        """

    async def ping(self) -> None:
        """Check that the way out is set up. Raises FetchFailed when it is not."""
