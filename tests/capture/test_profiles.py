"""A host that lets no headless shell in is visited by a full browser."""

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from service.capture.fake import FakeBrowser
from service.capture.profiles import Profiles
from service.model.capture import BrowserFacts, Grade, Outcome
from service.model.framing import Framing, Method
from service.model.ids import EmbedId

URL, OTHER = "https://closed.example/1", "https://open.example/1"
FACTS = BrowserFacts(product="full", revision="1", user_agent="x", flags=(), sandboxed=True, headless="new")


class Shell(FakeBrowser):
    """Meets a challenge at closed.example."""

    async def visit(self, embed_id, framing, **more):
        made = await super().visit(embed_id, framing, **more)
        if "closed" in framing.url:
            return replace(made, outcome=Outcome.CHALLENGE, grade=Grade.WALL)
        return made


class Full(FakeBrowser):
    """Is let in everywhere."""

    async def visit(self, embed_id, framing, **more):
        return replace(await super().visit(embed_id, framing, **more), browser=FACTS)


@asynccontextmanager
async def _opened(browser, started):
    started.append(browser)
    yield browser


@pytest.fixture
def browsers():
    shell, full, started = Shell(), Full(), []
    return shell, full, started, Profiles(_opened(shell, started), lambda: _opened(full, started))


async def go(profiles, url):
    return await profiles.visit(EmbedId("page-x"), Framing(method=Method.LIVE_PAGE, url=url, expect="words"))


async def test_where_the_shell_meets_a_challenge_the_full_browser_makes_the_picture(browsers):
    _, _, _, profiles = browsers
    async with profiles:
        made = await go(profiles, URL)
    assert (made.grade, made.browser.headless) == (Grade.COMPLETE, "new")


async def test_a_host_that_refused_once_is_not_asked_with_the_shell_again(browsers):
    shell, full, _, profiles = browsers
    async with profiles:
        for _ in range(3):
            await go(profiles, URL)
    assert (len(shell.visited), len(full.visited)) == (1, 3)


async def test_no_full_browser_is_started_before_one_is_needed(browsers):
    shell, _, started, profiles = browsers
    async with profiles:
        assert (await go(profiles, OTHER)).grade is Grade.COMPLETE
        assert started == [shell]


async def test_a_full_browser_that_is_refused_too_changes_nothing(browsers):
    _, full, _, profiles = browsers
    full.walls(URL)
    async with profiles:
        assert (await go(profiles, URL)).outcome is Outcome.CHALLENGE


async def test_without_a_full_browser_a_challenge_is_what_it_is(browsers):
    shell, _, started, _ = browsers
    async with Profiles(_opened(shell, started), None) as profiles:
        assert (await go(profiles, URL)).outcome is Outcome.CHALLENGE
