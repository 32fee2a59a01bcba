"""The pure parts of the search: which questions the archive is asked, and when two texts are one."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.model.availability import State
from service.model.document import Document, Request
from service.model.resolution import Resolution
from service.platforms.idtime import x_ids
from service.resolve import resolve
from service.resolve.index import HOSTS, INDEX, PARTS, index_requests, listed
from service.resolve.matching import ALIKE, likeness
from tests.resolve.story import POST, WORDS, Internet, link, quote, told

DAYS = st.dates(min_value=date(2010, 11, 5), max_value=date(2040, 1, 1))


def prefixes(day: date) -> list[str]:
    requests = index_requests("mira", day, ("twitter.com",))
    return [request.name.rpartition("-")[2] for request in requests]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(day=DAYS, part=st.floats(min_value=0, max_value=1))
def test_every_id_of_a_day_is_asked_for_in_at_most_two_questions(day, part):
    first, last = x_ids(day)
    some_id = str(first + int((last - first) * part))
    asked = [each if each != "0" else "" for each in prefixes(day)]
    assert len(asked) <= 2
    assert any(some_id.startswith(each) for each in asked)


def test_the_days_of_known_posts_hold_their_ids():
    assert x_ids(date(2022, 10, 10)) == (1579260419896246272, 1579622807761846271)
    assert x_ids(date(2022, 10, 4)) == (1577086092702646272, 1577448480568246271)


def test_days_do_not_overlap():
    first, last = x_ids(date(2024, 2, 28))
    assert x_ids(date(2024, 2, 29))[0] == last + 1
    assert first < last


def answer(*rows: list[str]) -> Document:
    header = ["timestamp", "original", "mimetype", "statuscode", "digest"]
    return Document(
        request=Request(name="archive-index", url="https://web.archive.org/"),
        fetched=datetime(2026, 1, 1, tzinfo=UTC),
        final_url="https://web.archive.org/",
        status=200,
        body=json.dumps([header, *rows]).encode(),
    )


def test_the_index_gives_each_post_once_and_its_json_copy_first():
    page = ["20240507120000", f"http://www.twitter.com:80/Mira/status/{POST}?s=20", "text/html", "200", "A"]
    copy = ["20240508120000", f"https://twitter.com/mira/status/{POST}", "application/json", "200", "B"]
    for rows in ((page, copy), (copy, page)):
        (found,) = listed(answer(*rows), "mira", date(2024, 5, 4))
        assert (found.post_id, found.copy.media_type) == (POST, "application/json")


@pytest.mark.parametrize(
    "original",
    [
        f"https://twitter.com/other/status/{POST}",
        "https://twitter.com/mira/status/1786400000000000004",
        'https://twitter.com/mira/status/"https://pbs.twimg.com/x',
        f"https://twitter.com/mira/status/{POST}99",
        f"https://twitter.com.evil.example/mira/status/{POST}",
    ],
)
def test_the_index_gives_no_other_author_no_other_day_and_no_junk(original):
    row = ["20240507120000", original, "text/html", "200", "A"]
    assert listed(answer(row), "mira", date(2024, 5, 4)) == ()


def test_the_main_host_of_the_archive_is_asked_before_the_others():
    assert HOSTS[0] == ("twitter.com",)


@pytest.mark.parametrize(
    "printed",
    [
        WORDS,
        WORDS.upper(),
        WORDS.replace(" ", "\n\n"),
        WORDS + " https://t.co/abcdefghij",
        WORDS + " pic.twitter.com/abcdefghij",
        "“" + WORDS.replace(".", " …") + "”",
        WORDS.replace("First", "First 🚂🇧🇾"),
        WORDS[:60],
        WORDS[30:],
        "Image " + WORDS,
    ],
)
def test_copying_does_not_make_another_text(printed):
    alike = likeness(printed, WORDS)
    assert alike is not None
    assert alike.aligned >= ALIKE


@pytest.mark.parametrize(
    "other",
    [
        "",
        "First",
        "First freight train",
        "Nobody on the platform",
        "Second passenger train on the Northern line in two months. Everybody at the station was happy about it.",
        "https://t.co/abcdefghij",
    ],
)
def test_other_words_are_another_text(other):
    alike = likeness(WORDS, other)
    assert alike is not None
    assert alike.aligned < ALIKE


def test_short_texts_must_be_equal():
    assert likeness("Yes.", "Yes, we can, and we will say so to everybody who asks") < likeness("Yes.", "yes")


@pytest.mark.parametrize(
    "text", ["", " ", "https://t.co/a", "pic.twitter.com/a https://t.co/b", "[image or embed]", "🚂"]
)
def test_a_quote_without_words_is_like_nothing(text):
    assert likeness(text, WORDS) is None


ANSWERS = st.sampled_from(
    [
        *([], {}, [[]], {"posts": [{}]}, {"feed": [None, {"post": 1}], "cursor": 3}, {"did": "did:x"}, {"did": 1}),
        *({"__typename": "Tweet"}, {"__typename": "TweetTombstone", "tombstone": None}, "<title>x", b"\xff\x00", ""),
    ]
)
REFERENCES = st.sampled_from(
    [
        quote(),
        quote(links=("https://t.co/abc", "not a link", "https://")),
        quote(handle="mira.example", platform="bluesky"),
        quote(handle="weird/../handle?x", day=date(2006, 3, 21)),
        quote("", handle=None, day=None, links=("https://t.co/abc",)),
        link(f"https://x.com/mira/status/{POST}"),
        link("https://bsky.app/profile/mira.example/post/3l4omssdl632g"),
        link("https://social.example/@mira/112382823628804711"),
        link("https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        link("https://www.instagram.com/p/CqAbCdEfGhI/"),
        link("https://bit.ly/a"),
        link("https://news.example/a"),
    ]
)


class Stubborn(Internet):
    """Answers everything with the same thing."""

    def __init__(self, body, status: int) -> None:
        super().__init__()
        self._body, self._status = body, status

    def _find(self, url):
        self.says(url, self._body, status=self._status)
        return super()._find(url)


@settings(max_examples=300, deadline=timedelta(seconds=5), derandomize=True)
@given(body=ANSWERS, status=st.sampled_from([200, 204, 301, 400, 403, 404, 429, 503]), reference=REFERENCES)
async def test_whatever_the_world_answers_a_resolution_comes_out_and_nothing_is_confirmed_by_nonsense(
    body, status, reference
):
    found = await resolve(Stubborn(body, status), reference)
    assert isinstance(found, Resolution)
    assert found.embed.id
    if status not in (400, 404):
        assert found.availability.state not in {State.SUSPENDED, State.PROTECTED, State.WITHHELD}


HEADER = ["timestamp", "original", "mimetype", "statuscode", "digest"]


def listing(*ids: int, key: str | None = None) -> list[list[str]]:
    rows = [["20240507120000", f"https://twitter.com/mira_lenz/status/{each}", "text/html", "200", "A"] for each in ids]
    return [HEADER, *rows, *([[], [key]] if key else [])]


class Cut(Internet):
    """An index whose answers come in parts."""

    def __init__(self, *parts: list[list[str]]) -> None:
        super().__init__()
        self.says(INDEX, [])
        question = {"url": "twitter.com/mira_lenz/status/1786"}
        self.says(INDEX, parts[0], query=question)
        for number, part in enumerate(parts[1:], start=1):
            self.says(INDEX, part, query=question | {"resumeKey": f"k {number}"})
        self.has_x_post(POST, WORDS)

    def questions(self) -> int:
        return sum("resumeKey=k" in request.url for request in self.asked)


FIRST_ID, LAST_ID = x_ids(date(2024, 5, 4))


async def test_an_answer_that_is_cut_off_is_gone_on_with_where_it_stopped():
    internet = Cut(
        listing(FIRST_ID - 9, FIRST_ID - 5, key="k+1"), listing(FIRST_ID - 4, key="k+2"), listing(FIRST_ID + 1, POST)
    )
    found = await resolve(internet, quote())
    assert found.embed.post_id == POST
    assert internet.questions() == 2
    assert "lists 2 posts of @mira_lenz on 4 May 2024, in 3 parts" in told(found)


async def test_what_lies_past_the_day_is_not_asked_for():
    internet = Cut(listing(POST, LAST_ID + 1, key="k+1"), listing(LAST_ID + 2))
    assert (await resolve(internet, quote())).embed.post_id == POST
    assert internet.questions() == 0


async def test_half_an_answer_is_told_as_half_and_the_search_is_not_over():
    internet = Cut(listing(FIRST_ID + 1, key="k+1"))
    internet.refuses(INDEX, 503, query={"resumeKey": "k 1"})
    internet.has_x_post(str(FIRST_ID + 1), "Something else altogether, said at breakfast.")
    found = await resolve(internet, quote())
    assert found.availability.state is State.UNRESOLVED
    assert "answered with status 503; this is only a part of what it lists" in told(found)
    assert "the search is not over" in found.availability.reason


async def test_an_index_without_end_is_left_after_six_answers():
    internet = Cut(*(listing(FIRST_ID + number, key=f"k+{number + 1}") for number in range(30)))
    found = await resolve(internet, quote())
    assert internet.questions() == PARTS - 1
    assert "still going on after 6 answers" in told(found)


async def test_a_key_that_leads_back_to_itself_ends_the_listing():
    internet = Cut(listing(FIRST_ID + 1, key="k+1"), listing(FIRST_ID + 2, key="k+1"))
    await resolve(internet, quote())
    assert internet.questions() == 1
