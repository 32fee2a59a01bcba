"""What a manifest says comes back as it was; what is malformed is refused in one sentence."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import IntegrityFailed
from service.model.manifest import Manifest
from service.seal import read, seal
from service.seal.canonical import canonical, is_canonical, parse
from tests.seal import sample

SEALED = seal(sample.capture(), sample.resolution(), sample.circumstances())
WHOLE = json.loads(SEALED.manifest)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("id", "01m822pxk3e0ptk4av2j6ktjcr"),
        ("created", SEALED.created),
        ("embed", sample.resolution().embed),
        ("aliases", (sample.QUOTE,)),
        ("post", sample.post()),
        ("availability", sample.resolution().availability),
        ("method", sample.capture().method),
        ("outcome", sample.capture().outcome),
        ("grade", sample.capture().grade),
        ("warnings", ()),
        ("reason", sample.circumstances().reason),
        ("requested_by", "local"),
        ("article_id", sample.circumstances().article_id),
        ("visit_id", sample.circumstances().visit_id),
        ("supersedes", sample.circumstances().supersedes),
        ("rehearsal", False),
        ("body", WHOLE),
    ],
)
def test_a_manifest_says_what_was_sealed(name, expected):
    assert getattr(read(SEALED.manifest), name) == expected


def test_every_file_is_in_it_with_its_size_and_digest():
    entries = {entry.path: entry for entry in read(SEALED.manifest).files}
    for file in SEALED.files[:-1]:
        assert (entries[file.path].bytes, entries[file.path].sha256) == (len(file.body), file.sha256)
        assert entries[file.path].media_type == file.media_type
    assert len(entries) == len(SEALED.files) - 1


def without(*path):
    data = json.loads(SEALED.manifest)
    place = data
    for part in path[:-1]:
        place = place[part]
    del place[path[-1]]
    return json.dumps(data).encode()


def changed(value, *path):
    data = json.loads(SEALED.manifest)
    place = data
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("manifest", "sentence"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "too deeply"),
        (b'{"schema":"snapshot-manifest/1","schema":"snapshot-manifest/1"}', "twice"),
        (b'{"schema":NaN}', "NaN"),
        (b"null", "wrong form"),
        (b"[]", "wrong form"),
        (b"{}", "schema is missing"),
        (changed("snapshot-manifest/2", "schema"), "'snapshot-manifest/2' is not known"),
        (without("embed"), "embed is missing"),
        (without("result", "outcome"), "outcome is missing"),
        (changed(7, "id"), "id is not a text"),
        (changed("yesterday", "created"), "created is not a datetime"),
        (changed("vanished", "result", "outcome"), "result.outcome is not one of rendered"),
        (changed("yes", "rehearsal"), "rehearsal is not true or false"),
        (changed({"state": "live", "cause": 1}, "availability"), "'cause'"),
        (changed("other words", "post", "text"), "post.text_sha256"),
        (changed("many", "post", "metrics", "likes"), "wrong form"),
        (changed("../../etc/passwd", "files", 0, "path"), r"files\[0\].path"),
        (changed(None, "files"), "wrong form"),
        (changed([1], "post", "media"), r"post.media\[0\] is not an object"),
    ],
)
def test_a_malformed_manifest_is_refused_in_one_sentence(manifest, sentence):
    with pytest.raises(IntegrityFailed, match=sentence) as refusal:
        read(manifest)
    assert str(refusal.value).startswith("The manifest cannot be read: ")
    assert "\n" not in str(refusal.value)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_makes_the_reader_stumble(data):
    """Replace any one value of the manifest by anything."""
    whole = json.loads(SEALED.manifest)
    place, part = whole, None
    while isinstance(place, dict | list) and place:
        holder = place
        part = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        place = place[part]
        if data.draw(st.booleans()):
            break
    holder[part] = data.draw(st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.none()))
    with suppress(IntegrityFailed):
        assert isinstance(read(json.dumps(whole).encode()), Manifest)


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=())), inner),
        max_leaves=12,
    )
)
def test_anything_has_exactly_one_spelling(data):
    body = canonical(data)
    assert is_canonical(body, parse(body))
    assert canonical(parse(body)) == body
