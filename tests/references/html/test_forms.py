"""Every form in which a newsroom's page holds a post is found once, at its exact place."""

import pytest

from service import references
from service.model.article import Article, Format
from tests.references.html.forms import FORMS


def find(body):
    return references.find(Article(body=body, format=Format.HTML))


@pytest.mark.parametrize("name", FORMS)
def test_a_post_is_found_in_the_form_of(name):
    markup, platform, post_id = FORMS[name]
    before, mark, rest = markup.partition("⟦")
    expected, _, after = rest.partition("⟧") if mark else (markup, "", "")
    if not mark:
        before = ""
    body = f"<p>Größe 🧱</p>\n{before}{expected}{after}\n<p>After</p>"
    found = [one for one in find(body) if one.kind != "link" or one.post_id is None or one.platform != platform]
    assert [(one.kind, one.platform, one.post_id) for one in found] == [("markup", platform, post_id)]
    assert body[found[0].start : found[0].end] == expected
