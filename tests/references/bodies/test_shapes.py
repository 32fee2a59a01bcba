"""Each way in which a CMS stores embeds: every embed once, in reading order, at its exact place."""

import json

import pytest

from service import references
from service.model.article import Article, Format
from tests.references.bodies.shapes import HTML, LISTS, POSTS, embed, ghost, lexical, quote, url, words


def find(body, **known):
    return references.find(Article(body=json.dumps(body), format=Format.JSON, **known))


def places(body, found):
    return [(one.pointer, _at(body, one.pointer)[one.start : one.end]) for one in found]


def _at(body, pointer):
    for step in pointer.split("/")[1:]:
        body = body[int(step)] if isinstance(body, list) else body[step.replace("~1", "/")]
    return body


@pytest.mark.parametrize("shape", LISTS)
def test_each_embed_of_a_stored_shape_is_found_once_at_its_place(shape):
    wrap, pointer, block, inner, span = LISTS[shape]
    is_cards = shape == "ghost mobiledoc"
    blocks = [block(POSTS[0])] + [] * is_cards
    for post in POSTS[1:]:
        blocks += [block(post)] if is_cards else [words(), block(post)]
    body = wrap(blocks)
    found = find(body)
    step = 1 if is_cards else 2
    expected = [(f"{pointer}/{step * index}{inner}", span(post)) for index, post in enumerate(POSTS)]
    assert places(body, found) == expected
    assert [(one.kind, one.platform, one.post_id) for one in found] == [("markup", "x", post) for post in POSTS]


@pytest.mark.parametrize("shape", HTML)
def test_each_embed_of_html_inside_json_is_found_once_at_its_place(shape):
    markup = HTML[shape]
    body = {
        "id": 7,
        "type": "article",
        "title": "Größe 🧱",
        "fields": {"body/html": "<p>Words.</p>\n".join(map(markup, POSTS))},
    }
    found = find(body)
    spans = [markup(post).removesuffix(embed(post)[len(quote(post)) :]) for post in POSTS]
    assert places(body, found) == [("/fields/body~1html", span) for span in spans]
    assert [one.post_id for one in found] == list(POSTS)


def block_html(post):
    return (
        f'<!-- wp:embed {{"url":"{url(post)}","type":"rich","providerNameSlug":"twitter","responsive":true}} -->\n'
        '<figure class="wp-block-embed is-type-rich is-provider-twitter wp-block-embed-twitter"><div class="wp-block-embed__wrapper">\n'
        f"{url(post)}\n</div></figure>\n<!-- /wp:embed -->"
    )


def test_a_wordpress_block_is_found_in_the_raw_body_that_the_cms_edits():
    rendered = "".join(
        f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">{embed(post)}</div></figure>'
        for post in POSTS
    )
    raw = "\n\n<!-- wp:paragraph --><p>Words.</p><!-- /wp:paragraph -->\n\n".join(map(block_html, POSTS))
    body = {
        "id": 7,
        "link": "https://news.example/a/",
        "guid": {"raw": "https://news.example/?p=7", "rendered": "https://news.example/?p=7"},
        "content": {"rendered": rendered, "raw": raw, "protected": False},
        "excerpt": {"rendered": f"<p>The bridge is “closed” — Ann (@annm) October 10, 2022 {url(POSTS[0])}</p>"},
        "_links": {"self": [{"href": "https://news.example/wp-json/wp/v2/posts/7"}]},
    }
    found = find(body)
    assert [(one.post_id, one.pointer) for one in found] == [(post, "/content/raw") for post in POSTS]
    figures = [block_html(post).partition("-->\n")[2].removesuffix("\n<!-- /wp:embed -->") for post in POSTS]
    assert [raw[one.start : one.end] for one in found] == figures
    assert all(one.stored["html"].startswith('<figure class="wp-block-embed">') for one in found)


def test_a_wordpress_post_that_is_only_rendered_is_read_as_rendered():
    body = {"type": "post", "link": "https://news.example/a/", "content": {"rendered": f"<p>a</p>{quote(POSTS[0])}"}}
    (one,) = find(body)
    assert places(body, [one]) == [("/content/rendered", quote(POSTS[0]))]


@pytest.mark.parametrize("rows", [False, True])
def test_the_oembed_cache_of_wordpress_is_evidence_and_no_place(rows):
    cache = {"_oembed_0123abcd": embed(POSTS[0]), "_oembed_time_0123abcd": "1665400000", "_oembed_ff": "{{unknown}}"}
    meta = [{"meta_key": key, "meta_value": value} for key, value in cache.items()] if rows else cache
    body = {"post_content": f"Words.\n\n{url(POSTS[0])}\n\nMore.\n\n{url(POSTS[1])}\n", "postmeta": meta}
    found = find(body)
    assert places(body, found) == [("/post_content", url(POSTS[0])), ("/post_content", url(POSTS[1]))]
    assert [one.stored for one in found] == [{"html": embed(POSTS[0])}, None]


