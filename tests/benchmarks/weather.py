"""What stands in the way of a platform's answer, and words by which a careless reader takes a post for gone."""

from collections.abc import Mapping
from dataclasses import dataclass

JSON, HTML = "application/json; charset=utf-8", "text/html; charset=utf-8"

QUOTED = (
    "This Post was deleted by the Post author. Learn more",
    "“Sorry, this page isn't available.” That is all it says now.",
    "[deleted]",
    "404 Not Found – Post not found, it may have been deleted.",
    "Video unavailable: this video has been removed by the uploader",
    "Account suspended. Hmm...this page doesn’t exist.",
    "Diese Seite ist leider nicht verfügbar (410 Gone)",
    "Запись удалена. Страница не найдена. Log in to continue",
    "この投稿は削除されました",
)
LOGINS = (
    ("en", "Log in", "This page isn't available"),
    ("de", "Anmelden", "Seite nicht gefunden"),
    ("fr", "Se connecter", "Cette page n’existe pas"),
    ("es", "Iniciar sesión", "Esta cuenta ya no existe"),
    ("uk", "Увійти", "Сторінку видалено"),
    ("ru", "Войти", "Запись удалена"),
    ("ja", "ログイン", "このポストは削除されました"),
    ("ar", "تسجيل الدخول", "هذه الصفحة غير موجودة"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What comes back; without a status nothing does."""

    status: int | None
    body: bytes = b""
    kind: str = HTML
    failure: str | None = None
    lands: str | None = None
    """Where the request ends after redirects, when it does not stay."""


def _page(body: str, language: str = "en", title: str = "") -> bytes:
    return (
        f'<!doctype html><html lang="{language}"><head><title>{title}</title></head><body>{body}</body></html>'.encode()
    )


WEATHER: Mapping[str, Answer] = {
    **{f"status {code}": Answer(status=code, body=b"no\n") for code in (401, 403, 407, 429, 500, 502, 503, 504)},
    **{
        f"login page, {code}": Answer(
            status=200, body=_page(f"<h1>{gone}</h1><form><input type='password'>{word}</form>", code, word)
        )
        for code, word, gone in LOGINS
    },
    "login page after a redirect": Answer(
        status=200, body=_page("<div id=root></div>", title="Log in"), lands="https://platform.example/accounts/login/"
    ),
    "rate limit page with 200": Answer(status=200, body=_page("<h1>Rate limit exceeded</h1><p>Not found</p>")),
    "challenge with 403": Answer(status=403, body=_page("<h1>Just a moment...</h1>")),
    "challenge with 200": Answer(status=200, body=_page("<h1>Are you a robot?</h1><p>This content was removed</p>")),
    "consent page": Answer(status=200, body=_page("<form action=/save>Before you continue</form>", title="Consent")),
    "empty with 200": Answer(status=200, kind=JSON),
    "empty object": Answer(status=200, body=b"{}", kind=JSON),
    "null": Answer(status=200, body=b"null", kind=JSON),
    "cut off": Answer(status=200, body=b'{"posts": [{"uri": "at://', kind=JSON),
    "empty tombstone": Answer(status=200, body=b'{"__typename":"TweetTombstone","tombstone":{}}', kind=JSON),
    "tombstone with an unknown text": Answer(
        status=200, body=b'{"__typename":"TweetTombstone","tombstone":{"text":{"text":"Nope"}}}', kind=JSON
    ),
    "shell of 190 kB": Answer(status=200, body=_page("<div id=app></div>" + "<!-- x -->" * 19_000)),
    "silence": Answer(status=None, failure="fetch-failed"),
    "blocked way out": Answer(status=None, failure="egress-refused"),
    "404 for everything": Answer(status=404, body=b"Not Found"),
    "404 in JSON for everything": Answer(status=404, body=b'{"error":"Record not found"}', kind=JSON),
    "410 for everything": Answer(status=410, body=b"Gone"),
}
