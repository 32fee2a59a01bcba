"""Posts and links in plain text."""

import pytest

from service import references
from service.model.article import Article, Format
from tests.benchmarks import extents


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


PROSE = (
    "The council met on Monday to discuss the bridge, which had been closed since spring for repairs that cost more than planned. "
    "A spokesman said that the work would go on until the end of the year, and that nobody could promise more than that."
)


def begins(body, handle="annm"):
    (one,) = [one for one in find(body) if one.author and one.author.handle == handle]
    return body[one.start : one.end]


@pytest.mark.parametrize(
    ("lead", "post"),
    [
        ("See tweets:", "We resolved to open the bridge.\n— Ann (@annm) October 10, 2022"),
        ("3.", "what if the bridge was a boat #bridge\n— Ann (@annm) October 10, 2022"),
        ("“It is open,” she said.", "The bridge is open 🌉 pic.twitter.com/AbCdEfGhIj\n— Ann (@annm) October 10, 2022"),
        (
            "The bridge is open again after the spring, Daily Gazette, January 29, 2019",
            "The bridge is open again after the spring https://t.co/AbCdEfGhIj\n— Ann (@annm) October 10, 2022",
        ),
    ],
)
def test_a_line_that_leads_to_a_post_is_no_part_of_it(lead, post):
    assert begins(f"{PROSE}\n{lead}\n{post}\n{PROSE}") == post


def test_a_post_whose_links_stand_on_lines_of_their_own_is_taken_whole_and_no_more():
    post = (
        "Thanks to\n@bridges\nfor opening\n#Hollin\nagain!\npic.twitter.com/AbCdEfGhIj\n— Ann (@annm)\nOctober 10, 2022"
    )
    prose = PROSE.replace("the bridge,", "\nthe bridge\n,")
    assert begins(f"{prose}\n{post}\n{PROSE}") == post


def test_a_post_in_another_tongue_begins_where_the_article_ends_even_when_both_are_glued():
    post = "The bridge is open and we are very proud of it.Come and see what our people have built with their hands.— Ann (@annm) October 10, 2022"
    prose = (
        "Der Rat hat am Montag über die Brücke gesprochen, die seit dem Frühjahr nicht mehr für den Verkehr offen ist."
    )
    assert begins(f"{prose}{post}{prose}") == post


def test_the_rest_of_a_post_behind_its_attribution_is_known_by_its_tongue():
    prose = (
        "Der Rat hat am Montag über die Brücke gesprochen, die seit dem Frühjahr nicht mehr für den Verkehr offen ist."
    )
    post = "We have opened the bridge\n— Ann (@annm) October 10, 2022\nand it is a very good bridge for all of you"
    assert begins(f"{prose}\n{post}\n{prose}") == post


def test_a_link_that_the_next_post_claims_is_not_the_rest_of_this_one():
    body = (
        f"{PROSE}\nThe bridge is open\n— Ann (@annm) October 10, 2022\nLook at this road https://t.co/AbCdEfGhIj "
        "pic.twitter.com/AbCdEfGhIj\n— Bo (@bo) October 11, 2022"
    )
    assert begins(body) == "The bridge is open\n— Ann (@annm) October 10, 2022"
    assert begins(body, "bo").startswith("Look at this road")


def test_every_layout_of_a_flattened_post_is_found_to_at_least_nine_tenths_on_the_whole():
    found = [extents.overlap(one)[0] for one in extents.made(seed=7, count=60)]
    assert sum(found) / len(found) >= 0.95
    assert min(found) > 0


@pytest.mark.parametrize("text", ["```html\n{}\n```", "~~~\n{}\n~~~", "Write `{}` there.", "````\n```\n{}\n```\n````"])
def test_a_sample_of_code_in_markdown_is_no_reference(text):
    url = "https://x.com/annm/status/20"
    body = f"Words.\n\n{text.format(url)}\n\nAnd https://example.com/a is none."
    assert [one.url for one in find(body)] == ["https://example.com/a"]


def test_a_fence_that_is_never_closed_hides_nothing():
    assert [one.post_id for one in find("Words.\n\n```\nhttps://x.com/annm/status/20\n")] == ["20"]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://youtu.be/aBcDeFgHiJ_ there", "https://www.youtube.com/watch?v=aBcDeFgHiJ_"),
        ("see _https://example.com/a_ there", "https://example.com/a"),
        ("see &quot;https://example.com/a&quot; there", "https://example.com/a"),
    ],
)
def test_an_address_ends_where_it_ends(text, url):
    assert [one.url for one in find(text)] == [url]
