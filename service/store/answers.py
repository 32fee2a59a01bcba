"""What S3 servers answer when they do not do it, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from service.errors import NotFound, StoreFailed

ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})
TAKEN = frozenset({"PreconditionFailed", "412"})
BUSY = frozenset({"ConditionalRequestConflict", "409", "OperationAborted", "SlowDown"})
"""Another conditional write of the key is under way: try again (S3 API reference, PutObject, 409)."""
DAMAGED = frozenset({"BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch"})

_NO_BUCKET = "NoSuchBucket"


def code_of(error: ClientError) -> str:
    """Give the server's own word for what went wrong; a bodiless answer gives its status."""
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def failures(key: str, bucket: str) -> Iterator[None]:
    """Turn whatever boto3 raises into NotFound (the object is not there) or StoreFailed (anything else)."""
    try:
        yield
    except ClientError as error:
        code = code_of(error)
        if code in ABSENT:
            raise NotFound(f"The store holds nothing under {key}.") from error
        if code == _NO_BUCKET:
            raise StoreFailed(f"The bucket {bucket} does not exist.", hint="Create the bucket first.") from error
        raise StoreFailed(f"The store refused a call on {bucket}: {code or error}.") from error
    except TimeoutError as error:
        raise StoreFailed(f"The store did not answer in time on {bucket}.") from error
    except (BotoCoreError, HTTPError, OSError) as error:
        raise StoreFailed(f"The store cannot be reached: {type(error).__name__} on {bucket}.") from error
