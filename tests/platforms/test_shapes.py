"""Platforms change their documents without a word: whatever comes, a reading comes out."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.model.availability import Availability
from service.model.document import Document
from service.model.resolution import Reading
from service.platforms import discover
from tests.platforms.cases import NEEDED, Case, all_cases, plain

STRANGE: tuple[Any, ...] = (None, True, 0, -1, 10**30, 1.5, "", "\ud800", "9" * 5000, [], {}, [[]], [None], {"a": 1})
CASES = [pytest.param(case, id=f"{case.platform}-{case.name}") for case in all_cases()]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=15,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value, the whole first."""
    yield path
    if isinstance(value, dict):
        for name in value:
            yield from places(value[name], (*path, name))
    elif isinstance(value, list):
        for position in range(len(value)):
            yield from places(value[position], (*path, position))


def changed(value: Any, path: tuple[Any, ...], change: Any) -> Any:
    """A copy with one place changed; `change` gets the container and the key."""
    if not path:
        return change
    copy = json.loads(json.dumps(value))
    inside = copy
    for step in path[:-1]:
        inside = inside[step]
    if change is dropped:
        del inside[path[-1]]
    elif change is renamed:
        if isinstance(inside, dict):
            inside[f"{path[-1]}_v2"] = inside.pop(path[-1])
    else:
        inside[path[-1]] = change
    return copy


def dropped() -> None:
    """Marks a field that is left out."""


def renamed() -> None:
    """Marks a field that has another name."""


FIRST: dict[tuple[Any, ...], str] = {}
"""Request and body, or place in it → the first case that has it: what many share is changed in one, and in those that all have."""
for each in all_cases():
    for request, document in each.documents.items():
        FIRST.setdefault((each.platform, request, document.body), each.name)


def fresh(case: Case) -> Iterator[tuple[str, Document]]:
    """The documents of a case that no earlier case of its platform has."""
    for name, document in case.documents.items():
        if FIRST[case.platform, name, document.body] == case.name:
            yield name, document


def with_body(case: Case, name: str, body: bytes) -> dict[str, Document]:
    return {**case.documents, name: replace(case.documents[name], body=body)}


def reads(case: Case, documents: dict[str, Document]) -> None:
    platform = case.file
    reading = platform.read(case.post_id, documents)
    assert isinstance(reading, Reading)
    assert isinstance(reading.availability, Availability)
    if reading.post is not None:
        json.dumps(plain(reading.post), ensure_ascii=False).encode()
    assert all(each.url for each in platform.framings(case.post_id, reading.post))


@pytest.mark.parametrize("case", CASES)
def test_a_dropped_renamed_or_mistyped_field_is_no_failure(case):
    for name, document in fresh(case):
        try:
            value = json.loads(document.body)
        except ValueError:
            continue
        for path in places(value):
            known = FIRST.setdefault((case.platform, name, path), case.name) != case.name
            if known and case.name not in NEEDED:
                continue
            for change in (*STRANGE, *((dropped, renamed) if path else ())):
                reads(case, with_body(case, name, json.dumps(changed(value, path, change)).encode()))


NAMED = re.compile(
    rb'(?<=[\s"])(?:class|id|data-[\w-]+|slot|href|src|style|content|property|datetime|title|author)=|"[\w.-]{2,60}"'
)
"""Attributes, and names of classes and of fields of data in scripts."""


@pytest.mark.parametrize("case", CASES)
def test_markup_whose_names_are_changed_is_no_failure(case):
    for name, document in fresh(case):
        if document.body.lstrip()[:1] != b"<":
            continue
        chance = random.Random(f"{case.name}-{name}")
        found = list(NAMED.finditer(document.body))
        for match in chance.sample(found, min(len(found), 80)):
            for change in (
                b"",
                b'"',
                b"data-renamed=",
                b'"renamed"',
                b'"' + b"9" * 5000 + b'"',
                b"null",
                b'"\xff\\ud800"',
            ):
                body = document.body[: match.start()] + change + document.body[match.end() :]
                reads(case, with_body(case, name, body))


@pytest.mark.parametrize("case", CASES)
def test_data_inside_markup_may_have_any_shape(case):
    for name, document in fresh(case):
        if document.body.lstrip()[:1] != b"<":
            continue
        for start, end, value, double in data_inside(document.body.decode("utf-8", "replace")):
            for path in places(value):
                for change in (*STRANGE, *((dropped, renamed) if path else ())):
                    text = json.dumps(changed(value, path, change))
                    whole = document.body.decode("utf-8", "replace")
                    body = whole[:start] + (json.dumps(text) if double else text) + whole[end:]
                    reads(case, with_body(case, name, body.encode()))


def data_inside(page: str) -> Iterator[tuple[int, int, Any, bool]]:
    """Every object that stands as JSON in a page's script, also as JSON inside a JSON string."""
    decoder = json.JSONDecoder()
    for match in re.finditer(r"<script[^>]*>|=\s*(?=\{)|\"contextJSON\":(?=\")", page):
        try:
            value, end = decoder.raw_decode(page, match.end())
            double = isinstance(value, str)
            value = json.loads(value) if double else value
        except ValueError:
            continue
        if isinstance(value, dict):
            yield match.end(), end, value, double


@pytest.mark.parametrize("case", CASES)
def test_a_document_cut_or_damaged_anywhere_is_no_failure(case):
    chance = random.Random(case.name)
    for name, document in fresh(case):
        for _ in range(60):
            place = chance.randrange(len(document.body) + 1)
            reads(case, with_body(case, name, document.body[:place]))
            reads(case, with_body(case, name, document.body[:place] + b"\xff{" + document.body[place + 3 :]))


@pytest.mark.parametrize("case", CASES)
def test_any_status_and_any_missing_document_is_no_failure(case):
    for name, document in case.documents.items():
        reads(case, {other: each for other, each in case.documents.items() if other != name})
        for status in (None, 200, 204, 301, 400, 401, 403, 404, 410, 429, 451, 500, 503, 999):
            reads(case, {**case.documents, name: replace(document, status=status)})
    reads(case, {})


@pytest.mark.parametrize("name", [name for name in discover() if name != "page"])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(value=JSON)
def test_any_json_is_no_failure(name, value):
    case = next(case for case in all_cases() if case.platform == name and case.name == "plain")
    for document in case.documents:
        reads(case, with_body(case, document, json.dumps(value).encode()))
