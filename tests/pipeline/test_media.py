"""A post's pictures go the straight line with it and are there again after the catalogue was lost."""

from service.booking import accept_address
from service.pipeline import reindex, verify_snapshot
from tests.line import PAGE
from tests.pipeline.test_line import stored, work

PHOTO = "https://media.example/og.png"


async def kept(line):
    url = PAGE.format("with-picture")
    line.internet.says(
        url,
        f'<title>A page</title><meta property="og:image" content="{PHOTO}">'
        '<meta property="og:image:alt" content="The mayor"><p>Words.',
    )
    visit = (await work(line, await accept_address(line.archive, url))).visits[0]
    return await line.archive.catalogue.snapshot(visit.snapshot_id)


async def test_a_picture_is_kept_with_its_post_checked_with_it_and_found_again_by_reindex(line):
    line.internet.says(PHOTO, b"a photo", media_type="image/png")
    snapshot = await kept(line)
    (medium,) = snapshot.media
    assert (medium.url, medium.alt, medium.media_type) == (PHOTO, "The mayor", "image/png")
    (blob,) = [key for key in await stored(line) if key.startswith("blobs/")]
    assert await line.store.read(blob) == b"a photo"
    assert all(check.passed for check in await verify_snapshot(line.archive, snapshot.id))
    line.store.damage(blob, b"another")
    failed = [check for check in await verify_snapshot(line.archive, snapshot.id) if not check.passed]
    assert [(check.name, blob in check.sentence) for check in failed] == [("media", True)]
    assert [name async for name in reindex(line.archive)]
    assert (await line.archive.catalogue.snapshot(snapshot.id)).media == snapshot.media


async def test_a_dead_picture_is_no_reason_to_lose_the_post(line):
    line.internet.refuses(PHOTO, 410)
    (medium,) = (await kept(line)).media
    assert (medium.sha256, medium.reason) == (None, "It was answered with 410.")
