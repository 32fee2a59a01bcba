"""S3 servers that exist: they answer 200 and do not keep what they promise."""

import asyncio
import re
from contextlib import asynccontextmanager
from urllib.parse import unquote
from xml.sax.saxutils import escape

from aiohttp import web

_NO_KEY = "<Error><Code>NoSuchKey</Code><Message>not here</Message></Error>"
_TAKEN = "<Error><Code>PreconditionFailed</Code><Message>there already</Message></Error>"


class FaultyS3:
    """As much of S3 as a store needs, over plain HTTP, with one fault.

    `None` keeps every promise that the trial asks for; `ignores-condition` overwrites in spite of If-None-Match (as
    rclone and s3rver do); `stores-framing` keeps the chunk framing of the transfer inside the object; `loses-a-byte`
    cuts the end; `forgets` answers 200 and keeps nothing; `unlisted` leaves new objects out of its listing;
    `unconditional` does not know conditional writes and says so; `hangs` never answers; `busy` answers 409 twice to
    each put, as AWS does while another conditional write is under way.
    """

    def __init__(self, fault=None):
        self.fault = fault
        self.objects = {}
        self.puts = 0
        self.headers = []
        self.over = asyncio.Event()

    async def answer(self, request):
        if self.fault == "hangs":
            await request.read()
            await self.over.wait()
        key = unquote(request.rel_url.raw_path).removeprefix("/bucket").removeprefix("/")
        if request.method == "PUT":
            return await self._put(request, key)
        if not key:
            return self._list(request.query.get("prefix", ""))
        if key not in self.objects:
            return web.Response(status=404, text="" if request.method == "HEAD" else _NO_KEY)
        return web.Response(body=self.objects[key])

    async def _put(self, request, key):
        body = await request.read()
        self.puts += 1
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        if self.fault == "busy" and self.puts % 3:
            return web.Response(status=409, text="<Error><Code>ConditionalRequestConflict</Code></Error>")
        if self.fault == "unconditional":
            return web.Response(status=501, text="<Error><Code>NotImplemented</Code></Error>")
        if self.fault != "ignores-condition" and key in self.objects and request.headers.get("If-None-Match") == "*":
            return web.Response(status=412, text=_TAKEN)
        if self.fault == "stores-framing":
            body = b"%x;chunk-signature=0\r\n%b\r\n0\r\nx-amz-checksum-sha256:abc\r\n\r\n" % (len(body), body)
        elif self.fault == "loses-a-byte":
            body = body[:-1]
        if self.fault != "forgets":
            self.objects[key] = body
        return web.Response()

    def _list(self, prefix):
        found = [key for key in self.objects if key.startswith(prefix)] if self.fault != "unlisted" else []
        entries = "".join(f"<Contents><Key>{escape(key)}</Key></Contents>" for key in found)
        text = f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>"
        return web.Response(text=re.sub(r"\s+", " ", text), content_type="application/xml")


@asynccontextmanager
async def running(server):
    """Serve on loopback while the block lasts; gives the address."""
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{key:.*}", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = site._server.sockets[0].getsockname()
        yield f"http://{host}:{port}"
    finally:
        server.over.set()
        await runner.cleanup()
