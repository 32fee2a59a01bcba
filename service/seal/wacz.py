"""A visit as WACZ 1.1.1: what the browser exchanged, with an index and the page to begin with, in one ZIP file.

    archive/data.warc.gz      service.seal.warc
    indexes/index.cdxj        service.seal.cdxj
    pages/pages.jsonl         where a reader begins: address, time, title, words
    datapackage.json          names, sizes and digests of the three
    datapackage-digest.json   the digest of that

Members are stored, not deflated: a reader fetches one record by its place. Every date inside is of the visit, so that
the same visit always gives the same bytes. Pictures are not repeated inside: they lie beside it in the snapshot.
"""

import html
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from service.model.capture import Artefact, Capture
from service.model.exchange import Exchange
from service.model.wire import instant
from service.seal import cdxj
from service.seal.canonical import encodable
from service.seal.fixity import sha256
from service.seal.warc import Addresses, Place, Writer, place_of

NAME = "archive.wacz"
ROLE = "web-archive"
MEDIA_TYPE = "application/wacz"
VERSION = "1.1.1"
WARC = "archive/data.warc.gz"
INDEX = "indexes/index.cdxj"
PAGES = "pages/pages.jsonl"
PACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"

_ALLOWED = "allowed"
_DATE = (1980, 1, 1, 0, 0, 0)
_TITLE = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)


def archive(capture: Capture, software: str) -> Artefact | None:
    """Make the archive of a visit; None when nothing answered."""
    answered = [one for one in capture.exchanges if one.status is not None and not _refused(one, capture)]
    if not answered:
        return None
    writer = Writer(_addresses(capture))
    writer.info(capture.started, {"software": software, "format": "WARC File Format 1.1"})
    places = [_own(writer, one) if _is_ours(one) else writer.exchange(one) for one in answered]
    text = _text(capture)
    main = _main(answered, capture)
    if main is not None:
        told = _spell(_page_info(capture, main))
        places.append(writer.resource(f"urn:pageinfo:{main.url}", main.at, "application/json", told))
        if text:
            places.append(writer.resource(f"urn:text:{main.url}", main.at, "text/plain; charset=utf-8", text.encode()))
    members = {WARC: writer.body, INDEX: cdxj.write(places, WARC.rpartition("/")[2]), PAGES: _pages(main, text)}
    return Artefact(
        name=NAME,
        role=ROLE,
        media_type=MEDIA_TYPE,
        body=_packed(members, _package(capture, members, main, software)),
        source_url=capture.url_final,
        captured=capture.started,
    )


def _package(capture: Capture, members: Mapping[str, bytes], main: Exchange | None, software: str) -> dict[str, Any]:
    """Say what the file holds (specs.webrecorder.net/wacz/1.1.1, a Frictionless data package)."""
    package: dict[str, Any] = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": capture.url_requested or "",
        "created": instant(capture.finished),
        "software": software,
        "resources": [
            {"name": name.rpartition("/")[2], "path": name, "hash": f"sha256:{sha256(body)}", "bytes": len(body)}
            for name, body in members.items()
        ],
    }
    return package | ({} if main is None else {"mainPageUrl": main.url, "mainPageDate": instant(main.at)})


def _packed(members: Mapping[str, bytes], package: dict[str, Any]) -> bytes:
    listed = _spell(package)
    digest = _spell({"path": PACKAGE, "hash": f"sha256:{sha256(listed)}"})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:
        for name, body in (*members.items(), (PACKAGE, listed), (DIGEST, digest)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            file.writestr(entry, body)
    return packed.getvalue()


def _pages(main: Exchange | None, text: str) -> bytes:
    """Write the list of pages: the one that was kept."""
    lines: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}]
    if main is not None:
        title = _TITLE.search(main.body[:65536].decode("utf-8", "replace"))
        lines.append(
            {
                "id": sha256(f"{main.url} {instant(main.at)}".encode())[:22],
                "url": main.url,
                "ts": instant(main.at),
                "title": html.unescape(title[1]).strip() if title else main.url,
                "text": text,
            }
        )
    return b"".join(_spell(line) + b"\n" for line in lines)


def _main(answered: Sequence[Exchange], capture: Capture) -> Exchange | None:
    """Give the document that the kept pictures show, else the last that was there."""
    shown = [one for one in answered if one.main and one.missing is None and not 300 <= (one.status or 0) < 400]
    final = (capture.url_final or "").partition("#")[0]
    kept = [one for one in shown if one.url == final]
    best = kept or shown
    return best[-1] if best else None


def _page_info(capture: Capture, main: Exchange) -> dict[str, Any]:
    """Say of every address what became of it, as browsertrix-crawler does in its `urn:pageinfo:` records."""
    urls: dict[str, dict[str, Any]] = {}
    for one in capture.exchanges:
        missing = "Refused by the gate." if _refused(one, capture) else one.missing
        told: dict[str, Any] = {"status": one.status or 0, "mime": one.media_type, "type": one.kind.lower()}
        urls[one.url] = told | ({"error": missing} if missing else {})
    return {
        "url": main.url,
        "ts": instant(main.at),
        "urls": urls,
        "counts": dict(Counter("with error" if "error" in told else "whole" for told in urls.values())),
    }


def _addresses(capture: Capture) -> Addresses:
    return {
        (each.host.lower(), each.port): each.ip
        for each in capture.connections
        if each.verdict == _ALLOWED and each.ip is not None
    }


def _is_ours(one: Exchange) -> bool:
    """Tell a page that we put up for the visit alone: its name can be in no DNS (RFC 6761)."""
    return place_of(one.url)[0].endswith(".invalid")


def _own(writer: Writer, one: Exchange) -> Place:
    """Write a page of ours as something that we made, and not as the answer of a site."""
    return writer.resource(one.url, one.at, one.media_type or "text/html", one.body)


def _refused(one: Exchange, capture: Capture) -> bool:
    """Tell the gate's own answer to a plain request from a site's."""
    place = place_of(one.url)
    verdicts = {each.verdict for each in capture.connections if (each.host.lower(), each.port) == place}
    return bool(verdicts) and _ALLOWED not in verdicts


def _text(capture: Capture) -> str:
    found = [each.body for each in capture.artefacts if each.name == "page.txt"]
    return found[0].decode("utf-8", "replace") if found else ""


def _spell(data: Any) -> bytes:
    return encodable(json.dumps(data, ensure_ascii=False, sort_keys=False)).encode()
