"""What the verbs of the command line do with an open archive, and how they print it."""

import asyncio
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from service import booking, pipeline, web
from service.catalogue.records import ArticleRecord, EmbedRecord, SnapshotRecord
from service.errors import BadInput, NotFound
from service.model.article import Article
from service.model.ids import OperationId
from service.model.resolution import Explanation
from service.model.snapshot import Check
from service.model.wire import as_json as plain
from service.model.work import Operation, Status, Visit
from service.pipeline import Archive
from service.seal import verify
from service.settings import Settings
from service.wiring import Opened, examine, open_archive

PARTLY = 3
RUN = 500
"""Embeds of one run: its observations are sealed together."""
LOOK = 0.25
"""Seconds between two looks at the work that is waited for."""


async def serve(settings: Settings, stop_signal: Callable[[], asyncio.Event]) -> int:
    """Run API, viewer and a worker until told to stop."""
    stop = stop_signal()
    async with (
        open_archive(settings, browsing=True) as opened,
        web.serve(opened.archive, settings.listen_host, settings.listen_port) as address,
    ):
        click.echo(f"Holdfast answers at {address}")
        await opened.work(stop)
    return 0


async def work(settings: Settings, stop_signal: Callable[[], asyncio.Event]) -> int:
    """Run a worker until told to stop."""
    stop = stop_signal()
    async with open_archive(settings, browsing=True) as opened:
        click.echo("The worker is ready.")
        await opened.work(stop)
    return 0


async def snap_article(settings: Settings, article: Article, *, as_json: bool) -> int:
    """Keep every reference of an article and wait."""
    async with open_archive(settings, browsing=True) as opened:
        operation = await booking.accept_article(opened.archive, article)
        await _wait(opened, [operation])
        assert operation.article_id is not None
        record = await opened.archive.catalogue.article(operation.article_id)
    rows = [
        {
            "kind": standing.reference.kind.value,
            "embed_id": standing.embed_id,
            "snapshot_id": standing.snapshot_id,
            "availability": standing.availability.state.value if standing.availability else None,
            "status": standing.status.value,
            "reason": standing.sentence,
        }
        for standing in record.standings
    ]
    return _print_kept({"article_id": operation.article_id, "references": rows}, rows, as_json=as_json)


async def snap_addresses(settings: Settings, urls: Iterable[str], *, as_json: bool) -> int:
    """Keep these addresses and wait."""
    async with open_archive(settings, browsing=True) as opened:
        operations = [await booking.accept_address(opened.archive, url) for url in urls]
        done = await _wait(opened, operations)
        rows = []
        for visit in (visit for operation in done for visit in operation.visits):
            record = await opened.archive.catalogue.snapshot(visit.snapshot_id) if visit.snapshot_id else None
            rows.append(
                {
                    "embed_id": record.embed_id if record else visit.embed_id,
                    "snapshot_id": visit.snapshot_id,
                    "availability": record.availability.state.value if record else None,
                    "status": visit.status.value,
                    "reason": visit.sentence,
                }
            )
    return _print_kept({"embeds": rows}, rows, as_json=as_json)


async def revisit(settings: Settings, names: tuple[str, ...], *, everything: bool, due: bool, as_json: bool) -> int:
    """Look at embeds again and wait: those named, those that are due, or all."""
    async with open_archive(settings, browsing=True) as opened:
        archive = opened.archive
        wanted = await _wanted(archive, names, everything=everything, due=due)
        operations = [
            await booking.accept_revisits(archive, wanted[start : start + RUN]) for start in range(0, len(wanted), RUN)
        ]
        done = await _wait(opened, operations, "Looking again") if operations else []
        await pipeline.seal_runs(archive)
        rows = [await _revisited(archive, visit) for operation in done for visit in operation.visits]
    return _print_kept({"embeds": rows}, rows, as_json=as_json)


async def _wanted(archive: Archive, names: tuple[str, ...], *, everything: bool, due: bool) -> list[str]:
    if due:
        return list(await archive.catalogue.due(archive.clock(), limit=RUN))
    if not everything:
        return list(dict.fromkeys(names))
    found: list[str] = []
    while page := await archive.catalogue.embed_ids(after=found[-1] if found else ""):
        found += page
    return found


