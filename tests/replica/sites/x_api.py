"""X without its pages: the syndication document and oEmbed (facts: X syndication, tombstones, oEmbed codes)."""

import re
from datetime import timedelta
from html import escape
from typing import Any
from urllib.parse import urlsplit

from tests.replica import ids
from tests.replica.records import Fate, Picture, XPost
from tests.replica.site import Answer, Ask, Site, document, missing

syndication = Site("cdn.syndication.twimg.com")
publish = Site("publish.twitter.com", "publish.x.com")
SITES = (syndication, publish)

TOMBSTONES = {
    Fate.PROTECTED: "You’re unable to view this Post because this account owner limits who can view their Posts.",
    Fate.SUSPENDED: "This Post is from a suspended account.",
    Fate.ACCOUNT_GONE: "This Post is from an account that no longer exists.",
    Fate.WITHHELD: "This Post from @{handle} has been withheld in Ruritania in response to a legal demand.",
    Fate.REMOVED: "This Post violated the X Rules.",
}
STATUS = re.compile(r"/(?:i/web|[A-Za-z0-9_]{1,20})/status(?:es)?/(\d{1,20})")


@syndication.at(r"/tweet-result")
def tweet_result(ask: Ask, _: re.Match[str]) -> Answer:
    """One post as embeds get it."""
    answer = _tweet_result(ask)
    headers = {**answer.headers, "Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=60"}
    delay = ask.world.card_delay if ask.from_script else 0.0
    return Answer(status=answer.status, body=answer.body, media_type=answer.media_type, headers=headers, delay=delay)


def _tweet_result(ask: Ask) -> Answer:
    post_id = ask.query.get("id", "")
    if not post_id.isdigit() or not 0 < int(post_id) < 2**63:
        return document({"error": "Bad request."}, status=400)
    if not ask.query.get("token"):
        return document({})
    post = ask.world.records.get(post_id)
    if not isinstance(post, XPost) or post.fate is Fate.DELETED:
        return missing()
    if post.fate is Fate.AGE_GATED:
        return document({"__typename": "TweetTombstone", "tombstone": {}})
    if post.fate is not Fate.LIVE:
        return document(tombstone(TOMBSTONES[post.fate].format(handle=post.handle)))
    value = tweet(post)
    quoted = ask.world.records.get(post.quoted or "")
    if isinstance(quoted, XPost) and quoted.fate is Fate.LIVE:
        value["quoted_tweet"] = {k: v for k, v in tweet(quoted).items() if k not in {"__typename", "edit_control"}}
    parent = ask.world.records.get(post.reply_to or "")
    if isinstance(parent, XPost):
        value |= {
            "in_reply_to_screen_name": parent.handle,
            "in_reply_to_status_id_str": parent.id,
            "in_reply_to_user_id_str": user_id(parent),
            "parent": {k: v for k, v in tweet(parent).items() if k != "__typename"},
        }
    return document(value)


def tombstone(sentence: str) -> dict[str, Any]:
    """What stands where a post was."""
    text = f"{sentence} Learn more"
    link = {"__typename": "TimelineUrl", "url": "https://help.twitter.com/rules", "url_type": "ExternalUrl"}
    entity = {"from_index": len(sentence) + 1, "to_index": len(text), "ref": link}
    return {
        "__typename": "TweetTombstone",
        "tombstone": {"text": {"text": text, "entities": [entity], "rtl": False}},
    }


