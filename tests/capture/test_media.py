"""The pictures and videos of a post: taken from the visit or fetched, and what does not come is said."""

from dataclasses import replace
from datetime import UTC, datetime

from service.capture.media import MOST, with_media
from service.model.capture import Capture, Grade, Outcome
from service.model.exchange import Exchange
from service.model.framing import Method
from service.model.ids import EmbedId
from service.model.medium import named
from service.model.post import Media, Post
from service.net.recorded import RecordedInternet

AT = datetime(2026, 1, 2, tzinfo=UTC)
PHOTO, FILM, STILL = (f"https://media.example/{name}" for name in ("photo.jpg", "film.mp4", "still.jpg"))
CAPTURE = Capture(
    embed_id=EmbedId("x-20"),
    started=AT,
    finished=AT,
    elapsed_ms=1.0,
    method=Method.LIVE_EMBED,
    outcome=Outcome.RENDERED,
    grade=Grade.COMPLETE,
)
POST = Post(
    url="https://x.com/i/status/20",
    media=(
        Media(kind="image", url=PHOTO, alt="A flooded road", width=1200, height=800),
        Media(kind="video", url=FILM, poster_url=STILL),
    ),
)


def loaded(url, body, **more):
    return Exchange(**{"url": url, "at": AT, "status": 200, "media_type": "image/jpeg", "body": body} | more)


async def gather(internet, post=POST, capture=CAPTURE, most=1000):
    made = await with_media(internet, capture, post, most)
    return {medium.url: medium for medium in made.media}


async def test_every_medium_comes_with_its_description_its_size_and_its_still():
    internet = RecordedInternet()
    internet.says(PHOTO, b"photo", media_type="image/jpeg; charset=binary")
    internet.says(FILM, b"film", media_type="video/mp4")
    internet.says(STILL, b"still", media_type="image/png")
    found = await gather(internet)
    assert [(medium.kind, medium.media_type, medium.body) for medium in found.values()] == [
        ("image", "image/jpeg", b"photo"),
        ("video", "video/mp4", b"film"),
        ("poster", "image/png", b"still"),
    ]
    assert (found[PHOTO].alt, found[PHOTO].width, found[PHOTO].height) == ("A flooded road", 1200, 800)
    assert {medium.source for medium in found.values()} == {"fetch"}


async def test_what_the_page_loaded_is_not_asked_for_again():
    internet = RecordedInternet()
    capture = replace(CAPTURE, exchanges=(loaded(PHOTO, b"seen"), loaded(STILL, b"half", missing="Cut off.")))
    found = await gather(internet, capture=capture)
    assert (found[PHOTO].body, found[PHOTO].source) == (b"seen", "visit")
    assert [request.url for request in internet.asked] == [FILM, STILL]


async def test_a_dead_link_of_a_picture_is_said_and_costs_nothing_else():
    internet = RecordedInternet()
    internet.refuses(PHOTO, 404)
    internet.says(FILM, "<p>Log in", media_type="text/html")
    internet.is_private(STILL)
    found = await gather(internet)
    assert [medium.reason for medium in found.values()] == [
        "It was answered with 404.",
        "It is no picture, video or sound but text/html.",
        "the address is not public internet",
    ]
    assert {(medium.body, medium.source) for medium in found.values()} == {(b"", None)}


async def test_a_video_that_is_too_large_is_named_only():
    internet = RecordedInternet()
    internet.says(FILM, bytes(1001), media_type="video/mp4")
    found = await gather(internet)
    assert (found[FILM].body, found[FILM].reason) == (b"", "It has more than 1000 bytes.")


async def test_all_media_of_a_post_together_have_a_bound():
    internet = RecordedInternet()
    media = tuple(Media(kind="image", url=f"https://media.example/{number}.png") for number in range(6))
    for medium in media:
        internet.says(medium.url, bytes(900), media_type="image/png")
    found = await gather(internet, Post(url="https://x.com/i/status/20", media=media))
    assert [bool(medium.body) for medium in found.values()] == [True] * 4 + [False] * 2


async def test_a_page_that_plays_a_video_is_not_taken_for_the_video():
    internet = RecordedInternet()
    url = "https://www.youtube.com/watch?v=a"
    found = await gather(internet, Post(url=url, media=(Media(kind="video", url=url),)))
    assert internet.asked == []
    assert "page" in found[url].reason


async def test_a_gallery_without_end_ends():
    media = tuple(Media(kind="image", url=f"https://media.example/{number}.png") for number in range(MOST + 2))
    found = await gather(RecordedInternet(), Post(url="https://x.com/i/status/20", media=media))
    assert [medium.reason for medium in found.values()].count(f"More than {MOST} media.") == 2


def test_the_media_of_a_quoted_post_belong_to_the_post():
    quoted = Post(url="https://x.com/i/status/19", media=(Media(kind="image", url=STILL), POST.media[0]))
    assert [medium.url for medium in named(replace(POST, quoted=quoted))] == [PHOTO, FILM, STILL]
