"""The blocks of a manifest, each from the values that know it.

What is not known is null or absent; nothing is filled in. Names of members are those of `manifest.schema.json`.
"""

from collections.abc import Sequence
from typing import Any

from service.model.capture import Artefact, Capture, Connection, Grade, Isolation
from service.model.circumstances import Circumstances
from service.model.cookie import Lent
from service.model.document import Document
from service.model.framing import Method
from service.model.medium import Medium
from service.model.post import Post
from service.model.reference import Kind
from service.model.resolution import Resolution
from service.model.wire import as_json, instant, reference_as_json
from service.seal.canonical import encodable
from service.seal.evidence import CERTIFICATES, Evidence
from service.seal.fixity import sha256

SCHEMA = "snapshot-manifest/1"
HASHING = {"files": "sha256", "pixels": "sha256 over width,height as 32-bit big-endian then 8-bit RGB rows"}

_STATUS = {Grade.COMPLETE: "complete", Grade.PARTIAL: "partial"}
_SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2"})
_ALLOWED = "allowed"


def manifest(capture: Capture, resolution: Resolution, circumstances: Circumstances, evidence: Evidence) -> Any:
    """Put the blocks together as JSON data."""
    return {
        "schema": SCHEMA,
        "id": circumstances.snapshot_id,
        "created": instant(circumstances.created),
        "rehearsal": capture.rehearsal,
        "visit_id": circumstances.visit_id,
        "supersedes": circumstances.supersedes,
        "previous_manifest_sha256": circumstances.previous_manifest_sha256,
        "producer": producer(circumstances, capture),
        "request": request(circumstances, resolution),
        "embed": as_json(resolution.embed) | {"aliases": list(resolution.aliases)},
        "availability": as_json(resolution.availability),
        "resolution": resolving(resolution, evidence),
        "capture": visit(capture),
        "network": network(capture, evidence),
        "result": result(capture, resolution),
        "post": None if resolution.post is None else post(resolution.post),
        "hashing": HASHING,
        **({"media": [medium(one) for one in capture.media]} if capture.media else {}),
        "files": [
            file(artefact, evidence.digests[artefact.name])
            for artefact in sorted(evidence.artefacts, key=lambda artefact: artefact.name)
        ],
    }


def producer(circumstances: Circumstances, capture: Capture) -> dict[str, Any]:
    """Say what made the snapshot; `browser` is null when none took part."""
    block: dict[str, Any] = as_json(circumstances.producer)
    block["fonts"] = [{"file": name, "sha256": digest} for name, digest in sorted(block["fonts"].items())]
    block["os"] = block["os"] or None
    block["browser"] = None if capture.browser is None else as_json(capture.browser)
    if capture.browser is not None and not capture.browser.elsewhere:
        del block["browser"]["elsewhere"]
    return block


def request(circumstances: Circumstances, resolution: Resolution) -> dict[str, Any]:
    """Say who asked for what, and where it stands in which article."""
    reference = resolution.reference
    return {
        "requested_by": circumstances.requested_by,
        "reason": circumstances.reason.value,
        "input": {
            "url": resolution.embed.url if reference is None else reference.url,
            "article_id": circumstances.article_id,
            "article_sha256": circumstances.article_sha256,
            "pointer": None if reference is None else reference.pointer,
            "span": None if reference is None else [reference.start, reference.end],
            "flattened_text": reference.text if reference is not None and reference.kind is Kind.QUOTE else None,
        },
    }


def resolving(resolution: Resolution, evidence: Evidence) -> dict[str, Any]:
    """Say how the reference became an embed; what the CMS stored of it stays with the article."""
    reference = None if resolution.reference is None else reference_as_json(resolution.reference)
    if reference is not None:
        reference.pop("stored", None)
    block = {
        "reference": reference,
        "attempts": as_json(resolution.attempts),
        "documents": [document(answer, evidence) for answer in resolution.documents],
    }
    return block | ({"candidates": as_json(resolution.candidates)} if resolution.candidates else {})


def document(answer: Document, evidence: Evidence) -> dict[str, Any]:
    """Describe one answer; its body is a file. Request headers are left out: they may carry guest tokens."""
    digest = sha256(answer.body) if answer.body else None
    asked_with = {"cookies": as_json(answer.cookies)} if answer.cookies else {}
    return asked_with | {
        "name": answer.request.name,
        "url": answer.request.url,
        "final_url": answer.final_url,
        "fetched": as_json(answer.fetched),
        "status": answer.status,
        "headers": {name: value for name, value in answer.headers.items() if name.lower() not in _SECRET_HEADERS},
        "redirects": as_json(answer.redirects),
        "address": answer.address,
        "tls_chain_sha256": [sha256(certificate) for certificate in answer.certificates],
        "bytes": len(answer.body),
        "sha256": digest,
        "file": None if digest is None else evidence.raw[digest],
        "failure": answer.failure,
        "reason": answer.reason,
    }


