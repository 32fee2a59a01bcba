"""Pages for people: rendered here, whole without JavaScript, inert whatever a post says."""

from aiohttp import web

from service.web.pages import articles, description, embeds, gallery, operations, snapshots
from service.web.pages.rendering import DESCRIPTION, problem_page
from service.web.pages.verdicts import VERDICTS, Verdicts
from service.web.typed import ARCHIVE

__all__ = ["DESCRIPTION", "add", "problem_page"]


def add(app: web.Application) -> None:
    """Serve the pages."""
    app[VERDICTS] = Verdicts(app[ARCHIVE].clock)
    app.router.add_get("/", gallery.show)
    app.router.add_post("/", articles.take)
    app.router.add_get("/articles/{article_id}", articles.show)
    app.router.add_get("/embeds/{embed_id}", embeds.show)
    app.router.add_post("/embeds/{embed_id}/snapshots", embeds.visit_again)
    app.router.add_get("/snapshots/{snapshot_id}", snapshots.show)
    app.router.add_get("/snapshots/{snapshot_id}/picture", snapshots.picture)
    app.router.add_get("/operations/{operation_id}", operations.show)
    app.router.add_get("/docs", description.show)
