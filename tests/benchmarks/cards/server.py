"""The pages, over TLS and plainly, on loopback, for every name that is asked for.

    /f/N  a card, no delay              /t/N  its API after 1.0-1.8 s, images 50-150 ms, font 120 ms, a skeleton meanwhile
    /h/N  behind 1 MB of script         /c/N  a story with a consent banner and six trackers that never rest
    /b/N  one picture is missing        /a/N  an article of 40,000 px with lazy pictures
    /i/N  a page that grows for as long as one scrolls

`python -m tests.benchmarks.cards.server CA_FILE` prints `tls_port plain_port` and serves until its input ends.
"""

import asyncio
import json
import sys
import tempfile
import zlib
from functools import lru_cache
from pathlib import Path

from aiohttp import web

from tests.benchmarks.cards import bundle
from tests.benchmarks.cards.posts import PEOPLE, post
from tests.replica.authority import Authority
from tests.replica.pictures import avatar, photograph
from tests.replica.records import Picture

_HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>Card {n}</title><link rel=icon href='data:,'>"
CARD = _HEAD + (
    "<link rel=stylesheet href=/app.css?{kind}>{extra}<div id=root data-api='/api/{kind}/{n}'></div><script src=/app.js></script>"
)
STORY = _HEAD + (
    "<style>body{{margin:24px;font:17px sans-serif}}#banner{{position:fixed;inset:auto 0 0 0;padding:40px;"
    "background:#123;color:#fff}}iframe{{border:0;width:300px;height:120px}}</style>"
    "<article><h1>Story {n}</h1>{body}</article><div id=banner class=consent-banner>We value your privacy "
    "<button>Accept all</button></div>{trackers}"
)
TRACKERS = ("doubleclick.net", "google-analytics.com", "criteo.com", "taboola.com", "hotjar.com", "chartbeat.com")
TRACKER = """(() => { const end = Date.now() + 150; while (Date.now() < end) Math.sqrt(end);
setInterval(() => fetch("https://SITE/beacon?" + Math.random(), {mode: "no-cors"}).catch(() => 0), 300);
const frame = document.createElement("iframe"); frame.srcdoc = "<style>@keyframes a{to{left:200px}}b{position:absolute;animation:a 1s infinite}</style><b>AD</b>";
document.body.append(frame); })()"""
GROWING = _HEAD + (
    "<body style='margin:24px;font:17px sans-serif'><h1>Endless {n}</h1><div id=all></div><script>const more = () => "
    "{{ for (let k = 0; k < 10; k++) {{ const p = document.createElement('p'); p.style.height = '120px'; "
    "p.textContent = 'Part ' + document.querySelectorAll('p').length; all.append(p); }} }}; more(); "
    "addEventListener('scroll', () => {{ if (scrollY + innerHeight > document.body.scrollHeight - 400) more(); }});</script>"
)
FONTS = ("NotoSans-Regular.ttf", "DejaVuSans.ttf")


class Cards:
    """Answers for every name."""

    def __init__(self) -> None:
        self._built = bundle.bundle()
        found = (path for name in FONTS for path in Path("/usr/share/fonts").rglob(name))
        self._letters = next(found).read_bytes()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve one request."""
        room, *rest = request.path.strip("/").split("/")
        found = getattr(self, f"_{room.partition('.')[0]}", None)
        if found is None:
            return page(room, rest)
        return await found(request, *rest)

    async def _app(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.endswith(".css"):
            return web.Response(body=self._built.style, content_type="text/css")
        return web.Response(body=self._built.script, content_type="text/javascript")

    async def _heavy(self, _: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=_heavy_script(), content_type="text/javascript")

    async def _tracker(self, request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text=TRACKER.replace("SITE", request.host), content_type="text/javascript")

    async def _font(self, request: web.BaseRequest, _: str) -> web.StreamResponse:
        await asyncio.sleep(0.12 if "?t" in request.headers.get("Referer", "") else 0)
        return web.Response(body=self._letters, content_type="font/ttf")

    async def _api(self, request: web.BaseRequest, kind: str, n: str) -> web.StreamResponse:
        if kind == "t":
            await asyncio.sleep(1.0 + 0.8 * (int(n) * 7919 % 100) / 100)
        found = post(int(n), origin=f"{request.scheme}://{request.host}", kind=kind)
        return web.json_response({"data": found.document}, dumps=lambda each: json.dumps(each, ensure_ascii=False))

    async def _avatar(self, _: web.BaseRequest, name: str) -> web.StreamResponse:
        handle = name.partition(".")[0]
        shown = next((shown for shown, known in PEOPLE if known == handle), handle)
        return web.Response(body=avatar(handle, shown, 96), content_type="image/png")

    async def _photo(self, _: web.BaseRequest, kind: str, name: str) -> web.StreamResponse:
        if kind == "t":
            await asyncio.sleep(0.05 + 0.1 * (zlib.crc32(name.encode()) % 100) / 100)
        if kind == "b" and "-0_" in name:
            return web.Response(status=404)
        key, _, size = name.partition(".")[0].rpartition("_")
        width, height = (int(each) for each in size.split("x"))
        return web.Response(body=_drawn(key, width, height), content_type="image/jpeg")


def page(kind: str, rest: list[str]) -> web.StreamResponse:
    """Give the page of one kind and number."""
    if kind == "beacon" or len(rest) != 1 or not rest[0].isdigit():
        return web.Response(status=204 if kind == "beacon" else 404)
    n = int(rest[0])
    if kind == "c":
        trackers = "".join(f"<script src='https://www.{host}/tracker.js' async></script>" for host in TRACKERS)
        html = STORY.format(n=n, body=f"<p>The harbour has a plan, part {n}.</p>" * 12, trackers=trackers)
    elif kind == "a":
        photo = "<p>Paragraph {k} of story {n}.</p><img loading=lazy width=800 height=450 src='/photo/f/{n}-a{k}_800x450.jpg'>"
        body = "".join(photo.format(k=k, n=n) for k in range(80))
        html = STORY.format(n=n, body=body, trackers="")
    elif kind == "i":
        html = GROWING.format(n=n)
    else:
        html = CARD.format(n=n, kind=kind, extra="<script src=/heavy.js></script>" if kind == "h" else "")
    return web.Response(text=html, content_type="text/html")


@lru_cache(maxsize=2000)
def _drawn(key: str, width: int, height: int) -> bytes:
    scene = ("train", "harbour", "city")[zlib.crc32(key.encode()) % 3]
    return photograph(Picture(key=key, caption=key, scene=scene, width=width, height=height), 680)


@lru_cache(maxsize=1)
def _heavy_script() -> bytes:
    line = "function part{n}(a){{const b=[];for(let k=0;k<a;k++)b.push(k*{n});return b.map(v=>v+{n}).join(',')}};"
    parts = (line.format(n=n) + (f"part{n}(40);" if n % 10 == 0 else "") for n in range(10_200))
    return "".join(parts).encode()


async def serve(ca_file: Path) -> None:
    """Serve until the input ends."""
    with tempfile.TemporaryDirectory(prefix="cards-") as directory:
        authority = Authority(Path(directory), ca_file)
        front = web.ServerRunner(web.Server(Cards().answer), shutdown_timeout=0.2)
        await front.setup()
        await web.TCPSite(front, "127.0.0.1", 0, ssl_context=authority.server_context(), backlog=512).start()
        await web.TCPSite(front, "127.0.0.1", 0, backlog=512).start()
        print(*(address[1] for address in front.addresses), flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await front.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
