"""Snapshots of old versions stay readable for ever. Nothing below `frozen/` is ever written again."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from service.seal import read, verify
from tests.seal import sample

FROZEN = Path(__file__).parent / "frozen"
VERSION_1 = FROZEN / "snapshot-manifest-1" / sample.EMBED / "20260102T030405Z-01m822pxk3e0ptk4av2j6ktjcr"


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_version_1_is_the_very_sample_that_was_frozen():
    sums = (VERSION_1 / "SHA256SUMS").read_bytes()
    assert hashlib.sha256(sums).hexdigest() == "6f23e4f112769db91df8b3284c21e21673e2f9b372b6c925e2b89c389a2ea531"


def test_version_1_still_holds():
    checks = verify(files_of(VERSION_1), folder=VERSION_1.as_posix())
    assert [check.sentence for check in checks if not check.passed] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("id", sample.circumstances().snapshot_id),
        ("embed", sample.resolution().embed),
        ("post", replace(sample.post(), reply_to=None, answered=None, revisions=(), poll=None, card=None)),
        ("availability", sample.resolution().availability),
        ("method", sample.capture().method),
        ("outcome", sample.capture().outcome),
        ("grade", sample.capture().grade),
        ("article_id", sample.circumstances().article_id),
    ],
)
def test_version_1_still_says_what_it_said(name, expected):
    assert getattr(read((VERSION_1 / "manifest.json").read_bytes()), name) == expected
