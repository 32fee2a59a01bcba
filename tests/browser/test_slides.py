"""A gallery that shows one picture at a time is photographed picture by picture, within bounds, and what lacks is said."""

import io
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from PIL import Image

from service.capture.slides import MOST
from service.model.capture import Grade
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.model.post import Author, Media, Post
from service.platforms import discover
from tests.browser.test_visits import files

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

WORDS = "Low tide at the old pier, and more pictures behind this one."
HEAD = "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><style>body{margin:0;font:15px sans-serif}img{width:300px;height:150px;display:block}</style>"
PICTURE = "<img alt='' src='/p/{number}.png'>"
CAROUSEL = """<script>let at = 1; const show = () => {{ shown.src = `/p/${{at}}.png`; {ends} }};
const next = () => {{ at = at % {turn} + 1; show() }};</script>"""
BUTTON = "<img id=shown alt='' src='/p/1.png'><button aria-label=Next onclick='next()'>›</button>"


def colour(number):
    return (40 + number * 9, 200 - number * 9, (number * 53) % 255)


def picture(number):
    out = io.BytesIO()
    Image.new("RGB", (300, 150), colour(number)).save(out, "PNG")
    return out.getvalue()


def shown(artefact):
    image = Image.open(io.BytesIO(artefact.body)).convert("RGB")
    met = {each for _, each in image.getcolors(1 << 24)}
    return [number for number in range(1, 40) if colour(number) in met]


def put_up(site, url, html, *, lacking=()):
    place = urlsplit(url)

    async def page(_):
        return web.Response(text=HEAD + html, content_type="text/html")

    def image(number):
        async def answer(_):
            return web.Response(body=picture(number), content_type="image/png")

        return answer

    for number in range(1, 40):
        site.pages.pop(f"{place.netloc}/p/{number}.png", None)
        if number not in lacking:
            site.put(f"/p/{number}.png", image(number), place.netloc)
    site.put(place.path, page, place.netloc)


def framed(platform, post_id, pictures, way=0):
    found = discover()[platform]
    media = tuple(Media(kind="image", url=f"https://posts.example.org/{number}.png") for number in range(pictures))
    post = Post(url=found.url(post_id), author=Author(handle="mira"), text=WORDS, title=WORDS, media=media)
    return found.framings(post_id, post)[way]


INSTAGRAM = ("instagram", "C6abcDEfgh1")


def embed(turn, ends=""):
    script = CAROUSEL.format(turn=turn, ends=ends)
    return f"<div class=Embed><div class=Content>{BUTTON}</div><div class=Caption>{WORDS}</div></div>{script}"


ENDS = "if (at === {last}) document.querySelector('button').remove()"


async def look(site, chromium, framing, html, **more):
    put_up(site, framing.url, html, **more)
    return await chromium.visit(EmbedId("page-slides"), framing)


async def test_each_picture_of_an_instagram_gallery_is_photographed(site, chromium):
    capture = await look(site, chromium, framed(*INSTAGRAM, 4), embed(4, ENDS.format(last=4)))
    kept = files(capture)
    assert (capture.grade, capture.reasons, capture.remarks) == (Grade.COMPLETE, (), ())
    assert [shown(kept[name]) for name in ("post.png", "slide-02.png", "slide-03.png", "slide-04.png")] == [[1], [2], [3], [4]]  # fmt: skip
    assert {kept[name].role for name in kept if name.startswith("slide-")} == {"post-slide"}
    assert capture.changes == ("Went on to the post's next picture, 3 times (Next).",)
    assert [step.detail for step in capture.steps if step.step == "slide-photographed"] == [
        "slide-02.png: complete",
        "slide-03.png: complete",
        "slide-04.png: complete",
    ]


async def test_a_gallery_that_turns_round_ends_where_it_began(site, chromium):
    capture = await look(site, chromium, framed(*INSTAGRAM, 0), embed(3))
    assert [shown(kept) for name, kept in sorted(files(capture).items()) if name.startswith("slide-")] == [[2], [3]]
    assert capture.grade is Grade.COMPLETE


async def test_a_picture_that_does_not_come_is_said_and_the_others_are_kept(site, chromium):
    capture = await look(site, chromium, framed(*INSTAGRAM, 4), embed(4, ENDS.format(last=4)), lacking=(3,))
    kept = files(capture)
    assert capture.grade is Grade.PARTIAL
    assert capture.reasons == ("Picture 3 of the gallery is broken.",)
    assert (shown(kept["slide-02.png"]), shown(kept["slide-04.png"])) == ([2], [4])


