"""The header lines of platform files are read by people and by the docs: they must be true."""

import pytest

from service.platforms import discover, header
from tests.platforms.cases import all_cases

KEYS = ("hosts", "posts", "documents", "gone", "notes")


@pytest.mark.parametrize("platform", discover().values(), ids=lambda platform: platform.name)
def test_a_platform_file_opens_with_its_header_lines(platform):
    assert tuple(header(platform)) == KEYS
    assert all(header(platform).values())


@pytest.mark.parametrize("platform", discover().values(), ids=lambda platform: platform.name)
def test_the_header_names_every_document_that_is_asked_for(platform):
    asked = {request.name for case in all_cases() if case.platform == platform.name for request in case.asked}
    assert asked == set(header(platform)["documents"].split())
