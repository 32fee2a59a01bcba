"""The index (CDX) of the public web archive: which posts of an author it saw on a day.

The index is asked for a handle's posts whose ids begin with the same digits. A UTC day spans 3.6 × 10^14 ids, so ids
cut to units of 10^15 (four leading digits of nineteen) give one or two prefixes for any day: at most two questions per
host instead of the 37 that six digits need, for at most 2.8 days of one author's posts, which are then narrowed by the
exact range. An answer that is cut off is gone on with from its `resumeKey` until the day is over. Capture times bound
from below only: a capture is never older than the post.
"""

import asyncio
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from service.model.document import Document, Request
from service.platforms.idtime import x_ids
from service.platforms.reading import decoded, items, words
from service.resolve.archive import ArchivedCopy
from service.resolve.sequence import OLD, sequence
from service.resolve.trail import Trail, spelled

INDEX = "https://web.archive.org/cdx/search/cdx"
HOSTS = (("twitter.com",), ("x.com", "mobile.twitter.com", "mobile.x.com"))
"""Asked in this order: copies of X lie under twitter.com even when the link says x.com; the rest are separate keys."""
UNIT = 10**15
LIMIT = 3000
"""Rows of one answer; the busiest newsrooms write some hundred posts a day, each seen under a few spellings."""
PARTS = 6
"""Answers to one question that are read, one after the other; more rows than that are a flood, not an author."""

