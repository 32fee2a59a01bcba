"""Each way in which a CMS stores an embed: found once, at its exact place, and written back."""

import json
from base64 import b64encode

import pytest

from service import references
from service.model.article import Article, Format

X = "https://x.com/annm/status/1579478434783137792"
QUOTE = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The bridge is closed</p>&mdash; Ann (@annm) '
    f'<a href="{X}?ref_src=twsrc%5Etfw">October 10, 2022</a></blockquote>'
)
LOADER = '<script async src="https://platform.twitter.com/widgets.js"></script>'
HTML = QUOTE + LOADER
BLUESKY = '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:abc/app.bsky.feed.post/3ljsyvltpvk2e"><p>Hi</p></blockquote>'
BASE64 = b64encode(HTML.encode()).decode()

SHAPES = {
    "wordpress block in a REST answer": (
        {
            "id": 7,
            "link": "https://news.example/a",
            "content": {
                "raw": f'<!-- wp:embed {{"url":"{X}","type":"rich","providerNameSlug":"twitter"}} -->\n<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper">\n{X}\n</div></figure>\n<!-- /wp:embed -->',
                "rendered": f'<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper">\n{HTML}\n</div></figure>',
            },
        },
        "/content/raw",
        None,
    ),
    "wordpress classic with its oEmbed cache": (
        {"post_content": f"Words.\n\n{X}\n\nMore words.", "meta": {"_oembed_0123abcd": HTML}},
        "/post_content",
        X,
    ),
    "arc xp oembed_response": (
        {
            "content_elements": [
                {"type": "text", "content": "Words"},
                {
                    "type": "oembed_response",
                    "subtype": "twitter",
                    "raw_oembed": {
                        "url": X,
                        "html": HTML,
                        "author_url": "https://x.com/annm",
                        "provider_url": "https://x.com",
                    },
                    "referent": {"provider": "https://publish.x.com", "id": X},
                },
            ]
        },
        "/content_elements/1/raw_oembed/html",
        QUOTE,
    ),
    "arc xp reference with a bare id": (
        {
            "content_elements": [
                {
                    "type": "reference",
                    "referent": {
                        "type": "oembed",
                        "id": "1579478434783137792",
                        "provider": "https://api.twitter.com/1/statuses/oembed.json",
                    },
                }
            ]
        },
        "/content_elements/0/referent/id",
        "1579478434783137792",
    ),
    "arc xp raw_html": (
        {"content_elements": [{"type": "raw_html", "content": HTML}]},
        "/content_elements/0/content",
        QUOTE,
    ),
    "arc xp custom_embed": (
        {
            "content_elements": [
                {"type": "custom_embed", "subtype": "tweet", "embed": {"id": "abc", "url": X, "config": {}}}
            ]
        },
        "/content_elements/0/embed/url",
        X,
    ),
    "superdesk editor3": (
        {
            "blocks": [
                {"text": "Words", "type": "unstyled"},
                {"text": " ", "type": "atomic", "entityRanges": [{"key": 0}]},
            ],
            "entityMap": {"0": {"type": "EMBED", "data": {"data": {"html": HTML}, "description": "A post"}}},
        },
        "/entityMap/0/data/data/html",
        QUOTE,
    ),
    "superdesk published": (
        {
            "body_html": f'<p>Words</p><!-- EMBED START Twitter --><div class="embed-block">{HTML}</div><!-- EMBED END Twitter -->'
        },
        "/body_html",
        f'<div class="embed-block">{HTML}</div>',
    ),
    "ninjs 3": (
        {
            "bodies": [
                {
                    "role": "body",
                    "contenttype": "text/plain",
                    "value": "Words\n\nThe bridge is closed — Ann (@annm) October 10, 2022",
                },
                {"role": "body", "contenttype": "application/xhtml+xml", "value": f"<p>Words</p>{QUOTE}"},
            ]
        },
        "/bodies/1/value",
        QUOTE,
    ),
    "ghost lexical": (
        {
            "root": {
                "children": [
                    {
                        "type": "embed",
                        "version": 1,
                        "url": X,
                        "embedType": "twitter",
                        "html": HTML,
                        "metadata": {
                            "author_url": "https://x.com/annm",
                            "tweet_data": {
                                "id": "1579478434783137792",
                                "text": "The bridge is closed",
                                "entities": {"urls": [{"expanded_url": "https://x.com/other/status/20"}]},
                            },
                        },
                    }
                ]
            }
        },
        "/root/children/0/html",
        QUOTE,
    ),
    "ghost mobiledoc": (
        {"version": "0.3.1", "cards": [["embed", {"url": X, "html": HTML, "type": "rich", "metadata": {}}]]},
        "/cards/0/1/html",
        QUOTE,
    ),
    "wagtail rich text": (
        {"body": f'<p>Words</p><embed embedtype="media" url="{X}"/>'},
        "/body",
        f'<embed embedtype="media" url="{X}"/>',
    ),
    "wagtail stream field": (
        [{"type": "paragraph", "value": "<p>Words</p>"}, {"type": "embed", "value": X, "id": "c0ffee"}],
        "/1/value",
        X,
    ),
    "drupal media": (
        {
            "data": {
                "attributes": {
                    "body": {
                        "value": '<p>Words</p><drupal-media data-entity-type="media" data-entity-uuid="0f-1"></drupal-media>'
                    }
                }
            },
            "included": [{"type": "media--remote_video", "id": "0f-1", "attributes": {"field_media_oembed_video": X}}],
        },
        "/data/attributes/body/value",
        '<drupal-media data-entity-type="media" data-entity-uuid="0f-1"></drupal-media>',
    ),
    "drupal url_embed": (
        {"body": f'<drupal-url data-embed-button="url" data-embed-url="{X}"></drupal-url>'},
        "/body",
        f'<drupal-url data-embed-button="url" data-embed-url="{X}"></drupal-url>',
    ),
    "ckeditor 5": (
        {"html": f'<p>Words</p><figure class="media"><oembed url="{X}"></oembed></figure>'},
        "/html",
        f'<figure class="media"><oembed url="{X}"></oembed></figure>',
    ),
    "ckeditor 4": (
        {"html": f'<div data-oembed-url="{X}"><div>{HTML}</div></div>'},
        "/html",
        f'<div data-oembed-url="{X}"><div>{HTML}</div></div>',
    ),
    "editorjs": (
        {
            "blocks": [
                {
                    "type": "embed",
                    "data": {
                        "service": "twitter",
                        "source": X,
                        "embed": "https://platform.twitter.com/embed/Tweet.html?id=1579478434783137792",
                        "caption": "",
                    },
                }
            ]
        },
        "/blocks/0/data/source",
        X,
    ),
    "portable text": (
        [
            {"_type": "block", "children": [{"_type": "span", "text": "Words"}]},
            {"_type": "tweet", "_key": "a1", "url": X},
        ],
        "/1/url",
        X,
    ),
    "contentful": (
        {
            "fields": {
                "body": {
                    "nodeType": "document",
                    "content": [
                        {
                            "nodeType": "embedded-entry-block",
                            "data": {"target": {"sys": {"id": "e1", "type": "Link", "linkType": "Entry"}}},
                            "content": [],
                        }
                    ],
                }
            },
            "includes": {
                "Entry": [
                    {"sys": {"id": "e1"}, "fields": {"tweetUrl": X}},
                    {"sys": {"id": "e2"}, "fields": {"tweetUrl": "https://x.com/other/status/20"}},
                ]
            },
        },
        "/includes/Entry/0/fields/tweetUrl",
        X,
    ),
    "prosemirror": ({"type": "doc", "content": [{"type": "twitter", "attrs": {"src": X}}]}, "/content/0/attrs/src", X),
    "apple news format": (
        {"components": [{"role": "body", "text": "Words"}, {"role": "tweet", "URL": X}]},
        "/components/1/URL",
        X,
    ),
    "amp": (
        {
            "body": '<amp-twitter width="375" height="472" layout="responsive" data-tweetid="1579478434783137792"></amp-twitter>'
        },
        "/body",
        '<amp-twitter width="375" height="472" layout="responsive" data-tweetid="1579478434783137792"></amp-twitter>',
    ),
    "quintype": (
        {
            "story-elements": [
                {
                    "type": "jsembed",
                    "subtype": "tweet",
                    "embed-js": BASE64,
                    "metadata": {"tweet-url": X, "tweet-id": "1579478434783137792"},
                }
            ]
        },
        "/story-elements/0/embed-js",
        BASE64,
    ),
    "quintype with a bare address": (
        {
            "story-elements": [
                {
                    "type": "jsembed",
                    "subtype": "tweet",
                    "embed-js": b64encode(X.encode()).decode(),
                    "metadata": {"tweet-id": "1579478434783137792"},
                }
            ]
        },
        "/story-elements/0/embed-js",
        b64encode(X.encode()).decode(),
    ),
    "a frame that was rendered": (
        {
            "html": '<div><iframe src="https://platform.twitter.com/embed/Tweet.html?dnt=true&amp;id=1579478434783137792"></iframe></div>'
        },
        "/html",
        '<iframe src="https://platform.twitter.com/embed/Tweet.html?dnt=true&amp;id=1579478434783137792"></iframe>',
    ),
    "bbc blocks": (
        {
            "blocks": [
                {
                    "type": "twitter",
                    "model": {
                        "href": X,
                        "id": "1579478434783137792",
                        "embed": {"oembed": {"html": HTML, "url": X, "author_url": "https://x.com/annm"}},
                    },
                }
            ]
        },
        "/blocks/0/model/embed/oembed/html",
        QUOTE,
    ),
    "guardian element": (
        {
            "elements": [
                {
                    "_type": "model.dotcomrendering.pageElements.TweetBlockElement",
                    "id": "1579478434783137792",
                    "url": X,
                    "html": QUOTE,
                    "hasMedia": False,
                }
            ]
        },
        "/elements/0/html",
        QUOTE,
    ),
    "json inside json": ({"lexical": json.dumps({"root": {"children": [{"type": "embed", "url": X}]}})}, "/lexical", X),
}


