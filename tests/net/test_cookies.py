"""Cookies are read from a file that nobody else may read, and each goes to its platform alone."""

import pytest

from service import platforms
from service.errors import BadSettings
from service.model.cookie import spellings, starred
from service.model.document import Request
from service.model.url import parse
from service.net import cookies
from service.net.cookies import Jar
from service.net.credentials import CredentialedFetcher
from service.net.recorded import RecordedInternet
from tests.net.conftest import answer, fetcher, redirect, rig

LINES = (
    "# Netscape HTTP Cookie File",
    "",
    "#HttpOnly_.x.com\tTRUE\t/\tTRUE\t0\tauth_token\ts3cret-token",
    ".x.com\tTRUE\t/\tFALSE\t4102444800\tct0\ts3cret-csrf",
    "www.instagram.com\tFALSE\t/p/\tTRUE\t0\tsessionid\ts3cret-session",
)


@pytest.fixture
def file(tmp_path):
    def write(*lines, mode=0o600):
        path = tmp_path / "cookies.txt"
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n")
        path.chmod(mode)
        return path

    return write


@pytest.fixture
def jar(file):
    return cookies.read(file(*LINES), platforms.hosts())


def names(found):
    return {cookie.name for cookie in found}


def test_a_file_says_whose_each_cookie_is_and_whether_scripts_may_read_it(jar):
    assert [(each.name, each.home, each.subdomains, each.scripts) for each in jar.cookies] == [
        ("auth_token", "x.com", True, False),
        ("ct0", "x.com", True, True),
        ("sessionid", "instagram.com", False, True),
    ]
    assert "s3cret" not in repr(jar.cookies)


def test_without_a_file_nobody_gets_any():
    assert cookies.read(None, platforms.hosts()).of("x", "https://x.com/") == ()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o602, 0o610])
def test_a_file_that_others_may_read_or_change_is_refused(file, mode):
    with pytest.raises(BadSettings, match="others than its owner") as refused:
        cookies.read(file(*LINES, mode=mode), platforms.hosts())
    assert "chmod 600" in refused.value.hint


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (".x.com\tTRUE\t/\tTRUE\t0\ts3cret", "line 1 .* is no cookie"),
        (".x.com\tTRUE\t/\tTRUE\tsoon\tname\ts3cret", "line 1 .* is no cookie"),
        ("x.com TRUE / TRUE 0 name s3cret", "line 1 .* is no cookie"),
        (".com\tTRUE\t/\tTRUE\t0\tname\ts3cret", "no platform's host"),
        (".co.uk\tTRUE\t/\tTRUE\t0\tname\ts3cret", "no platform's host"),
        (".evilx.com\tTRUE\t/\tTRUE\t0\tname\ts3cret", "no platform's host"),
        ("x.com.evil.example\tTRUE\t/\tTRUE\t0\tname\ts3cret", "no platform's host"),
        ("\tTRUE\t/\tTRUE\t0\tname\ts3cret", "no platform's host"),
        ("news.example\tTRUE\t/\tTRUE\t0\tname\ts3cret", "no platform's host"),
    ],
)
def test_a_line_that_names_no_platform_is_refused_and_not_repeated(file, line, says):
    with pytest.raises(BadSettings, match=says) as refused:
        cookies.read(file(line), platforms.hosts())
    assert "s3cret" not in f"{refused.value}{refused.value.hint}{refused.value.__cause__}"


@pytest.mark.parametrize("body", [None, b"\xff\xfe"])
def test_what_is_no_file_or_no_text_is_refused(tmp_path, body):
    path = tmp_path / "cookies.txt"
    if body is not None:
        path.touch(mode=0o600)
        path.write_bytes(body)
    with pytest.raises(BadSettings, match="HOLDFAST_COOKIES"):
        cookies.read(path, platforms.hosts())
    with pytest.raises(BadSettings, match="HOLDFAST_COOKIES"):
        cookies.read(tmp_path, platforms.hosts())


def test_an_expired_cookie_is_not_used(file):
    assert cookies.read(file(".x.com\tTRUE\t/\tTRUE\t1000\tct0\told-s3cret"), platforms.hosts()).cookies == ()


