"""What is put in an embed's place stands there, and nothing else in the stored body has changed."""

import json

import pytest

from service import references
from service.model.article import Article, Format
from tests.references.bodies.shapes import HTML, LISTS, POSTS, embed, quote

KEPT = '<figure class="kept" lang="en">“kept” \\ "é" 🧱\n</figure>'


def _body(shape):
    if shape in HTML:
        return {"fields": {"body/html": "<p>Größe 🧱</p>\n".join(map(HTML[shape], POSTS))}, "n": 1.10}
    wrap, _, block, _, _ = LISTS[shape]
    return wrap([block(post) for post in POSTS])


def _patched(document, patch):
    """Apply an RFC 6902 patch of `test` and `replace`, by the letter of the specification."""
    for step in patch:
        holder, names = {"": document}, ["", *step["path"].split("/")[1:]]
        for name in [each.replace("~1", "/").replace("~0", "~") for each in names[:-1]]:
            holder = holder[int(name) if isinstance(holder, list) else name]
        last = names[-1].replace("~1", "/").replace("~0", "~")
        last = int(last) if isinstance(holder, list) else last
        if step["op"] == "test":
            assert holder[last] == step["value"]
        else:
            assert step["op"] == "replace"
            holder[last] = step["value"]
    return document


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("shape", [*LISTS, *HTML])
def test_a_stored_body_goes_round_byte_by_byte(shape, indent, ascii_only):
    body = json.dumps(_body(shape), indent=indent, ensure_ascii=ascii_only)
    article = Article(body=body, format=Format.JSON)
    found = references.find(article)
    assert len(found) == len(POSTS)
    same = references.replace(article, {one: references.passage(article, one) for one in found})
    assert (same.body, same.patch) == (body, ())
    changed = references.replace(article, dict.fromkeys(range(len(found)), KEPT))
    assert json.loads(changed.body) == _patched(json.loads(body), changed.patch)
    back = references.replace(Article(body=changed.body, format=Format.JSON), {}).body
    assert back == changed.body


@pytest.mark.parametrize("shape", [*LISTS, *HTML])
def test_one_replaced_embed_leaves_the_others_as_they_were(shape):
    body = json.dumps(_body(shape), ensure_ascii=False)
    article = Article(body=body, format=Format.JSON)
    first, second, third = references.find(article)
    changed = Article(body=references.replace(article, {second: KEPT}).body, format=Format.JSON)
    left = [one for one in references.find(changed) if one.embed_id in (first.embed_id, third.embed_id)]
    assert [references.passage(changed, one) for one in left] == [
        references.passage(article, one) for one in (first, third)
    ]
    # The place of the second is all that changed: what was there is there again when it is put back.
    start = next(at for at, (was, now) in enumerate(zip(body, changed.body, strict=False)) if was != now)
    end = next(
        at for at, (was, now) in enumerate(zip(reversed(body), reversed(changed.body), strict=False)) if was != now
    )
    assert body[:start] == changed.body[:start]
    assert not end or body[-end:] == changed.body[-end:]
    assert len(body) - start - end <= len(json.dumps(embed(POSTS[1]))) + len(json.dumps(quote(POSTS[1])))


def test_what_each_system_keeps_of_a_post_stays_with_the_reference():
    kept = {
        "ghost lexical": ("tweet_data", "html", "author_name"),
        "ghost mobiledoc": ("html",),
        "substack's editor": ("full_text", "username", "photos"),
        "guardian page elements": ("html", "hasMedia", "isThirdPartyTracking"),
        "bbc cps": ("html", "author_name", "provider_name"),
        "bbc optimo": ("html", "author_name", "provider_name"),
        "arc xp oembed_response": ("html", "author_name", "thumbnail_url"),
        "quintype": ("html", "tweet-url"),
        "substack": ("full_text",),
    }
    for shape, names in kept.items():
        one, *_ = references.find(Article(body=json.dumps(_body(shape)), format=Format.JSON))
        assert one.stored is not None, shape
        assert set(names) <= set(one.stored), shape
