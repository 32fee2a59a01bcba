"""The log of a visit: named steps on the monotonic clock, kept with the capture."""

import json
import time
from collections.abc import Iterable

from service.model.capture import Artefact, Step


class Steps:
    """Takes notes from the moment it is made."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._steps: list[Step] = []

    def note(self, step: str, detail: str = "") -> None:
        """Write down that something was done just now."""
        self._steps.append(Step(at_ms=self.elapsed_ms, step=step, detail=detail))

    @property
    def elapsed_ms(self) -> float:
        """Milliseconds since the visit began."""
        return round((time.monotonic() - self._began) * 1000, 1)

    def taken(self) -> tuple[Step, ...]:
        """Give all notes, in order."""
        return tuple(self._steps)


def log_file(steps: Iterable[Step]) -> Artefact:
    """Write `capture-log.jsonl`: one object a line, `{"at_ms", "step", "detail"}`."""
    lines = (
        json.dumps({"at_ms": step.at_ms, "step": step.step, "detail": step.detail}, ensure_ascii=False)
        for step in steps
    )
    return Artefact(
        name="capture-log.jsonl",
        role="capture-log",
        media_type="application/jsonl",
        body="".join(line + "\n" for line in lines).encode(),
    )
