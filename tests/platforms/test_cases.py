"""What every platform file reads in its cases, one test per field."""

import pytest

from service.model.availability import State
from service.platforms import discover
from service.platforms.joining import told
from service.platforms.signals import GONE
from tests.platforms.cases import FOLDER, LACKING, NEEDED, ORIGINS, TOLD, all_cases, told_by

FIELDS = [
    pytest.param(case, field, id=f"{case.platform}-{case.name}-{field}")
    for case in all_cases()
    for field in case.expected
]


@pytest.mark.parametrize(("case", "field"), FIELDS)
def test_a_field_is_read_as_its_case_says(case, field):
    assert told_by(case.read()).get(field) == case.expected[field]


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.platform}-{case.name}")
def test_nothing_is_read_that_the_case_does_not_tell(case):
    assert told_by(case.read()).keys() == case.expected.keys()


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.platform}-{case.name}")
def test_every_field_that_is_told_names_the_document_that_told_it(case):
    post = case.read().post
    for each in (post, post.quoted, post.answered) if post is not None else ():
        if each is not None:
            assert set(each.sources) == set(told(each))
            assert {source.split(" (")[0] for source in each.sources.values()} <= {*case.documents, "id"}


@pytest.mark.parametrize("platform", discover())
@pytest.mark.parametrize("name", NEEDED)
def test_every_platform_has_its_cases(platform, name):
    kept = {(case.platform, case.name) for case in all_cases() if case.expected}
    assert ((platform, name) in kept) != ((platform, name) in LACKING)


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.platform}-{case.name}")
def test_a_case_says_where_its_bytes_come_from(case):
    folder = FOLDER / case.platform / case.name
    assert case.origin in ORIGINS
    assert {entry.name for entry in folder.iterdir()} == TOLD
    assert len(list((folder / "documents").iterdir())) == len(case.documents)


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.platform}-{case.name}")
def test_a_platform_file_alone_never_calls_a_post_gone_for_certain(case):
    availability = case.read().availability
    assert availability.suspected == (availability.state in GONE | {State.WITHHELD})


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.platform}-{case.name}")
def test_every_signal_names_a_document_by_its_digest(case):
    for said in case.read().availability.signals:
        assert said.endpoint in case.documents
        assert said.digest is not None
        assert len(said.digest) == 64
