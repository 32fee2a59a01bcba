"""Posts and links in plain text."""

import pytest

from service import references
from service.model.article import Article, Format


def find(body, **known):
    return references.find(Article(body=body, format=Format.TEXT, **known))


def test_two_flattened_posts_are_found_at_their_exact_places():
    first = "Look 🚒 at this bridge https://t.co/AbCdEfGhIj — Ann-Marie O’Neil (@annm) October 10, 2022"
    second = "Die Brücke ist gesperrt. — Straßenamt (@amt_strasse) 4. März 2019"
    body = f"The bridge fell on Monday.\n\n{first}\n\nThe mayor spoke later.\n\n{second}\n\nMore follows."
    one, two = find(body)
    assert body[one.start : one.end] == first
    assert (one.author.name, one.author.handle, one.day.isoformat()) == ("Ann-Marie O’Neil", "annm", "2022-10-10")
    assert one.links == ("https://t.co/AbCdEfGhIj",)
    assert body[two.start : two.end] == second
    assert (one.kind, one.platform, one.post_id, one.url) == ("quote", "x", None, None)
    assert one.embed_id.startswith("quote-")


def test_the_next_sentence_glued_to_the_year_is_no_part_of_the_post():
    body = "He wrote:\n\nIt works. — Bo (@bo) May 1, 2020The next day he left."
    (one,) = find(body)
    assert body[one.start : one.end] == "It works. — Bo (@bo) May 1, 2020"


def test_a_bluesky_post_is_told_from_one_of_x_by_its_handle():
    body = "Morning fog over the harbour [image or embed]\n\n— Ada (@ada.example.social) April 23, 2025 at 4:10 PM\n\nNext."
    (one,) = find(body)
    assert (one.platform, one.author.handle, one.day.isoformat()) == ("bluesky", "ada.example.social", "2025-04-23")
    assert body[: one.end].endswith("4:10 PM")


@pytest.mark.parametrize(
    "body",
    [
        "Write to desk@example.com or (@desk) for more.",
        "BunRabbit on October 11th, 2022 at 10:04 UTC »",
        "The minister (@minister) said on Monday that nothing was lost.",
        "On October 10, 2022 the bridge fell — nobody was hurt.",
        "Jane Roe — October 10, 2022",
    ],
)
def test_bylines_and_mentions_are_no_posts(body):
    assert find(body) == ()


def test_links_are_found_with_and_without_scheme():
    body = "See https://example.com/a_(b), x.com/someone/status/20 and https://example.com/b。"
    assert [(one.platform, body[one.start : one.end]) for one in find(body)] == [
        ("page", "https://example.com/a_(b)"),
        ("x", "x.com/someone/status/20"),
        ("page", "https://example.com/b"),
    ]


def test_the_article_itself_and_profiles_are_no_references():
    body = "https://news.example/a?utm_source=x https://x.com/someone https://twitter.com/intent/tweet?text=x"
    assert find(body, source_url="https://news.example/a") == ()
