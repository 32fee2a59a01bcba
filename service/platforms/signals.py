"""Turns documents into signals: what one answer says of a post, with the digest of the answer.

A platform file can only suspect; that two answers agree is judged where the visits are known (`service.resolve`).
"""

import hashlib
from urllib.parse import urlsplit

from service.model.availability import Availability, Signal, State
from service.model.document import Document

AMBIGUOUS = "gone-or-hidden"
"""Begins the marker of a notice that is the same for deleted, private, gated and never written posts."""
WALLS = frozenset({
    "login", "login.php", "login_required", "signin", "sign-in", "log-in", "authwall", "sso", "consent", "challenge",
    "checkpoint",
})  # fmt: skip
"""Words that as a whole segment of the final path say that a wall answered instead of what was asked for."""
GONE = frozenset({State.DELETED, State.ACCOUNT_GONE, State.SUSPENDED, State.PROTECTED})
"""States that say a stranger cannot see the post any more."""
ALIVE = frozenset({State.LIVE, State.EDITED, State.AGE_GATED})
"""States that say the post is there."""

TELLING = (
    State.WITHHELD,
    State.SUSPENDED,
    State.ACCOUNT_GONE,
    State.PROTECTED,
    State.DELETED,
    State.AGE_GATED,
    State.EDITED,
    State.LIVE,
    State.LOGIN_WALLED,
    State.RATE_LIMITED,
    State.BLOCKED,
    State.OUTAGE,
    State.UNRESOLVED,
    State.UNKNOWN,
)
"""Most specific first: statements about the post before statements about our view of it."""


def signal(document: Document, state: State, marker: str) -> Signal:
    """Write down what one document said."""
    return Signal(
        state=state,
        endpoint=document.request.name,
        status=document.status,
        marker=marker,
        digest=hashlib.sha256(document.body).hexdigest() if document.status is not None else None,
        at=document.fetched,
    )


def hindered(document: Document) -> Signal | None:
    """Say what kept us from an answer, or None when the platform did answer about the post.

    These are statements about our view: nothing here is ever read as "gone".
    """
    status = document.status
    if status is None:
        refused = document.failure == "egress-refused"
        return signal(document, State.BLOCKED if refused else State.OUTAGE, document.failure or "no-answer")
    if status == 429:
        return signal(document, State.RATE_LIMITED, "http-429")
    if status >= 500:
        return signal(document, State.OUTAGE, f"http-{status}")
    if status in (401, 403, 407, 451):
        return signal(document, State.WITHHELD if status == 451 else State.BLOCKED, f"http-{status}")
    return None


def ambiguous(document: Document, marker: str) -> Signal:
    """Say that the platform shows the notice it shows for every kind of loss: nothing is claimed from it."""
    return signal(document, State.UNKNOWN, f"{AMBIGUOUS}:{marker}")


def walled(document: Document) -> Signal | None:
    """Say that a login or a browser check answered, known by where the answer came from and not by its words."""
    if elsewhere(document.request.url, document.final_url) is not None:
        return signal(document, State.LOGIN_WALLED, "redirect:wall")
    blocked = "unsupportedbrowser" in urlsplit(document.final_url).path.lower().split("/")
    return signal(document, State.BLOCKED, "redirect:unsupported-browser") if blocked else None


def elsewhere(asked: str, final: str) -> str | None:
    """Name the part of the final address that says "wall"; None when the answer came from where it was asked.

    >>> elsewhere("https://a.example/p/1", "https://a.example/accounts/login/?next=/p/1")
    'login'
    >>> elsewhere("https://a.example/login/1", "https://a.example/login/1?lang=en")
    """
    wanted, there = urlsplit(asked), urlsplit(final)
    if wanted.path == there.path and wanted.netloc == there.netloc:
        return None
    if there.netloc.startswith("consent.") and not wanted.netloc.startswith("consent."):
        return there.netloc
    known = set(wanted.path.lower().split("/"))
    return next((each for each in there.path.lower().split("/") if each in WALLS and each not in known), None)


def unreadable(document: Document) -> Signal:
    """Say that an answer has a shape we do not know."""
    return signal(document, State.UNKNOWN, f"unknown-shape:http-{document.status}")


def suspect(signals: tuple[Signal, ...]) -> Availability:
    """Give the most specific thing said; whatever says "gone" is only suspected here."""
    if not signals:
        return Availability(state=State.UNKNOWN, reason="No document was there to read.")
    state = min((said.state for said in signals), key=TELLING.index)
    said = next(each for each in signals if each.state is state)
    gone = state in GONE or state is State.WITHHELD
    if state is State.UNKNOWN and (notice := next((each for each in signals if _says_nothing(each)), None)):
        reason = f"“{notice.endpoint}” shows one notice for deleted, private and gated posts, so nothing is claimed."
        return Availability(state=state, signals=signals, reason=reason)
    return Availability(state=state, signals=signals, suspected=gone, reason=f"“{said.endpoint}” says {said.marker}.")


def _says_nothing(said: Signal) -> bool:
    return said.marker.startswith(f"{AMBIGUOUS}:")
