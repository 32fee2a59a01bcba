"""The command line: one verb each, thin. `python -m service VERB --help` says what a verb promises.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 partly done. Errors are one sentence on standard error.
"""

import asyncio
import json
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import IO, Any

import click

from service import __version__, log, references, settings
from service.errors import BadArticle, HoldfastError
from service.model.article import Article, Format
from service.model.key import Scope
from service.net.addresses import demand_public

PARTLY = 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="holdfast")
def verbs() -> None:
    """Keep what journalists quote: find, photograph, seal and store every post and link of an article."""


def main() -> None:
    """Run a verb; every failure of ours is one sentence and an exit code."""
    try:
        sys.exit(verbs.main(standalone_mode=False) or 0)
    except HoldfastError as error:
        _fail(f"{error} {error.hint}", error.exit_code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        _fail("Stopped before it was done; what was accepted is kept and goes on later.", 1)
    except click.ClickException as error:
        _fail(f"{error.format_message().rstrip('.')}. `--help` says how it is meant.", 2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _fail(sentence: str, code: int) -> None:
    click.echo(" ".join(sentence.split()), err=True)
    sys.exit(code)


def _run(work: Coroutine[Any, Any, int]) -> int:
    log.configure(level=settings.read().log_level)
    return asyncio.run(work)


_formats = click.Choice(["auto", *(form.value for form in Format)])
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@verbs.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--format", "form", type=_formats, default="auto", show_default=True, help="How to read the body.")
@click.option("--source-url", help="Where the article stands; its own address is no reference.")
@click.option("--lines", is_flag=True, help='Read JSON lines {"id", "body", "format"?}, answer one line each.')
def find(file: IO[bytes], form: str, source_url: str | None, *, lines: bool) -> int:
    """Print the references of one article as JSON; reaches no network."""
    if lines:
        return _find_lines(file, source_url)
    article = _article(file.read(), form, source_url)
    found = [references.as_json(reference) for reference in references.find(article)]
    click.echo(json.dumps({"references": found}, ensure_ascii=False, indent=1))
    return 0


def _find_lines(file: IO[bytes], source_url: str | None) -> int:
    refused = 0
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        name = None
        try:
            row = json.loads(line)
            name = row["id"]
            article = references.parse_body(row["body"], row.get("format"), source_url=row.get("url") or source_url)
            answer = {"id": name, "references": [references.as_json(found) for found in references.find(article)]}
        except (ValueError, KeyError, TypeError, AttributeError, BadArticle) as error:
            refused += 1
            sentence = str(error) if isinstance(error, BadArticle) else f"Line {number} is no object with id and body."
            answer = {"id": name, "error": sentence}
        # ASCII: a reader that splits at every Unicode line break (U+2028 stands in real posts) still gets one line.
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return PARTLY if refused else 0


def _article(body: bytes, form: str, source_url: str | None) -> Article:
    limit = settings.read().body_bytes
    if len(body) > limit:
        raise BadArticle(f"The article has {len(body):,} bytes; {limit:,} are taken at most.")
    return references.parse_body(body, form, source_url=source_url)


@verbs.command()
@click.argument("urls", nargs=-1)
@click.option("--article", "file", type=click.File("rb"), help="Keep every reference of this article instead.")
@click.option("--format", "form", type=_formats, default="auto", show_default=True, help="How to read the article.")
@click.option("--source-url", help="Where the article stands.")
@_as_json
def snap(urls: tuple[str, ...], file: IO[bytes] | None, form: str, source_url: str | None, *, as_json: bool) -> int:
    """Keep these addresses, or an article's references, and wait: find, resolve, capture, seal, store, catalogue."""
    if bool(urls) == (file is not None):
        raise click.UsageError("Give addresses or --article FILE, one of the two")
    for url in urls:
        references.address(url)
        demand_public(url)
    article = _article(file.read(), form, source_url) if file else None
    from service import commands

    if article is not None:
        return _run(commands.snap_article(settings.read(), article, as_json=as_json))
    return _run(commands.snap_addresses(settings.read(), urls, as_json=as_json))


@verbs.command()
def serve() -> int:
    """Run API, viewer and a worker; prints the address when they answer."""
    from service import commands

    return _run(commands.serve(settings.read(), _stop_signal))


@verbs.command()
def work() -> int:
    """Run a worker only: as many as wanted, on as many hosts, on one database."""
    from service import commands

    return _run(commands.work(settings.read(), _stop_signal))


@verbs.command()
@click.argument("name", metavar="ID")
@click.option("--explain", is_flag=True, help="Print which rules and attempts led where, from the manifest.")
@_as_json
def show(name: str, *, explain: bool, as_json: bool) -> int:
    """Print what is known of an embed, a snapshot or an article."""
    from service import commands

    if explain:
        return _run(commands.explain(settings.read(), name, as_json=as_json))
    return _run(commands.show(settings.read(), name, as_json=as_json))


@verbs.command()
@click.argument("names", nargs=-1, metavar="[ID…]")
@click.option("--due", is_flag=True, help="Look at what is due: soon after it was first seen, then ever more rarely.")
@click.option("--all", "everything", is_flag=True, help="Look at everything that is kept.")
@_as_json
def revisit(names: tuple[str, ...], *, due: bool, everything: bool, as_json: bool) -> int:
    """Look at kept posts again and wait: a new snapshot of what is new, else an observation. Safe to start twice."""
    if bool(names) + due + everything != 1:
        raise click.UsageError("Give ids, --due or --all, one of the three")
    from service import commands

    return _run(commands.revisit(settings.read(), names, everything=everything, due=due, as_json=as_json))


@verbs.command()
@click.argument("name", metavar="ID|DIRECTORY")
@_as_json
def verify(name: str, *, as_json: bool) -> int:
    """Check one snapshot, numbered: from the store by its id, or an exported folder, offline."""
    from service import commands

    if Path(name).exists():
        return commands.verify_folder(Path(name), as_json=as_json)
    return _run(commands.verify_stored(settings.read(), name, as_json=as_json))


@verbs.command()
def reindex() -> int:
    """Rebuild the catalogue from the bucket alone."""
    from service import commands

    return _run(commands.reindex(settings.read()))


@verbs.command()
@_as_json
def doctor(*, as_json: bool) -> int:
    """Check browser, fonts, database, store, clock and egress."""
    from service import commands

    return _run(commands.doctor(settings.read(), as_json=as_json))


@verbs.group()
def keys() -> None:
    """Create, list and revoke the keys of callers."""


@keys.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="What the key may do; give it several times for several.",
)
@click.option(
    "--max-body",
    "body_bytes",
    type=click.IntRange(min=1),
    help="Bytes of one request at most; else HOLDFAST_BODY_BYTES.",
)
@click.option(
    "--visits-a-day",
    type=click.IntRange(min=1, max=10**9),
    help="Visits it may ask for within 24 hours; else any number.",
)
@_as_json
def create_key(name: str, scopes: tuple[str, ...], **limits: Any) -> int:
    """Make a key and print it, this once: only its digest is kept."""
    from service import keyring

    return _run(keyring.create(settings.read(), name, tuple(map(Scope, scopes)), **limits))


@keys.command("list")
@_as_json
def list_keys(*, as_json: bool) -> int:
    """Print every key with its scopes, revoked ones too; never a secret."""
    from service import keyring

    return _run(keyring.show(settings.read(), as_json=as_json))


@keys.command("revoke")
@click.argument("key_id", metavar="ID")
def revoke_key(key_id: str) -> int:
    """End a key: from now on nobody comes in with it."""
    from service import keyring

    return _run(keyring.revoke(settings.read(), key_id))


def _stop_signal() -> asyncio.Event:
    """Give an event that is set by the first SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


if __name__ == "__main__":
    main()
