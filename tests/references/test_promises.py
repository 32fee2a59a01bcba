"""What holds for every body whatsoever."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import references
from service.model.article import Article, Format

PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</",
        '"',
        "'",
        "=",
        "&amp;",
        "&lt;",
        "<p>",
        "</p>",
        '<blockquote class="twitter-tweet">',
        "</blockquote>",
        '<a href="https://x.com/a/status/20">',
        "</a>",
        '<iframe src="https://www.youtube.com/embed/aBcDeFgHiJ_">',
        "<template>",
        "</template>",
        "<!--",
        "-->",
        '<figure class="wp-block-embed">',
        "</figure>",
        "<br>",
        "—",
        "--",
        "(@bo)",
        "(@bo.example)",
        " May 1, 2020",
        " 2022年3月1日",
        "— Bo (@bo) May 1, 2020",
        "https://",
        "https://t.co/AbCdEfGhIj",
        "pic.twitter.com/AbCdEfGhIj",
        "x.com/a/status/20",
        "www.",
        "[",
        "](",
        ")",
        "{",
        "}",
        '{"a":"',
        "\\",
        "🌉",
        "“",
        "”",
        "。",
        "日本",
        "He said:",
        "View this post on Instagram",
        "A post shared by",
        "♬ a",
        "Ann\n@bo\n",
        "10:04 AM · Oct 11, 2022",
        "4,477 Retweets",
        "Posted by Bo on Friday, April 1, 2022",
        "(@bo)がシェアした投稿",
        "View on Threads",
        "a line of some forty letters that is long\n",
        "    ",
        "> ",
        "```",
        "byu/bo in",
        "[embed]",
        "[tweet 20]",
        ' data-x="&lt;iframe src=',
        ' data-y="https://x.com/a/status/20"',
        "<time>",
        "<nav>",
        "[/embed]",
        "words of prose",
        *["\n", "\n\n", "\r\n", "\r", " ", "  ", "\u00a0", "\ufeff", "\ud800", "\x00"],
    ]
)
BODIES = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)


@given(body=BODIES, format_=st.sampled_from([Format.TEXT, Format.HTML]))
@settings(max_examples=400, deadline=None)
def test_every_reference_has_its_place_in_reading_order_and_none_partly_overlaps(body, format_):
    found = references.find(Article(body=body, format=format_, source_url="https://news.example/a"))
    assert [one.start for one in found] == sorted(one.start for one in found)
    reach = 0
    for one in found:
        assert 0 <= one.start < one.end <= len(body)
        assert one.start >= reach or one.end <= reach
        assert 0 <= one.confidence <= 1
        assert references.from_json(references.as_json(one)) == one
        reach = max(reach, one.end)


@given(
    body=st.recursive(
        BODIES,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["url", "html", "a/b", "href"]), inner, max_size=3)
        ),
        max_leaves=6,
    )
)
@settings(max_examples=150, deadline=None)
def test_no_json_makes_it_fail(body):
    references.find(Article(body=json.dumps(body), format=Format.JSON))


@given(body=BODIES)
@settings(max_examples=150, deadline=None)
def test_replacing_changes_only_the_places(body):
    article = Article(body=body, format=Format.TEXT)
    found = references.find(article)
    outer = [
        one
        for one in found
        if not any(other is not one and other.start <= one.start and one.end <= other.end for other in found)
    ]
    kept = references.replace(article, dict.fromkeys(outer, "\ue000")).body
    parts, at = [], 0
    for one in outer:
        parts, at = [*parts, body[at : one.start]], one.end
    assert kept == "\ue000".join([*parts, body[at:]])


@pytest.mark.parametrize(
    ("unit", "format_"),
    [
        (unit, format_)
        for unit in (
            "<",
            "<a ",
            '<a href="x',
            "<blockquote>",
            "&lt;blockquote ",
            "(@bo) ",
            "— Bo (@bo) May 1, 2020\n",
            "https://",
            "://",
            "[",
            "](",
            "“",
            "A. ",
            "\n",
            " ",
            '<div data-x="&lt;p>',
            "www.",
            "<template>",
            "byu/a in",
            "♬ ",
            "pic.twitter.com/",
            "a pic.twitter.com/AbCdEfGhIj\n",
            '<div data-x="https://www.youtube.com/watch?v=aBcDeFgHiJ_">x',
            "<div onclick=\"window.open('https://x.com/a/status/20')\">",
            '<article role="article"><a href="https://x.com/a/status/20"><time>1</time></a>',
            '<div><!-- <iframe src="https://www.youtube.com/embed/aBcDeFgHiJ_"></iframe> -->',
            '<blockquote class="twitter-tweet">',
            "<script>VK.Widgets.Post('a',1,2)</script>",
            "[tweet 20]",
            "<footer><nav>",
        )
        for format_ in (Format.TEXT, Format.HTML)
    ],
)
def test_no_repetition_takes_more_than_linear_time(unit, format_):
    def spent(size):
        article = Article(body=unit * (size // len(unit)), format=format_)
        began = time.process_time()
        references.find(article)
        return time.process_time() - began

    def linear():
        small, large = spent(10_000), spent(80_000)
        return large < 0.3 or large < 16 * max(small, 0.005)

    assert any(linear() for _ in range(3)), "three times in a row, so no other work on the machine made it slow"