def tweet(post: XPost) -> dict[str, Any]:
    """The post in the shape of the syndication interface."""
    media = [_media(post, picture) for picture in post.pictures]
    entities: dict[str, Any] = {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []}
    if media:
        entities["media"] = [{k: media[0][k] for k in ("display_url", "expanded_url", "indices", "url")}]
    chain = post.revisions or (post.id,)
    until = ids.milliseconds(ids.snowflake_time(chain[0]) + timedelta(hours=1))
    value: dict[str, Any] = {
        "__typename": "Tweet",
        "lang": post.lang,
        "favorite_count": post.likes,
        "possibly_sensitive": False,
        "created_at": ids.iso(post.created),
        "display_text_range": [0, len(post.text.encode("utf-16-le")) // 2],
        "entities": entities,
        "id_str": post.id,
        "text": post.full_text,
        "user": _user(post),
        "edit_control": {
            "edit_tweet_ids": list(chain),
            "editable_until_msecs": str(until),
            "is_edit_eligible": True,
            "edits_remaining": str(max(0, 6 - len(chain))),
        },
        "conversation_count": post.replies,
        "news_action_type": "conversation",
        "isEdited": len(chain) > 1 and post.id != chain[0],
        "isStaleEdit": post.id != chain[-1],
    }
    if media:
        value["mediaDetails"] = media
        value["photos"] = [_photo(post, picture) for picture in post.pictures]
    return value


def user_id(post: XPost) -> str:
    """The author's number, the same for the same handle."""
    return str(int.from_bytes(ids.did(post.handle.lower())[-5:].encode()) % 900_000_000 + 10_000_000)


def avatar_url(handle: str) -> str:
    """The author's picture in its usual small size."""
    return f"https://pbs.twimg.com/profile_images/{handle.lower()}/mark_normal.png"


def _user(post: XPost) -> dict[str, Any]:
    return {
        "id_str": user_id(post),
        "name": post.name,
        "profile_image_url_https": avatar_url(post.handle),
        "screen_name": post.handle,
        "verified": False,
        "is_blue_verified": post.verified,
        "profile_image_shape": "Circle",
    }


def _media(post: XPost, picture: Picture) -> dict[str, Any]:
    start = len(post.text) + 1
    size = {"h": picture.height, "resize": "fit", "w": picture.width}
    return {
        "display_url": f"pic.twitter.com/{post.media_code}",
        "expanded_url": f"https://twitter.com/{post.handle}/status/{post.id}/photo/1",
        "ext_alt_text": picture.alt,
        "ext_media_availability": {"status": "Available"},
        "indices": [start, start + len(f"https://t.co/{post.media_code}")],
        "media_url_https": f"https://pbs.twimg.com/media/{picture.key}.jpg",
        "original_info": {"height": picture.height, "width": picture.width, "focus_rects": []},
        "sizes": {"large": size, "medium": size, "small": size, "thumb": {"h": 150, "resize": "crop", "w": 150}},
        "type": "photo",
        "url": f"https://t.co/{post.media_code}",
    }


def _photo(post: XPost, picture: Picture) -> dict[str, Any]:
    return {
        "backgroundColor": {"red": 204, "green": 214, "blue": 221},
        "cropCandidates": [],
        "expandedUrl": f"https://twitter.com/{post.handle}/status/{post.id}/photo/1",
        "url": f"https://pbs.twimg.com/media/{picture.key}.jpg",
        "width": picture.width,
        "height": picture.height,
    }


@publish.at(r"/oembed")
def oembed(ask: Ask, _: re.Match[str]) -> Answer:
    """The markup that newsrooms paste; the printed day is the UTC day of the id."""
    match = STATUS.match(urlsplit(ask.query.get("url", "")).path)
    post = ask.world.records.get(match[1]) if match else None
    if not isinstance(post, XPost) or post.fate in {Fate.DELETED, Fate.ACCOUNT_GONE, Fate.REMOVED}:
        return document({"error": "Sorry, that page does not exist", "request": ask.target}, status=404)
    if post.fate in {Fate.PROTECTED, Fate.AGE_GATED}:
        return document(
            {"error": "Sorry, you are not authorized to see this status.", "request": ask.target}, status=403
        )
    if post.fate is Fate.SUSPENDED:
        return document({"error": "Forbidden.", "request": ask.target}, status=403)
    site = "x.com" if ask.host.endswith("x.com") else "twitter.com"
    return document(
        {
            "url": f"https://{site}/{post.handle}/status/{post.id}",
            "author_name": post.name,
            "author_url": f"https://{site}/{post.handle}",
            "html": blockquote(post, site, script=ask.query.get("omit_script") not in {"1", "true", "t"}),
            "width": 550,
            "height": None,
            "type": "rich",
            "cache_age": "3153600000",
            "provider_name": "X" if site == "x.com" else "Twitter",
            "provider_url": f"https://{site}",
            "version": "1.0",
        }
    )


def blockquote(post: XPost, site: str, *, script: bool) -> str:
    """The embed's markup as X prints it."""
    words = escape(post.text).replace("\n", "<br>")
    if post.media_code:
        words += f' <a href="https://t.co/{post.media_code}">pic.{site}/{post.media_code}</a>'
    link = f"https://{site}/{post.handle}/status/{post.id}?ref_src=twsrc%5Etfw"
    loader = f'\n<script async src="https://platform.{site}/widgets.js" charset="utf-8"></script>\n' if script else ""
    return (
        f'<blockquote class="twitter-tweet"><p lang="{post.lang}" dir="ltr">{words}</p>&mdash; '
        f'{escape(post.name)} (@{post.handle}) <a href="{link}">{ids.long_day(post.created.date())}</a></blockquote>\n'
        f"{loader}"
    )
