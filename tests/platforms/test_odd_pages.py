"""Pages of the web are odd: what can be read is read, what cannot is left out, and nothing is made up."""

from datetime import UTC, datetime

import pytest

from service.model.document import Document, Request
from service.platforms import discover

HERE = "https://news.example/2024/05/trains"


def told(body, *, final=HERE, kind="text/html; charset=utf-8"):
    """What the page file reads of one answer."""
    if isinstance(body, str):
        body = body.encode()
    document = Document(
        request=Request(name="page", url=HERE),
        fetched=datetime(2026, 1, 2, tzinfo=UTC),
        final_url=final,
        status=200,
        headers={"content-type": kind},
        body=body,
    )
    return discover()["page"].read(HERE, {"page": document}).post


@pytest.mark.parametrize(
    "body",
    [
        "<title>Trains</title><p>Forty wagons",
        "<p>No head at all<title>Trains</title>",
        "<html><body><h1>x</h1></body><title>\n  Trains\n</title>",
        '<meta property="og:title" content="Trains"><meta property="og:title" content="Of another story">',
        '<meta name=OG:TITLE content=" Trains ">',
        "<title>Trains</title><svg><title>An icon</title></svg>",
        '<meta property="og:title" content=""><title>Trains</title>',
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"Organization","name":"News"},'
            '{"@type":["Thing","NewsArticle"],"headline":"Trains"}]}</script><title>Trains | News</title>'
        ),
        '<script type="application/ld+json">[{"@type":"BreadcrumbList"},{"@type":"NewsArticle","headline":"Trains"}]</script>',
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Tra</script><title>Trains</title>',
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Broken",}</script>'
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Trains"}</script>'
        ),
        (
            '<script type="application/ld+json">{"@type":"WebPage","name":"News"}</script>'
            '<script type="application/ld+json">{"@type":"Article","headline":"Trains"}</script>'
        ),
        '<script type="application/ld+json"><!-- {"@type":"Article","headline":"Trains"} --></script><title>Trains</title>',
        '<script type="application/ld+json">{"@type":"Article","headline":["Trains","2"]}</script><title>Trains</title>',
        '<script type="application/ld+json">{"@type":"Article","headline":{"@value":"Trains"}}</script><title>Trains</title>',
        (
            '<script type="application/ld+json">{"@type":"Article","mainEntityOfPage":{"@type":"WebPage","name":"x"},'
            '"headline":"Trains"}</script>'
        ),
        '<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Trains</h1></article>',
        '<title>Trains</title><template><meta property="og:title" content="In a template"></template>',
    ],
)
def test_a_title_is_found(body):
    assert told(body).title == "Trains"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<title>Поїзди</title>".encode("windows-1251"), "text/html; charset=windows-1251"),
        ("<meta charset=windows-1251><title>Поїзди</title>".encode("windows-1251"), "text/html"),
        ("<title>Поїзди</title>".encode(), "text/html; charset=no-such-thing"),
        ('<meta charset="utf-8"><title>Поїзди</title>'.encode(), "text/html"),
        (b"\xef\xbb\xbf" + "<title>Поїзди</title>".encode(), "text/html; charset=iso-8859-1"),
        ("<title>Поїзди</title>".encode("utf-16"), "text/html"),
        ('<meta http-equiv=content-type content="text/html; charset=koi8-u"><title>Поїзди</title>'.encode("koi8-u"), "text/html"),
        ("<title>Поїзди</title>".encode(), "text/html; charset='utf-8'"),
        ("<title>Поїзди</title>".encode(), ""),
    ],
)  # fmt: skip
def test_letters_are_read_in_the_character_set_of_the_page(body, kind):
    assert told(body, kind=kind).title == "Поїзди"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("", HERE),
        ("https://news.example/2024/05/trains-of-vellmark", "https://news.example/2024/05/trains-of-vellmark"),
        ("/2024/05/trains-of-vellmark", "https://news.example/2024/05/trains-of-vellmark"),
        ("trains-of-vellmark", "https://news.example/2024/05/trains-of-vellmark"),
        ("//news.example/2024/05/trains-of-vellmark", "https://news.example/2024/05/trains-of-vellmark"),
        ("https://news.example/", HERE),
        ("/", HERE),
        ("https://evil.example/2024/05/trains", HERE),
        ("javascript:alert(1)", HERE),
        ("http://[broken", HERE),
        ("https://www.news.example/2024/05/trains", "https://www.news.example/2024/05/trains"),
        ("  https://news.example/a\n", "https://news.example/a"),
    ],
)
def test_a_pages_own_address_is_believed_on_its_own_host_and_never_for_the_front(written, url):
    assert told(f'<link rel="canonical" href="{written}"><title>Trains</title>').url == url


def test_the_first_of_several_canonical_addresses_counts():
    links = '<link rel=canonical href="/a"><link rel=canonical href="/b">'
    assert told(f"{links}<title>Trains</title>").url == "https://news.example/a"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ('{"@type":"Person","name":"Mira Lenz"}', "Mira Lenz"),
        ('[{"@type":"Person","name":"Mira Lenz"},{"@type":"Person","name":"Jonas W."}]', "Mira Lenz, Jonas W."),
        ('"Mira Lenz"', "Mira Lenz"),
        ('["Mira Lenz","Jonas W."]', "Mira Lenz, Jonas W."),
        ('{"@type":"Person","name":["Mira Lenz"]}', None),
        ("null", None),
        ("7", None),
    ],
)
def test_authors_are_read_in_every_shape_that_is_written(data, name):
    body = f'<script type="application/ld+json">{{"@type":"Article","headline":"T","author":{data}}}</script>'
    assert told(body).author.name == name


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://img.example/a.jpg", "https://img.example/a.jpg"),
        ("/a.jpg", "https://news.example/a.jpg"),
        ("//img.example/a.jpg", "https://img.example/a.jpg"),
        ("data:image/png;base64,AAAA", None),
        ("", None),
    ],
)
def test_a_pages_picture_is_an_address_of_the_web(written, url):
    media = told(f'<meta property="og:image" content="{written}"><title>T</title>').media
    assert (media[0].url if media else None) == url


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2024-05-04T10:41:00+02:00", datetime(2024, 5, 4, 8, 41, tzinfo=UTC)),
        ("2024-05-04T10:41:00Z", datetime(2024, 5, 4, 10, 41, tzinfo=UTC)),
        ("2024-05-04T10:41:00", None),
        ("2024-05-04", None),
        ("yesterday", None),
        ("0000-00-00T00:00:00Z", None),
    ],
)
def test_a_time_without_a_zone_is_no_statement(written, published):
    assert told(f'<meta property="article:published_time" content="{written}"><title>T</title>').published == published


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7 <title>not a title</title>", "application/pdf"),
        (b"\x89PNG\r\n", "image/png"),
        (b'{"title": "x"}', "application/json"),
        (b"", "text/html"),
        (b"\x00" * 1000, "text/html"),
    ],
)
def test_what_is_no_page_has_an_address_and_no_words(body, kind):
    post = told(body, kind=kind)
    assert post.url == HERE
    assert not post.title
    assert not post.author.name


def test_a_page_of_thousands_of_objects_is_read_in_bounded_time():
    graph = ",".join('{"@type":"Thing","@graph":[{"@type":"Thing"}]}' for _ in range(20_000))
    deep = "[" * 5_000 + "]" * 5_000
    scripts = "".join(f'<script type="application/ld+json">{each}</script>' for each in (f"[{graph}]", deep))
    assert told(f"{scripts}<title>Trains</title>").title == "Trains"
