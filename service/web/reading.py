"""A request becomes values: the edge where everything from outside is parsed, or refused with every fault named."""

from collections.abc import Mapping
from typing import Any, NoReturn

from aiohttp import web
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from service.errors import BadRequest, Fault, InvalidRequest, NotFound, WrongMediaType
from service.web.typed import ARCHIVE, Reply, Route


async def answer(route: Route, request: web.Request) -> web.StreamResponse:
    """Read the request, call the handler, write its reply."""
    needs = await read(route, request)
    result = await route.handler(request.app[ARCHIVE], **needs)
    return result.response() if isinstance(result, Reply) else result


async def read(route: Route, request: web.Request) -> dict[str, Any]:
    """Give the handler's named parameters.

    Raises InvalidRequest with the faults of all places, BadRequest, WrongMediaType, TooLarge, or NotFound when the path
    cannot name anything.
    """
    needs = route.needs
    values: dict[str, Any] = {"request": request} if needs.request else {}
    faults: list[Fault] = []
    if needs.path:
        try:
            values["path"] = needs.path.model_validate(dict(request.match_info))
        except ValidationError as error:
            raise NotFound(f"Nothing here has the name “{'/'.join(request.match_info.values())[:120]}”.") from error
    if needs.query:
        faults += _place(values, "query", needs.query, _query(request, faults))
    elif request.query:
        faults += [_unknown("query", name) for name in request.query]
    if needs.headers:
        faults += _place(values, "headers", needs.headers, _headers(needs.headers, request))
    if needs.body:
        faults += await _body(values, needs.body, request)
    if faults:
        raise InvalidRequest(_sentence(faults), faults=tuple(faults))
    return values


def _place(values: dict[str, Any], place: str, model: type[BaseModel], given: Mapping[str, str]) -> list[Fault]:
    """Read one place of strings into `values`, or give its faults."""
    try:
        values[place] = model.model_validate_strings(dict(given))
    except ValidationError as error:
        return [_fault(place.removesuffix("s"), detail) for detail in error.errors(include_url=False)]
    return []


def _query(request: web.Request, faults: list[Fault]) -> dict[str, str]:
    """Give the query as names and values; a repeated name is a fault."""
    given: dict[str, str] = {}
    for name, value in request.query.items():
        if name in given:
            faults.append(
                Fault(place="query", pointer=_pointer((name,)), sentence="Given more than once.", kind="repeated")
            )
        given[name] = value
    return given


def _headers(model: type[BaseModel], request: web.Request) -> dict[str, str]:
    """Give those headers that the model names."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    return {name: ", ".join(request.headers.getall(name)) for name in names if name in request.headers}


async def _body(values: dict[str, Any], model: type[BaseModel], request: web.Request) -> list[Fault]:
    """Read a body of JSON in UTF-8 into `values`, or give its faults."""
    if request.content_type != "application/json" or "Content-Type" not in request.headers:
        raise WrongMediaType(f"This path takes application/json, not {request.content_type or 'nothing'}.")
    if (request.charset or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise WrongMediaType(f"This path takes JSON in UTF-8, not in {request.charset}.")
    raw = await request.read()
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"The body is no UTF-8: byte {error.start} cannot be read.") from error
    try:
        values["body"] = model.model_validate_json(raw)
    except ValidationError as error:
        details = error.errors(include_url=False)
        if details[0]["type"] == "json_invalid":
            _no_json(details[0], error)
        return [_fault("body", detail) for detail in details]
    return []


def _no_json(detail: ErrorDetails, error: ValidationError) -> NoReturn:
    """Say where the JSON breaks."""
    raise BadRequest(f"The body is no JSON: {detail['ctx']['error']}.") from error


def _fault(place: str, detail: ErrorDetails) -> Fault:
    """Draw one of pydantic's errors as ours; what was sent is not repeated."""
    message = detail["msg"].removeprefix("Value error, ")
    return Fault(place=place, pointer=_pointer(detail["loc"]), sentence=f"{message}.", kind=detail["type"])


def _unknown(place: str, name: str) -> Fault:
    """Say that a place has no such field."""
    return Fault(place=place, pointer=_pointer((name,)), sentence="This path knows no such field.", kind="unknown")


def _pointer(steps: tuple[int | str, ...]) -> str:
    """Write a place as RFC 6901."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _sentence(faults: list[Fault]) -> str:
    """Say in one sentence what does not fit."""
    first = f"{faults[0].place} {faults[0].pointer or '(all of it)'}: {faults[0].sentence}"
    return first if len(faults) == 1 else f"{len(faults)} fields do not fit; the first is {first}"
