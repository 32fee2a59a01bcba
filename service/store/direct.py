"""The calls that a snapshot makes a dozen times each, signed by botocore and sent by urllib3, past all that lies above.

A put and a get through boto3 take about 1 ms of processor time each, and twice that where a dozen threads want the
interpreter at once; most of it are hooks, the models of the service and the reading of answers that are empty. This way
a snapshot of twelve objects takes 15 instead of 38 ms (20 through botocore's own session for HTTP). Only a plain answer
is taken from here. Whatever else there is (an error, a redirect, a broken connection, no credentials) is None, and the
caller asks again through boto3, which knows all of that.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from botocore.httpsession import get_cert_path
from botocore.session import Session
from botocore.utils import get_environ_proxies
from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Timeout
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

T = TypeVar("T")

LARGE = 1 << 20
"""Bytes from which on a body is better sent by boto3: it asks first whether it is wanted (`Expect: 100-continue`)."""
_PIECE = 1 << 20
_THERE = 412


class Direct:
    """The short way. All calls run in threads; as many at once as there are connections."""

    def __init__(
        self, session: Session, client: "S3Client", bucket: str, *, timeouts: tuple[float, float], connections: int
    ) -> None:
        """`session`: knows the credentials. `timeouts`: seconds for a connection, and for an answer."""
        self._session = session
        self._client = client
        self._bucket = bucket
        self._timeouts = timeouts
        self._connections = connections

    def close(self) -> None:
        """Close every connection; no call is under way any more."""
        if "_http" in vars(self):
            self._http.clear()

    def put(self, key: str, body: bytes, media_type: str, digest: bytes) -> bool | None:
        """Write an object that is not there. True: written; False: something stands there; None: ask boto3."""
        if len(body) >= LARGE:
            return None
        headers = {
            "Content-Type": media_type,
            "If-None-Match": "*",
            "x-amz-checksum-sha256": b64encode(digest).decode("ascii"),
        }
        return self._ask("PUT", key, _written, headers=headers, body=body)

    def digest(self, key: str) -> bytes | None:
        """Hash what stands under a key without holding it whole; None: ask boto3."""
        return self._ask("GET", key, _hashed)

    def get(self, key: str) -> bytes | None:
        """Give what stands under a key; None: ask boto3."""
        return self._ask("GET", key, _read)

    def _ask(
        self,
        method: str,
        key: str,
        take: Callable[[BaseHTTPResponse], T | None],
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> T | None:
        """Raises ReadTimeoutError or ConnectTimeoutError: what took so long once is not asked twice."""
        try:
            lent = self._session.get_credentials()
            if lent is None:
                return None
            request = AWSRequest(method, self._address + quote(key, safe="/~"), headers=headers, data=body)
            S3SigV4Auth(lent.get_frozen_credentials(), "s3", self._client.meta.region_name).add_auth(request)
            sent = request.prepare()
            answer = self._http.urlopen(
                method,
                sent.url,
                body=body,
                headers=dict(sent.headers.items()),
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
            )
            taken = take(answer)
            answer.drain_conn()
        except (ReadTimeoutError, ConnectTimeoutError):
            raise
        except (BotoCoreError, HTTPError):
            return None
        return taken

    @cached_property
    def _address(self) -> str:
        """Learn from boto3, which knows the servers of all regions, where the keys of the bucket begin."""
        whole = self._client.generate_presigned_url("get_object", Params={"Bucket": self._bucket, "Key": "k"})
        return whole.partition("?")[0].removesuffix("k")

    @cached_property
    def _http(self) -> PoolManager:
        """Trust whom boto3 trusts, and go through the proxy that it would go through."""
        connecting, answering = self._timeouts
        proxy = get_environ_proxies(self._address).get(self._address.partition(":")[0])
        make = partial(ProxyManager, proxy) if proxy else PoolManager
        return make(
            timeout=Timeout(connect=connecting, read=answering),
            maxsize=self._connections,
            ca_certs=self._session.get_config_variable("ca_bundle") or get_cert_path(verify=True),
        )


def _written(answer: BaseHTTPResponse) -> bool | None:
    return {200: True, _THERE: False}.get(answer.status)


def _hashed(answer: BaseHTTPResponse) -> bytes | None:
    found = sha256()
    for piece in answer.stream(_PIECE):
        found.update(piece)
    return found.digest() if answer.status == 200 else None


def _read(answer: BaseHTTPResponse) -> bytes | None:
    whole = answer.read()
    return whole if answer.status == 200 else None
