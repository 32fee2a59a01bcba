"""Articles composed of every form at once: each place is exact, in order, and putting something in its place is stable."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from service import references
from service.model.article import Article, Format
from tests.references.html.forms import FORMS

KEPT = '<figure class="kept"><p>Kept “words” 🧱</p></figure>'
PROSE = st.sampled_from(
    [
        "<p>Words of the article.</p>",
        "<p>Größe &amp; Ruhm 🧱 &nbsp; — ©</p>\r\n",
        "<h2>A heading</h2>\n<ul><li>One</li><li>Two</li></ul>",
        '<p>With a <b>picture</b>: <img src="a.jpg" alt="a > b"></p>',
        "<table><tr><td>1</td></tr></table>\n<p>Words.</p>",
    ]
)
PARTS = st.lists(st.tuples(PROSE, st.sampled_from(sorted(FORMS))), min_size=1, max_size=6)


def composed(parts):
    """Give the body and the expected (span, platform, id) in order."""
    body, expected = "", []
    for prose, name in parts:
        markup, platform, post_id = FORMS[name]
        before, mark, rest = markup.partition("⟦")
        span, _, after = rest.partition("⟧") if mark else (markup, "", "")
        body += prose + (before if mark else "")
        expected.append((len(body), len(body) + len(span), platform, post_id))
        body += span + after
    return body + "<p>The end.</p>", expected


def embeds(body, form=Format.HTML):
    return [one for one in references.find(Article(body=body, format=form)) if one.kind == "markup"]


@given(PARTS)
@settings(max_examples=150, deadline=None)
def test_every_embed_of_an_article_is_at_its_place_and_in_order(parts):
    body, expected = composed(parts)
    assert [(one.start, one.end, one.platform, one.post_id) for one in embeds(body)] == expected


@given(PARTS)
@settings(max_examples=60, deadline=None)
def test_the_same_places_are_found_in_html_that_a_cms_keeps_in_json(parts):
    body, expected = composed(parts)
    found = embeds(json.dumps({"content": {"html": body}}), Format.JSON)
    assert [(one.pointer, one.start, one.end) for one in found] == [
        ("/content/html", start, end) for start, end, _, _ in expected
    ]


@given(PARTS, st.data())
@settings(max_examples=100, deadline=None)
def test_what_was_not_replaced_is_found_again_and_what_was_is_not(parts, data):
    body, _ = composed(parts)
    article = Article(body=body, format=Format.HTML)
    found = references.find(article)
    chosen = data.draw(st.sets(st.sampled_from([one for one in found if one.kind == "markup"])))
    inside = [one for one in found if any(each.start <= one.start and one.end <= each.end for each in chosen)]
    changed = references.replace(article, dict.fromkeys(chosen, KEPT)).body
    again = references.find(Article(body=changed, format=Format.HTML))
    assert [(one.embed_id, one.kind, changed[one.start : one.end]) for one in again] == [
        (one.embed_id, one.kind, body[one.start : one.end]) for one in found if one not in inside
    ]
    assert references.find(Article(body=references.replace(article, {}).body, format=Format.HTML)) == found


@given(st.sampled_from(sorted(FORMS)))
@settings(max_examples=80, deadline=None)
def test_the_place_of_an_embed_holds_that_embed_and_nothing_else(name):
    body, _ = composed([("<p>a</p>", name)])
    (one,) = embeds(body)
    alone = embeds(body[one.start : one.end])
    if one.how != "shortcode" and not one.how.endswith("-widget"):
        assert [(each.embed_id, each.start, each.end) for each in alone] == [(one.embed_id, 0, one.end - one.start)]


def test_a_box_with_a_time_that_says_nothing_is_no_failure():
    body = '<div class="tweet"><a href="https://x.com/annm">Ann</a><p>Words</p><a href="https://x.com/annm/status/20"><time datetime="2022-10-10"></time></a></div>'
    assert [(one.post_id, one.start, one.end) for one in embeds(body)] == [("20", 0, len(body))]


def test_a_wrapper_that_the_tree_makes_up_is_no_place():
    body = '<p><a href="https://x.com/annm/status/21">a<div class="embed"><p>b</a><iframe src="https://www.youtube.com/embed/aBcDeFgHiJ_"></iframe></p></div>'
    for one in references.find(Article(body=body, format=Format.HTML)):
        assert 0 <= one.start < one.end <= len(body)
