"""Accepting, keeping, looking again, rebuilding: the promises of the straight line."""

from dataclasses import replace
from functools import partial

import pytest

from service.booking import accept_address, accept_article, accept_revisit
from service.catalogue.records import EmbedQuery
from service.errors import BadUrl, CatalogueFailed, Conflict, EgressRefused, NotFound, StoreFailed
from service.jobs.performing import perform
from service.model.article import Article, Format
from service.model.availability import State
from service.model.capture import Grade
from service.model.work import Reason, Status
from service.pipeline import reindex, verify_snapshot
from service.store.articles import put_article, read_article
from tests.line import PAGE, an_article

TABLES = ("articles", "article_references", "visits", "operations", "snapshots", "embeds", "procrastinate_jobs")


async def work(line, operation):
    for visit in operation.visits:
        await perform(line.archive, line.tickets, visit.id)
    return await line.archive.ledger.operation(operation.id)


async def stored(line):
    return sorted([key async for key in line.store.keys("")])


async def counts(line):
    return {table: (await line.rows(f"SELECT count(*) AS n FROM {table}"))[0]["n"] for table in TABLES}


class NoTickets:
    """A ticket office that shuts at the second ticket."""

    def __init__(self):
        self.issued = 0

    async def issue(self, _connection, _visit_id, *, reason):
        self.issued += 1
        if self.issued == 2:
            raise CatalogueFailed(f"There are no tickets for {reason}.")


async def test_an_article_is_booked_whole_or_not_at_all(line):
    article = an_article("a", "b", "c")
    with pytest.raises(CatalogueFailed):
        await accept_article(line.replace(tickets=NoTickets()), article)
    assert set((await counts(line)).values()) == {0}
    operation = await accept_article(line.archive, article)
    assert len(operation.visits) == 3
    assert (await counts(line))["procrastinate_jobs"] == 3


async def test_the_same_submission_again_is_the_same_article_and_books_nothing(line):
    for name in "ab":
        line.publish(name)
    first = await accept_article(line.archive, an_article("a", "b"))
    meanwhile = await accept_article(line.archive, an_article("a", "b"))
    assert meanwhile.article_id == first.article_id
    assert {visit.id for visit in meanwhile.visits} == {visit.id for visit in first.visits}
    await work(line, first)
    before, visited = await stored(line), list(line.browser.visited)
    again = await accept_article(line.archive, an_article("a", "b"))
    assert (again.article_id, again.visits, again.status) == (first.article_id, (), Status.KEPT)
    assert (await stored(line), line.browser.visited) == (before, visited)
    assert (await line.archive.ledger.operation(again.id)).status is Status.KEPT


async def test_a_changed_article_books_only_what_is_new(line):
    for name in "abc":
        line.publish(name)
    await work(line, await accept_article(line.archive, an_article("a", "b")))
    changed = await accept_article(line.archive, an_article("a", "b", "c"))
    assert [visit.reference.url for visit in changed.visits] == [PAGE.format("c")]


async def test_fifty_references_to_one_page_are_one_visit(line):
    line.publish("a")
    operation = await accept_article(line.archive, an_article(*["a"] * 50))
    assert len(operation.visits) == 1
    await work(line, operation)
    record = await line.archive.catalogue.article(operation.article_id)
    assert len(record.standings) == 50
    assert {standing.status for standing in record.standings} == {Status.KEPT}
    assert line.browser.visited == [PAGE.format("a")]


async def test_two_articles_that_share_a_page_share_its_visit(line):
    line.publish("a")
    first = await accept_article(line.archive, an_article("a"))
    second = await accept_article(line.archive, an_article("a", title="Another"))
    assert first.article_id != second.article_id
    assert first.visits[0].id == second.visits[0].id
    await work(line, second)
    for operation in (first, second):
        assert (await line.archive.catalogue.article(operation.article_id)).status is Status.KEPT


