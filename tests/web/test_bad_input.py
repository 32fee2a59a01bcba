"""Whatever is handed in, the answer is a problem document, and nothing is stored."""

import io
import json

import pytest

ARTICLES = "/v1/articles"
JSON = {"Content-Type": "application/json"}


def an_article_of(size):
    return io.BytesIO(json.dumps({"body": "x" * size}).encode())


async def nothing_is_kept(newsroom):
    assert [key async for key in newsroom.archive.store.keys("")] == []
    assert await newsroom.archive.catalogue.articles() == ()
    assert newsroom.archive.tickets.issued == []


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        (ARTICLES, b"", 400, "bad-request"),
        (ARTICLES, b"{", 400, "bad-request"),
        (ARTICLES, b"\xff\xfe", 400, "bad-request"),
        (ARTICLES, b'{"body": "\xe9"}', 400, "bad-request"),
        (ARTICLES, b'{"body": "\\ud800"}', 400, "bad-request"),
        (ARTICLES, b"[" * 100_000, 400, "bad-request"),
        (ARTICLES, b"[]", 422, "invalid-request"),
        (ARTICLES, b"{}", 422, "invalid-request"),
        (ARTICLES, b'{"body": 7}', 422, "invalid-request"),
        (ARTICLES, b'{"body": "x", "format": "docx"}', 422, "invalid-request"),
        (ARTICLES, b'{"body": "x", "surprise": 1}', 422, "invalid-request"),
        (ARTICLES, b'{"body": "x", "title": "a\\u0000b"}', 422, "invalid-request"),
        (ARTICLES, b'{"body": ""}', 422, "bad-article"),
        (ARTICLES, b'{"body": " \\n"}', 422, "bad-article"),
        (ARTICLES, b'{"body": "a\\u0000b"}', 422, "bad-article"),
        (ARTICLES, b'{"body": "{", "format": "json"}', 422, "bad-article"),
        (ARTICLES, b'{"body": {"a": 1}, "format": "html"}', 422, "bad-article"),
        (ARTICLES, b'{"body": "x", "url": "javascript:alert(1)"}', 422, "bad-url"),
        (ARTICLES, b'{"url": "file:///etc/passwd"}', 422, "bad-url"),
        ("/v1/embeds", b'{"url": "https://"}', 422, "bad-url"),
        ("/v1/embeds", b'{"url": "javascript:alert(1)"}', 422, "bad-url"),
        ("/v1/embeds", b'{"url": "file:///etc/passwd"}', 422, "bad-url"),
        ("/v1/embeds", b'{"url": "http://127.0.0.1/"}', 422, "egress-refused"),
        ("/v1/embeds", b'{"url": "http://2130706433/"}', 422, "egress-refused"),
        ("/v1/embeds", b'{"url": "http://[::1]/"}', 422, "egress-refused"),
        ("/v1/embeds", b'{"url": "http://localhost/"}', 422, "egress-refused"),
        ("/v1/embeds", b'{"url": "http://169.254.169.254/latest/meta-data/"}', 422, "egress-refused"),
        ("/v1/embeds", b'{"url": "https://example.org:22/"}', 422, "egress-refused"),
        ("/v1/find", b'{"body": ""}', 422, "bad-article"),
    ],
)
async def test_what_cannot_be_used_is_refused_by_name(http, newsroom, *, path, body, status, code):
    async with http.post(path, data=body, headers=JSON) as answer:
        said = await answer.json(content_type="application/problem+json")
        assert (answer.status, said["code"]) == (status, code)
    assert said["status"] == status
    assert said["type"] == f"/docs#problem-{code}"
    assert said["detail"]
    assert said["hint"]
    await nothing_is_kept(newsroom)


async def test_every_field_that_does_not_fit_is_listed_at_once(http):
    sent = {"body": 7, "format": "docx", "title": 1, "more": 2}
    async with http.post(ARTICLES, json=sent) as answer:
        said = await answer.json(content_type="application/problem+json")
    assert answer.status == 422
    assert {fault["in"] for fault in said["errors"]} == {"body"}
    assert {fault["loc"].split("/")[1] for fault in said["errors"]} == {"body", "format", "title", "more"}


