"""One spelling: what we take a hostile address for is what the browser would open, or we refuse it."""

import asyncio

import pytest

from service.errors import BadUrl
from service.model.url import parse
from tests.net.spellings import DISGUISED, LITERALS, NAMES, PORTS, RESOLVED

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

MORE = [
    "http://example.com\\@127.0.0.1/",
    "http://127.0.0.1\\.example.com/",
    "http://user:pa:ss@example.com/",
    "http://user%40name@example.com/",
    "http://@example.com/",
    "http://:@example.com/",
    "http://example.com:/",
    "http://example.com:080/",
    "http://example.com:00000000000000000000443/",
    "http://example.com:65536/",
    "http://example.com:-1/",
    "http://example.com:4 4/",
    "https://EXAMPLE.com:443/A/../B/./C",
    "https://example.com/%2e%2e/%2E/a",
    "https://example.com/a/..%2fb",
    "https://example.com/a\\b\\..\\c",
    "https://example.com/a b?c d#e f",
    "https://example.com/<>`{}|^\"'",
    "https://example.com/?q='\"<>",
    "https://example.com/é?é#é",
    "https://exämple.com/",
    "https://xn--exmple-cua.com/",
    "https://xn--/",
    "https://faß.de/",
    "https://ﬁsh.example/",
    "https://example。com/",
    "https://example．com/",
    "https://exa\u200bmple.com/",
    "https://exa\u00admple.com/",
    "https://exam\u2028ple.com/",
    "https://a\u0300.example/",
    "https://\u202eexample.com/",
    "https://example.com\u3002/",
    "https://example.com..",
    "https://.example.com/",
    "https://-example-.com/",
    "https://exa_mple.com/",
    "https://exa%mple.com/",
    "https://exa%25mple.com/",
    "https://example.com%2f@evil.example/",
    "https://example.com%23@evil.example/",
    "https://[::1%25eth0]/",
    "https://[::1]:443x/",
    "https://[1:2:3:4:5:6:7:8:9]/",
    "https://[::127.0.0.999]/",
    "https://256.256.256.256/",
    "https://1.2.3/",
    "https://1.2.3.4.5/",
    "https://0x/",
    "https://0x100000000/",
    "https://08.08.08.08/",
    "https://1.2.3.4.example/",
    "https://1e3/",
    "https:example.com/",
    "https:////example.com//a",
    "HtTpS://example.com",
    "\x00https://example.com/",
    "https://example.com/\x00",
    "https://exam\x7fple.com/",
    "https://example.com/\ud7ff\uf8ff\U0001f600",
    "\thttps://exa\nmple.com/\r",
    "https://" + "a" * 64 + ".example/",
    "https://" + "a." * 130 + "example/",
]
SPELLINGS = [*LITERALS, *DISGUISED, *NAMES, *PORTS, *RESOLVED, *MORE]


def ours(text):
    try:
        return parse(text).href
    except BadUrl:
        return None


async def test_we_take_an_address_for_what_the_browser_takes_it_for_or_refuse(chromium):
    await chromium._ready()
    context = await chromium._engine.browser.new_context()
    page = await context.new_page()
    theirs = await page.evaluate(
        "texts => texts.map(text => { try { return new URL(text).href } catch { return null } })", SPELLINGS
    )
    await context.close()
    rows = [(text, ours(text), browser) for text, browser in zip(SPELLINGS, theirs, strict=True)]
    refused = [row for row in rows if row[1] is None]
    # The browser writes `|` in a path as %7C, against the standard (URL section 1.3); it is the same path.
    apart = [row for row in rows if row[1] is not None and row[1].replace("|", "%7C") != row[2]]
    print(f"\n{len(rows)} spellings: {len(rows) - len(refused) - len(apart)} alike, {len(refused)} refused by us")
    assert len(set(SPELLINGS)) >= 170
    assert len(rows) - len(refused) >= 100, "refusing everything would be no promise"
    assert apart == []


async def test_the_browser_goes_where_we_say_it_goes(site, chromium):
    context = await chromium._engine.browser.new_context(offline=True)
    page = await context.new_page()
    for text in MORE[:8] + MORE[12:22]:
        canonical = ours(text)
        if canonical is None or parse(text).has_credentials:  # browsers load no frame with a password in its address
            continue
        asked = asyncio.get_running_loop().create_future()
        page.once("request", lambda request, asked=asked: asked.set_result(request.url))
        await page.evaluate(
            "text => { const f = document.createElement('iframe'); f.src = text; document.body.append(f) }", text
        )
        async with asyncio.timeout(5):
            assert (await asked).partition("#")[0] == canonical.partition("#")[0].replace("|", "%7C")
    await context.close()
