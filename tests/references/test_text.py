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


@pytest.mark.parametrize(
    ("flat", "platform", "handle", "day"),
    [
        (
            "View this post on Instagram\n\nA quiet morning #fog\n\nA post shared by Ann (she/her) (@ann.b) on Sep 3, 2018 at 3:55pm PDT",
            "instagram",
            "ann.b",
            "2018-09-03",
        ),
        (
            "Sieh dir diesen Beitrag auf Instagram an\nEin Beitrag geteilt von Manu (@manu) am Jun 17, 2019 um 12:17 PDT",
            "instagram",
            "manu",
            "2019-06-17",
        ),
        ("View this post on Instagram", "instagram", None, None),
        ("We are closed today.\nPosted by City Bakery on Friday, April 1, 2022", "facebook", None, "2022-04-01"),
        ("@someone Makes you think #fyp ♬ original sound - Someone", "tiktok", "someone", None),
        ("A title of a post\nbyu/some_one inexample", "reddit", "some_one", None),
        ("Post by @someone View on Threads", "threads", "someone", None),
        ("Post by @someone@social.example\nView on Mastodon", "mastodon", "someone@social.example", None),
        ("The bridge is down pic.twitter.com/AbCdEfGhIj", "x", None, None),
    ],
)
def test_flattened_posts_of_every_platform_are_found_whole(flat, platform, handle, day):
    body = f"The council met on Monday to discuss the bridge.\n\n{flat}\n\nNobody was hurt, officials said on Tuesday."
    (one,) = [one for one in find(body) if one.kind == "quote"]
    assert body[one.start : one.end] == flat
    assert (one.platform, one.author.handle if one.author else None) == (platform, handle)
    assert (one.day.isoformat() if one.day else None) == day


def test_a_shortcode_is_replaced_whole():
    body = "Words.\n\n[embed]https://x.com/a/status/20[/embed]\n\nMore."
    (one,) = find(body)
    assert (one.kind, one.post_id, body[one.start : one.end]) == (
        "markup",
        "20",
        "[embed]https://x.com/a/status/20[/embed]",
    )


def test_a_post_whose_attribution_stands_after_its_first_line_is_one_post():
    body = (
        "The council met on Monday to discuss the bridge, which had been closed since spring.\n"
        "The bridge is open\n— Ann (@annm) October 10, 2022\nThank you all for your patience https://t.co/AbCdEfGhIj\n"
        "Drivers had waited for months, a spokesman of the council said on Tuesday."
    )
    (one,) = find(body)
    assert body[one.start : one.end].startswith("The bridge is open\n—")
    assert body[one.start : one.end].endswith("https://t.co/AbCdEfGhIj")


def test_text_that_keeps_links_gives_the_id():
    body = "Words before it.\n\nIt works [pic.twitter.com/AbCdEfGhIj](https://t.co/AbCdEfGhIj)\n\n— Bo\\_B (@bo\\_b) [May 1, 2020](https://twitter.com/bo_b/status/1256000000000000000?ref_src=twsrc%5Etfw)"
    one = find(body)[0]
    assert (one.post_id, one.author.handle, one.author.name) == ("1256000000000000000", "bo_b", "Bo_B")


@pytest.mark.parametrize("dash", ["—", "–", "--", "-", "&mdash;", "―"])
@pytest.mark.parametrize("gap", [" ", "\n", "\n\n", "\n    "])
def test_any_dash_and_any_gap_before_it_will_do(dash, gap):
    body = f"The council met on Monday to discuss the bridge.\n\nThe road is open 🎉{gap}{dash} Ann-Marie (@annm) October 10, 2022"
    (one,) = find(body)
    assert (one.author.name, one.author.handle, one.end) == ("Ann-Marie", "annm", len(body))


@pytest.mark.parametrize(
    "name",
    [
        "Ann — Bridge Desk",
        "24/7 News (official)",
        "A.B. 2022-10-01",
        "Ann (she/her) 🌉",
        "عمر",
        "橋のニュース",
        "Ann/Bo",
        "October Ten",
    ],
)
def test_names_may_hold_anything(name):
    body = f"The road is open — it really is 🎉\n— {name} (@annm) October 10, 2022"
    (one,) = find(body)
    assert (one.author.name, one.author.handle, one.day.isoformat()) == (name, "annm", "2022-10-10")


def test_a_lost_date_does_not_lose_the_post_when_its_own_link_stands_there():
    body = "The council met on Monday.\n\nThe road is open 🎉 pic.twitter.com/AbCdEfGhIj\n— Ann (@annm)\n\nNobody was hurt."
    (one,) = find(body)
    assert (one.author.handle, one.day, body[one.end :]) == ("annm", None, "\n\nNobody was hurt.")


def test_a_speaker_with_a_handle_is_no_post():
    assert find("“We will win.” — Jane Roe (@janeroe)\n\nThe match begins at noon.") == ()
