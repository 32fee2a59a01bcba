"""Exchanges as WARC/1.1 (ISO 28500:2017): one gzip member a record, so that any record can be read by its place.

    warcinfo                                    what wrote the file
    response, request                           for each exchange that was answered, in the order of asking
    resource  urn:pageinfo:<url>                every address the visit asked for, and what became of it
    resource  urn:text:<url>                    the page's words

Bodies are what the browser decoded. As other recorders of browsers do (browsertrix-crawler), the headers that speak of
the encoding on the line keep their values under `x-orig-…`, and `content-length` is that of the decoded body; without
that, readers would decode a second time. An answer whose body is not here is a record with `WARC-Truncated` and no
payload. Cookies and credentials are left out of both heads. Not promised: the bytes on the line.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from service.model.exchange import Exchange, Headers
from service.model.wire import instant
from service.seal.packing import LIGHTLY, member

Addresses = Mapping[tuple[str, int], str]
"""Host and port → the IP address that the gate dialled."""

_SECRET = frozenset({"cookie", "set-cookie", "set-cookie2", "authorization", "proxy-authorization"})
_ENCODING = frozenset({"content-encoding", "transfer-encoding"})
_LENGTH = "content-length"
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PACKED = ("image/", "video/", "audio/", "font/woff", "application/font-woff", "application/zip", "application/gzip")
"""Kinds that are compressed already: they are stored in their gzip member (measured: 14.5 instead of 20.5 ms for a card)."""
_DRAWN = "image/svg+xml"
_SHARED = re.compile(r"(text|application)/(x-)?(java|ecma)script|text/css|font/|application/(x-)?font")
"""Kinds that many pages of a site have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the record of one answer stands."""

    exchange: Exchange
    media_type: str
    digest: str
    """`sha256:<hex>` of the payload."""
    offset: int
    length: int
    """Bytes of the gzip member."""


class Writer:
    """Writes records one after the other. The same calls always give the same bytes."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._members: list[bytes] = []
        self._offset = 0

    @property
    def body(self) -> bytes:
        """The file as far as it is written."""
        return b"".join(self._members)

    def info(self, at: datetime, fields: Mapping[str, str]) -> None:
        """Write the record about the file itself."""
        block = "".join(f"{name}: {_line(value)}\r\n" for name, value in fields.items()).encode()
        head = (("WARC-Type", "warcinfo"), ("WARC-Date", instant(at)), ("Content-Type", "application/warc-fields"))
        self._add(head, block)

    def resource(self, address: str, at: datetime, media_type: str, body: bytes) -> Place:
        """Write something that we made of the visit."""
        digest = f"sha256:{sha256(body).hexdigest()}"
        head = (
            ("WARC-Type", "resource"),
            ("WARC-Target-URI", _address(address)),
            ("WARC-Date", instant(at)),
            ("WARC-Payload-Digest", digest),
            ("Content-Type", media_type),
        )
        _, offset, length = self._add(head, body)
        made = Exchange(url=address, at=at, status=200)
        return Place(exchange=made, media_type=media_type, digest=digest, offset=offset, length=length)

    def exchange(self, one: Exchange) -> Place:
        """Write an answer and the request for it. The exchange has a status."""
        digest = f"sha256:{sha256(one.body).hexdigest()}"
        common: list[tuple[str, str]] = [("WARC-Target-URI", _address(one.url)), ("WARC-Date", instant(one.at))]
        if (address := self._addresses.get(place_of(one.url))) is not None:
            common.append(("WARC-IP-Address", address))
        if one.protocol:
            common.append(("WARC-Protocol", one.protocol))
        head = [("WARC-Type", "response"), *common, ("WARC-Payload-Digest", digest)]
        if one.missing is not None:
            head.append(("WARC-Truncated", "unspecified"))
        head.append(("Content-Type", "application/http; msgtype=response"))
        level = 0 if is_packed(one.media_type) else LIGHTLY
        shared = digest if _SHARED.match(one.media_type) else None
        name, offset, length = self._add(head, _answer(one), one.body, address=one.url, level=level, shared=shared)
        head = [("WARC-Type", "request"), *common, ("WARC-Concurrent-To", name)]
        head.append(("Content-Type", "application/http; msgtype=request"))
        self._add(head, _asked(one))
        return Place(exchange=one, media_type=one.media_type, digest=digest, offset=offset, length=length)

    def _add(
        self,
        head: Iterable[tuple[str, str]],
        lead: bytes,
        body: bytes = b"",
        *,
        address: str = "",
        level: int = LIGHTLY,
        shared: str | None = None,
    ) -> tuple[str, int, int]:
        """Write one record of a block in two parts. Gives its name, its place and the length of its gzip member."""
        block = sha256(lead)
        block.update(body)
        name = _name(block.hexdigest(), address, self._offset)
        lines = [
            *head,
            ("WARC-Record-ID", name),
            ("WARC-Block-Digest", f"sha256:{block.hexdigest()}"),
            ("Content-Length", str(len(lead) + len(body))),
        ]
        record = "WARC/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in lines) + "\r\n"
        made = member(record.encode() + lead, body, b"\r\n\r\n", level=level, digest=shared)
        offset = self._offset
        self._members.append(made)
        self._offset += len(made)
        return name, offset, len(made)


