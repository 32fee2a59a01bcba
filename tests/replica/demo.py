"""`make demo`: the replica, the service against it, and one article kept in front of your eyes.

Everything stays on loopback. Ends with a table of addresses to browse, and runs until Ctrl-C; `--once` stops at the
end, with exit code 0 when every reference is kept, else 1.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import click
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.replica import replica
from tests.replica.__main__ import references_of
from tests.replica.quotes import populate
from tests.replica.story import tell
from tests.replica.world import World

ARTICLE = Path(__file__).with_name("article.txt")
DONE = {"kept", "failed"}
FORMATS = {".html": "html", ".htm": "html", ".json": "json"}
LOOK = 0.3
"""Seconds between two looks at the article."""


class DemoFailed(Exception):
    """The demonstration could not be given; the sentence says why."""


@click.command()
@click.option("--article", type=click.Path(exists=True, path_type=Path), default=ARTICLE, help="Another article.")
@click.option("--data", type=click.Path(path_type=Path), default=Path("var/demo"), show_default=True)
@click.option("--port", default=0, help="Port of the viewer; 0: 8080 or, when that is taken, a free one.")
@click.option("--patience", default=180.0, show_default=True, help="Seconds for the start, and again for the article.")
@click.option("--once", is_flag=True, help="Stop when all is done; exit 0 when everything is kept, else 1.")
def main(*, article: Path, data: Path, port: int, patience: float, once: bool) -> None:
    """Keep an article's posts against a small recorded internet, and browse the result."""
    console = Console()
    try:
        data.mkdir(parents=True, exist_ok=True)
        kept = asyncio.run(
            _show(console, article, data=data.resolve(), port=port or _free_port(), patience=patience, once=once)
        )
    except DemoFailed as error:
        Console(stderr=True).print(f"{error}", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(0)
    sys.exit(0 if kept else 1)


async def _show(console: Console, article: Path, *, data: Path, port: int, patience: float, once: bool) -> bool:
    world = tell(World())
    if article != ARTICLE:
        populate(world, references_of(article))
    address = f"http://127.0.0.1:{port}"
    async with replica(world, ca_file=data / "replica-ca.pem"):
        console.print(f"[bold]The replica[/] of the internet listens at {world.upstream}.")
        async with _service(world, data, port) as child, aiohttp.ClientSession(base_url=address) as session:
            with console.status("The service makes itself ready …"):
                await _ready(session, child, data, patience)
            console.print(f"[bold]The service[/] answers at [link={address}]{address}[/].")
            told = await _submit(session, article)
            told = await _follow(console, session, told, patience)
            console.print(_table(told))
            for one in told["references"]:
                console.print(f"{address}/embeds/{one['embed_id']}", soft_wrap=True)
            console.print(f"The article with its references: {address}/articles/{told['id']}", soft_wrap=True)
            if not once:
                console.print("Ctrl-C stops the replica and the service.")
                await _until_stopped(child)
            return all(reference["status"] == "kept" for reference in told["references"])


@asynccontextmanager
async def _service(world: World, data: Path, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m service serve` as our child, stopped with us; what it says goes to `service.log`."""
    ours = {
        "HOLDFAST_UPSTREAM": world.upstream,
        "HOLDFAST_UPSTREAM_CA": str(world.ca_file),
        "HOLDFAST_DATA": str(data),
        "HOLDFAST_LISTEN": f"127.0.0.1:{port}",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    browser = {name: os.environ[name] for name in ("HOLDFAST_BROWSER", "HOLDFAST_UNSANDBOXED") if name in os.environ}
    with (data / "service.log").open("wb") as log:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "service", "serve", env=inherited | browser | ours, stdout=log, stderr=log
        )
        try:
            yield child
        finally:
            if child.returncode is None:
                with suppress(ProcessLookupError):
                    child.send_signal(signal.SIGTERM)
                try:
                    await asyncio.wait_for(child.wait(), 30)
                except TimeoutError:
                    child.kill()
                    await child.wait()


async def _ready(session: aiohttp.ClientSession, child: Any, data: Path, patience: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while child.returncode is None:
                with suppress(aiohttp.ClientError):
                    async with session.get("/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(LOOK)
    state = "did not become ready" if child.returncode is None else f"ended with {child.returncode}"
    raise DemoFailed(f"The service {state}; the end of {data / 'service.log'}:\n{_end_of(data / 'service.log')}")


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").strip().splitlines()[-8:])


async def _submit(session: aiohttp.ClientSession, article: Path) -> dict[str, Any]:
    async with session.post("/v1/articles", json=_body_of(article)) as answer:
        if answer.status not in {200, 202}:
            raise DemoFailed(f"The article was not accepted ({answer.status}): {await answer.text()}")
        told: dict[str, Any] = await answer.json()
        return told


def _body_of(article: Path) -> dict[str, str]:
    return {"body": article.read_text(encoding="utf-8"), "format": FORMATS.get(article.suffix, "text")}


async def _follow(
    console: Console, session: aiohttp.ClientSession, told: dict[str, Any], patience: float
) -> dict[str, Any]:
    """One line for each reference until all are done."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.fields[status]}"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress, suppress(TimeoutError):
        lines = [progress.add_task(escape(_name(one)), total=1, status=one["status"]) for one in told["references"]]
        async with asyncio.timeout(patience):
            while True:
                async with session.get(f"/v1/articles/{told['id']}") as answer:
                    answer.raise_for_status()
                    told = await answer.json()
                for line, one in zip(lines, told["references"], strict=True):
                    completed = 1 if one["status"] in DONE else 0
                    progress.update(line, completed=completed, status=one["status"])
                if all(one["status"] in DONE for one in told["references"]):
                    break
                await asyncio.sleep(LOOK)
    return told


def _table(told: dict[str, Any]) -> Table:
    table = Table(title="What the article refers to", title_justify="left", show_lines=True)
    for heading in ("reference", "stands as", "state", "original", "embed"):
        table.add_column(heading, overflow="fold")
    for one in told["references"]:
        colour = {"kept": "green", "failed": "red"}.get(one["status"], "yellow")
        state = f"[{colour}]{one['status']}[/]" + (f"\n{escape(one['reason'])}" if one.get("reason") else "")
        table.add_row(escape(_name(one)), one["kind"], state, one.get("availability") or "", one["embed_id"])
    return table


def _name(reference: dict[str, Any]) -> str:
    author = reference.get("author") or {}
    who = author.get("name") or author.get("handle") or ""
    words = " ".join((reference.get("text") or reference.get("url") or "").split())
    words = words if len(words) <= 48 else words[:47] + "…"
    return f"{reference['platform']}: {who + ', ' if who else ''}{words}"


async def _until_stopped(child: asyncio.subprocess.Process) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    waiting = {asyncio.create_task(stop.wait()), asyncio.create_task(child.wait())}
    _, open_ones = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in open_ones:
        task.cancel()


def _free_port() -> int:
    for port in (8080, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise DemoFailed("No port is free on 127.0.0.1.")


if __name__ == "__main__":
    main()
