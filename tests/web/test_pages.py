"""Pages as people meet them: in a real browser, without scripts, whatever a post says."""

import os
import re

import pytest
from playwright.async_api import async_playwright, expect

from service.capture.binary import find
from service.model.availability import State
from service.model.capture import Artefact
from service.model.post import Author, Card, Choice, Media, Poll
from service.settings import Settings
from tests.web.newsroom import a_post, an_embed, draw

pytestmark = pytest.mark.browser

ARTICLE = (
    "The bridge is open again, the city says.\n\n"
    "It rained all year and nobody answered. — Ana Ó Briain (@ana_example) February 27, 2026\n\n"
    "More at https://x.com/critic/status/1579478434783137792 and nowhere else.\n"
)
HOSTILE = """"'><script>window.ran=1</script><img src=x onerror="window.ran=1"><svg onload="window.ran=1">{{7*7}}"""


@pytest.fixture
async def chromium():
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # these pages are ours, and root has no sandbox
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(find(Settings(_env_file=None))), args=sandbox)
        yield browser
        await browser.close()


@pytest.fixture
async def page(chromium):
    """A page without scripts."""
    context = await chromium.new_context(java_script_enabled=False)
    yield await context.new_page()
    await context.close()


@pytest.fixture
async def living(chromium):
    """A page with scripts; everything the browser complains of is in `complaints`."""
    context = await chromium.new_context()
    page = await context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    await context.close()


async def hand_in(page, newsroom, text):
    await page.goto(newsroom.address)
    await page.get_by_label("The article, as text").fill(text)
    await page.get_by_role("button", name="Find and keep everything in it").click()


async def test_an_article_is_handed_in_and_read_back_without_scripts(page, newsroom):
    await hand_in(page, newsroom, ARTICLE)
    await expect(page).to_have_url(re.compile("/articles/article-"))
    await expect(page.get_by_text("0 of 2 references are kept")).to_be_visible()
    marks = page.locator("a.mark")
    await expect(marks).to_have_count(2)
    await expect(marks.nth(0)).to_have_text(
        "It rained all year and nobody answered. — Ana Ó Briain (@ana_example) February 27, 20261"
    )
    await expect(marks.nth(1)).to_have_text("https://x.com/critic/status/15794784347831377922")
    await newsroom.work()
    await expect(page.get_by_text("2 of 2 references are kept.")).to_be_visible(timeout=15_000)  # it refreshes itself


async def test_what_was_typed_stays_when_it_is_refused(page, newsroom):
    await page.goto(newsroom.address)
    await page.get_by_label("Or its address").fill("javascript:alert(1)")
    await page.get_by_role("button", name="Keep only that address").click()
    await expect(page.get_by_role("alert")).to_contain_text("only http and https")
    await expect(page.get_by_label("Or its address")).to_have_value("javascript:alert(1)")


async def test_one_address_leads_to_what_is_kept_of_it(page, newsroom):
    await page.goto(newsroom.address)
    await page.get_by_label("Or its address").fill("https://x.com/ana_example/status/20")
    await page.get_by_role("button", name="Keep only that address").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Going to look")
    await newsroom.work()
    await expect(page).to_have_url(re.compile("/embeds/x-20$"), timeout=15_000)


async def test_a_reader_goes_from_the_gallery_to_the_post_and_its_snapshots(page, newsroom):
    await newsroom.keep(an_embed(), a_post())
    await newsroom.keep(an_embed(), a_post(), hours=24, state=State.DELETED, suspected=True, picture=False)
    await page.goto(newsroom.address)
    await page.get_by_role("link", name="Ana Ó Briain").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ana Ó Briain")
    await expect(page.get_by_text("Perhaps deleted").first).to_be_visible()
    await page.get_by_role("link", name="1 March 2026, 12:00 UTC").click()
    await expect(page.get_by_role("heading", name="Every check passed")).to_be_visible()
    picture = page.locator("figure img")
    assert await picture.get_attribute("alt") == (
        "Screenshot of an X post by Ana Ó Briain, 27 February 2026: Трамвай № 5 is back on the bridge"
    )
    assert await picture.bounding_box() is not None


async def test_the_further_pictures_of_a_gallery_stand_below_the_first_in_order(page, newsroom):
    pictures = [draw(a_post(f"Picture {number}"), "instagram") for number in (2, 10)]
    slides = tuple(
        Artefact(name=f"slide-{number:02}.png", role="post-slide", media_type="image/png", body=body, width=width, height=height)
        for number, (body, width, height) in zip((2, 10), pictures, strict=True)
    )  # fmt: skip
    snapshot = await newsroom.keep(an_embed(), a_post(), artefacts=slides, remarks=("Of the post's 12 pictures 3 …",))
    await page.goto(f"{newsroom.address}/snapshots/{snapshot.id}")
    await expect(page.get_by_role("heading", name="Every check passed")).to_be_visible()
    shown = [await each.get_attribute("src") for each in await page.locator("figure img").all()]
    assert [address.rsplit("/", 1)[1] for address in shown] == ["post.png", "slide-02.png", "slide-10.png"]
    await expect(page.get_by_text("Of the post's 12 pictures")).to_be_visible()


