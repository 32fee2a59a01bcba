"""Small pictures for pages: made of the evidence at the first look, marked as made, never instead of it."""

import io

import pytest
from PIL import Image, ImageChops

from service.model.capture import Artefact
from tests.web.newsroom import a_post, an_embed


async def picture(http, path):
    async with http.get(path, allow_redirects=False) as answer:
        return answer, await answer.read()


@pytest.mark.parametrize(("kind", "form"), [("thumbnail", "WEBP"), ("lossless", "WEBP"), ("card", "JPEG")])
async def test_a_made_picture_says_of_what_and_how_it_was_made_and_is_kept(http, newsroom, kind, form):
    snapshot = await newsroom.keep(an_embed(), a_post())
    path = f"/v1/snapshots/{snapshot.id}/derived/{kind}"
    answer, body = await picture(http, path)
    assert answer.status == 200
    assert answer.headers["Link"] == f'</v1/snapshots/{snapshot.id}/files/post.png>; rel="original"'
    assert answer.headers["X-Derivation"]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    made, original = Image.open(io.BytesIO(body)), next(file for file in snapshot.files if file.path == "post.png")
    assert made.format == form
    whole = Image.open(io.BytesIO(original.body)).convert("RGB")
    if kind == "lossless":
        assert ImageChops.difference(made.convert("RGB"), whole).getbbox() is None
    elif kind == "thumbnail":
        assert made.width == min(400, whole.width)
    else:
        assert made.size == (1200, 630)
    keys = [key async for key in newsroom.archive.store.keys("derived/")]
    assert keys == [f"derived/sha256/{original.sha256[:2]}/{original.sha256[2:]}/{kind}-1"]
    assert (await picture(http, path))[1] == body
    async with http.get(path, headers={"If-None-Match": answer.headers["ETag"]}) as again:
        assert again.status == 304


async def test_made_pictures_are_no_part_of_the_snapshot(http, newsroom):
    snapshot = await newsroom.keep(an_embed(), a_post())
    await picture(http, f"/v1/snapshots/{snapshot.id}/derived/thumbnail")
    async with http.get(f"/v1/snapshots/{snapshot.id}/verify") as answer:
        assert (await answer.json())["passed"] is True
    assert b"derived/" not in snapshot.manifest


async def test_pages_show_the_small_picture_where_a_small_one_is_enough(http, newsroom):
    snapshot = await newsroom.keep(an_embed(), a_post())
    for page in ("/", f"/embeds/{an_embed().id}"):
        async with http.get(page) as answer:
            assert f'src="/v1/snapshots/{snapshot.id}/derived/thumbnail"' in await answer.text()
    answer, _ = await picture(http, f"/snapshots/{snapshot.id}/picture")
    assert answer.headers["Location"] == f"/v1/snapshots/{snapshot.id}/derived/thumbnail"


async def test_a_picture_that_nothing_can_be_made_of_is_shown_as_it_is(http, newsroom):
    broken = Artefact(name="post.png", role="post-image", media_type="image/png", body=b"no picture", width=9, height=9)
    snapshot = await newsroom.keep(an_embed(), a_post(), picture=False, artefacts=[broken])
    answer, _ = await picture(http, f"/v1/snapshots/{snapshot.id}/derived/thumbnail")
    assert (answer.status, answer.headers["Location"]) == (302, f"/v1/snapshots/{snapshot.id}/files/post.png")


async def test_nothing_is_made_of_evidence_that_was_changed(http, newsroom):
    snapshot = await newsroom.keep(an_embed(), a_post())
    newsroom.archive.store.damage(f"{snapshot.folder}/post.png", b"another")
    answer, _ = await picture(http, f"/v1/snapshots/{snapshot.id}/derived/card")
    assert answer.status == 500
    assert [key async for key in newsroom.archive.store.keys("derived/")] == []


async def test_a_snapshot_without_a_picture_has_no_small_one(http, newsroom):
    snapshot = await newsroom.keep(an_embed(), a_post(), picture=False)
    answer, _ = await picture(http, f"/v1/snapshots/{snapshot.id}/derived/thumbnail")
    assert answer.status == 404
    answer, _ = await picture(http, f"/v1/snapshots/{snapshot.id}/derived/poster")
    assert answer.status == 404
