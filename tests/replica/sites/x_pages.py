"""X in the browser: the embed page, the wall in front of permalinks, t.co and the pictures."""

import re
from dataclasses import replace

from tests.replica import pictures
from tests.replica.records import Fate, XPost
from tests.replica.site import Answer, Ask, Site, asset, missing, page, picture, redirect

embeds = Site("platform.twitter.com", "platform.x.com")
permalinks = Site("x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com", "mobile.x.com")
media = Site("pbs.twimg.com")
short = Site("t.co", "pic.twitter.com", "pic.x.com")
SITES = (embeds, permalinks, media, short)

WIDTHS = {"thumb": 150, "small": 680, "medium": 1200, "large": 2048, "orig": 4096}


@embeds.at(r"/embed/(?:Tweet|index)\.html")
def embed_page(ask: Ask, _: re.Match[str]) -> Answer:
    """A bare page; its script fetches the post and draws the card, a skeleton until then."""
    return page("x-embed.html", theme="dark" if ask.query.get("theme") == "dark" else "light")


@embeds.at(r"/embed/card\.js")
def embed_script(ask: Ask, _: re.Match[str]) -> Answer:
    """The script of the embed page."""
    return asset("x-embed.js", "text/javascript; charset=utf-8", delay=min(0.15, ask.world.card_delay))


@embeds.at(r"/embed/card\.css")
def embed_style(_: Ask, __: re.Match[str]) -> Answer:
    """The looks of the embed page."""
    return asset("x-embed.css", "text/css; charset=utf-8")


@embeds.at(r"/widgets\.js")
def widgets(_: Ask, __: re.Match[str]) -> Answer:
    """The loader: turns pasted blockquotes into frames with the embed page."""
    return asset("x-widgets.js", "text/javascript; charset=utf-8")


@permalinks.at(r"/(?P<handle>[A-Za-z0-9_]{1,20}|i/web|i)/status(?:es)?/(?P<id>\d{1,20})(?:/.*)?")
def permalink(ask: Ask, match: re.Match[str]) -> Answer:
    """For the anonymous: the right address, then a shell whose script shows a wall or that the page does not exist."""
    post = ask.world.records.get(match["id"])
    known = isinstance(post, XPost) and post.fate is Fate.LIVE
    if ask.host != "x.com":
        return redirect("https://x.com" + ask.target, status=301)
    if isinstance(post, XPost) and known and match["handle"].lower() not in {post.handle.lower(), "i", "i/web"}:
        return redirect(post.url)
    states = {Fate.PROTECTED: "These posts are protected", Fate.SUSPENDED: "Account suspended"}
    fate = post.fate if isinstance(post, XPost) else Fate.DELETED
    sentence = "" if known else states.get(fate, "Hmm...this page doesn’t exist. Try searching for something else.")
    return page("x-shell.html", sentence=sentence)


@permalinks.at(r"/(?P<handle>[A-Za-z0-9_]{1,20})?/?")
def profile(_: Ask, __: re.Match[str]) -> Answer:
    """Profiles and the front page: the same wall."""
    return page("x-shell.html", sentence="")


@media.at(r"/media/(?P<key>[A-Za-z0-9_-]{15})(?:\.jpg|\.png)?")
def photo(ask: Ask, match: re.Match[str]) -> Answer:
    """A picture of a post; pictures of deleted posts stay for a while, as they do."""
    width = WIDTHS.get(ask.query.get("name", "medium"), 1200)
    for post in ask.world.x_posts():
        for one in post.pictures:
            if one.key == match["key"]:
                return picture(pictures.photograph(one, width), "image/jpeg")
    return missing()


@media.at(r"/profile_images/(?P<handle>[a-z0-9_]+)/mark_(?P<size>[0-9x]+|normal|bigger|mini)\.png")
def avatar(ask: Ask, match: re.Match[str]) -> Answer:
    """The picture of an author."""
    names = [post.name for post in ask.world.x_posts() if post.handle.lower() == match["handle"]]
    return picture(pictures.avatar(match["handle"], names[0]), "image/png") if names else missing()


@short.at(r"/(?P<code>[A-Za-z0-9]+)")
def short_link(ask: Ask, match: re.Match[str]) -> Answer:
    """One hop: a redirect for programs, a page that refreshes itself for browsers."""
    target = ask.world.links.get(f"t.co/{match['code']}")
    if target is None:
        return missing("This page does not exist.")
    if ask.from_browser:
        return page("t-co.html", target=target, raw_target=target.replace("/", "\\/").replace('"', ""))
    return replace(redirect(target, status=301), headers={"Location": target, "Cache-Control": "private,max-age=300"})
