"""What a post keeps folded or covered is opened, by its marks and in any language; nothing beside it is touched."""

import io
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from PIL import Image

from service.model.capture import Grade
from service.model.ids import EmbedId
from service.model.post import Author, Media, Post
from service.platforms import discover
from tests.browser.folded import FOLDED, WORDS, page
from tests.browser.test_visits import files

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

COVERED = (0xFF, 0x00, 0x90)


def shows_the_picture(png):
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return any(colour == COVERED for _, colour in image.getcolors(1 << 24))


def framed(one):
    platform = discover()[one.platform]
    media = (Media(kind="image", url="https://posts.example.org/covered.png"),)
    post = Post(
        url=platform.url(one.post_id),
        author=Author(handle="mira"),
        text=WORDS,
        title=WORDS,
        media=media,
        labels=one.labels,
    )
    return platform.framings(one.post_id, post)[one.way]


@pytest.mark.parametrize("one", FOLDED.values(), ids=FOLDED)
async def test_a_folded_post_is_opened_and_nothing_beside_it(site, chromium, one):
    framing = framed(one)
    address = urlsplit(framing.url)

    async def show(_):
        return web.Response(text=page(one), content_type="text/html")

    async def trapped(_):
        return web.Response(text="pressed")

    site.put(address.path, show, address.netloc)
    site.put("/trap", trapped, address.netloc)
    site.asked.clear()
    capture = await chromium.visit(EmbedId("page-folded"), framing)
    assert not [each for each in site.asked if each.endswith("/trap")], capture.changes
    kept = files(capture)
    assert not shows_the_picture(kept["before.png"].body)
    assert shows_the_picture(kept["post.png"].body), (capture.reasons, capture.changes)
    assert (capture.grade, capture.reasons) == (Grade.COMPLETE, ())
    assert WORDS in " ".join(kept["post.txt"].body.decode().split())
    assert len(capture.changes) == one.pressed, capture.changes
    assert all(change.startswith("Pressed “") for change in capture.changes)


async def test_where_the_post_is_not_there_nothing_is_pressed(site, chromium):
    one = FOLDED["mastodon"]
    framing = framed(one)
    address = urlsplit(framing.url)

    async def show(_):
        return web.Response(text=page(one).replace("detailed-status", "elsewhere"), content_type="text/html")

    site.put(address.path, show, address.netloc)
    capture = await chromium.visit(EmbedId("page-folded"), framing)
    assert capture.changes == ()
    assert "before.png" not in files(capture)
