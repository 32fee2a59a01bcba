"""Any S3 server, through boto3 in a bounded pool of threads; what every snapshot asks goes the short way of `direct`.

Write once: every put carries `If-None-Match: *` (412: something stands there already) and its SHA-256, and what was
written is read back and compared by us, because servers exist that accept both headers and heed neither; which of
them are refused at start is said in `service.store.trial`. Checksum modes are `when_required`: since boto3 1.36 the
default sends bodies in chunks with a trailer, which some servers store inside the object (boto3#4435). No ACLs.
"""

import asyncio
import random
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

from service.errors import Conflict, IntegrityFailed, NotFound, StoreFailed
from service.store.answers import ABSENT, BUSY, DAMAGED, TAKEN, code_of, failures
from service.store.direct import Direct

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

T = TypeVar("T")

_PIECE = 1 << 20
_BUSY_TRIES = 6
_CONNECT_TIMEOUT = 3.0
"""Seconds: a server in the same network answers in milliseconds or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the objects lie and how to get there."""

    bucket: str
    prefix: str = ""
    """Without slashes at its ends; empty: the whole bucket is ours."""
    endpoint: str | None = None
    """Address of the server; None: AWS."""
    access_key: str | None = None
    """None: as boto3 finds it (`AWS_ACCESS_KEY_ID`, a profile, the machine's role)."""
    secret_key: str | None = field(default=None, repr=False)
    region: str | None = None

    @classmethod
    def of(cls, address: str, **rest: Any) -> Self:
        """Read `s3://bucket/prefix`.

        >>> Place.of("s3://newsroom/holdfast/").prefix
        'holdfast'
        """
        bucket, _, prefix = address.removeprefix("s3://").partition("/")
        return cls(bucket=bucket, prefix=prefix.strip("/"), **rest)


