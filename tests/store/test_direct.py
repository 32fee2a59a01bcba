"""The short way to the server: taken where all is plain, and left where it is not."""

import pytest
from aiohttp import web

from service.errors import NotFound, StoreFailed
from service.store.direct import LARGE
from service.store.s3 import Place, S3Store
from tests.store.faulty import FaultyS3, running


class Rude(FaultyS3):
    """Does something else with the next request of one method; keeps who asked for what."""

    def __init__(self, rude=None):
        super().__init__()
        self.asked, self.rude, self.next = [], rude, None

    async def answer(self, request):
        self.asked.append((request.method, "boto3" if "Boto3" in request.headers.get("User-Agent", "") else "direct"))
        if request.method == self.next:
            self.next = None
            return await self.rude(self, request)
        return await super().answer(request)


async def hang_up(server, request):
    """Write what is to be written, and be gone before saying so."""
    await FaultyS3.answer(server, request)
    request.transport.abort()
    return web.Response()


async def fail(_, request):
    await request.read()
    return web.Response(status=500, text="<Error><Code>InternalError</Code></Error>")


async def cut_off(server, request):
    """Say a length and send less."""
    whole = server.objects["a/b"]
    answer = web.StreamResponse(headers={"Content-Length": str(len(whole))})
    await answer.prepare(request)
    await answer.write(whole[:-1])
    request.transport.close()
    return answer


def opened(address, **more):
    return S3Store(
        Place(bucket="bucket", endpoint=address, **({"access_key": "a", "secret_key": "b"} | more)), timeout=5
    )


async def test_a_plain_object_goes_the_short_way_and_a_large_one_is_announced_first():
    server = Rude()
    async with running(server) as address, opened(address) as store:
        assert await store.create("a/b", b"picture", "image/png") is True
        assert await store.read("a/b") == b"picture"
        assert set(server.asked) == {("PUT", "direct"), ("GET", "direct")}
        server.asked.clear()
        assert await store.create("a/c", bytes(LARGE), "image/png") is True
        assert server.asked == [("PUT", "boto3"), ("GET", "direct")]


@pytest.mark.parametrize("rude", [fail, hang_up])
async def test_a_put_that_met_trouble_is_made_again_and_the_object_stands_once(rude):
    server = Rude(rude)
    async with running(server) as address, opened(address) as store:
        server.next = "PUT"
        assert await store.create("a/b", b"picture", "image/png") is (rude is fail)
        assert server.asked[:2] == [("PUT", "direct"), ("PUT", "boto3")]
        assert server.objects == {"a/b": b"picture"}
        assert await store.create("a/b", b"picture", "image/png") is False


@pytest.mark.parametrize("rude", [fail, hang_up, cut_off])
async def test_bytes_that_came_broken_are_asked_for_again(rude):
    server = Rude(rude)
    async with running(server) as address, opened(address) as store:
        await store.create("a/b", b"picture", "image/png")
        for call, answer in ((store.read("a/b"), b"picture"), (store.create("a/b", b"picture", "image/png"), False)):
            server.asked.clear()
            server.next = "GET"
            assert await call == answer
            assert server.asked[-2:] == [("GET", "direct"), ("GET", "boto3")]


async def test_without_credentials_the_store_says_so(monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    server = Rude()
    async with running(server) as address, opened(address, access_key=None, secret_key=None) as store:
        with pytest.raises(StoreFailed, match="NoCredentialsError"):
            await store.create("a/b", b"picture", "image/png")
        assert server.asked == []


async def test_credentials_that_the_machine_lends_are_used(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "lent")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    server = Rude()
    async with running(server) as address, opened(address, access_key=None, secret_key=None) as store:
        await store.create("a/b", b"picture", "image/png")
    assert set(server.asked) == {("PUT", "direct"), ("GET", "direct")}
    assert server.headers[0]["x-amz-security-token"] == "token"
    assert "Credential=lent/" in server.headers[0]["authorization"]


async def test_a_proxy_that_the_environment_names_is_used(monkeypatch):
    server = Rude()
    async with running(server) as address:
        monkeypatch.setenv("http_proxy", address)
        async with opened("http://s3.example.org") as store:
            with pytest.raises(NotFound):
                await store.read("a/b")
    assert server.asked == [("GET", "direct"), ("GET", "boto3")]
