"""Looking at a snapshot with nothing but its files: numbered checks in plain sentences, from the manifest outwards.

    1  manifest      manifest.json is there and is JSON
    2  canonical     its bytes are the one RFC 8785 spelling of what it says
    3  schema        its version is known, it follows that version's schema and can be read
    4  sums          SHA256SUMS is there, well-formed and lists manifest.json
    5  digests       every file of the list is there and has its digest
    6  unlisted      nothing else is there, but what may vouch for the list
    7  own-list      the manifest's own list says the same: names, sizes, digests
    8  place         the folder bears the names that the manifest bears
    9  chain         what came before is named whole or not at all
    10 web-archive   the recorded exchanges can be replayed: every index line leads to a whole record
    11 media         every medium that lies beside it is there with its digest; not looked at when none are handed in
    12 limits        always passes: says what all this does not prove

Not proven by any of these: that nobody re-made all files together (that takes a signature, a timestamp or a public
log, added later beside the list), that the clock was right, and that what the platform said is true.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.errors import IntegrityFailed
from service.model.manifest import Manifest
from service.model.medium import blob_key
from service.model.snapshot import Check, snapshot_folder
from service.seal import fixity, replaying, schema, wacz
from service.seal.canonical import is_canonical, parse
from service.seal.fixity import MANIFEST, SUMS, sha256
from service.seal.reading import read


@dataclass(slots=True, kw_only=True)
class _Findings:
    """What the steps have learnt so far; what could not be read stays None."""

    files: Mapping[str, bytes]
    folder: str | None
    blobs: Mapping[str, bytes] | None
    data: Any = None
    manifest: Manifest | None = None
    sums: dict[str, str] | None = None
    found: list[tuple[str, bool, str]] = field(default_factory=list)

    def say(self, name: str, faults: list[str], sentence: str) -> None:
        """Note one check: passed with the sentence when there are no faults."""
        self.found.append((name, not faults, " ".join(faults) or sentence))


def verify(
    files: Mapping[str, bytes], *, folder: str | None = None, blobs: Mapping[str, bytes] | None = None
) -> tuple[Check, ...]:
    """Check one snapshot: file name → bytes, as they lie in its folder.

    `folder` is the key prefix or the directory's path when its name is worth checking, None for an export under a
    name of somebody's own. `blobs`: digest → bytes of the media outside, None when they are not at hand. Always twelve checks, in order; the snapshot holds when all have passed. A wrong file is
    named. Never raises for what the files hold.
    """
    findings = _Findings(files=files, folder=folder, blobs=blobs)
    for step in (
        _manifest,
        _canonical,
        _schema,
        _sums,
        _digests,
        _unlisted,
        _own_list,
        _place,
        _chain,
        _web_archive,
        _media,
        _limits,
    ):
        step(findings)
    return tuple(
        Check(number=number, name=name, passed=passed, sentence=sentence)
        for number, (name, passed, sentence) in enumerate(findings.found, start=1)
    )


def _manifest(so_far: _Findings) -> None:
    faults = []
    try:
        so_far.data = parse(so_far.files[MANIFEST])
    except KeyError:
        faults = [f"{MANIFEST} is missing."]
    except IntegrityFailed as error:
        faults = [f"{MANIFEST} cannot be read. {error}"]
    so_far.say("manifest", faults, f"{MANIFEST} is there and is JSON.")


def _canonical(so_far: _Findings) -> None:
    if so_far.data is None:
        faults = [f"The spelling of {MANIFEST} cannot be checked."]
    elif is_canonical(so_far.files[MANIFEST], so_far.data):
        faults = []
    else:
        faults = [f"{MANIFEST} is not in the one spelling of RFC 8785: it was written by something else."]
    so_far.say("canonical", faults, f"{MANIFEST} is in the one spelling of RFC 8785.")


def _schema(so_far: _Findings) -> None:
    faults = []
    if so_far.data is None:
        faults = [f"The form of {MANIFEST} cannot be checked."]
    else:
        try:
            so_far.manifest = read(so_far.files[MANIFEST])
            fault = schema.fault(so_far.data)
            faults = [] if fault is None else [f"{MANIFEST} does not follow its schema, {fault}."]
        except (IntegrityFailed, RecursionError) as error:
            faults = [str(error)]
    version = so_far.data.get("schema") if isinstance(so_far.data, dict) else None
    so_far.say("schema", faults, f"{MANIFEST} follows {version}.")


def _sums(so_far: _Findings) -> None:
    faults = []
    try:
        so_far.sums = fixity.read(so_far.files[SUMS])
        if MANIFEST not in so_far.sums:
            faults = [f"{SUMS} does not list {MANIFEST}."]
    except KeyError:
        faults = [f"{SUMS} is missing."]
    except IntegrityFailed as error:
        faults = [f"{SUMS} cannot be read. {error}"]
    so_far.say("sums", faults, f"{SUMS} lists {_count(so_far.sums or ())}, {MANIFEST} among them.")


def _digests(so_far: _Findings) -> None:
    if so_far.sums is None:
        so_far.say("digests", [f"No digest can be checked without {SUMS}."], "")
        return
    faults = []
    for name, digest in sorted(so_far.sums.items()):
        if name not in so_far.files:
            faults.append(f"{name} is missing.")
        elif sha256(so_far.files[name]) != digest:
            faults.append(f"{name} is not the file that was sealed.")
    so_far.say("digests", faults, f"Every listed file is there with its SHA-256: {_count(so_far.sums)}.")


def _unlisted(so_far: _Findings) -> None:
    listed = {SUMS, *(so_far.sums or ())}
    extra = sorted(name for name in so_far.files if name not in listed and not fixity.is_voucher(name))
    if so_far.sums is None:
        faults = [f"What belongs here cannot be told without {SUMS}."]
    else:
        faults = [f"{name} is not listed in {SUMS}." for name in extra]
    so_far.say("unlisted", faults, "No file is there that is not listed.")


def _own_list(so_far: _Findings) -> None:
    if so_far.manifest is None or so_far.sums is None:
        so_far.say("own-list", ["The manifest's own list cannot be checked."], "")
        return
    own = {entry.path: entry for entry in so_far.manifest.files}
    faults = [] if len(own) == len(so_far.manifest.files) else ["The manifest lists a file twice."]
    for name in sorted({*own, *so_far.sums} - {MANIFEST}):
        if name not in so_far.sums:
            faults.append(f"{name} is in the manifest and not in {SUMS}.")
        elif name not in own:
            faults.append(f"{name} is in {SUMS} and not in the manifest.")
        elif own[name].sha256 != so_far.sums[name]:
            faults.append(f"{name} has another digest in the manifest than in {SUMS}.")
        elif name in so_far.files and len(so_far.files[name]) != own[name].bytes:
            faults.append(f"{name} is {len(so_far.files[name])} bytes long and not {own[name].bytes}.")
    so_far.say("own-list", faults, f"The manifest's own list agrees with {SUMS}.")


def _place(so_far: _Findings) -> None:
    if so_far.manifest is None:
        so_far.say("place", ["The folder's name cannot be checked."], "")
        return
    manifest = so_far.manifest
    *_, embed, name = snapshot_folder(manifest.embed.id, manifest.created, manifest.id).split("/")
    if so_far.folder is None:
        so_far.say("place", [], f"This is snapshot {manifest.id} of {embed}; its folder's name was not asked for.")
        return
    parents = so_far.folder.rstrip("/").split("/")
    right = parents[-1] == name and (len(parents) < 2 or parents[-2] == embed)
    faults = [] if right else [f"The folder is {so_far.folder}, and the manifest belongs to {embed}/{name}."]
    so_far.say("place", faults, f"The folder bears the manifest's names: {embed}/{name}.")


def _chain(so_far: _Findings) -> None:
    if so_far.manifest is None:
        so_far.say("chain", ["The chain cannot be checked."], "")
        return
    before, digest = so_far.manifest.supersedes, so_far.manifest.body.get("previous_manifest_sha256")
    faults = []
    if (before is None) != (digest is None):
        faults = ["Of the snapshot before, only the id or only the manifest's digest is named."]
    elif before == so_far.manifest.id:
        faults = ["The snapshot names itself as the one before."]
    sentence = "It names no snapshot before it." if before is None else f"It follows {before}, manifest {digest}."
    so_far.say("chain", faults, sentence)


def _web_archive(so_far: _Findings) -> None:
    if so_far.manifest is None:
        so_far.say("web-archive", ["The web archive cannot be checked."], "")
        return
    names = [file.path for file in so_far.manifest.files if file.role == wacz.ROLE]
    bodies = {name: so_far.files[name] for name in names if name in so_far.files}
    faults = [f"{name}: {fault}" for name, body in bodies.items() for fault in replaying.faults(body)]
    sentence = "No exchange was recorded." if not names else f"{', '.join(names)} can be replayed, record by record."
    so_far.say("web-archive", faults, sentence)


def _media(so_far: _Findings) -> None:
    if so_far.manifest is None:
        so_far.say("media", ["The media cannot be checked."], "")
        return
    kept = {one.sha256: one.url for one in so_far.manifest.media if one.sha256 is not None}
    if so_far.blobs is None:
        outside = f"{_count(kept, 'medium', 'media')} outside this folder: not looked at."
        so_far.say("media", [], outside if kept else "No medium lies outside this folder.")
        return
    faults = []
    for digest, url in sorted(kept.items()):
        if digest not in so_far.blobs:
            faults.append(f"{blob_key(digest)} is missing ({url}).")
        elif sha256(so_far.blobs[digest]) != digest:
            faults.append(f"{blob_key(digest)} is not the medium that was sealed ({url}).")
    there = f"Every medium of the post is there with its SHA-256: {_count(kept, 'medium', 'media')}."
    so_far.say("media", faults, there if kept else "No medium lies outside this folder.")


def _limits(so_far: _Findings) -> None:
    so_far.say("limits", [], " ".join(_limit_sentences(so_far)))


def _limit_sentences(so_far: _Findings) -> Iterator[str]:
    vouchers = sorted(name for name in so_far.files if fixity.is_voucher(name))
    if vouchers:
        yield f"Not examined here: {', '.join(vouchers)}."
    yield "These checks show that the files belong together unchanged;"
    yield "they do not show who made them, that the clock was right, or that what the platform said is true."
    if so_far.manifest is not None and so_far.manifest.rehearsal:
        yield "It is a rehearsal against a test rig and no evidence."


def _count(names: Any, one: str = "file", more: str = "files") -> str:
    return f"1 {one}" if len(names) == 1 else f"{len(names)} {more}"