async def test_a_gallery_that_the_page_does_not_lead_through_is_remarked(site, chromium):
    html = f"<div class=Embed>{PICTURE.format(number=1)}<div class=Caption>{WORDS}</div></div>"
    capture = await look(site, chromium, framed(*INSTAGRAM, 5), html)
    assert (capture.grade, capture.changes) == (Grade.COMPLETE, ())
    assert capture.remarks == (
        "Of the post's 5 pictures the first can be seen on the page; all that could be had are media.",
    )


async def test_a_post_of_one_picture_is_asked_nothing(site, chromium):
    capture = await look(site, chromium, framed(*INSTAGRAM, 1), embed(4))
    assert not [name for name in files(capture) if name.startswith("slide-")]
    assert (capture.changes, capture.remarks) == ((), ())


async def test_the_number_of_pictures_is_bounded(site, chromium):
    capture = await look(site, chromium, framed(*INSTAGRAM, 35), embed(35))
    taken = [name for name in files(capture) if name.startswith("slide-")]
    assert 0 < len(taken) < MOST
    assert capture.remarks


async def test_what_lies_behind_a_shadow_leads_onward_too(site, chromium):
    carousel = (
        "<gallery-carousel><template shadowrootmode=open><slot></slot><button aria-label='Next page' onclick='next()'>›</button></template><img id=shown alt='' src='/p/1.png'></gallery-carousel>"
        "<script>let at = 1; const next = () => { at += 1; shown.src = `/p/${at}.png` };</script>"
    )
    framing = framed("reddit", "abc123", 3, way=1)
    capture = await look(site, chromium, framing, f"<shreddit-post style='display:block'><h1>{WORDS}</h1>{carousel}</shreddit-post>")  # fmt: skip
    assert [shown(files(capture)[name]) for name in ("post.png", "slide-02.png", "slide-03.png")] == [[1], [2], [3]]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
async def test_what_is_scrolled_sideways_is_scrolled_to_its_end(site, chromium, direction):
    pictures = "".join(f"<img alt='' style='flex:none' src='/p/{number}.png'>" for number in range(1, 5))
    scroller = f"<div class=MediaScrollContainer dir={direction} style='display:flex;width:300px;overflow-x:scroll'>{pictures}</div>"
    html = f"<div class=OuterContainer><div class=BodyTextContainer>{WORDS}</div>{scroller}</div>"
    capture = await look(site, chromium, framed("threads", "C6abcDEfgh1", 4), html)
    kept = files(capture)
    assert [shown(kept[name]) for name in ("post.png", "slide-02.png", "slide-03.png", "slide-04.png")] == [[1], [2], [3], [4]]  # fmt: skip
    assert (capture.grade, capture.remarks) == (Grade.COMPLETE, ())


async def test_the_arrow_to_another_post_is_left_alone(site, chromium):
    html = f"""<div id=app><div data-e2e=Player-index-Wrapper><img id=shown alt='' src='/p/1.png'><div class="css-1-DivRightArrow" onclick="at += 1; shown.src = `/p/${{at}}.png`; if (at === 3) this.remove()">›</div>
<button data-e2e=arrow-right onclick="fetch('/another-post')">›</button><p>{WORDS}</p></div></div><script>let at = 1</script>"""
    site.asked.clear()
    capture = await look(site, chromium, framed("tiktok", "7106594312292453675", 3), html)
    assert [shown(files(capture)[name]) for name in ("post.png", "slide-02.png", "slide-03.png")] == [[1], [2], [3]]
    assert not [each for each in site.asked if each.endswith("/another-post")]


async def test_a_gallery_that_stops_answering_does_not_cost_the_post(site, chromium):
    url = "https://posts.example.org/stuck"
    html = f"<article><p>{WORDS}</p><img alt='' src='/p/1.png'><button aria-label=Next onclick='while (1);'>›</button></article>"
    framing = Framing(method=Method.LIVE_EMBED, url=url, ready=("article",), clip=("article",), expect=WORDS, onward=("button",))  # fmt: skip
    capture = await look(site, chromium, framing, html)
    assert shown(files(capture)["post.png"]) == [1]
    assert capture.grade in {Grade.COMPLETE, Grade.PARTIAL}
