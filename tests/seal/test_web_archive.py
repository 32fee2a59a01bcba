"""The web archive of a visit: every reader can read it, the same visit gives the same bytes, what is missing is said."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from service.model.capture import Connection
from service.model.exchange import Exchange
from service.seal import replaying, seal, verify, wacz
from tests.seal import sample

PAGE = sample.capture().url_final
HTML = "<title>River &amp; gauge</title><p>Річка".encode()
API = "https://api.example/posts?fields=all"


def exchange(url, body=b"", **more):
    return Exchange(**{"url": url, "at": sample.AT, "status": 200, "protocol": "h2", "body": body} | more)


EXCHANGES = (
    exchange(
        "https://platform.example/start",
        at=sample.AT - timedelta(seconds=3),
        status=302,
        main=True,
        response_headers=(("location", PAGE),),
    ),
    exchange(
        PAGE,
        HTML,
        at=sample.AT - timedelta(seconds=2),
        media_type="text/html",
        main=True,
        request_headers=((":authority", "platform.example"), ("cookie", "sid=secret"), ("accept", "*/*")),
        response_headers=(
            ("content-type", "text/html"),
            ("content-encoding", "br"),
            ("transfer-encoding", "chunked"),
            ("content-length", "7"),
            ("set-cookie", "sid=secret"),
            ("x-broken", "one\r\ntwo: three"),
        ),
    ),
    exchange(
        API,
        b'{"text":"The river is high."}',
        method="POST",
        media_type="application/json",
        request_headers=(("content-type", "application/json"), ("authorization", "Bearer secret")),
        request_body=b'{"id":77,"with":{"media":true,"id":"x y"},"none":null}',
    ),
    exchange("https://media.example/1.jpg", sample.PIXEL, media_type="image/jpeg"),
    exchange("https://media.example/large.mp4", media_type="video/mp4", missing="The body has more than 16 MB."),
    exchange("https://ads.example/beacon", status=None, missing="The request came to nothing: net::ERR_FAILED."),
    exchange("http://10.0.0.1/", b"refused", status=403),
)
CAPTURE = replace(
    sample.capture(),
    exchanges=EXCHANGES,
    connections=(
        *sample.capture().connections,
        Connection(host="media.example", port=443, resolved=("203.0.113.9",), ip="203.0.113.9", verdict="allowed"),
        Connection(host="10.0.0.1", port=80, resolved=(), ip=None, verdict="not public internet"),
    ),
)
ARCHIVE = wacz.archive(CAPTURE, "holdfast 0.1.0").body


def members(body=ARCHIVE):
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return {name: file.read(name) for name in file.namelist()}


def rezipped(changed):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, body in changed.items():
            file.writestr(name, body)
    return packed.getvalue()


@pytest.fixture(scope="module")
def records():
    found = {}
    for record in ArchiveIterator(io.BytesIO(members()[wacz.WARC]), check_digests="raise"):
        head = record.rec_headers
        found[record.rec_type, head.get_header("WARC-Target-URI")] = (record, record.content_stream().read())
    return found


def test_an_independent_reader_finds_every_answer_with_its_digests_whole(records):
    assert [kind for kind, _ in records] == ["warcinfo", *["response", "request"] * 5, "resource"]
    record, body = records["response", PAGE]
    assert body == HTML
    assert record.rec_headers.get_header("WARC-Protocol") == "h2"
    assert records["response", "https://media.example/1.jpg"][1] == sample.PIXEL


def test_the_address_that_answered_stands_with_the_answer(records):
    record, _ = records["response", "https://media.example/1.jpg"]
    assert record.rec_headers.get_header("WARC-IP-Address") == "203.0.113.9"


def test_a_decoded_body_is_not_called_encoded(records):
    head = records["response", PAGE][0].http_headers
    assert head.get_header("content-encoding") is None
    assert head.get_header("x-orig-content-encoding") == "br"
    assert head.get_header("x-orig-transfer-encoding") == "chunked"
    assert head.get_header("content-length") == str(len(HTML))
    assert head.get_header("x-orig-content-length") == "7"


def test_no_cookie_and_no_credential_is_kept():
    assert b"secret" not in b"".join(
        record.raw_stream.read() + str(record.http_headers).encode()
        for record in ArchiveIterator(io.BytesIO(members()[wacz.WARC]))
    )


def test_a_page_that_we_put_up_ourselves_is_not_called_the_answer_of_a_site():
    ours = exchange("https://embed.holdfast.invalid/", b"<p>Ours", media_type="text/html", main=True)
    capture = replace(CAPTURE, exchanges=(ours, *EXCHANGES[2:]), url_final=ours.url)
    body = wacz.archive(capture, "holdfast").body
    kinds = [
        record.rec_type
        for record in ArchiveIterator(io.BytesIO(members(body)[wacz.WARC]))
        if record.rec_headers.get_header("WARC-Target-URI") == ours.url
    ]
    assert kinds == ["resource"]
    assert replaying.faults(body) == []
    assert json.loads(members(body)[wacz.PACKAGE])["mainPageUrl"] == ours.url


def test_a_header_cannot_break_out_of_its_line(records):
    assert records["response", PAGE][0].http_headers.get_header("x-broken") == "one two: three"


def test_a_body_that_is_not_there_is_said_to_be_missing(records):
    record, body = records["response", "https://media.example/large.mp4"]
    assert (record.rec_headers.get_header("WARC-Truncated"), body) == ("unspecified", b"")
    told = json.loads(records["resource", f"urn:pageinfo:{PAGE}"][1])["urls"]
    assert told["https://media.example/large.mp4"]["error"] == "The body has more than 16 MB."
    assert told["https://ads.example/beacon"] == {
        "status": 0,
        "mime": "",
        "type": "other",
        "error": "The request came to nothing: net::ERR_FAILED.",
    }
    assert b"large.mp4" not in members()[wacz.INDEX]


def test_the_answer_of_our_own_gate_is_no_answer_of_a_site(records):
    assert ("response", "http://10.0.0.1/") not in records
    told = json.loads(records["resource", f"urn:pageinfo:{PAGE}"][1])["urls"]
    assert told["http://10.0.0.1/"]["error"] == "Refused by the gate."


def test_what_was_asked_with_a_body_is_found_by_it():
    lines = {json.loads(line.split(" ", 2)[2])["url"]: line for line in members()[wacz.INDEX].decode().splitlines()}
    key, _, entry = lines[API].split(" ", 2)
    assert key == "example,api)/posts?__wb_method=post&fields=all&id.2_=x+y&id=77&media=true"
    assert json.loads(entry)["requestBody"] == "id=77&media=true&id.2_=x+y"


def test_a_reader_begins_at_the_page_that_was_photographed():
    _, page = members()[wacz.PAGES].splitlines()
    assert json.loads(page)["url"] == PAGE
    assert json.loads(page)["title"] == "River & gauge"
    assert json.loads(members()[wacz.PACKAGE])["mainPageUrl"] == PAGE


def test_the_same_visit_gives_the_same_bytes():
    assert wacz.archive(CAPTURE, "holdfast 0.1.0").body == ARCHIVE


def test_a_visit_that_nothing_answered_has_no_archive():
    assert wacz.archive(replace(CAPTURE, exchanges=EXCHANGES[5:]), "holdfast") is None


def test_a_sealed_archive_is_listed_checked_and_its_gaps_stand_in_the_manifest():
    sealed = seal(CAPTURE, sample.resolution(), sample.circumstances())
    files = {file.path: file.body for file in sealed.files} | {"manifest.json": sealed.manifest}
    assert [check.sentence for check in verify(files) if not check.passed] == []
    told = json.loads(sealed.manifest)["network"]["exchanges"]
    assert told["recorded"] == len(EXCHANGES)
    assert [each["url"] for each in told["without_body"]] == [one.url for one in EXCHANGES if one.missing]


def flipped(body, at):
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]


def relisted(changed):
    """Redo the digests, as somebody would who knows how: what is left is what the records themselves say."""
    package = json.loads(changed[wacz.PACKAGE])
    for entry in package["resources"]:
        entry |= {"hash": f"sha256:{sample.sha256(changed[entry['path']])}", "bytes": len(changed[entry["path"]])}
    changed[wacz.PACKAGE] = json.dumps(package).encode()
    digest = {"path": wacz.PACKAGE, "hash": f"sha256:{sample.sha256(changed[wacz.PACKAGE])}"}
    return changed | {wacz.DIGEST: json.dumps(digest).encode()}


@pytest.mark.parametrize("name", [wacz.WARC, wacz.INDEX, wacz.PAGES, wacz.PACKAGE])
def test_a_changed_member_is_noticed(name):
    assert replaying.faults(rezipped(members() | {name: flipped(members()[name], 30)}))


@pytest.mark.parametrize("name", [wacz.WARC, wacz.INDEX, wacz.PAGES, wacz.PACKAGE, wacz.DIGEST])
def test_a_missing_member_is_noticed(name):
    assert replaying.faults(rezipped({other: body for other, body in members().items() if other != name})) == [
        f"{name} is missing."
    ]


def test_a_member_that_nobody_listed_is_noticed():
    assert replaying.faults(rezipped(members() | {"x": b""})) == ["x is there and not listed."]


def test_an_index_that_leads_nowhere_is_noticed_also_with_redone_digests():
    index = members()[wacz.INDEX].replace(b'"offset": "', b'"offset": "1', 1)
    (fault,) = replaying.faults(rezipped(relisted(members() | {wacz.INDEX: index})))
    assert API in fault


def test_a_page_that_is_not_in_the_index_is_noticed_also_with_redone_digests():
    index = b"".join(line for line in members()[wacz.INDEX].splitlines(keepends=True) if b"embed/1579" not in line)
    assert replaying.faults(rezipped(relisted(members() | {wacz.INDEX: index}))) == [
        f"The page {PAGE} is in no line of {wacz.INDEX}."
    ]


def test_an_archive_that_was_made_whole_has_no_fault():
    assert replaying.faults(ARCHIVE) == []
    assert replaying.faults(rezipped(relisted(members()))) == []
    assert "no ZIP" in replaying.faults(b"PK not really")[0]
