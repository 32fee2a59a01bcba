"""What the rest of Holdfast may rely on when it sends a browser somewhere."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from service.model.capture import Capture, Isolation
from service.model.framing import Framing
from service.model.ids import EmbedId


class Extent(StrEnum):
    """How much a visit takes along."""

    ALL = "all"
    PICTURE = "picture"
    """The picture of the post with its words, and nothing that is costly: to see whether anything has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What `doctor` says of the browser."""

    product: str
    sandboxed: bool
    tofu: tuple[str, ...]
    """Names of scripts whose letters come out as empty boxes; empty is right."""
    elsewhere: bool = False
    """Somebody else has started it; its memory is not watched."""


class Browser(Protocol):
    """Opens one page, in a fresh context unless told otherwise, waits on conditions, photographs, and leaves nothing behind."""

    async def visit(self, embed_id: EmbedId, framing: Framing, *, isolation: Isolation = Isolation.CONTEXT) -> Capture:
        """Make one visit.

        What the page does is never an exception: a hang, a crash, a wall, a download or a blank page give a Capture
        with its outcome, grade and reasons, within `settings.visit_timeout`. Raises CaptureFailed when the browser
        itself cannot be had.
        """

    async def ping(self) -> Health:
        """Open a page of our own and look at it. Raises CaptureFailed when there is no working browser."""
