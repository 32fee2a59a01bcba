"""What a stored body says besides its embeds: what is kept of it, and what is no reference."""

import json
import time

import pytest

from service import references
from service.model.article import Article, Format

X = "https://x.com/annm/status/1579478434783137792"
QUOTE = f'<blockquote class="twitter-tweet"><p>Closed</p>&mdash; Ann (@annm) <a href="{X}">October 10, 2022</a></blockquote>'


def find(body, **known):
    return references.find(Article(body=json.dumps(body), format=Format.JSON, **known))


def test_what_ghost_kept_of_a_post_stays_with_the_reference():
    tweet = {"id": "1579478434783137792", "text": "Closed", "public_metrics": {"like_count": 7}}
    (one,) = find({"type": "embed", "url": X, "html": QUOTE, "metadata": {"author_name": "Ann", "tweet_data": tweet}})
    assert one.stored["tweet_data"] == tweet
    assert (one.stored["author_name"], one.stored["html"]) == ("Ann", QUOTE)


def test_what_an_oembed_answer_said_stays_with_the_reference():
    answer = {"url": X, "html": QUOTE, "author_name": "Ann", "author_url": "https://x.com/annm", "width": 550}
    expected = {"url": X, "html": QUOTE, "author_name": "Ann", "author_url": "https://x.com/annm"}
    (arc,) = find({"content_elements": [{"type": "oembed_response", "raw_oembed": answer}]})
    (bbc,) = find({"blocks": [{"type": "twitter", "model": {"href": X, "embed": {"oembed": answer}}}]})
    assert arc.stored == bbc.stored == expected


def test_what_substack_wrote_into_its_editor_stays_with_the_reference():
    (one,) = find({"type": "twitter2", "attrs": {"url": X, "full_text": "Closed", "username": "annm", "like_count": 7}})
    assert one.stored == {"url": X, "full_text": "Closed", "username": "annm", "like_count": 7}


def test_kept_evidence_is_bounded_and_no_string_is_cut():
    (one,) = find({"type": "embed", "url": X, "html": QUOTE, "metadata": {"title": "t" * 40_000, "text": "short"}})
    assert one.stored == {"url": X, "html": QUOTE, "text": "short"}


def test_evidence_is_plain_data_and_a_reference_with_it_goes_round():
    (one,) = find({"type": "embed", "url": X, "html": QUOTE, "metadata": {"author_name": "Ann"}})
    assert references.from_json(json.loads(json.dumps(references.as_json(one)))) == one
    assert {one: "a key"}[one] == "a key"


def test_people_pictures_and_other_articles_are_no_references():
    body = {
        "title": "Words",
        "url": "https://news.example/a",
        "canonical_url": "https://news.example/a",
        "image": {"url": "https://news.example/a.jpg"},
        "author": {"name": "A", "url": "https://x.com/a/status/20"},
        "related_content": {"basic": [{"type": "reference", "url": "https://x.com/a/status/20"}]},
        "thumbnail_url": "https://x.com/a/status/20",
        "uuid": "1579478434783137792",
        "id": "1579478434783137792",
        "content": [
            {"type": "video", "streams": [{"url": "https://cdn.example/a.mp4"}]},
            {"type": "image", "url": "https://cdn.example/a"},
        ],
    }
    assert find(body) == ()


