"""One exchange of a visit: what the browser asked for and what came back, as the browser saw it."""

from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[str, str], ...]
"""In the order given; a name may come more than once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer. A redirect is an exchange of its own, without a body.

    The body is what the browser decoded: content and transfer encodings are gone, which `response_headers` do not know.
    """

    url: str
    at: datetime
    """When the request was sent; aware, UTC."""
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    status: int | None = None
    """None: nothing answered."""
    reason: str = ""
    """The status line's words; HTTP/2 has none."""
    response_headers: Headers = ()
    protocol: str = ""
    """As the browser names it: `http/1.1`, `h2`, `h3`."""
    kind: str = "Other"
    """What the page wanted it for, in the words of the DevTools protocol: `Document`, `Image`, `Fetch` …"""
    media_type: str = ""
    elapsed_ms: float | None = None
    """From the request to the end of the body, by the monotonic clock; None while it was still coming."""
    main: bool = False
    """True: a document of the main frame."""
    body: bytes = b""
    missing: str | None = None
    """Why there is no answer, or no body of it, in a sentence; None: all of it is here."""
