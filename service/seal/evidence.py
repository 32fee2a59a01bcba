"""Which files a snapshot holds: what the visit made, the raw documents, the certificates, the log.

post.png  page.png  page.txt …      as the capture named them
raw/01-oembed.json                  each document that the resolution rests on, byte for byte (content decoded)
archive.wacz                        what the browser exchanged, to be replayed (service.seal.wacz)
tls.pem                             every certificate chain of the visit and of the documents, leaf first
capture-log.jsonl                   steps, attempts and connections, one a line (unless the capture brought its own)
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from textwrap import fill

from service.errors import BadUrl, IntegrityFailed
from service.model.capture import Artefact, Capture
from service.model.document import Document
from service.model.resolution import Resolution
from service.model.url import parse
from service.model.wire import as_json
from service.seal import wacz
from service.seal.canonical import canonical
from service.seal.fixity import MANIFEST, is_path, sha256

CERTIFICATES = "tls.pem"
LOG = "capture-log.jsonl"

_ENDINGS = {"json": "json", "html": "html", "xml": "xml", "plain": "txt", "png": "png", "jpeg": "jpg"}
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*(; ?charset=[a-zA-Z0-9_-]+)?")
_UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The files of a snapshot, without the manifest and the list of digests."""

    artefacts: tuple[Artefact, ...]
    digests: dict[str, str]
    """Name of a file → its SHA-256: each is hashed once."""
    raw: dict[str, str]
    """SHA-256 of a document's body → the file that holds it."""


def gather(capture: Capture, resolution: Resolution, software: str) -> Evidence:
    """Choose and name the files. `software` is what the web archive says that it was written by.

    Raises IntegrityFailed when the capture names a file in a way that a snapshot cannot hold.
    """
    artefacts = list(capture.artefacts)
    digests = {artefact.name: sha256(artefact.body) for artefact in artefacts}
    raw = {digests[artefact.name]: artefact.name for artefact in artefacts}
    taken = {artefact.name for artefact in artefacts}
    for document in resolution.documents:
        digest = sha256(document.body)
        if document.body and digest not in raw:
            artefact = _raw(document, taken)
            artefacts.append(artefact)
            raw[digest] = artefact.name
            taken.add(artefact.name)
    if (archive := wacz.archive(capture, software)) is not None:
        artefacts.append(archive)
    if (pem := _pem(capture, resolution)) is not None:
        artefacts.append(pem)
    if not any(artefact.role == "capture-log" for artefact in artefacts):
        artefacts.append(_log(capture, resolution))
    _refuse_bad_names([artefact.name for artefact in artefacts])
    digests |= {artefact.name: sha256(artefact.body) for artefact in artefacts if artefact.name not in digests}
    return Evidence(artefacts=tuple(artefacts), digests=digests, raw=raw)


def host_of(url: str) -> str:
    """Give the host of an address, or the empty string when it has none that a browser would accept."""
    try:
        return parse(url).host
    except BadUrl:
        return ""


def _raw(document: Document, taken: set[str]) -> Artefact:
    """Name one document's file: the name says the request, the ending the type that the server claimed."""
    claimed = document.headers.get("content-type", "").strip().lower()
    media_type = claimed if _MEDIA_TYPE.fullmatch(claimed) else _UNKNOWN_TYPE
    subtype = media_type.partition(";")[0].rpartition("/")[2].rpartition("+")[2]
    slug = re.sub(r"[^a-z0-9]+", "-", document.request.name.lower()).strip("-")[:60] or "document"
    number = 1
    while (name := f"raw/{number:02d}-{slug}.{_ENDINGS.get(subtype, 'bin')}") in taken:
        number += 1
    return Artefact(
        name=name,
        role="raw-api",
        media_type=media_type,
        body=document.body,
        source_url=document.final_url,
        captured=document.fetched,
    )


def _pem(capture: Capture, resolution: Resolution) -> Artefact | None:
    """Write every chain once, each under the hosts that showed it (text outside the blocks is ignored by readers)."""
    chains: dict[tuple[bytes, ...], set[str]] = {}
    for host, chain in capture.certificates.items():
        chains.setdefault(tuple(chain), set()).add(re.sub(r"[^a-z0-9.:\[\]-]", "?", host.lower()))
    for document in resolution.documents:
        chains.setdefault(document.certificates, set()).add(host_of(document.final_url))
    chains.pop((), None)
    if not chains:
        return None
    text = ""
    for chain, hosts in sorted(chains.items(), key=lambda item: (sorted(item[1]), item[0])):
        text += f"# {' '.join(sorted(hosts))}\n"
        for certificate in chain:
            body = fill(b64encode(certificate).decode("ascii"), 64)
            text += f"# SHA-256 {sha256(certificate)}\n-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"
    return Artefact(
        name=CERTIFICATES,
        role="tls-certificates",
        media_type="application/x-pem-file",
        body=text.encode("ascii", "replace"),
    )


def _log(capture: Capture, resolution: Resolution) -> Artefact:
    """Write what was done, in order: first how the post was found, then the visit."""
    lines = [{"what": "attempt", **as_json(attempt)} for attempt in resolution.attempts]
    lines += [{"what": "step", **as_json(step)} for step in capture.steps]
    lines += [{"what": "connection", **as_json(connection)} for connection in capture.connections]
    lines.append({"what": "outcome", "outcome": capture.outcome.value, "reasons": list(capture.reasons)})
    return Artefact(
        name=LOG,
        role="capture-log",
        media_type="application/jsonl",
        body=b"".join(canonical(line) + b"\n" for line in lines),
    )


def _refuse_bad_names(names: list[str]) -> None:
    for name in names:
        if not is_path(name) or name == MANIFEST:
            raise IntegrityFailed(f"A snapshot cannot hold a file named {name!r}.")
        if names.count(name) > 1:
            raise IntegrityFailed(f"The capture made the file {name} twice.")
        if any(other.startswith(name + "/") for other in names):
            raise IntegrityFailed(f"The name {name} is taken by a folder.")
