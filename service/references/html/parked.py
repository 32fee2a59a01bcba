"""Embeds that wait for consent or for the reader to scroll: markup kept where a browser does not show it.

Consent walls and lazy loaders keep the embed as escaped or base64 markup or as JSON in an attribute of any name, in a
`<template>`, a `<textarea>` or a script that is no script. What is looked for is the markup, not the product's name.
"""

import json
import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from html import unescape
from typing import Any

from service.references.html.markup import Element, Page

_MARKUP = re.compile(
    r"<(?:blockquote|iframe|amp-[a-z]+|oembed|script|figure|div|video)\b[^<>]{0,4000}(?:>|$)", re.IGNORECASE
)
_BEGUN = re.compile(
    r"PGJsb2NrcXVvdG|PGlmcmFtZ|PGRpdi|PHNjcmlwd|PGZpZ3Vy|PGFtcC|aHR0cHM6Ly|PHAg|PHA-|PHA\+|CjxibG9ja3F1b3|Cjxp"
)
"""How base64 of markup begins."""
_KEPT = (
    "&lt;",
    "&#60;",
    "&#x3c;",
    "\\u003c",
    "\\u003C",
    "PGJsb2NrcXVvdG",
    "PGlmcmFtZ",
    "PGRpdi",
    "PHNjcmlwd",
    "PGZpZ3Vy",
    "aHR0cHM6Ly",
)
_RAW = ('="<', "='<", '="{', "='{", '="[', "='[")
"""What a start tag holds that keeps markup in an attribute; looked for as plain strings, which costs next to nothing."""
_SCRIPTS = "template, textarea, script[type='text/template'], script[type='text/html'], script[type='text/x-template'], script[type='text/plain'], script[type='text/x-embed'], xmp"
_PLACEHOLDER = 700
"""Characters of visible text that a placeholder may have; a room of the page has more."""
_DEEPEST_JSON = 12


def scan(page: Page) -> Iterator[tuple[Element, str]]:
    """Give each element that keeps markup, with the markup."""
    if not may_park(page.source.text):
        return
    for element in page.select(_SCRIPTS):
        kept = element.text or page.inner_source(element)
        markup = _markup(kept)
        if markup:
            yield element, markup
    if not any(sign in page.source.text for sign in (*_KEPT, *_RAW)):
        return
    for element in page.with_attributes(_holds):
        if len(element.text) > _PLACEHOLDER:
            continue
        for name in element.attrs:
            markup = _markup(element.attr(name) or "")
            if markup:
                yield element, markup
                break


def may_park(source: str) -> bool:
    """Say whether it is worth looking: whether markup stands anywhere in an unusual form."""
    return any(
        sign in source for sign in (*_KEPT, *_RAW, "<template", "<textarea", 'type="text/', "type='text/", "<xmp")
    )


def _holds(tag_source: str) -> bool:
    return len(tag_source) > 40 and any(sign in tag_source for sign in (*_KEPT, *_RAW))


def _markup(value: str) -> str | None:
    """Give the markup that a value keeps, in whatever form."""
    value = value.strip()
    if len(value) < 20:
        return None
    if value[0] in "{[":
        return _from_json(value)
    if _MARKUP.search(value):
        return value
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
    """Give the first markup or embed address that JSON in an attribute holds."""
    try:
        body = json.loads(value)
    except (ValueError, RecursionError):
        return None
    waiting: list[tuple[Any, int]] = [(body, 0)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str):
            markup = _markup(one) if one[:1] not in ("{", "[") else None
            if markup:
                return markup
        elif depth < _DEEPEST_JSON:
            inner = list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []
            waiting.extend((item, depth + 1) for item in reversed(inner))
    return None
