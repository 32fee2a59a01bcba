"""Bluesky's interfaces: AppView, identity, pictures (facts: Bluesky endpoints and what deletion looks like)."""

import re
from typing import Any

from tests.replica import ids, pictures
from tests.replica.records import BlueskyPost, Fate
from tests.replica.site import Answer, Ask, Site, document, missing, picture
from tests.replica.world import World

appview = Site("public.api.bsky.app", "api.bsky.app")
directory = Site("plc.directory")
images = Site("cdn.bsky.app")
SITES = (appview, directory, images)

URI = re.compile(r"at://([^/]+)/app\.bsky\.feed\.post/([a-z0-9]+)")
GONE_ACCOUNTS = {Fate.SUSPENDED: "AccountTakedown", Fate.ACCOUNT_GONE: "AccountDeactivated"}


def post_at(world: World, repo: str, key: str) -> BlueskyPost | None:
    """The record under a DID or handle, whatever became of it."""
    post = world.records.get(key)
    return post if isinstance(post, BlueskyPost) and repo.lower() in {post.did, post.handle.lower()} else None


def posts_of(world: World, actor: str) -> list[BlueskyPost]:
    """All posts of a DID or handle, newest first."""
    found = [
        one
        for one in list(world.records.values())
        if isinstance(one, BlueskyPost) and actor.lower() in {one.did, one.handle.lower()}
    ]
    return sorted(found, key=lambda post: post.id, reverse=True)


@appview.at(r"/xrpc/app\.bsky\.feed\.getPosts")
def get_posts(ask: Ask, _: re.Match[str]) -> Answer:
    """Those of the asked posts that there are; what is missing is simply not in the list."""
    uris = [value for name, value in ask.parameters if name in {"uris", "uris[]"}]
    if not 0 < len(uris) <= 25:
        return _refuse("InvalidRequest", 'Error: Params must have the property "uris" with 1 to 25 items')
    posts = [post_at(ask.world, *match.groups()) for uri in uris if (match := URI.fullmatch(uri))]
    return document({"posts": [view(post) for post in posts if post and post.fate is Fate.LIVE]})


@appview.at(r"/xrpc/app\.bsky\.feed\.getPostThread")
def get_post_thread(ask: Ask, _: re.Match[str]) -> Answer:
    """One post with nothing around it."""
    uri = ask.query.get("uri", "")
    match = URI.fullmatch(uri)
    post = post_at(ask.world, *match.groups()) if match else None
    if post is not None and post.fate is Fate.PROTECTED:
        blocked = {"$type": "app.bsky.feed.defs#blockedPost", "uri": uri, "blocked": True, "author": {"did": post.did}}
        return document({"thread": blocked})
    if post is None or post.fate is not Fate.LIVE:
        return _refuse("NotFound", f"Post not found: {uri}")
    thread = {"$type": "app.bsky.feed.defs#threadViewPost", "post": view(post), "replies": []}
    return document({"thread": thread})


@appview.at(r"/xrpc/com\.atproto\.identity\.resolveHandle")
def resolve_handle(ask: Ask, _: re.Match[str]) -> Answer:
    """Handle → DID."""
    posts = posts_of(ask.world, ask.query.get("handle", ""))
    if not posts or posts[0].fate is Fate.ACCOUNT_GONE:
        return _refuse("InvalidRequest", "Unable to resolve handle")
    return document({"did": posts[0].did})


@appview.at(r"/xrpc/app\.bsky\.feed\.getAuthorFeed")
def get_author_feed(ask: Ask, _: re.Match[str]) -> Answer:
    """An author's posts, newest first, a page at a time."""
    posts = posts_of(ask.world, ask.query.get("actor", ""))
    if not posts:
        return _refuse("InvalidRequest", "Profile not found")
    if posts[0].fate in GONE_ACCOUNTS:
        return _refuse(GONE_ACCOUNTS[posts[0].fate], "Account is not available")
    cursor, limit = ask.query.get("cursor"), min(100, int(ask.query.get("limit", "50")))
    live = [post for post in posts if post.fate is Fate.LIVE and (not cursor or ids.iso(post.created) < cursor)]
    answer: dict[str, Any] = {"feed": [{"post": view(post)} for post in live[:limit]]}
    if len(live) > limit:
        answer["cursor"] = ids.iso(live[limit - 1].created)
    return document(answer)


