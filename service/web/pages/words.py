"""The words and signs under which people see our states. A sign never stands alone, and colour never says it alone."""

from dataclasses import dataclass

from service.catalogue.records import SnapshotRecord
from service.model.availability import Availability, State
from service.model.capture import Grade, Outcome
from service.model.framing import Method
from service.model.work import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A word with its sign and its tone."""

    word: str
    sign: str
    """Name of a sign in `templates/parts.html`."""
    tone: str
    """`good`, `gone`, `wary`, `busy` or `plain`."""


_STATES = {
    State.LIVE: Badge(word="Live", sign="check", tone="good"),
    State.EDITED: Badge(word="Edited", sign="pencil", tone="wary"),
    State.DELETED: Badge(word="Deleted", sign="cross", tone="gone"),
    State.ACCOUNT_GONE: Badge(word="Account gone", sign="cross", tone="gone"),
    State.SUSPENDED: Badge(word="Account suspended", sign="cross", tone="gone"),
    State.PROTECTED: Badge(word="Protected", sign="lock", tone="wary"),
    State.AGE_GATED: Badge(word="Age-gated", sign="lock", tone="wary"),
    State.WITHHELD: Badge(word="Withheld", sign="lock", tone="wary"),
    State.LOGIN_WALLED: Badge(word="Behind a login", sign="lock", tone="wary"),
    State.RATE_LIMITED: Badge(word="Not seen: too many requests", sign="question", tone="plain"),
    State.BLOCKED: Badge(word="Not seen: blocked", sign="question", tone="plain"),
    State.OUTAGE: Badge(word="Not seen: outage", sign="question", tone="plain"),
    State.UNRESOLVED: Badge(word="Original not known", sign="question", tone="wary"),
    State.UNKNOWN: Badge(word="Not known", sign="question", tone="plain"),
}
_STATUSES = {
    Status.QUEUED: Badge(word="Waiting", sign="clock", tone="busy"),
    Status.CAPTURING: Badge(word="Visiting now", sign="eye", tone="busy"),
    Status.KEPT: Badge(word="Kept", sign="anchor", tone="good"),
    Status.FAILED: Badge(word="Failed", sign="cross", tone="gone"),
}
_METHODS = {
    Method.LIVE_EMBED: "photographed on the platform's own embed page",
    Method.LIVE_PAGE: "photographed on the page itself",
    Method.OEMBED: "photographed from the platform's oEmbed answer",
    Method.RECONSTRUCTED: "a card drawn by us from the platform's data, no photograph",
    Method.QUOTED: "a card drawn by us from the article's text, no photograph",
}
_GRADES = {
    Grade.COMPLETE: "the whole of it",
    Grade.PARTIAL: "a part of it",
    Grade.BLANK: "a blank page",
    Grade.WALL: "a wall in front of it",
    Grade.NONE: "nothing",
}
_OUTCOMES = {
    Outcome.RENDERED: "The original was shown.",
    Outcome.DELETED: "The platform says that the post was deleted.",
    Outcome.PROTECTED: "The account is protected.",
    Outcome.SUSPENDED: "The account is suspended.",
    Outcome.WITHHELD: "The post is withheld.",
    Outcome.LOGIN_WALL: "The platform asked for a login.",
    Outcome.CHALLENGE: "The site asked whether we are human.",
    Outcome.NOT_FOUND: "There was nothing at that address.",
    Outcome.ERROR: "The page did not come.",
}
_PLATFORMS = {"x": "X", "youtube": "YouTube", "page": "Web page", "tiktok": "TikTok", "linkedin": "LinkedIn"}


def availability_badge(availability: Availability | None) -> Badge:
    """Give the badge of a verdict; a suspicion is called one."""
    if availability is None:
        return _STATES[State.UNKNOWN]
    badge = _STATES[State(availability.state)]
    if not availability.suspected:
        return badge
    return Badge(word=f"Perhaps {badge.word[0].lower()}{badge.word[1:]}", sign="question", tone="wary")


def state_words() -> tuple[tuple[str, str], ...]:
    """Give every state with its word, for the search form."""
    return tuple((state.value, badge.word) for state, badge in _STATES.items())


def status_badge(status: Status) -> Badge:
    """Give the badge of work."""
    return _STATUSES[status]


def platform_word(platform: str) -> str:
    """Give a platform as people write it.

    >>> platform_word("x"), platform_word("bluesky")
    ('X', 'Bluesky')
    """
    return _PLATFORMS.get(platform, platform.capitalize())


def taking_words(snapshot: SnapshotRecord) -> str:
    """Say by what means the picture of a snapshot was made and how much it shows, in a sentence."""
    if snapshot.grade is Grade.NONE:
        return "The visit made no picture."
    method = _METHODS[Method(snapshot.method)]
    return f"{method[0].upper()}{method[1:]}; {_GRADES[Grade(snapshot.grade)]}."


def outcome_words(outcome: str) -> str:
    """Say what a visit met."""
    return _OUTCOMES[Outcome(outcome)]