async def _revisited(archive: Archive, visit: Visit) -> dict[str, Any]:
    """Say what a visit came to: a snapshot, or an observation."""
    name = visit.embed_id
    if visit.snapshot_id is not None:
        name = (await archive.catalogue.snapshot(visit.snapshot_id)).embed_id
    record = await archive.catalogue.embed(name)
    return {
        "embed_id": record.embed.id,
        "snapshot_id": visit.snapshot_id,
        "availability": record.availability.state.value,
        "suspected": record.availability.suspected,
        "status": visit.status.value,
        "reason": visit.sentence,
    }


async def _wait(opened: Opened, operations: list[Operation], doing: str = "Keeping") -> list[Operation]:
    """Work until these operations are done, with a bar on a terminal."""
    stop = asyncio.Event()
    total = sum(len(operation.visits) for operation in operations)
    console = Console(stderr=True)
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(opened.work(stop))
        try:
            with bar:
                task = bar.add_task(doing, total=total)
                while True:
                    operations = [await opened.archive.ledger.operation(each.id) for each in operations]
                    visits = [visit for operation in operations for visit in operation.visits]
                    done = sum(visit.status in (Status.KEPT, Status.FAILED) for visit in visits)
                    bar.update(task, completed=done)
                    if done == len(visits):
                        return operations
                    await asyncio.sleep(LOOK)
        finally:
            stop.set()


def _print_kept(whole: dict[str, Any], rows: list[dict[str, Any]], *, as_json: bool) -> int:
    if as_json:
        click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
    else:
        if "article_id" in whole:
            click.echo(f"article\t{whole['article_id']}")
        for row in rows:
            seen = row["snapshot_id"] or ("nothing new" if row["status"] == Status.KEPT.value else "-")
            told = (row["status"], row["embed_id"], seen, row["availability"] or "-", row["reason"])
            click.echo("\t".join(filter(None, told)))
    failed = sum(row["status"] != Status.KEPT.value for row in rows)
    return 0 if not failed else 1 if failed == len(rows) else PARTLY


async def show(settings: Settings, name: str, *, as_json: bool) -> int:
    """Print an embed, a snapshot, an article or an operation."""
    async with open_archive(settings, browsing=False) as opened:
        record = await _look_up(opened.archive, name)
    if as_json:
        click.echo(json.dumps(plain(record), ensure_ascii=False, indent=1))
    else:
        if isinstance(record, EmbedRecord) and record.embed.id != name:
            click.echo(f"{name} is now known as {record.embed.id}.")
        _print_record(record)
    return 0


async def explain(settings: Settings, name: str, *, as_json: bool) -> int:
    """Print which rules and attempts led where: of an embed, a snapshot, or each reference of an article."""
    async with open_archive(settings, browsing=False) as opened:
        told = await pipeline.explain(opened.archive, name)
    if as_json:
        click.echo(json.dumps({"explanations": plain(told)}, ensure_ascii=False, indent=1))
        return 0
    for each in told:
        _print_explanation(each)
    return 0


def _print_explanation(told: Explanation) -> None:
    click.echo(f"{told.found_as} → {told.embed_id}" if told.found_as != told.embed_id else told.embed_id)
    if told.rule is not None and told.span is not None:
        words = " ".join(told.text.split())
        said = f": “{words[:60]}{'…' if len(words) > 60 else ''}”" if words else ""
        click.echo(f"  found as {told.kind} by the rule “{told.rule}”, at {told.span[0]}–{told.span[1]}{said}")
    for number, attempt in enumerate(told.attempts, start=1):
        click.echo(f"  {number:2}. {attempt.step:14} {attempt.outcome}")
        if attempt.url and attempt.url not in attempt.outcome:
            click.echo(f"{'':21}{attempt.url}")
    if told.availability is not None:
        click.echo(f"  So: {told.availability.state.value}. {told.availability.reason}")
    for candidate in told.candidates:
        click.echo(f"  To choose from: {candidate.url}  {candidate.score:.0f} %  {candidate.why}")


async def _look_up(archive: Archive, name: str) -> Any:
    for question in (
        archive.catalogue.embed,
        archive.catalogue.snapshot,
        archive.catalogue.article,
        archive.ledger.operation,
    ):
        with suppress(NotFound):
            return await question(OperationId(name))
    raise NotFound(f"Nothing is kept under the id “{name[:80]}”.")


