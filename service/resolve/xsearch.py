"""X's own search (API v2): all posts of an author on a day. Asked only where an operator has credentials for it.

The credentials themselves are not known here: the way out adds them for the one host they are meant for
(`service.net.credentials`), so they stand in no document, no attempt and no manifest.
"""

from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

from service.model.document import Document, Request
from service.model.post import Author, Post
from service.platforms.reading import decoded, inside, items, moment, words
from service.resolve.trail import Trail, answer_of, spelled

HOST = "api.x.com"
NAME = "x-search"
"""First word of the names of our questions, by which the way out knows them."""
PARTS = 5
"""Answers that are read, 100 posts each."""
_WANTED = {
    "max_results": "100",
    "tweet.fields": "created_at,author_id,edit_history_tweet_ids,note_tweet",
    "expansions": "author_id",
    "user.fields": "name,username",
}


async def ask_x(trail: Trail, handle: str, day: date) -> tuple[dict[str, Post], bool]:
    """Give the author's posts of a UTC day by id, and whether something stood in the way."""
    if trail.x_search is None:
        trail.note("x-search", "X's own search was not asked: no credentials for it are configured.")
        return {}, False
    found: dict[str, Post] = {}
    onward = ""
    for part in range(PARTS):
        request, document = await _asked(trail, handle, day, part, onward)
        value = decoded(document)
        if document.status != 200 or not isinstance(value, dict):
            half = f"; this is only a part of what it lists ({len(found)} posts)" if found else ""
            trail.note("x-search", f"X's own search {answer_of(document)}{half}.", request.url)
            return found, True
        found |= dict(_posts(document))
        onward = words(value, "meta", "next_token")
        if not onward:
            break
    cut = f"; it was still going on after {PARTS} answers" if onward else ""
    trail.note("x-search", f"X's own search lists {len(found)} posts of @{handle} on {spelled(day)}{cut}.", request.url)
    return found, bool(onward)


async def _asked(trail: Trail, handle: str, day: date, part: int, onward: str) -> tuple[Request, Document]:
    """Ask for the day; while it is not over its end lies in the future, which X refuses with 400."""
    kind = trail.x_search or ""
    request = _request(kind, handle, day, part, onward=onward)
    # never redirected: what is asked here carries credentials
    document = await trail.ask(request, redirects=0)
    if document.status == 400:
        request = _request(kind, handle, day, part, onward=onward, ended=False)
        document = await trail.ask(request, redirects=0)
    return request, document


def _request(kind: str, handle: str, day: date, part: int, *, onward: str, ended: bool = True) -> Request:
    begin = datetime.combine(day, time(), UTC)
    asked = (
        {"query": f"from:{handle} -is:retweet", "start_time": f"{begin:%Y-%m-%dT%H:%M:%SZ}"}
        | ({"end_time": f"{begin + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"} if ended else {})
        | _WANTED
        | ({"next_token": onward} if onward else {})
    )
    return Request(name=f"{NAME}:{part + 1}", url=f"https://{HOST}/2/tweets/search/{kind}?{urlencode(asked)}")


def _posts(document: Document) -> list[tuple[str, Post]]:
    """Read the posts of an answer; one without words or id is left out."""
    value = decoded(document)
    users = {words(user, "id"): user for user in items(value, "includes", "users")}
    told = ((words(each, "id"), _post(each, users.get(words(each, "author_id")))) for each in items(value, "data"))
    return [(post_id, post) for post_id, post in told if post_id.isascii() and post_id.isdigit() and post.text]


def _post(value: Any, user: Any) -> Post:
    handle = words(user, "username")
    text = unescape(words(value, "note_tweet", "text") or words(value, "text"))
    author = Author(name=words(user, "name") or None, handle=handle or None, id=words(value, "author_id") or None)
    edits = tuple(each for each in items(value, "edit_history_tweet_ids") if isinstance(each, str))
    told = dict.fromkeys(("text", "author", "published", "edits"), "x-search")
    return Post(
        url=f"https://x.com/{handle or 'i'}/status/{words(value, 'id')}",
        author=author,
        published=moment(value, "created_at") if inside(value, "created_at") else None,
        text=text,
        edits=edits if len(edits) > 1 else (),
        sources=told,
    )
