"""What the API answers about accepted work, verification and health; frozen, strict, and the source of the description."""

from datetime import datetime

from pydantic import Field

from service.model.work import Reason, Status
from service.web.answers import Answer


class VisitAnswer(Answer):
    """One visit of an operation."""

    id: str
    embed_id: str
    reason: Reason
    status: Status
    attempt: int
    created: datetime
    finished: datetime | None
    snapshot_id: str | None
    failure: str | None = Field(description="Code of the error.")
    sentence: str | None = Field(description="The error in one sentence with what to do next.")


class OperationAnswer(Answer):
    """Accepted work and how far it is."""

    id: str
    created: datetime
    status: Status
    article_id: str | None
    embed_id: str | None = Field(description="The one embed that is visited, when it is one.")
    visits: tuple[VisitAnswer, ...]


class CheckAnswer(Answer):
    """One numbered check."""

    number: int
    name: str
    passed: bool
    sentence: str


class VerifyAnswer(Answer):
    """The numbered checks of a snapshot."""

    snapshot_id: str
    passed: bool
    checks: tuple[CheckAnswer, ...]


class HealthAnswer(Answer):
    """The process answers."""

    status: str


class PartAnswer(Answer):
    """One part that was asked."""

    name: str
    ready: bool
    sentence: str


class ReadyAnswer(Answer):
    """Every part answers."""

    status: str
    parts: tuple[PartAnswer, ...]
