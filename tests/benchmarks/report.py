"""What a benchmark gives back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One table with its mark."""

    promise: str
    """What is promised, in one line."""
    table: str
    holds: bool