@appview.at(r"/xrpc/app\.bsky\.actor\.getProfile")
def get_profile(ask: Ask, _: re.Match[str]) -> Answer:
    """Who that is."""
    posts = posts_of(ask.world, ask.query.get("actor", ""))
    if not posts:
        return _refuse("InvalidRequest", "Profile not found")
    if posts[0].fate in GONE_ACCOUNTS:
        return _refuse(GONE_ACCOUNTS[posts[0].fate], "Account is not available")
    return document({**author(posts[0]), "followersCount": 420, "followsCount": 77, "postsCount": len(posts)})


@directory.at(r"/(?P<did>did:plc:[a-z2-7]{24})")
def did_document(ask: Ask, match: re.Match[str]) -> Answer:
    """The identity's document."""
    posts = posts_of(ask.world, match["did"])
    if not posts:
        return document({"message": f"DID not registered: {match['did']}"}, status=404)
    if posts[0].fate is Fate.ACCOUNT_GONE:
        return document({"message": f"DID not available: {match['did']}"}, status=410)
    service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example"}
    return document(
        {
            "@context": ["https://www.w3.org/ns/did/v1"],
            "id": match["did"],
            "alsoKnownAs": [f"at://{posts[0].handle}"],
            "verificationMethod": [],
            "service": [service],
        }
    )


@images.at(r"/img/avatar(?:_thumbnail)?/plain/(?P<did>[^/]+)/[^/]+")
def avatar(ask: Ask, match: re.Match[str]) -> Answer:
    """The picture of an author."""
    posts = posts_of(ask.world, match["did"])
    return picture(pictures.avatar(posts[0].handle, posts[0].name), "image/png") if posts else missing()


@images.at(r"/img/feed_(?P<size>thumbnail|fullsize)/plain/(?P<did>[^/]+)/(?P<cid>[a-z0-9]+)(?:@jpeg)?")
def photo(ask: Ask, match: re.Match[str]) -> Answer:
    """A picture of a post."""
    for post in posts_of(ask.world, match["did"]):
        for one in post.pictures:
            if ids.cid(one.key) == match["cid"]:
                width = 800 if match["size"] == "thumbnail" else None
                return picture(pictures.photograph(one, width), "image/jpeg")
    return missing()


def author(post: BlueskyPost) -> dict[str, Any]:
    """The author as every view of a post carries it."""
    labels = [
        {
            "src": post.did,
            "uri": f"at://{post.did}/app.bsky.actor.profile/self",
            "val": value,
            "cts": "2024-01-01T00:00:00.000Z",
        }
        for value in post.labels
    ]
    return {
        "did": post.did,
        "handle": post.handle,
        "displayName": post.name,
        "avatar": f"https://cdn.bsky.app/img/avatar/plain/{post.did}/{ids.cid('avatar', post.did)}",
        "labels": labels,
        "createdAt": "2023-07-04T09:00:00.000Z",
    }


def view(post: BlueskyPost) -> dict[str, Any]:
    """The post as the AppView shows it."""
    record: dict[str, Any] = {
        "$type": "app.bsky.feed.post",
        "createdAt": ids.iso(post.created),
        "langs": [post.lang],
        "text": post.text,
    }
    value: dict[str, Any] = {
        "uri": post.uri,
        "cid": post.cid,
        "author": author(post),
        "record": record,
        "replyCount": post.replies,
        "repostCount": post.reposts,
        "likeCount": post.likes,
        "quoteCount": 1,
        "indexedAt": ids.iso(post.created),
        "labels": [],
    }
    if post.pictures:
        record["embed"] = {
            "$type": "app.bsky.embed.images",
            "images": [_blob(one.key, one.alt, one.width, one.height) for one in post.pictures],
        }
        base = "https://cdn.bsky.app/img/feed_"
        value["embed"] = {
            "$type": "app.bsky.embed.images#view",
            "images": [
                {
                    "thumb": f"{base}thumbnail/plain/{post.did}/{ids.cid(one.key)}",
                    "fullsize": f"{base}fullsize/plain/{post.did}/{ids.cid(one.key)}",
                    "alt": one.alt,
                    "aspectRatio": {"height": one.height, "width": one.width},
                }
                for one in post.pictures
            ],
        }
    return value


def _blob(key: str, alt: str, width: int, height: int) -> dict[str, Any]:
    blob = {"$type": "blob", "ref": {"$link": ids.cid(key)}, "mimeType": "image/jpeg", "size": 184213}
    return {"alt": alt, "aspectRatio": {"height": height, "width": width}, "image": blob}


def _refuse(error: str, message: str) -> Answer:
    return document({"error": error, "message": message}, status=400)
