"""Where pictures are taken for measuring: the pages, a store, and photographers that are told what to do."""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from service.embedded import embedded_s3
from tests.benchmarks.cards import HOST
from tests.benchmarks.cost import cpu_seconds, memory

_LINE = 2**24
_SECONDS = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round of pictures cost, and what came of it."""

    seconds: float
    cpu: float
    """Seconds of processor time, all processes of the photographer together."""
    memory: int
    """Bytes at the end."""
    sha256: dict[str, str]
    """URL → digest of the picture's file."""
    pixels: dict[str, str]
    """URL → digest of its pixels, when they were asked for."""
    told: dict[str, str]
    """URL → what the photographer says of it."""

    @property
    def rate(self) -> float:
        """Pictures a second."""
        return len(self.sha256) / self.seconds

    @property
    def each(self) -> float:
        """Milliseconds of processor time a picture."""
        return 1000 * self.cpu / len(self.sha256)


class Photographer:
    """One that is up, in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def take(self, urls: Iterable[str], *, at_once: int, pixels: bool = False, wait: float = 0.0) -> Round:
        """Have these pages photographed."""
        order = {"urls": list(urls), "at_once": at_once, "pixels": pixels, "wait": wait}
        before = await asyncio.to_thread(cpu_seconds, self._process.pid)
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        async with asyncio.timeout(_SECONDS):
            while not (line := await self._process.stdout.readline()).startswith(b"{"):  # the log of the service
                if not line:
                    raise RuntimeError("A photographer is gone.")
        done = json.loads(line)
        pictures = done["pictures"]
        return Round(
            seconds=done["seconds"],
            cpu=await asyncio.to_thread(cpu_seconds, self._process.pid) - before,
            memory=await asyncio.to_thread(memory, self._process.pid),
            sha256={url: made["sha256"] for url, made in pictures.items()},
            pixels={url: made["pixels"] for url, made in pictures.items()},
            told={url: made["grade"] for url, made in pictures.items()},
        )


class Studio:
    """The pages and the store."""

    def __init__(self, stack: AsyncExitStack, ports: str, authority: Path, s3: dict[str, str]) -> None:
        self._stack = stack
        self.ports = ports
        self.authority = authority
        self._s3 = s3

    async def hire(self, kind: str, *, storing: bool = False) -> Photographer:
        """Start a photographer; it leaves with the studio."""
        more = [json.dumps(self._s3)] if storing else []
        arguments = ["-m", "tests.benchmarks.photographers", kind, self.ports, str(self.authority), *more]
        process = await self._stack.enter_async_context(_running(arguments))
        assert process.stdout
        while (line := await process.stdout.readline()).strip() != b"ready":
            if not line:
                raise RuntimeError(f"The photographer {kind} did not come.")
        return Photographer(process)


def pages(kind: str, numbers: Iterable[int]) -> list[str]:
    """Give addresses of one kind of page."""
    return [f"https://{HOST}/{kind}/{number}" for number in numbers]


@asynccontextmanager
async def studio() -> AsyncIterator[Studio]:
    """Open the pages and the store. Raises NoNode when the cards cannot be built."""
    async with AsyncExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="studio-", ignore_cleanup_errors=True)))
        await asyncio.to_thread(place.chmod, 0o755)
        authority = place / "ca.pem"
        server = await stack.enter_async_context(_running(["-m", "tests.benchmarks.cards.server", str(authority)]))
        s3 = await stack.enter_async_context(embedded_s3(place))
        assert server.stdout
        ports = (await server.stdout.readline()).decode().strip().replace(" ", ",")
        known = asdict(s3)
        told = {"endpoint": known.pop("url"), **known, "region": "us-east-1"}
        yield Studio(stack, ports, authority, told)


@asynccontextmanager
async def _running(arguments: list[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a program of ours until the block ends; it leaves when its input does."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdin=pipe, stdout=pipe, limit=_LINE)
    try:
        yield process
    finally:
        assert process.stdin
        process.stdin.close()
        try:
            async with asyncio.timeout(20):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
