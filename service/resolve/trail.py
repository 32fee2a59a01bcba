"""The trail of one resolving: every question asked once, every answer kept, every attempt told in order."""

from datetime import date

from service.model.document import Document, Request
from service.model.resolution import Attempt
from service.net.port import Fetcher

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class Trail:
    """Asks the outside on behalf of one reference and remembers all of it."""

    def __init__(self, fetcher: Fetcher, *, x_search: str | None = None) -> None:
        """`x_search`: which of X's own searches the operator has credentials for, `all` or `recent`; None: neither."""
        self._fetcher = fetcher
        self.x_search = x_search
        self._answers: dict[tuple[str, int, str], Document] = {}
        self._attempts: list[Attempt] = []

    @property
    def documents(self) -> tuple[Document, ...]:
        """Give every answer, in the order in which they came."""
        return tuple(self._answers.values())

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Give everything that was tried, in order."""
        return tuple(self._attempts)

    async def ask(self, request: Request, *, redirects: int = 8) -> Document:
        """Ask, or give the answer that is already here: within one resolving an address is asked once.

        Once for each kind of answer: the fediverse gives people and programs different ones at the same address.
        """
        key = (request.url, redirects, request.headers.get("Accept", ""))
        if key not in self._answers:
            self._answers[key] = await self._fetcher.fetch(request, redirects=redirects)
        return self._answers[key]

    def note(self, step: str, outcome: str, url: str | None = None) -> None:
        """Write down one thing that was tried and what came of it."""
        self._attempts.append(Attempt(step=step, outcome=outcome, url=url))


def answer_of(document: Document) -> str:
    """Say how a document was answered, for a person.

    >>> from datetime import UTC, datetime
    >>> asked = Request(name="page", url="https://example.com/")
    >>> answer_of(Document(request=asked, fetched=datetime(2026, 1, 1, tzinfo=UTC), final_url=asked.url, status=503))
    'answered with status 503'
    """
    if document.status is None:
        return f"did not answer ({document.reason or document.failure or 'no reason given'})"
    return f"answered with status {document.status}"


def spelled(day: date) -> str:
    """Write a day as prose does.

    >>> spelled(date(2022, 10, 4))
    '4 October 2022'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
