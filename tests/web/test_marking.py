import dataclasses

import pytest

from service.model.article import Article, Format
from service.references import find, parse_body
from service.web.pages.marking import LONGEST, mark

POST = "https://x.com/ana_example/status/20"


def marked(body, format_name="auto"):
    article = parse_body(body, format_name)
    references = find(article)
    return mark(article, references), references


def pieces(it):
    return [piece for place in it.places for block in place.blocks for piece in block.pieces]


def test_a_text_is_shown_whole_and_cut_at_the_exact_spans():
    body = f"Річка — {POST}\n\n  indented & <b>not bold</b> {POST}1 end\n"
    shown, references = marked(body, "text")
    assert "".join(piece.text for piece in pieces(shown)) == body
    assert [piece.text for piece in pieces(shown) if piece.number] == [
        body[each.start : each.end] for each in references
    ]


def test_of_html_the_words_are_shown_and_never_the_markup():
    body = f'<style>p {{}}</style><h2>Head</h2><p>One &amp; <em>two</em> <a href="{POST}">Ana says</a>.</p><script>run()</script>'
    shown, _ = marked(body, "html")
    blocks = [(block.kind, "".join(piece.text for piece in block.pieces)) for block in shown.places[0].blocks]
    assert blocks == [("heading", "Head"), ("paragraph", "One & two Ana says.")]
    assert [piece.number for piece in pieces(shown) if piece.number] == [1]


def test_of_a_cms_body_each_string_with_a_reference_is_shown_under_its_pointer():
    shown, references = marked('{"a/b": [{"text": "See ' + POST + ' there"}], "other": "nothing"}', "json")
    assert [place.pointer for place in shown.places] == [references[0].pointer] == ["/a~1b/0/text"]
    assert [(piece.text, piece.number) for piece in pieces(shown)] == [("See ", None), (POST, 1), (" there", None)]


def test_a_reference_that_overlaps_another_is_listed_and_not_shown_twice():
    article = Article(body=f"See {POST} there", format=Format.TEXT)
    (reference,) = find(article)
    shown = mark(article, (reference, dataclasses.replace(reference, start=reference.start + 3)))
    assert shown.unplaced == (2,)


@pytest.mark.parametrize("format_name", ["text", "html"])
def test_an_article_that_is_too_long_to_show_is_cut_and_says_so(format_name):
    shown, _ = marked("<p>word</p> " * (LONGEST // 12 + 10) + POST, format_name)
    assert shown.cut
    assert shown.unplaced == (1,)
