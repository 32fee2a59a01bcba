"""The whole face put together: routes, pages, guards."""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path

from aiohttp import web

from service.catalogue.keys import Keys
from service.pipeline import Archive
from service.web import guarding, pages, problems
from service.web.admission import Admission, Rates
from service.web.api import articles, derived, embeds, find, operations, service, snapshots
from service.web.following import FOLLOWERS, send_home
from service.web.headers import protect
from service.web.metrics import METRICS, Metrics
from service.web.openapi import document
from service.web.reading import answer
from service.web.typed import ARCHIVE, Route

ROUTES: tuple[Route, ...] = tuple(
    route
    for table in (
        find.routes,
        articles.routes,
        embeds.routes,
        snapshots.routes,
        derived.routes,
        operations.routes,
        service.routes,
    )
    for route in table
)
"""Every typed route, in the order of the description."""

ENVELOPE = 2**20
"""Bytes that a request may have beside the article in it."""
STATIC = Path(str(files("service.web"))) / "static"


def application(archive: Archive, *, on_loopback: bool) -> web.Application:
    """Make the application on an open archive. It opens nothing itself and closes nothing of the archive.

    `on_loopback`: nobody but this machine reaches it, so that it may be open while there is no key.
    """
    metrics = Metrics()
    settings = archive.settings
    rates = Rates(settings.key_rate, settings.key_burst)
    kept = Keys(archive.catalogue.database)
    admission = Admission(kept, rates, open_without_keys=on_loopback)
    app = web.Application(
        middlewares=[
            metrics.middleware,
            problems.middleware(pages.problem_page),
            guarding.middleware(settings.public_url, any_name=not on_loopback),
            admission.middleware,
        ],
        client_max_size=settings.body_bytes + ENVELOPE,
    )
    app[ARCHIVE] = archive
    app[METRICS] = metrics
    app[FOLLOWERS] = set()
    described = document(ROUTES)
    app[pages.DESCRIPTION] = described
    texts = {closed: json.dumps(document(ROUTES, closed=closed), ensure_ascii=False) for closed in (True, False)}
    app.router.add_get("/openapi.json", partial(_describe, kept, texts))
    add_typed(app, ROUTES)
    pages.add(app)
    app.router.add_static("/static", STATIC, append_version=True)
    app.on_response_prepare.append(protect)
    app.on_shutdown.append(send_home)
    return app


def add_typed(app: web.Application, routes: Iterable[Route]) -> None:
    """Serve typed routes."""
    for route in routes:
        app.router.add_route(route.method, route.path, partial(answer, route))
        if route.method == "GET":
            app.router.add_route("HEAD", route.path, partial(answer, route))


async def _describe(kept: Keys, texts: Mapping[bool, str], _: web.Request) -> web.Response:
    """Give the OpenAPI document: of a service with keys, or of one that is open."""
    _key, closed = await kept.look_up("")
    text = texts[closed]
    return web.Response(text=text, content_type="application/json")
