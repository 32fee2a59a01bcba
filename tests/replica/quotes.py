"""Worlds for an article: for every quote in it a post that it could have been copied from, with decoys around it."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from service.model.reference import Kind, Reference
from tests.replica import ids
from tests.replica.records import Record, XPost
from tests.replica.world import World

SHORT_LINK = re.compile(r"(?:https?://)?(?:t\.co|pic\.(?:twitter|x)\.com)/(?P<code>[A-Za-z0-9]+)")
OTHER_WORDS = (
    "Good morning. Coffee first, news later.",
    "Thread: what we know so far, what we do not, and who says so. 1/7",
    "Correction to an earlier post of mine: the second picture is from last year.",
    "For everybody asking: yes, the source is known to me. No, I will not name them.",
    "Listening to the radio on a slow train. The timetable is a work of fiction.",
    "New piece is out. Link in my profile.",
)


def populate(world: World, references: Iterable[Reference]) -> list[Record]:
    """Add a post, video or page for every reference that names none yet; gives those that were added.

    A quote on X with a t.co link is found through that link; every one is in the archive's index, among decoys. The
    post's id lies inside the printed UTC day.
    """
    added: list[Record] = []
    for reference in references:
        made = _made_for(world, reference)
        if made is not None:
            added.append(made)
    return added


def _made_for(world: World, reference: Reference) -> Record | None:
    if reference.kind is Kind.QUOTE:
        if reference.author is None or not reference.author.handle or reference.day is None:
            return None
        return {"x": _x_quote, "bluesky": _bluesky_quote}.get(reference.platform, _nothing)(world, reference)
    if reference.post_id in world.records:
        return None
    return {"x": _x_link, "youtube": _video, "page": _page}.get(reference.platform, _nothing)(world, reference)


def _nothing(_: World, __: Reference) -> None:
    """For this platform nothing can be made up from a reference alone."""


def _bluesky_quote(world: World, reference: Reference) -> Record | None:
    assert reference.author is not None
    handle = reference.author.handle or ""
    name = reference.author.name or handle
    words = reference.text.replace("[image or embed]", "").strip()
    if any(
        getattr(one, "handle", "") == handle and getattr(one, "text", "") == words for one in world.records.values()
    ):
        return None
    pictures = (words[:60],) if "[image or embed]" in reference.text else ()
    return world.add_bluesky_post(handle=handle, name=name, text=words, created=_moment(reference), pictures=pictures)


def _x_link(world: World, reference: Reference) -> Record | None:
    if reference.post_id is None:
        return None
    handle = urlsplit(reference.url or "").path.strip("/").split("/")[0]
    handle = "somebody" if handle in {"", "i"} else handle
    moment = ids.snowflake_time(reference.post_id)
    return world.add_x_post(id=reference.post_id, handle=handle, text=OTHER_WORDS[1], created=moment)


def _video(world: World, reference: Reference) -> Record | None:
    if reference.post_id is None:
        return None
    moment = datetime(2024, 5, 4, 9, 30, tzinfo=UTC)
    return world.add_video(
        id=reference.post_id, title="The quiet line: a film", channel="Slow News", handle="slownews", published=moment
    )


def _page(world: World, reference: Reference) -> Record | None:
    parts = urlsplit(reference.url or "")
    if not parts.hostname or parts.hostname + parts.path in world.records:
        return None
    title = re.sub(r"[-_/]+", " ", parts.path).strip().capitalize() or parts.hostname
    moment = datetime(2024, 5, 4, 8, 0, tzinfo=UTC)
    return world.add_page(
        parts.hostname + parts.path, title=title, paragraphs=(OTHER_WORDS[1], OTHER_WORDS[3]), published=moment
    )


def _x_quote(world: World, reference: Reference) -> Record | None:
    assert reference.author is not None
    handle = reference.author.handle or ""
    found = [SHORT_LINK.search(link) for link in (*reference.links, reference.text)]
    code = next((match["code"] for match in found if match), None)
    words = SHORT_LINK.sub("", reference.text).strip()
    if code and f"t.co/{code}" in world.links:
        return None
    if any(post.handle == handle and post.text == words for post in world.x_posts()):
        return None
    post = world.add_x_post(
        handle=handle,
        name=reference.author.name or handle,
        text=words,
        created=_moment(reference),
        media_code=code,
        pictures=(" ".join(words.split())[:80],) if code else (),
        archived=True,
    )
    archive_post(world, post)
    surround(world, post)
    return post


def _moment(reference: Reference) -> datetime:
    """A time inside the printed day that differs from quote to quote."""
    assert reference.day is not None
    minutes = 7 * 60 + (reference.start * 7) % (12 * 60)
    return datetime.combine(reference.day, time(), UTC) + timedelta(minutes=minutes, seconds=reference.start % 60)


def archive_post(world: World, post: XPost) -> None:
    """Put the post into the archive as the archive holds posts of X: JSON under twitter.com, days later."""
    captured = post.created + timedelta(days=2, minutes=post.created.minute)
    modern = json.dumps(_modern(post), ensure_ascii=False).encode()
    world.archive(f"https://twitter.com/{post.handle}/status/{post.id}", f"{captured:%Y%m%d%H%M%S}", modern)


def surround(world: World, post: XPost) -> list[XPost]:
    """Decoys that a careless search would take: same day, other days, a retweet, another host, junk addresses."""
    hours = (-5, -1, 2, -26, 30, -400)
    decoys = [
        world.add_x_post(
            handle=post.handle, name=post.name, text=words, created=_on_side(post.created, hour), archived=True, likes=7
        )
        for hour, words in zip(hours, OTHER_WORDS, strict=True)
    ]
    for decoy in decoys:
        archive_post(world, decoy)
    echo = world.add_x_post(
        handle="echo_of_others",
        name="Echo",
        text=f"RT @{post.handle}: {post.text}",
        created=post.created + timedelta(minutes=41),
        retweet_of=post.id,
        archived=True,
    )
    old = json.dumps({**_old(echo), "retweeted_status": _old(post)}, ensure_ascii=False).encode()
    base = f"twitter.com/{post.handle}/status/{post.id}"
    stamp = f"{post.created + timedelta(days=3):%Y%m%d%H%M%S}"
    world.archive(f"https://twitter.com/{echo.handle}/status/{echo.id}", stamp, old)
    world.archive(f"https://mobile.{base}", stamp, json.dumps(_old(post), ensure_ascii=False).encode())
    world.archive(f"https://{base}&quot;", stamp, b"<html><title>Page not found</title></html>", "text/html")
    world.archive(f'https://twitter.com/{post.handle}/status/"https://pbs.twimg.com/media/x.jpg"', stamp, b"", "unk")
    world.archive(f"https://{base}?lang=de", stamp, _old_page(post).encode(), "text/html")
    return decoys


def _on_side(moment: datetime, hours: int) -> datetime:
    """That many hours away; a shift of less than a day stays inside the same UTC day."""
    shifted = moment + timedelta(hours=hours)
    if abs(hours) < 24 and shifted.date() != moment.date():
        shifted = moment - timedelta(hours=hours)
    return shifted


def _modern(post: XPost) -> dict[str, Any]:
    """The newer of the two shapes in which the archive holds posts."""
    author = ids.did(post.handle)[-8:]
    user = {"id": author, "name": post.name, "username": post.handle, "verified": post.verified}
    data = {
        "id": post.id,
        "text": post.full_text,
        "author_id": author,
        "created_at": ids.iso(post.created),
        "lang": post.lang,
        "public_metrics": {"like_count": post.likes, "reply_count": post.replies},
    }
    return {"data": data, "includes": {"users": [user]}}


def _old(post: XPost) -> dict[str, Any]:
    """The older shape."""
    return {
        "created_at": f"{post.created:%a %b %d %H:%M:%S +0000 %Y}",
        "id": int(post.id),
        "id_str": post.id,
        "text": post.full_text,
        "lang": post.lang,
        "user": {"name": post.name, "screen_name": post.handle, "verified": post.verified},
    }


def _old_page(post: XPost) -> str:
    """A page of the time when the archive could still keep X's pages."""
    words = post.text.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f"<!doctype html><html><head><title>{post.name} on Twitter</title></head><body>"
        f'<div class="tweet permalink-tweet" data-tweet-id="{post.id}" data-screen-name="{post.handle}" '
        f'data-name="{post.name}" data-permalink-path="/{post.handle}/status/{post.id}">'
        f'<p class="TweetTextSize tweet-text" lang="{post.lang}">{words}</p>'
        f'<span class="tweet-timestamp" data-time-ms="{ids.milliseconds(post.created)}"></span></div></body></html>'
    )
