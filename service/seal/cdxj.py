"""The index of a WARC: one line an answer, sorted, so that a reader finds a record by address and time.

    com,example)/a?b=1 20260102030405 {"url": …, "mime": …, "status": …, "digest": …, "length": …, "offset": …}

A key is the address with its host turned round (SURT). What was asked with a body is told apart by it, in the way of
pywb and wabac (specs.webrecorder.net, request body canonicalization): `__wb_method=POST` and the body's fields.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote_plus, urlencode, urlsplit

from service.model.exchange import Exchange
from service.seal.warc import Place

_LONGEST = 4096
"""Characters of a body that tell requests apart."""
_BODILESS = frozenset({"GET", "HEAD"})


def write(places: Iterable[Place], file: str) -> bytes:
    """Write the index of one file. An answer without its body is not listed: it could only be shown as an empty one."""
    lines = {_entry(place, file) for place in places if place.exchange.missing is None}
    return "".join(sorted(lines)).encode()


def key(url: str) -> str:
    """Turn an address into the form that indexes are sorted by.

    >>> key("https://www.Example.com/A/b?z=1&B=2"), key("http://example.com:8080"), key("urn:text:https://a.example/")
    ('com,example)/a/b?b=2&z=1', 'com,example:8080)/', 'urn:text:https://a.example/')
    """
    parts = urlsplit(url)
    if not parts.hostname:
        return url.lower().replace(" ", "%20")
    host = ",".join(reversed(parts.hostname.removeprefix("www.").split(".")))
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    query = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    return f"{host}{port}){parts.path.lower() or '/'}" + (f"?{query}" if query else "").replace(" ", "%20")


def _entry(place: Place, file: str) -> str:
    one = place.exchange
    entry: dict[str, str] = {
        "url": one.url,
        "mime": place.media_type,
        "status": str(one.status),
        "digest": place.digest,
        "length": str(place.length),
        "offset": str(place.offset),
        "filename": file,
    }
    address = one.url
    if one.method not in _BODILESS:
        told = _told(one)
        address += ("&" if "?" in address else "?") + f"__wb_method={one.method}" + (f"&{told}" if told else "")
        entry |= {"method": one.method} | ({"requestBody": told} if told else {})
    return f"{key(address)} {one.at:%Y%m%d%H%M%S} {json.dumps(entry, ensure_ascii=True)}\n"


def _told(one: Exchange) -> str:
    """Give what tells one request body from another."""
    kind = next((value for name, value in one.request_headers if name.lower() == "content-type"), "")
    text = one.request_body.decode("utf-8", "replace")
    if not one.request_body:
        return ""
    if kind.startswith("application/x-www-form-urlencoded"):
        return unquote_plus(text)[:_LONGEST]
    if kind.startswith(("application/json", "text/plain")):
        try:
            return urlencode(_leaves(json.loads(text)))[:_LONGEST]
        except (ValueError, RecursionError):
            if kind.startswith("application/json"):
                return ""
    return f"__wb_post_data={base64.b64encode(one.request_body).decode()}"[:_LONGEST]


def _leaves(data: Any) -> list[tuple[str, str]]:
    """Give every plain value under its name; a name that comes again is numbered."""
    seen: dict[str, int] = {}
    made = []
    for name, value in _walk(data, ""):
        seen[name] = seen.get(name, 0) + 1
        made.append((name if seen[name] == 1 else f"{name}.{seen[name]}_", value))
    return made


def _walk(data: Any, name: str) -> Iterator[tuple[str, str]]:
    match data:
        case dict():
            for inner, value in data.items():
                yield from _walk(value, inner)
        case list():
            for place, value in enumerate(data):
                yield from _walk(value, str(place))
        case bool():
            yield name, "true" if data else "false"
        case str() | int() | float():
            yield name, str(data)
        case _:
            return
