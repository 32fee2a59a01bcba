"""Pages that hang, crash, swindle or flood: each visit ends in time with a capture that says so."""

import asyncio
import time
import zlib

import pytest
from aiohttp import web

from service.model.capture import Grade, Outcome

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

TEXT = "Nothing to see here but a quiet post about the weather."
POST = f"<!doctype html><meta charset=utf-8><article style='width:400px'>{TEXT}</article>"
FRAME = {"ready": ("article",), "clip": ("article",), "expect": TEXT}


def packed(megabytes, block):
    """Give so many MB in one gzip member without its end; a browser reads no second member."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    piece = block * (2**20 // len(block))
    first, again = (packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + again * (megabytes - 1)


def steps(capture):
    return {step.step: step.detail for step in capture.steps}


async def test_dialogs_are_dismissed_and_noted(site, visit):
    url = site.page("/alert", POST + "<script>alert('Hello'); confirm('Sure?'); prompt('Name?')</script>")
    capture = await visit(url, **FRAME)
    assert capture.grade is Grade.COMPLETE, capture.reasons
    assert steps(capture)["dialog-dismissed"] == "prompt: Name?"


async def test_a_storm_of_windows_opens_none_and_is_counted(site, chromium, visit):
    url = site.page("/popups", POST + "<script>for (let i = 0; i < 200; i++) open('/popups?' + i)</script>")
    capture = await visit(url, **FRAME)
    assert capture.grade is Grade.COMPLETE, capture.reasons
    assert int(steps(capture)["windows-refused"]) >= 1
    assert sum(asked.endswith("/popups") for asked in site.asked) == 1


async def test_a_file_to_download_is_refused_by_name(site, visit):
    async def file(_):
        return web.Response(body=b"MZ", headers={"Content-Disposition": 'attachment; filename="setup.exe"'})

    capture = await visit(site.put("/download", file))
    assert (capture.outcome, capture.grade) == (Outcome.ERROR, Grade.NONE)
    assert capture.reasons == ("The address is a file to download (setup.exe), not a page.",)


async def test_a_page_that_computes_for_ever_is_left(site, visit):
    began = time.monotonic()
    capture = await visit(site.page("/busy", POST + "<script>setTimeout(() => { while (1); }, 50)</script>"), **FRAME)
    assert capture.grade is Grade.NONE
    assert "stopped answering" in capture.reasons[0]
    assert time.monotonic() - began < 12


async def crash(chromium, when):
    await when.wait()
    engine, pages = chromium._engine, []
    while not pages:  # the server hears of the page before we do
        await asyncio.sleep(0.01)
        pages = [page for context in engine.browser.contexts for page in context.pages if page.url.endswith("/crash")]
    session = await pages[0].context.new_cdp_session(pages[0])
    asyncio.ensure_future(session.send("Page.crash")).add_done_callback(lambda done: done.exception())
    return engine


async def test_a_page_whose_renderer_crashes_is_a_capture_and_the_next_visit_works(site, chromium, visit):
    url = site.page("/crash", POST + "<script>fetch('/forever')</script>")
    asked = asyncio.Event()

    async def forever(_):
        asked.set()
        await asyncio.sleep(30)

    site.put("/forever", forever)
    capture, before = await asyncio.gather(visit(url, **FRAME), crash(chromium, asked))
    assert (capture.outcome, capture.grade) == (Outcome.ERROR, Grade.NONE)
    assert "crashed" in capture.reasons[0]
    assert (await visit(site.page("/after", POST), **FRAME)).grade is Grade.COMPLETE
    assert chromium._engine is before, "one page's crash costs no other visit its browser"


async def test_a_page_that_closes_itself_costs_no_browser(site, chromium, visit):
    before = chromium._engine
    capture = await visit(site.page("/close", POST + "<script>setTimeout(() => close(), 50)</script>"), **FRAME)
    assert capture.grade in {Grade.NONE, Grade.COMPLETE}
    assert chromium._engine is before
    assert before.alive


async def test_a_page_that_unpacks_without_end_is_stopped(site, visit):
    async def bomb(request):
        response = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
        await response.prepare(request)
        await response.write(packed(320, b"<p>" + b"x" * 4093))
        return response

    began = time.monotonic()
    capture = await visit(site.put("/bomb", bomb), **FRAME)
    assert capture.grade is Grade.NONE, capture.reasons  # by its bytes, or by its time when the machine is busy
    assert time.monotonic() - began < 20


async def test_a_server_that_never_answers_is_left(site, visit):
    began = time.monotonic()
    capture = await visit(site.page("/silent", POST, after=30), **FRAME)
    assert capture.reasons == ("The page did not answer within 3 s.",)
    assert time.monotonic() - began < 8


async def test_scripts_of_the_page_cannot_fool_our_questions(site, visit):
    fooling = """<script>
Element.prototype.checkVisibility = () => true; document.querySelectorAll = () => [];
Object.defineProperty(HTMLElement.prototype, "innerText", {get: () => "%s"});
Promise.race = () => { throw 1 }; window.MutationObserver = null; JSON.stringify = () => "{}";
</script>"""
    url = site.page("/fool", "<!doctype html><article>Something else</article>" + fooling % TEXT)
    capture = await visit(url, **FRAME)
    assert capture.grade is Grade.BLANK
    assert "Something else" in next(each.body.decode() for each in capture.artefacts if each.name == "post.txt")
