"""Pages, not posts: whole, however tall they are, and the part that a link points at."""

import asyncio
import io

import pytest
from PIL import Image

from service.capture.segments import MOST, SEGMENT
from service.model.capture import Grade
from tests.browser.test_visits import files

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

HEAD = (
    "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><style>body{margin:0;font:16px sans-serif}</style>"
)
ROWS = HEAD + "<h1 style='margin:0;height:100px'>Four hundred rows</h1><script>for (let row = 1; row < 400; row += 1)" + (
    "document.write(`<div style='height:100px;background:rgb(${row % 250}, ${(row * 7) % 250}, 90)'>row ${row}</div>`)</script>"
)  # fmt: skip
ENDLESS = (
    HEAD
    + """<h1>Without end</h1><div id=all></div><script>
const more = () => { for (let n = 0; n < 30; n += 1) all.insertAdjacentHTML("beforeend", "<p style='height:60px'>And one more line of it.</p>") };
more(); addEventListener("scroll", () => { if (scrollY + innerHeight > document.body.scrollHeight - 900) more() });</script>"""
)


def image(artefact):
    return Image.open(io.BytesIO(artefact.body)).convert("RGB")


async def test_a_page_of_forty_thousand_pixels_is_whole_in_several_pictures(site, visit):
    capture = await visit(site.page("/rows", ROWS), width=500, full_page=True)
    assert (capture.grade, capture.reasons) == (Grade.COMPLETE, ())
    pages = [name for name in files(capture) if name.startswith("page-")]
    assert pages == [f"page-{number:02}.png" for number in range(1, 6)]
    assert "page.png" not in files(capture)
    for row in (1, 79, 80, 159, 240, 333, 399):
        shown = image(files(capture)[f"page-{row * 100 // SEGMENT + 1:02}.png"])
        assert shown.size == (500, SEGMENT)
        assert shown.getpixel((400, row * 100 % SEGMENT + 50)) == (row % 250, row * 7 % 250, 90), row


async def test_a_page_without_end_is_cut_and_said_to_be(site, visit):
    capture = await visit(site.page("/endless-scroll", ENDLESS), width=500, full_page=True)
    assert capture.grade is Grade.PARTIAL
    assert capture.reasons[-1] == "The page goes on below its picture."
    heights = [each.height for name, each in files(capture).items() if name.startswith("page")]
    assert sum(height for height in heights if height) <= 2 * MOST


STORY = HEAD + "<nav>Menu</nav>" + "".join(
    f"<section><h2 id=part-{n}>Part {n}</h2><p>In part {n} the council spoke about the harbour, its dues and plan {n * 111}.</p></section><div style='height:700px'></div>"
    for n in range(1, 7)
) + "<a name=top></a>"  # fmt: skip


@pytest.mark.parametrize(
    ("fragment", "words", "without"),
    [
        ("part-4", "plan 444", "plan 333"),
        (":~:text=dues%20and%20plan%20555", "plan 555", "plan 444"),
        ("part-2:~:text=In%20part%203,plan%20333", "plan 333", "plan 222"),
    ],
)
async def test_the_part_that_a_link_points_at_is_photographed(site, visit, fragment, words, without):
    capture = await visit(site.page("/story", STORY), width=800, full_page=True, fragment=fragment)
    assert (capture.grade, capture.reasons) == (Grade.COMPLETE, ())
    text = files(capture)["post.txt"].body.decode()
    assert words in text
    assert without not in text
    assert files(capture)["post.png"].height < 600
    assert without in files(capture)["page.txt"].body.decode()


async def test_a_link_that_points_at_nothing_shows_the_page(site, visit):
    plain, *others = await asyncio.gather(
        *(
            visit(site.page("/story", STORY), width=800, full_page=True, fragment=each)
            for each in ("", "no", "top", ":~:text=nowhere%20said")
        )
    )
    for capture in others:
        assert (capture.grade, capture.reasons) == (Grade.COMPLETE, ())
        assert files(capture)["post.png"].body == files(plain)["post.png"].body
