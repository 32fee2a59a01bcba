"""Our small launcher of SeaweedFS: a real S3 server on loopback with one bucket and one key.

    <data>/s3/identity.json   the key, made once per data directory, for the server's user and root only
              ports.json      the ports of the last start: SeaweedFS names its sockets in /tmp after them
              objects/        what SeaweedFS keeps

All parts listen on 127.0.0.1, on ports that were free at the start. SeaweedFS leaves the inner ones open by default
(`DELETE` on the filer removes an object that S3 would protect), so HTTP is off for master and filer, and the rest is
signed with keys that are new at each start. Not promised: protection from other users of this machine who speak the
inner gRPC protocol, and the last seconds before a power cut (SeaweedFS does not flush every write to the disk).
For evidence that must survive its operator, set HOLDFAST_STORE to a bucket with Object Lock.
"""

import asyncio
import json
import secrets
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from service import log
from service.embedded import child
from service.embedded.child import Child
from service.embedded.home import Home, locked_home
from service.embedded.programs import weed_for
from service.errors import SetupFailed

_ATTEMPTS = 3
_START_PATIENCE = 30.0
_RIGHTS = ("Read", "Write", "List", "Tagging", "GetBucketObjectLockConfiguration")
"""What the service does with its bucket. No `Admin`: with it a misspelt bucket could be made and any be removed."""
_PARTS = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc")
_PORTS = (*_PARTS, "s3.port", "s3.port.grpc")
_GRPC_OFFSET = 10_000
"""The admin part's worker looks for its gRPC port at this distance and nowhere else."""
_OPTIONS = (
    "-ip=127.0.0.1",
    "-ip.bind=127.0.0.1",
    "-disableHttp",
    "-admin.ui=false",
    "-webdav=false",
    "-volume.preStopSeconds=0",
    "-master.telemetry=false",
    "-master.volumeSizeLimitMB=128",
    "-s3.iam=false",
    "-s3.autoCreateBucket=false",
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
)

