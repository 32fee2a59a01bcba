import pytest

from service.errors import BadInput
from service.net.heads import closing, read_request


def test_a_tunnel_is_asked_for_by_host_and_port():
    asked = read_request(b"CONNECT [2606:2800:21f::1]:443 HTTP/1.1\r\nHost: ignored\r\n\r\n")
    assert (asked.host, asked.port, asked.head) == ("[2606:2800:21f::1]", 443, None)


def test_a_plain_request_goes_on_in_origin_form_under_the_host_that_was_judged():
    asked = read_request(
        b"POST http://Example.com/a/../b?c=d HTTP/1.1\r\nHost: 127.0.0.1\r\nProxy-Connection: keep-alive\r\n"
        b"Proxy-Authorization: Basic x\r\nConnection: keep-alive\r\nContent-Length: 3\r\nX-A: b\r\n\r\n"
    )
    assert (asked.host, asked.port, asked.body_length) == ("example.com", 80, 3)
    assert asked.head == (
        b"POST /b?c=d HTTP/1.1\r\nHost: example.com\r\nContent-Length: 3\r\nX-A: b\r\nConnection: close\r\n\r\n"
    )


GARBAGE = [
    b"\r\n\r\n",
    b"hello\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n",
    b"GET https://example.com/ HTTP/1.1\r\n\r\n",
    b"GET http://example.com/ HTTP/2.0\r\n\r\n",
    b"GET http://example.com/\r\n\r\n",
    b"GET  http://example.com/ HTTP/1.1\r\n\r\n",
    b"get http://example.com/ HTTP/1.1\r\n\r\n",
    b"GET http:// HTTP/1.1\r\n\r\n",
    b"GET http://example.com/\x00 HTTP/1.1\r\n\r\n",
    b"GET http://example.com/\xc3\xa4 HTTP/1.1\r\n\r\n",
    b"CONNECT example.com HTTP/1.1\r\n\r\n",
    b"CONNECT example.com:443/ HTTP/1.1\r\n\r\n",
    b"CONNECT me@example.com:443 HTTP/1.1\r\n\r\n",
    b"CONNECT http://example.com:443 HTTP/1.1\r\n\r\n",
    b"CONNECT example.com:443443 HTTP/1.1\r\n\r\n",
    b"CONNECT ::1:443 HTTP/1.1\r\n\r\n",
    b"CONNECT :443 HTTP/1.1\r\n\r\n",
    b"GET http://example.com/ HTTP/1.1\r\nNo colon\r\n\r\n",
    b"GET http://example.com/ HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
    b"GET http://example.com/ HTTP/1.1\r\nSpace : b\r\n\r\n",
    b"GET http://example.com/ HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
    b"GET http://example.com/ HTTP/1.1\r\nA: b\rC: d\r\n\r\n",
    b"GET http://example.com/ HTTP/1.1\r\nA: \x00\r\n\r\n",
    b"POST http://example.com/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"POST http://example.com/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
    b"POST http://example.com/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    b"POST http://example.com/ HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n",
    b"POST http://example.com/ HTTP/1.1\r\nContent-Length: 9999999999999\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
]


@pytest.mark.parametrize("head", GARBAGE, ids=ascii)
def test_what_no_browser_sends_to_its_proxy_is_refused(head):
    with pytest.raises(BadInput):
        read_request(head)


def test_the_answer_tells_the_browser_that_the_connection_ends():
    head, final = closing(b"HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5\r\nCONNECTION: keep-alive\r\nA: b\r\n\r\n")
    assert (head, final) == (b"HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\n\r\n", True)
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    assert closing(early) == (early, False)
    for broken in (b"SSH-2.0\r\n\r\n", b"HTTP/1.1 101 Switching Protocols\r\n\r\n"):
        with pytest.raises(BadInput):
            closing(broken)
