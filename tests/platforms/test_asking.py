"""What platform files ask for, and how they want posts photographed."""

from urllib.parse import parse_qs, urlsplit

import pytest

from service import dom
from service.model.document import Document
from service.model.framing import Method
from service.model.post import Post
from service.platforms import discover
from service.platforms.reading import expected
from service.platforms.syndication import token
from tests.platforms.cases import all_cases

PLAIN = {case.platform: case for case in all_cases() if case.name == "plain"}
IDS = {name: case.post_id for name, case in PLAIN.items()}
EMBEDDED = (
    *("x", "bluesky", "mastodon", "youtube", "threads"),
    *("instagram", "facebook", "tiktok", "reddit", "telegram"),
)
"""Platforms with an official embed page and a permalink of their own."""


@pytest.mark.parametrize(
    ("post_id", "asked"),
    [
        ("20", "6dq1a2xwd93"),
        ("1577730467436138524", "3tol417ti8o"),
        ("1579495894484484096", "3tu4rz6i4y"),
        ("643211948184596480", "1k4pk2jnx8j"),
    ],
)
def test_x_is_asked_with_the_token_that_javascript_computes(post_id, asked):
    assert token(post_id) == asked


def test_an_id_that_is_no_number_is_never_put_into_a_question_to_x():
    assert discover()["x"].requests("20&token=0") == ()


def test_a_bluesky_handle_is_asked_for_its_did_first():
    assert [request.name for request in discover()["bluesky"].requests("mira.example/3l4omssdl632g")] == [
        "resolve-handle"
    ]


def test_mastodon_is_asked_at_the_posts_own_host():
    hosts = {urlsplit(request.url).hostname for request in discover()["mastodon"].requests(IDS["mastodon"])}
    assert hosts == {"social.example"}


@pytest.mark.parametrize("name", discover())
def test_every_question_has_a_name_of_its_own(name):
    requests = PLAIN[name].file.requests(IDS[name])
    assert requests
    assert len({request.name for request in requests}) == len(requests)
    assert all(request.url.startswith("https://") for request in requests)


@pytest.mark.parametrize("name", EMBEDDED)
def test_the_official_embed_page_is_tried_before_the_permalink(name):
    methods = [framing.method for framing in discover()[name].framings(IDS[name], None)]
    assert methods == [Method.LIVE_EMBED, Method.LIVE_PAGE]


def test_the_embed_page_of_x_names_the_post():
    framing = discover()["x"].framings(IDS["x"], None)[0]
    assert parse_qs(urlsplit(framing.url).query)["id"] == [IDS["x"]]


def test_a_youtube_player_is_opened_with_a_referrer():
    assert discover()["youtube"].framings(IDS["youtube"], None)[0].referrer


def test_a_players_error_that_leads_to_the_video_is_no_loss():
    player = discover()["youtube"].framings(IDS["youtube"], None)[0]
    off = dom.parse('<div class="ytp-error">Playback is disabled. <a href="/watch?v=1">Watch</a></div>')
    lost = dom.parse('<div class="ytp-error">Video unavailable</div>')
    assert [page.select_one(player.gone[0]) is not None for page in (off, lost)] == [False, True]
    assert all(page.select_one(player.wall[0]) is not None for page in (off, lost))


def test_a_page_is_photographed_whole():
    (framing,) = discover()["page"].framings(IDS["page"], None)
    assert framing.full_page
    assert framing.url == IDS["page"]


def test_a_picture_must_show_the_words_of_its_post():
    post = Post(url="https://x.com/mira/status/1", text="@desk Trains at the station. https://t.co/a")
    assert discover()["x"].framings("1", post)[0].expect == "Trains at the station."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("https://t.co/only", ""),
        ("A https://t.co/x longer stretch pic.twitter.com/y", "longer stretch"),
        ("@a @b @c hello", "hello"),
    ],
)
def test_the_words_a_picture_must_show_hold_no_links_and_no_leading_mentions(text, words):
    assert expected(text) == words


def test_the_words_a_picture_must_show_stand_above_show_more():
    text = f"Forty wagons passed. https://news.example/a {'long ' * 30} https://news.example/b {'and hidden ' * 60}"
    assert expected(text) == ("long " * 30).strip()


def test_a_picture_of_an_answer_on_threads_is_of_the_answer():
    case = next(case for case in all_cases() if (case.platform, case.name) == ("threads", "reply"))
    clip = case.file.framings(case.post_id, None)[0].clip[0]
    page = dom.parse(case.documents["embed"].body.decode())
    assert "And tomorrow?" in page.select_one(clip).text


def test_a_folded_mastodon_post_need_not_show_its_words():
    post = Post(url="https://social.example/@a/1", text="Hidden words", labels=("warning: trains",))
    assert discover()["mastodon"].framings(IDS["mastodon"], post)[0].expect == ""


def test_a_wall_in_place_of_a_page_is_no_page():
    case = next(case for case in all_cases() if (case.platform, case.name) == ("page", "plain"))
    document = case.documents["page"]
    walled = Document(
        request=document.request,
        fetched=document.fetched,
        final_url="https://news.example/login?next=/2024/05/vellmark-letter",
        status=200,
        headers=document.headers,
        body=document.body,
    )
    reading = discover()["page"].read(case.post_id, {"page": walled})
    assert reading.availability.state == "login_walled"
    assert reading.post is None
