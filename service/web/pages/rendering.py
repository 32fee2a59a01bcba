"""Templates become pages. Everything that stands in them is escaped; nothing in them runs."""

import hashlib
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from yarl import URL

from service.errors import BadUrl
from service.model.url import parse
from service.pipeline import Archive
from service.web.pages import pictures, words
from service.web.problems import Problem
from service.web.typed import ARCHIVE

DESCRIPTION = web.AppKey("description", dict[str, Any])


@cache
def templates() -> Environment:
    """Give the environment of the templates; made once in a process."""
    environment = Environment(
        loader=FileSystemLoader(str(files("service.web") / "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "moment": moment,
        "day": day,
        "size": size,
        "safe_href": safe_href,
        "ticked": ticked,
        "availability": words.availability_badge,
        "status": words.status_badge,
        "platform": words.platform_word,
        "taking": words.taking_words,
        "outcome": words.outcome_words,
        "picture": pictures.picture_of,
        "slides": pictures.slides_of,
        "pages": pictures.pages_of,
        "visible": pictures.is_visible,
        "alt": pictures.alternative,
    }
    environment.globals |= {"asset": asset, "states": words.state_words()}
    return environment


def render(template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Render a page."""
    text = templates().get_template(template).render(**values)
    return web.Response(text=text, status=status, content_type="text/html")


def archive_of(request: web.Request) -> Archive:
    """Give the archive that the application was made on."""
    return request.app[ARCHIVE]


def problem_page(_: web.Request, problem: Problem) -> web.Response:
    """Show a failure to a person."""
    return render("problem.html", status=problem.status, problem=problem)


@cache
def asset(name: str) -> str:
    """Give the address of a file of ours; it changes with the file, so that it may be kept for ever."""
    body = (files("service.web") / "static" / name).read_bytes()
    return str(URL.build(path=f"/static/{name}", query={"v": hashlib.sha256(body).hexdigest()[:12]}))


def moment(time: datetime) -> str:
    """Write a time as people read it; always UTC, for a page is read in many places.

    >>> moment(datetime(2022, 10, 10, 7, 5, tzinfo=UTC))
    '10 October 2022, 07:05 UTC'
    """
    utc = time.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M} UTC"


def day(date_: date) -> str:
    """Write a day.

    >>> day(date(2022, 10, 1))
    '1 October 2022'
    """
    return f"{date_.day} {date_:%B %Y}"


def size(count: int) -> str:
    """Write a number of bytes.

    >>> size(999), size(82470), size(1244973)
    ('999 bytes', '82 kB', '1.2 MB')
    """
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def ticked(sentence: str) -> Markup:
    """Set what stands in backticks as code; everything is escaped.

    >>> ticked("run `a<b`")
    Markup('run <code>a&lt;b</code>')
    """
    pieces = sentence.split("`")
    if len(pieces) % 2 == 0:
        return escape(sentence)
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else escape(piece) for number, piece in enumerate(pieces)
    )


def safe_href(url: str | None) -> str | None:
    """Give an address that a page may link to, or None: a link never runs anything.

    >>> safe_href("javascript:alert(1)") is None
    True
    """
    if url is None:
        return None
    try:
        return parse(url).href
    except BadUrl:
        return None