async def test_what_was_done_to_a_page_is_said_beside_its_picture(newsroom, page):
    body, width, height = draw(a_post("before"), "x")
    names = ("before.png", "page-02.png", "page-01.png")
    more = tuple(
        Artefact(name=name, role="page-image", media_type="image/png", body=body, width=width, height=height)
        for name in names
    )
    done = ("Refused what a banner asked consent for (onetrust).", "Pressed “<b>more</b>” in the post.")
    snapshot = await newsroom.keep(an_embed(), a_post(), artefacts=more, changes=done)
    await page.goto(f"{newsroom.address}/snapshots/{snapshot.id}")
    assert await page.locator("h2:has-text('What we did to the page') + ul li").all_inner_texts() == list(done)
    links = [await each.get_attribute("href") for each in await page.locator("section p.when a[href*='.png']").all()]
    assert [address.rsplit("/", 1)[1] for address in links] == ["page-01.png", "page-02.png", "before.png"]
    untouched = await newsroom.keep(an_embed("21"), a_post(), hours=1)
    await page.goto(f"{newsroom.address}/snapshots/{untouched.id}")
    assert await page.get_by_text("What we did to the page").count() == 0


async def test_a_search_is_an_address_that_can_be_shared(page, newsroom):
    await newsroom.keep(an_embed("20"), a_post("The bridge is open"))
    await newsroom.keep(an_embed("21"), a_post("Nothing of the kind", author=Author(name="Somebody Else")))
    await page.goto(newsroom.address)
    await page.get_by_label("Words, author or address").fill("bridge")
    await page.get_by_role("button", name="Search").click()
    await expect(page).to_have_url(re.compile(r"\?q=bridge"))
    await expect(page.locator("li.post")).to_have_count(1)


async def test_changed_bytes_are_said_on_the_page_in_plain_words(page, newsroom):
    snapshot = await newsroom.keep(an_embed(), a_post())
    newsroom.archive.store.damage(f"{snapshot.folder}/post.txt", b"something else")
    await page.goto(f"{newsroom.address}/snapshots/{snapshot.id}")
    await expect(page.get_by_role("heading", name="A check failed")).to_be_visible()
    await expect(page.get_by_text("post.txt is not the file that was sealed.")).to_be_visible()


async def test_a_rehearsal_is_never_shown_as_evidence(page, newsroom):
    snapshot = await newsroom.keep(an_embed(), a_post(), rehearsal=True)
    for path in ("/embeds/x-20", f"/snapshots/{snapshot.id}"):
        await page.goto(newsroom.address + path)
        await expect(page.locator(".rehearsal")).to_contain_text("It is no evidence.")


async def test_what_is_not_there_gets_a_page_for_people(page, newsroom):
    answer = await page.goto(f"{newsroom.address}/embeds/x-404")
    assert answer.status == 404
    await expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is here")


async def test_nothing_that_a_post_or_an_article_says_runs(living, newsroom):
    post = a_post(
        HOSTILE,
        title=HOSTILE,
        author=Author(name=HOSTILE, handle=HOSTILE, url="javascript:alert(1)"),
        media=(Media(kind="image", url="javascript:window.ran=1", alt=HOSTILE),),
        reply_to="javascript:window.ran=1",
        language='en" onload="x',
        quoted=a_post(HOSTILE),
        answered=a_post(HOSTILE),
        labels=(HOSTILE,),
        poll=Poll(question=HOSTILE, choices=(Choice(text=HOSTILE, votes=3), Choice(text=HOSTILE, percent=7))),
        card=Card(url="javascript:window.ran=1", title=HOSTILE, description=HOSTILE),
    )
    snapshot = await newsroom.keep(an_embed(), post, reason=HOSTILE)
    for body in (HOSTILE + " https://x.com/i/status/20", f"<p>{HOSTILE} https://x.com/i/status/20</p>"):
        await hand_in(living, newsroom, body)
        await expect(living.locator("h1")).to_be_visible()
        assert not await living.evaluate("'ran' in window")
    for path in ("/", "/embeds/x-20", f"/snapshots/{snapshot.id}", "/?q=" + HOSTILE, f"/embeds/{HOSTILE}"):
        await living.goto(newsroom.address + path)
        await expect(living.locator("h1")).to_be_visible()
        assert not await living.evaluate("'ran' in window")
        assert await living.locator("main script, main [onerror], [href^='javascript:']").count() == 0
        assert await living.get_by_text("49", exact=True).count() == 0
    refused = [text for text in living.complaints if "Content Security Policy" in text]
    assert refused == []  # nothing even tried


async def test_with_scripts_the_page_follows_the_work_by_itself(living, newsroom):
    await hand_in(living, newsroom, ARTICLE)
    await living.wait_for_url("**/articles/**")
    await living.get_by_role("heading", level=1).evaluate("heading => heading.dataset.same = 'document'")
    await newsroom.work()
    await expect(living.get_by_text("2 of 2 references are kept.")).to_be_visible()
    assert [text for text in living.complaints if "404" not in text] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_fits_a_small_screen_and_has_one_heading_and_named_images(
    chromium, newsroom, scheme, tmp_path
):
    snapshot = await newsroom.keep(an_embed(), a_post("Donaudampfschifffahrtsgesellschaft " * 12))
    await newsroom.keep(an_embed("b" * 60), a_post("W" * 300))
    context = await chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page = await context.new_page()
    await hand_in(page, newsroom, ARTICLE + "https://example.org/" + "w" * 200)
    article = page.url.removeprefix(newsroom.address)
    for number, path in enumerate(("/", article, "/embeds/x-20", f"/snapshots/{snapshot.id}", "/docs", "/nothing")):
        await page.goto(newsroom.address + path)
        await page.screenshot(path=tmp_path / f"{number}-{scheme}.png", full_page=True)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert await page.locator("h1").count() == 1, path
        assert await page.locator("img:not([alt])").count() == 0, path
        assert await page.locator("img:not([width])").count() == 0, path
        assert await page.locator("main#main, header, footer, a.skip").count() >= 4, path
    await context.close()


async def test_the_first_key_leads_past_the_navigation(page, newsroom):
    await page.goto(newsroom.address)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