_log = log.get(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Endpoint:
    """How to reach an S3 server and the bucket that is ours there."""

    url: str
    bucket: str
    access_key: str
    secret_key: str = field(repr=False)


@asynccontextmanager
async def embedded_s3(
    data: Path, *, bucket: str = "holdfast", may_make_buckets: bool = False
) -> AsyncIterator[S3Endpoint]:
    """Run SeaweedFS on `<data>/s3` while the block lasts, with the bucket made.

    The key reads, writes and lists that bucket only, unless `may_make_buckets`. Enter it from the main thread: the
    server ends with the thread that started it. Raises SetupFailed when SeaweedFS is not installed, when another
    service uses the directory, or when the server does not start.
    """
    async with locked_home(data, "s3") as home:
        program = weed_for(home.account)
        access_key, secret_key = _identity(home, bucket=bucket, may_make_buckets=may_make_buckets)
        server, port = await _start(home, program, bucket, access_key, secret_key)
        _log.info("The embedded S3 server answers.", action="embedded-s3-started", port=port)
        try:
            yield S3Endpoint(
                url=f"http://127.0.0.1:{port}", bucket=bucket, access_key=access_key, secret_key=secret_key
            )
        finally:
            await _stop(server, home)
            _log.info("The embedded S3 server has stopped.", action="embedded-s3-stopped")


def _identity(home: Home, *, bucket: str, may_make_buckets: bool) -> tuple[str, str]:
    """Give the key of this data directory, and write down what it may do."""
    try:
        known = json.loads((home.path / "identity.json").read_text("ascii"))["identities"][0]["credentials"][0]
        access_key, secret_key = str(known["accessKey"]), str(known["secretKey"])
    except FileNotFoundError:
        access_key, secret_key = secrets.token_hex(10), secrets.token_urlsafe(30)
    actions = ["Admin", *_RIGHTS] if may_make_buckets else [f"{right}:{bucket}" for right in _RIGHTS]
    credentials = [{"accessKey": access_key, "secretKey": secret_key}]
    identity = {"name": "holdfast", "credentials": credentials, "actions": actions}
    home.write_private("identity.json", json.dumps({"identities": [identity]}))
    return access_key, secret_key


async def _start(home: Home, program: Path, bucket: str, access_key: str, secret_key: str) -> tuple[Child, int]:
    last_words = ""
    for _ in range(_ATTEMPTS):
        _remove_leftovers(home)
        ports = _free_ports()
        home.write_private("ports.json", json.dumps(ports))
        command: list[str | Path] = [program, "-logtostderr=true", "mini", f"-dir={_objects(home)}", *_OPTIONS]
        command += [f"-bucket={bucket}", f"-s3.config={home.path / 'identity.json'}"]
        command += [f"-{name}={port}" for name, port in ports.items()]
        server = child.start(
            home, command, said="server.log", on_our_death=signal.SIGKILL, environment=_fresh_inner_keys()
        )
        url = f"http://127.0.0.1:{ports['s3.port']}"
        try:
            await _answers(server, S3Endpoint(url=url, bucket=bucket, access_key=access_key, secret_key=secret_key))
        except SetupFailed as error:
            await _stop(server, home)
            last_words = str(error)
        except BaseException:
            await _stop(server, home)
            raise
        else:
            return server, ports["s3.port"]
    raise SetupFailed(last_words, hint=f"Its log is {home.path / 'server.log'}.")


async def _stop(server: Child, home: Home) -> None:
    """Ask, then insist: SeaweedFS waits half a minute for idle connections, and loses nothing when it is killed."""
    await server.stop((signal.SIGTERM, 1.0))
    _remove_leftovers(home)


async def _answers(server: Child, endpoint: S3Endpoint) -> None:
    """Wait until the bucket is there."""
    once = Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=5)
    client = boto3.client(
        "s3",
        endpoint_url=endpoint.url,
        region_name="us-east-1",
        aws_access_key_id=endpoint.access_key,
        aws_secret_access_key=endpoint.secret_key,
        config=once,
    )
    with closing(client):
        while server.is_running:
            try:
                await asyncio.to_thread(client.head_bucket, Bucket=endpoint.bucket)
            except (BotoCoreError, ClientError) as error:
                if server.age > _START_PATIENCE:
                    raise SetupFailed(f"The embedded S3 server does not answer: {error}") from error
                await server.ended(0.05)
            else:
                return
    raise SetupFailed(f"The embedded S3 server ended while starting: {server.last_words}")


def _objects(home: Home) -> Path:
    place = home.path / "objects"
    if not place.exists():
        place.mkdir(mode=0o700)
        shutil.chown(place, home.account.uid, home.account.gid)
    return place


def _fresh_inner_keys() -> dict[str, str]:
    names = ("WEED_JWT_SIGNING_KEY", "WEED_JWT_FILER_SIGNING_KEY", "WEED_JWT_FILER_SIGNING_READ_KEY")
    return {name: secrets.token_hex(32) for name in names}


def _free_ports() -> dict[str, int]:
    """Choose ports that are free now; another program may take one before the server does: then we start again."""
    with ExitStack() as taken:

        def bound(port: int = 0) -> int:
            probe = taken.enter_context(closing(socket.socket()))
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])

        ports = {name: bound() for name in _PORTS}
        while True:
            admin = 20_000 + secrets.randbelow(30_000)
            try:
                return {**ports, "admin.port": bound(admin), "admin.port.grpc": bound(admin + _GRPC_OFFSET)}
            except OSError:
                continue


def _remove_leftovers(home: Home) -> None:
    """Remove what a server leaves that is named after its ports: sockets, saved options, the master's own state.

    The master learns the volumes, and the highest number in each, from the volume server; only a cluster of several
    masters needs that state.
    """
    try:
        ports = json.loads((home.path / "ports.json").read_text("ascii")).values()
    except FileNotFoundError:
        ports = []
    for port in ports:
        for left in Path("/tmp").glob(f"seaweedfs-*-{int(port)}.sock"):  # noqa: S108 - SeaweedFS puts them there
            with suppress(PermissionError):  # another user's server had this port before and left its own
                left.unlink(missing_ok=True)
    objects = home.path / "objects"
    (objects / "mini.options").unlink(missing_ok=True)
    for state in objects.glob("m[0-9]*"):
        shutil.rmtree(state, ignore_errors=True)
