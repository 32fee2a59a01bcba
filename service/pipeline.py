"""The straight line: the only place where the stations meet.

    article → references.find → resolve.resolve → capture.capture → seal.seal → store.put → catalogue.add

`Archive` holds the parts; `wiring.open_archive()` picks, opens and closes them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from service.capture.port import Browser
from service.net.port import Fetcher
from service.settings import Settings
from service.store.port import ObjectStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The open parts of one running Holdfast."""

    settings: Settings
    fetcher: Fetcher
    browser: Browser
    store: ObjectStore
    clock: Callable[[], datetime]
    """Gives the aware UTC time."""
    new_id: Callable[[], str]
    """Gives a fresh time-ordered id of 26 characters."""
