"""Tampering from the inside out: each change is noticed, the file is named, and the whole transcript is expected."""

import json

import pytest

from service.seal import fixity, seal, verify
from service.seal.canonical import canonical
from tests.seal import sample

SEALED = seal(sample.capture(), sample.resolution(), sample.circumstances())
FILES = {file.path: file.body for file in SEALED.files} | {"manifest.json": SEALED.manifest}

HOLDS = f"""\
1 ok  manifest.json is there and is JSON.
2 ok  manifest.json is in the one spelling of RFC 8785.
3 ok  manifest.json follows snapshot-manifest/1.
4 ok  SHA256SUMS lists 8 files, manifest.json among them.
5 ok  Every listed file is there with its SHA-256: 8 files.
6 ok  No file is there that is not listed.
7 ok  The manifest's own list agrees with SHA256SUMS.
8 ok  The folder bears the manifest's names: {SEALED.folder.removeprefix("embeds/")}.
9 ok  It follows 01m822pxk3e0ptk4av2j6ktjcp, manifest {"ef" * 32}.
10 ok  No exchange was recorded.
11 ok  No medium lies outside this folder.
12 ok  These checks show that the files belong together unchanged; they do not show who made them, that the clock was \
right, or that what the platform said is true."""


def transcript(files, folder=SEALED.folder):
    return "\n".join(
        f"{check.number} {'ok ' if check.passed else 'BAD'} {check.sentence}" for check in verify(files, folder=folder)
    )


def but(*lines):
    """The transcript of a whole snapshot, with these lines instead."""
    other = {line.split(" ", 1)[0]: line for line in lines}
    return "\n".join(other.get(line.split(" ", 1)[0], line) for line in HOLDS.splitlines())


def flipped(body, at=0):
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]


def summed(files):
    """Redo the list of digests, as somebody would who knows how."""
    listed = {name: fixity.sha256(body) for name, body in files.items() if name != "SHA256SUMS"}
    return files | {"SHA256SUMS": fixity.write(listed)}


def rewritten(**changes):
    """Change the manifest and redo everything that we can redo without a key."""
    return summed(FILES | {"manifest.json": canonical(json.loads(SEALED.manifest) | changes)})


def test_a_whole_snapshot_holds():
    assert transcript(FILES) == HOLDS


def test_an_export_under_a_name_of_somebodys_own_holds():
    assert transcript(FILES, None) == but(
        f"8 ok  This is snapshot {SEALED.id} of {sample.EMBED}; its folder's name was not asked for."
    )


