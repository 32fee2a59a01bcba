"""Samples of code in Markdown: what stands in them is shown and not meant."""

import re

_FENCE = re.compile(r"^ {0,3}(?P<mark>`{3,}|~{3,})(?P<rest>[^\n]*)$", re.MULTILINE)
_EMPTY = re.compile(r"^ {0,3}(`{3,})[ \t]*\n {0,3}\1[ \t]*$", re.MULTILINE)
"""Two fences with nothing between them hold no sample; extractors leave them of an embed, and a passage may begin inside."""
_INLINE = re.compile(r"(?<!`)`(?!`)[^`\n]{1,400}`(?!`)")


def places(text: str) -> list[tuple[int, int]]:
    """Give the places of code between fences and between backticks, in order and apart from each other.

    >>> text = "a `b` c"
    >>> [text[start:end] for start, end in places(text)]
    ['`b`']
    """
    text = _EMPTY.sub(lambda match: " " * len(match[0]), text) if "```\n```" in text else text
    found: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(text) if "```" in text or "~~~" in text else ():
        if opened is None:
            opened = fence
        elif fence["mark"].startswith(opened["mark"]) and not fence["rest"].strip():
            found.append((opened.start(), fence.end()))
            opened = None
    inline = [match.span() for match in _INLINE.finditer(text)]
    apart: list[tuple[int, int]] = []
    for place in sorted([*found, *inline]):
        if not apart or place[0] >= apart[-1][1]:
            apart.append(place)
    return apart
