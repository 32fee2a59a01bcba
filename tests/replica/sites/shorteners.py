"""Shorteners besides t.co, and a few places that are only there to be unpleasant."""

import re

from tests.replica.site import Answer, Ask, Site, missing, page, redirect

shorteners = Site("bit.ly", "tinyurl.com", "sho.rt.example")
trouble = Site("trouble.example")
SITES = (shorteners, trouble)


@shorteners.at(r"/(?P<code>[A-Za-z0-9_-]+)")
def short_link(ask: Ask, match: re.Match[str]) -> Answer:
    """One hop to wherever the code leads."""
    target = ask.world.links.get(f"{ask.host}/{match['code']}")
    return redirect(target, status=301) if target else missing()


@trouble.at(r"/loop(?P<side>/back)?")
def loop(_: Ask, match: re.Match[str]) -> Answer:
    """Redirects for ever."""
    return redirect("/loop" if match["side"] else "/loop/back")


@trouble.at(r"/slow")
def slow(_: Ask, __: re.Match[str]) -> Answer:
    """Answers after twenty seconds."""
    plain = page("plain.html", title="Slow", sentence="Worth the wait?")
    return Answer(body=plain.body, delay=20.0)


@trouble.at(r"/private")
def private(_: Ask, __: re.Match[str]) -> Answer:
    """Leads to an address that nobody may open from outside."""
    return redirect("http://169.254.169.254/latest/meta-data/")


@trouble.at(r"/huge")
def huge(_: Ask, __: re.Match[str]) -> Answer:
    """Forty megabytes of nothing."""
    return Answer(body=b" " * (40 << 20), media_type="text/plain")


@trouble.at(r"/closed")
def closed(_: Ask, __: re.Match[str]) -> Answer:
    """Closes without an answer."""
    return Answer(cut=True)


@trouble.at(r"/status/(?P<status>[1-5]\d\d)")
def status(_: Ask, match: re.Match[str]) -> Answer:
    """Any status on request."""
    return Answer(status=int(match["status"]), body=b"as asked\n", media_type="text/plain")
