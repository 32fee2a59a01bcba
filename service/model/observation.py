"""What earlier visits saw of an original, and a visit that kept no new snapshot."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from service.model.availability import Availability, Health, Signal, Stage, State
from service.model.ids import EmbedId, OperationId, VisitId
from service.model.post import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What one visit brought."""

    at: datetime
    signals: tuple[Signal, ...]
    canaries: Health = Health.UNASKED

    @classmethod
    def of(cls, availability: Availability, at: datetime) -> Self:
        """Take what a visit saw.

        Signals that were read as no statement about the post stay none when they are weighed again: an answer whose
        meaning on that platform is not known to us, a short link that leads nowhere.
        """
        spoken = availability.state not in (State.UNKNOWN, State.UNRESOLVED)
        signals = availability.signals if spoken else ()
        return cls(at=at, signals=signals, canaries=availability.canaries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """All that is remembered of an embed when it is looked at again."""

    availability: Availability
    """What the world is told of it."""
    post: Post | None
    names: frozenset[EmbedId]
    """Its own name and those that lead to it."""
    sightings: tuple[Sighting, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A visit that found nothing new."""

    visit_id: VisitId
    embed_id: EmbedId
    at: datetime
    availability: Availability
    """The verdict of this visit alone."""
    stage: Stage
    """Where the verdict on the original stands after it."""
    run_id: OperationId | None = None
    """The run it belongs to, once that run is sealed."""
