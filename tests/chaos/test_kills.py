"""The service is killed again and again while articles come in: what was accepted is done, once."""

import asyncio
import json
import random
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

import aiohttp
import psycopg
import pytest

from service.embedded import S3Endpoint
from tests.replica import replica
from tests.servers import s3_client
from tests.service import STATES, data_directory, environment, nobody_left, serving

KILLS = 10
WHILE_STARTING = 2
"""Of these kills, how many hit a service that does not answer yet."""
ARTICLES = 40
PATIENCE = 90
"""Seconds for everything accepted to be done after the last kill."""


def tell(world):
    """A post for each article."""
    dawn = datetime(2025, 3, 1, 6, tzinfo=UTC)
    return [
        world.add_x_post(
            handle=f"voice_{number}", text=f"Voice {number} saw it.", created=dawn + timedelta(hours=number)
        )
        for number in range(ARTICLES)
    ]


def written(posts, number):
    """An article that quotes its own post and two that others quote as well."""
    quoted = dict.fromkeys((posts[number].url, posts[max(number - 1, 0)].url, posts[number // 2].url))
    return {"title": f"Article {number}", "body": "\n\n".join(f"Look: {url} !" for url in quoted), "format": "text"}


class Desk:
    """Hands articles in, one after the other, and knows which were accepted."""

    def __init__(self, posts):
        self.posts, self.accepted, self.unanswered = posts, {}, 0

    async def hand_in(self, service, most):
        for _ in range(most):
            number = len(self.accepted)
            if number == ARTICLES:
                return
            try:
                status, told = await service.call("POST", "/v1/articles", written(self.posts, number))
            except (aiohttp.ClientError, OSError, TimeoutError):
                self.unanswered += 1
                return
            assert status == 202, told
            self.accepted[number] = told["id"]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.servers
async def test_ten_kills_under_load_lose_no_accepted_article_and_do_nothing_twice():
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    began = time.monotonic()
    async with replica() as world:
        world.card_delay = 0.1
        desk = Desk(tell(world))
        with data_directory() as data:
            settings, log = environment(data, world), data / "service.log"
            starting = set(chance.sample(range(1, KILLS), WHILE_STARTING))
            for kill in range(KILLS):
                if kill in starting:
                    await killed_while_starting(settings, log, chance.uniform(0.3, 2.5))
                    continue
                async with serving(settings, log) as service:
                    load = asyncio.create_task(desk.hand_in(service, -(-ARTICLES // (KILLS - WHILE_STARTING))))
                    await asyncio.sleep(chance.uniform(0.1, 4.0))
                    await service.kill()
                    await load
            killed = time.monotonic() - began
            async with serving(settings, log) as service:
                await desk.hand_in(service, ARTICLES)
                figures = await all_done(service, desk)
                figures |= await nothing_twice(service, data, desk)
                assert await service.stop() == 0
            assert await nobody_left(data) == {}
    figures |= {"kills": KILLS, "seed": seed, "unanswered": desk.unanswered}
    figures |= {"seconds of kills": round(killed), "seconds": round(time.monotonic() - began)}
    print("\nchaos:", json.dumps(figures))


async def killed_while_starting(settings, log, after):
    try:
        async with asyncio.timeout(after), serving(settings, log) as service:
            await service.kill()
    except TimeoutError:
        return


async def all_done(service, desk):
    """Every accepted article is there, and each of its references kept or honestly failed."""
    assert len(desk.accepted) == ARTICLES
    standing = Counter()
    end = time.monotonic() + PATIENCE
    for number, name in desk.accepted.items():
        told = await service.done(f"/v1/articles/{name}", max(1, end - time.monotonic()))
        assert told["title"] == f"Article {number}"
        for reference in told["references"]:
            assert reference["status"] in STATES
            assert (reference["status"] == "kept") is (reference["snapshot_id"] is not None)
            assert reference["status"] == "kept" or reference["reason"]
            standing[reference["status"]] += 1
    return {"articles": ARTICLES, **{f"references {state}": count for state, count in standing.items()}}


async def no_ticket_left(url, seconds=30):
    """The tickets of killed workers are taken from them, and none stands for work that is done."""
    end = time.monotonic() + seconds
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() != (0,):
            assert time.monotonic() < end, f"tickets are left after {seconds} seconds"
            await asyncio.sleep(0.2)


async def nothing_twice(service, data, desk):
    """One snapshot for each embed, in the catalogue and in the bucket, and all of them whole."""
    servers = json.loads((data / "running.json").read_text())
    await no_ticket_left(servers["database_url"])
    with psycopg.connect(servers["database_url"]) as connection:
        visits = connection.execute("SELECT embed_id, attempt, status, snapshot_id FROM visits").fetchall()
        snapshots = dict(connection.execute("SELECT id, visit_id FROM snapshots").fetchall())
    endpoint = S3Endpoint(**servers["s3"])
    with closing(s3_client(endpoint)) as client:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=endpoint.bucket, Prefix="embeds/")
        keys = [found["Key"] for page in pages for found in page["Contents"]]
    manifests = [key for key in keys if key.endswith("/manifest.json")]
    folders = {key.rpartition("/")[0] for key in keys if key.count("/") == 3}
    assert len(visits) == len({embed for embed, *_ in visits}) == ARTICLES
    assert sorted(key.rpartition("-")[2].partition("/")[0] for key in manifests) == sorted(snapshots)
    assert len(set(snapshots.values())) == len(snapshots)
    assert {snapshot for *_, snapshot in visits if snapshot} == set(snapshots)
    assert max(Counter(key.split("/")[1] for key in manifests).values()) == 1
    for snapshot in snapshots:
        checks = await service.get(f"/v1/snapshots/{snapshot}/verify")
        assert checks["passed"], checks
    return {
        "snapshots": len(snapshots),
        "attempts": dict(sorted(Counter(attempt for _, attempt, *_ in visits).items())),
        "begun and never committed": len(folders) - len(manifests),
    }
