"""Whatever is stored, it is looked at or saved and never run; and every answer says so, errors included."""

import pytest

from service.model.capture import Artefact
from tests.web.newsroom import a_post, an_embed
from tests.web.test_scopes import NEEDED

HOSTILE = b"<!doctype html><script>alert(document.cookie)</script>"
SHOWN = {
    "a.webp": "image/webp",
    "a.jpg": "image/jpeg",
    "a.gif": "image/gif",
    "a.avif": "image/avif",
    "a.txt": "text/plain",
    "raw/0-a.json": "application/json",
}
SAVED = {
    "page.html": "text/html",
    "page.mhtml": "multipart/related",
    "also.mhtml": "message/rfc822",
    "a.xhtml": "application/xhtml+xml",
    "avatar.svg": "image/svg+xml",
    "feed.xml": "text/xml",
    "other.xml": "application/xml",
    "a.pdf": "application/pdf",
    "archive.warc.gz": "application/warc+gzip",
    "archive.wacz": "application/wacz+zip",
    "also.wacz": "application/zip",
    "a.js": "text/javascript",
    "a.css": "text/css",
    "a.swf": "application/x-shockwave-flash",
    "a.mp4": "video/mp4",
    "a.mp3": "audio/mpeg",
    "a.woff2": "font/woff2",
    "a.bin": "application/octet-stream",
    "log.jsonl": "application/jsonl",
    "page.png": "text/html",
    "shout.html": "TEXT/HTML",
    "spaced.html": " text/html ; charset=utf-7",
    "svg.png": "image/svg+xml; charset=utf-8",
    "none.html": "",
    "odd.html": "x/y",
}


@pytest.fixture
async def snapshot(newsroom):
    files = [
        Artefact(name=name, role="raw-api", media_type=kind, body=HOSTILE) for name, kind in {**SHOWN, **SAVED}.items()
    ]
    return await newsroom.keep(an_embed(), a_post(), artefacts=files)


def inert(headers):
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers
    assert "Access-Control-Allow-Origin" not in headers


async def test_every_kind_of_file_is_inert_however_it_is_asked_for(http, snapshot):
    for name in [*SHOWN, *SAVED, "post.png", "post.txt"]:
        path = f"/v1/snapshots/{snapshot.id}/files/{name}"
        for method, asked in (
            ("GET", {}),
            ("HEAD", {}),
            ("GET", {"Range": "bytes=0-9"}),
            ("GET", {"Accept": "text/html"}),
        ):
            async with http.request(method, path, headers=asked) as answer:
                assert answer.status in (200, 206), name
                inert(answer.headers)
                shown = name in SHOWN or name in ("post.png", "post.txt")
                disposition = answer.headers["Content-Disposition"]
                assert disposition.split(";")[0] == ("inline" if shown else "attachment"), name
                assert disposition.endswith(f'filename="{name.rpartition("/")[2]}"')
                if name in SHOWN:
                    assert answer.content_type == SHOWN[name]


async def test_a_file_that_the_reader_has_already_stays_inert(http, snapshot):
    path = f"/v1/snapshots/{snapshot.id}/files/page.html"
    async with http.get(path) as answer:
        tag = answer.headers["ETag"]
    async with http.get(path, headers={"If-None-Match": tag}) as answer:
        assert answer.status == 304
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")


STRICT = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin"}


def strict(answer, what):
    for name, value in STRICT.items():
        assert answer.headers.get(name) == value, (what, name)
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", what
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), what
    assert "Set-Cookie" not in answer.headers, what
    assert answer.headers["Server"] == "Holdfast", what
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, what
    assert "frame-ancestors 'none'" in policy, what
    assert "unsafe" not in policy, what


async def test_every_route_forbids_what_it_does_not_need_and_sets_no_cookie(http, snapshot):
    names = {
        "embed_id": "x-20",
        "snapshot_id": snapshot.id,
        "name": "page.html",
        "number": "0",
        "sha256": "0" * 64,
        "kind": "thumbnail",
    }
    names |= {"article_id": "a-1", "operation_id": "o-1", "system": "cms", "external_id": "1"}
    for method, path in NEEDED:
        for accept in ("application/json", "text/html"):
            for asked in (method, "DELETE"):
                async with http.request(asked, path.format(**names), headers={"Accept": accept}) as answer:
                    strict(answer, (asked, path, answer.status))


@pytest.mark.parametrize("path", ["/nowhere", "/v1/nowhere", "/embeds/%00", "/v1/snapshots/../x", "/static/../secret", "/%0d%0aSet-Cookie:a=b"])  # fmt: skip
async def test_errors_are_as_strict_as_answers(http, path):
    async with http.get(path, headers={"Accept": "text/html"}, allow_redirects=False) as answer:
        assert answer.status in (400, 404, 422), path
        strict(answer, path)
