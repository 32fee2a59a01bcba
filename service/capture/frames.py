"""The frames of a page, each with the session that reaches it: frames of other processes have one of their own."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from playwright.async_api import CDPSession, Error, Page

_MOST = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One frame."""

    session: CDPSession
    frame: str
    main: bool
    """True for the first frame of its session: what is asked without naming a frame is asked there."""


@contextlib.asynccontextmanager
async def places(page: Page, session: CDPSession) -> AsyncIterator[tuple[Place, ...]]:
    """Give the page's frames, its own first; sessions made for this are let go at the end."""
    found: list[Place] = []
    async with contextlib.AsyncExitStack() as stack:
        await _descend(session, found)
        for frame in page.frames[1:_MOST]:
            with contextlib.suppress(Error):
                own = await page.context.new_cdp_session(frame)  # only frames of other processes have one
                stack.push_async_callback(_detach, own)
                await _descend(own, found)
        yield tuple(found[:_MOST])


async def _descend(session: CDPSession, found: list[Place]) -> None:
    waiting = [(await session.send("Page.getFrameTree"))["frameTree"]]
    main = True
    while waiting:
        tree = waiting.pop()
        found.append(Place(session=session, frame=tree["frame"]["id"], main=main))
        waiting.extend(tree.get("childFrames", ()))
        main = False


async def _detach(session: CDPSession) -> None:
    with contextlib.suppress(Error):
        await session.detach()
