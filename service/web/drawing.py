"""Values of the catalogue drawn as answers."""

from service.catalogue.records import ArticleRecord, EmbedRecord, SnapshotRecord
from service.model.wire import reference_as_json
from service.model.work import Operation
from service.web.answers import (
    ArticleAnswer,
    ArticleBriefAnswer,
    AvailabilityAnswer,
    ObservationAnswer,
    OperationAnswer,
    StandingAnswer,
    VisitAnswer,
)


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


def draw_history(record: EmbedRecord) -> tuple[ObservationAnswer, ...]:
    """Draw the checks of an embed, newest first: every visit that was kept is one."""
    oldest_first: list[ObservationAnswer] = []
    before: SnapshotRecord | None = None
    for snapshot in reversed(record.snapshots):
        oldest_first.append(
            ObservationAnswer(
                at=snapshot.created,
                availability=AvailabilityAnswer.model_validate(snapshot.availability),
                changed=before is not None and before.availability.state != snapshot.availability.state,
                snapshot_id=snapshot.id,
            )
        )
        before = snapshot
    return tuple(reversed(oldest_first))
