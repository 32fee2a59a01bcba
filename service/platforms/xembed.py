"""What X gives to those who embed: its oEmbed document and its embed page."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document
from service.model.framing import Framing, Method
from service.model.post import Author, Post
from service.platforms.idtime import x_time
from service.platforms.joining import attributed
from service.platforms.reading import address, decoded, words
from service.platforms.signals import hindered, signal, unreadable

WIDTH = 550
"""CSS pixels; the widest that X's embed grows to."""
NO_RESULTS = '#app:not(:has(article, time, img, [role="progressbar"], [aria-busy="true"])) [dir]'
"""Words on the embed page without a post or a sign of loading: what it shows as it reports `no_results`.

The page's language and its class names change; that it sets words in elements with `dir` does not.
"""
_HANDLE = re.compile(r"^https://(?:twitter|x)\.com/(\w{1,20})/?$")


def oembed_url(post_id: str) -> str:
    """Ask without a handle, which X does not need, and without the loader script."""
    asked = {"url": f"https://twitter.com/i/status/{post_id}", "omit_script": "1", "dnt": "1", "lang": "en"}
    return f"https://publish.twitter.com/oembed?{urlencode(asked)}"


def oembed_signal(document: Document, beside: State | None) -> Signal:
    """Read oEmbed's state. `beside` is what tweet-result says: a 403 has two meanings and is no statement alone."""
    if document.status == 403:
        unauthorised = "not authorized to see this status" in words(decoded(document), "error")
        if unauthorised:
            state = State.AGE_GATED if beside is State.AGE_GATED else State.PROTECTED
            return signal(document, state, "http-403:not-authorized")
        if beside is State.SUSPENDED:
            return signal(document, State.SUSPENDED, "http-403")
    hindrance = hindered(document)
    if hindrance is not None:
        return hindrance
    if document.status == 404:
        return signal(document, State.DELETED, "http-404")
    if document.status == 200 and words(decoded(document), "html"):
        return signal(document, State.LIVE, "oembed")
    return unreadable(document)


def oembed_post(value: Any, post_id: str) -> Post | None:
    """Read what an oEmbed document keeps of a post: text, author and, from the id, the time."""
    block = dom.parse(words(value, "html")).select_one("blockquote p")
    profile = address(value, "author_url")
    handle = _HANDLE.match(profile or "")
    if block is None or handle is None:
        return None
    text = re.sub(r"\s*pic\.(?:twitter|x)\.com/\w+\s*$", "", block.to_text()).strip()
    published: datetime | None = x_time(post_id)
    language = block.attrs.get("lang")
    post = Post(
        url=f"https://x.com/{handle[1]}/status/{post_id}",
        author=Author(name=words(value, "author_name") or None, handle=handle[1], url=f"https://x.com/{handle[1]}"),
        published=published.astimezone(UTC) if published else None,
        text=text,
        language=language if isinstance(language, str) else None,
    )
    return attributed("oembed", post, published="id")


SETTINGS = 'a:is([href$="/settings/content_you_see"], [href$="/settings/safety"])'
FOLDED = (
    f"div:has({SETTINGS}):not(:has(time, [role=group])) :is(button, [role=button])",
    '[data-testid="tweet-text-show-more-link"]:not([role=link] *)',
)
"""The warning before sensitive media, known by its link to the reader's settings; the rest of a long post. A quoted
post's own "show more" leads away and is left."""


def framings(post_id: str, permalink: str, expect: str) -> tuple[Framing, ...]:
    """Give the embed page, then the permalink behind which a login sheet may wait (facts: rendering)."""
    asked = {"id": post_id, "theme": "light", "lang": "en", "dnt": "true", "width": f"{WIDTH}px"}
    asked |= {"hideThread": "false", "hideCard": "false", "frame": "false"}
    return (
        Framing(
            method=Method.LIVE_EMBED,
            url=f"https://platform.twitter.com/embed/Tweet.html?{urlencode(asked)}",
            ready=("#app article", "article"),
            clip=("#app article", "article", "#app > *"),
            expect=expect,
            expand=FOLDED,
            gone=(NO_RESULTS,),
            width=WIDTH + 50,
        ),
        Framing(
            method=Method.LIVE_PAGE,
            url=permalink,
            ready=("article",),
            clip=("article[data-testid=tweet]", "article"),
            expect=expect,
            hide=("[data-testid=BottomBar]",),
            expand=FOLDED,
            gone=("[data-testid=error-detail]",),
            wall=("input[autocomplete=username]",),
        ),
    )
