"""Whatever keeps us out is about us: no platform file calls a post gone for it."""

import html
import json
import re
from dataclasses import replace

import pytest

from service.model.availability import State
from service.platforms import discover
from service.platforms.signals import ALIVE, GONE
from tests.platforms.cases import Case, all_cases

CASES = [pytest.param(case, id=f"{case.platform}-{case.name}") for case in all_cases() if case.name == "plain"]
WALL = b"<!doctype html><html><head><title>Log in</title></head><body><form id=login>deleted, not found</form></body>"

BETWEEN = (
    ("Too many requests", "You have been rate limited. This page isn't available right now."),
    ("Just a moment...", "Checking your browser. Not found? Deleted? Enable JavaScript."),
    ("Bevor Sie fortfahren", "Wir verwenden Cookies. Dieser Beitrag wurde gelöscht."),
    ("Anmelden", "Diese Seite ist nicht verfügbar. Melde dich an."),
    ("Se connecter", "Ce contenu n’est plus disponible."),
    ("Iniciar sesión", "Esta página no existe. La cuenta fue suspendida."),
    ("Войти", "Запись удалена. Страница заблокирована."),
    ("Увійти", "Допис видалено."),
    ("ログイン", "このポストは削除されました。"),
    ("تسجيل الدخول", "هذه الصفحة غير موجودة."),
    ("451", "Unavailable For Legal Reasons: withheld in your country, by request of the copyright holder."),
    ("example.com is for sale", "This account has been suspended."),
    ("Service unavailable", "We'll be back soon. 404 410 Gone Tombstone"),
)
"""Titles and words of pages that are answered with 200 in place of what was asked for."""
QUOTED = (
    "This Post was deleted by the Post author. Learn more",
    "This Post is from a suspended account",
    "“[deleted]” and [removed] is all that is left",
    "Post not found. Channel is private",
    "This video has been removed by the uploader",
    "Video unavailable: account associated with this video has been terminated",
    "Запись удалена, страница заблокирована по просьбе правообладателя",
    "statusCode 10204, ebmMessage, EmbedBrokenMedia, uiBoxWhite, ErrorText",
    '<div class="tgme_widget_message_error">Post not found</div>',
    '{"error": "NotFound", "__typename": "TweetTombstone"}',
)
"""What living posts may say."""


def changed(case: Case, **about):
    return {name: replace(document, **about) for name, document in case.documents.items()}


@pytest.mark.parametrize("status", [None, 400, 401, 403, 407, 418, 429, 500, 502, 503, 504, 999])
@pytest.mark.parametrize("case", CASES)
def test_an_error_of_the_way_is_never_gone_and_never_alive(case, status):
    documents = changed(case, status=status, body=b"" if status is None else b"no", failure=None)
    reading = case.file.read(case.post_id, documents)
    assert reading.availability.state not in GONE | ALIVE
    assert reading.post is None


@pytest.mark.parametrize("case", CASES)
def test_a_wall_that_answers_200_is_never_gone(case):
    kind = {"content-type": "text/html; charset=utf-8"}
    documents = changed(case, status=200, body=WALL, headers=kind, final_url="https://www.example.com/login?next=x")
    reading = case.file.read(case.post_id, documents)
    assert reading.availability.state not in GONE


@pytest.mark.parametrize("case", CASES)
def test_an_empty_answer_is_never_gone(case):
    for body in (b"", b"{}", b"[]", b"null", b"<html></html>"):
        reading = case.file.read(case.post_id, changed(case, status=200, body=body))
        assert reading.availability.state not in GONE


@pytest.mark.parametrize("case", CASES)
def test_what_stands_between_us_and_a_post_is_never_gone_in_any_language(case):
    kind = {"content-type": "text/html; charset=utf-8"}
    for title, words in BETWEEN:
        body = f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body></html>"
        reading = case.file.read(case.post_id, changed(case, status=200, body=body.encode(), headers=kind))
        assert reading.availability.state not in GONE
        if case.platform != "page":
            assert reading.availability.state not in ALIVE
            assert reading.post is None


@pytest.mark.parametrize("case", CASES)
def test_a_post_that_quotes_what_error_pages_say_is_there(case):
    post = case.read().post
    told = (re.sub(r"https?://\S+", " ", text) for text in (post.text, post.title) if text)
    said = [max(re.findall(r"[^\W\d_]+", text), key=len) for text in told]
    assert any(_saying(document, said, "") != document.body for document in case.documents.values())
    for words in QUOTED:
        documents = {
            name: replace(document, body=_saying(document, said, words)) for name, document in case.documents.items()
        }
        seen = case.file.read(case.post_id, documents).availability
        assert seen.state in ALIVE
        assert not {signal.state for signal in seen.signals} & (GONE | {State.WITHHELD})


def _saying(document, said, words):
    """The same document with other words in the places of the post's own."""
    body, kind = document.body, document.headers["content-type"]
    coding = "windows-1251" if "1251" in kind else "utf-8"
    told = (_in_json, lambda text: json.dumps(text, ensure_ascii=False)[1:-1])
    forms = told if body.lstrip()[:1] in (b"{", b"[") else (html.escape, *told)
    for old in said:
        for form in forms:
            body = body.replace(form(old).encode(coding, "replace"), form(words).encode(coding, "replace"))
    return body


def _in_json(text):
    return json.dumps(text)[1:-1]


def test_every_platform_has_a_plain_case():
    assert {case.platform for case in all_cases() if case.name == "plain"} == set(discover())
