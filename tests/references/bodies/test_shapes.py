"""Each way in which a CMS stores embeds: every embed once, in reading order, at its exact place."""

import json
from base64 import b64encode

import pytest

from service import references
from service.model.article import Article, Format

POSTS = ("1579478434783137792", "1577306293513773056", "1579478434783137792")
"""Three embeds of an article; the last one is the first again, at a place of its own."""


def url(post):
    return f"https://x.com/annm/status/{post}"


def quote(post):
    return (
        '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The bridge is “closed”</p>&mdash; Ann (@annm) '
        f'<a href="{url(post)}?ref_src=twsrc%5Etfw">October 10, 2022</a></blockquote>'
    )


def embed(post):
    return quote(post) + '\n<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'


def oembed(post):
    return {
        "url": url(post),
        "author_name": "Ann",
        "author_url": "https://x.com/annm",
        "html": embed(post),
        "width": 550,
        "type": "rich",
        "provider_name": "X",
        "provider_url": "https://x.com",
        "thumbnail_url": "https://pbs.twimg.com/media/AbCdEfGhIjKlMno.jpg",
        "version": "1.0",
    }


def base64(text):
    return b64encode(text.encode()).decode()


def ghost(post):
    tweet = {
        "id": post,
        "text": "The bridge is “closed”",
        "created_at": "2022-10-10T12:00:00.000Z",
        "author_id": "7",
        "users": [{"id": "7", "username": "annm", "url": "https://t.co/AbCdEfGhIj"}],
        "entities": {"urls": [{"expanded_url": "https://x.com/other/status/20"}]},
    }
    known = {"author_name": "Ann", "author_url": "https://x.com/annm", "tweet_data": tweet}
    return {
        "type": "embed",
        "version": 1,
        "url": url(post),
        "embedType": "twitter",
        "html": embed(post),
        "metadata": known,
    }


def lexical(blocks):
    return {"root": {"type": "root", "children": blocks}}


def words(text="Words of the article."):
    return {"type": "paragraph", "children": [{"type": "text", "text": text}], "content": text}


