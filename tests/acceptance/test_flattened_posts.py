"""Two flattened posts in an article, one with a link to its picture and one without, whatever is up or down outside."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
import pytest_asyncio

from service import references
from service.model.article import Article, Format
from tests.replica import World, replica
from tests.replica.ids import snowflake_time
from tests.replica.quotes import populate
from tests.service import Service, data_directory, environment, holdfast, nobody_left, serving

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser, pytest.mark.servers, pytest.mark.slow]

ARTICLE = """{town} counts its boats: ‘nobody called us’

Authored by harbourledger.example and submitted by {town}_watch
image for {town} counts its boats: ‘nobody called us’

The ferry company of {town} has lost a vessel for the second time this month, according to the port authority.

The authority said on Wednesday that all passengers were safe. It gave no cause.

A known local pilot, {pilot}, says that the fog signal of {town} had been switched off for {days} days.

Nobody at the tower answered the radio. — {pilot} (@{pilot_handle}) {pilot_day}

Pictures from the quay were soon passed around, some of them from another year.

{town}: the ferry at berth {days} is the one that was reported missing.

Compare the dent above the waterline, and the letters painted over at the stern. https://t.co/{code} — {checker} (@{checker_handle}) {checker_day}

“We do not comment on pictures,” a spokesman said.

gull_on_a_pole on {checker_day} at 09:12 UTC »

