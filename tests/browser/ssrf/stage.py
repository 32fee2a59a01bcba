"""Where the vectors are played: a site that serves their pages, and a canary for each of them. Loopback only."""

import asyncio
import contextlib
import ssl
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from service.net.guard import READ_BUFFER, Dialler
from tests.browser.ssrf.shape import page
from tests.browser.ssrf.vectors import GROUPS, VECTORS, group_page

PUBLIC = "93.184.215.14"
HOST = "posts.example.org"
LONELY = "lonely.example.org"
DAY = timedelta(days=1)


def lonely(port):
    """TLS of a site whose issuer nobody knows and is to be had, its certificate says, from a canary (RFC 5280 4.2.2.1)."""
    now, key, issuer = datetime.now(UTC), *(ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in (LONELY, "Nobody")]
    places = [
        x509.AccessDescription(
            method, x509.UniformResourceIdentifier(f"http://127.0.0.1:{port}/{method.dotted_string}")
        )
        for method in (AuthorityInformationAccessOID.CA_ISSUERS, AuthorityInformationAccessOID.OCSP)
    ]
    leaf = (
        x509.CertificateBuilder(*names[::-1], key.public_key(), x509.random_serial_number(), now - DAY, now + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(LONELY)]), critical=False)
        .add_extension(x509.AuthorityInformationAccess(places), critical=False)
        .sign(issuer, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(leaf.public_bytes(pem))
        file.write(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        file.flush()
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(file.name)
    return tls


class _Ears(asyncio.DatagramProtocol):
    def __init__(self, canary):
        self.canary = canary

    def datagram_received(self, *_):
        self.canary.heard.append("udp")


@dataclass
class Canary:
    """Listens on one port of loopback (TCP on both families, UDP) and notes whoever comes, bytes or not."""

    port: int = 0
    heard: list[str] = field(default_factory=list)
    parts: list = field(default_factory=list)

    async def open(self):
        loop = asyncio.get_running_loop()
        for _ in range(20):
            with contextlib.suppress(OSError):
                return await self._listen(loop)
        raise OSError("No port is free on all of TCP, UDP and both families.")

    async def _listen(self, loop):
        first = await asyncio.start_server(self.sing, "127.0.0.1", 0)
        self.parts, self.port = [first], first.sockets[0].getsockname()[1]
        try:
            with contextlib.suppress(OSError):
                self.parts.append(await asyncio.start_server(self.sing, "::1", self.port))
            udp, _ = await loop.create_datagram_endpoint(lambda: _Ears(self), local_addr=("127.0.0.1", self.port))
        except OSError:
            first.close()
            raise
        self.parts.append(udp)
        return self

    async def sing(self, reader, writer):
        self.heard.append("tcp")
        with contextlib.suppress(OSError, asyncio.LimitOverrunError, TimeoutError, asyncio.IncompleteReadError):
            async with asyncio.timeout(2):
                await reader.readuntil(b"\r\n\r\n")
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nAccess-Control-Allow-Origin: *\r\n"
                b"Access-Control-Allow-Private-Network: true\r\nContent-Length: 6\r\nConnection: close\r\n\r\ncanary"
            )
            await writer.drain()
        writer.close()

    def close(self):
        for part in self.parts:
            part.close()


class Stage:
    """Serves the pages of the vectors and knows which canary was reached; made by `set_up`."""

    def __init__(self):
        self.canaries = {}
        self.played = set()
        self.plain = 0
        self.secure = 0
        self.dialled_inside = []
        """Addresses that the gate let through though they are none of the public internet."""
        self._asked = {}

    def url(self, group, origin=None):
        if len(group) > 1:
            return f"{origin or f'http://{HOST}'}/group/{GROUPS.index(group)}"
        scheme = "https" if group[0].secure else "http"
        return f"{origin or f'{scheme}://{HOST}'}/{group[0].name}/"

    def aim(self, vector, text):
        port = self.canaries[vector.name].port
        hostport = f"{vector.host}:{port}"
        for sign, meant in (("CANARY", f"http://{hostport}"), ("HOSTPORT", hostport), ("PORT", str(port))):
            text = text.replace(sign, meant)
        return text

    async def answer(self, request):
        name, _, rest = request.path.lstrip("/").partition("/")
        vector = next((each for each in VECTORS if each.name == name), None)
        if request.host == "redirector.example.net":
            raise web.HTTPFound("http://169.254.169.254/latest/meta-data/")
        if name == "group":
            return web.Response(text=group_page(GROUPS[int(rest)]), content_type="text/html")
        if vector is None:
            return web.Response(text="", status=204)
        if rest == "hop":
            return web.Response(status=302, headers={"Location": self.aim(vector, vector.hop)})
        if rest in vector.files:
            kind, text = vector.files[rest]
            return web.Response(text=self.aim(vector, text), content_type=kind)
        if rest:
            return web.Response(status=404)
        self.played.add(name)
        if vector.early and request.transport is not None:
            request.transport.write(f"HTTP/1.1 103 Early Hints\r\n{self.aim(vector, vector.early)}\r\n\r\n".encode())
        headers = {header: self.aim(vector, text) for header, text in vector.headers.items()}
        return web.Response(text=self.aim(vector, page(vector)), content_type="text/html", headers=headers)

    def dialler(self):
        """The gate in front of a small internet; what it lets through to an inner address is noted."""

        async def resolve(host):
            turn = self._asked[host] = self._asked.get(host, 0) + 1
            match host:
                case "inside.example.net":
                    return ("127.0.0.1",)
                case "mixed.example.net":
                    return (PUBLIC, "127.0.0.1")
                case "rebound.example.net" if turn > 1:
                    return ("127.0.0.1",)
            return (PUBLIC,)

        async def connect(address, port):
            if address != PUBLIC:
                self.dialled_inside.append(address)
                raise ConnectionRefusedError
            port = self.secure if port == 443 else self.plain
            return await asyncio.open_connection("127.0.0.1", port, limit=READ_BUFFER)

        return Dialler(timeout=5, resolver=resolve, connector=connect)

    def reached(self):
        return {name for name, canary in self.canaries.items() if canary.heard}

    def forget(self):
        for canary in self.canaries.values():
            canary.heard.clear()
        self.dialled_inside.clear()
        self.played.clear()
        self._asked.clear()


@contextlib.asynccontextmanager
async def set_up(tls):
    stage = Stage()
    for vector in VECTORS:
        stage.canaries[vector.name] = await Canary().open()
    alone = lonely(stage.canaries["certificate-issuer"].port)

    def by_name(connection, name, _):
        if name == LONELY:
            connection.context = alone

    tls.sni_callback = by_name
    runner = web.ServerRunner(web.Server(stage.answer), shutdown_timeout=0.1)
    await runner.setup()
    plain, secure = web.TCPSite(runner, "127.0.0.1", 0), web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await plain.start()
    await secure.start()
    stage.plain, stage.secure = (part._server.sockets[0].getsockname()[1] for part in (plain, secure))
    try:
        yield stage
    finally:
        for canary in stage.canaries.values():
            canary.close()
        await runner.cleanup()
