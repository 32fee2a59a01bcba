"""What is accepted as an article."""

import json
import re

from service.errors import BadArticle
from service.model.article import Article, Format

_TAG = re.compile(
    r"<(?:!doctype html|!--|/?(?:p|div|a|blockquote|figure|iframe|html|body|br|span|article|section|h[1-6]|ul|ol|li|script|img|em|strong|b|i|[a-z]+-[a-z0-9-]+|oembed|embed|table)\b[^<>]*>)",
    re.IGNORECASE,
)


def detect(body: str) -> Format:
    """Say how a body is to be read when nobody says it.

    >>> detect('{"a": 1}'), detect("<p>Hi</p>"), detect("a < b, see <x>")
    (<Format.JSON: 'json'>, <Format.HTML: 'html'>, <Format.TEXT: 'text'>)
    """
    stripped = body.lstrip("\ufeff \t\r\n")
    if stripped[:1] in ("{", "["):
        try:
            json.loads(stripped)
        except (ValueError, RecursionError):
            pass
        else:
            return Format.JSON
    return Format.HTML if _TAG.search(body) else Format.TEXT


def parse_body(raw: bytes | str, format: str | None = None, *, source_url: str | None = None) -> Article:  # noqa: A002
    """Read what was handed in; `format` is one of `auto`, `text`, `html`, `json`, or None for auto.

    Raises BadArticle when it is empty, binary, not UTF-8, of an unknown format or malformed JSON.
    """
    if format is not None and format not in ("auto", *Format):
        raise BadArticle(f"The format “{format[:40]}” is unknown: use auto, text, html or json.")
    if isinstance(raw, bytes):
        try:
            body = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadArticle("The article is no UTF-8 text.") from error
    else:
        body = raw
    if not body.strip("\ufeff \t\r\n"):
        raise BadArticle("The article is empty.")
    if "\0" in body:
        raise BadArticle("The article is binary, not text.")
    if _LONE.search(body):
        raise BadArticle("The article holds half characters, so it is no UTF-8 text.")
    chosen = detect(body) if format in (None, "auto") else Format(format)
    if chosen is Format.JSON:
        _check(body)
    return Article(body=body, format=chosen, source_url=source_url)


_LONE = re.compile("[\ud800-\udfff]")


def _check(body: str) -> None:
    try:
        json.loads(body.lstrip("\ufeff"))
    except ValueError as error:
        raise BadArticle("The article is malformed JSON.") from error
    except RecursionError as error:
        raise BadArticle("The article's JSON is nested too deeply.") from error
