"""A Mastodon server, social.example: its API, pages, embeds, ActivityPub and NodeInfo."""

import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

from tests.replica import ids, pictures
from tests.replica.records import Fate, MastodonPost, Picture
from tests.replica.site import Answer, Ask, Site, asset, document, missing, page, picture, redirect

HOST = "social.example"
server = Site(HOST)
SITES = (server,)

GONE = {Fate.SUSPENDED, Fate.ACCOUNT_GONE}
ACTIVITY = "application/activity+json; charset=utf-8"
ABSENT = "The page you are looking for isn’t here."
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
URL_WORD = re.compile(r"https?://\S+")


def _post(ask: Ask, key: str) -> MastodonPost | None:
    post = ask.world.records.get(key)
    return post if isinstance(post, MastodonPost) else None


def _absence(post: MastodonPost | None) -> Answer | None:
    if post is not None and post.fate is Fate.LIVE:
        return None
    if post is not None and post.fate in GONE:
        return document({"error": "Gone"}, status=410)
    return document({"error": "Record not found"}, status=404)


@server.at(r"/api/v1/statuses/(?P<id>\d+)")
def status(ask: Ask, match: re.Match[str]) -> Answer:
    """One status."""
    post = _post(ask, match["id"])
    absence = _absence(post)
    return absence if absence or post is None else document(entity(post))


@server.at(r"/api/v1/statuses/(?P<id>\d+)/history")
def history(ask: Ask, match: re.Match[str]) -> Answer:
    """Its revisions; the replica remembers only the last."""
    post = _post(ask, match["id"])
    absence = _absence(post)
    if absence or post is None:
        return absence or missing()
    names = ("content", "spoiler_text", "sensitive", "created_at", "account", "media_attachments")
    return document([{name: entity(post)[name] for name in names}])


@server.at(r"/api/oembed")
def oembed(ask: Ask, _: re.Match[str]) -> Answer:
    """The markup that newsrooms paste."""
    match = re.fullmatch(r"/@[^/]+/(\d+)(?:/embed)?", urlsplit(ask.query.get("url", "")).path)
    post = _post(ask, match[1]) if match else None
    absence = _absence(post)
    if absence or post is None:
        return absence or missing()
    html = (
        f'<blockquote class="mastodon-embed" data-embed-url="{post.url}/embed"><a href="{post.url}" target="_blank">'
        f"<div>Post by @{post.handle}@{HOST}</div><div>View on Mastodon</div></a></blockquote>"
        f'<script data-allowed-prefixes="https://{HOST}/" async src="https://{HOST}/embed.js"></script>'
    )
    return document(
        {
            "type": "rich",
            "version": "1.0",
            "author_name": post.name,
            "author_url": f"https://{HOST}/@{post.handle}",
            "provider_name": HOST,
            "provider_url": f"https://{HOST}/",
            "cache_age": 86400,
            "html": html,
            "width": 400,
            "height": None,
        }
    )


@server.at(r"/@(?P<handle>[A-Za-z0-9_]+)/(?P<id>\d+)|/users/(?P<user>[A-Za-z0-9_]+)/statuses/(?P<number>\d+)")
def permalink(ask: Ask, match: re.Match[str]) -> Answer:
    """The page of a status, or ActivityPub for who asks for it."""
    post = _post(ask, match["id"] or match["number"])
    activity = "activity+json" in ask.headers.get("accept", "") or "ld+json" in ask.headers.get("accept", "")
    if post is None or post.fate is not Fate.LIVE:
        code = 410 if post is not None and post.fate in GONE else 404
        if activity and code == 410:
            return document({"type": "Tombstone", "id": ask.path}, status=410, media_type=ACTIVITY)
        return page("mastodon-error.html", status=code, sentence=ABSENT)
    if activity:
        return document(note(post), media_type=ACTIVITY)
    if match["number"]:
        return redirect(post.url)
    return page("mastodon-status.html", **_shown(post), raw_open="<main>", raw_script="")


@server.at(r"/@(?P<handle>[A-Za-z0-9_]+)/(?P<id>\d+)/embed")
def embed_page(ask: Ask, match: re.Match[str]) -> Answer:
    """The status alone, for frames."""
    post = _post(ask, match["id"])
    if post is None or post.fate is not Fate.LIVE:
        code = 410 if post is not None and post.fate in GONE else 404
        return page("mastodon-error.html", status=code, sentence=ABSENT)
    script = '<script src="/embed-page.js" defer></script>'
    return page("mastodon-status.html", **_shown(post), raw_open='<main class="embed">', raw_script=script)


@server.at(r"/embed-page\.js")
def embed_script(_: Ask, __: re.Match[str]) -> Answer:
    """Tells the page around how high the status is."""
    return asset("mastodon-embed.js", "text/javascript; charset=utf-8")


@server.at(r"/embed\.js")
def loader(_: Ask, __: re.Match[str]) -> Answer:
    """Turns pasted blockquotes into frames."""
    return asset("mastodon-loader.js", "text/javascript; charset=utf-8")


@server.at(r"/\.well-known/nodeinfo")
def nodeinfo_links(_: Ask, __: re.Match[str]) -> Answer:
    """Where NodeInfo is."""
    rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
    return document({"links": [{"rel": rel, "href": f"https://{HOST}/nodeinfo/2.0"}]})