@pytest.mark.parametrize(
    ("platform", "url", "given"),
    [
        ("x", "https://x.com/i/status/20", {"auth_token", "ct0"}),
        ("x", "https://api.x.com/graphql", {"auth_token", "ct0"}),
        ("instagram", "https://www.instagram.com/p/abc/", {"sessionid"}),
        ("page", "https://x.com/logout", set()),
        ("", "https://x.com/i/status/20", set()),
        ("instagram", "https://x.com/i/status/20", set()),
        ("x", "http://x.com/i/status/20", set()),
        ("x", "https://x.com:8443/", set()),
        ("x", "https://twitter.com/i/status/20", set()),
        ("x", "https://evilx.com/", set()),
        ("x", "https://x.com.evil.example/", set()),
        ("x", "https://x.com@evil.example/", set()),
        ("x", "https://xn--x-com-.example/", set()),
        ("x", "about:blank", set()),
    ],
)
def test_a_visit_gets_the_cookies_of_its_own_platform_alone(jar, platform, url, given):
    assert names(jar.of(platform, url)) == given


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://www.instagram.com/p/abc/embed/", {"sessionid"}),
        ("https://www.instagram.com/p/", {"sessionid"}),
        ("https://www.instagram.com/private/", set()),
        ("https://i.instagram.com/p/abc/", set()),
    ],
)
def test_a_request_bears_what_its_host_and_path_are_meant_for(jar, url, sent):
    assert names(jar.sent_to("instagram", url)) == sent


async def ask(jar, internet, url, platform="x"):
    asking = CredentialedFetcher(internet, {}, jar)
    return await asking.fetch(Request(name="page", url=url, platform=platform))


async def test_a_document_is_asked_for_with_cookies_and_holds_none(jar):
    internet, url = RecordedInternet(), "https://x.com/i/status/20"
    internet.says(url, {"token": "s3cret-token", "text": "The bridge is open"})
    document = await ask(jar, internet, url)
    assert [asked.headers.get("Cookie") for asked in internet.asked] == ["auth_token=s3cret-token; ct0=s3cret-csrf"]
    assert [(each.domain, each.names) for each in document.cookies] == [("x.com", ("auth_token", "ct0"))]
    assert "s3cret" not in repr(document)
    assert b"The bridge is open" in document.body


async def test_an_address_that_stands_in_an_article_is_asked_for_without(jar):
    internet, url = RecordedInternet(), "https://x.com/logout"
    internet.says(url, {})
    assert (await ask(jar, internet, url, platform="")).cookies == ()
    assert [asked.headers.get("Cookie") for asked in internet.asked] == [None]


@pytest.mark.parametrize(
    "away",
    [
        "https://evilx.com/",
        "https://x.com.evil.example/",
        "http://x.com/plain",
        "https://x.com:443@evil.example/",
        "//evil.example/",
    ],
)
async def test_no_redirect_to_another_origin_carries_them_on(jar, servers, authority, away):
    port = await servers.http(
        redirect(away), answer(), tls=authority.server("x.com", "evilx.com", "x.com.evil.example", "evil.example")
    )
    plain = await servers.http(answer())
    async with fetcher(rig(port, plain), ca=authority.file) as way_out:
        document = await ask(jar, way_out, "https://x.com/i/status/20")
    assert document.status == 200, document.reason
    assert ["cookie: auth_token" in head.lower() for head in servers.heads] == [True, False]


async def test_a_redirect_within_the_origin_does(jar, servers, authority):
    port = await servers.http(redirect("/there"), answer(), tls=authority.server("x.com"))
    async with fetcher(rig(port), ca=authority.file) as way_out:
        await ask(jar, way_out, "https://x.com/i/status/20")
    assert ["cookie: auth_token" in head.lower() for head in servers.heads] == [True, True]


def test_stars_stand_in_the_place_of_every_usual_spelling():
    secret = 'a"b/c&d=é'
    page = b" ".join(
        text.encode()
        for text in (
            secret,
            'a\\"b\\/c&d=\\u00e9',
            "a%22b%2Fc%26d%3D%C3%A9",
            "a&quot;b/c&amp;d=é",
            '"a\\"b/c&d=\\u00e9"',
        )
    )
    assert starred(page, spellings((secret,))) == b'*** *** *** *** "***"'


def test_every_host_that_stands_in_for_a_public_suffix_list_is_a_name_under_one():
    assert {"x.com", "www.instagram.com"} <= set(platforms.hosts())
    assert all("." in host for host in platforms.hosts())
    assert parse("https://x.com/").host in platforms.hosts()


def test_an_empty_jar_serves_nobody():
    assert Jar().sent_to("x", "https://x.com/") == ()
