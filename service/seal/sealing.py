"""Closing the envelope: every file gets its digest, the manifest says what it is, SHA256SUMS binds all.

    SHA256SUMS     lists every file and manifest.json
    manifest.json  RFC 8785; lists every file but SHA256SUMS and itself

Nothing that exists changes when a signature of SHA256SUMS, its timestamp or its proof of a public log is added later:
each is a further file (`service.seal.fixity`).
"""

from service.errors import IntegrityFailed
from service.model.capture import Capture
from service.model.circumstances import Circumstances
from service.model.medium import blob_key
from service.model.resolution import Resolution
from service.model.snapshot import SealedFile, Snapshot
from service.seal import blocks, fixity, schema
from service.seal.canonical import canonical, parse
from service.seal.evidence import gather
from service.seal.fixity import MANIFEST, SUMS, sha256


def seal(capture: Capture, resolution: Resolution, circumstances: Circumstances) -> Snapshot:
    """Seal one visit. The same three values always give the same bytes.

    A visit without any picture is sealed all the same. Raises IntegrityFailed when the parts contradict each other or
    the manifest would not follow its own schema: such a snapshot must not come into being.
    Not promised: that what the platform said is true, or that the clock was right.
    """
    if capture.embed_id not in (resolution.embed.id, *resolution.aliases):
        raise IntegrityFailed(f"The capture is of {capture.embed_id} and the resolution of {resolution.embed.id}.")
    created = circumstances.created.replace(microsecond=circumstances.created.microsecond // 1000 * 1000)
    producer = circumstances.producer
    evidence = gather(capture, resolution, f"{producer.software} {producer.version}")
    manifest = canonical(blocks.manifest(capture, resolution, circumstances, evidence))
    if (fault := schema.fault(parse(manifest))) is not None:
        raise IntegrityFailed(f"The manifest does not follow its schema, {fault}.")
    files = tuple(
        SealedFile(
            path=artefact.name,
            media_type=artefact.media_type,
            body=artefact.body,
            sha256=evidence.digests[artefact.name],
        )
        for artefact in sorted(evidence.artefacts, key=lambda artefact: artefact.name)
    )
    sums = fixity.write({file.path: file.sha256 for file in files} | {MANIFEST: sha256(manifest)})
    return Snapshot(
        id=circumstances.snapshot_id,
        embed_id=resolution.embed.id,
        created=created,
        files=(*files, SealedFile(path=SUMS, media_type="text/plain", body=sums, sha256=sha256(sums))),
        blobs=_blobs(capture),
        manifest=manifest,
    )


def _blobs(capture: Capture) -> tuple[SealedFile, ...]:
    """Give every medium once."""
    found = {sha256(one.body): one for one in capture.media if one.body}
    return tuple(
        SealedFile(path=blob_key(digest), media_type=one.media_type, body=one.body, sha256=digest)
        for digest, one in sorted(found.items())
    )
