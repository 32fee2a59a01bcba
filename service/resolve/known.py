"""Looks a known post or page up: its documents side by side, read by its platform's file, judged."""

import asyncio
from dataclasses import replace

from service.model.availability import Availability, State
from service.model.document import Document, Request
from service.model.resolution import Reading
from service.platforms import Platform, at, discover
from service.platforms.page import PLATFORM as PAGE
from service.platforms.signals import suspect
from service.resolve.trail import Trail
from service.resolve.verdict import judge, sentence
from service.resolve.walls import unmasked

ROUNDS = 2
"""A handle is asked for the DID behind it, then the DID for the post; no platform needs more."""


async def look_up(trail: Trail, platform: str, post_id: str, url: str | None) -> Reading:
    """Give what is known of a post, judged. `reading.post_id` is the id by the platform's own word.

    For platforms without a file of their own the page at `url` is read; its status is no statement about the post,
    because many platforms answer 200 for posts that are gone (facts: states).
    """
    own = discover().get(platform)
    if own is None or platform == "page":
        return await _look_at_page(trail, platform, url)
    return await _look_at_post(trail, at(own, url), post_id)


async def _look_at_post(trail: Trail, platform: Platform, post_id: str) -> Reading:
    current = post_id
    for _ in range(ROUNDS):
        documents = await _fetched(trail, platform, platform.requests(current))
        reading = _unmasked(await read_on(trail, platform, current, documents), documents)
        for said in reading.availability.signals:
            trail.note(platform.name, f"{sentence(said)}.", documents[said.endpoint].request.url)
        if reading.post_id is None or reading.post_id == current:
            break
        current = reading.post_id
        trail.note(platform.name, f"The platform's own name for this post is {current}.", platform.url(current))
    return replace(reading, availability=_judged(reading), post_id=current)


async def read_on(trail: Trail, platform: Platform, subject: str, documents: dict[str, Document]) -> Reading:
    """Read documents, then once more with those that they led to, which join `documents`."""
    reading = platform.read(subject, documents)
    if not reading.more:
        return reading
    documents |= await _fetched(trail, platform, reading.more)
    return platform.read(subject, documents)


def _unmasked(reading: Reading, documents: dict[str, Document]) -> Reading:
    seen = reading.availability
    signals = tuple(unmasked(said, documents[said.endpoint]) for said in seen.signals)
    return replace(reading, availability=replace(seen, signals=signals))


async def _fetched(trail: Trail, platform: Platform, requests: tuple[Request, ...]) -> dict[str, Document]:
    documents = await asyncio.gather(*(trail.ask(replace(request, platform=platform.name)) for request in requests))
    return {request.name: document for request, document in zip(requests, documents, strict=True)}


async def _look_at_page(trail: Trail, platform: str, url: str | None) -> Reading:
    if url is None:
        return Reading(post=None, availability=suspect(()))
    reading = await read_on(trail, PAGE, url, await _fetched(trail, PAGE, PAGE.requests(url)))
    for said in reading.availability.signals:
        trail.note("page", f"{sentence(said)}.", url)
    seen = reading.availability
    shown = any((said.endpoint, said.state) == ("oembed", State.LIVE) for said in seen.signals)
    if seen.state in (State.LIVE, State.DELETED) and not shown:
        reason = f"Something answered, but what {platform} answers for posts that are gone is not known to us."
        seen = Availability(state=State.UNKNOWN, signals=seen.signals, reason=reason)
        return replace(reading, availability=seen, post=replace(reading.post, url=url) if reading.post else None)
    return replace(reading, availability=_judged(reading))


def _judged(reading: Reading) -> Availability:
    signals = reading.availability.signals
    return judge(signals) if signals else reading.availability