@pytest.mark.parametrize("as_list", [False, True])
def test_draft_js_gives_its_entities_where_the_text_shows_them(as_list):
    entities = [
        {"type": "EMBED", "mutability": "MUTABLE", "data": {"data": {"html": embed(post)}, "description": ""}}
        for post in POSTS
    ]
    link = {"type": "LINK", "data": {"url": "https://example.com/a"}}
    entities.append(link)
    known = entities if as_list else {str(index): one for index, one in enumerate(entities)}
    atomic = [
        {"type": "atomic", "text": " ", "entityRanges": [{"offset": 0, "length": 1, "key": key}]} for key in (2, 1, 0)
    ]
    text = {
        "type": "unstyled",
        "text": "See https://example.com/a now.",
        "entityRanges": [{"offset": 4, "length": 21, "key": 3}],
    }
    body = {
        "headline": "A",
        "body_html": f"<p>Words.</p>{embed(POSTS[0])}",
        "fields_meta": {
            "body_html": {"draftjsState": [{"blocks": [atomic[0], text, *atomic[1:]], "entityMap": known}]}
        },
    }
    at = "/fields_meta/body_html/draftjsState/0/entityMap"
    expected = [
        (f"{at}/2/data/data/html", quote(POSTS[2])),
        (f"{at}/3/data/url", "https://example.com/a"),
        (f"{at}/1/data/data/html", quote(POSTS[1])),
        (f"{at}/0/data/data/html", quote(POSTS[0])),
    ]
    assert places(body, find(body)) == expected


def test_of_several_bodies_of_one_ninjs_story_the_html_counts():
    text = "Words.\n\nThe bridge is “closed” — Ann (@annm) October 10, 2022\n\nMore."
    body = {
        "uri": "tag:news.example,2022:a",
        "bodies": [
            {"role": "main", "contenttype": "text/plain", "value": text},
            {"role": "main", "contenttype": "application/xhtml+xml", "value": "".join(map(quote, POSTS))},
            {"role": "note", "contenttype": "text/plain", "value": f"See {url('20')} too"},
        ],
        "associations": [{"name": "main", "type": "picture", "renditions": [{"href": "https://news.example/a.jpg"}]}],
    }
    assert places(body, find(body)) == [("/bodies/1/value", quote(post)) for post in POSTS] + [
        ("/bodies/2/value", url("20"))
    ]


def test_ghost_keeps_its_editors_json_as_a_string_and_offsets_count_in_it():
    inner = json.dumps(lexical([ghost(post) for post in POSTS]))
    body = {
        "posts": [
            {
                "html": "".join(map(embed, POSTS)),
                "lexical": inner,
                "plaintext": "The bridge",
                "url": "https://news.example/a/",
            }
        ]
    }
    found = find(body)
    assert [(one.pointer, one.post_id) for one in found] == [("/posts/0/lexical", post) for post in POSTS]
    assert [json.loads(f'"{span}"') for _, span in places(body, found)] == [quote(post) for post in POSTS]


def test_contentful_entries_stand_where_the_rich_text_embeds_them():
    def embedded(entry):
        target = {"sys": {"id": entry, "type": "Link", "linkType": "Entry"}}
        return {"nodeType": "embedded-entry-block", "data": {"target": target}, "content": []}

    link = {
        "nodeType": "hyperlink",
        "data": {"uri": "https://example.com/a"},
        "content": [{"nodeType": "text", "value": "words"}],
    }
    article = {
        "body": {"nodeType": "document", "data": {}, "content": [embedded("e2"), link, embedded("e1")]},
        "relatedArticles": [{"sys": {"id": "e3", "type": "Link", "linkType": "Entry"}}],
    }
    entries = [
        {"sys": {"id": f"e{index + 1}", "type": "Entry"}, "fields": {"title": "A", "tweetUrl": url(post)}}
        for index, post in enumerate([POSTS[0], POSTS[1], "20"])
    ]
    body = {
        "sys": {"type": "Array"},
        "items": [{"sys": {"id": "a", "type": "Entry"}, "fields": article}],
        "includes": {"Entry": entries},
    }
    assert places(body, find(body)) == [
        ("/includes/Entry/1/fields/tweetUrl", url(POSTS[1])),
        ("/items/0/fields/body/content/1/data/uri", "https://example.com/a"),
        ("/includes/Entry/0/fields/tweetUrl", url(POSTS[0])),
    ]


def test_an_entry_of_contentful_is_what_its_content_type_says():
    target = {"sys": {"id": "e1", "type": "Link", "linkType": "Entry"}}
    block = {"nodeType": "embedded-entry-inline", "data": {"target": target}, "content": []}
    kind = {"sys": {"type": "Link", "linkType": "ContentType", "id": "embedYoutube"}}
    entry = {
        "sys": {"id": "e1", "type": "Entry", "contentType": kind},
        "fields": {"name": "a", "videoId": "aBcDeFgHiJ_"},
    }
    body = {
        "items": [{"fields": {"body": {"nodeType": "document", "content": [block]}}}],
        "includes": {"Entry": [entry]},
    }
    assert places(body, find(body)) == [("/includes/Entry/0/fields/videoId", "aBcDeFgHiJ_")]