def _print_record(record: Any) -> None:
    console = Console()
    match record:
        case EmbedRecord():
            table = _facts(
                ("embed", record.embed.id),
                ("address", record.embed.url),
                ("also known as", ", ".join(record.aliases)),
                ("availability", f"{record.availability.state.value}: {record.availability.reason}"),
                ("author", _author(record)),
                ("published", _published(record)),
                ("text", record.post and record.post.text),
                ("snapshots", "\n".join(f"{s.created:%Y-%m-%d %H:%M:%SZ} {s.id} {s.grade}" for s in record.snapshots)),
                ("articles", "\n".join(article.id for article in record.articles)),
            )
        case SnapshotRecord():
            table = _facts(
                ("snapshot", record.id),
                ("embed", record.embed_id),
                ("taken", f"{record.created:%Y-%m-%d %H:%M:%S} UTC"),
                ("picture", f"{record.grade.value}, by {record.method.value}"),
                ("availability", record.availability.reason),
                ("folder", record.folder),
                ("files", "\n".join(f"{file.sha256[:16]}… {file.bytes:>9,} {file.path}" for file in record.files)),
            )
        case ArticleRecord():
            table = _facts(
                ("article", record.brief.id),
                ("title", record.brief.title),
                ("received", f"{record.brief.received:%Y-%m-%d %H:%M:%S} UTC"),
                ("references", "\n".join(f"{s.status.value:9} {s.embed_id}" for s in record.standings)),
            )
        case _:
            table = _facts(("operation", record.id), ("status", record.status.value), ("visits", len(record.visits)))
    console.print(table)


def _published(record: EmbedRecord) -> str | None:
    if record.post is None or record.post.published is None:
        return None
    if record.post.sources.get("published") == "article-day":
        return f"{record.post.published:%Y-%m-%d}, as the article prints it"
    return f"{record.post.published:%Y-%m-%d %H:%M:%S} UTC"


def _author(record: EmbedRecord) -> str | None:
    if record.post is None:
        return None
    author = record.post.author
    return " ".join(filter(None, (author.name, author.handle and f"@{author.handle}")))


def _facts(*rows: tuple[str, object]) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in rows:
        if value not in (None, ""):
            # rich would read brackets in a post as markup of its own
            table.add_row(name, str(value).replace("[", r"\["))
    return table


def verify_folder(path: Path, *, as_json: bool) -> int:
    """Check an exported snapshot, offline."""
    if not path.is_dir():
        raise BadInput(f"{path} is no folder.", hint="Give the folder that holds manifest.json.")
    files = {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}
    return _print_checks(verify(files, folder=None), as_json=as_json)


async def verify_stored(settings: Settings, name: str, *, as_json: bool) -> int:
    """Check a snapshot in the store, by its id or the newest of an embed."""
    async with open_archive(settings, browsing=False) as opened:
        newest = await opened.archive.catalogue.newest_snapshot(name)
        checks = await pipeline.verify_snapshot(opened.archive, newest.id if newest else name)
    return _print_checks(checks, as_json=as_json)


async def doctor(settings: Settings, *, as_json: bool) -> int:
    """Check every part."""
    return _print_checks([check async for check in examine(settings)], as_json=as_json)


def _print_checks(checks: Iterable[Check], *, as_json: bool) -> int:
    checks = tuple(checks)
    passed = all(check.passed for check in checks)
    if as_json:
        click.echo(json.dumps({"passed": passed, "checks": plain(checks)}, ensure_ascii=False, indent=1))
    else:
        for check in checks:
            click.echo(f"{check.number:2}  {'ok    ' if check.passed else 'FAILED'}  {check.name:12}  {check.sentence}")
    return 0 if passed else 1


async def reindex(settings: Settings) -> int:
    """Rebuild the catalogue from the bucket."""
    console = Console(stderr=True)
    count = 0
    async with open_archive(settings, browsing=False) as opened:
        with console.status("Reading the bucket …") as status:
            async for _ in pipeline.reindex(opened.archive):
                count += 1
                status.update(f"Entered {count:,} articles and snapshots …")
    click.echo(f"Entered {count:,} articles and snapshots.")
    return 0
