import asyncio

ARTICLE = (
    "The bridge is open again, the city says.\n\nhttps://x.com/ana_example/status/20\n\n"
    "More at https://news.example.org/bridge and nowhere else.\n"
)


async def test_an_accepted_article_says_where_its_work_is_and_how_each_reference_stands(http):
    async with http.post("/v1/articles", json={"body": ARTICLE, "title": "The bridge"}) as answer:
        assert answer.status == 202
        said = await answer.json()
    assert answer.headers["Location"] == f"/v1/operations/{said['operation_id']}"
    assert said["status"] == "queued"
    assert said["title"] == "The bridge"
    first = said["references"][0]
    assert (first["embed_id"], first["status"], first["snapshot_id"]) == ("x-20", "queued", None)
    for each in said["references"]:
        assert ARTICLE[each["start"] : each["end"]].startswith("https://")


async def test_a_finished_article_gives_snapshots_and_what_is_known_of_the_originals(http, newsroom):
    async with http.post("/v1/articles", json={"body": ARTICLE}) as answer:
        article_id = (await answer.json())["id"]
    await newsroom.work()
    async with http.get(f"/v1/articles/{article_id}") as answer:
        said = await answer.json()
    assert said["status"] == "kept"
    assert {each["availability"] for each in said["references"]} == {"live"}
    assert all(each["snapshot_id"] for each in said["references"])


async def test_a_failed_reference_says_why(http, newsroom):
    async with http.post("/v1/articles", json={"body": ARTICLE}) as answer:
        article_id = (await answer.json())["id"]
    await newsroom.work(fail={"x-20"})
    async with http.get(f"/v1/articles/{article_id}") as answer:
        said = await answer.json()
    failed = said["references"][0]
    assert (said["status"], failed["status"]) == ("failed", "failed")
    assert failed["reason"].startswith("The browser went away.")


async def test_a_caller_who_waits_gets_200_once_all_is_done(http, newsroom):
    worker = asyncio.create_task(newsroom.work(until=2))
    async with http.post("/v1/articles", json={"body": ARTICLE}, headers={"Prefer": "wait=20"}) as answer:
        assert answer.status == 200
        assert answer.headers["Preference-Applied"] == "wait=20"
        assert (await answer.json())["status"] == "kept"
    await worker


async def test_a_caller_who_waits_too_short_gets_202(http):
    async with http.post("/v1/articles", json={"body": ARTICLE}, headers={"Prefer": "wait=0"}) as answer:
        assert answer.status == 202


async def test_the_same_article_again_books_nothing_new(http, newsroom):
    async with http.post("/v1/articles", json={"body": ARTICLE}) as answer:
        first = await answer.json()
    await newsroom.work()
    async with http.post("/v1/articles", json={"body": ARTICLE}, headers={"Prefer": "wait=5"}) as answer:
        second = await answer.json()
        assert answer.status == 200
    assert second["id"] == first["id"]
    assert newsroom.archive.tickets.issued == []


async def test_a_repeated_key_gives_the_first_answer_again(http, newsroom):
    headers = {"Idempotency-Key": "save-4711"}
    async with http.post("/v1/articles", json={"body": ARTICLE}, headers=headers) as answer:
        first = (answer.status, await answer.text(), answer.headers["Location"])
    await newsroom.work()
    async with http.post("/v1/articles", json={"body": ARTICLE}, headers=headers) as answer:
        assert (answer.status, await answer.text(), answer.headers["Location"]) == first


