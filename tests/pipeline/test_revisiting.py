"""Looking again: what is new becomes a snapshot, what is not becomes an observation, and nothing is called gone early."""

import pytest

from service import booking, pipeline, references
from service.catalogue.records import EmbedQuery
from service.errors import BadUrl, Conflict, InvalidRequest
from service.model.availability import Health, Stage, State
from service.store.observations import from_bytes
from tests.resolve.story import INDEX, POST, SAME_DAY, SYNDICATION, WORDS, x_oembed

ARTICLE = (
    "The line had been closed for eleven years.\n\n"
    f"{WORDS}\n\n— Mira Lenz (@mira_lenz) May 4, 2024\n\nThe ministry did not answer.\n"
)
NAME = f"x-{POST}"
URL = f"https://x.com/mira_lenz/status/{POST}"


async def kept(desk, url=URL):
    await booking.accept_address(desk.archive, url)
    return (await desk.work())[0]


async def again(desk, *names):
    await booking.accept_revisits(desk.archive, names or (NAME,))
    return (await desk.work())[0]


async def state(desk, name=NAME):
    return (await desk.archive.catalogue.embed(name)).availability


async def test_a_visit_that_finds_nothing_new_is_an_observation_and_keeps_no_snapshot(desk):
    desk.internet.has_x_post(POST, WORDS)
    await kept(desk)
    desk.clock.passes(days=1)
    assert await again(desk) is None
    record = await desk.archive.catalogue.embed(NAME)
    assert len(record.snapshots) == 1
    assert record.last_visited == desk.clock.now
    (seen,) = await desk.archive.catalogue.observations(NAME)
    assert (seen.stage, seen.availability.state) == (Stage.SEEN, State.LIVE)


async def test_a_changed_text_is_a_new_snapshot(desk):
    desk.internet.has_x_post(POST, WORDS)
    first = await kept(desk)
    desk.internet.has_x_post(POST, WORDS + " And the mayor resigned.")
    desk.clock.passes(days=1)
    assert await again(desk) not in (None, first)


async def test_counters_are_no_news(desk):
    desk.internet.has_x_post(POST, WORDS, favorite_count=3)
    await kept(desk)
    desk.internet.has_x_post(POST, WORDS, favorite_count=30_000)
    desk.clock.passes(days=1)
    assert await again(desk) is None


async def test_a_loss_is_suspected_then_confirmed_then_the_post_reappears(desk):
    desk.internet.has_x_post(POST, WORDS)
    await kept(desk)
    desk.clock.passes(days=1)
    desk.internet.refuses(SYNDICATION, 404, query={"id": POST})
    desk.internet.refuses("https://publish.twitter.com/oembed", 429, query={"url": x_oembed(POST)})
    assert await again(desk) is not None
    assert (await state(desk)).suspected
    desk.clock.passes(minutes=30)
    assert await again(desk) is None
    assert (await state(desk)).suspected
    desk.clock.passes(minutes=31)
    assert await again(desk) is not None
    told = await state(desk)
    assert (told.state, told.suspected, told.canaries) == (State.DELETED, False, Health.GOOD)
    desk.clock.passes(days=1)
    assert await again(desk) is None
    desk.internet.has_x_post(POST, WORDS)
    desk.clock.passes(days=1)
    assert await again(desk) is not None
    told = await state(desk)
    assert told.state is State.LIVE
    assert "It was deleted before" in told.reason


async def test_what_hinders_us_replaces_no_knowledge(desk):
    desk.internet.has_x_post(POST, WORDS)
    await kept(desk)
    desk.clock.passes(days=1)
    desk.internet.limits_x()
    for each in (POST, "20"):
        desk.internet.refuses(SYNDICATION, 429, query={"id": each})
        desk.internet.refuses("https://publish.twitter.com/oembed", 429, query={"url": x_oembed(each)})
    assert await again(desk) is None
    assert (await state(desk)).state is State.LIVE
    (seen,) = await desk.archive.catalogue.observations(NAME)
    assert (seen.availability.state, seen.availability.canaries) == (State.RATE_LIMITED, Health.BLOCKED)


async def test_a_run_is_sealed_once_and_the_catalogue_is_rebuilt_from_it(desk):
    desk.internet.has_x_post(POST, WORDS)
    await kept(desk)
    desk.clock.passes(days=1)
    await again(desk)
    assert await pipeline.seal_runs(desk.archive) == 1
    assert await pipeline.seal_runs(desk.archive) == 0
    (key,) = [key async for key in desk.archive.store.keys("observations/")]
    assert key.startswith("observations/2026/01/03/")
    (sealed,) = from_bytes(await desk.archive.store.read(key))
    assert sealed.embed_id == NAME
    assert [each async for each in pipeline.reindex(desk.archive)]
    assert await desk.archive.catalogue.observations(NAME) == (sealed,)


