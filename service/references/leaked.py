"""Markup that stands in text as it was written: extractors and feeds let it through, plain or with its signs escaped."""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape

from service.model.reference import Kind, Reference
from service.references.html import finder as html_finder
from service.references.overlap import meets, settle
from service.references.text import samples

_NAMES = ("blockquote", "iframe", "amp-twitter", "amp-instagram", "amp-facebook", "amp-youtube", "amp-tiktok")
_BEGIN = re.compile(rf"(?:<|&lt;)(?P<name>{'|'.join(_NAMES)})\s", re.IGNORECASE)
_ENDINGS = {name: re.compile(rf"(?:<|&lt;)/{name}\s{{0,9}}(?:>|&gt;)", re.IGNORECASE) for name in _NAMES}
_SHORTEST = 40
"""Characters of an end tag at most."""
_LONGEST = 20_000
"""Characters of one embed's markup."""


def with_markup(text: str, found: Iterable[Reference]) -> list[Reference]:
    """Give the finds of a text together with the embeds whose markup stands in it.

    >>> frame = '<iframe src="https://youtu.be/aBcDeFgHiJ_"></iframe>'
    >>> [(one.post_id, one.start, one.end) for one in with_markup(f"a {frame} b", [])]
    [('aBcDeFgHiJ_', 2, 54)]
    """
    embeds = _embeds(text) if "<" in text or "&lt;" in text else []
    if not embeds:
        return list(found)
    taken = [(one.start, one.end) for one in embeds]
    apart = [one for one in found if one.kind is Kind.LINK or not meets(taken, (one.start, one.end))]
    return settle([*embeds, *apart])


def _embeds(text: str) -> list[Reference]:
    made: list[Reference] = []
    shown = samples.places(text) if "`" in text or "~~~" in text else []
    floor = 0
    endless = dict.fromkeys(_ENDINGS, 0)
    for match in _BEGIN.finditer(text):
        start, name = match.start(), match["name"].lower()
        if start < floor or meets(shown, (start, start + 1)):
            continue
        end = _ENDINGS[name].search(text, max(match.end(), endless[name]), start + _LONGEST)
        if end is None:
            endless[name] = max(match.end(), start + _LONGEST - _SHORTEST)
            continue
        floor = end.end()
        markup = text[start:floor]
        inside = html_finder.find(unescape(markup) if match[0].startswith("&") else markup)
        if inside and inside[0].kind is Kind.MARKUP and inside[0].start == 0:
            made.append(replace(inside[0], start=start, end=floor))
    return made
