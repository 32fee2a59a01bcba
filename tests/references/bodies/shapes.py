"""The ways in which CMSs store embeds, each as a synthetic body."""

from base64 import b64encode

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
    "apple news format, in a section": (
        lambda blocks: {"components": [{"role": "section", "components": blocks}]},
        "/components/0/components",
        lambda post: {"role": "embedwebvideo", "URL": url(post), "aspectRatio": 1.777},
        "/URL",
        url,
    ),
    "tiptap with names of its own": (
        lambda blocks: {"type": "doc", "content": blocks},
        "/content",
        lambda post: {"type": "socialEmbed", "attrs": {"embedUrl": url(post), "provider": "x", "caption": None}},
        "/attrs/embedUrl",
        url,
    ),
    "superdesk's published json": (
        lambda blocks: {"headline": "A", "body_html": "<p>Words.</p>", "extra_items": {"media": {"items": blocks}}},
        "/extra_items/media/items",
        lambda post: {"type": "embed", "html": embed(post)},
        "/html",
        quote,
    ),
    "blocks of gutenberg as json": (
        lambda blocks: {"blocks": blocks},
        "/blocks",
        lambda post: {
            "blockName": "core/embed",
            "attrs": {"url": url(post), "type": "rich", "providerNameSlug": "wordpress"},
            "innerBlocks": [],
        },
        "/attrs/url",
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