async def test_an_article_of_ten_megabytes_is_too_large(http, newsroom):
    async with http.post(ARTICLES, data=an_article_of(10_000_000), headers=JSON) as answer:
        assert (answer.status, (await answer.json(content_type=None))["code"]) == (413, "too-large")
    await nothing_is_kept(newsroom)


async def test_an_article_just_above_the_limit_is_named_as_such(http, newsroom):
    body = an_article_of(newsroom.archive.settings.body_bytes + 1)
    async with http.post(ARTICLES, data=body, headers=JSON) as answer:
        assert (answer.status, (await answer.json(content_type=None))["code"]) == (422, "bad-article")
    await nothing_is_kept(newsroom)


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
async def test_another_type_of_body_is_refused(http, media_type):
    async with http.post(ARTICLES, data=b"hello", headers={"Content-Type": media_type}) as answer:
        assert (answer.status, (await answer.json(content_type=None))["code"]) == (415, "wrong-media-type")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/articles/article-aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "/v1/articles/nonsense",
        "/v1/embeds/x-404",
        "/v1/embeds/%00",
        "/v1/embeds/%ff%fe",
        "/v1/embeds/x-404/observations",
        "/v1/snapshots/00000000000000000000000000",
        "/v1/snapshots/00000000000000000000000000/verify",
        "/v1/snapshots/00000000000000000000000000/files/post.png",
        "/v1/operations/00000000000000000000000000",
        "/v1/operations/00000000000000000000000000/events",
        "/v1/nothing",
        "/nothing",
    ],
)
async def test_an_id_that_does_not_exist_is_not_found(http, path):
    async with http.get(path) as answer:
        assert (answer.status, (await answer.json(content_type="application/problem+json"))["code"]) == (
            404,
            "not-found",
        )


async def test_a_method_that_is_not_served_is_named_with_those_that_are(http):
    async with http.delete("/v1/embeds") as answer:
        assert (answer.status, (await answer.json(content_type=None))["code"]) == (405, "wrong-method")
        assert answer.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=many", "since=yesterday", "availability=dead", "cursor=nonsense", "q=a&q=b", "what=1", "q=%00"],
)
async def test_a_search_that_cannot_be_understood_is_refused(http, query):
    async with http.get(f"/v1/embeds?{query}") as answer:
        said = await answer.json(content_type="application/problem+json")
        assert (answer.status, said["code"]) == (422, "invalid-request")
        assert said["errors"][0]["in"] == "query"


async def test_a_failure_of_ours_tells_nothing_of_its_cause(http, newsroom):
    async def fail(*_args, **_kwargs):
        raise RuntimeError("secret of the house")

    newsroom.archive.fetcher.fetch = fail
    async with http.post(ARTICLES, json={"url": "https://example.org/"}) as answer:
        text = await answer.text()
        assert (answer.status, json.loads(text)["code"]) == (500, "internal")
    assert "secret" not in text
    assert "Traceback" not in text


async def test_a_store_that_is_away_is_said_to_be_away(http, newsroom):
    newsroom.archive.store.away = True
    async with http.post(ARTICLES, json={"body": "https://x.com/a/status/20"}) as answer:
        said = await answer.json(content_type=None)
        assert (answer.status, said["code"], said["retryable"]) == (503, "store-failed", True)
        assert answer.headers["Retry-After"]


async def test_a_foreign_page_cannot_post_through_a_reader_s_browser(http, newsroom):
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        async with http.post("/", data={"article": "https://x.com/a/status/20"}, headers=headers) as answer:
            assert answer.status == 403
    await nothing_is_kept(newsroom)


async def test_a_foreign_name_that_points_here_reads_nothing(http):
    async with http.get("/v1/embeds", headers={"Host": "rebound.example"}) as answer:
        assert (answer.status, (await answer.json(content_type=None))["code"]) == (421, "misdirected")
