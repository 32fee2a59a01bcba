"""Canaries: posts of known fate, probed before a loss is believed. They tell an outage and our own block from a loss.

An operator names some a platform (`canaries.json` holds the defaults and says of each why its fate is known). Posts that we saw alive at their last visit serve too: they cost no care
and know every instance. Fewer than ENOUGH of these say nothing.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path

from service.errors import BadSettings
from service.model.availability import Availability, Health, State
from service.model.embed import Embed
from service.net.port import Fetcher
from service.platforms import discover
from service.platforms.signals import ALIVE, GONE
from service.resolve.known import look_up
from service.resolve.pages import arrive
from service.resolve.trail import Trail

ENOUGH = 3
"""Posts of our own that must be asked before their answers count; so many do not vanish together by chance."""
LASTS = timedelta(minutes=10)
"""How long bad news count. Good news count only for documents fetched before them: an outage begins in a second."""
_OURS = frozenset({State.RATE_LIMITED, State.BLOCKED, State.LOGIN_WALLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """One post of known fate."""

    platform: str
    post_id: str
    url: str | None
    alive: bool
    named: bool
    """True: an operator named it; False: one of our own embeds that was alive at its last visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the canaries of one place said."""

    health: Health
    sentence: str
    at: datetime


def read_canaries(path: Path | None = None) -> Mapping[str, tuple[Canary, ...]]:
    """Read the canaries of each platform; without a path, our defaults. Raises BadSettings."""
    try:
        file = path or resources.files("service.resolve") / "canaries.json"
        told = json.loads(file.read_text("utf-8"))
        return {name: tuple(_named(name, fates)) for name, fates in told.items() if name != "about"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSettings(
            f"The canaries in {path} cannot be read.", hint='Write {"platform": {"live": [ids], "dead": [ids]}}.'
        ) from error


def _named(platform: str, fates: Mapping[str, list[str]]) -> Iterable[Canary]:
    known = discover()[platform]
    for fate in ("live", "dead"):
        for post_id in fates[fate]:
            url = known.url(post_id)
            yield Canary(platform=platform, post_id=post_id, url=url, alive=fate == "live", named=True)


def weigh(answers: Iterable[tuple[Canary, Availability]]) -> tuple[Health, str]:
    """Say how a platform is, by what its canaries said; pure.

    Most of the living must be alive and none of the dead. Else the cause is named: denied or silent is an outage,
    limits and walls are a block, and what cannot be read or says yes to everything is unreadable.
    """
    said = list(answers)
    living = [(canary, seen.state) for canary, seen in said if canary.alive]
    if any(seen.state in ALIVE for canary, seen in said if not canary.alive):
        return Health.UNREADABLE, "It shows posts that are known not to be there."
    if not any(canary.named for canary, _ in living) and len(living) < ENOUGH:
        return Health.UNASKED, "There are no canaries to ask."
    states = [state for _, state in living]
    alive = sum(state in ALIVE for state in states)
    count = f"{alive} of {len(states)} posts known to be there are shown"
    if 2 * alive > len(states):
        return Health.GOOD, f"{count}."
    rest = [state for state in states if state not in ALIVE]
    if sum(state in _OURS for state in rest) * 2 > len(rest):
        return Health.BLOCKED, f"{count}; we are limited, walled off or not let in."
    if sum(state in GONE or state in (State.OUTAGE, State.WITHHELD) for state in rest) * 2 > len(rest):
        return Health.OUTAGE, f"{count}; the others are denied or not answered."
    return Health.UNREADABLE, f"{count}; the other answers say nothing that we can read."


class Watch:
    """Asks canaries and remembers what they said for a while. One for the whole process."""

    def __init__(self, clock: Callable[[], datetime], canaries: Mapping[str, tuple[Canary, ...]] | None = None) -> None:
        """`canaries`: those an operator named, by platform; none at a test rig, which does not know them."""
        self._clock = clock
        self._canaries = dict(canaries or {})
        self._findings: dict[tuple[str, str], Finding] = {}
        self._silent: dict[tuple[str, str], bool] = {}
        self._asking: dict[tuple[str, str], asyncio.Lock] = {}

    async def finding(
        self, fetcher: Fetcher, platform: str, host: str, neighbours: tuple[Embed, ...], *, after: datetime
    ) -> Finding:
        """Give what the canaries of a platform on a host say of documents that were fetched at `after`.

        `neighbours`: embeds there that were alive at their last visit; the one in question is none of them.
        """
        place = (platform, host)
        async with self._asking.setdefault(place, asyncio.Lock()):
            known = self._findings.get(place)
            if known is not None and self._counts(known, after):
                return known
            canaries = (*self._canaries.get(platform, ()), *(_neighbour(each) for each in neighbours))
            answers = [(canary, await _probe(fetcher, canary)) for canary in canaries]
            health, sentence = weigh(answers)
            self._silent[place] = bool(answers) and all(_unanswered(seen) for _, seen in answers)
            # a platform that is merely down lets the others answer; when none does, it is us
            if self._silent[place] and len(self._silent) > 1 and all(self._silent.values()):
                health, sentence = Health.OWN_OUTAGE, "Nothing answers us anywhere."
            finding = Finding(health=health, sentence=sentence, at=self._clock())
            if health is not Health.UNASKED:
                self._findings[place] = finding
            return finding

    def _counts(self, known: Finding, after: datetime) -> bool:
        return known.at > after if known.health is Health.GOOD else self._clock() - known.at < LASTS


def _neighbour(embed: Embed) -> Canary:
    return Canary(platform=embed.platform, post_id=embed.post_id or "", url=embed.url, alive=True, named=False)


def _unanswered(seen: Availability) -> bool:
    return bool(seen.signals) and all(said.status is None for said in seen.signals)


async def _probe(fetcher: Fetcher, canary: Canary) -> Availability:
    trail = Trail(fetcher)
    if canary.platform == "page" and canary.url is not None:
        page = await arrive(trail, canary.url)
        if page.availability is not None:
            return page.availability
    return (await look_up(trail, canary.platform, canary.post_id, canary.url)).availability