def test_the_articles_own_address_is_no_reference():
    body = {
        "content": [
            {"type": "link", "url": "https://news.example/a"},
            {"type": "link", "url": "https://news.example/b"},
        ]
    }
    assert [one.url for one in find(body, source_url="https://news.example/a")] == ["https://news.example/b"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (
            {"type": "text", "text": "words", "marks": [{"type": "link", "attrs": {"href": "https://example.com/a"}}]},
            "/marks/0/attrs/href",
        ),
        (
            {
                "type": "text",
                "text": "https://example.com/a",
                "marks": [{"type": "link", "attrs": {"href": "https://example.com/a"}}],
            },
            "/marks/0/attrs/href",
        ),
        (
            {
                "nodeType": "hyperlink",
                "data": {"uri": "https://example.com/a"},
                "content": [{"nodeType": "text", "value": "https://example.com/a"}],
            },
            "/data/uri",
        ),
        (
            {
                "_type": "block",
                "children": [{"_type": "span", "text": "words", "marks": ["k"]}],
                "markDefs": [{"_type": "link", "_key": "k", "href": "https://example.com/a"}],
            },
            "/markDefs/0/href",
        ),
        ({"type": "link", "url": "https://example.com/a", "children": [{"type": "text", "text": "words"}]}, "/url"),
        (
            {
                "type": "bookmark",
                "url": "https://example.com/a",
                "metadata": {"url": "https://example.com/a", "icon": "https://example.com/i.png"},
            },
            "/url",
        ),
        ({"type": "text", "text": {"content": "words", "link": {"url": "https://example.com/a"}}}, "/text/link/url"),
        ({"type": "embed", "value": "https://example.com/a"}, "/value"),
        (["Words.", "https://example.com/a"], "/1"),
    ],
)
def test_a_link_of_any_rich_text_is_one_link(body, pointer):
    (one,) = find(body)
    assert (one.kind, one.platform, one.url, one.pointer) == ("link", "page", "https://example.com/a", pointer)


@pytest.mark.parametrize(
    "block",
    [
        {"type": "code", "data": {"code": QUOTE}},
        {"blockName": "core/code", "attrs": {"content": X}},
        {"_type": "codeBlock", "language": "html", "code": QUOTE},
        {"type": "text", "text": X, "marks": [{"type": "code"}]},
    ],
)
def test_a_sample_of_code_is_no_reference(block):
    assert find({"blocks": [{"type": "paragraph", "text": "Words."}, block]}) == ()


def test_code_that_a_system_embeds_is_an_embed():
    (one,) = find({"content": [{"component": "embed", "code": QUOTE}]})
    assert (one.kind, one.post_id) == ("markup", "1579478434783137792")


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        ({"type": "button", "buttonText": "b", "buttonUrl": "https://example.com/a"}, "/buttonUrl"),
        ({"type": "image", "src": "https://cdn.example/a.jpg", "href": "https://example.com/a"}, "/href"),
    ],
)
def test_where_a_click_leads_is_a_link(block, pointer):
    (one,) = find(block)
    assert (one.kind, one.url, one.pointer) == ("link", "https://example.com/a", pointer)


@pytest.mark.parametrize(
    ("block", "post"),
    [
        ({"_type": "InstagramEmbed", "externalContentId": "C-srcchPpp7"}, ("instagram", "C-srcchPpp7")),
        ({"_type": "YoutubeBlockElement", "assetId": "aBcDeFgHiJ_"}, ("youtube", "aBcDeFgHiJ_")),
        ({"embeddableResourceType": "x/youtube", "youtubeVideoId": "aBcDeFgHiJ_"}, ("youtube", "aBcDeFgHiJ_")),
        ({"tweetIds": ["1579478434783137792"]}, ("x", "1579478434783137792")),
        ({"type": "EMBEDDED_LINK", "data": {"src": "https://youtu.be/aBcDeFgHiJ_"}}, ("youtube", "aBcDeFgHiJ_")),
    ],
)
def test_a_block_that_names_its_post_in_its_own_way_is_that_post(block, post):
    (one,) = find({"blocks": [block]})
    assert (one.kind, one.platform, one.post_id) == ("markup", *post)


@pytest.mark.parametrize(
    "block",
    [
        {"source": "twitter", "postId": "123456"},
        {"type": "tweet", "authorId": "1579478434783137792"},
        {"type": "video", "provider": "brightcove", "videoId": "6301234567001"},
        {
            "associations": {
                "main": {"uri": "https://news.example/p", "renditions": {"a": {"href": "https://news.example/a"}}}
            }
        },
    ],
)
def test_an_id_or_address_of_the_systems_own_is_no_post(block):
    assert find({"blocks": [block]}) == ()


