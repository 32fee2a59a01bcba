import io

import pytest
from PIL import Image, ImageDraw

from service.capture import picture
from service.capture.quality import Seen, judge
from service.capture.saying import said, shows
from service.errors import CaptureFailed
from service.model.capture import Grade, Outcome

WORDS = "The mayor resigned on Tuesday after the audit was published."


def png(paint=None, size=(400, 200)):
    image = Image.new("RGB", size, "white")
    if paint is not None:
        paint(ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def bars(draw):
    for top in (40, 80, 120):
        draw.rounded_rectangle((20, top, 300, top + 16), 8, fill="#e3e6ea")


def writing(draw):
    for line in range(6):
        draw.text((20, 20 + 25 * line), WORDS, fill="black")


WRITTEN, BARS, EMPTY = (picture.read(png(paint)) for paint in (writing, bars, None))


def seen(**changes):
    whole = {"ready": True, "text": WORDS, "expected": WORDS, "look": WRITTEN, "status": 200}
    return Seen(**{**whole, **changes})


def test_a_post_whose_text_is_seen_is_complete():
    verdict = judge(seen())
    assert (verdict.outcome, verdict.grade, verdict.reasons) == (Outcome.RENDERED, Grade.COMPLETE, ())


@pytest.mark.parametrize(
    ("changes", "grade"),
    [
        ({"look": None}, Grade.NONE),
        ({"look": EMPTY}, Grade.BLANK),
        ({"look": BARS, "text": "", "expected": ""}, Grade.BLANK),
        ({"look": BARS, "text": "", "ready": False}, Grade.BLANK),
        ({"look": BARS, "text": "Loading"}, Grade.BLANK),
        ({"ready": False, "expected": ""}, Grade.BLANK),
        ({"text": "Log in to see more", "ready": False}, Grade.BLANK),
        ({"text": WORDS[:35]}, Grade.PARTIAL),
        ({"ready": False}, Grade.PARTIAL),
        ({"framed": False}, Grade.PARTIAL),
        ({"settled": False}, Grade.PARTIAL),
        ({"images": 4, "pending": 1}, Grade.PARTIAL),
        ({"images": 4, "broken": 2}, Grade.PARTIAL),
        ({"cut_off": True}, Grade.PARTIAL),
        ({"status": 500}, Grade.PARTIAL),
        ({"trouble": ("Something hung.",)}, Grade.PARTIAL),
    ],
)
def test_what_is_less_than_the_post_is_graded_less_and_says_why(changes, grade):
    verdict = judge(seen(**changes))
    assert verdict.grade is grade
    assert verdict.reasons
    assert all(reason.endswith(".") for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("changes", "outcome", "grade"),
    [
        ({"gone": ".tombstone"}, Outcome.NOT_FOUND, Grade.BLANK),
        ({"wall": "form"}, Outcome.LOGIN_WALL, Grade.WALL),
        ({"status": 404}, Outcome.NOT_FOUND, Grade.BLANK),
        ({"status": 403}, Outcome.CHALLENGE, Grade.WALL),
        ({"status": 429}, Outcome.CHALLENGE, Grade.WALL),
        ({"status": 451}, Outcome.WITHHELD, Grade.WALL),
        ({"status": 503}, Outcome.ERROR, Grade.BLANK),
    ],
)
def test_what_stands_in_place_of_the_post_is_named_and_never_complete(changes, outcome, grade):
    verdict = judge(seen(ready=False, text="", **changes))
    assert (verdict.outcome, verdict.grade) == (outcome, grade)


def test_a_notice_inside_a_living_post_does_not_make_it_gone():
    assert judge(seen(gone=".quoted-tombstone")).outcome is Outcome.RENDERED


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("Hello, world! https://t.co/abc pic.twitter.com/x", "Ada @ada  HELLO world example.com/a…"),
        ("速報です。明日は雪が降るでしょう", "山田 速報です。明日は雪が降るでしょう 12:01"),
        ("速報です。明日は雪が降るでしょう #雪", "速報です。\n明日は雪が降るでしょう\n#雪"),
        ("“Quoted” — and dashed", '"Quoted" - and dashed'),
        ("🌨️🌨️", "anything"),
        ("one two three four five six seven eight nine ten", "one two three four five six seven eight nine …"),
    ],
)
def test_text_counts_as_seen_however_the_page_sets_it(expected, text):
    assert shows(expected, text)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (WORDS, ""),
        (WORDS, "The mayor"),
        ("速報です。明日は雪が降るでしょう", "ログインしてください"),
        ("sea", "nothing"),
    ],
)
def test_other_text_does_not_count_as_seen(expected, text):
    assert not shows(expected, text)


def test_a_very_long_text_is_compared_in_little_time():
    assert said("語" * 200_000, "別" * 200_000) == 0


def test_a_picture_is_read_by_its_pixels():
    assert (WRITTEN.width, WRITTEN.height) == (400, 200)
    assert picture.read(png(writing)).pixels_sha256 == WRITTEN.pixels_sha256 != EMPTY.pixels_sha256


@pytest.mark.parametrize("body", [b"", b"no picture at all, but bytes enough", b"GIF89a" + bytes(40), png()[:60]])
def test_what_is_no_png_is_refused(body):
    with pytest.raises(CaptureFailed):
        picture.read(body)


def test_a_bomb_of_a_picture_is_refused_before_it_is_unpacked():
    bomb = bytearray(png())
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(CaptureFailed, match="60000"):
        picture.read(bytes(bomb))


def test_a_clip_stays_on_the_page_and_within_bounds():
    box = {"x": 2.4, "y": 3.6, "width": 595.5, "height": 90_000.2, "page": 600, "tall": 90_010}
    clip = picture.Clip.around(box)
    assert (clip.x, clip.y, clip.width, clip.height) == (0, 0, 600, picture.TALLEST)
