"""Looking again: a new resolution weighed against what earlier visits saw, and what is new in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from service.model.availability import Health, Stage, State
from service.model.observation import Past, Sighting
from service.model.post import Media, Post
from service.model.reference import Reference
from service.model.resolution import Attempt, Resolution
from service.net.port import Fetcher
from service.resolve import resolve
from service.resolve.canaries import ENOUGH, Watch
from service.resolve.matching import bare
from service.resolve.memory import Memory
from service.resolve.standing import LOST, SPOKEN, Standing, advance, replay

_HINDERED = frozenset({State.RATE_LIMITED, State.BLOCKED, State.LOGIN_WALLED, State.OUTAGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What a look brought."""

    resolution: Resolution
    """With the verdict that the whole past supports."""
    standing: Standing
    past: Past | None
    """None: nothing of this embed is kept yet."""
    changes: tuple[str, ...]
    """What is new and asks for a snapshot: `availability`, `text`, `media`, `name`."""


async def revisit(
    fetcher: Fetcher,
    reference: Reference,
    memory: Memory,
    watch: Watch,
    clock: Callable[[], datetime],
    *,
    x_search: str | None = None,
) -> Again:
    """Look now: documents, earlier signals, the canaries where a loss or a hindrance is to be judged; a verdict.

    An unresolved quote is searched for again. Raises what memory raises.
    """
    resolution = await resolve(fetcher, reference, x_search=x_search)
    at = clock()
    past = await memory.past(resolution.embed.id)
    before = replay(past.sightings) if past is not None else Standing()
    sighting = Sighting.of(resolution.availability, at)
    if not sighting.signals:
        return Again(resolution=resolution, standing=before, past=past, changes=changes(past, resolution))
    finding = None
    if _canaries_matter(resolution, before):
        host = urlsplit(resolution.embed.url or "").hostname or ""
        neighbours = await memory.neighbours(resolution.embed, limit=ENOUGH)
        finding = await watch.finding(fetcher, resolution.embed.platform, host, neighbours, after=at)
        sighting = replace(sighting, canaries=finding.health)
    after = advance(before, sighting)
    assert after.verdict is not None
    told = [Attempt(step="verdict", outcome=after.verdict.reason)]
    if finding is not None and finding.health is not Health.UNASKED:
        told.insert(0, Attempt(step="canaries", outcome=f"Canaries of {resolution.embed.platform}: {finding.sentence}"))
    resolution = replace(resolution, availability=after.verdict, attempts=(*resolution.attempts, *told))
    return Again(resolution=resolution, standing=after, past=past, changes=changes(past, resolution))


def _canaries_matter(resolution: Resolution, before: Standing) -> bool:
    """Say whether something hangs on the canaries: a loss that is not known yet, or a hindrance to be named."""
    seen = resolution.availability
    known = before.stage is Stage.CONFIRMED and before.told is not None and before.told.state is seen.state
    lost = seen.state in LOST or any(said.state in LOST for said in seen.signals)
    return not known and (lost or seen.state in _HINDERED)


def changes(past: Past | None, resolution: Resolution) -> tuple[str, ...]:
    """Say what is new; pure. Counters, and what hindered us, are no news."""
    if past is None:
        return ("name",)
    new, old = resolution.availability, past.availability
    found = []
    if new.state in SPOKEN and (new.state, new.suspected) != (old.state, old.suspected):
        found.append("availability")
    if not {resolution.embed.id, *resolution.aliases} <= past.names:
        found.append("name")
    if resolution.post is not None and past.post is not None and resolution.availability.state in SPOKEN:
        found += [name for name, differs in _DIFFERENCES if differs(past.post, resolution.post)]
    return tuple(found)


def _other_text(old: Post, new: Post) -> bool:
    """Two documents spell one text in two ways; of one document every letter counts."""
    if old.sources.get("text") == new.sources.get("text"):
        return (old.title, old.text) != (new.title, new.text)
    return bare(old.text) != bare(new.text)


def _other_media(old: Post, new: Post) -> bool:
    """Addresses are signed anew at each visit, so their queries do not count."""
    if old.sources.get("media") != new.sources.get("media"):
        return False
    return [_drawn(each) for each in old.media] != [_drawn(each) for each in new.media]


def _drawn(media: Media) -> tuple[str, str, str | None]:
    return media.kind, media.url.partition("?")[0], media.alt


_DIFFERENCES: tuple[tuple[str, Callable[[Post, Post], bool]], ...] = (("text", _other_text), ("media", _other_media))