def find(body, **known):
    return references.find(Article(body=json.dumps(body), format=Format.JSON, **known))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_embed_of_every_stored_shape_is_found_once_at_its_place(shape):
    body, pointer, expected = SHAPES[shape]
    posts = [one for one in find(body) if one.post_id is not None]
    assert [(one.platform, one.post_id) for one in posts] == [("x", "1579478434783137792")]
    assert posts[0].pointer == pointer
    value = body
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    if expected is not None:
        assert value[posts[0].start : posts[0].end] == expected


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("indent", [None, 2])
def test_writing_back_changes_nothing_but_the_place(shape, indent):
    body, pointer, _ = SHAPES[shape]
    article = Article(body=json.dumps(body, indent=indent), format=Format.JSON)
    (post,) = [one for one in references.find(article) if one.post_id is not None]
    kept = references.replace(article, {post: 'KEPT “ü” \\ "'})
    changed = json.loads(kept.body)
    assert [step["path"] for step in kept.patch] == [pointer]
    assert kept.patch[0]["op"] == "replace"
    was, now = body, changed
    for step in pointer.split("/")[1:]:
        was, now = (one[int(step)] if isinstance(one, list) else one[step] for one in (was, now))
    assert now == kept.patch[0]["value"] != was
    restored = references.replace(article, {post: _original(was, post)})
    assert restored.body == article.body


