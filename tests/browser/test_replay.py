"""What is kept of a post replays without its platform: the same pixels, from the web archive alone."""

import asyncio
import contextlib
import io
import ssl
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace

import pytest
from aiohttp import web
from PIL import Image, ImageDraw
from warcio.archiveiterator import ArchiveIterator

from service.capture.chromium import Chromium
from service.model.capture import Grade
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net.guard import Dialler
from service.seal import replaying, wacz
from tests.browser.conftest import certificates, now
from tests.browser.test_lookalikes import FONT
from tests.browser.test_visits import files

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

WORDS = "Порт открыт после шторма. The harbour is open again, עשר שנים אחרי. 🚢"
PAGE = """<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><link rel=stylesheet href="/style.css"><article id=post><p id=wait>…</p>
<img src="/old/picture.png" alt=""><iframe src="https://frames.example.net/quoted" style="border:0;width:400px;height:60px"></iframe></article>
<script>const ask = (more) => fetch("/api?id=7", more).then((answer) => answer.json());
setTimeout(() => Promise.all([ask(), ask({method: "POST", body: "who"})]).then(([post, author]) => { wait.textContent = author.name + ": " + post.text }), 120)</script>"""
STYLE = "@font-face{font-family:House;src:url(/house.ttf)}article{font:20px/1.4 House;width:460px;padding:12px;background:#eef}img{display:block}"
QUOTED = (
    "<!doctype html><meta charset=utf-8><body style='margin:0;background:#fed;font:16px serif'>Quoted from elsewhere"
)
HEADERS = frozenset({"content-length", "transfer-encoding", "content-encoding", "connection", "date", "server"})
"""Of an answer: those that the server which replays it sets by itself."""


def drawn():
    image = Image.new("RGB", (300, 120), "#8ec5e8")
    ImageDraw.Draw(image).polygon(((40, 80), (260, 80), (220, 110), (80, 110)), fill="#b5402a")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def put_up(site):
    async def api(request):
        body = {"name": "Mira"} if request.method == "POST" else {"text": WORDS}
        answer = web.json_response(body)
        answer.enable_compression(web.ContentCoding.gzip)
        return answer

    async def moved(_):
        return web.Response(status=302, headers={"Location": "/new/picture.png"})

    def answer(body, kind):
        async def give(_):
            return web.Response(body=body, content_type=kind)

        return give

    site.put("/api", api)
    site.put("/old/picture.png", moved)
    site.put("/new/picture.png", answer(drawn(), "image/png"))
    site.put("/house.ttf", answer(FONT.read_bytes() if FONT.exists() else b"", "font/ttf"))
    site.page("/style.css", STYLE, kind="text/css")
    site.put("/quoted", answer(QUOTED.encode(), "text/html"), "frames.example.net")
    return site.page("/replayed", PAGE)


def recorded(archive):
    """Give what the archive holds, by method and address, as its own readers read it."""
    found, methods = {}, {}
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        for record in ArchiveIterator(io.BytesIO(file.read(wacz.WARC)), check_digests="raise"):
            url, headers = record.rec_headers.get_header("WARC-Target-URI"), record.http_headers
            body = record.content_stream().read()
            if record.rec_type == "request":
                methods[record.rec_headers.get_header("WARC-Concurrent-To")] = headers.protocol
            elif record.rec_type == "response":
                kept = [(name, value) for name, value in headers.headers if name.lower() not in HEADERS]
                found[record.rec_headers.get_header("WARC-Record-ID")] = (
                    url,
                    int(headers.get_statuscode()),
                    kept,
                    body,
                )
    return {(methods[one].split(" ", 1)[0], url): rest for one, (url, *rest) in found.items()}


@contextlib.asynccontextmanager
async def replayed(archive, folder, settings):
    """Serve an archive as the whole internet. Gives settings that lead there, and what was asked and is not in it."""
    held, lacking = recorded(archive), []

    async def answer(request):
        url = f"https://{request.host}{request.raw_path}"
        if (request.method, url) not in held:
            lacking.append(f"{request.method} {url}")
            return web.Response(status=404)
        status, headers, body = held[request.method, url]
        return web.Response(status=status, headers=headers, body=body)

    authority, certificate, _ = certificates(folder)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    place = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await place.start()
    port = place._server.sockets[0].getsockname()[1]
    yield settings.model_copy(update={"upstream": f"127.0.0.1:{port},{port}", "upstream_ca": authority}), lacking
    await runner.cleanup()


async def photograph(browser, url):
    framing = Framing(method=Method.LIVE_EMBED, url=url, ready=("article",), clip=("article",), expect=WORDS)
    return await browser.visit(EmbedId("page-replay"), framing)


async def test_an_archive_replays_to_the_same_pixels_with_its_platform_gone(site, chromium, tmp_path):
    url = put_up(site)
    original = await photograph(chromium, url)
    assert (original.grade, original.reasons) == (Grade.COMPLETE, ())
    archive = wacz.archive(original, "holdfast").body
    assert replaying.faults(archive) == []
    site.asked.clear()
    async with (
        replayed(archive, tmp_path, site.settings) as (settings, lacking),
        Chromium(Dialler.configured(settings), settings, now) as browser,
    ):
        again = await photograph(browser, url)
    assert lacking == []
    assert site.asked == [], "the original was not asked"
    assert (again.grade, again.reasons) == (Grade.COMPLETE, ())
    assert files(again)["post.png"].body == files(original)["post.png"].body
    assert files(again)["post.txt"].body == files(original)["post.txt"].body


async def test_an_archive_that_lacks_a_record_does_not_replay_to_the_same_pixels(site, chromium, tmp_path):
    url = put_up(site)
    original = await photograph(chromium, url)
    kept = tuple(each for each in original.exchanges if not each.url.endswith("/new/picture.png"))
    archive = wacz.archive(replace(original, exchanges=kept), "holdfast").body
    async with (
        replayed(archive, tmp_path, site.settings) as (settings, lacking),
        Chromium(Dialler.configured(settings), settings, now) as browser,
    ):
        again = await photograph(browser, url)
    assert again.grade is Grade.PARTIAL, "it leaves no hole, and is missed all the same"
    assert lacking == ["GET https://posts.example.org/new/picture.png"]
    assert files(again)["post.png"].body != files(original)["post.png"].body


async def test_the_reference_checker_finds_every_digest_right_and_a_changed_byte_wrong(site, chromium, tmp_path):
    original = await photograph(chromium, put_up(site))
    with zipfile.ZipFile(io.BytesIO(wacz.archive(original, "holdfast").body)) as file:
        whole = file.read(wacz.WARC)
    (tmp_path / "whole.warc.gz").write_bytes(whole)
    plain = b"".join(unpacked(whole))
    (tmp_path / "changed.warc").write_bytes(plain.replace(b"Quoted from elsewhere", b"Quoted from nowhere!!"))

    async def check(name):
        command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(tmp_path / name)]
        return await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)

    right, wrong = await asyncio.gather(check("whole.warc.gz"), check("changed.warc"))
    assert right.returncode == 0, right.stdout
    assert right.stdout.count("digest pass") >= len(original.exchanges)
    assert wrong.returncode == 1, wrong.stdout


def unpacked(packed):
    while packed:
        member = zlib.decompressobj(31)
        yield member.decompress(packed) + member.flush()
        packed = member.unused_data
