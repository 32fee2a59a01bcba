"""A real Chromium against a small site of our own: real TLS, real proxy, loopback only."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from service.capture.chromium import Chromium
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net.guard import Dialler
from service.settings import Settings

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
HOST = "posts.example.org"
NAMES = (
    "*.google-analytics.com", "platform.twitter.com", "www.instagram.com", "www.facebook.com", "www.tiktok.com",
    "www.youtube.com", "embed.bsky.app", "www.threads.com", "embed.reddit.com", "t.me", "www.linkedin.com", "vk.com",
    "player.vimeo.com", "bsky.app", "truthsocial.com", "www.reddit.com",
    "x.com", "*.x.com", "evilx.com", "x.com.evil.example", "twitter.com",
)  # fmt: skip


@dataclass
class Site:
    """Answers for every name; a test says what stands where."""

    settings: Settings | None = None
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    leaf: bytes = b""

    def page(self, path: str, html: str, *, status: int = 200, after: float = 0.0, kind: str = "text/html") -> str:
        async def answer(_: web.Request) -> web.StreamResponse:
            await asyncio.sleep(after)
            return web.Response(text=html, status=status, content_type=kind, charset="utf-8")

        return self.put(path, answer)

    def put(self, path: str, answer: Answer, host: str = HOST) -> str:
        self.pages[host + path] = answer
        return f"https://{host}{path}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(f"{request.host}{request.path}")
        found = self.pages.get(request.host.partition(":")[0] + request.path)
        if found is None:
            return web.Response(text="<h1>404</h1>", status=404, content_type="text/html")
        return await found(request)


def certificates(folder: Path) -> tuple[Path, Path, bytes]:
    now = datetime.now(UTC)

    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    def build(subject: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name("Test CA"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
        )

    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = build("Test CA", authority).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    names = x509.SubjectAlternativeName(
        [
            x509.DNSName("*.example.org"),
            x509.DNSName("frames.example.net"),
            *(x509.DNSName(name) for name in NAMES),
            x509.IPAddress(ip_address("127.0.0.1")),
        ]
    )
    leaf = build("posts.example.org", key).add_extension(names, critical=False).sign(authority, hashes.SHA256())
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(root.sign(authority, hashes.SHA256()).public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "site.pem").write_bytes(leaf.public_bytes(pem) + private)
    return folder / "ca.pem", folder / "site.pem", leaf.public_bytes(serialization.Encoding.DER)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(tmp_path_factory):
    authority, certificate, leaf = certificates(tmp_path_factory.mktemp("ca"))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    place = Site(leaf=leaf)
    server = web.Server(place.answer)
    runner = web.ServerRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    secure, plain = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls), web.TCPSite(runner, "127.0.0.1", 0)
    await secure.start()
    await plain.start()
    ports = [listening.getsockname()[1] for part in (secure, plain) for listening in part._server.sockets]
    place.settings = Settings(
        upstream=f"127.0.0.1:{ports[0]},{ports[1]}",
        upstream_ca=authority,
        open_timeout=3,
        settle_timeout=2.2,
        visit_timeout=20,
    )
    yield place
    await runner.cleanup()


def now() -> datetime:
    return datetime.now(UTC)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(site):
    async with Chromium(Dialler.configured(site.settings), site.settings, now) as browser:
        yield browser


@pytest.fixture
def visit(chromium):
    async def go(url, **framing):
        wanted = Framing(method=Method.LIVE_EMBED, url=url, **framing)
        return await chromium.visit(EmbedId("page-test"), wanted)

    return go
