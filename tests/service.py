"""Holdfast as a newsroom runs it: `python -m service …` in processes of their own, against the replica."""

import asyncio
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "tests" / "replica" / "article.txt"
STATES = {"kept", "failed"}


@contextmanager
def data_directory():
    """A data directory that root's servers can reach as well."""
    place = Path(tempfile.mkdtemp(prefix="holdfast-service-"))
    place.chmod(0o755)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def environment(data, world=None, **more):
    """The settings of a service on this data directory, whose whole outside is the replica."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    browser = {name: os.environ[name] for name in ("HOLDFAST_BROWSER", "HOLDFAST_UNSANDBOXED") if name in os.environ}
    rig = {} if world is None else {"HOLDFAST_UPSTREAM": world.upstream, "HOLDFAST_UPSTREAM_CA": str(world.ca_file)}
    return inherited | browser | rig | {"HOLDFAST_DATA": str(data), "HOLDFAST_LISTEN": "127.0.0.1:0"} | more


class Said:
    """What a command did."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out.decode(), err.decode()

    def json(self):
        return json.loads(self.out)

    @property
    def sentence(self):
        """What the person reads on standard error: its last line; the log stands before it."""
        return self.err.strip().splitlines()[-1] if self.err.strip() else ""


async def holdfast(*arguments, settings, said=b"", seconds=120):
    """Run one command to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "service",
        *map(str, arguments),
        env=settings,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(seconds):
            out, err = await process.communicate(said)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Said(process.returncode, out, err)


class Service:
    """A running `serve`, and somebody who talks to it over HTTP."""

    def __init__(self, process, address, session):
        self.process, self.address, self.session = process, address, session

    async def call(self, method, path, said=None, **headers):
        """Ask, and give status and JSON."""
        async with self.session.request(method, path, json=said, headers=headers) as answer:
            return answer.status, json.loads(await answer.read())

    async def get(self, path):
        status, told = await self.call("GET", path)
        assert status == 200, (path, told)
        return told

    async def done(self, path, seconds=60):
        """Wait until an article or operation is done, and give it."""
        end = time.monotonic() + seconds
        while (told := await self.get(path))["status"] not in STATES:
            assert time.monotonic() < end, f"not done within {seconds} seconds: {told}"
            await asyncio.sleep(0.1)
        return told

    async def kill(self):
        """End it as a crash of the machine would: nothing is said, nothing is put away."""
        self.process.kill()
        await self.process.wait()

    async def stop(self):
        """Ask it to end, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(60):
            return await self.process.wait()


@asynccontextmanager
async def serving(settings, log, seconds=60):
    """A service while the block lasts; it is killed at the latest at its end."""
    with log.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "service", "serve"),
            env=settings,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=file,
        )
    try:
        async with asyncio.timeout(seconds):
            while line := await process.stdout.readline():
                if found := re.search(rb"http://\S+", line):
                    break
            else:
                raise AssertionError("the service ended: " + log.read_text()[-2000:])
        async with aiohttp.ClientSession(found[0].decode(), timeout=aiohttp.ClientTimeout(total=30)) as session:
            yield Service(process, found[0].decode(), session)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def processes_of(data):
    """The processes that work in a data directory or name it, as pid → command line."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                command = (entry / "cmdline").read_bytes()
                told = (entry / "environ").read_bytes()
                here = (entry / "cwd").readlink().is_relative_to(data)
                if here or os.fsencode(data) in command or b"HOLDFAST_DATA=" + os.fsencode(data) in told:
                    found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return found


async def nobody_left(data, seconds=10):
    """Wait until no process of a data directory is left, and give those that are all the same."""
    end = time.monotonic() + seconds
    while (left := processes_of(data)) and time.monotonic() < end:  # noqa: ASYNC110 - the kernel rings no bell
        await asyncio.sleep(0.1)
    return left