async def test_an_article_without_references_is_kept_and_done_at_once(line):
    operation = await accept_article(line.archive, Article(body="Nothing to see.", format=Format.TEXT))
    assert operation.status is Status.KEPT
    assert (await line.archive.catalogue.article(operation.article_id)).status is Status.KEPT


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://127.0.0.1/", EgressRefused),
        ("http://2130706433/", EgressRefused),
        ("http://0x7f.1/", EgressRefused),
        ("http://[::1]/", EgressRefused),
        ("http://[::ffff:10.0.0.1]/", EgressRefused),
        ("http://169.254.169.254/latest/meta-data/", EgressRefused),
        ("https://localhost/", EgressRefused),
        ("http://printer/", EgressRefused),
        ("http://metadata.google.internal/", EgressRefused),
        ("https://news.example:22/", EgressRefused),
        ("javascript:alert(1)", BadUrl),
        ("file:///etc/passwd", BadUrl),
        ("https://", BadUrl),
        ("", BadUrl),
        ("no address", BadUrl),
    ],
)
async def test_an_address_that_would_never_be_opened_is_refused_before_anything_is_stored(line, url, error):
    with pytest.raises(error) as refusal:
        await accept_address(line.archive, url)
    assert refusal.value.exit_code == 2
    assert set((await counts(line)).values()) == {0}
    assert await stored(line) == []


async def test_a_name_that_leads_inside_a_network_fails_with_that_reason_and_nothing_is_kept_of_it(line):
    line.internet.is_private(PAGE.format("inside"))
    done = await work(line, await accept_address(line.archive, PAGE.format("inside")))
    assert done.status is Status.FAILED
    assert done.visits[0].failure == "egress-refused"
    assert await stored(line) == []
    assert line.browser.visited == []


async def test_a_private_address_in_an_article_does_not_hold_up_the_others(line):
    line.publish("a")
    line.internet.is_private("http://10.0.0.1/admin")
    body = f"See http://10.0.0.1/admin and {PAGE.format('a')} today."
    operation = await accept_article(line.archive, Article(body=body, format=Format.TEXT))
    await work(line, operation)
    standings = (await line.archive.catalogue.article(operation.article_id)).standings
    assert {standing.reference.url: standing.status for standing in standings}[PAGE.format("a")] is Status.KEPT
    assert all(standing.status in (Status.KEPT, Status.FAILED) for standing in standings)


async def test_looking_again_gives_a_second_snapshot_that_follows_the_first(line):
    first = (await work(line, await accept_address(line.archive, line.publish("a")))).visits[0]
    embed = await line.archive.catalogue.embed(first.embed_id)
    second = (await work(line, await accept_revisit(line.archive, embed.embed.id))).visits[0]
    assert (second.reason, second.status) == (Reason.MANUAL, Status.KEPT)
    record = await line.archive.catalogue.embed(embed.embed.id)
    assert [snapshot.id for snapshot in record.snapshots] == [second.snapshot_id, first.snapshot_id]
    assert record.snapshots[0].supersedes == first.snapshot_id
    with pytest.raises(NotFound):
        await accept_revisit(line.archive, "page-unknown")


async def test_a_bad_visit_never_hides_a_good_picture(line):
    url = line.publish("a")
    good = (await work(line, await accept_address(line.archive, url))).visits[0]
    line.internet.refuses(url, 404)
    line.browser.is_gone(url)
    gone = (await work(line, await accept_address(line.archive, url))).visits[0]
    assert gone.status is Status.KEPT
    record = await line.archive.catalogue.embed(good.embed_id)
    assert (record.shown_snapshot, record.newest_snapshot) == (good.snapshot_id, gone.snapshot_id)
    assert record.availability.state is not State.LIVE
    assert record.snapshots[1].grade is Grade.COMPLETE
    assert all(check.passed for check in await verify_snapshot(line.archive, good.snapshot_id))


async def everything(line, articles):
    """All answers of the catalogue, as values."""
    catalogue = line.archive.catalogue
    embeds = await catalogue.embeds(EmbedQuery(limit=100))
    return {
        "list": embeds,
        "search": await catalogue.embeds(EmbedQuery(q="page")),
        "embeds": [await catalogue.embed(embed.embed.id) for embed in embeds],
        "snapshots": [await catalogue.snapshot(embed.newest_snapshot) for embed in embeds],
        "articles": [await catalogue.article(article) for article in articles],
        "article list": await catalogue.articles(),
        "by source": await catalogue.article_by_source("cms", "17"),
        "names": await catalogue.kept([embed.embed.id for embed in embeds]),
    }


