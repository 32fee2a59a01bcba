"""The platforms' own embed pages as the replica shows them, opened as the platform files say."""

import time
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from service.capture.chromium import Chromium
from service.model.capture import Outcome
from service.model.ids import EmbedId
from service.net.guard import Dialler
from service.platforms import discover
from service.settings import Settings
from tests.replica import World, replica

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

DAY = datetime(2024, 5, 4, 10, 41, 17, tzinfo=UTC)
PATIENCE = 9.0


@pytest_asyncio.fixture(loop_scope="session")
async def look():
    """A world of its own, and a way to look at a post's embed page in it."""
    async with replica(World()) as world:
        settings = Settings(
            upstream=world.upstream,
            upstream_ca=world.ca_file,
            open_timeout=5,
            settle_timeout=PATIENCE,
            visit_timeout=30,
        )
        async with Chromium(Dialler.configured(settings), settings, lambda: datetime.now(UTC)) as browser:

            async def open_embed(platform, post_id):
                framing = discover()[platform].framings(post_id, None)[0]
                began = time.monotonic()
                capture = await browser.visit(EmbedId(f"{platform}-test"), framing)
                return capture, time.monotonic() - began

            yield world, open_embed


def x_post(world):
    return world.add_x_post(handle="mira_lenz", name="Mira Lenz", text="A train.", created=DAY)


def bluesky_post(world, **more):
    return world.add_bluesky_post(handle="mira.example", name="Mira Lenz", text="A train.", created=DAY, **more)


async def test_a_living_post_on_x_is_shown(look):
    world, open_embed = look
    capture, _ = await open_embed("x", x_post(world).id)
    assert capture.outcome is Outcome.RENDERED, capture.reasons


async def test_a_deleted_post_on_x_is_seen_to_be_gone_without_waiting_the_whole_time(look):
    world, open_embed = look
    post = x_post(world)
    world.delete(post)
    capture, seconds = await open_embed("x", post.id)
    assert capture.outcome is Outcome.NOT_FOUND, capture.reasons
    assert seconds < PATIENCE


async def test_a_living_post_on_bluesky_is_shown(look):
    world, open_embed = look
    post = bluesky_post(world)
    capture, _ = await open_embed("bluesky", f"{post.did}/{post.id}")
    assert capture.outcome is Outcome.RENDERED, capture.reasons


async def test_a_deleted_post_on_bluesky_is_seen_to_be_gone_without_waiting_the_whole_time(look):
    world, open_embed = look
    post = bluesky_post(world)
    world.delete(post)
    capture, seconds = await open_embed("bluesky", f"{post.did}/{post.id}")
    assert capture.outcome is Outcome.NOT_FOUND, capture.reasons
    assert seconds < PATIENCE


async def test_a_post_on_bluesky_for_members_only_is_a_wall_and_not_gone(look):
    world, open_embed = look
    post = bluesky_post(world, labels=("!no-unauthenticated",))
    capture, _ = await open_embed("bluesky", f"{post.did}/{post.id}")
    assert capture.outcome is Outcome.LOGIN_WALL, capture.reasons
