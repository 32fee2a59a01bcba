"""Requests are signed as Amazon's own examples are (S3 API reference, "Signature Calculations … Single Chunk")."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from service.store.signing import EMPTY, Secrets, encoded, signed

SECRETS = Secrets(access_key="AKIAIOSFODNN7EXAMPLE", secret_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
AT = datetime(2013, 5, 24, tzinfo=UTC)
HOST = {"host": "examplebucket.s3.amazonaws.com"}
WRITTEN = {**HOST, "date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"}


@pytest.mark.parametrize(
    ("method", "key", "headers", "digest", "signature"),
    [
        (
            "GET",
            "test.txt",
            {**HOST, "range": "bytes=0-9"},
            EMPTY,
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "test$file.text",
            WRITTEN,
            sha256(b"Welcome to Amazon S3.").hexdigest(),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
    ],
)
def test_the_published_examples_come_out(method, key, headers, digest, signature):
    given = signed(method, f"/{encoded(key)}", headers, digest, secrets=SECRETS, region="us-east-1", at=AT)
    assert given["authorization"].endswith(f"Signature={signature}")
    assert given["authorization"].startswith(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders="
    )


def test_a_lent_token_is_signed_with_the_rest_and_no_secret_shows():
    lent = Secrets(access_key="a", secret_key="hidden-key", token="hidden-token")
    given = signed("GET", "/k", HOST, EMPTY, secrets=lent, region="eu-west-1", at=AT)
    assert given["x-amz-security-token"] == "hidden-token"
    assert "x-amz-security-token," in given["authorization"].replace(";", ",") + ","
    assert "hidden" not in repr(lent)