LISTS = {
    "arc xp oembed_response": (
        lambda blocks: {"type": "story", "canonical_url": "/2022/a", "content_elements": blocks},
        "/content_elements",
        lambda post: {
            "_id": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "type": "oembed_response",
            "subtype": "twitter",
            "raw_oembed": oembed(post),
            "referent": {"id": url(post), "provider": "https://publish.twitter.com/oembed?url=", "type": "oembed"},
        },
        "/raw_oembed/html",
        quote,
    ),
    "arc xp reference with a bare id": (
        lambda blocks: {"type": "story", "content_elements": blocks},
        "/content_elements",
        lambda post: {
            "type": "reference",
            "referent": {"type": "oembed", "id": post, "provider": "https://api.twitter.com/1/statuses/oembed.json"},
        },
        "/referent/id",
        str,
    ),
    "arc xp reference with an address": (
        lambda blocks: {"type": "story", "content_elements": blocks},
        "/content_elements",
        lambda post: {
            "type": "reference",
            "referent": {"type": "oembed", "id": url(post), "provider": "https://publish.twitter.com/oembed"},
        },
        "/referent/id",
        url,
    ),
    "arc xp raw_html": (
        lambda blocks: {"content_elements": blocks},
        "/content_elements",
        lambda post: {"type": "raw_html", "content": embed(post)},
        "/content",
        quote,
    ),
    "arc xp custom_embed": (
        lambda blocks: {"content_elements": blocks},
        "/content_elements",
        lambda post: {
            "type": "custom_embed",
            "subtype": "tweet",
            "embed": {
                "id": "b0b",
                "url": "https://cms.example/embeds/7",
                "config": {"tweet": url(post), "align": "left"},
            },
        },
        "/embed/config/tweet",
        url,
    ),
    "ghost lexical": (lexical, "/root/children", ghost, "/html", quote),
    "ghost lexical without its html": (
        lexical,
        "/root/children",
        lambda post: {"type": "embed", "url": url(post), "html": None, "metadata": {}},
        "/url",
        url,
    ),
    "ghost mobiledoc": (
        lambda blocks: {
            "version": "0.3.1",
            "markups": [],
            "atoms": [],
            "cards": blocks,
            "sections": [[10, 0], [1, "p", [[0, [], 0, "Words."]]], [10, 1], [10, 2]],
        },
        "/cards",
        lambda post: ["embed", {"url": url(post), "html": embed(post), "type": "rich", "metadata": {}}],
        "/1/html",
        quote,
    ),
    "wagtail stream field": (
        lambda blocks: {"id": 7, "meta": {"html_url": "https://news.example/a/"}, "body": blocks},
        "/body",
        lambda post: {"type": "embed", "value": url(post), "id": "4ad6a8ce-0f2c-4d1c-a9a3-3d5d3f5a2e11"},
        "/value",
        url,
    ),
    "editorjs": (
        lambda blocks: {"time": 1665400000000, "blocks": blocks, "version": "2.7.7"},
        "/blocks",
        lambda post: {
            "type": "embed",
            "data": {
                "service": "twitter",
                "source": url(post),
                "embed": f"https://platform.twitter.com/embed/Tweet.html?id={post}",
                "width": 600,
                "caption": "",
            },
        },
        "/data/source",
        url,
    ),
    "portable text": (
        list,
        "",
        lambda post: {"_type": "someNewsroomsTweet", "_key": "a1b2", "url": url(post)},
        "/url",
        url,
    ),
    "portable text with a bare id": (
        list,
        "",
        lambda post: {"_type": "tweet", "_key": "a1b2", "tweetId": post},
        "/tweetId",
        str,
    ),
    "prosemirror": (
        lambda blocks: {"type": "doc", "content": blocks},
        "/content",
        lambda post: {"type": "twitter", "attrs": {"src": url(post), "width": 550}},
        "/attrs/src",
        url,
    ),
    "substack's editor": (
        lambda blocks: {"type": "doc", "content": blocks},
        "/content",
        lambda post: {
            "type": "twitter2",
            "attrs": {
                "url": url(post),
                "full_text": "The bridge is “closed”",
                "username": "annm",
                "photos": [{"img_url": "https://pbs.substack.com/media/a.jpg", "link_url": "https://t.co/AbCdEfGhIj"}],
                "quoted_tweet": {"url": "https://x.com/other/status/20"},
            },
        },
        "/attrs/url",
        url,
    ),
    "apple news format": (
        lambda blocks: {"version": "1.7", "identifier": "a", "components": blocks},
        "/components",
        lambda post: {"role": "tweet", "URL": url(post)},
        "/URL",
        url,
    ),
    "quintype": (
        lambda blocks: {"story": {"cards": [{"story-elements": blocks}]}},
        "/story/cards/0/story-elements",
        lambda post: {
            "type": "jsembed",
            "subtype": "tweet",
            "embed-js": base64(embed(post)),
            "metadata": {"tweet-url": url(post), "tweet-id": post},
        },
        "/embed-js",
        lambda post: base64(embed(post)),
    ),
    "quintype with a bare address": (
        lambda blocks: {"story-elements": blocks},
        "/story-elements",
        lambda post: {
            "type": "jsembed",
            "subtype": "tweet",
            "embed-js": base64(url(post)),
            "metadata": {"tweet-id": post},
        },
        "/embed-js",
        lambda post: base64(url(post)),
    ),
    "bbc cps": (
        lambda blocks: {"content": {"model": {"blocks": blocks}}},
        "/content/model/blocks",
        lambda post: {
            "type": "twitter",
            "model": {"href": url(post), "id": post, "embed": {"type": "twitter", "oembed": oembed(post)}},
        },
        "/model/embed/oembed/html",
        quote,
    ),
    "bbc cps whose oembed failed": (
        lambda blocks: {"content": {"model": {"blocks": blocks}}},
        "/content/model/blocks",
        lambda post: {"type": "twitter", "model": {"href": url(post), "id": post}},
        "/model/href",
        url,
    ),
    "bbc optimo": (
        lambda blocks: {"content": {"model": {"blocks": blocks}}},
        "/content/model/blocks",
        lambda post: {
            "id": "f3c1",
            "type": "social",
            "model": {
                "source": "twitter",
                "href": url(post),
                "blocks": [
                    {
                        "type": "aresOEmbed",
                        "model": {"blocks": [{"type": "aresOEmbed", "model": {"oembed": oembed(post)}}]},
                    }
                ],
            },
        },
        "/model/blocks/0/model/blocks/0/model/oembed/html",
        quote,
    ),
    "guardian page elements": (
        lambda blocks: {"blocks": [{"id": "b", "elements": blocks}]},
        "/blocks/0/elements",
        lambda post: {
            "_type": "model.dotcomrendering.pageElements.TweetBlockElement",
            "elementId": "0f-1",
            "id": post,
            "url": url(post),
            "html": quote(post),
            "hasMedia": False,
            "isThirdPartyTracking": False,
        },
        "/html",
        quote,
    ),
    "haaretz": (
        lambda blocks: {"contents": blocks},
        "/contents",
        lambda post: {
            "contentId": "1.234",
            "content": embed(post),
            "embedType": "single tweet",
            "inputTemplate": "com.polobase.TwitterEmbed",
        },
        "/content",
        quote,
    ),
    "medium": (
        lambda blocks: {"payload": {"value": {"content": {"bodyModel": {"paragraphs": blocks}}}}},
        "/payload/value/content/bodyModel/paragraphs",
        lambda post: {
            "name": "1a2b",
            "type": 11,
            "text": "",
            "iframe": {
                "mediaResource": {
                    "href": url(post),
                    "iframeSrc": f"https://cdn.embedly.com/widgets/media.html?type=text%2Fhtml&url=https%3A//twitter.com/annm/status/{post}",
                }
            },
        },
        "/iframe/mediaResource/href",
        url,
    ),
    "brightspot read as any other": (
        lambda blocks: {"_type": "Article", "body": {"items": blocks}},
        "/body/items",
        lambda post: {
            "_type": "TweetModule",
            "_template": "/tweet/Tweet.hbs",
            "externalContent": {"html": embed(post)},
        },
        "/externalContent/html",
        quote,
    ),
}
"""Shapes that keep an article as a list: (the whole body, pointer of the list, one embed, pointer in it, its span)."""