def test_a_picture_in_text_is_no_link():
    text = "See ![a bridge](https://cdn.example/a.jpg) and [there](https://example.com/a)."
    assert [one.url for one in find({"markdown": text})] == ["https://example.com/a"]


def test_a_caption_that_links_elsewhere_is_a_reference_of_its_own():
    caption = f'<p>More in <a href="https://example.com/a">this story</a> and <a href="{X}">there</a></p>'
    found = find({"type": "embed", "url": X, "html": QUOTE, "caption": caption})
    assert [(one.pointer, one.kind) for one in found] == [
        ("/html", "markup"),
        ("/caption", "link"),
        ("/caption", "link"),
    ]


def test_two_spellings_of_one_bluesky_post_are_one_embed():
    html = '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:abc/app.bsky.feed.post/3ljsyvltpvk2e"><p>Hi</p></blockquote>'
    (one,) = find(
        {"blocks": [{"type": "embed", "url": "https://bsky.app/profile/annm.example/post/3ljsyvltpvk2e", "html": html}]}
    )
    assert (one.pointer, one.post_id) == ("/blocks/0/html", "did:plc:abc/3ljsyvltpvk2e")


def test_flattened_posts_in_stored_text_are_found():
    text = "Words.\n\nThe bridge is closed 🚧 — Ann (@annm) October 10, 2022"
    (one,) = find({"blocks": [{"type": "paragraph", "data": {"text": text}}]})
    assert (one.kind, one.author.handle, one.pointer) == ("quote", "annm", "/blocks/0/data/text")


@pytest.mark.parametrize(
    "body",
    [
        '{"a": "\\ud800 https://x.com/a/status/1579478434783137792 \\u0000 <p>\\udfff</p>"}',
        '"https://x.com/a/status/1579478434783137792"',
        "[" * 900 + '"x"' + "]" * 900,
        '{"a": {"b": ' * 300 + '"https://x.com/a/status/20"' + "}}" * 300,
        '{"type": null, "blocks": [1], "entityMap": {"0": 7}, "sections": [[]], "cards": [[], 7]}',
        '{"blocks": [{"entityRanges": [{"key": []}, {"offset": "x", "key": 0}, 7]}], "entityMap": [{"type": 7}]}',
        '{"sections": [[10, 7], [10, "x"], [1, "p", [[0, [9], 0, "x"]]], 7], "cards": [[7, 7]], "markups": [["a", ["href"]], 7]}',
        '{"includes": {"Entry": [7, {"sys": 7}], "x": 7}, "included": [7, {"id": 7}]}',
        '{"sys": {"type": "Link", "id": "a"}, "includes": {"Entry": [{"sys": {"id": "a"}, "fields": {"a": {"sys": {"type": "Link", "id": "a"}}}}]}}',
        "not JSON at all https://example.com/a",
    ],
)
def test_no_shape_of_a_body_is_a_failure(body):
    references.find(Article(body=body, format=Format.JSON))


def test_entries_that_lead_from_one_to_the_next_without_end_are_bounded():
    entries = [
        {"sys": {"id": f"e{number}"}, "fields": {"url": X, "next": {"sys": {"type": "Link", "id": f"e{number + 1}"}}}}
        for number in range(3_000)
    ]
    body = {"fields": {"first": {"sys": {"type": "Link", "id": "e0"}}}, "includes": {"Entry": entries}}
    assert 0 < len(find(body)) < 100


@pytest.mark.parametrize(
    "body",
    [
        lambda times: {"content": [{"type": "embed", "url": X, "html": QUOTE, "metadata": {"title": "t"}}] * times},
        lambda times: {"content": {"rendered": f"<p>{'words ' * 1_000}</p>{QUOTE}" * times}},
    ],
)
def test_a_body_four_times_as_long_takes_no_more_than_its_share(body):
    def seconds(times):
        article = Article(body=json.dumps(body(times)), format=Format.JSON)
        measured = []
        for _ in range(3):
            begun = time.process_time()
            assert len(references.find(article)) == times
            measured.append(time.process_time() - begun)
        return min(measured)

    assert seconds(800) < 4 * 2 * seconds(200)
