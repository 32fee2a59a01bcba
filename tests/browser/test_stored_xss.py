"""Nothing that a stranger wrote runs when a journalist looks at it: every page and every file, in a real browser."""

import contextlib
from dataclasses import dataclass, field
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import Error, async_playwright

from service.capture.runtime import runtime
from service.model.capture import Artefact
from service.model.post import Author, Link, Media
from service.settings import Settings
from tests.browser.payloads import ADDRESSES, ALL, FILES, TEXTS
from tests.browser.ssrf.test_matrix import SHELL
from tests.web.conftest import archive, newsroom
from tests.web.newsroom import a_post, an_embed

__all__ = ["archive", "newsroom"]

pytestmark = [pytest.mark.browser]


@dataclass
class Watched:
    """What a browser did beyond showing a page."""

    own: str
    dialogs: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def follow(self, page):
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        page.on("popup", lambda popup: self.outside.append(popup.url))

    async def _dialog(self, dialog):
        self.dialogs.append(dialog.page.url)
        await dialog.dismiss()

    def _request(self, request):
        if not request.url.startswith((self.own, "data:")):
            self.outside.append(f"{request.frame.page.url} → {request.url}")


@contextlib.asynccontextmanager
async def a_reader():
    """A browser as people have one: scripts on, nothing blocked. Nothing outside answers it."""
    with runtime(SHELL, Settings(_env_file=None)) as home:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=str(home.launcher),
                chromium_sandbox=True,
                env=home.environment,
                args=["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
            )
            yield await browser.new_page()
            await browser.close()


async def look(page, url):
    with contextlib.suppress(Error):  # a download is no page
        await page.goto(url, wait_until="load", timeout=5_000)
        await page.wait_for_timeout(60)
        for _ in range(3):
            await page.keyboard.press("Tab")
        await page.mouse.move(300, 300)


async def seed(newsroom):
    """Keep posts whose every text is hostile. Gives the paths that show them."""
    paths = ["/", "/docs", "/nowhere/<script>alert(1)</script>"]
    for number, text in enumerate(TEXTS):
        address = ADDRESSES[number % len(ADDRESSES)]
        author = Author(name=text, handle=text, url=address, avatar_url=address)
        post = a_post(
            text,
            url=address,
            author=author,
            title=text,
            links=(Link(url=text, expanded=address),),
            media=(Media(kind="image", url=address, alt=text),),
        )
        embed = an_embed(str(1000 + number), url=address)
        snapshot = await newsroom.keep(embed, post, reason=text, picture=False, artefacts=hostile_files(number))
        paths += [f"/embeds/{embed.id}"] + [f"/snapshots/{snapshot.id}"] * (number % 4 == 0)
        if not number:
            base = f"/v1/snapshots/{snapshot.id}"
            paths += [base, f"{base}/verify", *(f"{base}/files/{name}" for name in FILES)]
            paths += [f"{base}/files/manifest.json", f"/v1/embeds/{embed.id}", f"/v1/embeds/{embed.id}/observations"]
    paths += [f"/?{name}={quote(text)}" for text in TEXTS[:20] for name in ("q", "author", "cursor")]
    return paths


def hostile_files(number):
    if number:
        return ()
    return tuple(
        Artefact(name=name, role="raw-api", media_type=kind, body=text.encode()) for name, (kind, text) in FILES.items()
    )


async def hand_in(newsroom):
    """Hand in articles made of hostile text in every format. Gives their pages."""
    paths = []
    bodies = [
        ("html", f"<article>{ALL}<p>https://x.com/a/status/20</p></article>"),
        ("text", ALL),
        ("json", {"body": ALL, "url": ADDRESSES[0]}),
    ]
    bodies += [("html", f"<p>before {text} after</p>") for text in TEXTS[::4]]
    async with aiohttp.ClientSession(newsroom.address) as http:
        for form, body in bodies:
            sent = await http.post("/v1/articles", json={"body": body, "format": form, "title": TEXTS[0]})
            assert sent.status in (200, 202), await sent.text()
            paths.append(f"/articles/{(await sent.json())['id']}")
    return paths


async def test_nothing_stored_runs_on_any_page_or_file(newsroom):
    paths = await seed(newsroom) + await hand_in(newsroom)
    watched = Watched(own=newsroom.address)
    async with a_reader() as page:
        watched.follow(page)
        for path in paths:
            await look(page, newsroom.address + path)
    print(
        f"\n{len(TEXTS) + len(ADDRESSES) + len(FILES)} payloads, {len(paths)} pages and files: "
        f"{len(watched.dialogs)} dialogues, {len(watched.outside)} requests outside"
    )
    assert watched.dialogs == []
    assert watched.outside == []
    assert len(paths) > 150


async def test_the_same_payloads_run_where_nothing_protects(newsroom):
    async def raw(request):
        return web.Response(text=TEXTS[int(request.path[1:])], content_type="text/html")

    runner = web.ServerRunner(web.Server(raw))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    own = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    watched = Watched(own=own)
    async with a_reader() as page:
        watched.follow(page)
        for number in range(len(TEXTS)):
            await look(page, f"{own}/{number}")
    await runner.cleanup()
    print(f"\nwithout protection: {len(watched.dialogs)} dialogues, {len(watched.outside)} requests outside")
    assert len(watched.dialogs) >= 20
    assert len(watched.outside) >= 10
