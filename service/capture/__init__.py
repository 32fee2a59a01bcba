"""Embed → capture: browser pool, named steps, settling, screenshot, quality."""

from dataclasses import replace

from service import platforms
from service.capture import attempts, card, raw, wrapper
from service.capture.port import Browser, Health
from service.model.capture import Capture, Grade, Isolation
from service.model.framing import Framing
from service.model.resolution import Resolution

__all__ = ["Browser", "Health", "capture"]


async def capture(browser: Browser, resolution: Resolution, *, isolation: Isolation = Isolation.CONTEXT) -> Capture:
    """Photograph what a reference turned out to be, in the best way there is.

    The platform's ways are tried in order until one is complete; the best is kept, the others stay on record in steps,
    reasons and `attempts/`. When none shows the post, what the platform gives to be embedded is put up on a page of
    ours, and when that shows nothing either, a card drawn from the post's words stands in, labelled as such; neither is
    ever complete. Without any words the best attempt is kept as it is. A post known as gone is looked for once: the
    empty place is evidence too. The documents of the resolution come along as `raw/`.

    Raises CaptureFailed when the browser itself cannot be had.
    """
    made: list[Capture] = []
    for framing in _ways(resolution):
        visited = await browser.visit(resolution.embed.id, framing, isolation=isolation)
        made.append(attempts.doubted(visited, framing, resolution))
        if made[-1].grade is Grade.COMPLETE:
            break
    embedded = wrapper.framing(resolution) if not any(map(attempts.usable, made)) else None
    if embedded is not None:
        made.append(attempts.wrapped(await browser.visit(resolution.embed.id, embedded)))
    if not any(attempts.usable(one) for one in made) and (card.has_words(resolution) or not made):
        made.append(attempts.drawn(await browser.visit(resolution.embed.id, card.framing(resolution))))
    one = attempts.joined(made, resolution.availability)
    return attempts.with_files(one, raw.artefacts(resolution.documents))


def _ways(resolution: Resolution) -> tuple[Framing, ...]:
    embed = resolution.embed
    if embed.url is None:
        return ()
    ways = tuple(
        _pointed(way, resolution) for way in platforms.of(embed).framings(platforms.subject(embed), resolution.post)
    )
    return ways[:1] if resolution.availability.state in attempts.ABSENT else ways


def _pointed(way: Framing, resolution: Resolution) -> Framing:
    """Keep what the article's link points at inside of a page: the embed's own address has no fragment any more."""
    fragment = resolution.reference.fragment if resolution.reference is not None else None
    return replace(way, fragment=fragment) if fragment and way.full_page else way
