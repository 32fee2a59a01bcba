"""The web archive: its index (CDX), playback and availability (facts: archives, CDX parameters)."""

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from urllib.parse import quote_plus, unquote_plus, urlsplit

from tests.replica.records import Capture
from tests.replica.site import Answer, Ask, Site, document, missing, redirect

wayback = Site("web.archive.org")
front = Site("archive.org", "www.archive.org")
SITES = (wayback, front)

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
WWW = re.compile(r"^www\d*\.")


def urlkey(url: str) -> str:
    """The sort-friendly key of an address: host turned round, case, scheme and www folded away."""
    parts = urlsplit(url if "://" in url else "http://" + url)
    host = WWW.sub("", (parts.hostname or "").lower())
    query = "?" + parts.query.lower() if parts.query else ""
    path = parts.path.lower()
    return ",".join(reversed(host.split("."))) + ")" + (path if len(path) > 1 else "/") + query


@cache
def row(capture: Capture) -> dict[str, str]:
    """The index line of one capture."""
    return {
        "urlkey": urlkey(capture.original),
        "timestamp": capture.timestamp,
        "original": capture.original,
        "mimetype": capture.media_type.partition(";")[0],
        "statuscode": str(capture.status),
        "digest": base64.b32encode(hashlib.sha1(capture.body).digest()).decode(),
        "length": str(len(capture.body) // 2 + 400),
    }


@wayback.at(r"/cdx/search/cdx|/cdx")
def cdx(ask: Ask, _: re.Match[str]) -> Answer:
    """The index: narrowed, filtered, collapsed and limited as its manual says."""
    query = ask.query
    if not query.get("url"):
        return Answer(
            status=400, body=b"org.archive.util.UrlParseException: 'url' param is required\n", media_type="text/plain"
        )
    rows = _narrowed(_sorted_rows(ask), query)
    try:
        for name, value in ask.parameters:
            if name == "filter":
                rows = [one for one in rows if _passes(one, value)]
    except (re.error, KeyError):
        return Answer(status=400, body=b"Invalid filter\n", media_type="text/plain")
    for name, value in ask.parameters:
        if name == "collapse":
            rows = _collapsed(rows, value)
    if resume := query.get("resumeKey"):
        start = tuple(unquote_plus(resume).rpartition(" ")[::2])
        rows = [one for one in rows if (one["urlkey"], one["timestamp"]) >= start]
    limit = min(int(query.get("limit") or ask.world.index_rows), ask.world.index_rows)
    chosen = rows[limit:] if limit < 0 else rows[:limit]
    left = rows[limit:] if 0 < limit < len(rows) else []
    key = f"{left[0]['urlkey']} {left[0]['timestamp']}" if left and query.get("showResumeKey") == "true" else None
    return _listing(chosen, query, key)


def _sorted_rows(ask: Ask) -> list[dict[str, str]]:
    rows = [row(capture) for capture in ask.world.index]
    return sorted(rows, key=lambda one: (one["urlkey"], one["timestamp"]))


def _narrowed(rows: list[dict[str, str]], query: dict[str, str]) -> list[dict[str, str]]:
    url, match_type = query["url"], query.get("matchType", "exact")
    if url.endswith("*"):
        url, match_type = url[:-1], "prefix"
    if url.startswith("*."):
        url, match_type = url[2:], "domain"
    key = urlkey(url)
    host = key.partition(")")[0]
    fits: dict[str, Callable[[str], bool]] = {
        "exact": lambda known: known == key,
        "prefix": lambda known: known.startswith(key),
        "host": lambda known: known.startswith(host + ")"),
        "domain": lambda known: known.startswith((host + ")", host + ",")),
    }
    fit = fits.get(match_type, lambda _: False)
    early, late = query.get("from", "").ljust(14, "0"), query.get("to", "").ljust(14, "9")
    return [one for one in rows if fit(one["urlkey"]) and early <= one["timestamp"] <= late]


def _passes(one: dict[str, str], rule: str) -> bool:
    negated = rule.startswith("!")
    name, _, pattern = rule.removeprefix("!").partition(":")
    part = name.startswith("~")
    value = one[name.removeprefix("~")]
    return (pattern in value if part else re.fullmatch(pattern, value) is not None) is not negated


def _collapsed(rows: list[dict[str, str]], rule: str) -> list[dict[str, str]]:
    name, _, size = rule.partition(":")
    kept: list[dict[str, str]] = []
    last = None
    for one in rows:
        value = one.get(name, "")[: int(size) if size else None]
        if value != last:
            kept.append(one)
        last = value
    return kept


def _listing(rows: list[dict[str, str]], query: dict[str, str], key: str | None) -> Answer:
    fields = [name for name in query.get("fl", ",".join(FIELDS)).split(",") if name in FIELDS]
    lines = [[one[name] for name in fields] for one in rows]
    if query.get("output") == "json":
        listing = [fields, *lines] if lines else []
        return document(listing + ([[], [quote_plus(key)]] if key else []))
    text = "".join(" ".join(line) + "\n" for line in lines) + (f"\n{quote_plus(key)}\n" if key else "")
    return Answer(body=text.encode(), media_type="text/plain; charset=utf-8")


@wayback.at(r"/web/(?P<at>\d{1,14})(?P<flags>[a-z]{2}_)?/(?P<url>.+)")
def playback(ask: Ask, match: re.Match[str]) -> Answer:
    """The capture nearest to the asked time; a redirect when it is not exactly that one."""
    query = ask.target.partition("?")
    url = match["url"] + ("?" + query[2] if query[1] else "")
    capture = _nearest(ask, url, match["at"])
    if capture is None:
        return missing("The Wayback Machine has not archived that URL.")
    flags = match["flags"] or ""
    if capture.timestamp != match["at"]:
        return redirect(f"https://web.archive.org/web/{capture.timestamp}{flags}/{capture.original}")
    headers = {
        "Memento-Datetime": capture.timestamp,
        "x-archive-src": "replica.warc.gz",
        "Link": f'<{capture.original}>; rel="original"',
    }
    return Answer(status=capture.status, body=capture.body, media_type=capture.media_type, headers=headers)


@front.at(r"/wayback/available")
def available(ask: Ask, _: re.Match[str]) -> Answer:
    """The nearest capture, or an empty object."""
    url = ask.query.get("url", "")
    capture = _nearest(ask, url, ask.query.get("timestamp") or "99999999999999")
    answer: dict[str, object] = {"url": url, "archived_snapshots": {}}
    if capture:
        answer["archived_snapshots"] = {
            "closest": {
                "status": str(capture.status),
                "available": True,
                "url": f"http://web.archive.org/web/{capture.timestamp}/{capture.original}",
                "timestamp": capture.timestamp,
            }
        }
    return document(answer)


def _nearest(ask: Ask, url: str, at: str) -> Capture | None:
    found = [capture for capture in ask.world.index if urlkey(capture.original) == urlkey(url)]
    return min(found, key=lambda capture: abs(int(capture.timestamp) - int(at.ljust(14, "0"))), default=None)
