"""A log line is a sentence for people plus a stable `action` slug and ids for machines.

    log = log.get(__name__)
    log.info("Stored the snapshot.", action="snapshot-stored", snapshot=snapshot_id)

Ids that belong to a whole task are bound once, by context variable: `with log.bound(visit=visit_id): …`.
Query strings, keys and cookies never enter a line: pass the host or the id instead.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.typing import FilteringBoundLogger


def get(name: str) -> FilteringBoundLogger:
    """Give the logger of one module."""
    logger: FilteringBoundLogger = structlog.get_logger(name)
    return logger


@contextmanager
def bound(**ids: str) -> Iterator[None]:
    """Bind ids to every line that is written inside the block, in this task and those it starts."""
    with structlog.contextvars.bound_contextvars(**ids):
        yield


def configure(*, level: str = "INFO", as_json: bool | None = None) -> None:
    """Send lines to standard error: coloured sentences on a terminal, one JSON object a line elsewhere."""
    machine = (not sys.stderr.isatty()) if as_json is None else as_json
    number = logging.getLevelNamesMapping()[level.upper()]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if machine else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, force=True)