_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com(?::\d+)?/(?P<handle>\w{1,20})/status(?:es)?/(?P<id>\d{1,20})(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_OLD_ORIGINAL = r".*/status(es)?/\d{2,11}(\D.*)?"
_TIMESTAMP = re.compile(r"\d{14}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One post that the index lists."""

    post_id: str
    handle: str
    copy: ArchivedCopy


def index_requests(handle: str, day: date, hosts: tuple[str, ...]) -> tuple[Request, ...]:
    """Ask the index for a handle's posts of a UTC day, the fewest questions that bound it.

    Ids before November 2010 are a sequence without a day in it: all old posts of the handle are asked for at once.
    """
    if day < OLD:
        return tuple(
            Request(name=f"archive-index-{host}-old", url=_index_url(f"{host}/{handle}/status", day, _OLD_ORIGINAL))
            for host in hosts
        )
    first, last = x_ids(day)
    units = range(first // UNIT, last // UNIT + 1)
    return tuple(
        Request(name=f"archive-index-{host}-{unit}", url=_index_url(f"{host}/{handle}/status/{unit or ''}", day))
        for host in hosts
        for unit in units
    )


def _index_url(prefix: str, day: date, original: str = "") -> str:
    asked: dict[str, str | list[str]] = {
        "url": prefix,
        "matchType": "prefix",
        "output": "json",
        "fl": "timestamp,original,mimetype,statuscode,digest",
        "filter": ["statuscode:200", *([f"original:{original}"] if original else [])],
        "collapse": "urlkey",
        "from": f"{day:%Y%m%d}",
        "limit": str(LIMIT),
        "showResumeKey": "true",
    }
    return f"{INDEX}?{urlencode(asked, doseq=True)}"


def listed(document: Document, handle: str, day: date) -> tuple[Listed, ...]:
    """Read the posts of that handle and day from an answer of the index, one copy each, JSON copies first."""
    rows = _rows(document)
    if not rows:
        return ()
    names = [words(name) for name in rows[0]]
    first, last = sequence(day) if day < OLD else x_ids(day)
    found: dict[str, Listed] = {}
    for row in rows[1:]:
        told = {name: words(value) for name, value in zip(names, row, strict=False)}
        match = _STATUS.match(told.get("original", ""))
        if match is None or match["handle"].lower() != handle.lower() or not first <= int(match["id"]) <= last:
            continue
        if not _TIMESTAMP.fullmatch(told.get("timestamp", "")):
            continue
        copy = ArchivedCopy(timestamp=told["timestamp"], original=told["original"], media_type=told.get("mimetype", ""))
        known = found.get(match["id"])
        if known is None or _worth(copy) > _worth(known.copy):
            found[match["id"]] = Listed(post_id=match["id"], handle=match["handle"], copy=copy)
    return tuple(found[post_id] for post_id in sorted(found, key=int))


def _rows(document: Document) -> list[list[Any]]:
    return [row for row in items({"rows": decoded(document)}, "rows") if isinstance(row, list)]


def onward(request: Request, document: Document, day: date) -> Request | None:
    """Give the question that goes on where an answer was cut off; None when it is whole or the day is over.

    A cut answer ends with an empty row and a row that holds the key (CDX server: `showResumeKey`). Rows stand in the
    order of their ids, so a row past the day ends the search.
    """
    rows = _rows(document)
    if len(rows) < 2 or rows[-2] or len(rows[-1]) != 1 or not (key := words(rows[-1][0])):
        return None
    last = None if day < OLD else x_ids(day)[1]
    told = (_STATUS.match(words(cell)) for row in rows[:-2] for cell in row)
    if last is not None and any(match is not None and _past(match["id"], last) for match in told):
        return None
    url, _, before = request.url.partition("&resumeKey=")
    # the key comes encoded as it is to be sent back
    key = quote(key, safe="%+!~*'()")
    return None if key == before else replace(request, url=f"{url}&resumeKey={key}")


def _past(post_id: str, last: int) -> bool:
    return len(post_id) == len(str(last)) and int(post_id) > last


def _worth(copy: ArchivedCopy) -> bool:
    return "json" in copy.media_type


def index_trouble(document: Document) -> str | None:
    """Say why an answer of the index is none, or None when it is one."""
    if document.status is None:
        return f"did not answer ({document.reason or document.failure})"
    if document.status != 200:
        return f"answered with status {document.status}"
    if not document.body.strip():
        return None
    try:
        return None if isinstance(json.loads(document.body), list) else "answered in a form we do not know"
    except (ValueError, RecursionError):
        return "answered in a form we do not know"


async def ask_index(
    trail: Trail, handle: str, day: date, hosts: tuple[str, ...]
) -> tuple[tuple[Listed, ...], tuple[str, ...]]:
    """Ask the index on these hosts, each question to its end; give the posts and what stood in the way.

    Every answer is told, half ones as half.
    """
    requests = index_requests(handle, day, hosts)
    answers = await asyncio.gather(*(_ask_to_the_end(trail, request, day) for request in requests))
    found: dict[str, Listed] = {}
    troubles: list[str] = []
    for request, (documents, trouble) in zip(requests, answers, strict=True):
        posts = {each.post_id: each for document in documents for each in listed(document, handle, day)}
        if documents:
            parts = f", in {len(documents)} parts" if len(documents) > 1 else ""
            count = f"{len(posts) or 'no'} post{'' if len(posts) == 1 else 's'} of @{handle} on {spelled(day)}"
            sentence = f"The archive lists {count}{parts} ({_asked_for(request)})."
            trail.note("archive-index", sentence, request.url)
        if trouble is not None:
            half = "; this is only a part of what it lists" if documents else ""
            trail.note("archive-index", f"The archive's index {trouble}{half} ({_asked_for(request)}).", request.url)
            troubles.append(trouble)
        for each in posts.values():
            found.setdefault(each.post_id, each)
    return tuple(found.values()), tuple(troubles)


def _asked_for(request: Request) -> str:
    """Say which addresses a question was about.

    >>> _asked_for(index_requests("mira", date(2024, 5, 4), ("x.com",))[0])
    'x.com/mira/status/1786…'
    """
    return f"{dict(parse_qsl(urlsplit(request.url).query))['url']}…"


async def _ask_to_the_end(trail: Trail, first: Request, day: date) -> tuple[list[Document], str | None]:
    documents: list[Document] = []
    request: Request | None = first
    while request is not None:
        if len(documents) == PARTS:
            return documents, f"was still going on after {PARTS} answers"
        document = await trail.ask(request)
        trouble = index_trouble(document)
        if trouble is not None:
            return documents, trouble
        documents.append(document)
        request = onward(replace(request, name=f"{first.name}-part-{len(documents) + 1}"), document, day)
    return documents, None
