"""What the fetcher logs names hosts and causes, and repeats no address."""

import pytest
import structlog

from service.model.document import Request
from tests.net.conftest import fetcher, redirect, rig


@pytest.mark.parametrize(
    "away", ["app://signed-in?token=s3cret", "http://[s3cret", "https:///?s3cret", "javascript:s3cret()"]
)
async def test_an_address_that_is_none_is_not_repeated_in_the_log(servers, away):
    port = await servers.http(redirect(away))
    with structlog.testing.capture_logs() as lines:
        async with fetcher(rig(plain_port=port)) as out:
            document = await out.fetch(Request(name="page", url="http://example.org/"))
    assert document.failure == "egress-refused"
    assert [line["action"] for line in lines] == ["fetch-failed"]
    assert "s3cret" not in repr(lines)