HTML = {
    "superdesk published": lambda post: f'<div class="embed-block">{embed(post)}</div>',
    "wagtail rich text": lambda post: f'<embed embedtype="media" url="{url(post)}"/>',
    "drupal url_embed": lambda post: f'<drupal-url data-embed-button="url" data-embed-url="{url(post)}"></drupal-url>',
    "ckeditor 5": lambda post: f'<figure class="media"><oembed url="{url(post)}"></oembed></figure>',
    "ckeditor 4": lambda post: f'<div data-oembed-url="{url(post)}"><div>{embed(post)}</div></div>',
    "amp": lambda post: f'<amp-twitter width="375" height="472" data-tweetid="{post}"></amp-twitter>',
    "a rendered frame": lambda post: (
        f'<iframe src="https://platform.twitter.com/embed/Tweet.html?dnt=true&amp;id={post}"></iframe>'
    ),
    "brightspot": lambda post: (
        f'<div class="Enhancement" data-align-center><div class="Enhancement-item">{quote(post)}</div></div>'
    ),
    "substack": lambda post: (
        f'<div class="tweet" data-attrs="{{&quot;url&quot;:&quot;{url(post)}&quot;,&quot;full_text&quot;:&quot;Hi&quot;}}"></div>'
    ),
    "ghost's own html": lambda post: f'<figure class="kg-card kg-embed-card">{quote(post)}</figure>',
}
"""Shapes that keep an article as HTML inside JSON: one embed."""


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
