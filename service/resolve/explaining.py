"""Why a reference stands where it stands: read back from what was sealed; pure."""

from service.model.ids import EmbedId
from service.model.manifest import Manifest
from service.model.reference import Reference
from service.model.resolution import Answered, Attempt, Explanation
from service.model.wire import from_json, reference_from_json

_ANSWERED = ("name", "url", "status", "reason", "sha256")


def explanation(embed_id: EmbedId, reference: Reference | None, manifest: Manifest | None) -> Explanation:
    """Give the rule that found a reference and every attempt after it.

    `reference`: as it stands in an article; None takes the one the manifest was made for. Without a manifest only the
    rule is known.
    """
    told = manifest.body["resolution"] if manifest else {"reference": None, "attempts": [], "documents": []}
    if reference is None and told["reference"] is not None:
        reference = reference_from_json(told["reference"])
    return Explanation(
        found_as=reference.embed_id if reference else embed_id,
        embed_id=embed_id,
        snapshot_id=manifest.id if manifest else None,
        kind=reference.kind.value if reference else None,
        rule=reference.how if reference else None,
        span=(reference.start, reference.end) if reference else None,
        text=reference.text if reference else "",
        attempts=from_json(tuple[Attempt, ...], told["attempts"]),
        answers=tuple(Answered(**{key: each[key] for key in _ANSWERED}) for each in told["documents"]),
        availability=manifest.availability if manifest else None,
        candidates=manifest.candidates if manifest else (),
    )