def test_entries_that_graphql_answers_beside_a_rich_text_stand_where_it_embeds_them():
    def embedded(entry):
        target = {"sys": {"id": entry, "type": "Link", "linkType": "Entry"}}
        return {"nodeType": "embedded-entry-block", "data": {"target": target}, "content": []}

    blocks = [
        {"__typename": "Tweet", "sys": {"id": f"e{index}"}, "tweetUrl": url(post)} for index, post in enumerate(POSTS)
    ]
    text = {"nodeType": "document", "data": {}, "content": [embedded("e1"), words(), embedded("e0")]}
    body = {"data": {"article": {"body": {"json": text, "links": {"entries": {"block": blocks}}}}}}
    at = "/data/article/body/links/entries/block"
    assert places(body, find(body)) == [(f"{at}/1/tweetUrl", url(POSTS[1])), (f"{at}/0/tweetUrl", url(POSTS[0]))]


def test_of_two_answers_of_one_body_the_whole_one_counts():
    body = {
        "apiUrl": "https://api.example/a",
        "fields": {"body": f"<p>Words.</p>{quote(POSTS[0])}"},
        "blocks": {"body": [{"bodyHtml": f"<p>Words.</p>{quote(POSTS[0])}"}]},
    }
    assert places(body, find(body)) == [("/fields/body", quote(POSTS[0]))]


def test_media_that_a_paragraph_of_drupal_shows_are_found_through_it():
    media = {"type": "media--twitter", "id": "m1", "attributes": {"field_url": {"uri": url(POSTS[0])}}}
    shown = {"field_media": {"data": {"type": "media--twitter", "id": "m1"}}}
    paragraph = {"type": "paragraph--media", "id": "p1", "attributes": {}, "relationships": shown}
    listed = {"field_content": {"data": [{"type": "paragraph--media", "id": "p1"}]}}
    body = {"data": {"type": "node--article", "relationships": listed}, "included": [paragraph, media]}
    assert places(body, find(body)) == [("/included/1/attributes/field_url/uri", url(POSTS[0]))]


def test_drupal_media_stand_where_the_text_shows_them():
    def media(name):
        return f'<drupal-media data-entity-type="media" data-entity-uuid="{name}"></drupal-media>'

    text = f"<p>Words.</p>{media('0f-2')}<p>More.</p>{media('0f-1')}"
    fields = {"body": {"value": text, "format": "full_html", "processed": "<p>Words.</p><p>More.</p>", "summary": ""}}
    shown = [{"type": "media--remote_video", "id": f"0f-{index}"} for index in (1, 2)]
    body = {
        "data": {
            "type": "node--article",
            "id": "a",
            "attributes": fields,
            "relationships": {"field_media": {"data": shown}},
        },
        "included": [
            {
                "type": "media--remote_video",
                "id": f"0f-{index + 1}",
                "attributes": {"name": "A post", "field_media_oembed_video": url(post)},
            }
            for index, post in enumerate(POSTS[:2])
        ]
        + [{"type": "user--user", "id": "u", "attributes": {"field_site": url("20")}}],
        "links": {"self": {"href": "https://news.example/jsonapi/node/article/a"}},
    }
    found = find(body)
    assert places(body, found) == [
        ("/data/attributes/body/value", media("0f-2")),
        ("/data/attributes/body/value", media("0f-1")),
    ]
    assert [one.post_id for one in found] == [POSTS[1], POSTS[0]]
    assert found[0].stored == {"name": "A post", "field_media_oembed_video": url(POSTS[1])}


def test_drupal_paragraphs_stand_where_the_article_lists_them():
    listed = [{"type": "paragraph--tweet", "id": name} for name in ("p2", "p1")]
    included = [
        {
            "type": "paragraph--tweet",
            "id": f"p{index + 1}",
            "attributes": {"field_tweet": {"uri": url(post), "title": ""}},
        }
        for index, post in enumerate(POSTS[:2])
    ]
    body = {
        "data": {"type": "node--article", "relationships": {"field_paragraphs": {"data": listed}}},
        "included": included,
    }
    assert places(body, find(body)) == [
        ("/included/1/attributes/field_tweet/uri", url(POSTS[1])),
        ("/included/0/attributes/field_tweet/uri", url(POSTS[0])),
    ]


def test_links_of_mobiledoc_stand_in_their_section():
    body = {
        "version": "0.3.1",
        "markups": [["em"], ["a", ["href", "https://example.com/a", "rel", "nofollow"]]],
        "atoms": [],
        "cards": [["embed", {"url": url(POSTS[0])}]],
        "sections": [[10, 0], [1, "p", [[0, [], 0, "See "], [0, [1], 1, "https://example.com/a"]]]],
    }
    assert places(body, find(body)) == [("/cards/0/1/url", url(POSTS[0])), ("/markups/1/1/1", "https://example.com/a")]


def test_an_id_that_is_a_number_names_its_object_with_an_empty_place():
    (one,) = find({"blocks": [{"type": "tweet", "tweetId": 1579478434783137792}]})
    assert (one.post_id, one.pointer, one.start, one.end) == ("1579478434783137792", "/blocks/0", 0, 0)