def _original(value, post):
    if post.how == "stored-base64":
        from base64 import b64decode

        return b64decode(value).decode()
    text = value[post.start : post.end]
    return json.loads(f'"{text}"') if value.startswith("{") else text


def test_what_the_cms_kept_of_a_post_stays_with_the_reference():
    body, *_ = SHAPES["ghost lexical"]
    (post,) = find(body)
    assert post.stored["tweet_data"]["text"] == "The bridge is closed"


def test_what_wordpress_cached_of_a_post_stays_with_the_reference():
    body, *_ = SHAPES["wordpress classic with its oEmbed cache"]
    (post,) = find(body)
    assert post.stored["oembed"]["text"] == "The bridge is closed"


def test_links_in_rich_text_are_links():
    body = {
        "type": "doc",
        "content": [
            {
                "type": "paragraph",
                "content": [
                    {
                        "type": "text",
                        "text": "words",
                        "marks": [{"type": "link", "attrs": {"href": "https://example.com/a"}}],
                    }
                ],
            }
        ],
    }
    (one,) = find(body)
    assert (one.kind, one.platform, one.pointer) == ("link", "page", "/content/0/content/0/marks/0/attrs/href")


def test_a_link_of_contentful_is_a_link():
    body = {
        "nodeType": "document",
        "content": [
            {"nodeType": "hyperlink", "data": {"uri": X}, "content": [{"nodeType": "text", "value": "a post"}]}
        ],
    }
    (one,) = find(body)
    assert (one.kind, one.platform) == ("link", "x")


def test_addresses_of_people_and_pictures_are_no_references():
    body = {
        "title": "Words",
        "url": "https://news.example/a",
        "image": {"url": "https://news.example/a.jpg"},
        "author": {"name": "A", "url": "https://x.com/a/status/20"},
        "canonical_url": "https://news.example/a",
        "uuid": "1579478434783137792",
        "id": "1579478434783137792",
    }
    assert find(body) == ()


def test_the_same_post_in_two_blocks_of_text_stays_two_places_in_one_string():
    body = {"html": f"<p>a</p>{QUOTE}<p>b</p>{QUOTE}"}
    assert len(find(body)) == 2


def test_a_bluesky_post_in_a_raw_block_is_found():
    (one,) = find({"blocks": [{"type": "raw", "data": {"html": BLUESKY}}]})
    assert one.post_id == "did:plc:abc/3ljsyvltpvk2e"


def test_flattened_posts_in_stored_text_are_found():
    (one,) = find({"text": "Words.\n\nThe bridge is closed 🚧 — Ann (@annm) October 10, 2022"})
    assert (one.kind, one.author.handle, one.pointer) == ("quote", "annm", "/text")
