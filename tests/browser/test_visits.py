"""What pages do, and what the capture says of it."""

import asyncio
import hashlib
import json

import pytest
from aiohttp import web

from service.model.capture import Grade, Outcome

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

TEXT = "A known Belarussian economist has published figures nobody expected."
HEAD = """<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><style>
body{margin:0;font:16px sans-serif;background:#fff}
article{margin:20px;padding:16px;border:1px solid #ccd;border-radius:12px;width:500px}
.bar{height:14px;background:#e3e6ea;margin:8px 0;border-radius:6px}</style>"""
SKELETON = HEAD + "<div id=app><article><div class=bar></div><div class=bar></div></article></div>"
POST = HEAD + f"<article class=post><b>Ada</b><p>{TEXT}</p></article>"
FRAME = {"ready": ("article.post",), "clip": ("article.post",), "expect": TEXT}
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def late(path):
    return (
        SKELETON
        + f"""<script>fetch("{path}").then(answer => answer.json()).then(post => {{
document.querySelector("#app").innerHTML = "<article class=post><b>Ada</b><p></p></article>";
document.querySelector("p").textContent = post.text; }});</script>"""
    )


def files(capture):
    return {artefact.name: artefact for artefact in capture.artefacts}


def steps(capture):
    return [step.step for step in capture.steps]


def complete(capture):
    return (capture.outcome, capture.grade, capture.reasons) == (Outcome.RENDERED, Grade.COMPLETE, ())


async def test_a_post_that_comes_late_is_waited_for(site, visit):
    site.page("/api/late", json.dumps({"text": TEXT}), after=1.0, kind="application/json")
    capture = await visit(site.page("/late", late("/api/late")), **FRAME)
    assert complete(capture), capture.reasons
    assert TEXT in files(capture)["post.txt"].body.decode()
    assert files(capture)["post.png"].width == 2 * (500 + 2 * 17 + 2 * 8)


async def test_a_post_that_comes_after_a_pause_without_traffic_is_waited_for(site, visit):
    url = site.page(
        "/pause", SKELETON + f"<script>setTimeout(() => {{document.body.innerHTML = `{POST}`}}, 1200)</script>"
    )
    assert complete(await visit(url, **FRAME))


async def test_a_skeleton_that_never_fills_is_never_complete(site, visit):
    async def never(_):
        return web.json_response({"error": "busy"}, status=503)

    site.put("/api/never", never)
    url = site.page("/skeleton", SKELETON + '<script>fetch("/api/never")</script>')
    framings = (FRAME, {"ready": ("article",), "clip": ("article",)}, {"ready": ("article",), "expect": TEXT})
    for capture in await asyncio.gather(*(visit(url, **framing) for framing in framings)):
        assert capture.grade is Grade.BLANK
        assert capture.outcome is Outcome.ERROR
        assert capture.reasons


async def test_an_empty_page_is_blank(site, visit):
    capture = await visit(site.page("/empty", "<!doctype html><title>x</title>"))
    assert capture.grade is Grade.BLANK
    assert "empty" in capture.reasons[0]


async def test_another_text_than_the_post_is_said_to_be_so(site, visit):
    capture = await visit(site.page("/other", POST.replace(TEXT, "Something else altogether")), **FRAME)
    assert capture.grade is Grade.BLANK
    assert any("text is visible" in reason for reason in capture.reasons)


async def test_trackers_are_neither_asked_nor_waited_for(site, visit):
    beacon = '<script>setInterval(() => fetch("https://www.google-analytics.com/collect?" + Math.random(), {mode: "no-cors"}), 50)</script>'
    capture = await visit(
        site.page("/tracked", POST + beacon + '<img src="https://www.google-analytics.com/x.gif">'), **FRAME
    )
    assert complete(capture), capture.reasons
    assert "not-settled" not in steps(capture)
    assert not any("google-analytics" in asked for asked in site.asked)


async def test_an_answer_that_never_ends_is_taken_as_it_is_and_said_to_be_partial(site, visit):
    async def endless(request):
        response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
        await response.prepare(request)
        await response.write(POST.encode() + b" " * 2000)
        while True:
            await response.write(b"<!-- more -->" * 50)
            await asyncio.sleep(0.1)

    capture = await visit(site.put("/endless", endless), **FRAME)
    assert (capture.outcome, capture.grade) == (Outcome.RENDERED, Grade.PARTIAL)
    assert capture.reasons == ("The page did not come to rest in time and was taken as it was.",)
    assert "post.png" in files(capture)


