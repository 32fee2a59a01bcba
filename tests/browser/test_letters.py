"""The pictures themselves: letters of many scripts, sharp, and the card that stands in for a post."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from service.capture import capture, tofu
from service.model.availability import Availability, State
from service.model.capture import Grade, Outcome
from service.model.document import Document, Request
from service.model.embed import Embed
from service.model.framing import Method
from service.model.ids import EmbedId
from service.model.post import Author, Media, Post
from service.model.resolution import Resolution

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

JAPANESE = "速報です。明日は雪が降るでしょう🌨️"
ARABIC = "مرحبا بالعالم، هذا خبر عاجل 2026"
HEBREW = "שלום עולם"
MIXED = f"{JAPANESE}\n{ARABIC}\n{HEBREW}\nПривіт, 안녕하세요, 你好 👩‍👩‍👧‍👦 🇺🇦"
PAGE = """<!doctype html><meta charset=utf-8><style>body{margin:0;background:#fff}p{white-space:pre-line}
article{margin:20px;padding:16px;border:1px solid #ccd;border-radius:12px;width:460px;font:20px sans-serif}</style>
<article><b>山田 花子</b> <span dir=ltr>@hanako</span>%s</article>"""


def shown(made, name):
    """Give a picture; with HOLDFAST_TEST_PICTURES set, also leave it there for a person to look at."""
    body = next(each.body for each in made.artefacts if each.name == name)
    if folder := os.environ.get("HOLDFAST_TEST_PICTURES"):
        where = Path(folder) / f"{made.method}-{made.embed_id}-{name}"
        where.write_bytes(body)
    return Image.open(io.BytesIO(body)).convert("RGB")


async def test_letters_of_many_scripts_and_directions_are_drawn(site, visit):
    lines = "".join(f"<p dir=auto>{line}</p>" for line in MIXED.splitlines())
    made = await visit(site.page("/letters", PAGE % lines), ready=("article",), clip=("article",), expect=MIXED)
    assert made.grade is Grade.COMPLETE, made.reasons
    picture = shown(made, "post.png")
    assert picture.width == 2 * (460 + 2 * 17 + 2 * 8)
    assert len(picture.getcolors(picture.width * picture.height)) > 500, "emoji are drawn in colour"


async def test_missing_letters_are_reported_by_script(chromium):
    health = await chromium.ping()
    assert health.tofu == ()
    assert health.sandboxed
    assert "156" in health.product or health.product
    scripts = {"Latin": "abc", "Nobody's": "\ue123", "Half known": "a\U0010abcd"}
    assert await tofu.missing(chromium._engine.browser, scripts) == ("Nobody's", "Half known")


def resolution(*, state=State.LIVE, suspected=False, url="https://posts.example.org/nowhere"):
    answer = Document(
        request=Request(name="page", url=url),
        fetched=datetime(2026, 3, 4, 5, 6, tzinfo=UTC),
        final_url=url,
        status=200,
        headers={"content-type": "text/html"},
        body=b"<p>answer",
    )
    post = Post(
        url=url,
        author=Author(name="山田 <b>花子</b>", handle="hanako"),
        published=datetime(2022, 10, 10, 12, 0, 1, tzinfo=UTC),
        text=MIXED + "\n<script>alert(1)</script> & more",
        media=(Media(kind="image", url="https://img.example.org/1", alt="雪の写真"), Media(kind="video", url="x")),
        quoted=Post(url="x", author=Author(handle="other"), text=ARABIC),
        labels=("sensitive",),
    )
    return Resolution(
        reference=None,
        embed=Embed(id=EmbedId("page-card"), platform="page", post_id=None, url=url),
        post=post,
        availability=Availability(state=state, suspected=suspected),
        documents=(answer,),
    )


async def test_a_post_that_is_gone_leaves_the_empty_place_and_a_labelled_card(site, chromium):
    made = await capture(chromium, resolution(state=State.DELETED))
    assert (made.method, made.outcome, made.grade) == (Method.RECONSTRUCTED, Outcome.DELETED, Grade.PARTIAL)
    assert made.http_status == 404
    names = [each.name for each in made.artefacts]
    assert {"post.png", "post.txt", "attempts/1-live-page/post.png", "raw/1-page.html", "capture-log.jsonl"} <= set(
        names
    )
    assert len(names) == len(set(names))
    text = next(each.body.decode() for each in made.artefacts if each.name == "post.txt")
    assert "not a screenshot of the original" in text
    assert "2026-03-04" in text
    assert "<script>alert(1)</script> & more" in text, "what a post says is shown, not run"
    assert shown(made, "post.png").height > 600


async def test_a_card_of_the_same_post_is_the_same_picture(chromium):
    first, second = [await capture(chromium, resolution()) for _ in range(2)]
    pictures = [[each.body for each in made.artefacts if each.name == "post.png"] for made in (first, second)]
    assert pictures[0] == pictures[1]
    assert first.outcome is Outcome.NOT_FOUND
