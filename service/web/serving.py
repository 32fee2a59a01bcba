"""The application on a socket, for as long as a block lasts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from service import log
from service.catalogue.keys import Keys
from service.errors import BadSettings
from service.pipeline import Archive
from service.web.application import application
from service.web.guarding import demand_loopback, is_loopback

_log = log.get(__name__)

GRACE = 5.0
"""Seconds that requests under way have to end after the block."""


@asynccontextmanager
async def serve(archive: Archive, host: str, port: int) -> AsyncIterator[str]:
    """Serve the archive and yield the bound address, such as `http://127.0.0.1:8080`.

    Port 0 lets the system choose. Raises BadSettings when others could reach the address and there are no
    keys, or when the address cannot be had.
    """
    _, closed = await Keys(archive.catalogue.database).look_up("")
    if not closed:
        demand_loopback(host)
    runner = web.AppRunner(application(archive, on_loopback=is_loopback(host)), access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host.strip("[]"), port)
        try:
            await site.start()
        except OSError as error:
            raise BadSettings(
                f"HOLDFAST_LISTEN cannot be had: {host}:{port} is in use or not of this machine."
            ) from error
        shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
        address = f"http://{shown}:{site.port}"
        _log.info(
            "The service answers, to callers with a key."
            if closed
            else "The service answers; it is open to everybody on this machine, for no key is configured.",
            action="web-open",
            address=address,
        )
        yield address
    finally:
        await runner.cleanup()
