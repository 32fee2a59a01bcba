"""Values of the catalogue drawn as answers."""

from service.catalogue.records import ArticleRecord, EmbedRecord
from service.model.availability import State
from service.model.observation import Observation
from service.model.resolution import Explanation
from service.model.wire import reference_as_json
from service.model.work import Operation
from service.web.answers import (
    ArticleAnswer,
    ArticleBriefAnswer,
    AvailabilityAnswer,
    ExplanationAnswer,
    ObservationAnswer,
    StandingAnswer,
)
from service.web.work_answers import OperationAnswer, VisitAnswer


def draw_article(record: ArticleRecord, operation: Operation | None = None) -> ArticleAnswer:
    """Draw an article with how everything in it stands."""
    brief = ArticleBriefAnswer.model_validate(record.brief)
    references = tuple(
        StandingAnswer.model_validate(
            {
                **reference_as_json(standing.reference),
                "found_as": standing.reference.embed_id,
                "embed_id": standing.embed_id,
                "snapshot_id": standing.snapshot_id,
                "availability": standing.availability and standing.availability.state,
                "suspected": bool(standing.availability and standing.availability.suspected),
                "status": standing.status,
                "reason": standing.sentence,
                "candidates": standing.candidates,
            }
        )
        for standing in record.standings
    )
    return ArticleAnswer.model_construct(
        **dict(brief),
        status=record.status,
        operation_id=operation.id if operation else None,
        references=references,
    )


def draw_operation(operation: Operation) -> OperationAnswer:
    """Draw accepted work."""
    embeds = {visit.embed_id for visit in operation.visits}
    return OperationAnswer(
        id=operation.id,
        created=operation.created,
        status=operation.status,
        article_id=operation.article_id,
        embed_id=embeds.pop() if len(embeds) == 1 else None,
        visits=tuple(VisitAnswer.model_validate(visit) for visit in operation.visits),
    )


def draw_history(record: EmbedRecord, observed: tuple[Observation, ...] = ()) -> tuple[ObservationAnswer, ...]:
    """Draw the checks of an embed, newest first: every visit is one, whether it kept a snapshot or not."""
    checks = [
        *((each.created, each.availability, None, each.id) for each in record.snapshots),
        *((each.at, each.availability, each.stage, None) for each in observed),
    ]
    drawn: list[ObservationAnswer] = []
    before: State | None = None
    for at, availability, stage, snapshot_id in sorted(checks, key=lambda check: (check[0], check[3] or "")):
        drawn.append(
            ObservationAnswer(
                at=at,
                availability=AvailabilityAnswer.model_validate(availability),
                changed=before is not None and before != availability.state,
                stage=stage,
                snapshot_id=snapshot_id,
            )
        )
        before = availability.state
    return tuple(reversed(drawn))


def draw_explanations(told: tuple[Explanation, ...]) -> tuple[ExplanationAnswer, ...]:
    """Draw what led where."""
    return tuple(ExplanationAnswer.model_validate(each) for each in told)
