"""The whole of Holdfast, as a newsroom meets it: real processes, real servers, a real browser, the replica outside."""

import json
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass

import psycopg
import pytest
import pytest_asyncio

from service.embedded import S3Endpoint
from tests.replica import World, replica
from tests.replica.ids import snowflake_time
from tests.replica.story import tell
from tests.servers import s3_client
from tests.service import ARTICLE, Service, data_directory, environment, holdfast, nobody_left, serving

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser, pytest.mark.servers, pytest.mark.slow]


@dataclass
class Rig:
    world: World
    data: object
    settings: dict
    service: Service

    def servers(self):
        return json.loads((self.data / "running.json").read_text())


def canaries(world, data):
    """A post on X that stays and one that never was, by which the service tells a loss from an outage."""
    quoted = ARTICLE.read_text()
    there = next(post.id for post in world.x_posts() if f"@{post.handle}" not in quoted)
    file = data / "canaries.json"
    file.write_text(json.dumps({"x": {"live": [there], "dead": ["9000000000000000000"]}}))
    return file


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rig():
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(replica(tell(World())))
        data = stack.enter_context(data_directory())
        settings = environment(data, world, HOLDFAST_CANARIES=str(canaries(world, data)))
        service = await stack.enter_async_context(serving(settings, data / "service.log"))
        yield Rig(world, data, settings, service)
        assert await service.stop() == 0
        assert await nobody_left(data) == {}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kept(rig):
    """The article, accepted over HTTP and done."""
    status, told = await rig.service.call("POST", "/v1/articles", {"body": ARTICLE.read_text(), "format": "text"})
    assert status == 202
    return await rig.service.done(f"/v1/articles/{told['id']}")


def by(told, platform, kind):
    return [each for each in told["references"] if (each["platform"], each["kind"]) == (platform, kind)]


async def test_every_reference_of_an_article_is_kept_and_both_posts_are_found_by_their_own_ways(rig, kept):
    assert [each["status"] for each in kept["references"]] == ["kept"] * 5
    assert [each["availability"] for each in kept["references"]] == ["live"] * 5
    with_link, without = by(kept, "x", "quote")
    for reference, step in ((with_link, "short-link"), (without, "archive-index")):
        embed = await rig.service.get(f"/v1/embeds/{reference['embed_id']}")
        assert reference["found_as"].startswith("quote-")
        assert reference["found_as"] in embed["aliases"]
        posted = snowflake_time(reference["embed_id"].removeprefix("x-"))
        assert posted.date().isoformat() == reference["date"]
        assert embed["post"]["author"]["handle"] == reference["author"]["handle"]
        manifest = await rig.service.get(f"/v1/snapshots/{reference['snapshot_id']}")
        assert step in {attempt["step"] for attempt in manifest["resolution"]["attempts"]}
        assert manifest["rehearsal"] is True


async def test_the_words_of_the_original_settle_where_each_post_stands_in_the_article(kept):
    body = ARTICLE.read_text()
    places = [body[each["start"] : each["end"]] for each in by(kept, "x", "quote")]
    assert places[0].startswith("First freight train on the Vellmark line in eleven years.")
    assert places[0].endswith("Mira Lenz (@mira_lenz) May 4, 2024")
    assert places[1].startswith("To everyone asking")


async def test_each_picture_is_there_and_every_snapshot_verifies(rig, kept):
    for reference in kept["references"]:
        where = f"/v1/snapshots/{reference['snapshot_id']}"
        checks = await rig.service.get(f"{where}/verify")
        assert checks["passed"], checks
        async with rig.service.session.get(f"{where}/files/post.png") as answer:
            body = await answer.read()
            assert (answer.status, body[:8]) == (200, b"\x89PNG\r\n\x1a\n")
            assert len(body) > 5_000


async def test_the_same_article_again_finds_everything_kept_and_captures_nothing_twice(rig, kept):
    asked = len(rig.world.requests)
    body = {"body": ARTICLE.read_text(), "format": "text"}
    status, again = await rig.service.call("POST", "/v1/articles", body, Prefer="wait=10")
    assert (status, again["id"], again["status"]) == (200, kept["id"], "kept")
    assert len(rig.world.requests) == asked
    for reference in again["references"]:
        assert len((await rig.service.get(f"/v1/embeds/{reference['embed_id']}"))["snapshots"]) == 1


async def test_the_command_line_shows_the_same_beside_the_running_service(rig, kept):
    asked = len(rig.world.requests)
    snapped = await holdfast("snap", "--article", ARTICLE, "--json", settings=rig.settings)
    assert snapped.code == 0, snapped.err
    assert snapped.json()["article_id"] == kept["id"]
    assert [each["embed_id"] for each in snapped.json()["references"]] == [
        each["embed_id"] for each in kept["references"]
    ]
    assert len(rig.world.requests) == asked
    name = kept["references"][0]["embed_id"]
    shown = await holdfast("show", name, "--json", settings=rig.settings)
    assert shown.json()["post"]["text"].startswith("First freight train")
    verified = await holdfast("verify", name, "--json", settings=rig.settings)
    assert (verified.code, verified.json()["passed"]) == (0, True)


