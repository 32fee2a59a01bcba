"""Heads of HTTP/1.1 messages, read strictly: what a browser would not send to its proxy is refused, not guessed at."""

import base64
import hmac
import re
from dataclasses import dataclass

from service.errors import BadInput, BadUrl
from service.model import url as urls

REQUEST_LINE = re.compile(r"([A-Z]{3,10}) ([\x21-\x7e]+) HTTP/1\.[01]")
HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)")
AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:/\\?#@]+):([0-9]{1,5})")
STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([0-9]{3})(?: [^\r\n]*)?")

HOP_BY_HOP = frozenset(
    [
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "upgrade",
        "expect",
    ]
)
"""RFC 9110 section 7.6.1, and `Expect`, which we would have to answer ourselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a browser asks its proxy for."""

    host: str
    port: int
    head: bytes | None
    """The head to send on in origin form; None for a tunnel."""
    body_length: int = 0
    """Bytes of the body that follow the head."""


def read_request(head: bytes) -> Asked:
    """Read the head of a request to a proxy, up to and with its empty line.

    Raises BadInput for anything but CONNECT with an authority, or another method with an absolute http address and a
    body of known length.
    """
    lines = _lines(head)
    line = REQUEST_LINE.fullmatch(lines[0])
    if line is None:
        raise BadInput("The first line is no request.")
    headers = _headers(lines[1:])
    if line[1] == "CONNECT":
        authority = AUTHORITY.fullmatch(line[2])
        if authority is None:
            raise BadInput("CONNECT needs host:port.")
        return Asked(host=authority[1], port=int(authority[2]), head=None)
    if not line[2].lower().startswith("http://"):
        raise BadInput("Only absolute http addresses are asked of a proxy.")
    try:
        url = urls.parse(line[2])
    except BadUrl as error:
        raise BadInput("The address cannot be read.") from error
    length = _length(headers)
    target = url.path + (f"?{url.query}" if url.query else "")
    host = url.host if url.port == 80 else f"{url.host}:{url.port}"
    kept = [f"{name}: {value}" for name, value in headers if name.lower() not in HOP_BY_HOP | {"host"}]
    sent = [f"{line[1]} {target} HTTP/1.1", f"Host: {host}", *kept, "Connection: close", "", ""]
    return Asked(host=url.host, port=url.port, head="\r\n".join(sent).encode("latin-1"), body_length=length)


def shows(head: bytes, name: str, secret: str) -> bool:
    """Say whether a request shows a name and a secret to the proxy (RFC 7617); it takes the same time either way.

    Raises BadInput for a head that cannot be read.
    """
    pair = base64.b64encode(f"{name}:{secret}".encode()).decode()
    told = [value for header, value in _headers(_lines(head)[1:]) if header.lower() == "proxy-authorization"]
    return len(told) == 1 and hmac.compare_digest(told[0].encode("latin-1"), f"Basic {pair}".encode())


def closing(head: bytes) -> tuple[bytes, bool]:
    """Give the head of an answer with `Connection: close`, and whether it is the final one (not 1xx).

    Raises BadInput when it is no head of HTTP/1.
    """
    first, _, rest = head.partition(b"\r\n")
    status = STATUS_LINE.fullmatch(first)
    if status is None or status[1] == b"101":
        raise BadInput("The answer is not HTTP/1.")
    if status[1].startswith(b"1"):
        return head, False
    dropped = (b"connection", b"keep-alive", b"proxy-connection")
    kept = [line for line in rest.split(b"\r\n") if line and line.partition(b":")[0].strip().lower() not in dropped]
    return b"\r\n".join([first, *kept, b"Connection: close", b"", b""]), True


def _lines(head: bytes) -> list[str]:
    lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    if any("\r" in line or "\n" in line for line in lines):
        raise BadInput("A line ends in something else than CR LF.")
    return lines


def _headers(lines: list[str]) -> list[tuple[str, str]]:
    found = []
    for line in lines:
        header = HEADER.fullmatch(line)
        if header is None:
            raise BadInput("A header cannot be read.")
        found.append((header[1], header[2].rstrip(" \t")))
    return found


def _length(headers: list[tuple[str, str]]) -> int:
    """Read how long the body is; two opinions on it are how requests are smuggled (RFC 9112 section 6.3)."""
    if any(name.lower() == "transfer-encoding" for name, _ in headers):
        raise BadInput("A body must say its length.")
    lengths = [value for name, value in headers if name.lower() == "content-length"]
    if len(lengths) > 1 or any(not re.fullmatch(r"[0-9]{1,12}", value) for value in lengths):
        raise BadInput("A body must say its length once.")
    return int(lengths[0]) if lengths else 0
