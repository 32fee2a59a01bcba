"""Articles in a store: as they were handed in, with what was found in them."""

import json
from dataclasses import replace

import pytest

from service.errors import Conflict, IntegrityFailed, NotFound
from service.model.article import Article, Format, KeptArticle
from service.model.ids import ArticleId
from service.store.articles import articles, from_bytes, put_article, read_article, to_bytes
from tests.seal import sample

KEPT = KeptArticle(
    id=ArticleId("article-abcdefghijklmnopqrstuvwxyz"),
    received=sample.AT,
    article=Article(
        body="Річка піднялася\r\n— River Watch (@river_watch) October 10, 2022 🌊\x00",
        format=Format.TEXT,
        source_url="https://news.example/river",
        title="The river",
        system="wordpress",
        external_id="77",
    ),
    references=(sample.resolution().reference,),
)


async def test_an_article_comes_back_as_it_was_handed_in(store):
    assert await put_article(store, KEPT) is True
    assert await read_article(store, KEPT.id) == KEPT
    assert [kept async for kept in articles(store)] == [KEPT]


async def test_numbers_and_letters_that_json_readers_spoil_come_back_whole():
    (reference,) = KEPT.references
    odd = replace(
        KEPT,
        article=replace(KEPT.article, body="half a pair \ud83d"),
        references=(replace(reference, stored={"id": 2**60 + 1, "html": "<script>"}),),
    )
    assert from_bytes(to_bytes(odd)) == odd


async def test_the_same_submission_again_leaves_the_first_account(store):
    await put_article(store, KEPT)
    assert await put_article(store, KEPT) is False
    assert await put_article(store, replace(KEPT, received=sample.AT.replace(year=2027), references=())) is False
    assert await read_article(store, KEPT.id) == KEPT


async def test_another_article_under_the_same_id_is_refused(store):
    await put_article(store, KEPT)
    with pytest.raises(Conflict):
        await put_article(store, replace(KEPT, article=replace(KEPT.article, body="something else")))
    assert await read_article(store, KEPT.id) == KEPT


async def test_all_articles_are_found_however_many(store):
    kept = [replace(KEPT, id=ArticleId(f"article-{number:026d}")) for number in range(70)]
    for one in kept:
        await put_article(store, one)
    assert sorted([found.id async for found in articles(store)]) == [one.id for one in kept]


async def test_an_article_that_is_not_there_is_not_found(store):
    with pytest.raises(NotFound, match="article-none"):
        await read_article(store, ArticleId("article-none"))


def test_an_article_is_readable_by_people_and_its_references_look_as_find_prints_them():
    data = json.loads(to_bytes(KEPT))
    assert data["schema"] == "kept-article/1"
    assert "Річка".encode() in to_bytes(KEPT)
    (reference,) = data["references"]
    contract = "kind how platform post_id embed_id url start end pointer text author date links confidence"
    assert set(contract.split()) <= set(reference)
    assert reference["date"] == "2022-10-10"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"{}",
        b'{"schema": "kept-article/2"}',
        b"[" * 100_000,
        to_bytes(KEPT).replace(b'"text"', b'"pdf"', 1),
        to_bytes(KEPT).replace(b'"received"', b'"recieved"'),
        to_bytes(KEPT).replace(b"1170", b'"1170"'),
        to_bytes(KEPT).replace(b'"quote"', b'"gossip"'),
        to_bytes(KEPT)[:-1],
    ],
)
def test_a_damaged_article_is_said_to_be_damaged(body):
    with pytest.raises(IntegrityFailed, match="A kept article cannot be read"):
        from_bytes(body)
