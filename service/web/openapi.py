"""`/openapi.json`: a valid OpenAPI 3.1.1 document drawn from the very routes that are served.

Pydantic's native JSON Schema is the dialect of OpenAPI 3.1 (2020-12), so nothing is translated.
"""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.errors import (
    BadRequest,
    CatalogueFailed,
    Forbidden,
    HoldfastError,
    InvalidRequest,
    NotFound,
    Refused,
    TooLarge,
    TooMany,
    WrongMediaType,
)
from service.web.admission import needed
from service.web.problems import MEDIA_TYPE, Problem
from service.web.typed import Raw, Route

REF = "#/components/schemas/{model}"
ABOUT = (
    "Holdfast takes an article, finds every post and link in it and keeps a provable snapshot of each. "
    "Every error is an RFC 9457 problem document with a stable `code`; ids are strings everywhere."
)
SCHEMES = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key; on loopback none is needed as long as there is none. Scopes: `read`, `find`, `write`, `admin`.",
    },
    "password": {
        "type": "http",
        "scheme": "basic",
        "description": "The same key as the password, with any name: for people who browse.",
    },
}
"""How a caller says who it is (OpenAPI 3.1.1 section 4.8.27); from 3.1 on an operation names the roles it needs."""
TAGS = {
    "find": "What an article refers to; stores nothing.",
    "articles": "Hand in articles and see how their references stand.",
    "embeds": "Posts and pages that are kept: search, read, visit again.",
    "snapshots": "Sealed visits: manifest, files, verification.",
    "operations": "Accepted work and how far it is.",
    "service": "Health, numbers, this description.",
}


def document(routes: Iterable[Route], *, closed: bool = True) -> dict[str, Any]:
    """Describe the routes. `closed`: there are keys, so that one is needed."""
    rows = tuple(routes)
    models = sorted(_models(rows), key=lambda pair: (pair[0].__name__, pair[1]))
    places, schemas = models_json_schema(models, ref_template=REF)  # type: ignore[arg-type]
    paths: dict[str, dict[str, Any]] = {}
    for row in rows:
        paths.setdefault(_template(row.path), {})[row.method.lower()] = _operation(row, places, closed=closed)
    return {
        "openapi": "3.1.1",
        "info": {"title": "Holdfast", "version": _version(), "description": ABOUT},
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": paths,
        "components": {"schemas": schemas["$defs"], "securitySchemes": SCHEMES},
    }


def failures(route: Route) -> tuple[type[HoldfastError], ...]:
    """Give every failure of a route by name: its own and those of reading the request."""
    needs = route.needs
    own = [*route.fails]
    own += [NotFound] if needs.path and NotFound not in own else []
    own += [BadRequest, TooLarge, WrongMediaType] if needs.body else []
    own += [InvalidRequest]
    own += [Refused, Forbidden, TooMany, CatalogueFailed] if needed(route.method, route.path) else []
    return tuple(dict.fromkeys(own))


def _models(rows: tuple[Route, ...]) -> set[tuple[type[BaseModel], str]]:
    """Collect every model that stands in a body."""
    found: set[tuple[type[BaseModel], str]] = {(Problem, "serialization")}
    for row in rows:
        if row.needs.body:
            found.add((row.needs.body, "validation"))
        found |= {(given, "serialization") for given in row.gives.values() if isinstance(given, type)}
    return found


def _operation(row: Route, places: Mapping[Any, Any], *, closed: bool) -> dict[str, Any]:
    """Describe one method of one path."""
    needs = row.needs
    parameters = [
        parameter
        for place, model in (("path", needs.path), ("query", needs.query), ("header", needs.headers))
        if model
        for parameter in _parameters(place, model)
    ]
    operation: dict[str, Any] = {"operationId": row.name, "tags": [row.tag], "summary": row.summary}
    if row.description:
        operation["description"] = row.description
    if parameters:
        operation["parameters"] = parameters
    if needs.body:
        schema = places[(needs.body, "validation")]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    scope = needed(row.method, row.path)
    ways: list[dict[str, list[str]]] = [{name: [scope.value]} for name in SCHEMES] if scope else []
    operation["security"] = ways if closed or not ways else [{}, *ways]
    operation["responses"] = {
        **{str(status): _given(row, status, given, places) for status, given in row.gives.items()},
        **_refused(row, places),
    }
    return operation


def _parameters(place: str, model: type[BaseModel]) -> list[dict[str, Any]]:
    """Describe the fields of one place; each schema stands in line, for no model of a place is shared."""
    schema = model.model_json_schema(mode="validation", by_alias=True)
    required = schema.get("required", [])
    drawn = []
    for name, field in schema["properties"].items():
        plain = _without_null(_inlined(field, schema.get("$defs", {})))
        description = plain.pop("description", "")
        parameter = {"name": name, "in": place, "required": place == "path" or name in required, "schema": plain}
        drawn.append({**parameter, "description": description} if description else parameter)
    return drawn


def _inlined(field: dict[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Put a referenced definition in place of its reference."""
    rest = {name: value for name, value in field.items() if name not in ("$ref", "anyOf", "title", "default")}
    if "$ref" in field:
        rest = {**definitions[field["$ref"].rpartition("/")[2]], **rest}
        rest.pop("title", None)
    if "anyOf" in field:
        rest["anyOf"] = [_inlined(each, definitions) for each in field["anyOf"]]
    return rest


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out is never null: draw only its value."""
    choices = [choice for choice in field.pop("anyOf", []) if choice.get("type") != "null"]
    if len(choices) == 1:
        return {**choices[0], **field}
    return {**field, "anyOf": choices} if choices else field


def _given(row: Route, status: int, given: type[BaseModel] | Raw | None, places: Mapping[Any, Any]) -> dict[str, Any]:
    """Describe one good answer."""
    drawn: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    match given:
        case Raw():
            drawn["description"] = given.sentence
            drawn["content"] = {media_type: {} for media_type in given.media_types}
        case type():
            drawn["description"] = (given.__doc__ or "").partition("\n")[0]
            drawn["content"] = {"application/json": {"schema": places[(given, "serialization")]}}
        case _:
            pass
    if row.answers_with:
        drawn["headers"] = {
            name: {"description": text, "schema": {"type": "string"}} for name, text in row.answers_with.items()
        }
    return drawn


def _refused(row: Route, places: Mapping[Any, Any]) -> dict[str, Any]:
    """Describe the answers that are problems: each status with its codes, and a last line for the unforeseen."""
    by_status: dict[int, list[type[HoldfastError]]] = {}
    for error in failures(row):
        by_status.setdefault(error.status, []).append(error)
    content = {MEDIA_TYPE: {"schema": places[(Problem, "serialization")]}}
    drawn = {
        str(status): {
            "description": " ".join(f"`{error.code}`: {_first_line(error)}" for error in errors),
            "content": content,
        }
        for status, errors in sorted(by_status.items())
    }
    drawn["default"] = {
        "description": "Any other failure: `wrong-method`, `misdirected`, `internal`.",
        "content": content,
    }
    return drawn


def _template(path: str) -> str:
    """Write a path without the patterns that only the router reads.

    >>> _template("/files/{name:.+}")
    '/files/{name}'
    """
    return re.sub(r"\{(\w+):[^}]*\}", r"{\1}", path)


def _first_line(error: type[HoldfastError]) -> str:
    """Give the sentence that an error class promises."""
    return (error.__doc__ or "").partition("\n")[0]


def _version() -> str:
    """Give the version of the installed distribution, or of the source when it runs from there."""
    try:
        return version("holdfast")
    except PackageNotFoundError:
        return "0.1.0"
