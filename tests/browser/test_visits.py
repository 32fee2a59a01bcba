import json

import pytest

from service.model.capture import Grade, Outcome

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

TEXT = "A known Belarussian economist has published figures nobody expected."
CARD = """<!doctype html><meta charset=utf-8><style>body{margin:0;font:16px sans-serif;background:#fff}
article{margin:20px;padding:16px;border:1px solid #ccd;border-radius:12px;width:500px}.bar{height:14px;background:#e3e6ea;
margin:8px 0;border-radius:6px}</style><div id=app>%s</div>"""
LATE = (
    CARD % "<article class=skeleton><div class=bar></div><div class=bar></div></article>"
    + """<script>fetch("/api/%s").then(a => a.json()).then(post => {
document.querySelector("#app").innerHTML = "<article class=post><b>Ada</b><p></p></article>";
document.querySelector("p").textContent = post.text; });</script>"""
)


def files(capture):
    return {artefact.name: artefact for artefact in capture.artefacts}


async def test_a_post_that_comes_late_is_waited_for(site, visit):
    site.page("/api/late", json.dumps({"text": TEXT}), after=1.0, kind="application/json")
    url = site.page("/late", LATE % "late")
    capture = await visit(url, ready=("article.post",), clip=("article.post",), expect=TEXT)
    assert (capture.outcome, capture.grade, capture.reasons) == (Outcome.RENDERED, Grade.COMPLETE, ())
    assert TEXT in files(capture)["post.txt"].body.decode()
    assert files(capture)["post.png"].width == 2 * (500 + 2 * 17 + 2 * 8)