PLAIN = sorted(name for name, body in FILES.items() if body and name not in ("manifest.json", "SHA256SUMS"))


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_one_changed_byte_of_any_file_is_noticed_and_the_file_named(name, where):
    at = {"first": 0, "middle": len(FILES[name]) // 2, "last": len(FILES[name]) - 1}[where]
    assert transcript(FILES | {name: flipped(FILES[name], at)}) == but(f"5 BAD {name} is not the file that was sealed.")


@pytest.mark.parametrize("name", [*PLAIN, "empty.txt"])
def test_a_changed_file_with_redone_sums_contradicts_the_manifest(name):
    changed = FILES[name] + b"."
    assert transcript(summed(FILES | {name: changed})) == but(
        f"7 BAD {name} has another digest in the manifest than in SHA256SUMS."
    )


@pytest.mark.parametrize("name", [*PLAIN, "empty.txt"])
def test_a_removed_file_is_named(name):
    left = {other: body for other, body in FILES.items() if other != name}
    assert transcript(left) == but(f"5 BAD {name} is missing.")
    assert transcript(summed(left)) == but(
        "4 ok  SHA256SUMS lists 7 files, manifest.json among them.",
        "5 ok  Every listed file is there with its SHA-256: 7 files.",
        f"7 BAD {name} is in the manifest and not in SHA256SUMS.",
    )


def test_an_added_file_is_named():
    more = FILES | {"notes.txt": b"planted"}
    assert transcript(more) == but("6 BAD notes.txt is not listed in SHA256SUMS.")
    assert transcript(summed(more)) == but(
        "4 ok  SHA256SUMS lists 9 files, manifest.json among them.",
        "5 ok  Every listed file is there with its SHA-256: 9 files.",
        "7 BAD notes.txt is in SHA256SUMS and not in the manifest.",
    )


def test_a_renamed_file_is_named_twice():
    renamed = {("post2.png" if name == "post.png" else name): body for name, body in FILES.items()}
    assert transcript(renamed) == but("5 BAD post.png is missing.", "6 BAD post2.png is not listed in SHA256SUMS.")


def test_one_changed_byte_of_the_manifest_is_always_noticed():
    for at in range(0, len(SEALED.manifest), 41):
        said = transcript(FILES | {"manifest.json": flipped(SEALED.manifest, at)})
        assert "manifest.json is not the file that was sealed." in said, at


def test_one_changed_byte_of_the_list_is_always_noticed():
    for at in range(len(FILES["SHA256SUMS"])):
        assert " BAD " in transcript(FILES | {"SHA256SUMS": flipped(FILES["SHA256SUMS"], at)}), at


def test_a_manifest_in_another_spelling_is_noticed_even_with_redone_sums():
    pretty = json.dumps(json.loads(SEALED.manifest), indent=2).encode()
    assert transcript(summed(FILES | {"manifest.json": pretty})) == but(
        "2 BAD manifest.json is not in the one spelling of RFC 8785: it was written by something else."
    )


def test_a_manifest_without_a_list_is_not_enough():
    left = {name: body for name, body in FILES.items() if name != "SHA256SUMS"}
    assert transcript(left) == but(
        "4 BAD SHA256SUMS is missing.",
        "5 BAD No digest can be checked without SHA256SUMS.",
        "6 BAD What belongs here cannot be told without SHA256SUMS.",
        "7 BAD The manifest's own list cannot be checked.",
    )


def test_files_without_a_manifest_are_no_snapshot():
    left = {name: body for name, body in FILES.items() if name != "manifest.json"}
    assert transcript(left) == but(
        "1 BAD manifest.json is missing.",
        "2 BAD The spelling of manifest.json cannot be checked.",
        "3 BAD The form of manifest.json cannot be checked.",
        "5 BAD manifest.json is missing.",
        "7 BAD The manifest's own list cannot be checked.",
        "8 BAD The folder's name cannot be checked.",
        "9 BAD The chain cannot be checked.",
        "10 BAD The web archive cannot be checked.",
        "11 BAD The media cannot be checked.",
    )


def test_nothing_at_all_is_no_snapshot():
    checks = verify({})
    assert [check.number for check in checks] == list(range(1, 13))
    assert [check.name for check in checks if check.passed] == ["limits"]


def test_a_snapshot_in_another_folder_is_noticed():
    elsewhere = SEALED.folder.replace("x-1579478434783137792", "x-20")
    assert transcript(FILES, elsewhere) == but(
        f"8 BAD The folder is {elsewhere}, and the manifest belongs to {SEALED.folder.removeprefix('embeds/')}."
    )


def test_a_member_that_the_schema_does_not_know_is_noticed():
    assert transcript(rewritten(note="trust me")) == but(
        "3 BAD manifest.json does not follow its schema, whole: Additional properties are not allowed ('note' was "
        "unexpected)."
    )


def test_a_version_that_is_not_known_is_not_guessed_at():
    said = transcript(rewritten(schema="snapshot-manifest/9"))
    assert "3 BAD The manifest cannot be read: The version 'snapshot-manifest/9' is not known." in said


def test_half_a_chain_is_noticed():
    assert transcript(rewritten(supersedes=None)) == but(
        "9 BAD Of the snapshot before, only the id or only the manifest's digest is named."
    )
    assert transcript(rewritten(supersedes=SEALED.id)) == but("9 BAD The snapshot names itself as the one before.")


def test_what_vouches_for_the_list_may_be_added_later():
    vouched = FILES | {
        "SHA256SUMS.p7s": b"signature",
        "SHA256SUMS.p7s.tsr": b"timestamp",
        "SHA256SUMS.p7s.second-authority.tsr": b"timestamp",
        "SHA256SUMS.tlog-proof": b"proof",
    }
    before, _, limits = HOLDS.rpartition("12 ok  ")
    assert transcript(vouched) == (
        f"{before}12 ok  Not examined here: SHA256SUMS.p7s, SHA256SUMS.p7s.second-authority.tsr, SHA256SUMS.p7s.tsr, "
        f"SHA256SUMS.tlog-proof. {limits}"
    )


def test_a_rehearsal_holds_and_is_no_evidence():
    sealed = seal(*sample.bare())
    checks = verify({file.path: file.body for file in sealed.files} | {"manifest.json": sealed.manifest})
    assert all(check.passed for check in checks)
    assert "no evidence" in checks[-1].sentence


def test_everything_made_anew_still_holds_which_is_why_the_last_check_says_what_is_not_proven():
    request = json.loads(SEALED.manifest)["request"] | {"requested_by": "somebody else"}
    assert transcript(rewritten(request=request)) == HOLDS
