"""A snapshot's page says when it was checked, and checks again for whoever asks."""

from tests.web.newsroom import a_post, an_embed


async def page(http, snapshot, query=""):
    async with http.get(f"/snapshots/{snapshot.id}{query}") as answer:
        return await answer.text()


async def test_the_next_reader_sees_the_check_of_a_moment_ago_and_can_have_it_made_again(http, newsroom):
    snapshot = await newsroom.keep(an_embed(), a_post())
    assert "Unchanged since it was sealed" in await page(http, snapshot)
    newsroom.archive.store.damage(f"{snapshot.folder}/post.txt", b"another")
    assert "Unchanged since it was sealed" in await page(http, snapshot)
    assert "Not what was sealed" in await page(http, snapshot, "?check=again")
    assert "Not what was sealed" in await page(http, snapshot)


async def test_a_check_that_found_a_fault_is_not_repeated_from_memory(http, newsroom):
    snapshot = await newsroom.keep(an_embed(), a_post())
    whole = await newsroom.archive.store.read(f"{snapshot.folder}/post.txt")
    newsroom.archive.store.damage(f"{snapshot.folder}/post.txt", b"another")
    assert "Not what was sealed" in await page(http, snapshot)
    newsroom.archive.store.damage(f"{snapshot.folder}/post.txt", whole)
    assert "Unchanged since it was sealed" in await page(http, snapshot)
