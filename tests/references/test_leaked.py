"""Markup that an extractor or a feed let through as text is one embed at its place."""

import json
from html import escape

import pytest

from service import references
from service.model.article import Article, Format

X = "https://x.com/annm/status/1579478434783137792"
TWEET = f'<blockquote class="twitter-tweet"><p>The bridge is closed</p>&mdash; Ann (@annm) <a href="{X}">October 10, 2022</a></blockquote>'
FRAME = '<iframe width="560" src="https://www.youtube.com/embed/aBcDeFgHiJ_" allowfullscreen></iframe>'
AMP = '<amp-twitter width="375" data-tweetid="1579478434783137792"></amp-twitter>'
EMBEDS = {TWEET: "1579478434783137792", FRAME: "aBcDeFgHiJ_", AMP: "1579478434783137792"}


def find(body, form=Format.TEXT):
    return references.find(Article(body=body, format=form))


@pytest.mark.parametrize("markup", EMBEDS)
@pytest.mark.parametrize("written", [str, escape])
def test_markup_in_text_is_one_embed(markup, written):
    shown = written(markup)
    body = f"Words before it.\n\n{shown}\n\nWords behind it, and https://example.com/a."
    embed, link = find(body)
    assert (embed.kind, embed.post_id, body[embed.start : embed.end]) == ("markup", EMBEDS[markup], shown)
    assert link.url == "https://example.com/a"


def test_escaped_markup_in_a_stored_body_is_one_embed():
    text = f"Words before it.\n\n{escape(TWEET)}\n\nWords behind it."
    (one,) = find(json.dumps({"summary": text}), Format.JSON)
    assert (one.kind, one.pointer, text[one.start : one.end]) == ("markup", "/summary", escape(TWEET))


def test_putting_something_in_its_place_leaves_the_rest_as_it_was():
    body = f"Words before it.\n\n{escape(TWEET)}\n\nWords behind it."
    article = Article(body=body, format=Format.TEXT)
    assert references.replace(article, {0: "[kept]"}).body == "Words before it.\n\n[kept]\n\nWords behind it."


@pytest.mark.parametrize(
    "text", ["<iframe src=", "<blockquote >no end", f"```\n{TWEET}\n```", "a < b, <iframe ></iframe>"]
)
def test_what_is_no_markup_of_an_embed_is_none(text):
    assert find(f"Words before it.\n\n{text}\n\nWords behind it.") == ()
