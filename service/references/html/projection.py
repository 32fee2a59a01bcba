"""The visible text of a body, each of whose characters knows its place in the source."""

from bisect import bisect_right

from service import dom
from service.model.elements import BLOCKS
from service.references.html.markup import HIDDEN, Source

_SEAM = "\n\n\ufffc\n\n"
"""What stands for an embed: nothing reaches across it."""
_GAPS = {**dict.fromkeys(BLOCKS, "\n\n"), "br": "\n"}
_START, _END = dom.TokenType.START_TAG, dom.TokenType.END_TAG
_TEXT, _ENTITY = dom.TokenType.TEXT, dom.TokenType.CHARACTER_REFERENCE


class Projection:
    """Text and, for each run of it, where it begins here and where in the normalised source."""

    def __init__(self, source: Source, masked: list[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._runs: list[tuple[int, int, bool]] = []
        """Beginning and end in the source, and whether it is one character reference."""
        self.text = self._read(source, [*sorted(masked), (1 << 62, 1 << 62)])

    def _read(self, source: Source, masks: list[tuple[int, int]]) -> str:
        parts: list[str] = []
        at = offset = number = 0
        hidden: str | None = None
        first, last = masks[0]
        for token in dom.tokens(source.text):
            raw = token.source
            if raw is None:
                raw = token.data or ""
            start = offset
            offset += len(raw)
            while last <= start:
                number += 1
                first, last = masks[number]
                parts.append(_SEAM)
                at += len(_SEAM)
            if start >= first:
                continue
            kind = token.type
            if kind in (_TEXT, _ENTITY):
                if hidden is None:
                    shown = (token.data or "") if kind == _ENTITY else raw.replace("\n", " ")
                    self._starts.append(at)
                    self._runs.append((start, offset, kind == _ENTITY))
                    parts.append(shown)
                    at += len(shown)
            elif kind in (_START, _END):
                tag = token.tag or ""
                if hidden is not None:
                    if tag == hidden and kind == _END:
                        hidden = None
                elif kind == _START and tag in HIDDEN:
                    hidden = tag
                gap = _GAPS.get(tag)
                if gap:
                    parts.append(gap)
                    at += len(gap)
        return "".join(parts)

    def place(self, offset: int) -> int:
        """Translate a place of the normalised source to one of the projection: inside a tag, to the end of the text before."""
        run = bisect_right(self._runs, offset, key=lambda run: run[0]) - 1
        if run < 0:
            return 0
        begins, ends, _ = self._runs[run]
        after = self._starts[run + 1] if run + 1 < len(self._starts) else len(self.text)
        return min(self._starts[run] + min(offset, ends) - begins, after)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Translate a span of the projection to one of the normalised source."""
        at = max(0, bisect_right(self._starts, start) - 1)
        to = max(0, bisect_right(self._starts, end - 1) - 1)
        first, last = self._runs[at], self._runs[to]
        left = first[0] if first[2] else first[0] + start - self._starts[at]
        right = last[1] if last[2] else min(last[1], last[0] + end - self._starts[to])
        return left, right
