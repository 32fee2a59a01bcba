"""Every verb as a person or a script meets it: exit codes, one sentence on standard error, JSON on request."""

import json
import os
import subprocess
import sys
import threading

import pytest

from service.__main__ import main, verbs
from tests.service import ARTICLE, ROOT, Said, data_directory, environment, holdfast

ONE_SENTENCE = "one line on standard error, and no traceback"


@pytest.fixture(scope="module")
def nowhere():
    """Settings under which nothing can be reached or stored: the database and the store are away."""
    with data_directory() as data:
        yield environment(
            data,
            HOLDFAST_DATABASE_URL="postgresql://holdfast@127.0.0.1:9/holdfast",
            HOLDFAST_STORE="s3://holdfast",
            HOLDFAST_S3_ENDPOINT="http://127.0.0.1:9",
            HOLDFAST_DATABASE_TIMEOUT="2",
        )
        assert list(data.iterdir()) in ([], [data / "owner.lock"])


def refused(told, code=2):
    assert told.code == code, (told.out, told.err)
    assert told.out == ""
    assert "Traceback" not in told.err
    assert len(told.err.splitlines()) == 1, ONE_SENTENCE
    return told.err.strip()


@pytest.mark.parametrize("verb", [None, *sorted(verbs.commands)])
async def test_every_verb_says_how_it_is_meant(verb, nowhere):
    told = await holdfast(*filter(None, [verb, "--help"]), settings=nowhere)
    assert (told.code, told.err) == (0, "")
    assert "Usage:" in told.out
    assert told.out.count("\n") > 4


def test_the_verbs_of_this_depth_are_all_there():
    assert set(verbs.commands) >= {"find", "snap", "serve", "work", "show", "verify", "reindex", "doctor"}
    for verb in ("snap", "show", "verify", "doctor"):
        assert "as_json" in {parameter.name for parameter in verbs.commands[verb].params}, verb


async def test_find_prints_the_references_of_an_article_in_the_agreed_shape(nowhere):
    told = await holdfast("find", ARTICLE, settings=nowhere)
    assert (told.code, told.err) == (0, "")
    found = told.json()["references"]
    body = ARTICLE.read_text()
    assert [(each["kind"], each["platform"]) for each in found] == [
        ("quote", "x"),
        ("quote", "bluesky"),
        ("quote", "x"),
        ("link", "page"),
        ("link", "youtube"),
    ]
    fields = [
        "kind",
        "how",
        "platform",
        "post_id",
        "embed_id",
        "url",
        "start",
        "end",
        "pointer",
        "text",
        "author",
        "date",
        "links",
        "confidence",
    ]
    for each in found:
        assert set(fields) <= set(each)
        assert 0 <= each["start"] < each["end"] <= len(body)
    assert body[found[0]["start"] : found[0]["end"]].endswith("— Mira Lenz (@mira_lenz) May 4, 2024")
    assert "https://t.co/Vk7qPz0LmA" in found[0]["links"][0]
    assert found[2]["author"]["handle"] == "ekdahl_signals"
    assert found[2]["date"] == "2024-05-05"


async def test_find_reads_standard_input(nowhere):
    told = await holdfast("find", "-", settings=nowhere, said=b"Nothing in here.")
    assert (told.code, told.json()) == (0, {"references": []})


BAD_ARTICLES = {
    "empty": ((), b"", "empty"),
    "only spaces": ((), b" \n\t ", "empty"),
    "binary": ((), b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "UTF-8"),
    "text with a NUL": ((), b"a\x00b", "binary"),
    "ten megabytes": ((), b"a" * (10 * 2**20), "10,485,760 bytes"),
    "malformed JSON": (("--format", "json"), b'{"a": ', "malformed JSON"),
    "JSON without end": (("--format", "json"), b"[" * 200_000, "JSON"),
    "an unknown format": (("--format", "docx"), b"words", "docx"),
}


@pytest.mark.parametrize("verb", ["find", "snap"])
@pytest.mark.parametrize("case", BAD_ARTICLES)
async def test_an_article_that_cannot_be_read_is_refused_in_one_sentence(case, verb, nowhere):
    options, body, words = BAD_ARTICLES[case]
    place = ("-",) if verb == "find" else ("--article", "-")
    assert words in refused(await holdfast(verb, *place, *options, settings=nowhere, said=body))


BAD_ADDRESSES = {
    "https://": "no web address",
    "http:///path": "",
    "javascript:alert(1)": "only http and https",
    "file:///etc/passwd": "only http and https",
    "not an address": "no web address",
    "": "no web address",
    "http://127.0.0.1/": "loopback",
    "http://2130706433/": "loopback",
    "http://[::1]/": "loopback",
    "http://192.168.1.1/admin": "private",
    "http://169.254.169.254/latest/meta-data/": "link-local",
    "https://localhost/": "inner network",
    "https://news.example:8443/": "port 8443",
}


