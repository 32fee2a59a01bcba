"""Recognises a login page that stands where a platform's document should; by structure, never by its words."""

from dataclasses import replace

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document
from service.net.manners import HELD_BACK
from service.platforms.signals import elsewhere

LARGEST = 1_000_000
"""Bytes of a page that are looked through for a field for a password."""


def unmasked(said: Signal, document: Document) -> Signal:
    """Call an answer that nobody could read a login page when it is one, and a request that was held back a limit.

    Any other signal stays as it is.
    """
    if document.failure == HELD_BACK:
        return replace(said, state=State.RATE_LIMITED, marker=HELD_BACK)
    if said.state is not State.UNKNOWN or document.status != 200 or not _login(document):
        return said
    return replace(said, state=State.LOGIN_WALLED, marker="login-page")


def _login(document: Document) -> bool:
    if "html" not in document.headers.get("content-type", ""):
        return False
    if elsewhere(document.request.url, document.final_url) is not None:
        return True
    return dom.parse(document.body[:LARGEST]).select_one("input[type=password]") is not None
