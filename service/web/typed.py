"""Typed routes: what a path takes and gives is said once, and both the parsing and `/openapi.json` follow from it.

A handler is an async function whose first parameter is the archive and whose named parameters say what it needs:

    @routes.get("/v1/embeds/{embed_id}", gives={200: EmbedAnswer}, fails=(NotFound,))
    async def read_embed(archive: Archive, *, path: EmbedPath) -> Reply: ...

`path`, `query`, `headers` and `body` are pydantic models; `request` is aiohttp's own request. The docstring's first
line is the summary, the rest the description. Everything that does not fit is told in one 422, all places together.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from service.errors import HoldfastError
from service.pipeline import Archive

Handler = Callable[..., Awaitable["Reply | web.StreamResponse"]]

ARCHIVE = web.AppKey("archive", Archive)
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An answer that is no JSON of ours: bytes of one of these media types."""

    media_types: tuple[str, ...]
    sentence: str
    """What the bytes are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as JSON."""

    body: BaseModel | None = None
    text: str | None = None
    """JSON that is written down already, in place of a body."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        """Write it down. What is not known are written as null: a shape does not change with its content."""
        text = self.body.model_dump_json(by_alias=True) if self.body else self.text
        return web.Response(status=self.status, text=text, content_type="application/json", headers=self.headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """The models of the places a handler reads."""

    path: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    headers: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    request: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One method of one path."""

    method: str
    path: str
    tag: str
    name: str
    """The handler's name: the operation id."""
    summary: str
    description: str
    needs: Needs
    gives: Mapping[int, type[BaseModel] | Raw | None]
    """Status → what stands in the answer; None: nothing."""
    fails: tuple[type[HoldfastError], ...]
    """Failures of its own; those of reading the request are understood."""
    answers_with: Mapping[str, str]
    """Name of a header of the good answers → what it says."""
    handler: Handler


@dataclass(slots=True)
class Routes:
    """A table of routes under one tag."""

    tag: str
    _rows: list[Route] = field(default_factory=list)

    def __iter__(self) -> Iterator[Route]:
        return iter(self._rows)

    def add(
        self,
        method: str,
        path: str,
        *,
        gives: Mapping[int, type[BaseModel] | Raw | None],
        fails: tuple[type[HoldfastError], ...] = (),
        answers_with: Mapping[str, str] = NOTHING,
    ) -> Callable[[Handler], Handler]:
        """Enter the decorated handler under a method and a path."""

        def enter(handler: Handler) -> Handler:
            summary, _, description = inspect.cleandoc(handler.__doc__ or "").partition("\n")
            self._rows.append(
                Route(
                    method=method,
                    path=path,
                    tag=self.tag,
                    name=handler.__name__,
                    summary=summary.strip(),
                    description=description.strip(),
                    needs=read_needs(handler),
                    gives=gives,
                    fails=fails,
                    answers_with=answers_with,
                    handler=handler,
                )
            )
            return handler

        return enter

    def get(self, path: str, **rest: Any) -> Callable[[Handler], Handler]:
        """Enter a GET."""
        return self.add("GET", path, **rest)

    def post(self, path: str, **rest: Any) -> Callable[[Handler], Handler]:
        """Enter a POST."""
        return self.add("POST", path, **rest)

    def patch(self, path: str, **rest: Any) -> Callable[[Handler], Handler]:
        """Enter a PATCH."""
        return self.add("PATCH", path, **rest)

    def put(self, path: str, **rest: Any) -> Callable[[Handler], Handler]:
        """Enter a PUT."""
        return self.add("PUT", path, **rest)


def read_needs(handler: Handler) -> Needs:
    """Read from a handler's signature which places it needs. A parameter of another name is a mistake of ours."""
    found: dict[str, Any] = {}
    _, *named = inspect.signature(handler, eval_str=True).parameters.items()
    for name, parameter in named:
        match name:
            case "request":
                found["request"] = True
            case "path" | "query" | "headers" | "body":
                found[name] = parameter.annotation
            case _:
                raise TypeError(f"{handler.__name__} asks for “{name}”, which no request has.")
    return Needs(**found)