def place_of(url: str) -> tuple[str, int]:
    """Give host and port of an address.

    >>> place_of("https://News.example/a?b")
    ('news.example', 443)
    """
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def is_packed(media_type: str) -> bool:
    """Say whether a body of that kind is compressed by itself.

    >>> is_packed("image/png"), is_packed("image/svg+xml"), is_packed("text/html")
    (True, False, False)
    """
    return media_type.startswith(_PACKED) and media_type != _DRAWN


def _name(block: str, address: str, offset: int) -> str:
    """Name a record after what it holds and where it stands, so that the same visit gives the same file."""
    digest = sha256(f"{offset} {address} {block}".encode()).digest()
    return f"<urn:uuid:{UUID(bytes=digest[:16], version=5)}>"


def _answer(one: Exchange) -> bytes:
    """Write the answer's head as HTTP/1.1, which is what a WARC of version 1.1 can hold."""
    assert one.status is not None
    reason = one.reason or (HTTPStatus(one.status).phrase if one.status in set(HTTPStatus) else "")
    lines = [f"HTTP/1.1 {one.status} {_line(reason)}"]
    for name, value in _shown(one.response_headers):
        low = name.lower()
        if low in _ENCODING or (low == _LENGTH and value != str(len(one.body))):
            name = f"x-orig-{name}"  # noqa: PLW2901 - the header goes on under this name
        lines.append(f"{name}: {value}")
    if not any(line.lower().startswith(f"{_LENGTH}:") for line in lines[1:]):
        lines.append(f"{_LENGTH}: {len(one.body)}")
    return "\r\n".join((*lines, "", "")).encode()


def _asked(one: Exchange) -> bytes:
    parts = urlsplit(one.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{one.method} {_address(target)} HTTP/1.1"]
    shown = [(name, value) for name, value in _shown(one.request_headers) if name.lower() != _LENGTH]
    if not any(name.lower() == "host" for name, _ in shown):
        lines.append(f"Host: {parts.netloc.rpartition('@')[2]}")
    lines += [f"{name}: {value}" for name, value in shown]
    if one.request_body:
        lines.append(f"Content-Length: {len(one.request_body)}")
    return "\r\n".join((*lines, "", "")).encode() + one.request_body


def _shown(headers: Headers) -> list[tuple[str, str]]:
    """Give the headers that may be kept; HTTP/2's pseudo-headers are none of HTTP/1.1."""
    return [(name, _line(value)) for name, value in headers if _TOKEN.fullmatch(name) and name.lower() not in _SECRET]


def _line(text: str) -> str:
    """Keep a value on its line."""
    return re.sub(r"[\r\n\0]+", " ", text).encode("utf-8", "replace").decode()


def _address(url: str) -> str:
    """Keep an address in one word."""
    return re.sub(r"[\s\0]", lambda found: f"%{ord(found[0]):02X}", url.encode("utf-8", "replace").decode())
