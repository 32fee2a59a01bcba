import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from service import platforms
from service.capture import capture, card
from service.capture.fake import FakeBrowser
from service.errors import CaptureFailed
from service.model.availability import Availability, State
from service.model.capture import Grade, Outcome
from service.model.document import Document, Request
from service.model.embed import Embed
from service.model.framing import Method
from service.model.ids import EmbedId
from service.model.post import Author, Post
from service.model.reference import Byline, Kind, Reference
from service.model.resolution import Resolution

URL = "https://news.example.org/2024/05/train"
TEXT = "First freight train in eleven years."


def document(name, body, kind="application/json"):
    return Document(
        request=Request(name=name, url=URL),
        fetched=datetime(2024, 5, 6, tzinfo=UTC),
        final_url=URL,
        status=200,
        headers={"content-type": kind},
        body=body,
    )


def of_x(*, state=State.LIVE, suspected=False, text=TEXT, documents=()):
    return Resolution(
        reference=None,
        embed=Embed(id=EmbedId("x-1787"), platform="x", post_id="1787", url="https://x.com/i/status/1787"),
        post=Post(url="https://x.com/mira/status/1787", author=Author(handle="mira", name="<b>M"), text=text),
        availability=Availability(state=state, suspected=suspected),
        documents=documents,
    )


def of_quote():
    reference = Reference(
        kind=Kind.QUOTE,
        how="attribution",
        platform="x",
        post_id=None,
        embed_id=EmbedId("quote-a"),
        url=None,
        start=0,
        end=9,
        text=TEXT,
        author=Byline(name="Mira", handle="mira"),
        day=date(2024, 5, 4),
    )
    return Resolution(
        reference=reference,
        embed=Embed(id=EmbedId("quote-a"), platform="x", post_id=None, url=None),
        post=None,
        availability=Availability(state=State.UNRESOLVED),
    )


WAYS = [way.url for way in platforms.of(of_x().embed).framings("1787", of_x().post)]


@pytest.fixture
def browser():
    return FakeBrowser()


@pytest.fixture
def walled(browser):
    for way in WAYS:
        browser.walls(way)
    return browser


async def test_a_post_that_shows_itself_is_visited_once(browser):
    made = await capture(browser, of_x())
    assert browser.visited == WAYS[:1]
    assert (made.method, made.grade, made.reasons) == (Method.LIVE_EMBED, Grade.COMPLETE, ())


async def test_the_next_way_is_tried_when_one_is_blank(browser):
    browser.stays_blank(WAYS[0])
    made = await capture(browser, of_x())
    assert browser.visited == WAYS[:2]
    assert (made.method, made.grade, made.reasons) == (Method.LIVE_PAGE, Grade.COMPLETE, ())
    assert any(step.step == "attempt-done" and "did not appear" in step.detail for step in made.steps)
    assert "attempts/1-live-embed/post.png" in {each.name for each in made.artefacts}


async def test_the_better_part_is_kept_when_nothing_is_complete(walled):
    walled.shows_part(WAYS[0], TEXT)
    made = await capture(walled, of_x())
    assert (made.method, made.grade) == (Method.LIVE_EMBED, Grade.PARTIAL)
    assert made.reasons == ("1 of 2 images had not loaded.", "live-page: A wall stands before the post.")
    assert None not in walled.visited, "no card is drawn beside a picture of the post"


async def test_walls_everywhere_give_a_card_and_no_word_of_deletion(walled):
    made = await capture(walled, of_x())
    assert (made.method, made.outcome, made.grade) == (Method.RECONSTRUCTED, Outcome.LOGIN_WALL, Grade.PARTIAL)


@pytest.mark.parametrize(
    ("state", "suspected", "outcome"),
    [
        (State.DELETED, False, Outcome.DELETED),
        (State.DELETED, True, Outcome.NOT_FOUND),
        (State.SUSPENDED, False, Outcome.SUSPENDED),
        (State.PROTECTED, False, Outcome.PROTECTED),
    ],
)
async def test_a_post_that_is_gone_is_looked_for_once_and_called_what_is_certain(browser, state, suspected, outcome):
    browser.is_gone(WAYS[0])
    made = await capture(browser, of_x(state=state, suspected=suspected))
    assert (made.outcome, made.grade, made.http_status) == (outcome, Grade.PARTIAL, 404)
    assert browser.visited == [WAYS[0], None]


async def test_a_post_called_gone_that_shows_itself_is_simply_there(browser):
    made = await capture(browser, of_x(state=State.DELETED))
    assert (made.outcome, made.grade) == (Outcome.RENDERED, Grade.COMPLETE)


async def test_a_notice_in_place_of_a_post_of_which_no_words_are_known_is_not_taken_for_it(browser):
    browser.shows(WAYS[0], "Post not found, it may have been deleted.")
    made = await capture(browser, replace(of_x(state=State.DELETED), post=None))
    assert (made.outcome, made.grade, made.method) == (Outcome.DELETED, Grade.BLANK, Method.LIVE_EMBED)


async def test_an_outage_of_the_page_is_not_taken_for_an_absence(browser):
    browser.fails_to_open(WAYS[0])
    assert (await capture(browser, of_x(state=State.DELETED))).outcome is Outcome.ERROR


async def test_a_quote_without_its_original_is_drawn_from_the_article_and_says_so(browser):
    made = await capture(browser, of_quote())
    assert (browser.visited, made.url_requested) == ([None], None)
    assert (made.method, made.outcome, made.grade) == (Method.QUOTED, Outcome.NOT_FOUND, Grade.PARTIAL)
    html = card.framing(of_quote()).html
    for words in ("from the text of an article — not a screenshot", TEXT, "2024-05-04, as printed in the article"):
        assert words in html


async def test_the_documents_come_along_by_name_and_number(browser):
    documents = (
        document("tweet-result", b"{}"),
        document("Short Link!", b"<p>", "text/html; charset=utf-8"),
        document("empty", b""),
        document("thing", b"\x00", "image/png"),
    )
    made = await capture(browser, of_x(documents=documents))
    raw = {each.name: each for each in made.artefacts if each.role == "raw-api"}
    assert list(raw) == ["raw/1-tweet-result.json", "raw/2-short-link.html", "raw/4-thing.bin"]
    first = raw["raw/1-tweet-result.json"]
    assert (first.source_url, first.captured) == (URL, datetime(2024, 5, 6, tzinfo=UTC))


async def test_one_log_tells_all_attempts_in_one_line_of_time(walled):
    made = await capture(walled, of_x(documents=(document("a", b"1"), document("a", b"2"))))
    logs = [each for each in made.artefacts if each.role == "capture-log"]
    lines = [json.loads(line) for line in logs[0].body.splitlines()]
    assert len(logs) == 1
    assert [line["step"] for line in lines].count("attempt") == len(WAYS) + 1
    assert [line["at_ms"] for line in lines] == sorted(line["at_ms"] for line in lines)
    names = [each.name for each in made.artefacts]
    assert len(names) == len(set(names))


async def test_a_browser_that_cannot_be_had_is_our_failure(browser):
    browser.dies()
    with pytest.raises(CaptureFailed):
        await capture(browser, of_x())
    with pytest.raises(CaptureFailed):
        await browser.ping()
    browser.recovers()
    assert (await capture(browser, of_x())).grade is Grade.COMPLETE


def test_a_card_runs_nothing_and_asks_for_nothing():
    html = card.framing(of_x(text="<script>alert(1)</script><img src=x>")).html
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert "default-src 'none'" in html
