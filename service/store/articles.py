"""Articles as objects: what was handed in, with the references that were found in it.

    articles/<article id>.json     JSON, UTF-8, members sorted, indented for people

Version 1:

    {"article":    {"body", "external_id", "format", "source_url", "system", "title"},
     "id":         "article-…",
     "received":   "2026-01-02T03:04:05.678Z",
     "references": [as `find` prints them, with what goes beyond when known],
     "schema":     "kept-article/1"}
"""

import json
from collections.abc import AsyncIterator
from datetime import datetime

from service.errors import Conflict, IntegrityFailed, NotFound
from service.model.article import Article, KeptArticle
from service.model.ids import ArticleId
from service.model.wire import as_json, from_json, reference_as_json, reference_from_json
from service.store.port import ObjectStore
from service.store.side_by_side import side_by_side

SCHEMA = "kept-article/1"

_ROOT = "articles/"
_ENDING = ".json"
_PAGE = 32


def to_bytes(kept: KeptArticle) -> bytes:
    """Write an article; the same value always gives the same bytes."""
    data = {
        "schema": SCHEMA,
        "id": kept.id,
        "received": as_json(kept.received),
        "article": as_json(kept.article),
        "references": [reference_as_json(reference) for reference in kept.references],
    }
    try:
        return _spell(data, ascii_only=False).encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can escape and UTF-8 cannot hold
        return _spell(data, ascii_only=True).encode("ascii")


def from_bytes(body: bytes) -> KeptArticle:
    """Read what `to_bytes` wrote. Raises IntegrityFailed with one sentence on anything else."""
    try:
        data = json.loads(body.decode("utf-8"))
        if data["schema"] != SCHEMA:
            raise IntegrityFailed(f"The version {data['schema']!r} is not known.")  # noqa: TRY301 - one way out
        return KeptArticle(
            id=from_json(ArticleId, data["id"], "id"),
            received=from_json(datetime, data["received"], "received"),
            article=from_json(Article, data["article"], "article"),
            references=tuple(
                reference_from_json(reference, f"references[{i}]") for i, reference in enumerate(data["references"])
            ),
        )
    except IntegrityFailed as error:
        raise IntegrityFailed(f"A kept article cannot be read: {error}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise IntegrityFailed("A kept article cannot be read: it is not in the form we write.") from error


async def put_article(store: ObjectStore, kept: KeptArticle) -> bool:
    """Write an article. True: by this call; False: the same submission is kept already, and its first account stays.

    Raises Conflict when another article stands under this id, StoreFailed, IntegrityFailed.
    """
    try:
        return await store.create(_key(kept.id), to_bytes(kept), "application/json")
    except Conflict:
        if (await read_article(store, kept.id)).article != kept.article:
            raise
        return False


async def read_article(store: ObjectStore, article: ArticleId) -> KeptArticle:
    """Give an article. Raises NotFound, StoreFailed, or IntegrityFailed when it is damaged."""
    try:
        return from_bytes(await store.read(_key(article)))
    except NotFound as error:
        raise NotFound(f"The store holds no article {article}.") from error


async def articles(store: ObjectStore) -> AsyncIterator[KeptArticle]:
    """Give every article, in no promised order. Raises StoreFailed, or IntegrityFailed at a damaged one."""
    waiting: list[ArticleId] = []
    async for key in store.keys(_ROOT):
        if key.endswith(_ENDING):
            waiting.append(ArticleId(key.removeprefix(_ROOT).removesuffix(_ENDING)))
        if len(waiting) == _PAGE:
            for kept in await side_by_side(lambda one: read_article(store, one), waiting):
                yield kept
            waiting = []
    for kept in await side_by_side(lambda one: read_article(store, one), waiting):
        yield kept


def _key(article: ArticleId) -> str:
    return f"{_ROOT}{article}{_ENDING}"


def _spell(data: object, *, ascii_only: bool) -> str:
    return json.dumps(data, ensure_ascii=ascii_only, sort_keys=True, indent=1)
