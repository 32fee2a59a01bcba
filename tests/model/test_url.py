"""An address is read as the browser reads it, whichever way is taken."""

from urllib.parse import parse_qsl

import ada_url
from hypothesis import example, given
from hypothesis import strategies as st

from service.errors import BadUrl
from service.model.url import TRACKERS, canonical, parse

PIECES = st.sampled_from(
    [
        *(
            "/",
            "//",
            ".",
            "..",
            "/./",
            "/../",
            "%2e",
            "/%2E%2e",
            "%",
            "%zz",
            "%20",
            "a",
            "B",
            "1",
            "0x7f",
            "127.1",
            "-",
            "_",
            "~",
            "'",
        ),
        *(
            '"',
            "`",
            "|",
            "^",
            "\\",
            "{",
            "}",
            "[",
            "]",
            "@",
            ":",
            ":80",
            ":443",
            ":8080",
            ";",
            "=",
            "&",
            "?",
            "#",
            "+",
            "*",
            "!",
            "$",
            ",",
        ),
        *(
            "example.com",
            "xn--nxasmq6b",
            "xn--a",
            "EXAMPLE.org",
            "münchen.de",
            "日本",
            "a.b",
            "a..b",
            ".com",
            "utm_source=x",
            "fbclid=1",
        ),
        *("&FBCLID=1", "&b=1", "%75tm_source=1", "&si", "&utm_", " ", "\t", "\n", "\u00ad"),
    ]
)
TEXTS = st.builds(
    lambda scheme, parts: scheme + "".join(parts),
    st.sampled_from(["https://", "http://", "https://example.com/", "http://a.example.com", "HTTPS://", "https:", ""]),
    st.lists(PIECES, max_size=7),
)


@given(TEXTS)
@example("https://example.com/a/.b")
@example("https://1.2.3.example.com/?a='")
@example("https://example.com/a?b'c")
def test_an_address_is_what_the_browser_makes_of_it(text):
    try:
        expected = ada_url.URL(text.strip()).href
    except ValueError:
        expected = ""
    try:
        read = parse(text)
    except BadUrl:
        return
    assert read.href == expected
    other = ada_url.URL(text.strip())
    assert (read.path, read.query, read.fragment) == (other.pathname, other.search[1:], other.hash[1:])
    assert read.host == other.hostname.rstrip(".")


@given(TEXTS)
def test_the_canonical_address_has_no_trackers_and_nothing_else_is_lost(text):
    try:
        read = parse(text)
    except BadUrl:
        return
    kept = parse_qsl(parse(canonical(read)).query, keep_blank_values=True)
    assert kept == [
        (name, value)
        for name, value in parse_qsl(read.query, keep_blank_values=True)
        if name.lower() not in TRACKERS and not name.lower().startswith("utm_")
    ]