async def test_images_that_never_load_are_counted(site, visit):
    async def image(request):
        if request.path.endswith(("7.png", "17.png", "37.png")) and not request.path.endswith("27.png"):
            await asyncio.sleep(30)
        return web.Response(body=DOT, content_type="image/png")

    for number in range(40):
        site.put(f"/image/{number}.png", image)
    images = "".join(f'<img loading=lazy width=300 height=200 src="/image/{n}.png"><p>{n}</p>' for n in range(40))
    url = site.page("/gallery", HEAD + "<h1>Forty pictures of one day</h1>" + images)
    capture = await visit(url, full_page=True)
    assert capture.grade is Grade.PARTIAL
    assert "3 of 40 images had not loaded." in capture.reasons
    assert files(capture)["page.png"].height > 40 * 200
    assert sum("/image/" in asked for asked in site.asked) == 40


async def test_a_whole_page_is_cut_at_a_height_and_said_to_be(site, visit):
    capture = await visit(
        site.page("/tall", HEAD + "<h1>A tall page</h1>" + "<p>line</p>" * 1_800), width=800, full_page=True
    )
    assert capture.grade is Grade.PARTIAL
    assert capture.reasons == ("The page goes on below its picture.",)
    assert (files(capture)["page-06.png"].width, files(capture)["page-06.png"].height) == (800, 8_000)


@pytest.mark.parametrize(
    ("image", "missed"),
    [
        ('<img src="/no.png" alt="">', True),
        ('<img src="/no.png" alt="" style="display:block">', True),
        ('<img src="/no.png" alt="" width=1 height=1>', False),
        ('<img src="/no.png" alt="" style="display:none">', False),
        ('<img src="data:," alt="">', False),
    ],
    ids=["without a size", "without a height", "a counting pixel", "a hidden one", "a place for one"],
)
async def test_a_broken_image_that_leaves_no_hole_is_missed_all_the_same(site, visit, image, missed):
    capture = await visit(site.page("/no-hole", POST.replace("<p>", image + "<p>")), **FRAME)
    assert (capture.grade is Grade.PARTIAL) == missed, capture.reasons


async def test_broken_images_are_counted(site, visit):
    capture = await visit(
        site.page("/broken", POST.replace("<p>", '<img src="/no.png" width=90 height=90><p>')), **FRAME
    )
    assert (capture.grade, capture.reasons) == (Grade.PARTIAL, ("1 of 1 images are broken.",))


async def test_redirects_are_followed_and_kept(site, visit):
    for number in (1, 2):

        async def hop(request, to=number + 1):
            return web.Response(status=302, headers={"Location": f"/hop/{to}"})

        site.put(f"/hop/{number}", hop)
    site.page("/hop/3", POST)
    capture = await visit("https://posts.example.org/hop/1", **FRAME)
    assert complete(capture)
    assert [(hop.url.rpartition("/")[2], hop.status) for hop in capture.redirects] == [("1", 302), ("2", 302)]
    assert capture.url_requested.endswith("/hop/1")
    assert capture.url_final.endswith("/hop/3")
    assert capture.http_status == 200


async def test_a_page_that_sends_one_elsewhere_by_script_is_followed(site, visit):
    there = site.page("/there", POST)
    capture = await visit(
        site.page("/script", f"<script>setTimeout(() => location = '{there}', 100)</script>"), **FRAME
    )
    assert complete(capture)
    assert capture.url_final == there


async def test_a_page_that_says_the_post_is_gone_is_not_found(site, visit):
    url = site.page("/gone", HEAD + "<div class=notice>This post was deleted by its author.</div>")
    capture = await visit(url, **FRAME, gone=(".notice",))
    assert (capture.outcome, capture.grade) == (Outcome.NOT_FOUND, Grade.BLANK)
    assert ".notice" in capture.reasons[0]
    assert "post.png" in files(capture)
    assert "not-settled" not in steps(capture), "a notice is believed without waiting for the rest"


async def test_a_missing_page_is_not_found(site, visit):
    capture = await visit("https://posts.example.org/nothing-here", **FRAME)
    assert (capture.outcome, capture.http_status) == (Outcome.NOT_FOUND, 404)


