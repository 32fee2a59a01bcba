"""What a person calls an article."""

import json

import pytest

from service.model.article import Article, Format


@pytest.mark.parametrize(
    ("body", "format_", "heading"),
    [
        ("\n\n  The bridge is open  \n\nSince today.", Format.TEXT, "The bridge is open"),
        ("word " * 60, Format.TEXT, "word " * 17 + "word …"),
        ("<title>Paper</title><h1 class='x'>The <i>bridge</i></h1>", Format.HTML, "The bridge"),
        (
            "<script>let a = '<p>'</script><!-- no --><div><p>The bridge &lt; open</p></div>",
            Format.HTML,
            "The bridge < open",
        ),
        (json.dumps({"id": 1, "headlines": {"basic": "The <b>bridge</b>"}}), Format.JSON, "The bridge"),
        (r'{"title": "The \ud800bridge"}', Format.JSON, "The bridge"),
        ("{}", Format.JSON, None),
        ("", Format.TEXT, None),
        ("<p> </p>", Format.HTML, None),
    ],
)
def test_an_article_without_a_title_is_called_by_its_opening(body, format_, heading):
    assert Article(body=body, format=format_).heading == heading
    assert Article(body=body, format=format_, title="  Given \n title ").heading == "Given title"
