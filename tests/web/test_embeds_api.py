import json

from service.model.availability import State
from service.model.capture import Grade, Outcome
from tests.web.newsroom import a_post, an_embed


async def test_an_embed_is_given_with_its_verdict_and_its_snapshots_newest_first(http, newsroom):
    await newsroom.keep(an_embed(), a_post(), hours=0)
    await newsroom.keep(
        an_embed(),
        None,
        hours=5,
        state=State.DELETED,
        suspected=True,
        picture=False,
        outcome=Outcome.DELETED,
        grade=Grade.NONE,
    )
    async with http.get("/v1/embeds/x-20") as answer:
        said = await answer.json()
    assert answer.status == 200
    assert said["availability"]["state"] == "deleted"
    assert said["availability"]["suspected"] is True
    assert said["availability"]["signals"][0]["endpoint"] == "tweet-result"
    assert [each["created"] for each in said["snapshots"]] == ["2026-03-01T17:00:00Z", "2026-03-01T12:00:00Z"]
    assert said["post"]["text"] == "Трамвай № 5 is back on the bridge"
    assert said["snapshot_id"] == said["snapshots"][1]["id"]


async def test_another_name_of_an_embed_redirects_to_its_own(http, newsroom):
    await newsroom.keep(an_embed(), a_post(), aliases=("quote-aaaaaaaaaaaaaaaaaaaaaaaaaa",))
    for path in ("/v1/embeds/", "/embeds/"):
        async with http.get(f"{path}quote-aaaaaaaaaaaaaaaaaaaaaaaaaa", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (308, f"{path}x-20")


async def test_every_embed_is_listed_once_page_by_page(http, newsroom):
    for number in range(20, 27):
        await newsroom.keep(an_embed(str(number)), a_post(), hours=number % 3)
    seen, onward = [], "/v1/embeds?limit=3"
    while onward:
        async with http.get(onward) as answer:
            said = await answer.json()
            onward = str(answer.links["next"]["url"]) if "next" in answer.links else None
            assert (said["next"] is None) == (onward is None)
        seen += [each["id"] for each in said["embeds"]]
    assert len(seen) == 7
    assert set(seen) == {f"x-{number}" for number in range(20, 27)}


async def test_a_search_narrows_by_words_author_state_and_day(http, newsroom):
    await newsroom.keep(an_embed("20"), a_post("The bridge is open"))
    await newsroom.keep(an_embed("21"), a_post("Трамвай повернувся"), hours=48, state=State.PROTECTED)
    for query, found in {
        "q=bridge": ["x-20"],
        "q=трамвай": ["x-21"],
        "author=briain": ["x-21", "x-20"],
        "availability=protected": ["x-21"],
        "platform=bluesky": [],
        "since=2026-03-02": ["x-21"],
        "until=2026-03-01": ["x-20"],
    }.items():
        async with http.get(f"/v1/embeds?{query}") as answer:
            assert [each["id"] for each in (await answer.json())["embeds"]] == found, query


async def test_one_address_is_accepted_followed_and_kept(http, newsroom):
    async with http.post("/v1/embeds", json={"url": "https://twitter.com/ana_example/status/20?s=20"}) as answer:
        said = await answer.json()
        assert (answer.status, said["embed_id"], said["status"]) == (202, "x-20", "queued")
        assert answer.headers["Location"] == f"/v1/operations/{said['id']}"
    await newsroom.work()
    async with http.get(f"/v1/operations/{said['id']}") as answer:
        done = await answer.json()
    assert done["status"] == "kept"
    async with http.get(f"/v1/snapshots/{done['visits'][0]['snapshot_id']}") as answer:
        assert answer.status == 200


async def test_an_operation_is_followed_live_to_its_end(http, newsroom):
    async with http.post("/v1/embeds", json={"url": "https://x.com/a/status/20"}) as answer:
        operation = (await answer.json())["id"]
    events = []
    async with http.get(f"/v1/operations/{operation}/events") as stream:
        assert stream.content_type == "text/event-stream"
        async for line in stream.content:
            name, _, value = line.decode().strip().partition(": ")
            if name == "event":
                events.append([value])
            elif name == "data":
                events[-1].append(json.loads(value))
                if len(events) == 1:
                    await newsroom.work()
    *states, end = events
    assert end[0] == "done"
    assert states[0][1]["status"] == "queued"
    assert states[-1][1]["status"] == "kept"


async def test_a_visit_can_be_asked_for_again(http, newsroom):
    await newsroom.keep(an_embed(), a_post())
    async with http.post("/v1/embeds/x-20/snapshots") as answer:
        assert (answer.status, (await answer.json())["visits"][0]["reason"]) == (202, "manual")
    await newsroom.work()
    async with http.get("/v1/embeds/x-20") as answer:
        assert len((await answer.json())["snapshots"]) == 2


async def test_the_history_of_an_embed_says_when_its_state_changed(http, newsroom):
    for hours, state in enumerate((State.LIVE, State.LIVE, State.DELETED, State.LIVE)):
        await newsroom.keep(an_embed(), a_post(), hours=hours, state=state)
    async with http.get("/v1/embeds/x-20/observations") as answer:
        said = (await answer.json())["observations"]
    assert [each["availability"]["state"] for each in said] == ["live", "deleted", "live", "live"]
    assert [each["changed"] for each in said] == [True, True, False, False]
