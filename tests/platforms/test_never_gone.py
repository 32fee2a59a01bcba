"""Whatever keeps us out is about us: no platform file calls a post gone for it."""

from dataclasses import replace

import pytest

from service.platforms import discover
from service.platforms.signals import ALIVE, GONE
from tests.platforms.cases import Case, all_cases

CASES = [pytest.param(case, id=f"{case.platform}-{case.name}") for case in all_cases() if case.name == "plain"]
WALL = b"<!doctype html><html><head><title>Log in</title></head><body><form id=login>deleted, not found</form></body>"


def changed(case: Case, **about):
    return {name: replace(document, **about) for name, document in case.documents.items()}


@pytest.mark.parametrize("status", [None, 400, 401, 403, 407, 418, 429, 500, 502, 503, 504, 999])
@pytest.mark.parametrize("case", CASES)
def test_an_error_of_the_way_is_never_gone_and_never_alive(case, status):
    documents = changed(case, status=status, body=b"" if status is None else b"no", failure=None)
    reading = case.file.read(case.post_id, documents)
    assert reading.availability.state not in GONE | ALIVE
    assert reading.post is None


@pytest.mark.parametrize("case", CASES)
def test_a_wall_that_answers_200_is_never_gone(case):
    html = {"content-type": "text/html; charset=utf-8"}
    documents = changed(case, status=200, body=WALL, headers=html, final_url="https://www.example.com/login?next=x")
    reading = case.file.read(case.post_id, documents)
    assert reading.availability.state not in GONE


@pytest.mark.parametrize("case", CASES)
def test_an_empty_answer_is_never_gone(case):
    for body in (b"", b"{}", b"[]", b"null", b"<html></html>"):
        reading = case.file.read(case.post_id, changed(case, status=200, body=body))
        assert reading.availability.state not in GONE


def test_every_platform_has_a_plain_case():
    assert {case.platform for case in all_cases() if case.name == "plain"} == set(discover())
