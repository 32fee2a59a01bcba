"""The service about itself: alive, ready, in numbers, described."""

import asyncio
from collections.abc import Awaitable, Mapping

from aiohttp import web

from service.errors import CatalogueFailed, HoldfastError
from service.pipeline import Archive
from service.web.metrics import METRICS
from service.web.problems import MEDIA_TYPE, Problem, problem_of
from service.web.typed import Raw, Reply, Routes
from service.web.work_answers import HealthAnswer, PartAnswer, ReadyAnswer

routes = Routes("service")


class NotReady(Problem):
    """A problem with the parts that were asked (an extension member of RFC 9457)."""

    parts: tuple[PartAnswer, ...]


PATIENCE = 10.0
"""Seconds a part has to answer; opening a page in a cold browser takes about two."""


@routes.get("/healthz", gives={200: HealthAnswer})
async def say_alive(_: Archive) -> Reply:
    """Say that the process answers; asks no part."""
    return Reply(body=HealthAnswer(status="alive"), headers={"Cache-Control": "no-store"})


@routes.get("/readyz", gives={200: ReadyAnswer}, fails=(CatalogueFailed,))
async def say_ready(archive: Archive) -> Reply | web.Response:
    """Ask every part: catalogue, store, way out, browser. 503 names the one that does not answer."""
    asked: Mapping[str, Awaitable[object]] = {
        "catalogue": archive.catalogue.ping(),
        "store": archive.store.ping(),
        "way out": archive.fetcher.ping(),
        "browser": archive.browser.ping(),
    }
    parts = tuple(await asyncio.gather(*(_ask(name, asking) for name, asking in asked.items())))
    silent = [part for part in parts if not part.ready]
    if not silent:
        return Reply(body=ReadyAnswer(status="ready", parts=parts), headers={"Cache-Control": "no-store"})
    error = CatalogueFailed(f"Not ready: {', '.join(part.name for part in silent)}. {silent[0].sentence}")
    text = NotReady(**dict(problem_of(error)), parts=parts).model_dump_json(by_alias=True)
    return web.Response(status=503, text=text, content_type=MEDIA_TYPE, headers={"Retry-After": "5"})


@routes.get("/metrics", gives={200: Raw(media_types=("text/plain",), sentence="Numbers in Prometheus' text format.")})
async def give_numbers(_: Archive, *, request: web.Request) -> web.Response:
    """Give the numbers of this process for Prometheus."""
    return request.app[METRICS].response()


async def _ask(name: str, asking: Awaitable[object]) -> PartAnswer:
    """Ask one part; whatever it does is an answer."""
    try:
        async with asyncio.timeout(PATIENCE):
            await asking
    except TimeoutError:
        return PartAnswer(name=name, ready=False, sentence=f"It did not answer within {PATIENCE:.0f} seconds.")
    except HoldfastError as error:
        return PartAnswer(name=name, ready=False, sentence=f"{error} {error.hint}")
    return PartAnswer(name=name, ready=True, sentence="It answers.")