async def test_an_empty_catalogue_is_rebuilt_from_the_store_with_the_same_answers(line):
    for name in "abc":
        line.publish(name)
    quote = "Words that nobody can find any more. — Ana Ó Briain (@ana_example) May 4, 2024"
    articles = [
        an_article("a", "b", title="One", source_url="https://paper.example/1"),
        an_article("b", "c", system="cms", external_id="17"),
        Article(body=f"She wrote:\n\n{quote}\n\nAnd that was that.", format=Format.TEXT),
    ]
    accepted = [await accept_article(line.archive, article) for article in articles]
    for operation in accepted:
        await work(line, operation)
    url = PAGE.format("a")
    line.internet.refuses(url, 410)
    line.browser.is_gone(url)
    await work(line, await accept_address(line.archive, url))
    names = [operation.article_id for operation in accepted]
    before = await everything(line, names)
    assert len(before["list"]) == 4
    assert any(len(embed.snapshots) == 2 for embed in before["embeds"])

    await line.rows("TRUNCATE articles, article_references, embeds, aliases, snapshots, visits, operations CASCADE")
    assert (await line.archive.catalogue.embeds(EmbedQuery())) == ()
    entered = [name async for name in reindex(line.archive)]
    assert len(entered) == 3 + 5
    after = await everything(line, names)
    for question, answer in before.items():
        assert after[question] == answer, question


async def test_rebuilding_over_a_full_catalogue_changes_no_answer(line):
    line.publish("a")
    operation = await accept_article(line.archive, an_article("a"))
    await work(line, operation)
    before = await everything(line, [operation.article_id])
    for _ in range(2):
        assert len([name async for name in reindex(line.archive)]) == 2
    assert await everything(line, [operation.article_id]) == before


async def test_one_changed_byte_of_any_stored_file_is_found_and_the_file_is_named(line):
    kept = (await work(line, await accept_address(line.archive, line.publish("a")))).visits[0]
    folder = (await line.archive.catalogue.snapshot(kept.snapshot_id)).folder
    keys = [key for key in await stored(line) if key.startswith(folder)]
    assert len(keys) >= 5
    assert all(check.passed for check in await verify_snapshot(line.archive, kept.snapshot_id))
    for key in keys:
        whole = await line.store.read(key)
        line.store.damage(key, whole[:-1] + bytes([whole[-1] ^ 1]) if whole else b"1")
        failed = [check for check in await verify_snapshot(line.archive, kept.snapshot_id) if not check.passed]
        assert failed, key
        assert any(key.removeprefix(folder + "/") in check.sentence for check in failed), key
        line.store.damage(key, whole)
    assert all(check.passed for check in await verify_snapshot(line.archive, kept.snapshot_id))


async def test_what_is_stored_is_never_written_over(line):
    operation = await accept_article(line.archive, an_article("a"))
    kept = await read_article(line.store, operation.article_id)
    with pytest.raises(Conflict):
        await put_article(line.store, replace(kept, article=an_article("other")))
    assert await read_article(line.store, operation.article_id) == kept


async def test_a_store_that_is_away_accepts_nothing(line):
    line.store.away = True
    with pytest.raises(StoreFailed):
        await accept_article(line.archive, an_article("a"))
    assert set((await counts(line)).values()) == {0}


async def test_a_store_that_goes_away_while_keeping_leaves_no_half_snapshot_behind(line):
    operation = await accept_address(line.archive, line.publish("a"))
    torn = TornStore(line.store)
    await perform(line.replace(store=torn), line.tickets, operation.visits[0].id)
    waiting = await line.archive.ledger.visit(operation.visits[0].id)
    assert (waiting.status, waiting.failure) == (Status.QUEUED, "store-failed")
    assert [name async for name in reindex(line.archive)] == []
    done = (await work(line, operation)).visits[0]
    assert done.status is Status.KEPT
    assert all(check.passed for check in await verify_snapshot(line.archive, done.snapshot_id))
    assert len([name async for name in reindex(line.archive)]) == 1


class TornStore:
    """A store that goes away when a snapshot is half written."""

    def __init__(self, store):
        self._store = store
        self._written = 0

    def __getattr__(self, name):
        return partial(getattr(self._store, name))

    async def create(self, key, body, media_type):
        self._written += 1
        self._store.away = self._written > 3
        try:
            return await self._store.create(key, body, media_type)
        finally:
            self._store.away = False
