import base64
import hashlib

import pytest

from service.model.capture import Artefact
from tests.web.newsroom import a_post, an_embed

HOSTILE = b"<script>fetch('/v1/embeds')</script>"


@pytest.fixture
async def snapshot(newsroom):
    artefacts = [
        Artefact(name="dom.html", role="dom", media_type="text/html", body=HOSTILE),
        Artefact(name="avatar.svg", role="post-media", media_type="image/svg+xml", body=b"<svg onload='alert(1)'/>"),
        Artefact(name="raw/0-oembed.json", role="raw-api", media_type="application/json", body=b"{}"),
    ]
    return await newsroom.keep(an_embed(), a_post(), artefacts=artefacts)


async def test_the_manifest_is_given_byte_for_byte(http, snapshot):
    async with http.get(f"/v1/snapshots/{snapshot.id}") as answer:
        assert await answer.read() == snapshot.manifest
        assert answer.content_type == "application/json"


async def test_every_file_of_a_snapshot_is_given_with_its_digest_and_for_ever(http, snapshot):
    for file in snapshot.files:
        async with http.get(f"/v1/snapshots/{snapshot.id}/files/{file.path}") as answer:
            assert (answer.status, await answer.read()) == (200, file.body)
        digest = base64.b64encode(hashlib.sha256(file.body).digest()).decode()
        assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("post.png", "inline"), ("post.txt", "inline"), ("raw/0-oembed.json", "inline"), ("dom.html", "attachment"), ("avatar.svg", "attachment")],
)  # fmt: skip
async def test_what_could_run_is_handed_out_as_a_download(http, snapshot, name, shown):
    async with http.get(f"/v1/snapshots/{snapshot.id}/files/{name}") as answer:
        assert answer.headers["Content-Disposition"].split(";")[0] == shown


async def test_a_file_that_the_reader_has_already_is_not_sent_again(http, snapshot):
    path = f"/v1/snapshots/{snapshot.id}/files/post.png"
    async with http.get(path) as answer:
        tag = answer.headers["ETag"]
    async with http.get(path, headers={"If-None-Match": tag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")


async def test_changed_bytes_are_never_handed_out_and_the_checks_name_the_file(http, newsroom, snapshot):
    newsroom.archive.store.damage(f"{snapshot.folder}/post.txt", b"something else")
    async with http.get(f"/v1/snapshots/{snapshot.id}/files/post.txt") as answer:
        text = await answer.text()
        assert answer.status == 500
    assert "integrity-failed" in text
    assert "something else" not in text
    async with http.get(f"/v1/snapshots/{snapshot.id}/verify") as answer:
        said = await answer.json()
    assert said["passed"] is False
    assert [check["number"] for check in said["checks"]] == list(range(1, len(said["checks"]) + 1))
    assert "post.txt" in " ".join(check["sentence"] for check in said["checks"] if not check["passed"])


async def test_an_unchanged_snapshot_passes_every_check(http, snapshot):
    async with http.get(f"/v1/snapshots/{snapshot.id}/verify") as answer:
        assert (await answer.json())["passed"] is True


@pytest.mark.parametrize("name", ["nothing.png", "../manifest.json", "%2e%2e/%2e%2e/articles/x", "manifest.json/"])
async def test_only_files_of_the_snapshot_are_given(http, snapshot, name):
    async with http.get(f"/v1/snapshots/{snapshot.id}/files/{name}") as answer:
        assert answer.status == 404