@server.at(r"/nodeinfo/2\.0")
def nodeinfo(_: Ask, __: re.Match[str]) -> Answer:
    """That this is Mastodon."""
    usage = {"users": {"total": 214, "activeMonth": 96, "activeHalfyear": 140}, "localPosts": 18240}
    return document(
        {
            "version": "2.0",
            "software": {"name": "mastodon", "version": "4.5.2"},
            "protocols": ["activitypub"],
            "services": {"outbound": [], "inbound": []},
            "usage": usage,
            "openRegistrations": False,
            "metadata": {},
        }
    )


@server.at(r"/avatars/(?P<handle>[A-Za-z0-9_]+)\.png")
def avatar(_: Ask, match: re.Match[str]) -> Answer:
    """The picture of an author."""
    return picture(pictures.avatar(match["handle"], match["handle"]), "image/png")


@server.at(r"/media/(?P<size>original|small)/(?P<key>[a-z0-9-]+)\.jpg")
def photo(ask: Ask, match: re.Match[str]) -> Answer:
    """A picture of a status."""
    for post in list(ask.world.records.values()):
        for one in getattr(post, "pictures", ()):
            if one.key == match["key"]:
                return picture(pictures.photograph(one, 600 if match["size"] == "small" else None), "image/jpeg")
    return missing()


def content(post: MastodonPost) -> str:
    """The words as the HTML that the API gives."""
    paragraphs = escape(post.text).split("\n\n")
    linked = (
        URL_WORD.sub(lambda m: f'<a href="{m[0]}" rel="nofollow noopener" translate="no">{m[0]}</a>', p)
        for p in paragraphs
    )
    return "".join(f"<p>{part.replace(chr(10), '<br />')}</p>" for part in linked)


def entity(post: MastodonPost) -> dict[str, Any]:
    """The status as the API gives it."""
    account = {
        "id": ids.mastodon_id(post.created)[:12],
        "username": post.handle,
        "acct": post.handle,
        "display_name": post.name,
        "bot": False,
        "url": f"https://{HOST}/@{post.handle}",
        "avatar": f"https://{HOST}/avatars/{post.handle}.png",
        "created_at": "2022-11-07T00:00:00.000Z",
    }
    return {
        "id": post.id,
        "created_at": ids.iso(post.created),
        "edited_at": ids.iso(post.edited) if post.edited else None,
        "in_reply_to_id": None,
        "sensitive": bool(post.warning),
        "spoiler_text": post.warning,
        "visibility": "public",
        "language": post.lang,
        "uri": f"https://{HOST}/users/{post.handle}/statuses/{post.id}",
        "url": post.url,
        "replies_count": post.replies,
        "reblogs_count": post.boosts,
        "favourites_count": post.likes,
        "content": content(post),
        "reblog": None,
        "account": account,
        "media_attachments": [_attachment(one) for one in post.pictures],
        "mentions": [],
        "tags": [],
        "emojis": [],
        "card": None,
        "poll": None,
        "quote": None,
    }


def note(post: MastodonPost) -> dict[str, Any]:
    """The status as ActivityPub."""
    author = f"https://{HOST}/users/{post.handle}"
    return {
        "@context": ["https://www.w3.org/ns/activitystreams"],
        "id": f"{author}/statuses/{post.id}",
        "type": "Note",
        "summary": post.warning or None,
        "published": ids.iso(post.created),
        "updated": ids.iso(post.edited) if post.edited else None,
        "url": post.url,
        "attributedTo": author,
        "to": [PUBLIC],
        "content": content(post),
        "contentMap": {post.lang: content(post)},
        "attachment": [
            {"type": "Document", "mediaType": "image/jpeg", "url": _media_url(one), "name": one.alt}
            for one in post.pictures
        ],
    }


def _media_url(one: Picture, size: str = "original") -> str:
    return f"https://{HOST}/media/{size}/{one.key}.jpg"


def _attachment(one: Picture) -> dict[str, Any]:
    sizes = {"original": {"width": one.width, "height": one.height, "aspect": one.width / one.height}}
    return {
        "id": ids.short_code(one.key),
        "type": "image",
        "url": _media_url(one),
        "preview_url": _media_url(one, "small"),
        "remote_url": None,
        "meta": sizes,
        "description": one.alt,
        "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH",
    }


def _shown(post: MastodonPost) -> dict[str, Any]:
    images = "".join(f'<img src="{_media_url(one, "small")}" alt="{escape(one.alt)}">' for one in post.pictures)
    return {
        "url": post.url,
        "name": post.name,
        "handle": f"{post.handle}@{HOST}",
        "avatar": f"/avatars/{post.handle}.png",
        "text": post.text,
        "lang": post.lang,
        "created": ids.iso(post.created),
        "shown_time": f"{post.created:%b %-d, %Y, %H:%M} UTC",
        "edited": f"Edited {post.edited:%b %-d, %Y}" if post.edited else "",
        "likes": post.likes,
        "boosts": post.boosts,
        "replies": post.replies,
        "raw_content": content(post),
        "raw_pictures": f'<div class="media-gallery">{images}</div>' if images else "",
    }
