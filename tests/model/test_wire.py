"""Our values become plain data and come back as they were."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from service.errors import IntegrityFailed
from service.model.availability import Availability, State
from service.model.capture import Capture
from service.model.document import Document
from service.model.ids import SnapshotId
from service.model.post import Post
from service.model.reference import Reference
from service.model.wire import as_json, from_json, instant, reference_as_json, reference_from_json
from tests.seal import sample

VALUES = [
    (Post, sample.post()),
    (Availability, sample.resolution().availability),
    (Reference, sample.resolution().reference),
    (Document, sample.resolution().documents[0]),
    (Document, sample.resolution().documents[1]),
    (Capture, sample.capture()),
    (Post | None, None),
    (SnapshotId | None, sample.circumstances().snapshot_id),
    (tuple[int, int], (1, 2)),
    (tuple[State, ...], (State.LIVE, State.DELETED)),
    (float, 1.5),
    (bytes, b"\x00\xff"),
]


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_a_value_comes_back_from_json_text_as_it_was(kind, value):
    assert from_json(kind, json.loads(json.dumps(as_json(value)))) == value


def test_a_reference_is_written_as_find_prints_it_and_comes_back():
    reference = sample.resolution().reference
    written = reference_as_json(reference)
    assert written["date"] == "2022-10-10"
    assert "day" not in written
    assert "wider" not in written
    assert reference_from_json(json.loads(json.dumps(written))) == reference


def test_times_are_written_in_utc_with_a_z_and_keep_their_microseconds():
    kyiv = timezone(timedelta(hours=3))
    assert as_json(datetime(2026, 1, 2, 3, 4, 5, tzinfo=kyiv)) == "2026-01-02T00:04:05.000Z"
    assert as_json(datetime(2026, 1, 2, 3, 4, 5, 7, tzinfo=UTC)) == "2026-01-02T03:04:05.000007Z"
    assert instant(datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)) == "2026-01-02T03:04:05.678Z"
    assert as_json(date(2026, 1, 2)) == "2026-01-02"


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        (Availability, {}, "availability lacks its state"),
        (Availability, [], "availability is not an object"),
        (Availability, {"state": "gone"}, r"availability\.state is not one of live, edited"),
        (Availability, {"state": "live", "sure": True}, "'sure' that is not known"),
        (Availability, {"state": "live", "suspected": 1}, r"availability\.suspected is not true or false"),
        (Availability, {"state": "live", "signals": {}}, r"availability\.signals is not an array"),
        (Post, {"url": "u", "counts": {"likes": True}}, r"counts\.likes is not a whole number"),
        (Post, {"url": "u", "published": "2026-01-02T03:04:05"}, "published"),
        (Post, {"url": "u", "quoted": {"url": None}}, r"quoted\.url is not a text"),
        (tuple[int, int], [1], "an array of 2"),
        (date, "tomorrow", "a date"),
        (bytes, "%%%", "a bytes"),
    ],
)
def test_data_that_does_not_fit_is_refused_with_its_place(kind, data, sentence):
    where = "availability" if kind is Availability else ""
    with pytest.raises(IntegrityFailed, match=sentence):
        from_json(kind, data, where)
