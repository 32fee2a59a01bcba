"""Every way in which *we* fail, drawn as one tree.

    HoldfastError
    ├── BadInput                 what was handed in cannot be used; nothing was changed        400, exit 2
    │   ├── BadArticle           empty, binary, too large, malformed or of an unknown format
    │   ├── BadUrl               not a web address, or none that we would open
    │   ├── BadSettings          a setting is missing or contradicts another
    │   ├── BadRequest           the HTTP request cannot be read
    │   │   ├── InvalidRequest   every field that does not fit, in one list                       422
    │   │   ├── WrongMethod      the path is served, the method is not                            405
    │   │   ├── TooLarge         more than the service or the key takes                           413
    │   │   ├── WrongMediaType   a body of another type than the path takes                       415
    │   │   ├── Misdirected      asked under a name that is not ours                              421
    │   │   └── KeyReused        an idempotency key came back with another request                422
    │   ├── NotFound             no embed, snapshot, article, file or operation of that id        404
    │   ├── Conflict             the same key was used for something else                         409
    │   ├── Refused              a key is missing, unknown or revoked                             401
    │   │   └── Forbidden        the key lacks the scope, or a foreign page sent the request      403
    │   └── TooMany              the key asks faster or for more than it may                      429
    ├── EgressRefused            the address is not public internet                            422
    ├── FetchFailed              the outside did not answer in time or in form                 502
    ├── CaptureFailed            the browser failed, not the page                              503
    ├── StoreFailed              the object store did not do what it promises                  503
    │   └── StoreUnfit           the store does not keep promises we rely on (self-test)
    ├── CatalogueFailed          the database is away                                          503
    ├── FenceLost                another worker has taken this work over; drop the result      409
    ├── IntegrityFailed          stored bytes are not the bytes that were sealed               500
    └── SetupFailed              a part of the machine is missing (browser, server, fonts)     503, exit 1

Absence of a post is no error but a value (`model.availability`); a page that would not settle is a value
(`model.capture.Outcome`). Always raise `from` the cause.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One field of a request that does not fit."""

    place: str
    """`path`, `query`, `header` or `body`."""
    pointer: str
    """RFC 6901 inside that place."""
    sentence: str
    kind: str
    """Stable slug."""


