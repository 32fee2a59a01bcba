"""The description of the API as a page, drawn from the very document that is served."""

from typing import Any

from aiohttp import web

from service.errors import HoldfastError
from service.web.pages.rendering import DESCRIPTION, render


async def show(request: web.Request) -> web.Response:
    """Show the API."""
    described = request.app[DESCRIPTION]
    by_tag: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in described["tags"]}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            by_tag[operation["tags"][0]].append({"path": path, "method": method.upper(), **operation})
    return render("docs.html", described=described, by_tag=by_tag, failures=_failures())


def _failures() -> tuple[type[HoldfastError], ...]:
    """Give every failure that has a name, for the anchors that problem documents point to."""
    found: dict[str, type[HoldfastError]] = {}
    open_ends = [HoldfastError]
    while open_ends:
        kind = open_ends.pop()
        found.setdefault(kind.code, kind)
        open_ends += kind.__subclasses__()
    return tuple(sorted(found.values(), key=lambda kind: (kind.status, kind.code)))
