"""Links of an article's HTML: each once, at its element or its address, peeled of what is wrapped around it."""

import pytest

from service import references
from service.model.article import Article, Format

N = "1579478434783137792"


def find(body, **known):
    return references.find(Article(body=body, format=Format.HTML, **known))


@pytest.mark.parametrize(
    ("prose", "address", "url"),
    [
        (f"see x.com/annm/status/{N} there", f"x.com/annm/status/{N}", f"https://x.com/annm/status/{N}"),
        (f"(https://x.com/annm/status/{N}).", f"https://x.com/annm/status/{N}", f"https://x.com/annm/status/{N}"),
        ("詳しくはhttps://example.com/aをご覧ください", "https://example.com/a", "https://example.com/a"),
        ("见https://example.com/a。然后", "https://example.com/a", "https://example.com/a"),
        ("«https://example.com/a»", "https://example.com/a", "https://example.com/a"),
        (
            "https://example.com/a?b=1&amp;c=2, more",
            "https://example.com/a?b=1&amp;c=2",
            "https://example.com/a?b=1&c=2",
        ),
        ("https://münchen.example/a", "https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
        ("https://example.com/<wbr>", "https://example.com/", "https://example.com/"),
        ("www.example.com/a!", "www.example.com/a", "https://www.example.com/a"),
    ],
)
def test_an_address_in_prose_is_a_link_at_its_place(prose, address, url):
    body = f"<p>Größe 🧱</p>\r\n<p>{prose}</p>"
    (one,) = find(body)
    assert (one.kind, one.url, body[one.start : one.end]) == ("link", url, address)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://web.archive.org/web/2022/https://example.com/a", "https://example.com/a"),
        ("https://www.google.com/url?q=https%3A%2F%2Fexample.com%2Fa&amp;sa=D", "https://example.com/a"),
        ("https://example-com.cdn.ampproject.org/c/s/example.com/a", "https://example.com/a"),
        (" https://example.com/a?utm_source=b ", "https://example.com/a"),
        ("//example.com/a", "https://example.com/a"),
        ("/b", "https://news.example/b"),
        ("https://例え.example/a", "https://xn--r8jz45g.example/a"),
        ("https://t.co/AbCdEfGhIj", "https://t.co/AbCdEfGhIj"),
    ],
)
def test_a_link_is_what_it_leads_to(href, url):
    anchor = f'<a class="x > y" title=\'</a>\' href="{href}">words <b>more</b><!-- </a> --></a>'
    body = f"<article><p>See {anchor}.</p></article>"
    (one,) = find(body, source_url="https://news.example/a")
    assert (one.url, body[one.start : one.end], one.text) == (url, anchor, "words more")


@pytest.mark.parametrize(
    "room",
    [
        *("nav", "footer", 'div class="share-bar"', 'ul role="navigation"', 'div id="related"', 'div class="byline"'),
        *(
            'div class="ArticleByline"',
            'div class="relatedArticles"',
            'div class="post-tags"',
            'div class="author-box"',
        ),
        *(
            'div id="comments"',
            'div class="most-read"',
            'aside class="sidebar"',
            'div class="main-navigation"',
            "noscript",
        ),
    ],
)
def test_what_stands_in_the_furniture_of_a_page_is_no_link(room):
    body = f'<body><{room}><p><a href="https://example.com/a">a</a></p></{room.split()[0]}><p>b</p></body>'
    assert find(body) == ()


@pytest.mark.parametrize(
    "room",
    [
        "post hentry tag-news tag-war",
        "layout has-sidebar",
        "no-sidebar",
        "single comments-open",
        "by author-ann",
        "sidebar-layout",
    ],
)
def test_a_room_that_only_names_what_stands_beside_it_is_the_articles(room):
    (one,) = find(f'<div class="{room}"><p><a href="https://example.com/a">a</a></p></div>')
    assert one.url == "https://example.com/a"


def test_teasers_are_no_links_of_the_article_though_each_is_an_article():
    teasers = (
        '<section class="related"><article class="teaser"><a href="https://example.com/b">b</a></article></section>'
    )
    body = f'<article><p><a href="https://example.com/a">a</a></p></article>{teasers}'
    assert [one.url for one in find(body)] == ["https://example.com/a"]


def test_an_anchor_that_is_never_closed_ends_where_the_next_thing_begins():
    body = '<p><a href="https://example.com/a">one <a href="https://example.com/b">two</a> three</p>'
    assert [body[one.start : one.end] for one in find(body)] == [
        '<a href="https://example.com/a">one ',
        '<a href="https://example.com/b">two</a>',
    ]
