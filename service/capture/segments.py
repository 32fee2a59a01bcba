"""The picture of a whole page: one file, or several where the page is tall.

    page.png                      up to 15,000 CSS pixels
    page-01.png  page-02.png …    beyond that, 8,000 each, from the top down, without overlap

Readers of images draw the line at about 16,000 pixels in height; a page of 40,000 is five files.
"""

from collections.abc import AsyncIterator

from playwright.async_api import CDPSession

from service.capture.picture import TALLEST, Clip, photograph
from service.capture.watch import Watch

SEGMENT = 8_000
"""CSS pixels of one file, at scale 1."""
MOST = 48_000
"""CSS pixels of a page that are photographed. An endless one ends here, and that is said."""


def plan(width: int, tall: int, *, sharp: bool = True) -> tuple[tuple[str, Clip], ...]:
    """Give name and clip of each file. `sharp` as `Clip.of` takes it.

    >>> [(name, clip.y, clip.height) for name, clip in plan(800, 17_000)]
    [('page-01.png', 0, 8000), ('page-02.png', 8000, 8000), ('page-03.png', 16000, 1000)]
    >>> [name for name, _ in plan(800, 900)]
    ['page.png']
    """
    tall = min(tall, MOST)
    if tall <= TALLEST:
        return (("page.png", Clip.of(0, 0, width, tall, sharp=sharp)),)
    tops = range(0, tall, SEGMENT)
    return tuple(
        (f"page-{number:02}.png", Clip(x=0, y=top, width=width, height=min(SEGMENT, tall - top), scale=0.5))
        for number, top in enumerate(tops, 1)
    )


async def pictures(
    session: CDPSession, watch: Watch, *, width: int, tall: int, sharp: bool
) -> AsyncIterator[tuple[str, bytes]]:
    """Take the files, top first. Raises CaptureFailed when the page does not hold still for one."""
    for name, clip in plan(width, tall, sharp=sharp):
        yield name, await photograph(session, watch, clip)
