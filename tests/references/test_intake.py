"""What is accepted as an article, and how a reference is written."""

import pytest

from service import references
from service.errors import BadArticle, BadUrl
from service.model.article import Article, Format


@pytest.mark.parametrize(
    ("raw", "format_"),
    [
        (b"", None),
        (b" \n", None),
        (b"\x89PNG\x00\x01", None),
        (b"\xff\xfe", None),
        ("words", "docx"),
        ("{", "json"),
        ("[" * 100_000, "json"),
        ("a\0b", "text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(raw, format_):
    with pytest.raises(BadArticle) as refusal:
        references.parse_body(raw, format_)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("words", "text"),
        ("<p>words</p>", "html"),
        ('{"a": "b"}', "json"),
        ("[not json]", "text"),
        ("1 < 2 and 3 > 2", "text"),
        ("<!-- wp:embed -->", "html"),
    ],
)
def test_the_format_is_seen_when_nobody_says_it(body, expected):
    assert references.detect(body) is Format(expected)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://", "nonsense", ""])
def test_an_address_that_none_may_open_is_refused(url):
    with pytest.raises(BadUrl):
        references.address(url)


def test_a_submitted_address_is_a_link():
    one = references.address("https://twitter.com/someone/status/20?s=20")
    assert (one.kind, one.platform, one.post_id, one.embed_id) == ("link", "x", "20", "x-20")


def test_a_reference_is_written_and_read_back_without_loss():
    body = "It works. — Bo (@bo) May 1, 2020 and https://example.com/a"
    for one in references.find(Article(body=body, format=Format.TEXT)):
        assert references.from_json(references.as_json(one)) == one


def test_the_public_shape_is_the_one_of_the_contract():
    (one,) = references.find(Article(body="It works. — Bo (@bo) May 1, 2020", format=Format.TEXT))
    shape = references.as_json(one)
    assert list(shape)[:14] == [
        "kind",
        "how",
        "platform",
        "post_id",
        "embed_id",
        "url",
        "start",
        "end",
        "pointer",
        "text",
        "author",
        "date",
        "links",
        "confidence",
    ]
    assert shape["author"] == {"name": "Bo", "handle": "bo"}
    assert shape["date"] == "2020-05-01"
