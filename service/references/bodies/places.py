"""Where a value stands in a stored body: pointers of RFC 6901, made only when somebody asks."""

from typing import Any, NamedTuple

DEEPEST = 100
"""Levels; what stands deeper is not read."""
LONGEST = 1000
"""Characters of a pointer; what stands under a longer one is not read, so that hostile names cost nothing."""


class Place(NamedTuple):
    """One value's place."""

    parent: "Place | None"
    step: str
    length: int
    depth: int

    def child(self, step: str) -> "Place":
        """Give the place of a member or item."""
        return Place(self, step, self.length + 1 + len(step), self.depth + 1)

    @property
    def is_read(self) -> bool:
        """Say whether it lies within the bounds."""
        return self.depth <= DEEPEST and self.length <= LONGEST

    def pointer(self) -> str:
        """Write the place as RFC 6901.

        >>> TOP.child("a/b").child("0").pointer()
        '/a~1b/0'
        """
        steps: list[str] = []
        place: Place | None = self
        while place is not None and place.parent is not None:
            steps.append(escape(place.step))
            place = place.parent
        return "".join(f"/{step}" for step in reversed(steps))


TOP = Place(None, "", 0, 0)
"""The whole body."""


def escape(key: str) -> str:
    """Write a key as a step of a pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def at(body: Any, pointer: str) -> Any:
    """Give what a pointer names; None when it names nothing."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(body, list) and name.isascii() and name.isdigit() and len(name) < 10 and int(name) < len(body):
            body = body[int(name)]
        elif isinstance(body, dict) and name in body:
            body = body[name]
        else:
            return None
    return body
