import asyncio
import sys
from datetime import date
from pathlib import Path

from service.model.reference import Kind
from tests.replica import World, ids
from tests.replica.__main__ import references_of
from tests.replica.quotes import populate
from tests.replica.story import tell

ARTICLE = Path(__file__).with_name("article.txt")


def test_the_article_quotes_three_posts_and_links_a_film_and_a_page():
    found = references_of(ARTICLE)
    assert [(one.kind, one.platform) for one in found] == [
        (Kind.QUOTE, "x"),
        (Kind.QUOTE, "bluesky"),
        (Kind.QUOTE, "x"),
        (Kind.LINK, "page"),
        (Kind.LINK, "youtube"),
    ]


def test_the_story_holds_everything_the_article_refers_to():
    world = tell(World())
    found = references_of(ARTICLE)
    assert f"t.co/{found[0].links[0].rpartition('/')[2]}" in world.links
    texts = {getattr(record, "text", "") for record in world.records.values()}
    assert found[2].text in texts
    assert {"vLmRk3a1nE0", "news.example/2024/05/vellmark-letter"} <= world.records.keys()


def test_for_any_article_posts_are_made_that_its_quotes_could_come_from():
    world = World()
    populate(world, references_of(ARTICLE))
    by_link = world.links["t.co/Vk7qPz0LmA"]
    assert ids.snowflake_time(by_link.split("/")[5]).date() == date(2024, 5, 4)
    [hidden] = [post for post in world.x_posts() if post.text.startswith("To everyone asking")]
    assert ids.snowflake_time(hidden.id).date() == date(2024, 5, 5)
    assert hidden.media_code is None
    held = [capture.original for capture in world.index]
    assert hidden.url.replace("x.com", "twitter.com") in held
    assert len(held) > 8


async def test_as_a_process_it_says_how_to_reach_it_and_ends_when_asked(tmp_path, get):
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.replica", "--state", str(tmp_path), "--quotes-from", str(ARTICLE),
        "--port-file", str(tmp_path / "ports"), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        lines = [(await asyncio.wait_for(child.stdout.readline(), 30)).decode().strip() for _ in range(2)]
        assert lines[0].startswith("HOLDFAST_UPSTREAM=127.0.0.1:")
        assert lines[1] == f"HOLDFAST_UPSTREAM_CA={tmp_path / 'replica-ca.pem'}"
        assert (tmp_path / "replica-ca.pem").read_text().startswith("-----BEGIN CERTIFICATE")
        plain = int(lines[0].rpartition(",")[2])
        told = (await get("http://replica.test/control/world", port=plain)).json()
        assert any(record["id"] == "vLmRk3a1nE0" for record in told["records"])
    finally:
        child.terminate()
        assert await asyncio.wait_for(child.wait(), 10) == 0
