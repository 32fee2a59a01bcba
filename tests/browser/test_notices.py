"""A page that says little is not taken for what was looked for, and a page that speaks of notices is none."""

import asyncio

import pytest
from aiohttp import web

from service.capture.chromium import Chromium
from service.model.capture import Grade
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net.guard import Dialler
from tests.browser.conftest import now
from tests.browser.notices import LATE, NOTICES, RESTLESS, STORY, TELLING
from tests.browser.walls import STYLE, WORDS

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PAGE = {"width": 1280, "full_page": True}
POST = {"ready": ("article",), "clip": ("article",)}


async def every(site, visit, pages, **framing):
    urls = {name: site.page(f"/notice/{name}", page) for name, page in pages.items()}
    made = await asyncio.gather(*(visit(url, **framing) for url in urls.values()))
    return {name: (capture.grade, capture.reasons) for name, capture in zip(urls, made, strict=True)}


async def test_a_page_that_says_no_more_than_a_notice_is_not_complete(site, visit):
    made = await every(site, visit, NOTICES, **PAGE)
    assert {name: told for name, told in made.items() if told[0] is Grade.COMPLETE or not told[1]} == {}
    assert made["a wall in Welsh over a page"][0] is Grade.WALL


async def test_a_page_that_speaks_of_notices_is_complete(site, visit):
    made = await every(site, visit, TELLING, **PAGE)
    assert made == dict.fromkeys(TELLING, (Grade.COMPLETE, ()))


async def test_a_post_of_which_no_words_are_known_may_quote_a_wall(site, visit):
    posts = {name: page for name, page in TELLING.items() if "<article" in page}
    assert await every(site, visit, posts, **POST) == dict.fromkeys(posts, (Grade.COMPLETE, ()))
    known = await every(
        site, visit, {name: posts[name] for name in posts if "shadow" not in name}, **POST, expect=WORDS
    )
    assert known == dict.fromkeys(known, (Grade.COMPLETE, ()))


@pytest.mark.parametrize("before", ["", "<p>Loading…</p>", "<div class=spinner></div>", "<header>Chirper</header><div class='skeleton bar'></div>"])  # fmt: skip
async def test_a_page_that_says_nothing_yet_is_waited_for(site, visit, before):
    page = f"{STYLE}<div id=app>{before}</div><script>setTimeout(() => {{ {LATE} }}, 1200)</script>"
    made = await every(site, visit, {f"late {len(before)}": page}, **PAGE)
    assert list(made.values()) == [(Grade.COMPLETE, ())]


async def test_a_post_that_is_there_is_complete_however_restless_its_page_is(site):
    async def never(_):
        await asyncio.sleep(60)
        return web.Response()

    site.put("/never", never)
    site.put("/never.woff2", never)
    site.page("/tick", "", after=0.02)
    pages = {
        name: f"{STYLE}{STORY.format('')}<p id=clock></p><script>{script}</script>" for name, script in RESTLESS.items()
    }
    settings = site.settings.model_copy(update={"settle_timeout": 4})
    made = {}
    async with Chromium(Dialler.configured(settings), settings, now) as browser:
        for name, page in pages.items():  # one after another: they keep each other's post from standing still
            wanted = Framing(method=Method.LIVE_EMBED, url=site.page("/notice/restless", page), **POST, expect=WORDS)
            capture = await browser.visit(EmbedId("page-test"), wanted)
            made[name] = (capture.grade, capture.reasons)
    assert made == dict.fromkeys(pages, (Grade.COMPLETE, ()))


async def test_a_page_that_still_waits_for_words_is_not_complete(site, visit):
    page = f"{STYLE}{STORY.format('')}<script>fetch('/never')</script>"
    ((grade, reasons),) = (await every(site, visit, {"waiting": page}, **PAGE)).values()
    assert grade is Grade.PARTIAL
    assert reasons == ("The page did not come to rest in time and was taken as it was.",)


async def test_a_post_that_holds_a_place_for_what_does_not_come_is_not_complete(site, visit):
    held = STORY.format("<div class='skeleton bar'></div>")
    page = f"{STYLE}{held}<script>fetch('/never')</script>"
    ((grade, reasons),) = (await every(site, visit, {"held": page}, **POST, expect=WORDS)).values()
    assert grade is Grade.PARTIAL
    assert any("did not come to rest" in reason for reason in reasons), reasons


async def test_a_page_behind_a_veil_that_one_can_look_through_is_partial(site, visit):
    story = "".join(f"<p>{number}. {WORDS}</p>" for number in range(20))
    veil = "<div style='position:fixed;inset:0;background:rgba(15,20,25,.55)'><div role=dialog style='margin:200px auto;width:400px;background:#fff'>Never miss a story <input type=email></div></div>"
    ((grade, reasons),) = (await every(site, visit, {"veil": STYLE + story + veil}, **PAGE)).values()
    assert grade is Grade.PARTIAL
    assert any("dims" in reason for reason in reasons)
