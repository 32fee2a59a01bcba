"""An article as it was handed in."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from html import unescape

from service.model.ids import ArticleId
from service.model.reference import Reference

_LONGEST = 90
_OPENING = 100_000
_TITLED = re.compile(r"<(h1|title)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(r'"(?:title|headline|headlines|rendered|basic)"\s*:\s*("(?:[^"\\]|\\.){3,1000}")')
_UNREAD = re.compile(r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class Format(StrEnum):
    """How the body is to be read."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a newsroom submitted; nothing in it is changed by us."""

    body: str
    """Offsets of references count its Unicode code points."""
    format: Format
    source_url: str | None = None
    """Where the article stands; its own address is no reference."""
    title: str | None = None
    system: str | None = None
    """The CMS that owns it, for the upsert by source."""
    external_id: str | None = None
    """Its id in that CMS."""

    @property
    def heading(self) -> str | None:
        r"""What a person calls the article: its title, or what its body opens with, cut to a line; else None.

        >>> Article(body="Trains are back\nThey came.", format=Format.TEXT).heading
        'Trains are back'
        >>> Article(body="<p>x</p><h1>Trains <b>are</b> back &amp; late</h1>", format=Format.HTML).heading
        'Trains are back & late'
        >>> Article(body='{"title": {"rendered": "Trains are back"}}', format=Format.JSON).heading
        'Trains are back'
        """
        said = self.title or _opening(self.body[:_OPENING], self.format)
        line = " ".join(said.split())
        if len(line) > _LONGEST:
            return line[:_LONGEST].rpartition(" ")[0] + " …"
        return line or None


def _opening(body: str, format_: Format) -> str:
    if format_ is Format.TEXT:
        return next((line for line in body.splitlines() if line.strip()), "")
    if format_ is Format.HTML:
        body = _UNREAD.sub("", body)
        titles = {tag.lower(): words for tag, words in reversed(_TITLED.findall(body))}
        titled = titles.get("h1") or titles.get("title")
        return unescape(_TAG.sub("", titled)) if titled else _opening(unescape(_TAG.sub("\n", body)), Format.TEXT)
    named = _NAMED.search(body)
    words = str(json.loads(named[1], strict=False)) if named else ""
    return unescape(_TAG.sub("", words)).encode("utf-8", "ignore").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptArticle:
    """An article we accepted, with what was found in it."""

    id: ArticleId
    received: datetime
    article: Article
    references: tuple[Reference, ...]