async def test_a_key_for_another_article_is_refused(http):
    headers = {"Idempotency-Key": "save-4711"}
    async with http.post("/v1/articles", json={"body": ARTICLE}, headers=headers) as answer:
        assert answer.status == 202
    async with http.post("/v1/articles", json={"body": "Another one"}, headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (422, "idempotency-key-reused")


async def test_a_key_whose_request_failed_may_be_used_again(http):
    headers = {"Idempotency-Key": "save-4711"}
    async with http.post("/v1/articles", json={"body": "  "}, headers=headers) as answer:
        assert answer.status == 422
    async with http.post("/v1/articles", json={"body": "  "}, headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (422, "bad-article")


async def test_a_cms_that_saves_again_gets_only_what_is_new_captured(http, newsroom):
    path = "/v1/articles/by-source/arc/story-7"
    async with http.put(path, json={"body": ARTICLE}) as answer:
        first = await answer.json()
        assert (answer.status, first["system"], first["external_id"]) == (202, "arc", "story-7")
    await newsroom.work()
    async with http.put(path, json={"body": ARTICLE + "\nhttps://x.com/ana_example/status/21\n"}) as answer:
        assert answer.status == 202
    assert len(newsroom.archive.tickets.issued) == 1


async def test_an_article_named_by_its_address_is_fetched_and_its_own_address_is_no_reference(http, newsroom):
    page = '<h1>Bridge</h1><p>As <a href="https://x.com/ana_example/status/20">Ana says</a>.</p>'
    newsroom.archive.fetcher.pages["https://paper.example.org/bridge"] = ("text/html; charset=utf-8", page.encode())
    async with http.post("/v1/articles", json={"url": "https://paper.example.org/bridge"}) as answer:
        said = await answer.json()
    assert (answer.status, said["format"], said["url"]) == (202, "html", "https://paper.example.org/bridge")
    assert [each["embed_id"] for each in said["references"]] == ["x-20"]


async def test_an_article_that_cannot_be_fetched_is_a_problem_of_the_outside(http):
    async with http.post("/v1/articles", json={"url": "https://gone.example.org/"}) as answer:
        said = await answer.json()
        assert (answer.status, said["code"], said["retryable"]) == (502, "fetch-failed", True)


async def test_a_cms_may_send_its_json_as_it_is(http):
    stored = {"content": [{"type": "embed", "url": "https://x.com/ana_example/status/20"}]}
    async with http.post("/v1/articles", json={"body": stored, "format": "json"}) as answer:
        said = await answer.json()
    assert [each["embed_id"] for each in said["references"]] == ["x-20"]
    assert said["references"][0]["pointer"].startswith("/content/0")


async def test_finding_stores_nothing(http, newsroom):
    async with http.post("/v1/find", json={"body": ARTICLE}) as answer:
        found = (await answer.json())["references"]
        assert answer.status == 200
    assert found[0]["embed_id"] == "x-20"
    assert found[0].keys() >= {
        "kind", "how", "platform", "post_id", "embed_id", "url", "start", "end", "pointer", "text", "author", "date",
        "links", "confidence",
    }  # fmt: skip
    assert [key async for key in newsroom.archive.store.keys("")] == []
    assert await newsroom.archive.catalogue.articles() == ()


QUOTED = (
    "It was said.\n\nThe bridge is open again and everybody may cross it.\n\n— Ana (@ana_example) May 4, 2024\n\nSo.\n"
)


async def test_a_person_says_which_post_a_quote_is(http):
    async with http.post("/v1/articles", json={"body": QUOTED}) as answer:
        article_id = (await answer.json())["id"]
    path = f"/v1/articles/{article_id}/references/0"
    async with http.patch(path, json={"url": "https://x.com/ana_example/status/1786707664602060423"}) as answer:
        assert answer.status == 202
        said = await answer.json()
    assert said["embed_id"].startswith("quote-")
    for wrong, status in (
        ({}, 422),
        ({"post_id": "1", "url": "https://x.com/a/status/1"}, 422),
        ({"url": "https://x.com/a"}, 422),
    ):
        async with http.patch(path, json=wrong) as answer:
            assert answer.status == status
    async with http.patch(path.replace("/0", "/7"), json={"post_id": "1786707664602060423"}) as answer:
        assert answer.status == 404


async def test_what_led_where_is_told_of_each_reference(http, newsroom):
    async with http.post("/v1/articles", json={"body": ARTICLE}) as answer:
        article_id = (await answer.json())["id"]
    await newsroom.work()
    async with http.get(f"/v1/articles/{article_id}/explanation") as answer:
        told = (await answer.json())["explanations"]
    assert told[0]["embed_id"] == "x-20"
    assert all(each["rule"] and each["snapshot_id"] for each in told)
    async with http.get("/v1/embeds/x-20/explanation") as answer:
        (one,) = (await answer.json())["explanations"]
    assert one["availability"]["state"] == "live"
    async with http.get("/v1/embeds/x-20/observations") as answer:
        (seen,) = (await answer.json())["observations"]
    assert (seen["stage"], seen["changed"]) == (None, False)
