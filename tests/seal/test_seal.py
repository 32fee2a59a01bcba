"""A visit becomes a snapshot: everything known is in it, nothing else."""

import json
import subprocess
from dataclasses import replace

import pytest
import rfc8785

from service.errors import IntegrityFailed
from service.model.capture import Artefact, Grade
from service.model.framing import Method
from service.model.post import Author
from service.seal import read, seal
from tests.seal import sample


def manifest_of(snapshot):
    return json.loads(snapshot.manifest)


@pytest.fixture(scope="module")
def snapshot():
    return seal(sample.capture(), sample.resolution(), sample.circumstances())


@pytest.fixture(scope="module")
def manifest(snapshot):
    return manifest_of(snapshot)


def test_the_same_visit_gives_the_same_bytes(snapshot):
    assert seal(sample.capture(), sample.resolution(), sample.circumstances()) == snapshot


def test_the_manifest_is_in_the_one_spelling_of_rfc_8785(snapshot, manifest):
    assert rfc8785.dumps(manifest) == snapshot.manifest


def test_the_coreutils_check_the_list_without_us(snapshot, tmp_path):
    for name, body in {file.path: file.body for file in snapshot.files}.items() | {
        ("manifest.json", snapshot.manifest)
    }:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(body)
    command = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    listed = {line.removesuffix(": OK") for line in done.stdout.splitlines()}
    there = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert listed == there - {"SHA256SUMS"}


def test_the_list_of_digests_is_written_after_the_files(snapshot):
    assert [file.path for file in snapshot.files][-1] == "SHA256SUMS"
    assert "SHA256SUMS" not in {entry["path"] for entry in json.loads(snapshot.manifest)["files"]}


def test_it_lies_under_its_names_and_its_time(snapshot):
    assert snapshot.folder == f"embeds/{sample.EMBED}/20260102T030405Z-01m822pxk3e0ptk4av2j6ktjcr"


def test_what_is_not_known_is_null_and_not_invented(manifest):
    assert manifest["capture"]["clock"] == {
        "source": "system",
        "synchronised": None,
        "offset_ms": None,
        "monotonic_elapsed_ms": 2001.5,
    }
    assert manifest["producer"]["image_digest"] is None
    assert "width" not in next(entry for entry in manifest["files"] if entry["path"] == "post.txt")


def test_the_place_in_the_article_is_on_record(manifest):
    assert manifest["request"]["input"] == {
        "url": None,
        "article_id": "article-abcdefghijklmnopqrstuvwxyz",
        "article_sha256": "cd" * 32,
        "pointer": "",
        "span": [1170, 1414],
        "flattened_text": "The river is high",
    }
    assert manifest["resolution"]["reference"]["date"] == "2022-10-10"
    assert "stored" not in manifest["resolution"]["reference"]


def test_every_document_is_kept_as_a_file_or_its_silence_is_on_record(snapshot, manifest):
    answered, silent = manifest["resolution"]["documents"]
    assert {file.path: file.body for file in snapshot.files}[answered["file"]] == sample.ANSWER
    assert answered["sha256"] == manifest["availability"]["signals"][0]["digest"]
    assert (silent["file"], silent["sha256"], silent["failure"]) == (None, None, "fetch-failed")


def test_cookies_and_tokens_are_not_on_record(snapshot):
    assert b"secret" not in snapshot.manifest


def test_refused_connections_are_told_from_made_ones(manifest):
    assert [one["host"] for one in manifest["network"]["connections"]] == ["platform.example"]
    assert [one["verdict"] for one in manifest["network"]["blocked"]] == ["private address"]
    assert len(manifest["network"]["connections"][0]["tls_chain_sha256"]) == 2
    assert manifest["network"]["blocked"][0]["tls_chain_sha256"] == []


def test_certificates_are_readable_by_openssl_and_name_their_hosts(snapshot):
    text = {file.path: file.body for file in snapshot.files}["tls.pem"].decode()
    assert text.startswith("# cdn.platform.example platform.example\n")
    assert text.count("-----BEGIN CERTIFICATE-----") == 2


