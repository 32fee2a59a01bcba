"""A site is a few names and a few answers: what was asked goes in, an answer comes out, nothing else happens."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.replica.world import World

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request, with the world it is asked of."""

    world: World
    method: str
    scheme: str
    host: str
    target: str
    """Path and query exactly as sent."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path as sent, without its query."""
        return urlsplit("//host" + self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The first value of every parameter."""
        return dict(reversed(self.parameters))

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """All parameters in order; some interfaces repeat them."""
        return parse_qsl(urlsplit("//host" + self.target).query, keep_blank_values=True)

    @property
    def from_browser(self) -> bool:
        """Whether the sender names itself as browsers do (t.co answers them differently)."""
        return "mozilla/" in self.headers.get("user-agent", "").lower()

    @property
    def from_script(self) -> bool:
        """Whether a page's script asks, and not a person or a fetcher."""
        return "origin" in self.headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    """Seconds this answer takes by nature; `slow_down` adds to it."""
    cut: bool = False
    """Close the connection without an answer."""


Handler = Callable[[Ask, re.Match[str]], Answer]


class Site:
    """Some host names with the handlers of their paths; the first pattern that fits the whole path answers."""

    def __init__(self, *hosts: str) -> None:
        self.hosts = hosts
        self._routes: list[tuple[re.Pattern[str], Handler]] = []

    def at(self, pattern: str) -> Callable[[Handler], Handler]:
        """Let a function answer for the paths that the pattern fits."""

        def keep(handler: Handler) -> Handler:
            self._routes.append((re.compile(pattern), handler))
            return handler

        return keep

    def answer(self, ask: Ask) -> Answer:
        """The answer of the first route that fits, else a plain 404."""
        for pattern, handler in self._routes:
            if match := pattern.fullmatch(ask.path):
                return handler(ask, match)
        return missing()


def page(name: str, /, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any) -> Answer:
    """A page from `pages/`; `$name` is escaped, `$raw_name` stands as it is."""
    ready = {key: str(value) if key.startswith("raw_") else escape(str(value)) for key, value in values.items()}
    text = Template((PAGES / name).read_text(encoding="utf-8")).substitute(ready)
    return Answer(status=status, body=text.encode(), headers=headers or {})


def asset(name: str, media_type: str, *, delay: float = 0.0) -> Answer:
    """A script or style sheet from `pages/`, as it is."""
    return Answer(body=(PAGES / name).read_bytes(), media_type=media_type, delay=delay)


def document(value: Any, *, status: int = 200, media_type: str = "application/json; charset=utf-8") -> Answer:
    """A JSON answer that any page may read."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status=status, body=body, media_type=media_type, headers={"Access-Control-Allow-Origin": "*"})


def redirect(target: str, *, status: int = 302) -> Answer:
    """Over there."""
    return Answer(status=status, headers={"Location": target})


def picture(body: bytes, media_type: str) -> Answer:
    """An image that may be kept."""
    return Answer(body=body, media_type=media_type, headers={"Cache-Control": "public, max-age=604800"})


def missing(sentence: str = "Not Found") -> Answer:
    """A plain 404 page."""
    text = (
        f"<!doctype html><html><head><title>404</title></head><body><h1>404</h1><p>{escape(sentence)}</p></body></html>"
    )
    return Answer(status=404, body=text.encode())


def embedded_json(value: Any) -> str:
    """JSON that may stand inside a script element."""
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
