"""Embeds that wait for consent or for the reader to scroll: markup kept where a browser does not show it.

Consent walls and lazy loaders keep the embed as escaped or base64 markup or as JSON in an attribute of any name, in a
`<template>`, a `<textarea>` or a script that is no script. What is looked for is the markup, not the product's name.
"""

import json
import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

from service.references import ids
from service.references.bodies import keys
from service.references.html.attributes import having, spelled
from service.references.html.claim import post_at
from service.references.html.markup import Element, Page

_MARKUP = re.compile(
    r"<(?:blockquote|iframe|xframe|amp-[a-z]+|oembed|script|figure|div|video)\b[^<>]{0,4000}(?:>|$)", re.IGNORECASE
)
_BEGUN = re.compile(
    r"PGJsb2NrcXVvdG|PGlmcmFtZ|PGRpdi|PHNjcmlwd|PGZpZ3Vy|PGFtcC|aHR0cHM6Ly|PHAg|PHA-|PHA\+|CjxibG9ja3F1b3|Cjxp"
)
"""How base64 of markup begins."""
_VALUE = re.compile(r"=(?:[\"']\s{0,8}(?:[<{\[]|&(?:lt|#60|#x3c|#123|quot|amp;lt);?|%3C|data:text|PG|aHR0|Cj)|PG|aHR0)")
"""How a value begins that may keep markup: asked of the whole source at once, which costs next to nothing."""
_INSIDE = re.compile(
    r"<|&lt;|&#60;|&#x3c;|u003c|youtu|twitter|tweet|[/.]x\.com|instagram|facebook|tiktok|bsky|reddit|vimeo|dailymotion|threads\.|[/.]t\.me",
    re.IGNORECASE,
)
"""What JSON in an attribute holds that keeps markup or a post's address."""
_COMMENT = re.compile(r"<!--\s{0,20}<(?:iframe|blockquote|amp-|script)\b", re.IGNORECASE)
_KEEPING = re.compile(
    r"=(?:[\"'](?:[{\[&]|%3C|data:text/html|\s{0,20}(?:PG|aHR0|Cj)|[^<>\"']*<)|[{\[<&]|%3C|data:text/html|PG|aHR0|Cj)"
)
"""A value that may keep markup, in whatever form."""
_ESCAPED = re.compile(r"&(?:(?:amp|AMP|#38|#[xX]26);?)?(?:lt|LT|#0{0,6}60|#[xX]0{0,6}3[cC])")
"""The sign that opens a tag, as it is written in an attribute."""
_NAME = re.compile(r"[^\s\"'<>/=]+(?=\s*\Z)")
_LONGEST_NAME = 100
_LONGEST_LEAD = 2000
"""Characters of a value before the markup."""
_SCRIPTS = frozenset(["text/template", "text/html", "text/x-template", "text/plain", "text/x-embed"])
"""Types of scripts that are none."""
_PLACEHOLDER = 700
"""Characters of visible text that a placeholder may have; a room of the page has more."""
_HOLDERS = frozenset(["div", "figure", "span", "p"])
_DEEPEST_JSON = 12


def names(source: str) -> frozenset[str]:
    """Give the names of attributes that may keep markup, where one of them keeps it in a form that is not usual."""
    if "<" not in source or not _may_keep(source):
        return frozenset()
    begins = {match.start() for match in _KEEPING.finditer(source)}
    begins.update(_assigned(source, match.start()) for match in _ESCAPED.finditer(source))
    found = (_NAME.search(source, max(0, begin - _LONGEST_NAME), begin) for begin in begins)
    return frozenset(spelled(name[0]) for name in found if name)


def spots(named: frozenset[str]) -> str:
    """Give the selector of what may keep markup."""
    return f"template, textarea, xmp, script, iframe, {having(named)}"


def scan(page: Page, elements: Sequence[Element], named: frozenset[str]) -> Iterator[tuple[Element, str]]:
    """Give each element, of those at the spots, that keeps markup, with the markup."""
    end = 0
    for element in elements:
        if not _is_silent(element):
            continue
        span = page.span(element)
        if span is None or span[0] < end or element.attr("readonly") is not None:
            continue
        end = span[1]
        markup = _markup(element.text or page.inner_source(element))
        if markup:
            yield element, markup
    yield from _spoken(page, elements)
    for element in elements:
        if element.tag == "input" or named.isdisjoint(element.attrs):
            continue
        values = (element.attr(name) or "" for name in element.attrs)
        markup = next(filter(None, map(_markup, values)), None)
        if markup and page.is_small(element, _PLACEHOLDER):
            yield element, markup


