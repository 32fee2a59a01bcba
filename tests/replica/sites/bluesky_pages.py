"""Bluesky in the browser: the embed page, oEmbed and the app's shell."""

import re
from html import escape

from tests.replica import ids
from tests.replica.records import BlueskyPost, Fate
from tests.replica.site import Answer, Ask, Site, asset, document, page
from tests.replica.sites.bluesky import post_at

embeds = Site("embed.bsky.app")
app = Site("bsky.app", "www.bsky.app")
SITES = (embeds, app)

ADDRESS = re.compile(
    r"https?://(?:www\.)?bsky\.app/profile/([^/]+)/post/([a-z0-9]+)/?(?:[?#].*)?|at://([^/]+)/app\.bsky\.feed\.post/([a-z0-9]+)"
)
NOT_PUBLIC = "!no-unauthenticated"


@embeds.at(r"/embed/(?P<repo>[^/]+)/app\.bsky\.feed\.post/(?P<key>[a-z0-9]+)")
def embed_page(_: Ask, match: re.Match[str]) -> Answer:
    """A bare page; its script asks the AppView and draws the card."""
    return page("bsky-embed.html", uri=f"at://{match['repo']}/app.bsky.feed.post/{match['key']}")


@embeds.at(r"/static/post\.js")
def embed_script(ask: Ask, _: re.Match[str]) -> Answer:
    """The script of the embed page."""
    return asset("bsky-embed.js", "text/javascript; charset=utf-8", delay=ask.world.card_delay / 2)


@embeds.at(r"/static/embed\.js")
def loader(_: Ask, __: re.Match[str]) -> Answer:
    """The loader: turns pasted blockquotes into frames with the embed page."""
    return asset("bsky-loader.js", "text/javascript; charset=utf-8")


@embeds.at(r"/oembed")
def oembed(ask: Ask, _: re.Match[str]) -> Answer:
    """The markup that newsrooms paste."""
    if ask.query.get("format", "json") != "json":
        return document({"message": "Only JSON is served"}, status=501)
    match = ADDRESS.fullmatch(ask.query.get("url", ""))
    if not match:
        return document({"message": "Invalid url"}, status=400)
    post = post_at(ask.world, match[1] or match[3], match[2] or match[4])
    if post is None or post.fate is not Fate.LIVE:
        return document({"message": "Post not found"}, status=404)
    if NOT_PUBLIC in post.labels:
        return document(
            {"message": "The author of this post has requested their posts not be displayed on external sites."},
            status=403,
        )
    return document(
        {
            "type": "rich",
            "version": "1.0",
            "author_name": post.name,
            "author_url": f"https://bsky.app/profile/{post.handle}",
            "provider_name": "Bluesky Social",
            "provider_url": "https://bsky.app",
            "cache_age": 86400,
            "width": 600,
            "height": None,
            "html": blockquote(post),
        }
    )


def blockquote(post: BlueskyPost) -> str:
    """The embed's markup as Bluesky prints it."""
    words = escape(post.text).replace("\n", "<br>")
    if post.pictures:
        words += (
            f'<br><br><a href="https://bsky.app/profile/{post.did}/post/{post.id}?ref_src=embed">[image or embed]</a>'
        )
    day = f"{ids.long_day(post.created.date())} at {post.created:%-I:%M %p}"
    who = f"https://bsky.app/profile/{post.did}"
    return (
        f'<blockquote class="bluesky-embed" data-bluesky-uri="{post.uri}" data-bluesky-cid="{post.cid}">'
        f'<p lang="{post.lang}">{words}</p>&mdash; {escape(post.name)} (<a href="{who}?ref_src=embed">@{post.handle}</a>) '
        f'<a href="{who}/post/{post.id}?ref_src=embed">{day}</a></blockquote>'
        '<script async src="https://embed.bsky.app/static/embed.js" charset="utf-8"></script>'
    )


@app.at(r"/profile/(?P<repo>[^/]+)/post/(?P<key>[a-z0-9]+)")
def permalink(ask: Ask, match: re.Match[str]) -> Answer:
    """The app's shell: 200 for everything; its head describes live public posts only."""
    post = post_at(ask.world, match["repo"], match["key"])
    if post is None or post.fate is not Fate.LIVE or NOT_PUBLIC in post.labels:
        return page("bsky-shell.html", title="Bluesky", raw_head="")
    title = f"{post.name} (@{post.handle})"
    head = (
        f'<meta property="og:site_name" content="Bluesky Social"><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{escape(title)}"><meta property="og:url" content="{post.url}">'
        f'<meta property="og:description" content="{escape(post.text)}">'
        f'<meta name="article:published_time" content="{ids.iso(post.created)}">'
        f'<link rel="alternate" type="application/json+oembed" href="https://embed.bsky.app/oembed?format=json&amp;url={post.uri}">'
    )
    return page("bsky-shell.html", title=f"{title} — Bluesky", raw_head=head)


@app.at(r"/.*")
def shell(_: Ask, __: re.Match[str]) -> Answer:
    """Everything else of the app: the same shell."""
    return page("bsky-shell.html", title="Bluesky", raw_head="")
