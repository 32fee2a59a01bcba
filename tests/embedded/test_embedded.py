"""The servers that run when none is given."""

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from botocore.exceptions import ClientError

from service.embedded import S3Endpoint, embedded_postgres, embedded_s3
from service.errors import SetupFailed
from tests.servers import running, s3_client

_KEEPER = Path(__file__).with_name("keeper.py")
_NOBODY = 65534
_IS_ROOT = os.geteuid() == 0


@pytest.fixture
def data():
    """A data directory that root's servers can reach as well."""
    place = Path(tempfile.mkdtemp(prefix="holdfast-embedded-"))
    place.chmod(0o755)
    yield place / "var"
    shutil.rmtree(place)


@contextmanager
def _service(data, *, user=None, before=()):
    """A service in a process of its own; it is killed at the latest when the block ends."""
    account = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    libraries, programs = sysconfig.get_path("purelib"), sysconfig.get_path("scripts")
    process = subprocess.Popen(
        [*before, sys.executable if user is None else _python_for_everybody(), "-B", str(_KEEPER), str(data)],
        env={**os.environ, "PYTHONPATH": libraries, "PATH": f"{programs}:{os.environ['PATH']}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_KEEPER.parents[2],
        **account,
    )
    with process:
        try:
            said = process.stdout.readline()
            assert said, "the service ended before it answered"
            answer = json.loads(said)
            yield process, answer["url"], S3Endpoint(**answer["s3"])
            if process.poll() is None:
                process.stdin.close()
                assert process.wait(20) == 0
        finally:
            process.kill()


def _python_for_everybody():
    """An interpreter of this version that an ordinary user can start, with this checkout in reach; else skip."""
    system = shutil.which(f"python3.{sys.version_info.minor}", path="/usr/local/bin:/usr/bin")
    for program in (sys.executable, system):
        if program is not None and _is_open(Path(program).resolve()) and _is_open(_KEEPER):
            return program
    return pytest.skip("an ordinary user cannot reach this checkout and an interpreter for it")


def _is_open(path):
    return all(part.stat().st_mode & 0o001 for part in path.parents)


def _processes_of(data):
    """The processes that work in the data directory or name it, as pids."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                named = os.fsencode(data) in (entry / "cmdline").read_bytes()
                if named or (entry / "cwd").readlink().is_relative_to(data):
                    found.append(int(entry.name))
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return found


def _until(condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not so within {seconds} seconds"
        time.sleep(0.05)


def _listening(pids):
    """Local addresses, as the kernel writes them, of the listening TCP sockets of these processes."""
    sockets = set()
    for pid in pids:
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            try:
                sockets.add(str(descriptor.readlink()))
            except FileNotFoundError:
                continue
    addresses = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            part = line.split()
            if part[3] == "0A" and f"socket:[{part[9]}]" in sockets:
                addresses.append(part[1])
    return addresses


_USERS = [pytest.param(None, id="as the user of this run")]
if _IS_ROOT:
    _USERS.append(pytest.param(_NOBODY, id="as an ordinary user"))


@pytest.mark.servers
@pytest.mark.parametrize("user", _USERS)
def test_a_killed_service_leaves_no_server_behind_and_loses_nothing(data, user):
    data.mkdir()
    if user is not None:
        os.chown(data, user, user)
    with _service(data, user=user) as (process, url, endpoint):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'the quote' AS words")
        with closing(s3_client(endpoint)) as client:
            client.put_object(Bucket=endpoint.bucket, Key="a/post.png", Body=b"picture" * 100_000)
        servers = [pid for pid in _processes_of(data) if pid != process.pid]
        assert len(servers) >= 3
        assert not any(Path(f"/proc/{pid}").stat().st_uid == 0 for pid in servers)
        process.kill()
        process.wait()
        _until(lambda: not _processes_of(data), 5)

    with _service(data, user=user) as (_, url, endpoint):
        with psycopg.connect(url, autocommit=True) as connection:
            assert connection.execute("SELECT words FROM kept").fetchone() == ("the quote",)
        with closing(s3_client(endpoint)) as client:
            assert len(client.get_object(Bucket=endpoint.bucket, Key="a/post.png")["Body"].read()) == 700_000
            client.put_object(Bucket=endpoint.bucket, Key="b/post.png", Body=b"next", IfNoneMatch="*")
    assert not _processes_of(data)


@pytest.mark.servers
async def test_a_second_service_on_one_data_directory_is_refused_in_one_sentence(data):
    async with embedded_postgres(data) as url, embedded_s3(data):
        for start in (embedded_postgres, embedded_s3):
            with pytest.raises(SetupFailed, match=rf"^Another Holdfast service is running on .*{data}\.$"):
                async with start(data):
                    pytest.fail("two services share one directory")
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.servers
async def test_a_pid_file_of_a_dead_server_and_a_half_made_cluster_do_not_stop_the_start(data):
    async with embedded_postgres(data):
        pass
    cluster = data / "postgres" / "cluster"
    lines = [str(os.getpid()), str(cluster), "1", "5432", str(data / "postgres" / "socket"), "", "0 0", "ready"]
    (cluster / "postmaster.pid").write_text("\n".join(lines) + "\n")
    (data / "postgres" / "cluster.unfinished").mkdir()
    async with embedded_postgres(data) as url, await psycopg.AsyncConnection.connect(url) as connection:
        assert await (await connection.execute("SELECT 1")).fetchone() == (1,)


@pytest.mark.servers
async def test_a_very_long_path_of_the_data_directory_does_not_stop_the_start(data):
    deep = data / ("long-name-" * 10) / "var"
    async with embedded_postgres(deep) as url, await psycopg.AsyncConnection.connect(url) as connection:
        assert await (await connection.execute("SELECT 1")).fetchone() == (1,)
        short = (deep / "postgres" / "socket").readlink()
        assert short.stat().st_mode & 0o077 == 0
    assert not short.exists()


@pytest.mark.servers
def test_nothing_listens_beyond_this_machine(postgres_server, s3_server, servers_data):
    listening = _listening(_processes_of(servers_data))
    assert len(listening) >= 8
    assert {address.split(":")[0] for address in listening} == {"0100007F"}


def test_searching_cyrillic_ignores_case(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT lower('МОСКВА'), 'Ёлка' ILIKE 'ёлка'").fetchone() == ("москва", True)


def test_each_test_has_a_database_and_a_bucket_of_its_own(postgres_url, s3):
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
    with closing(s3_client(s3)) as client:
        assert client.list_objects_v2(Bucket=s3.bucket)["KeyCount"] == 0


@pytest.mark.servers
async def test_the_key_of_the_s3_server_opens_one_bucket_and_makes_none(data):
    async with embedded_s3(data) as endpoint:
        with closing(s3_client(endpoint)) as client:
            client.put_object(Bucket="holdfast", Key="kept", Body=b"kept")
            for refused in (
                lambda: client.create_bucket(Bucket="another"),
                lambda: client.delete_bucket(Bucket="holdfast"),
                lambda: client.put_object(Bucket="another", Key="a", Body=b""),
            ):
                with pytest.raises(ClientError, match="AccessDenied"):
                    refused()
            assert client.get_object(Bucket="holdfast", Key="kept")["Body"].read() == b"kept"
        identity = data / "s3" / "identity.json"
        assert identity.stat().st_mode & 0o077 == 0
        assert endpoint.secret_key not in repr(endpoint)


@pytest.mark.servers
def test_the_inner_doors_of_the_s3_server_are_shut(data):
    with running(embedded_s3(data)) as endpoint, closing(s3_client(endpoint)) as client:
        client.put_object(Bucket="holdfast", Key="kept", Body=b"kept" * 1000)
        ports = json.loads((data / "s3" / "ports.json").read_text())
        for method, part, path in (
            ("GET", "filer.port", "/buckets/holdfast/kept"),
            ("DELETE", "filer.port", "/buckets/holdfast/kept?recursive=true"),
            ("GET", "master.port", "/col/delete?collection=holdfast"),
            ("POST", "master.port", "/col/delete?collection=holdfast"),
            ("GET", "s3.port", "/holdfast/kept"),
        ):
            request = urllib.request.Request(f"http://127.0.0.1:{ports[part]}{path}", method=method)
            with pytest.raises(urllib.error.HTTPError) as refusal:
                urllib.request.urlopen(request, timeout=5)
            refusal.value.close()
            assert refusal.value.code in (401, 403, 404), (method, part)
        assert len(client.get_object(Bucket="holdfast", Key="kept")["Body"].read()) == 4000


@pytest.mark.servers
@pytest.mark.skipif(not _IS_ROOT, reason="only root has directories that its servers' user cannot reach")
def test_root_keeps_state_where_the_servers_can_reach_it_and_says_where(data):
    data.mkdir()
    data.parent.chmod(0o700)
    own_var_lib = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /var/lib && exec "$@"', "sh"]
    if subprocess.run([*own_var_lib, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this root may not mount")
    with _service(data, before=own_var_lib) as (_, _, endpoint):
        assert (data / "s3").readlink().is_relative_to("/var/lib/holdfast")
        assert (data / "postgres").readlink().name == "postgres"
        with closing(s3_client(endpoint)) as client:
            client.put_object(Bucket=endpoint.bucket, Key="kept", Body=b"kept")


def test_a_port_in_use_is_no_port_for_the_servers():
    from service.embedded.seaweed import _free_ports

    ports = _free_ports()
    assert len(set(ports.values())) == len(ports)
    for port in ports.values():
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", port))