def visit(capture: Capture) -> dict[str, Any]:
    """Describe the visit. Whether the clock was synchronised is not known here."""
    width, height, scale = capture.viewport
    shared = {} if capture.isolation is Isolation.CONTEXT else {"isolation": capture.isolation.value}
    if capture.cookies:
        shared["cookies"] = as_json(capture.cookies)
    return shared | {
        "started": instant(capture.started),
        "finished": instant(capture.finished),
        "clock": {
            "source": "system",
            "synchronised": None,
            "offset_ms": None,
            "monotonic_elapsed_ms": capture.elapsed_ms,
        },
        "url_requested": capture.url_requested,
        "url_final": capture.url_final,
        "redirects": as_json(capture.redirects),
        "viewport": {"width": width, "height": height, "device_scale_factor": scale},
        "js_modified_page": list(capture.changes),
        "steps": as_json(capture.steps),
    }


def network(capture: Capture, evidence: Evidence) -> dict[str, Any]:
    """Describe what went through the gate; the browser has no other way out, so a connection proves the mode."""
    names = {artefact.name for artefact in evidence.artefacts}
    block: dict[str, Any] = {
        "egress": {"mode": "pinning-proxy" if capture.connections else None},
        "connections": [connection(one, capture) for one in capture.connections if one.verdict == _ALLOWED],
        "blocked": [connection(one, capture) for one in capture.connections if one.verdict != _ALLOWED],
        "responses": capture.responses,
        "certificates_file": CERTIFICATES if CERTIFICATES in names else None,
    }
    return block | ({"exchanges": exchanges(capture)} if capture.exchanges else {})


def exchanges(capture: Capture) -> dict[str, Any]:
    """Count what was recorded, and name every address of which the body is not there."""
    return {
        "recorded": len(capture.exchanges),
        "without_body": [
            {"url": one.url, "status": one.status, "reason": one.missing}
            for one in capture.exchanges
            if one.missing is not None
        ],
    }


def connection(one: Connection, capture: Capture) -> dict[str, Any]:
    """Describe one connection with the chain that its host showed, on the TLS port only."""
    chain = capture.certificates.get(one.host, ()) if one.verdict == _ALLOWED and one.port != 80 else ()
    block: dict[str, Any] = as_json(one)
    return block | {"tls_chain_sha256": [sha256(certificate) for certificate in chain]}


def result(capture: Capture, resolution: Resolution) -> dict[str, Any]:
    """Say what the visit met. `status` speaks of the picture alone: a well-documented "deleted" has no picture."""
    return {
        "status": _STATUS.get(capture.grade, "failed"),
        "grade": capture.grade.value,
        "http_status": capture.http_status,
        "outcome": capture.outcome.value,
        "method": capture.method.value,
        "warnings": [*capture.reasons, *capture.remarks, *_standing_warnings(capture, resolution)],
    }


def _standing_warnings(capture: Capture, resolution: Resolution) -> tuple[str, ...]:
    lent = (*capture.cookies, *(each for document in resolution.documents for each in document.cookies))
    browser = capture.browser
    unlocked = browser is not None and not browser.sandboxed
    elsewhere = browser is not None and browser.elsewhere
    drawn = capture.method in (Method.RECONSTRUCTED, Method.QUOTED)
    return tuple(
        sentence
        for holds, sentence in (
            (drawn, "The picture is a card drawn by us and not a photograph of the platform's page."),
            (bool(lent), _with_cookies(lent)),
            (capture.rehearsal, "Made against a test rig: this is no evidence."),
            (unlocked and not elsewhere, "The browser ran without its sandbox."),
            (unlocked and elsewhere, "That the browser's sandbox was on could not be verified: it stood elsewhere."),
        )
        if holds
    )


def _with_cookies(lent: Sequence[Lent]) -> str:
    whose = " and ".join(sorted({each.domain for each in lent}))
    return f"Seen with the operator's cookies of {whose}: whoever looks without them may see something else."


def post(claimed: Post) -> dict[str, Any]:
    """Write the platform's claims; `counts` and `sources` bear the manifest's names."""
    block: dict[str, Any] = as_json(claimed)
    block["metrics"] = block.pop("counts")
    block["source_of_each_field"] = block.pop("sources")
    block["text_sha256"] = sha256(encodable(claimed.text).encode())
    for name, other in (("quoted", claimed.quoted), ("answered", claimed.answered)):
        block[name] = None if other is None else post(other)
    return block


def file(artefact: Artefact, digest: str) -> dict[str, Any]:
    """Describe one file; what is not known of it is absent."""
    known: dict[str, Any] = {
        name: as_json(value)
        for name in ("derived_from", "derivation", "source_url", "captured", "width", "height", "pixels_sha256")
        if (value := getattr(artefact, name)) is not None
    }
    return known | {
        "path": artefact.name,
        "role": artefact.role,
        "media_type": artefact.media_type,
        "bytes": len(artefact.body),
        "sha256": digest,
        "original": artefact.original,
    }


def medium(one: Medium) -> dict[str, Any]:
    """Describe one medium of the post; its bytes lie in the store under their digest."""
    return {
        "url": one.url,
        "kind": one.kind,
        "alt": one.alt,
        "width": one.width,
        "height": one.height,
        "media_type": one.media_type or None,
        "bytes": len(one.body),
        "sha256": sha256(one.body) if one.body else None,
        "captured": as_json(one.captured),
        "source": one.source,
        "reason": one.reason,
    }