def _is_silent(element: Element) -> bool:
    """Say whether a browser shows nothing of what stands in an element, or shows it as written."""
    if element.tag == "script":
        return (element.attr("type") or "").lower() in _SCRIPTS
    return element.tag in ("template", "textarea", "xmp")


def _spoken(page: Page, elements: Sequence[Element]) -> Iterator[tuple[Element, str]]:
    """Give frames that hold markup between their tags, walls whose script holds it, and elements that hold but a comment."""
    for frame in elements:
        if frame.tag != "iframe":
            continue
        markup = _markup(frame.text) if "<" in frame.text or "&lt;" in frame.text else None
        if markup:
            yield frame, markup
    for script in elements:
        if script.tag != "script" or script.attr("src") is not None or not script.closest(".embed-privacy-container"):
            continue
        spoken = script.text.replace("\\u003c", "<").replace("\\u003C", "<")
        markup = _unescaped(re.sub(r"\\(.)", r"\1", spoken))
        if markup:
            yield script, markup
    if _COMMENT.search(page.source.text):
        for element, comment in page.comments():
            if element.tag in _HOLDERS and _COMMENT.match(f"<!--{comment}") and page.is_small(element, 20):
                yield element, comment


def _assigned(source: str, at: int) -> int:
    """Give where the last value before a place is assigned."""
    least = max(0, at - _LONGEST_LEAD)
    return max(source.rfind('="', least, at), source.rfind("='", least, at), 0)


def _may_keep(source: str) -> bool:
    """Say whether an attribute may keep markup in an unusual form; JSON is looked into, since most of it keeps none."""
    for match in _VALUE.finditer(source):
        if source[match.end() - 1] not in "{[;":
            return True
        begin = match.start() + 2
        end = source.find(source[begin - 1], begin)
        if _INSIDE.search(source, begin, end if end > 0 else len(source)):
            return True
    return False


def _markup(value: str) -> str | None:
    """Give the markup that a value keeps, in whatever form."""
    value = value.strip()
    if len(value) < 20:
        return None
    if value[0] in "{[":
        return _from_json(value)
    if value.startswith("data:text/html"):
        form, _, kept = value.partition(",")
        return _decoded(kept) if form.endswith("base64") else unquote(kept)
    if _MARKUP.search(value):
        return value
    if value.startswith("%3C"):
        return unquote(value)
    return _unescaped(value) if "&lt;" in value[:2000] else _decoded(value)


def _unescaped(value: str) -> str | None:
    text = unescape(value)
    return text if _MARKUP.search(text) else None


def _decoded(value: str) -> str | None:
    """Give the markup or address that stands there as base64."""
    if not _BEGUN.match(value):
        return None
    try:
        text = b64decode(value + "=" * (-len(value) % 4)).decode().strip()
    except (Error, ValueError):
        return None
    return f'<oembed url="{text}"></oembed>' if text.startswith("http") else text


def _from_json(value: str) -> str | None:
    """Give the first markup that JSON in an attribute holds, else the addresses of posts as markup."""
    try:
        body = json.loads(value)
    except (ValueError, RecursionError):
        return None
    waiting: list[tuple[Any, int]] = [(body, 0)]
    addresses: list[str] = []
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str):
            markup = _markup(one) if one[:1] not in ("{", "[") else None
            if markup:
                return markup
            address = post_at(one) if "//" in one[:9] else None
            if address:
                addresses.append(f'<oembed url="{escape(address.url)}"></oembed>')
        elif depth < _DEEPEST_JSON:
            named = ids.stated(one, keys.said(one)) if isinstance(one, dict) else None
            if named:
                addresses.append(f'<oembed url="{escape(named[1].url)}"></oembed>')
            inner = list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []
            waiting.extend((item, depth + 1) for item in reversed(inner))
    return "".join(addresses) or None
