"""Writing back: exactly the chosen places change, in text, HTML and JSON."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import references
from service.errors import BadInput
from service.model.article import Article, Format

X = "https://x.com/annm/status/1579478434783137792"
QUOTE = f'<blockquote class="twitter-tweet"><p>“Closed”</p>&mdash; Ann (@annm) <a href="{X}">October 10, 2022</a></blockquote>'
KEPT = '<figure lang="en">"kept" \\ “ü” 🧱\n</figure>'

PROSE = st.text(alphabet='ab é“<>&;\\"/\n\r\t🧱()@—.', max_size=12)
EMBEDS = st.sampled_from(
    [X, QUOTE, "https://example.com/a?b=1", "Closed. — Ann (@annm) October 10, 2022", f'<a href="{X}">there</a>']
)
BODIES = st.lists(st.one_of(PROSE, EMBEDS), max_size=7).map("\n\n".join)
MEMBERS = st.one_of(
    st.none(),
    st.floats(allow_nan=False),
    BODIES,
    st.builds(lambda body: json.dumps({"root": [{"type": "embed", "html": body}]}), BODIES),
    st.builds(lambda post: {"type": "embed", "url": X, "html": post}, EMBEDS),
)
TREES = st.recursive(
    MEMBERS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b/c", "~d", "ü", "", "text"]), inner, max_size=3)
    ),
    max_leaves=8,
)
DOCUMENTS = st.builds(
    lambda tree, indent, ascii_only: json.dumps({"content": tree}, indent=indent, ensure_ascii=ascii_only),
    TREES,
    st.sampled_from([None, 2]),
    st.booleans(),
)


def articles():
    return st.one_of(
        st.builds(lambda body: Article(body=body, format=Format.TEXT), BODIES),
        st.builds(lambda body: Article(body=body, format=Format.HTML), BODIES),
        st.builds(lambda body: Article(body=body, format=Format.JSON), DOCUMENTS),
    )


def applied(patch, document):
    """RFC 6902, `test` and `replace` only."""
    document = json.loads(document)
    for step in patch:
        *way, last = [one.replace("~1", "/").replace("~0", "~") for one in step["path"].split("/")[1:]]
        holder = document
        for one in way:
            holder = holder[int(one)] if isinstance(holder, list) else holder[one]
        last = int(last) if isinstance(holder, list) else last
        if step["op"] == "test":
            assert holder[last] == step["value"]
        else:
            holder[last] = step["value"]
    return document


@given(articles())
@settings(max_examples=300, deadline=None)
def test_nothing_to_replace_changes_nothing(article):
    found = references.find(article)
    same = references.replace(article, {})
    assert (same.body, same.patch) == (article.body, ())
    assert references.find(Article(body=same.body, format=article.format)) == found


@given(articles())
@settings(max_examples=300, deadline=None)
def test_a_reference_replaced_by_its_own_words_changes_nothing(article):
    found = references.find(article)
    same = references.replace(article, {one: references.passage(article, one) for one in found})
    assert (same.body, same.patch) == (article.body, ())


@given(articles(), st.sampled_from(["", "KEPT", KEPT]), st.data())
@settings(max_examples=500, deadline=None)
def test_everything_outside_the_places_is_as_it_was(article, words, data):
    found = references.find(article)
    numbers = data.draw(st.sets(st.integers(0, len(found) - 1))) if found else set()
    changed = references.replace(article, dict.fromkeys(numbers, words))
    if article.format is not Format.JSON:
        parts, last = [], 0
        for one in (found[number] for number in sorted(numbers)):
            parts += [article.body[last : one.start], words]
            last = one.end
        assert changed.body == "".join([*parts, article.body[last:]])
        return
    assert json.loads(changed.body) == applied(changed.patch, article.body)
    pointers = {found[number].pointer for number in numbers}
    assert {step["path"] for step in changed.patch} <= pointers
    assert _shape(changed.body, pointers) == _shape(article.body, pointers)


def _shape(body, pointers):
    """Give the text of a JSON body without the strings that were changed."""
    from service.references.bodies import literals

    for start, end in sorted(literals.spans(body, pointers).values(), reverse=True):
        body = body[:start] + body[end:]
    return body


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_every_place_of_a_stored_body_is_a_string_and_no_two_overlap(document):
    article = Article(body=document, format=Format.JSON)
    found = references.find(article)
    by_string = {}
    for one in found:
        references.passage(article, one)
        assert by_string.get(one.pointer, 0) <= one.start < one.end
        by_string[one.pointer] = one.end


def test_json_stays_byte_for_byte_outside_the_place():
    quote = QUOTE.replace('"', '\\"').replace("/", "\\/")
    body = (
        '\ufeff{ "n": 1.10, "u": "\\u00fc\\/",\r\n  "html" : "a\\u00fc\\/ \\ud83e\\uddf1 '
        + quote
        + ' b\\/" , "e":1e400}'
    )
    article = Article(body=body, format=Format.JSON)
    (one,) = references.find(article)
    changed = references.replace(article, {0: 'K"'})
    head, _, tail = body.partition("<blockquote")
    assert changed.body == head + 'K\\"' + tail.rpartition("<\\/blockquote>")[2]
    was = json.loads(body.lstrip("\ufeff"))["html"]
    now = was[: one.start] + 'K"' + was[one.end :]
    assert changed.patch == (
        {"op": "test", "path": "/html", "value": was},
        {"op": "replace", "path": "/html", "value": now},
    )


def test_json_held_as_a_string_takes_plain_html_and_stays_json():
    inner = {"root": {"children": [{"type": "embed", "url": X, "html": QUOTE}]}}
    article = Article(body=json.dumps({"lexical": json.dumps(inner)}), format=Format.JSON)
    changed = references.replace(article, {0: KEPT})
    assert json.loads(json.loads(changed.body)["lexical"])["root"]["children"][0] == {
        "type": "embed",
        "url": X,
        "html": KEPT,
    }


def test_base64_takes_plain_html_and_stays_base64():
    from base64 import b64decode, b64encode

    article = Article(body=json.dumps({"embed-js": b64encode(QUOTE.encode()).decode()}), format=Format.JSON)
    assert references.passage(article, references.find(article)[0]) == QUOTE
    changed = references.replace(article, {0: KEPT})
    assert b64decode(json.loads(changed.body)["embed-js"]).decode() == KEPT


def test_a_document_that_changed_meanwhile_is_refused_by_the_patch():
    article = Article(body=json.dumps({"text": X}), format=Format.JSON)
    changed = references.replace(article, {0: "KEPT"})
    with pytest.raises(AssertionError):
        applied(changed.patch, json.dumps({"text": X + "?changed"}))


@pytest.mark.parametrize("which", [1, -1, "foreign", "no string", "twice"])
def test_what_does_not_fit_the_article_is_refused_in_one_sentence(which):
    body = {"blocks": [{"text": X}]}
    replacements = {which: "KEPT"}
    if which == "no string":
        body, replacements = {"type": "tweet", "tweetId": 1579478434783137792}, {0: "KEPT"}
    article = Article(body=json.dumps(body), format=Format.JSON)
    if which == "foreign":
        (other,) = references.find(Article(body="See " + X, format=Format.TEXT))
        replacements = {other: "KEPT"}
    if which == "twice":
        replacements = {0: "KEPT", references.find(article)[0]: "KEPT"}
    with pytest.raises(BadInput):
        references.replace(article, replacements)


def test_references_that_overlap_are_refused():
    from dataclasses import replace

    from service.references import writing

    article = Article(body=f"See {X} there", format=Format.TEXT)
    (one,) = references.find(article)
    with pytest.raises(BadInput, match="overlap"):
        writing.replace(article, [one, replace(one, start=one.start + 2)], {0: "a", 1: "b"})