class S3Store:
    """An S3 bucket that keeps the port's promise. Use it as `async with S3Store(place, timeout=…) as store`.

    `timeout` is in seconds, for each of our calls to the server; `threads` bounds the calls under way at once.
    """

    def __init__(self, place: Place, *, timeout: float, threads: int = 16) -> None:
        self._place = place
        self._start = f"{place.prefix}/" if place.prefix else ""
        self._timeout = timeout
        self._threads = threads
        self._turns = asyncio.Semaphore(threads)
        self._pool: ThreadPoolExecutor | None = None
        self._client: S3Client | None = None
        self._direct: Direct | None = None

    async def __aenter__(self) -> Self:
        """Open the threads and the client; nothing is sent yet."""
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="store")
        self._client, self._direct = await asyncio.get_running_loop().run_in_executor(self._pool, self._connect)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close connections and threads; calls under way are waited for, at most their own timeouts long."""
        pool, client, direct = self._pool, self._client, self._direct
        self._pool = self._client = self._direct = None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)
        if direct is not None:
            direct.close()
        if client is not None:
            client.close()

    async def create(self, key: str, body: bytes, media_type: str) -> bool:
        """Write an object that is not there yet, and read it back; see the port."""
        written, same = await self._call(key, lambda client: self._write(client, key, body, media_type), calls=2)
        if same:
            return written
        if written:
            raise IntegrityFailed(
                f"The store gives other bytes back than were written under {key}.",
                hint="Do not use this store: `holdfast doctor` says what it does wrong.",
            )
        raise Conflict(f"Other bytes stand in the store under {key}.")

    async def read(self, key: str) -> bytes:
        """Give the bytes; see the port."""
        return await self._call(key, lambda client: self._get(client, key))

    async def exists(self, key: str) -> bool:
        """Say whether the object is there; see the port."""
        try:
            await self._call(key, lambda client: client.head_object(Bucket=self._place.bucket, Key=self._start + key))
        except NotFound:
            return False
        return True

    async def keys(self, prefix: str) -> AsyncIterator[str]:
        """Give every key below a prefix, page by page; see the port."""
        more: dict[str, Any] = {}
        while True:
            page = await self._call(
                prefix,
                lambda client, more=more: client.list_objects_v2(  # type: ignore[misc]
                    Bucket=self._place.bucket, Prefix=self._start + prefix, **more
                ),
            )
            for entry in page.get("Contents", ()):
                yield entry["Key"].removeprefix(self._start)
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    async def ping(self) -> None:
        """Check that the bucket answers; see the port."""
        bucket = self._place.bucket
        await self._call("", lambda client: client.list_objects_v2(Bucket=bucket, Prefix=self._start, MaxKeys=1))

    async def refuses_wrong_checksum(self, key: str) -> bool:
        """Say whether the server compares the SHA-256 of a put with its body. One that does writes nothing here."""
        try:
            await self._call(key, lambda client: self._put(client, key, b"probe", "text/plain", bytes(32)))
        except IntegrityFailed:
            return True
        return False

    def _connect(self) -> "tuple[S3Client, Direct]":
        place, connecting = self._place, min(_CONNECT_TIMEOUT, self._timeout)
        session = botocore.session.get_session()
        if place.access_key is not None and place.secret_key is not None:
            session.set_credentials(place.access_key, place.secret_key)
        client: S3Client = boto3.session.Session(botocore_session=session).client(
            "s3",
            endpoint_url=place.endpoint,
            region_name=place.region or (None if place.endpoint is None else "us-east-1"),
            config=Config(
                signature_version="s3v4",
                connect_timeout=connecting,
                read_timeout=self._timeout,
                retries={"total_max_attempts": 2, "mode": "standard"},
                max_pool_connections=self._threads,
                s3={"addressing_style": "auto" if place.endpoint is None else "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
        timeouts = (connecting, self._timeout)
        return client, Direct(session, client, place.bucket, timeouts=timeouts, connections=self._threads)

    async def _call(self, key: str, work: Callable[["S3Client"], T], *, calls: int = 1) -> T:
        """Run so many calls in a thread, with a turn, a time limit and our own errors."""
        if self._pool is None or self._client is None:
            raise StoreFailed("The store is not open.")
        async with self._turns:
            done = asyncio.get_running_loop().run_in_executor(self._pool, work, self._client)
            with failures(key, self._place.bucket):
                async with asyncio.timeout(calls * self._timeout):
                    return await done

    def _write(self, client: "S3Client", key: str, body: bytes, media_type: str) -> tuple[bool, bool]:
        """Write and read back. Gives whether it was written now, and whether these bytes stand there. Runs in a thread."""
        digest = sha256(body).digest()
        written = self._put(client, key, body, media_type, digest)
        try:
            return written, self._digest(client, key) == digest
        except ClientError as error:
            if code_of(error) not in ABSENT:
                raise
            return written, False

    def _put(self, client: "S3Client", key: str, body: bytes, media_type: str, digest: bytes) -> bool:
        """True: written; False: something stands there. Runs in a thread."""
        media_type = _header(media_type)
        if self._direct and (done := self._direct.put(self._start + key, body, media_type, digest)) is not None:
            return done
        for attempt in range(_BUSY_TRIES):
            try:
                client.put_object(
                    Bucket=self._place.bucket,
                    Key=self._start + key,
                    Body=body,
                    ContentType=media_type,
                    IfNoneMatch="*",
                    ChecksumSHA256=b64encode(digest).decode("ascii"),
                )
            except ClientError as error:
                match code_of(error):
                    case code if code in TAKEN:
                        return False
                    case code if code in DAMAGED:
                        raise IntegrityFailed(f"What reached the store under {key} was damaged on the way.") from error
                    case code if code in BUSY and attempt < _BUSY_TRIES - 1:
                        time.sleep(random.uniform(0.5, 1.0) * 0.02 * 2**attempt)  # noqa: S311 - spreads callers
                    case _:
                        raise
            else:
                return True
        raise StoreFailed(f"Another caller keeps writing {key}.")

    def _digest(self, client: "S3Client", key: str) -> bytes:
        """Hash what stands under a key without holding it whole. Runs in a thread."""
        if self._direct and (done := self._direct.digest(self._start + key)) is not None:
            return done
        found = sha256()
        with closing(client.get_object(Bucket=self._place.bucket, Key=self._start + key)["Body"]) as body:
            for piece in body.iter_chunks(_PIECE):
                found.update(piece)
        return found.digest()

    def _get(self, client: "S3Client", key: str) -> bytes:
        if self._direct and (done := self._direct.get(self._start + key)) is not None:
            return done
        with closing(client.get_object(Bucket=self._place.bucket, Key=self._start + key)["Body"]) as body:
            return body.read()


def _header(media_type: str) -> str:
    """Give the type that the server repeats; one of several parts without its boundary is a broken header to readers."""
    return "application/octet-stream" if media_type.startswith("multipart/") else media_type
