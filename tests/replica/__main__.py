"""`python -m tests.replica`: the replica as a process of its own, until it is interrupted."""

import asyncio
import signal
from pathlib import Path

import click

from tests.replica import posts, quotes
from tests.replica.server import replica
from tests.replica.story import tell
from tests.replica.world import World


@click.command()
@click.option("--tls-port", default=0, help="Port for https; 0: chosen.")
@click.option("--plain-port", default=0, help="Port for http; 0: chosen.")
@click.option("--port-file", type=click.Path(path_type=Path), help="Write the two settings here once it answers.")
@click.option("--state", type=click.Path(path_type=Path), help="Directory that keeps the CA file; none: temporary.")
@click.option("--posts", "files", multiple=True, type=click.Path(exists=True, path_type=Path), help="JSON or TOML.")
@click.option(
    "--quotes-from",
    "articles",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Article whose references get posts to be found.",
)
@click.option("--bare", is_flag=True, help="Start without the posts of the replica's own story.")
def main(
    *,
    tls_port: int,
    plain_port: int,
    port_file: Path | None,
    state: Path | None,
    files: tuple[Path, ...],
    articles: tuple[Path, ...],
    bare: bool,
) -> None:
    """Serve a small recorded internet on loopback and print how to reach it."""
    world = World()
    if not bare:
        tell(world)
    for file in files:
        posts.load(world, file)
    for article in articles:
        quotes.populate(world, references_of(article))
    if state:
        state.mkdir(parents=True, exist_ok=True)
    ca_file = state / "replica-ca.pem" if state else None
    asyncio.run(_serve(world, tls_port, plain_port, port_file, ca_file))


def references_of(article: Path) -> tuple[quotes.Reference, ...]:
    """What the project's own finder finds in the file."""
    from service.model.article import Article, Format
    from service.references import find

    form = {".html": Format.HTML, ".htm": Format.HTML, ".json": Format.JSON}.get(article.suffix, Format.TEXT)
    return find(Article(body=article.read_text(encoding="utf-8"), format=form))


async def _serve(world: World, tls: int, plain: int, port_file: Path | None, ca_file: Path | None) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with replica(world, tls_port=tls, plain_port=plain, ca_file=ca_file):
        lines = f"HOLDFAST_UPSTREAM={world.upstream}\nHOLDFAST_UPSTREAM_CA={world.ca_file}\n"
        click.echo(lines, nl=False)
        if port_file:
            part = port_file.with_suffix(".part")
            part.write_text(lines)
            part.rename(port_file)
        await stop.wait()


if __name__ == "__main__":
    main()
