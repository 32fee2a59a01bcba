"""One visit: the event and the bytes, before sealing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from service.model.cookie import Lent
from service.model.document import Redirect
from service.model.exchange import Exchange
from service.model.framing import Method
from service.model.ids import EmbedId
from service.model.medium import Medium


class Outcome(StrEnum):
    """What the visit met; words of the manifest."""

    RENDERED = "rendered"
    DELETED = "deleted"
    PROTECTED = "protected"
    SUSPENDED = "suspended"
    WITHHELD = "withheld"
    LOGIN_WALL = "login-wall"
    CHALLENGE = "challenge"
    NOT_FOUND = "not-found"
    ERROR = "error"


class Grade(StrEnum):
    """How much of the post the picture shows."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    BLANK = "blank"
    WALL = "wall"
    NONE = "none"
    """No picture at all."""


class Isolation(StrEnum):
    """What a visit shares with earlier ones; words of the manifest."""

    CONTEXT = "fresh-context"
    """Nothing."""
    HOST = "page-of-the-host"
    """The page and the HTTP cache of earlier visits of the same host; cookies and storage were cleared in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """A file a capture made."""

    name: str
    """Path inside the snapshot, `^[a-z0-9][a-z0-9._/-]*$`."""
    role: str
    """A word of the manifest: `post-image`, `page-image`, `text`, `dom`, `raw-api`, `capture-log` …"""
    media_type: str
    body: bytes
    original: bool = True
    """True: bytes as received or produced; False: derived from another file."""
    derived_from: str | None = None
    derivation: str | None = None
    source_url: str | None = None
    captured: datetime | None = None
    width: int | None = None
    height: int | None = None
    pixels_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One named thing the visit did."""

    at_ms: float
    """Milliseconds of the monotonic clock since the visit began."""
    step: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One connection that went through the gate."""

    host: str
    port: int
    resolved: tuple[str, ...]
    """Every address the name gave."""
    ip: str | None
    """The one that was dialled; None when refused."""
    verdict: str
    """`allowed` or the reason of the refusal."""
    bytes_in: int = 0
    bytes_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserFacts:
    """What made the pictures; pixels depend on each of these."""

    product: str
    revision: str
    user_agent: str
    flags: tuple[str, ...]
    sandboxed: bool
    """False: it was off, or nobody could verify it."""
    headless: str = "shell"
    elsewhere: bool = False
    """Somebody else has started it, on this machine or another: fonts and memory there are not known to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One visit of one embed."""

    embed_id: EmbedId
    started: datetime
    finished: datetime
    elapsed_ms: float
    """By the monotonic clock."""
    method: Method
    outcome: Outcome
    grade: Grade
    reasons: tuple[str, ...] = ()
    """Why it is not complete, in plain words."""
    url_requested: str | None = None
    url_final: str | None = None
    redirects: tuple[Redirect, ...] = ()
    http_status: int | None = None
    viewport: tuple[int, int, float] = (600, 900, 2.0)
    """Width and height in CSS pixels, device scale factor."""
    artefacts: tuple[Artefact, ...] = ()
    steps: tuple[Step, ...] = ()
    changes: tuple[str, ...] = ()
    """Every change we made to the page before the picture."""
    remarks: tuple[str, ...] = ()
    """What one must know of the picture though it is no fault of it, in sentences."""
    connections: tuple[Connection, ...] = ()
    certificates: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    """Host → DER chain, leaf first, of the very sessions that delivered the page."""
    responses: int = 0
    isolation: Isolation = Isolation.CONTEXT
    exchanges: tuple[Exchange, ...] = ()
    """In the order of asking."""
    media: tuple[Medium, ...] = ()
    """What became of each medium that the post names."""
    browser: BrowserFacts | None = None
    cookies: tuple[Lent, ...] = ()
    """The operator's cookies with which the platform was visited; their values are in no file."""
    rehearsal: bool = False
    """True: made against a test rig, never evidence."""
