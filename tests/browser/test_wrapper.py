"""When a platform's own pages show nothing, what it gives to embedders is put up on a page of ours."""

import json
from datetime import UTC, datetime

import pytest
from aiohttp import web

from service.capture import capture, wrapper
from service.model.availability import Availability, State
from service.model.capture import Grade, Outcome
from service.model.document import Document, Request
from service.model.embed import Embed
from service.model.framing import Method
from service.model.ids import EmbedId
from service.model.post import Author, Post
from service.model.resolution import Resolution
from tests.browser.test_visits import DOT, files

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

TEXT = "First freight train on the Vellmark line in eleven years, said the station's keeper."
QUOTE = f"""<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{TEXT}</p>&mdash; Mira Lenz (@mira)
<a href="https://twitter.com/mira/status/1787">May 4, 2024</a><img src="https://posts.example.org/mark.png" width=40 height=40></blockquote>"""


def known(html, *, state=State.LIVE):
    url = "https://publish.twitter.com/oembed?url=x"
    answer = Document(
        request=Request(name="oembed", url=url),
        fetched=datetime(2024, 5, 6, tzinfo=UTC),
        final_url=url,
        status=200,
        headers={"content-type": "application/json"},
        body=json.dumps({"type": "rich", "html": html}).encode(),
    )
    return Resolution(
        reference=None,
        embed=Embed(id=EmbedId("x-1787"), platform="x", post_id="1787", url="https://x.com/i/status/1787"),
        post=Post(url="https://x.com/mira/status/1787", author=Author(handle="mira", name="Mira Lenz"), text=TEXT),
        availability=Availability(state=state),
        documents=(answer,),
    )


async def test_markup_for_embedding_stands_in_and_says_so(site, chromium):
    asked = []

    async def mark(request):
        asked.append(request.headers.get("Referer"))
        return web.Response(body=DOT, content_type="image/png")

    site.put("/mark.png", mark)
    made = await capture(chromium, known(QUOTE))
    assert (made.method, made.outcome, made.grade) == (Method.OEMBED, Outcome.RENDERED, Grade.PARTIAL)
    assert made.reasons[0].startswith("What the platform gives to be embedded")
    assert TEXT in files(made)["post.txt"].body.decode()
    assert asked == [wrapper.ADDRESS], "what is embedded is told a web page as its reader"
    assert not any("invalid" in connection.host for connection in made.connections)
    tried = [name.split("/")[1] for name in files(made) if name.startswith("attempts/")]
    assert [step.detail for step in made.steps if step.step == "attempt"][-1].endswith(wrapper.ADDRESS), tried


async def test_an_embedded_frame_is_looked_into(site, chromium):
    site.page("/player", f"<!doctype html><meta charset=utf-8><body><h1>Mira Lenz</h1><p>{TEXT}</p>")
    made = await capture(
        chromium, known('<iframe src="https://posts.example.org/player" width=500 height=300></iframe>')
    )
    assert (made.method, made.grade) == (Method.OEMBED, Grade.PARTIAL), made.reasons
    assert len(made.reasons) == 1 or "own page" in made.reasons[0]


async def test_a_frame_that_stays_empty_is_no_picture_and_the_card_stands_in(site, chromium):
    site.page("/empty-player", "<!doctype html><body>")
    made = await capture(
        chromium, known('<iframe src="https://posts.example.org/empty-player" width=500 height=300></iframe>')
    )
    assert made.method is Method.RECONSTRUCTED
    assert any(reason.startswith("oembed: ") for reason in made.reasons), made.reasons


async def test_a_post_that_is_gone_is_not_put_up_from_old_markup(chromium):
    made = await capture(chromium, known(QUOTE, state=State.DELETED))
    assert made.method is Method.RECONSTRUCTED