def test_a_visit_that_saw_nothing_is_a_snapshot_too():
    manifest = manifest_of(seal(*sample.bare()))
    assert manifest["result"]["status"] == "failed"
    assert manifest["producer"]["browser"] is None
    assert manifest["post"] is None
    assert [entry["path"] for entry in manifest["files"]] == ["capture-log.jsonl"]
    assert manifest["network"]["egress"]["mode"] is None


def test_a_rehearsal_says_so_and_a_drawn_card_says_so():
    manifest = manifest_of(seal(*sample.bare()))
    assert manifest["rehearsal"] is True
    assert any("no evidence" in warning for warning in manifest["result"]["warnings"])
    assert any("card drawn by us" in warning for warning in manifest["result"]["warnings"])


def test_a_browser_that_stood_elsewhere_is_said_to_and_one_of_ours_is_not(manifest):
    ours = sample.capture()
    told = manifest_of(
        seal(
            replace(ours, browser=replace(ours.browser, elsewhere=True, sandboxed=False)),
            sample.resolution(),
            sample.circumstances(),
        )
    )
    assert told["producer"]["browser"]["elsewhere"] is True
    assert any("could not be verified" in warning for warning in told["result"]["warnings"])
    assert "elsewhere" not in manifest["producer"]["browser"]


def test_what_must_be_known_of_a_picture_is_a_warning_though_it_is_complete():
    told = replace(sample.capture(), remarks=("Of the post's 5 pictures the first can be seen.",))
    manifest = manifest_of(seal(told, sample.resolution(), sample.circumstances()))
    assert manifest["result"]["grade"] == "complete"
    assert "Of the post's 5 pictures the first can be seen." in manifest["result"]["warnings"]


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("grade", Grade)
def test_every_method_and_grade_can_be_sealed_and_read_back(method, grade):
    visit = replace(sample.capture(), method=method, grade=grade)
    manifest = read(seal(visit, sample.resolution(), sample.circumstances()).manifest)
    assert (manifest.method, manifest.grade) == (method, grade)


@pytest.mark.parametrize(
    "text",
    [
        "half a pair \ud83d of surrogates",
        "\x00\x01\x1f control \x7f",
        '"},"id":"forged","x":{"',
        "<script>alert(1)</script>",
        "\u202egnirts desrever",
        "a" * 100_000,
    ],
)
def test_hostile_words_are_data_and_nothing_else(text):
    hostile = replace(sample.post(), text=text, author=Author(name=text, handle=text), sources={text: text})
    sealed = seal(sample.capture(), replace(sample.resolution(), post=hostile), sample.circumstances())
    back = read(sealed.manifest)
    assert back.id == sample.circumstances().snapshot_id
    assert back.post.text == text.encode("utf-8", "replace" if "\ud83d" in text else "strict").decode().replace(
        "half a pair ? of", "half a pair \ufffd of"
    )


@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "SHA256SUMS",
        "../post.png",
        "/etc/passwd",
        "a/../b",
        "a//b",
        "a/",
        ".hidden",
        "Post.png",
        "post png",
        "post.png\n",
        "straße.txt",
        "",
        "x" * 201,
        "post.png/inside",
        "post.png",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_not_sealed(name):
    extra = Artefact(name=name, role="text", media_type="text/plain", body=b"x")
    visit = replace(sample.capture(), artefacts=(*sample.capture().artefacts, extra))
    with pytest.raises(IntegrityFailed):
        seal(visit, sample.resolution(), sample.circumstances())


def test_a_role_that_no_manifest_knows_is_not_sealed():
    extra = Artefact(name="x.bin", role="mystery", media_type="text/plain", body=b"x")
    with pytest.raises(IntegrityFailed, match="mystery"):
        seal(replace(sample.capture(), artefacts=(extra,)), sample.resolution(), sample.circumstances())


def test_a_picture_of_another_post_is_not_sealed():
    with pytest.raises(IntegrityFailed, match="x-20"):
        seal(replace(sample.capture(), embed_id="x-20"), sample.resolution(), sample.circumstances())
