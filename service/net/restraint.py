"""How much one host may be asked: a budget, a pause it asked for, and a breaker. Pure: times come in, waits come out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

NO_WAIT = timedelta(0)
LONGEST_PAUSE = timedelta(hours=1)
"""The longest `Retry-After` that is believed; some servers send a year."""
STRIKES = 8
"""Failures in a row after which a host is left alone: more than the questions of one search of an archive's index."""
FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=5)


@dataclass(slots=True, kw_only=True)
class Restraint:
    """What holds us back from one host."""

    rate: float | None
    """Requests a second in the long run; None: no budget."""
    burst: int
    """Requests at once after a quiet time."""
    _level: float = 0.0
    _at: datetime | None = None
    _held_until: datetime | None = None
    _strikes: int = 0
    _rest: timedelta = NO_WAIT

    def reserve(self, now: datetime, patience: timedelta) -> timedelta:
        """Take a place in the queue and give how long to wait for it; longer than `patience`: no place was taken."""
        held = max(self._held_until - now, NO_WAIT) if self._held_until is not None else NO_WAIT
        queue = self._queue(now)
        wait = max(held, queue)
        if wait <= patience:
            self._level += 1
        return wait

    def _queue(self, now: datetime) -> timedelta:
        if self.rate is None:
            return NO_WAIT
        if self._at is not None and now > self._at:
            self._level = max(0.0, self._level - (now - self._at).total_seconds() * self.rate)
        self._at = now if self._at is None else max(now, self._at)
        over = self._level + 1 - self.burst
        return timedelta(seconds=max(0.0, over / self.rate))

    def succeeded(self) -> None:
        """Take an answer as a sign of health."""
        self._strikes, self._rest = 0, NO_WAIT

    def failed(self, now: datetime, pause: timedelta | None) -> None:
        """Take a failure in; `pause` is what the host asked for itself."""
        self._strikes += 1
        if pause is not None:
            self._hold(now + min(pause, LONGEST_PAUSE))
        if self._strikes >= STRIKES:
            # one request goes through when the rest is over; should it fail too, the next rest is twice as long
            self._rest = min(max(self._rest * 2, FIRST_REST), LONGEST_REST)
            self._strikes = STRIKES - 1
            self._hold(now + self._rest)

    def _hold(self, until: datetime) -> None:
        self._held_until = until if self._held_until is None else max(until, self._held_until)


def retry_after(said: str, now: datetime) -> timedelta | None:
    """Read a `Retry-After` (RFC 9110, 10.2.3): seconds or a date; None when it says neither.

    >>> retry_after("120", datetime(2026, 1, 2, tzinfo=UTC))
    datetime.timedelta(seconds=120)
    >>> retry_after("Fri, 02 Jan 2026 00:01:00 GMT", datetime(2026, 1, 2, tzinfo=UTC))
    datetime.timedelta(seconds=60)
    >>> retry_after("soon", datetime(2026, 1, 2, tzinfo=UTC)) is None
    True
    """
    told = said.strip()
    if told.isascii() and told.isdigit():
        return timedelta(seconds=min(int(told[:9]), 10**8))
    try:
        at = parsedate_to_datetime(told)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(at - now, NO_WAIT)
