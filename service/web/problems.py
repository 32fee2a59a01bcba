"""Every failure leaves as RFC 9457 problem details with a stable code; no cause of ours leaks to the outside."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web
from pydantic import BaseModel, Field

from service import log
from service.errors import (
    BadRequest,
    HoldfastError,
    InvalidRequest,
    NotFound,
    Refused,
    TooLarge,
    TooMany,
    WrongMethod,
)
from service.web.admission import challenge, retry_after

_log = log.get(__name__)

MEDIA_TYPE = "application/problem+json"


class FieldFault(BaseModel):
    """One field that does not fit."""

    place: str = Field(serialization_alias="in", description="`path`, `query`, `header` or `body`.")
    loc: str = Field(description="RFC 6901 pointer inside that place.")
    msg: str
    type: str = Field(description="Stable slug of the rule that was broken.")


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(description="Address of the paragraph that describes this code.")
    title: str
    status: int
    detail: str = Field(description="What happened, in one sentence.")
    code: str = Field(description="Stable slug; the same on the command line and in the log.")
    hint: str = Field(description="What the caller can do next.")
    retryable: bool = Field(description="Whether the same call may succeed later without a change.")
    errors: tuple[FieldFault, ...] = Field((), description="Every field that does not fit.")


def problem_of(error: HoldfastError) -> Problem:
    """Draw a failure of ours as problem details."""
    faults = error.faults if isinstance(error, InvalidRequest) else ()
    return Problem(
        type=f"/docs#problem-{error.code}",
        title=HTTPStatus(error.status).phrase,
        status=error.status,
        detail=str(error),
        code=error.code,
        hint=error.hint,
        retryable=error.retryable,
        errors=tuple(
            FieldFault(place=fault.place, loc=fault.pointer, msg=fault.sentence, type=fault.kind) for fault in faults
        ),
    )


def named(error: Exception, request: web.Request) -> HoldfastError:
    """Give the failure its name in our tree: those of aiohttp are translated, an unexpected one stays `internal`."""
    match error:
        case HoldfastError():
            return error
        case web.HTTPMethodNotAllowed():
            allowed = ", ".join(sorted(error.allowed_methods))
            return WrongMethod(f"{request.path} does not take {request.method}, only {allowed}.")
        case web.HTTPRequestEntityTooLarge():
            return TooLarge("The request has more bytes than this service takes.")
        case web.HTTPNotFound():
            return NotFound(f"Nothing is served at {request.path[:200]}.")
        case web.HTTPClientError():
            return BadRequest(f"The request cannot be read: {error.reason}.")
        case _:
            return HoldfastError("Something went wrong on our side; nothing of it can be told here.")


def problem_response(error: HoldfastError, cause: Exception) -> web.Response:
    """Write a failure down for a program."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(cause, web.HTTPMethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(cause.allowed_methods))
    if error.retryable:
        headers["Retry-After"] = "5"
    text = problem_of(error).model_dump_json(by_alias=True)
    response = web.Response(status=error.status, text=text, content_type=MEDIA_TYPE, headers=headers)
    demand(response, error)
    return response


def demand(response: web.Response, error: HoldfastError) -> None:
    """Say in headers what a caller has to bring, or how long to wait."""
    match error:
        case Refused():
            for each in challenge(error):
                response.headers.add("WWW-Authenticate", each)
        case TooMany():
            response.headers["Retry-After"] = retry_after(error)
        case _:
            pass


Page = Callable[[web.Request, Problem], web.Response]


def middleware(page: Page) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Turn every exception into an answer: problem details for programs, a page for people who browse."""

    @web.middleware
    async def answer_failures(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPRedirection:
            raise
        except Exception as cause:  # noqa: BLE001  the last line of defence: no traceback leaves the house
            error = named(cause, request)
            report(error, cause, request)
            response = problem_response(error, cause)
            if not browsing(request):
                return response
            shown = page(request, problem_of(error))
            demand(shown, error)
            shown.headers.update({name: response.headers[name] for name in ("Allow",) if name in response.headers})
            return shown

    return answer_failures


def browsing(request: web.Request) -> bool:
    """Say whether a person looks at pages rather than a program at the API."""
    machine = request.path.startswith(("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/static/"))
    return not machine and "text/html" in request.headers.get("Accept", "")


def report(error: HoldfastError, cause: Exception, request: web.Request) -> None:
    """Log what is our fault: a caller's mistake is the caller's to read."""
    if error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return
    route = request.match_info.route.resource
    _log.error(
        "A request failed on our side.",
        action="request-failed",
        code=error.code,
        method=request.method,
        path=route.canonical if route else "",
        exc_info=cause,
    )
