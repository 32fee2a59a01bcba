"""Pictures of a post on its page and by the API: inert, checked, loaded only when looked at."""

from service.model.medium import Medium
from service.seal.fixity import sha256
from tests.web.newsroom import a_post, an_embed

PHOTO = Medium(
    url="https://media.example/1.jpg",
    kind="image",
    alt="A <b>flooded</b> road",
    width=1200,
    height=800,
    media_type="image/jpeg",
    body=b"photo",
)
FILM = Medium(url="https://media.example/1.mp4", kind="video", media_type="video/mp4", body=b"film")
DRAWING = Medium(url="https://media.example/1.svg", kind="image", media_type="image/svg+xml", body=b"<svg/>")
LOST = Medium(url="https://media.example/2.jpg", kind="image", reason="It was answered with 404.")
MEDIA = (PHOTO, FILM, DRAWING, LOST)


async def test_the_page_of_a_post_shows_its_media_lazily_with_their_descriptions(http, newsroom):
    snapshot = await newsroom.keep(an_embed(), a_post(), media=MEDIA)
    async with http.get(f"/embeds/{an_embed().id}") as answer:
        page = await answer.text()
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    address = f"/v1/snapshots/{snapshot.id}/media/{sha256(b'photo')}"
    assert (
        f'<img src="{address}" width="1200" height="800" alt="A &lt;b&gt;flooded&lt;/b&gt; road" loading="lazy"' in page
    )
    assert f'<video src="/v1/snapshots/{snapshot.id}/media/{sha256(b"film")}" controls preload="none"' in page
    assert "Not kept. It was answered with 404." in page
    assert f'<img src="/v1/snapshots/{snapshot.id}/media/{sha256(b"<svg/>")}"' not in page


async def test_a_medium_is_given_inertly_and_only_as_it_was_kept(http, newsroom):
    snapshot = await newsroom.keep(an_embed(), a_post(), media=MEDIA)
    for medium, shown in ((PHOTO, "inline"), (FILM, "attachment"), (DRAWING, "attachment")):
        async with http.get(f"/v1/snapshots/{snapshot.id}/media/{sha256(medium.body)}") as answer:
            assert (answer.status, await answer.read()) == (200, medium.body)
        assert answer.headers["Content-Disposition"].split(";")[0] == shown
        assert answer.headers["Content-Type"] == medium.media_type
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    newsroom.archive.store.damage(snapshot.blobs[0].path, b"another")
    async with http.get(f"/v1/snapshots/{snapshot.id}/media/{snapshot.blobs[0].sha256}") as answer:
        assert answer.status == 500
    async with http.get(f"/v1/snapshots/{snapshot.id}/media/{'0' * 64}") as answer:
        assert answer.status == 404


async def test_the_api_lists_what_became_of_every_medium(http, newsroom):
    await newsroom.keep(an_embed(), a_post(), media=MEDIA)
    async with http.get(f"/v1/embeds/{an_embed().id}") as answer:
        media = (await answer.json())["snapshots"][0]["media"]
    assert [(each["kind"], each["sha256"] is not None) for each in media] == [
        ("image", True),
        ("video", True),
        ("image", True),
        ("image", False),
    ]
    assert media[3]["reason"] == "It was answered with 404."
