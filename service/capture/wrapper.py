"""What a platform gives to those who embed its posts, put up on a page of ours: the last way before a card.

The HTML is that of the platform's own oEmbed answer. It is served inside the visit alone, at an address under a name
that can never be in the DNS (RFC 6761, `.invalid`): the browser's own request for it is answered by us, nothing
listens anywhere, and no other visit sees it. So the HTML runs on an https page with a referrer, as it does in an
article, and reaches the world only through the gate like every page.
"""

import base64
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from playwright.async_api import Error, Page

from service import dom
from service.capture.attempts import ABSENT
from service.model.document import Document
from service.model.framing import Framing, Method
from service.model.resolution import Resolution
from service.platforms.reading import decoded, expected, words

ADDRESS = "https://embed.holdfast.invalid/"
_NAMES = ("oembed",)
_LONGEST = 100_000
"""Characters of HTML; the longest documented answer has 12,000."""
_WIDTH = 600
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A post, as its platform gives it to be embedded</title>
<style>
body {{ margin: 0; background: #fff; font: 16px/1.5 sans-serif; color: #111; }}
#post {{ width: 550px; padding: 16px; overflow-wrap: anywhere; }}
#post > blockquote {{ margin: 0; }}
#post img, #post video, #post iframe {{ max-width: 100%; }}
</style></head>
<body><div id="post">
{html}
</div></body></html>
"""


def framing(resolution: Resolution) -> Framing | None:
    """Give the way through oEmbed; None where no HTML was answered or the post is known to be gone."""
    if resolution.availability.state in ABSENT:
        return None
    html = next((found for found in map(_html, resolution.documents) if found), None)
    if html is None:
        return None
    framed = dom.parse(html).select_one("iframe") is not None
    post = resolution.post
    return Framing(
        method=Method.OEMBED,
        url=ADDRESS,
        html=_PAGE.format(html=html),
        ready=("#post iframe", "#post blockquote", "#post > *"),
        clip=("#post",),
        # What a frame of another house shows is looked at in the picture alone.
        expect=expected(post.text) if post is not None and not framed else "",
        width=_WIDTH,
    )


def _html(document: Document) -> str:
    if document.request.name not in _NAMES or document.status != 200:
        return ""
    html = words(decoded(document), "html")
    return html if len(html) <= _LONGEST else ""


@contextlib.asynccontextmanager
async def served(page: Page, html: str) -> AsyncIterator[None]:
    """Answer the page's own request for ADDRESS with `html` for as long as this is open; no other is touched."""
    session = await page.context.new_cdp_session(page.main_frame.page)

    async def answer(event: Mapping[str, Any]) -> None:
        await session.send(
            "Fetch.fulfillRequest",
            {
                "requestId": event["requestId"],
                "responseCode": 200,
                "responseHeaders": [{"name": "Content-Type", "value": "text/html; charset=utf-8"}],
                "body": base64.b64encode(html.encode()).decode(),
            },
        )

    session.on("Fetch.requestPaused", answer)
    await session.send("Fetch.enable", {"patterns": [{"urlPattern": ADDRESS, "requestStage": "Request"}]})
    try:
        yield
    finally:
        with contextlib.suppress(Error):
            await session.detach()
