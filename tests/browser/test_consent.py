"""A banner is refused, never accepted; what was done to the page is said, and how it looked before is kept."""

import asyncio

import pytest

from service.capture import consent
from service.model.capture import Grade
from tests.browser.banners import BANNERS, FRAME, NO_CHOICE, PAGE, STORY
from tests.browser.test_visits import files

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

SHOWN = {"width": 900, "height": 700, "full_page": True, "expect": STORY}


async def test_known_banners_are_refused_and_the_page_behind_them_is_photographed(site, visit):
    site.page("/index.html", FRAME)
    site.page("/chosen", "thanks")
    site.asked.clear()
    urls = [site.page(f"/asks/{number}", PAGE + banner) for number, banner in enumerate(BANNERS.values())]
    plain = await visit(site.page("/asks-nothing", PAGE), **SHOWN)
    made = [*await asyncio.gather(*(visit(url, **SHOWN) for url in urls[:4])), *await asyncio.gather(*(visit(url, **SHOWN) for url in urls[4:]))]  # fmt: skip
    told = {
        name: (capture.grade, capture.reasons, capture.changes) for name, capture in zip(BANNERS, made, strict=True)
    }
    assert all(grade is Grade.COMPLETE for grade, _, _ in told.values()), told
    assert all(changes[0].startswith("Refused what a banner asked") for _, _, changes in told.values()), told
    for name, capture in zip(BANNERS, made, strict=True):
        assert {"before.png", "page.png"} <= set(files(capture)), name
        assert files(capture)["page.png"].body == files(plain)["page.png"].body, name
        assert files(capture)["before.png"].body != files(capture)["post.png"].body, name
    assert "before.png" not in files(plain)
    assert plain.changes == ()


async def test_a_refusal_reaches_the_banner_and_consent_is_never_given(site, visit):
    said = []

    async def note(request):
        said.append(request.query_string)
        return await pages["/chosen"](request)

    pages = {}
    site.page("/chosen", "thanks")
    pages["/chosen"] = site.pages["posts.example.org/chosen"]
    site.put("/chosen", note)
    await visit(site.page("/asks-once", PAGE + BANNERS["OneTrust"]), **SHOWN)
    await visit(site.page("/asks-only-yes", PAGE + NO_CHOICE), **SHOWN)
    assert said == ["reject"]


async def test_a_banner_that_takes_no_refusal_is_hidden_and_that_is_said(site, visit):
    capture = await visit(site.page("/only-yes", PAGE + NO_CHOICE), **SHOWN)
    assert (capture.grade, capture.reasons) == (Grade.COMPLETE, ())
    assert capture.changes == ("Hid what asks for consent: div#only-yes",)
    assert "before.png" in files(capture)


async def test_without_the_rules_a_banner_is_still_hidden_and_said(site, visit, monkeypatch):
    monkeypatch.setattr(consent, "script", lambda: None)
    capture = await visit(site.page("/no-rules", PAGE + BANNERS["OneTrust"]), **SHOWN)
    assert (capture.grade, capture.reasons) == (Grade.COMPLETE, ())
    assert capture.changes == ("Hid what asks for consent: div#onetrust-banner-sdk",)


@pytest.mark.parametrize("after", [0.05, 0.6, 1.5])
async def test_a_banner_that_comes_late_does_not_spoil_the_picture(site, visit, after):
    banner = BANNERS["OneTrust"].replace("`", "")
    late = f"<script>setTimeout(() => {{ const box = document.createElement('div'); box.innerHTML = `{banner}`; document.body.append(box) }}, {after * 1000})</script>"
    capture = await visit(site.page(f"/late-banner/{after}", PAGE + late), **SHOWN)
    assert (capture.grade, capture.reasons) == (Grade.COMPLETE, ())


async def test_what_a_post_keeps_folded_is_opened_and_said(site, visit):
    words = "A long report about the harbour, its ferries and the people who run them."
    page = (
        "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><article class=post><p>Sensitive content</p>"
        '<button onclick="this.parentNode.innerHTML = `<p>A long report about the harbour<span id=rest hidden>, its ferries and '
        "the people who run them.</span> <a role=button onclick='rest.hidden=false;this.remove()'>Mehr anzeigen</a></p>`\">Show content</button>"
        "<a href='/elsewhere'>Show more</a></article>"
    )  # fmt: skip
    capture = await visit(site.page("/folded", page), ready=("article",), clip=("article",), expect=words)
    assert (capture.grade, capture.reasons) == (Grade.COMPLETE, ())
    assert capture.changes == ("Pressed “Show content” in the post.", "Pressed “Mehr anzeigen” in the post.")
    assert words in files(capture)["post.txt"].body.decode()
    assert "before.png" in files(capture)