async def article(desk):
    done = await booking.accept_article(desk.archive, references.parse_body(ARTICLE.encode(), "text"))
    await desk.work()
    return done.article_id


async def test_an_unresolved_quote_is_found_by_a_later_visit_and_linked_by_alias(desk):
    desk.internet.refuses(INDEX, 503)
    name = await article(desk)
    (standing,) = (await desk.archive.catalogue.article(name)).standings
    assert standing.embed_id.startswith("quote-")
    desk.internet.archive_lists(("mira_lenz", POST))
    desk.internet.has_x_post(POST, WORDS)
    desk.clock.passes(days=1)
    assert await again(desk, standing.embed_id) is not None
    (now,) = (await desk.archive.catalogue.article(name)).standings
    assert (now.embed_id, now.availability.state) == (NAME, State.LIVE)
    record = await desk.archive.catalogue.embed(standing.embed_id)
    assert (record.embed.id, record.aliases, len(record.snapshots)) == (NAME, (standing.embed_id,), 2)


async def test_a_quote_that_was_found_is_listed_and_due_as_the_post_it_is(desk):
    desk.internet.refuses(INDEX, 503)
    name = await article(desk)
    (standing,) = (await desk.archive.catalogue.article(name)).standings
    desk.internet.archive_lists(("mira_lenz", POST))
    desk.internet.has_x_post(POST, WORDS)
    desk.clock.passes(days=1)
    assert await desk.archive.catalogue.due(desk.clock.now, limit=9) == (standing.embed_id,)
    await again(desk, standing.embed_id)
    assert [each.embed.id for each in await desk.archive.catalogue.embeds(EmbedQuery())] == [NAME]
    assert await desk.archive.catalogue.embed_ids() == (NAME,)
    desk.clock.passes(days=90)
    assert await desk.archive.catalogue.due(desk.clock.now, limit=9) == (NAME,)


async def test_a_person_chooses_among_posts_that_fit_equally_well(desk):
    desk.internet.archive_lists(("mira_lenz", POST), ("mira_lenz", SAME_DAY[0]))
    for each in (POST, SAME_DAY[0]):
        desk.internet.has_x_post(each, WORDS)
    name = await article(desk)
    (standing,) = (await desk.archive.catalogue.article(name)).standings
    assert {each.post_id for each in standing.candidates} == {POST, SAME_DAY[0]}
    await booking.accept_choice(desk.archive, name, 0, post_id=POST, requested_by="key-7")
    await desk.work()
    (now,) = (await desk.archive.catalogue.article(name)).standings
    assert (now.embed_id, now.candidates) == (NAME, ())
    (told,) = await pipeline.explain(desk.archive, name)
    assert (told.found_as, told.embed_id) == (standing.embed_id, NAME)
    assert "chosen by key-7" in told.attempts[0].outcome
    assert {each.name for each in told.answers} >= {"tweet-result", "oembed"}


async def test_a_choice_must_name_a_post_of_the_quotes_platform(desk):
    desk.internet.archive_lists()
    name = await article(desk)
    for wrong in ({"url": "https://bsky.app/profile/a.example/post/3l4omssdl632g"}, {"url": "https://x.com/mira_lenz"}):
        with pytest.raises(BadUrl):
            await booking.accept_choice(desk.archive, name, 0, **wrong)


async def test_a_link_needs_nobody_to_choose(desk):
    done = await booking.accept_article(desk.archive, references.parse_body(f"See {URL} for more.".encode(), "text"))
    with pytest.raises(InvalidRequest):
        await booking.accept_choice(desk.archive, done.article_id, 0, post_id=POST)


async def test_a_choice_made_while_the_search_still_waits_goes_first(desk):
    desk.internet.archive_lists()
    desk.internet.has_x_post(POST, WORDS)
    done = await booking.accept_article(desk.archive, references.parse_body(ARTICLE.encode(), "text"))
    await booking.accept_choice(desk.archive, done.article_id, 0, url=URL)
    await desk.work()
    (now,) = (await desk.archive.catalogue.article(done.article_id)).standings
    assert now.embed_id == NAME


async def test_a_choice_during_the_search_is_asked_for_again(desk):
    desk.internet.archive_lists()
    done = await booking.accept_article(desk.archive, references.parse_body(ARTICLE.encode(), "text"))
    await desk.archive.ledger.claim(desk.archive.tickets.issued[0])
    with pytest.raises(Conflict):
        await booking.accept_choice(desk.archive, done.article_id, 0, url=URL)


async def test_what_was_seen_lately_is_not_due_and_what_is_suspected_is_due_soon(desk):
    desk.internet.has_x_post(POST, WORDS)
    await kept(desk)
    assert await desk.archive.catalogue.due(desk.clock.now, limit=9) == ()
    desk.clock.passes(hours=1)
    assert await desk.archive.catalogue.due(desk.clock.now, limit=9) == (NAME,)