class HoldfastError(Exception):
    """We failed, in a way that has a name.

    `str(error)` is one sentence for a person; `hint` says what that person can do next.
    """

    code: ClassVar[str] = "internal"
    """Stable slug, the same in the API, on the command line and in the log."""
    status: ClassVar[int] = 500
    """HTTP status of the problem document."""
    exit_code: ClassVar[int] = 1
    """Exit code of the command line: 1 failed, 2 wrong use."""
    retryable: ClassVar[bool] = False
    """Whether the same call may succeed later without a change."""
    default_hint: ClassVar[str] = "Look into the log of the service for the cause."

    def __init__(self, sentence: str, *, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.hint = self.default_hint if hint is None else hint


class BadInput(HoldfastError):
    """What was handed in cannot be used; nothing was changed."""

    code = "bad-input"
    status = 400
    exit_code = 2
    default_hint = "Correct the input and send it again."


class BadArticle(BadInput):
    """The article is empty, binary, too large, malformed or of an unknown format."""

    code = "bad-article"
    status = 422
    default_hint = "Send the article's text, HTML or JSON as UTF-8."


class BadUrl(BadInput):
    """The address is none of the web, or none that we would open."""

    code = "bad-url"
    status = 422
    default_hint = "Give a whole address that begins with https:// or http://."


class BadSettings(BadInput):
    """A setting is missing or contradicts another."""

    code = "bad-settings"
    status = 500
    default_hint = "Set the named HOLDFAST_ variable; docs/settings.md lists them all."


class BadRequest(BadInput):
    """The HTTP request cannot be read: its body is no JSON in UTF-8, or a header is broken."""

    code = "bad-request"
    default_hint = "Send what /docs describes: JSON in UTF-8."


class InvalidRequest(BadRequest):
    """The HTTP request can be read, but some of its fields do not fit."""

    code = "invalid-request"
    status = 422
    default_hint = "Correct the listed fields; /docs describes each of them."

    def __init__(self, sentence: str, *, faults: tuple[Fault, ...] = (), hint: str | None = None) -> None:
        super().__init__(sentence, hint=hint)
        self.faults = faults


class WrongMethod(BadRequest):
    """The path is served, but not with this method."""

    code = "wrong-method"
    status = 405
    default_hint = "Use one of the methods in the Allow header."


class TooLarge(BadRequest):
    """The request has more bytes than the service or the key takes, or asks for more visits than the key ever may."""

    code = "too-large"
    status = 413
    default_hint = "Send one article at a time; HOLDFAST_BODY_BYTES sets how large it may be."


class WrongMediaType(BadRequest):
    """The body is of another type than this path takes."""

    code = "wrong-media-type"
    status = 415
    default_hint = "Send the body as application/json."


class Misdirected(BadRequest):
    """The service was asked under a name that is not its own, as a rebinding attack does."""

    code = "misdirected"
    status = 421
    default_hint = "Use the address printed at start, or set HOLDFAST_PUBLIC_URL to the name that people use."


class KeyReused(BadRequest):
    """The same idempotency key was sent before with another request."""

    code = "idempotency-key-reused"
    status = 422
    default_hint = "Use a fresh Idempotency-Key for each request; repeat a key only to repeat the very same request."


class NotFound(BadInput):
    """No embed, snapshot, article, file or operation has that id."""

    code = "not-found"
    status = 404
    default_hint = "Check the id; the gallery and GET /v1/embeds list what is kept."


class Conflict(BadInput):
    """The same key or name already stands for something else."""

    code = "conflict"
    status = 409
    default_hint = "Use a new key for a new request."


class Refused(BadInput):
    """A key is missing, unknown or revoked."""

    code = "refused"
    status = 401
    default_hint = "Send a key as `Authorization: Bearer …`; in a browser it is the password, with any name."


class Forbidden(Refused):
    """The key lacks the scope, or another site's page sent the request."""

    code = "forbidden"
    status = 403
    default_hint = "Use a key that has the scope; `holdfast keys create` makes one."


class TooMany(BadInput):
    """The key asks faster than it may, or for more visits than it may within 24 hours."""

    code = "too-many-requests"
    status = 429
    exit_code = 1
    retryable = True
    default_hint = (
        "Wait as long as Retry-After says; HOLDFAST_KEY_RATE and HOLDFAST_KEY_BURST set how fast a key may ask."
    )

    def __init__(self, sentence: str, *, wait: float = 1.0, hint: str | None = None) -> None:
        super().__init__(sentence, hint=hint)
        self.wait = wait


class EgressRefused(HoldfastError):
    """The address is not public internet, so nothing was sent there."""

    code = "egress-refused"
    status = 422
    exit_code = 2
    default_hint = "Only public web addresses on ports 80 and 443 are opened."


class FetchFailed(HoldfastError):
    """The outside did not answer in time, in size or in form."""

    code = "fetch-failed"
    status = 502
    retryable = True
    default_hint = "Try again later; the attempt is recorded."


class CaptureFailed(HoldfastError):
    """The browser failed, not the page."""

    code = "capture-failed"
    status = 503
    retryable = True
    default_hint = "The visit is tried again; `holdfast doctor` checks the browser."


class StoreFailed(HoldfastError):
    """The object store did not do what it promises."""

    code = "store-failed"
    status = 503
    retryable = True
    default_hint = "Check that the object store is up; `holdfast doctor` shows what it answers."


class StoreUnfit(StoreFailed):
    """The store does not keep promises we rely on: create-if-absent or read-back."""

    code = "store-unfit"
    retryable = False
    default_hint = "Use a store with conditional writes (AWS S3, SeaweedFS); `holdfast doctor` lists what failed."


class CatalogueFailed(HoldfastError):
    """The database is away or refused the statement."""

    code = "catalogue-failed"
    status = 503
    retryable = True
    default_hint = "Check that the database is up; `holdfast doctor` shows what it answers."


class FenceLost(HoldfastError):
    """Another worker has taken this work over; the result of this one is dropped."""

    code = "fence-lost"
    status = 409
    default_hint = "Nothing to do: the other worker finishes the work."


class IntegrityFailed(HoldfastError):
    """Stored bytes are not the bytes that were sealed."""

    code = "integrity-failed"
    default_hint = "Run `holdfast verify` on the snapshot and restore the named file from a replica of the bucket."


class SetupFailed(HoldfastError):
    """A part of the machine is missing: the browser, a server, fonts."""

    code = "setup-failed"
    status = 503
    default_hint = "Run `make dev`; it installs what is missing."
