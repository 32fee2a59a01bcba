"""Every platform's embed page is photographed right, however hard the page makes it, and a lacking picture says so."""

import asyncio
import io
import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import web
from PIL import Image, ImageDraw

from service.capture.chromium import Chromium
from service.model.capture import Grade
from service.model.ids import EmbedId
from service.model.post import Author, Post
from service.net.guard import Dialler
from service.platforms import discover
from tests.browser.banners import BANNERS
from tests.browser.conftest import now
from tests.browser.embeds import HARD, LOOKALIKES, PLAIN, STYLE
from tests.browser.test_visits import files

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

FONT = Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def patient(site):
    """A browser that waits as long as the service does: what is looked for here is the picture, not the time."""
    settings = site.settings.model_copy(
        update={"settle_timeout": 8.0, "visit_timeout": 60.0, "open_timeout": 15.0, "slots": 3}
    )
    async with Chromium(Dialler.configured(settings), settings, now) as browser:
        yield browser


def harbour():
    """Draw a picture of our own."""
    image = Image.new("RGB", (640, 360), "#8ec5e8")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 220, 640, 360), fill="#1f5f87")
    pen.polygon(((200, 210), (440, 210), (400, 260), (240, 260)), fill="#b5402a")
    pen.rectangle((300, 120, 310, 210), fill="#4b3621")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def framed(one):
    """Give the platform's own way of photographing its embed page."""
    platform = discover()[one.platform]
    post = Post(url=platform.url(one.post_id), author=Author(handle="mira"), text=one.words, title=one.words or None)
    return platform.framings(one.post_id, post)[0]


def put_up(site, one, page):
    """Let the platform's host show a page."""
    host, path = urlsplit(framed(one).url).netloc, urlsplit(framed(one).url).path
    body = harbour()

    def answer(content, kind, after=0.0):
        async def give(_):
            await asyncio.sleep(after)
            return web.Response(body=content, content_type=kind)

        return give

    site.put("/house.ttf", answer(FONT.read_bytes() if FONT.exists() else b"", "font/ttf", 0.4), host)
    site.put("/media.png", answer(body, "image/png", 0.2), host)
    site.put("/late", answer(b"{}", "application/json", 0.3), host)
    site.put("/chosen", answer(b"", "text/plain"), host)
    site.put(path, answer(page.encode(), "text/html"), host)


async def shown(site, chromium, page):
    """Visit all look-alikes at once; `page` makes the page of one."""
    for one in LOOKALIKES:
        put_up(site, one, page(one))
    visits = (chromium.visit(EmbedId(f"{one.platform}-look"), framed(one)) for one in LOOKALIKES)
    made = await asyncio.gather(*visits)
    if folder := os.environ.get("HOLDFAST_TEST_PICTURES"):
        for one, capture in zip(LOOKALIKES, made, strict=True):
            if "post.png" in files(capture):
                (Path(folder) / f"{page.__name__}-{one.platform}.png").write_bytes(files(capture)["post.png"].body)
    return dict(zip(LOOKALIKES, made, strict=True))


def plain(one):
    return PLAIN.format(style=STYLE, post=one.html.format(media="/media.png"))


def hard(one):
    return HARD.format(
        style=STYLE, post=json.dumps(one.html.format(media="/media.png")), tail=39_000, banner=BANNERS["OneTrust"]
    )


def failing(one):
    return PLAIN.format(style=STYLE, post=one.html.format(media="/missing.png"))


def other(one):
    page = plain(one)
    return (
        page.replace(one.words, "Ten recipes for a rainy weekend")
        if one.words in page
        else page.replace("<p", "<p hidden")
    )


async def test_a_hard_page_gives_the_picture_that_an_easy_one_gives(site, patient):
    easy = await shown(site, patient, plain)
    assert {one.platform: each.reasons for one, each in easy.items() if each.grade is not Grade.COMPLETE} == {}
    difficult = await shown(site, patient, hard)
    assert {one.platform: each.reasons for one, each in difficult.items() if each.grade is not Grade.COMPLETE} == {}
    unlike = [one.platform for one in LOOKALIKES if not alike(easy[one], difficult[one])]
    assert unlike == []
    pressed = {one.platform: each.changes for one, each in easy.items() if each.changes}
    assert pressed == {one.platform: tuple(f"Pressed “{word}” in the post." for word in one.pressed) for one in LOOKALIKES if one.pressed}  # fmt: skip
    first = {one.platform: capture.changes[:1] for one, capture in difficult.items()}
    assert first == dict.fromkeys(first, ("Refused what a banner asked consent for (Onetrust).",))


async def test_a_picture_that_lacks_something_says_so(site, patient):
    for one, capture in (await shown(site, patient, failing)).items():
        assert capture.grade is Grade.PARTIAL, (one.platform, capture.reasons)
        assert any("broken" in reason for reason in capture.reasons), (one.platform, capture.reasons)


def alike(one, other):
    """Say whether two pictures show the same post, pixel by pixel; what stands around it may differ."""
    first, second = (Image.open(io.BytesIO(files(each)["post.png"].body)).convert("RGB") for each in (one, other))
    around = 24
    right, bottom = min(first.width, second.width) - around, min(first.height, second.height) - around
    if one.viewport[0] == 1_000:  # no element is known there: the screen is shown, whatever comes below
        bottom = 400
    box = (around, around, right, bottom)
    return first.crop(box).tobytes() == second.crop(box).tobytes()