async def test_one_changed_byte_in_the_store_is_found_and_the_file_is_named(rig, kept):
    snapshot = kept["references"][-1]["snapshot_id"]
    endpoint = S3Endpoint(**rig.servers()["s3"])
    with closing(s3_client(endpoint)) as client:
        keys = [found["Key"] for found in client.list_objects_v2(Bucket=endpoint.bucket, Prefix="embeds/")["Contents"]]
        (key,) = [key for key in keys if snapshot in key and key.endswith("/post.png")]
        whole = client.get_object(Bucket=endpoint.bucket, Key=key)["Body"].read()

        def lay(body):
            client.delete_object(Bucket=endpoint.bucket, Key=key)
            client.put_object(Bucket=endpoint.bucket, Key=key, Body=body, ContentType="image/png")

        lay(whole[:1000] + bytes([whole[1000] ^ 1]) + whole[1001:])
        checks = await rig.service.get(f"/v1/snapshots/{snapshot}/verify")
        told = await holdfast("verify", snapshot, settings=rig.settings)
        lay(whole)
    assert not checks["passed"]
    assert any("post.png" in check["sentence"] for check in checks["checks"] if not check["passed"])
    assert (told.code, "post.png" in told.out) == (1, True)
    assert (await rig.service.get(f"/v1/snapshots/{snapshot}/verify"))["passed"]


async def test_an_emptied_database_is_rebuilt_from_the_bucket_with_the_same_answers(rig, kept):
    paths = [f"/v1/articles/{kept['id']}", "/v1/embeds", "/v1/embeds?q=freight", "/v1/embeds?platform=x"]
    paths += [f"/v1/embeds/{reference['embed_id']}" for reference in kept["references"]]
    paths += [f"/v1/snapshots/{reference['snapshot_id']}" for reference in kept["references"]]
    before = [await rig.service.get(path) for path in paths]
    with psycopg.connect(rig.servers()["database_url"], autocommit=True) as connection:
        connection.execute(
            "TRUNCATE articles, article_references, embeds, aliases, snapshots, visits, operations, operation_visits"
        )
    assert (await rig.service.get("/v1/embeds"))["embeds"] == []
    told = await holdfast("reindex", settings=rig.settings)
    assert (told.code, told.out) == (0, "Entered 6 articles and snapshots.\n")
    for path, answer in zip(paths, before, strict=True):
        assert await rig.service.get(path) == answer, path


async def test_a_post_that_is_deleted_later_keeps_its_good_picture(rig, kept):
    reference = by(kept, "x", "quote")[0]
    name, good = reference["embed_id"], reference["snapshot_id"]
    rig.world.delete(name.removeprefix("x-"))
    status, operation = await rig.service.call("POST", f"/v1/embeds/{name}/snapshots")
    assert status == 202
    done = await rig.service.done(f"/v1/operations/{operation['id']}")
    (visit,) = done["visits"]
    assert (visit["status"], visit["snapshot_id"] != good) == ("kept", True)
    embed = await rig.service.get(f"/v1/embeds/{name}")
    assert_gone(embed["availability"])
    assert [snapshot["id"] for snapshot in embed["snapshots"]] == [visit["snapshot_id"], good]
    assert embed["snapshot_id"] == good
    assert embed["post"]["text"].startswith("First freight train")
    for snapshot in (visit["snapshot_id"], good):
        assert (await rig.service.get(f"/v1/snapshots/{snapshot}/verify"))["passed"]
    article = await rig.service.get(f"/v1/articles/{kept['id']}")
    assert by(article, "x", "quote")[0]["snapshot_id"] == good


async def test_one_sign_alone_makes_a_loss_suspected_and_not_known(rig, kept):
    reference = by(kept, "x", "quote")[1]
    rig.world.delete(reference["embed_id"].removeprefix("x-"))
    rig.world.fail("publish.twitter.com", 503)
    _, operation = await rig.service.call("POST", f"/v1/embeds/{reference['embed_id']}/snapshots")
    await rig.service.done(f"/v1/operations/{operation['id']}")
    rig.world.recover()
    embed = await rig.service.get(f"/v1/embeds/{reference['embed_id']}")
    assert_gone(embed["availability"])
    assert embed["availability"]["suspected"] is True
    assert embed["snapshot_id"] == reference["snapshot_id"]


def assert_gone(availability):
    """Gone, and certain of it only by two endpoints that say so."""
    assert availability["state"] == "deleted"
    gone = {signal["endpoint"] for signal in availability["signals"] if signal["state"] == "deleted"}
    assert gone
    assert availability["suspected"] is (len(gone) < 2)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://2130706433/", "http://169.254.169.254/", "https://localhost/", "http://[::1]/"]
)
async def test_a_private_address_is_refused_and_nothing_is_stored(rig, kept, url):
    before = await rig.service.get("/v1/embeds")
    asked = len(rig.world.requests)
    status, problem = await rig.service.call("POST", "/v1/embeds", {"url": url})
    assert (status, problem["code"]) == (422, "egress-refused")
    assert await rig.service.get("/v1/embeds") == before
    assert len(rig.world.requests) == asked


async def test_pages_for_people_show_the_article_its_posts_and_its_snapshots(rig, kept):
    reference = by(kept, "x", "quote")[1]
    for path, words in (
        ("/", "holdfast"),
        (f"/articles/{kept['id']}", "timetable for vellmark"),
        (f"/embeds/{reference['embed_id']}", "ekdahl_signals"),
        (f"/snapshots/{reference['snapshot_id']}", reference["snapshot_id"]),
    ):
        async with rig.service.session.get(path, headers={"Accept": "text/html"}) as answer:
            assert answer.status == 200, path
            assert words in (await answer.text()).lower(), path


async def test_one_command_on_a_fresh_machine_keeps_an_article_and_leaves_nothing_running(rig):
    with data_directory() as data:
        settings = environment(data, rig.world)
        (data / "short.txt").write_text("A film: https://www.youtube.com/watch?v=vLmRk3a1nE0 shows it.")
        told = await holdfast("snap", "--article", data / "short.txt", settings=settings)
        assert told.code == 0, told.err
        assert "kept\tyoutube-vLmRk3a1nE0" in told.out
        assert await nobody_left(data) == {}
