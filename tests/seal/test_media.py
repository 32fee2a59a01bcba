"""Media lie beside a snapshot, shared by content; the manifest binds them to it."""

import json
from dataclasses import replace

from service.model.medium import Medium
from service.seal import read, seal, verify
from service.seal.fixity import sha256
from tests.seal import sample

KEPT = Medium(
    url="https://media.example/1.jpg",
    kind="image",
    alt="Дорога",
    width=2,
    height=3,
    media_type="image/jpeg",
    body=b"photo",
    captured=sample.AT,
    source="fetch",
)
AGAIN = replace(KEPT, url="https://media.example/same.jpg")
LOST = Medium(url="https://media.example/2.jpg", kind="image", reason="It was answered with 404.")
SEALED = seal(replace(sample.capture(), media=(KEPT, AGAIN, LOST)), sample.resolution(), sample.circumstances())
FILES = {file.path: file.body for file in SEALED.files} | {"manifest.json": SEALED.manifest}
DIGEST = sha256(b"photo")


def check(blobs):
    found = {check.name: check for check in verify(FILES, folder=SEALED.folder, blobs=blobs)}
    assert {name for name, one in found.items() if not one.passed} <= {"media"}
    return found["media"]


def test_the_same_bytes_are_one_object_under_their_digest():
    assert [(blob.path, blob.body) for blob in SEALED.blobs] == [(f"blobs/sha256/{DIGEST[:2]}/{DIGEST[2:]}", b"photo")]


def test_the_manifest_says_of_every_medium_where_it_lies_or_why_nowhere():
    first, again, lost = json.loads(SEALED.manifest)["media"]
    assert (first["sha256"], first["alt"], first["width"], first["source"]) == (DIGEST, "Дорога", 2, "fetch")
    assert again["sha256"] == DIGEST
    assert (lost["sha256"], lost["reason"]) == (None, "It was answered with 404.")
    assert [entry.sha256 for entry in read(SEALED.manifest).media] == [DIGEST, DIGEST, None]


def test_a_snapshot_holds_with_its_media_and_an_export_without_them_says_so():
    assert check({DIGEST: b"photo"}).sentence == "Every medium of the post is there with its SHA-256: 1 medium."
    assert check(None).sentence == "1 medium outside this folder: not looked at."


def test_a_changed_or_missing_medium_is_noticed_and_named():
    for blobs, word in (({DIGEST: b"phot0"}, "is not the medium that was sealed"), ({}, "is missing")):
        found = check(blobs)
        assert not found.passed
        assert word in found.sentence
        assert "https://media.example/" in found.sentence