That is the old ferry, my aunt painted it.
"""
EDITIONS = {
    "all-up": {
        "town": "Skarnes",
        "pilot": "Tove Halloran",
        "pilot_handle": "tove_pilots",
        "pilot_day": "March 9, 2023",
        "days": 11,
        "code": "Sk4rn3sA01",
        "checker": "FerryChecks",
        "checker_handle": "FerryChecks",
        "checker_day": "March 4, 2023",
    },
    "link-dead": {
        "town": "Ombrone",
        "pilot": "Rui Castellane",
        "pilot_handle": "rui_castellane",
        "pilot_day": "January 12, 2024",
        "days": 7,
        "code": "0mbr0n3B02",
        "checker": "QuayWatch",
        "checker_handle": "QuayWatch",
        "checker_day": "January 10, 2024",
    },
    "all-down": {
        "town": "Dravik",
        "pilot": "Ines Palmqvist",
        "pilot_handle": "ines_palmqvist",
        "pilot_day": "June 2, 2022",
        "days": 5,
        "code": "Dr4v1kC030",
        "checker": "HullNumbers",
        "checker_handle": "HullNumbers",
        "checker_day": "May 30, 2022",
    },
}


@dataclass
class Rig:
    world: World
    settings: dict
    service: Service

    async def submit(self, edition):
        """Send an edition in, and give it when it is done."""
        body = {"body": ARTICLE.format(**EDITIONS[edition]), "format": "text"}
        status, told = await self.service.call("POST", "/v1/articles", body)
        assert status == 202
        return await self.service.done(f"/v1/articles/{told['id']}")

    async def steps(self, snapshot_id):
        manifest = await self.service.get(f"/v1/snapshots/{snapshot_id}")
        return {attempt["step"] for attempt in manifest["resolution"]["attempts"]}

    async def found(self, article):
        """Both references, each with the post that it must be by what the replica knows."""
        for reference in article["references"]:
            (post,) = [
                post
                for post in self.world.x_posts()
                if (post.handle, post.text) == (reference["author"]["handle"], _words(reference))
            ]
            yield reference, post


def _words(reference):
    return reference["text"].partition(" https://t.co/")[0]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rig():
    world = World()
    for told in EDITIONS.values():
        populate(world, references.find(Article(body=ARTICLE.format(**told), format=Format.TEXT)))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(replica(world))
        data = stack.enter_context(data_directory())
        settings = environment(data, world)
        service = await stack.enter_async_context(serving(settings, data / "service.log"))
        yield Rig(world, settings, service)
        assert await service.stop() == 0
        assert await nobody_left(data) == {}


async def assert_originals(rig, article, *ways):
    assert [each["kind"] for each in article["references"]] == ["quote", "quote"]
    assert [each["status"] for each in article["references"]] == ["kept", "kept"]
    seen = [pair async for pair in rig.found(article)]
    for (reference, post), way in zip(seen, ways, strict=True):
        assert reference["embed_id"] == f"x-{post.id}"
        assert reference["availability"] == "live"
        assert snowflake_time(post.id).date().isoformat() == reference["date"]
        steps = await rig.steps(reference["snapshot_id"])
        assert way in steps
        assert ("archive-index" in steps) is (way == "archive-index")


async def test_with_everything_up_both_originals_are_found_by_different_ways(rig):
    await assert_originals(rig, await rig.submit("all-up"), "archive-index", "short-link")


async def test_with_the_picture_link_dead_both_are_found_in_the_archives_index(rig):
    rig.world.fail(f"t.co/{EDITIONS['link-dead']['code']}", 404)
    await assert_originals(rig, await rig.submit("link-dead"), "archive-index", "archive-index")


async def test_with_the_archive_down_too_the_quotes_are_kept_as_printed_and_found_when_it_is_back(rig):
    rig.world.fail(f"t.co/{EDITIONS['all-down']['code']}", 404)
    rig.world.fail("web.archive.org", 500)
    article = await rig.submit("all-down")
    quotes = [each["embed_id"] for each in article["references"]]
    for reference in article["references"]:
        await assert_nothing_invented(rig, reference)
    told = await rig.service.get("/v1/embeds?availability=unresolved")
    assert {each["id"] for each in told["embeds"]} == set(quotes)
    rig.world.recover()

    by_command, by_request = quotes
    said = await holdfast("revisit", by_command, "--json", settings=rig.settings)
    assert said.code == 0, said.err
    status, operation = await rig.service.call("POST", f"/v1/embeds/{by_request}/snapshots")
    assert status == 202
    await rig.service.done(f"/v1/operations/{operation['id']}")

    article = await rig.service.get(f"/v1/articles/{article['id']}")
    await assert_originals(rig, article, "archive-index", "short-link")
    assert [each["found_as"] for each in article["references"]] == quotes
    assert said.json()["embeds"][0]["embed_id"] == article["references"][0]["embed_id"]
    listed = [each["id"] for each in (await rig.service.get("/v1/embeds"))["embeds"]]
    assert not [name for name in listed if name.startswith("quote-")]
    assert {each["embed_id"] for each in article["references"]} <= set(listed)
    for name, reference in zip(quotes, article["references"], strict=True):
        await assert_old_name_leads_on(rig, name, reference["embed_id"])
    shown = await holdfast("show", by_command, settings=rig.settings)
    assert shown.code == 0, shown.err
    assert shown.out.startswith(f"{by_command} is now known as {article['references'][0]['embed_id']}.\n")
    told = await holdfast("show", by_request, "--json", settings=rig.settings)
    assert told.json()["embed"]["id"] == article["references"][1]["embed_id"]


async def assert_nothing_invented(rig, reference):
    assert reference["embed_id"].startswith("quote-")
    assert (reference["status"], reference["availability"]) == ("kept", "unresolved")
    embed = await rig.service.get(f"/v1/embeds/{reference['embed_id']}")
    assert (embed["post_id"], embed["url"]) == (None, None)
    assert "search is not over" in embed["availability"]["reason"]
    post = embed["post"]
    assert (post["text"], post["author"]["handle"]) == (reference["text"], reference["author"]["handle"])
    assert set(post["sources"].values()) <= {"article", "article-day"}
    page = f"/embeds/{reference['embed_id']}"
    async with rig.service.session.get(page, headers={"Accept": "text/html"}) as answer:
        words = await answer.text()
        assert " in the article" in words
        assert "Posted" not in words
    checks = await rig.service.get(f"/v1/snapshots/{reference['snapshot_id']}/verify")
    assert checks["passed"], checks


async def assert_old_name_leads_on(rig, name, post):
    async with rig.service.session.get(f"/v1/embeds/{name}", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (308, f"/v1/embeds/{post}")
    embed = await rig.service.get(f"/v1/embeds/{name}")
    assert (embed["id"], embed["aliases"], len(embed["snapshots"])) == (post, [name], 2)
    async with rig.service.session.get(f"/embeds/{name}", headers={"Accept": "text/html"}) as answer:
        assert (answer.status, name in await answer.text()) == (200, True)
