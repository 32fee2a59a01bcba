import asyncio
import itertools
from dataclasses import replace

import pytest

from service.catalogue.database import migrate
from service.catalogue.records import EmbedQuery
from service.errors import CatalogueFailed, NotFound
from service.model.article import Article, Format, KeptArticle
from service.model.availability import Availability, State
from service.model.capture import Grade, Outcome
from service.model.framing import Method
from service.model.ids import ArticleId, EmbedId
from service.model.work import Status
from tests.catalogue.conftest import NOON, a_manifest, a_post, a_reference

GONE = {
    "outcome": Outcome.DELETED,
    "method": Method.RECONSTRUCTED,
    "availability": Availability(state=State.DELETED, suspected=True, reason="The platform says it is gone."),
}


async def test_a_snapshot_entered_twice_stands_once(catalogue):
    manifest = a_manifest()
    await catalogue.add(manifest)
    await catalogue.add(manifest)
    assert [snapshot.id for snapshot in (await catalogue.embed("x-20")).snapshots] == [manifest.id]


async def test_good_is_never_overwritten_by_bad_in_whatever_order_they_are_entered(catalogue, database):
    good, blank, gone = a_manifest(), a_manifest(hours=1, grade=Grade.BLANK), a_manifest(hours=2, **GONE)
    for order in itertools.permutations([good, blank, gone]):
        await catalogue.forget()
        for manifest in order:
            await catalogue.add(manifest)
        embed = await catalogue.embed("x-20")
        assert embed.shown_snapshot == good.id
        assert embed.newest_snapshot == gone.id
        assert embed.availability.state is State.DELETED


async def test_what_was_once_known_of_a_post_stays_known_when_a_later_visit_finds_nothing(catalogue):
    await catalogue.add(a_manifest())
    await catalogue.add(replace(a_manifest(hours=1, **GONE), post=None))
    assert (await catalogue.embed("x-20")).post.text.startswith("Трамвай")


async def test_every_name_of_an_embed_leads_to_it(catalogue):
    await catalogue.add(replace(a_manifest(), aliases=(EmbedId("quote-abc"),)))
    assert (await catalogue.embed("quote-abc")).embed.id == "x-20"
    assert await catalogue.kept([EmbedId("quote-abc"), EmbedId("x-20"), EmbedId("x-21")]) == {"quote-abc", "x-20"}


async def test_words_are_found_in_any_script_and_without_their_accents(catalogue):
    await catalogue.add(a_manifest())
    await catalogue.add(a_manifest("x-21", post=a_post("nothing of the kind", name="Someone Else", handle="else")))
    for words in ("трамвай", "ТРАМВАЙ", "bridge", "briain", "“tram” OR bridge", "ana_example"):
        assert [found.embed.id for found in await catalogue.embeds(EmbedQuery(q=words))] == ["x-20"], words
    assert [found.embed.id for found in await catalogue.embeds(EmbedQuery(author="o bri"))] == ["x-20"]


async def test_pages_of_a_list_neither_miss_nor_repeat_anything(catalogue):
    for number in range(7):
        await catalogue.add(a_manifest(f"x-{number}", hours=number // 3))
    seen, after = [], None
    while page := await catalogue.embeds(EmbedQuery(after=after, limit=2)):
        seen += [found.embed.id for found in page]
        after = (page[-1].last_visited, page[-1].embed.id)
    assert seen == ["x-6", "x-5", "x-4", "x-3", "x-2", "x-1", "x-0"]


async def test_an_article_says_how_each_of_its_references_stands(catalogue, ledger):
    kept = KeptArticle(
        id=ArticleId("article-a"),
        received=NOON,
        article=Article(body="…", format=Format.TEXT, title="A bridge"),
        references=(a_reference("x-20"), a_reference("quote-q", 30)),
    )
    await catalogue.add_article(kept)
    await catalogue.add_article(kept)
    await catalogue.add(a_manifest())
    record = await catalogue.article("article-a")
    assert [standing.status for standing in record.standings] == [Status.KEPT, Status.QUEUED]
    assert [standing.reference for standing in record.standings] == list(kept.references)
    assert [article.id for article in (await catalogue.embed("x-20")).articles] == ["article-a"]
    await catalogue.add(replace(a_manifest("x-77"), aliases=(EmbedId("quote-q"),)))
    record = await catalogue.article("article-a")
    assert [standing.embed_id for standing in record.standings] == ["x-20", "x-77"]
    assert record.status is Status.KEPT


@pytest.mark.parametrize("question", ["embed", "snapshot", "article"])
async def test_an_unknown_id_is_said_to_be_unknown(catalogue, question):
    with pytest.raises(NotFound):
        await getattr(catalogue, question)("x-1'; DROP TABLE embeds; --")


async def test_many_services_may_make_the_schema_at_once(postgres_url):
    await asyncio.gather(*(asyncio.to_thread(migrate, postgres_url, 10) for _ in range(4)))


async def test_a_database_that_is_away_is_said_to_be_away(postgres_url):
    with pytest.raises(CatalogueFailed):
        migrate(postgres_url.replace("/test_", "/nowhere_"), 2)


async def test_a_post_that_holds_a_nul_character_is_kept_all_the_same(catalogue):
    await catalogue.add(a_manifest(post=a_post("before\0after", name="N\0")))
    assert (await catalogue.embed("x-20")).post.text == "before\ufffdafter"