@pytest.mark.parametrize("status", [401, 403, 429])
async def test_a_refusal_is_a_wall_and_never_an_absence(site, visit, status):
    capture = await visit(site.page(f"/refused/{status}", HEAD + "<h1>No</h1>", status=status), ready=("article",))
    assert (capture.outcome, capture.grade) == (Outcome.CHALLENGE, Grade.WALL)


async def test_a_login_wall_is_a_wall(site, visit):
    url = site.page("/wall", HEAD + "<form class=login><h1>Log in to see this</h1><input autofocus></form>")
    capture = await visit(url, **FRAME, wall=("form.login",))
    assert (capture.outcome, capture.grade) == (Outcome.LOGIN_WALL, Grade.WALL)


async def test_what_lies_over_the_post_is_hidden_and_said_to_be(site, visit):
    banner = "<div class=consent style='position:fixed;inset:0;background:#000'>Get the app</div>"
    plain = await visit(site.page("/plain", POST), **FRAME)
    capture = await visit(site.page("/consent", POST + banner), **FRAME, hide=(".consent", ".absent"))
    assert complete(capture)
    assert capture.changes == ("Hid 1 element: .consent",)
    assert files(capture)["post.png"].body == files(plain)["post.png"].body
    assert files(capture)["page.png"].body != files(plain)["page.png"].body, "the page is photographed as it is"
    assert b"visibility: hidden" not in files(capture)["page.html"].body


async def test_the_certificate_that_delivered_the_page_is_kept(site, visit):
    capture = await visit(site.page("/secure", POST), **FRAME)
    assert capture.certificates["posts.example.org"][0] == site.leaf
    assert [(each.host, each.verdict) for each in capture.connections] == [("posts.example.org", "allowed")]
    assert capture.rehearsal


async def test_a_certificate_nobody_vouches_for_is_not_accepted(site, visit):
    site.put("/x", None, host="posts.example.edu")
    capture = await visit("https://posts.example.edu/x", **FRAME)
    assert (capture.outcome, capture.grade) == (Outcome.ERROR, Grade.NONE)
    assert capture.reasons == ("The certificate of the page cannot be trusted.",)


async def test_private_addresses_are_refused_for_the_page_and_for_what_it_asks(site, visit):
    capture = await visit("http://127.0.0.1/latest/meta-data")
    assert capture.grade is Grade.NONE
    inner = (
        POST + '<img width=50 height=50 src="http://169.254.169.254/x.png"><script>fetch("http://localhost/")</script>'
    )
    capture = await visit(site.page("/inner", inner), **FRAME)
    assert {each.host for each in capture.connections if each.ip is None} == {"169.254.169.254", "localhost"}


async def test_the_log_of_a_visit_tells_its_steps_in_order(site, visit):
    capture = await visit(site.page("/steps", POST), **FRAME)
    lines = [json.loads(line) for line in files(capture)["capture-log.jsonl"].body.splitlines()]
    names = [line["step"] for line in lines]
    assert names == ["context", "opened", "settled", "recorded", "page-photographed", "post-photographed", "graded"]
    assert [line["at_ms"] for line in lines] == sorted(line["at_ms"] for line in lines)


async def test_the_same_page_gives_the_same_bytes_alone_and_in_a_crowd(site, visit):
    url = site.page("/same", late("/api/late"))
    site.page("/api/late", json.dumps({"text": TEXT}), after=0.2, kind="application/json")
    captures = [await visit(url, **FRAME), *await asyncio.gather(*(visit(url, **FRAME) for _ in range(5)))]
    assert all(complete(capture) for capture in captures)
    assert len({hashlib.sha256(files(capture)["post.png"].body).hexdigest() for capture in captures}) == 1


async def test_a_page_sees_a_calm_reader_in_english_and_utc(site, visit):
    url = site.page(
        "/reader",
        HEAD
        + """<article class=post></article><script>document.querySelector("article").textContent = [
navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone, devicePixelRatio,
matchMedia("(prefers-reduced-motion: reduce)").matches, matchMedia("(prefers-color-scheme: light)").matches].join(" ")</script>""",
    )
    capture = await visit(url, ready=("article",), clip=("article",), expect="en-US UTC 2 true true")
    assert complete(capture), files(capture)["post.txt"].body
