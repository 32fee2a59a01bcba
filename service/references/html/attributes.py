"""Elements by the names of their attributes, which are read off the source: to ask the tree for values costs five times as much."""

import re
from collections.abc import Collection

MANY = 64
"""Names; of each element each would be asked, so where there are more, all elements are looked at."""
_ESCAPED = re.compile(r"[^\w-]|^[\d-]")
"""What CSS reads in a name only where it is written as a number."""


def having(names: Collection[str]) -> str:
    """Give the selector of elements with an attribute of one of these names; of every element where there are many names.

    >>> having({"data-a", "data-b"})
    ':is([data-a], [data-b])'
    """
    if len(names) > MANY:
        return "*"
    return f":is({', '.join(f'[{_ESCAPED.sub(_escaped, name)}]' for name in sorted(names))})"


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{ord(sign[0]):x} "


def spelled(name: str) -> str:
    """Give the name of an attribute as parsers keep it: in lower case, as far as it is ASCII."""
    return name.lower() if name.isascii() else name
