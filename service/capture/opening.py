"""Going to a page, or putting up a document of ours; and saying plainly why it did not work."""

import contextlib

from playwright.async_api import Error, Page

from service.capture import wrapper
from service.capture.steps import Steps
from service.capture.watch import Watch
from service.errors import BadUrl, CaptureFailed
from service.model.framing import Framing

_SLACK = 1.0

_REASONS = {
    "ERR_CERT": "The certificate of the page cannot be trusted.",
    "ERR_SSL": "No secure connection came about.",
    "ERR_TUNNEL_CONNECTION_FAILED": "The address could not be reached or is not public internet.",
    "ERR_PROXY": "The way out is closed.",
    "ERR_NAME_NOT_RESOLVED": "The name of the page is not known.",
    "ERR_TOO_MANY_REDIRECTS": "The page sends one on and on.",
    "ERR_EMPTY_RESPONSE": "The page answered nothing.",
    "ERR_CONNECTION": "The page closed the connection.",
    "ERR_INVALID_RESPONSE": "The page's answer is malformed.",
    "ERR_ABORTED": "The page broke its own loading off.",
    "ERR_BLOCKED": "The page was blocked.",
}


async def open_page(page: Page, framing: Framing, watch: Watch, steps: Steps, *, seconds: float) -> None:
    """Open the address, or show the document of ours, until its first bytes are there.

    A framing with both has its document served at its address, inside of this visit alone.

    Raises CaptureFailed with the reason when nothing opens, BadUrl when the framing asks for no web address.
    """
    if framing.url is None:
        await watch.bound(
            "document", page.set_content(framing.html or "", wait_until="commit", timeout=seconds * 1000), seconds
        )
        steps.note("shown", "a document of ours")
        return
    if not framing.url.lower().startswith(("https://", "http://")):
        raise BadUrl(f"{framing.url[:80]} is no web address.")
    try:
        async with contextlib.AsyncExitStack() as stack:
            if framing.html is not None:
                await stack.enter_async_context(wrapper.served(page, framing.html))
            await watch.bound(
                "first answer",
                page.goto(framing.url, wait_until="commit", timeout=seconds * 1000, referer=framing.referrer),
                seconds + _SLACK,
            )
    except Error as error:
        if watch.over or page.is_closed():
            raise
        raise CaptureFailed(await _why(error, watch, seconds)) from error
    steps.note("opened", page.url)


async def _why(error: Error, watch: Watch, seconds: float) -> str:
    text = error.message
    if "Download is starting" in text or watch.download:
        with contextlib.suppress(CaptureFailed):
            await watch.bound("name", watch.download_named.wait(), 1)
        name = f" ({watch.download})" if watch.download else ""
        return f"The address is a file to download{name}, not a page."
    if "Timeout" in text:
        return f"The page did not answer within {seconds:g} s."
    for code, reason in _REASONS.items():
        if code in text:
            return reason
    return f"The page did not open: {text.splitlines()[0]}"
