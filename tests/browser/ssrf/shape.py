"""What a vector is made of."""

from dataclasses import dataclass, field

DONE = "<script>setTimeout(() => document.body.append(Object.assign(document.createElement('p'), {id: 'done', textContent: 'tried'})), 700)</script>"


@dataclass(frozen=True, kw_only=True)
class Vector:
    name: str
    html: str
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    hop: str = "CANARY/hop"
    """Where `hop` beside the page redirects to."""
    early: str = ""
    """Headers of a 103 before the answer."""
    host: str = "127.0.0.1"
    """How the canary's host is spelt."""
    secure: bool = False
    """The page comes over TLS, for what browsers allow there only."""
    alone: bool = False
    """The page must be a tab's own; the others are played several at a time, as frames of one page."""


def page(vector):
    """The whole page of a vector."""
    return f"<!doctype html><meta charset=utf-8><title>{vector.name}</title><body>{vector.html}{DONE}"


def script(name, text, **more):
    return Vector(name=name, html=f"<script>{text}</script>", **more)


def tag(name, text, **more):
    return Vector(name=name, html=text, **more)
