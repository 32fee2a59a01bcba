"""What is no post is never taken for one, whatever it looks like and whatever language it speaks."""

import asyncio

import pytest
from aiohttp import web

from service.model.capture import Grade, Outcome
from tests.browser.walls import BARE, BLANK, POST, STYLE, WALL, WORDS, plain, veiled

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

FRAMINGS = {
    "known words": {"ready": ("article", "main", "body"), "clip": ("article.post", "article"), "expect": WORDS},
    "nothing known": {"ready": ("body",)},
}
ABSENT = {Outcome.NOT_FOUND, Outcome.DELETED, Outcome.SUSPENDED, Outcome.PROTECTED}


async def every(site, visit, pages):
    """Visit all pages in both ways at once."""
    urls = {
        name: site.page(f"/no-post/{number}/{len(pages)}", page) for number, (name, page) in enumerate(pages.items())
    }
    asked = [(name, how) for name in urls for how in FRAMINGS]
    made = await asyncio.gather(*(visit(urls[name], **FRAMINGS[how]) for name, how in asked))
    return dict(zip(asked, made, strict=True))


async def test_no_blank_page_is_taken_for_a_post(site, visit):
    made = await every(site, visit, BLANK)
    accepted = {each for each, capture in made.items() if capture.grade is Grade.COMPLETE}
    assert accepted <= {("another post", "nothing known")}, "a page of which nothing is known may be any page"
    assert all(capture.reasons for each, capture in made.items() if each not in accepted)
    wrong = {each: capture.reasons for each, capture in made.items() if capture.grade is Grade.WALL}
    assert not wrong
    known = {name: capture.grade for (name, how), capture in made.items() if how == "known words"}
    assert set(known.values()) == {Grade.BLANK}, known


async def test_no_wall_is_taken_for_a_post_or_for_its_absence(site, visit):
    made = await every(site, visit, WALL)
    assert {each: capture.reasons for each, capture in made.items() if capture.grade is not Grade.WALL} == {}
    assert not {capture.outcome for capture in made.values()} & (ABSENT | {Outcome.RENDERED})


async def test_an_address_that_sends_one_on_for_ever_has_no_picture(site, visit):
    async def on(request):
        return web.Response(status=302, headers={"Location": f"/on?{int(request.query_string or 0) + 1}"})

    capture = await visit(site.put("/on", on), **FRAMINGS["known words"])
    assert (capture.outcome, capture.grade) == (Outcome.ERROR, Grade.NONE)
    assert capture.reasons == ("The page sends one on and on.",)


async def test_a_visit_that_is_sent_to_a_login_page_met_a_wall(site, visit):
    there = site.page("/accounts/login/", STYLE + "<h1>Chirper</h1>" + "<p>News from all over the world.</p>" * 40)
    sent = site.page("/p/1", f"<script>location = '{there}'</script>")
    capture = await visit(sent, ready=("body",))
    assert (capture.outcome, capture.grade) == (Outcome.LOGIN_WALL, Grade.WALL)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (POST.replace(WORDS, WORDS + " <img src=/no.png width=200 height=100>"), "images are broken"),
        (POST.replace("</p>", " Nobody in the council had expected it.<a role=button> Show more</a></p>"), "Show more"),
        ("<style>.said{position:relative;height:47px;overflow:hidden}</style>" + POST.replace(WORDS, WORDS + " The council meets on Friday, and the police have been told to look into the accounts of the last nine years."), "cut off"),
        ("<style>.said{position:relative}.said::after{content:'';position:absolute;inset:24px 0 0 0;background:linear-gradient(transparent,#fff)}</style>" + POST.replace(WORDS, WORDS * 2), "covered"),
        (POST + "<div style='position:fixed;left:0;top:0;width:600px;height:52px;background:#222'></div>", "lies under"),
    ],
    ids=["broken images", "show more", "cut off", "behind a gradient", "under a bar"],
)  # fmt: skip
async def test_a_post_of_which_a_part_is_missing_is_partial_and_says_which(site, visit, page, reason):
    expect = WORDS if "nine years" not in page else WORDS + " The council meets on Friday, and the police have been told to look into the accounts of the last nine years."  # fmt: skip
    url = site.page(f"/part/{abs(hash(page))}", STYLE + page)
    capture = await visit(url, ready=("article",), clip=("article",), expect=expect)
    assert capture.grade in {Grade.PARTIAL, Grade.BLANK}, capture.grade
    assert any(reason in said for said in capture.reasons), capture.reasons


@pytest.mark.parametrize(
    "page",
    [
        POST,
        BARE,
        POST.replace("class=post", "class=post style='color:#fff;background:#111'"),
        "<style>.post{position:relative;height:300px}.post img{position:absolute;inset:0;width:100%;height:100%}.post :not(img){position:relative;color:#fff}</style>"
        + POST.replace("<b>", "<img src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%2290%22 height=%2290%22><rect width=%2290%22 height=%2290%22 fill=%22navy%22/></svg>'><b>"),
        POST.replace("<p class=said>", "<a href='#' style='position:absolute;inset:0'></a><p class=said>"),
        POST + "<div style='position:fixed;bottom:0;width:100%;background:#222;color:#fff'>We use cookies. Accept all</div>",
        "<div id=app></div><script>document.querySelector('#app').attachShadow({{mode:'open'}}).innerHTML=`{}`</script>".format(POST.replace("article", "section")),
        POST.replace("<p class=said>", "<p class=said style='animation:in 1s both'>") + "<style>@keyframes in{from{opacity:0}}</style>",
        POST.replace(WORDS, f"“Log in to continue”: {WORDS} Too many requests, they said. Something went wrong."),
        f"<div style='position:fixed;inset:0;overflow:auto'>{POST}</div>",
    ],
    ids=["plain", "bare", "dark", "words over a picture", "a link over it", "a bar of cookies below", "in a shadow root", "fading in", "quoting a wall", "an app that is fixed"],
)  # fmt: skip
async def test_a_post_that_can_be_read_is_complete_however_it_is_built(site, visit, page):
    url = site.page(f"/whole/{abs(hash(page))}", STYLE + page)
    clip = ("article",) if "attachShadow" not in page else ()
    capture = await visit(url, ready=("body",), clip=clip, expect=WORDS)
    assert (capture.grade, capture.reasons) == (Grade.COMPLETE, ())


async def test_an_article_about_walls_is_no_wall(site, visit):
    story = (
        "<p>“Verify you are human” is what readers see. Too many requests, it says, and log in to continue.</p>" * 12
    )
    capture = await visit(site.page("/about-walls", plain("The web behind walls", "A report.", story)), full_page=True)
    assert (capture.grade, capture.reasons) == (Grade.COMPLETE, ())


async def test_a_veil_says_what_it_covers(site, visit):
    capture = await visit(site.page("/veil", veiled("Subscribe to our newsletter")), ready=("article",), clip=("article",), expect=WORDS)  # fmt: skip
    assert capture.grade in {Grade.BLANK, Grade.PARTIAL}
    assert any("covered" in reason for reason in capture.reasons), capture.reasons