@pytest.mark.parametrize("url", BAD_ADDRESSES)
def test_an_address_that_would_never_be_opened_is_refused_at_once(url, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["holdfast", "snap", url])
    with pytest.raises(SystemExit) as end:
        main()
    said = capsys.readouterr()
    assert BAD_ADDRESSES[url] in refused(Said(end.value.code, said.out.encode(), said.err.encode()))


async def test_one_bad_address_among_good_ones_stops_all_before_anything_is_kept(nowhere):
    said = refused(await holdfast("snap", "https://news.example/a", "http://10.0.0.1/", settings=nowhere))
    assert "10.0.0.1 is private" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("snap",),
        ("snap", "https://news.example/", "--article", str(ARTICLE)),
        ("snap", "--article", "/nowhere/article.txt"),
        ("find", "/nowhere/article.txt"),
        ("find", "--nonsense"),
        ("show",),
        ("verify",),
        ("nonsense",),
    ],
)
async def test_wrong_use_is_told_in_one_sentence(arguments, nowhere):
    refused(await holdfast(*arguments, settings=nowhere))


@pytest.mark.parametrize(
    ("name", "value"),
    [("SLOTS", "many"), ("STORE", "http://bucket"), ("UPSTREAM", "nonsense"), ("LOG_LEVEL", "loud")],
)
async def test_a_setting_that_cannot_be_used_is_named(name, value, nowhere):
    told = await holdfast("show", "x-20", settings=nowhere | {f"HOLDFAST_{name}": value})
    assert refused(told).startswith(f"HOLDFAST_{name} ")


@pytest.mark.parametrize("arguments", [("show", "x-20"), ("verify", "x-20"), ("reindex",)])
async def test_a_database_that_is_away_is_said_to_be_away(arguments, nowhere):
    told = await holdfast(*arguments, settings=nowhere)
    assert told.code == 1
    assert told.sentence.startswith("The database does not answer. ")
    assert "Traceback" not in told.err


async def test_a_folder_is_verified_offline_and_a_changed_file_is_named(nowhere):
    (sample,) = (ROOT / "tests" / "seal" / "frozen" / "snapshot-manifest-1").glob("*/*")
    whole = await holdfast("verify", sample, "--json", settings=nowhere)
    assert (whole.code, whole.json()["passed"]) == (0, True)
    assert [check["number"] for check in whole.json()["checks"]] == list(range(1, len(whole.json()["checks"]) + 1))
    with data_directory() as copy:
        for file in sample.rglob("*"):
            if file.is_file():
                target = copy / file.relative_to(sample)
                target.parent.mkdir(exist_ok=True, parents=True)
                target.write_bytes(file.read_bytes())
        (copy / "post.txt").write_bytes((copy / "post.txt").read_bytes() + b"!")
        told = await holdfast("verify", copy, settings=nowhere)
    assert told.code == 1
    assert any("FAILED" in line and "post.txt" in line for line in told.out.splitlines())


async def test_a_folder_without_a_manifest_does_not_verify(nowhere):
    with data_directory() as empty:
        told = await holdfast("verify", empty, settings=nowhere)
        (empty / "a.txt").write_text("a")
        file = await holdfast("verify", empty / "a.txt", settings=nowhere)
    assert told.code == 1
    assert refused(file).startswith(str(empty))


async def test_many_articles_are_answered_line_by_line_and_a_bad_line_stops_nothing(nowhere):
    lines = [
        {"id": 1, "body": "See https://x.com/a/status/20 now."},
        {"id": "empty", "body": ""},
        "no object",
        {"id": "json", "body": '{"u": "https://x.com/a/status/21"}', "format": "json"},
        {"id": "odd", "body": "words", "format": "docx"},
    ]
    said = "\n\n".join(map(json.dumps, lines)) + "\nnot json\n"
    told = await holdfast("find", "--lines", settings=nowhere, said=said.encode())
    assert told.code == 3
    answers = [json.loads(line) for line in told.out.splitlines()]
    assert [answer["id"] for answer in answers] == [1, "empty", None, "json", "odd", None]
    assert [list(answer)[1] for answer in answers] == ["references", "error", "error", "references", "error", "error"]
    assert answers[0]["references"][0]["embed_id"] == "x-20"
    assert answers[3]["references"][0]["pointer"] == "/u"


def test_answers_stream_while_the_archive_is_still_being_read(nowhere):
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "find", "--lines"],
        env=nowhere, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    watch = threading.Timer(30, process.kill)
    watch.start()
    with process:
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "body": "words"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == {"id": number, "references": []}
        process.stdin.close()
        assert process.wait() == 0
    watch.cancel()


def test_a_reader_that_goes_away_early_is_no_failure_of_ours(nowhere):
    line = json.dumps({"id": 1, "body": "See https://x.com/a/status/20 now."}) + "\n"
    reading, writing = os.pipe()
    os.close(reading)
    told = subprocess.run(
        [sys.executable, "-m", "service", "find", "--lines"],
        env=nowhere, cwd=ROOT, input=(line * 50).encode(), stdout=writing, stderr=subprocess.PIPE, timeout=30, check=False,
    )  # fmt: skip
    os.close(writing)
    assert told.returncode == 1
    assert b"Traceback" not in told.stderr
