"""Every string of a JSON body under its pointer (RFC 6901)."""

from collections.abc import Iterator
from typing import Any


def strings(body: Any) -> Iterator[tuple[str, str]]:
    """Give pointer and value of each string in reading order.

    >>> list(strings({"a": ["x", {"b/c": "y"}]}))
    [('/a/0', 'x'), ('/a/1/b~1c', 'y')]
    """
    waiting: list[tuple[str, Any]] = [("", body)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, str):
            yield pointer, value
        elif isinstance(value, dict):
            waiting.extend((f"{pointer}/{escape(key)}", value[key]) for key in reversed(value))
        elif isinstance(value, list):
            waiting.extend((f"{pointer}/{index}", value[index]) for index in range(len(value) - 1, -1, -1))


def escape(key: str) -> str:
    """Write a key as a step of a pointer."""
    return key.replace("~", "~0").replace("/", "~1")
