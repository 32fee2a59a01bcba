"""X's own search (API v2), for those with a token: an author's posts of a time, in pages."""

import re
from datetime import UTC, datetime
from typing import Any

from tests.replica import ids
from tests.replica.records import Fate, XPost
from tests.replica.site import Answer, Ask, Site, document

api = Site("api.x.com")
SITES = (api,)

TOKEN = "replica-token"
"""The one bearer token that is let in."""


@api.at(r"/2/tweets/search/(?P<kind>all|recent)")
def search(ask: Ask, _: re.Match[str]) -> Answer:
    """Posts that are there, newest first, `max_results` a page."""
    if ask.headers.get("authorization") != f"Bearer {TOKEN}":
        return document({"title": "Unauthorized", "type": "about:blank", "status": 401}, status=401)
    asked = ask.query
    handle = re.search(r"from:(\w+)", asked.get("query", ""))
    begin, end = (_moment(asked.get(name)) for name in ("start_time", "end_time"))
    if handle is None or (end is not None and end > datetime.now(UTC)):
        return document({"title": "Invalid Request", "status": 400}, status=400)
    posts = [
        post
        for post in ask.world.x_posts()
        if post.handle.lower() == handle[1].lower()
        and post.fate is Fate.LIVE
        and post.retweet_of is None
        and (begin is None or post.created >= begin)
        and (end is None or post.created < end)
    ]
    first, size = int(asked.get("next_token", "0")), int(asked.get("max_results", "10"))
    page = posts[first : first + size]
    told: dict[str, Any] = {"meta": {"result_count": len(page)}}
    if page:
        told["data"] = [_told(post) for post in page]
        told["includes"] = {"users": [{"id": _user(post), "name": post.name, "username": post.handle} for post in page]}
    if posts[first + size :]:
        told["meta"]["next_token"] = str(first + size)
    return document(told)


def _told(post: XPost) -> dict[str, Any]:
    return {
        "id": post.id,
        "text": post.full_text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        "author_id": _user(post),
        "created_at": ids.iso(post.created),
        "edit_history_tweet_ids": list(post.revisions or (post.id,)),
    }


def _user(post: XPost) -> str:
    return ids.did(post.handle)[-8:]


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
