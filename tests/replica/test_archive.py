import json
from datetime import UTC, datetime

import pytest

from tests.replica import ids
from tests.replica.quotes import archive_post, surround

DAY = datetime(2024, 5, 5, 21, 52, 40, tzinfo=UTC)
CDX = "https://web.archive.org/cdx/search/cdx?output=json&"


@pytest.fixture
def post(world):
    post = world.add_x_post(handle="ekdahl_signals", text="The timetable was changed on Thursday.", created=DAY)
    archive_post(world, post)
    surround(world, post)
    return post


async def rows(get, query):
    [fields, *lines] = (await get(CDX + query)).json()
    return [dict(zip(fields, line, strict=True)) for line in lines]


async def test_the_index_is_narrowed_by_handle_and_the_first_digits_of_the_day(post, get):
    found = await rows(
        get, f"url=twitter.com/ekdahl_signals/status/{post.id[:6]}*&filter=statuscode:200&collapse=urlkey"
    )
    assert f"https://twitter.com/ekdahl_signals/status/{post.id}" in [row["original"] for row in found]
    assert all(f"/status/{post.id[:6]}" in row["original"] for row in found)


async def test_the_post_stands_among_posts_of_the_same_day_and_of_others(post, get):
    found = await rows(get, "url=twitter.com/ekdahl_signals/status/&matchType=prefix&filter=mimetype:application/json")
    days = [ids.snowflake_time(row["original"].rpartition("/")[2]).date() for row in found]
    assert days.count(DAY.date()) >= 4
    assert len(set(days)) >= 3


async def test_one_author_has_junk_addresses_too(post, get):
    found = await rows(get, "url=twitter.com/ekdahl_signals/status/*")
    assert any("&quot;" in row["original"] for row in found)
    assert any('"https://pbs' in row["original"] for row in found)


async def test_filters_exclude_and_look_inside(post, get):
    every = await rows(get, "url=twitter.com&matchType=host")
    html = await rows(get, "url=twitter.com&matchType=host&filter=mimetype:text/.*")
    rest = await rows(get, "url=twitter.com&matchType=host&filter=!mimetype:text/.*")
    assert len(html) + len(rest) == len(every)
    assert 0 < len(html) < len(every)
    assert len(await rows(get, "url=twitter.com&matchType=host&filter=~original:quot")) == 1


async def test_a_long_listing_is_continued_by_its_key(post, get):
    whole = await rows(get, "url=twitter.com/ekdahl_signals/status/*")
    query = "url=twitter.com/ekdahl_signals/status/*&limit=3&showResumeKey=true"
    seen, key = [], ""
    while True:
        [fields, *lines] = (await get(CDX + query + key)).json()
        tail = lines[-1] if lines and not lines[-2:][0] else None
        seen += [dict(zip(fields, line, strict=True)) for line in (lines[:-2] if tail else lines)]
        if not tail:
            break
        key = f"&resumeKey={tail[0]}"
    assert seen == whole


async def test_the_newest_come_with_a_negative_limit_and_nothing_is_an_empty_list(post, get):
    assert len(await rows(get, "url=twitter.com/ekdahl_signals/status/*&limit=-2")) == 2
    assert (await get(CDX + "url=twitter.com/nobody/status/*")).json() == []
    assert (await get(CDX + "url=twitter.com/ekdahl_signals/status/*&to=2020")).json() == []


async def test_playback_gives_the_words_and_redirects_to_the_exact_time(post, get):
    [row] = await rows(get, f"url=twitter.com/ekdahl_signals/status/{post.id}")
    exact = f"https://web.archive.org/web/{row['timestamp']}id_/{row['original']}"
    played = await get(exact)
    assert json.loads(played.text)["data"]["text"] == post.text
    near = await get(f"https://web.archive.org/web/2024id_/{row['original']}")
    assert (near.status, near.headers["Location"]) == (302, exact)


async def test_a_retweet_stands_under_another_name_with_the_original_inside(post, get):
    [row] = await rows(get, "url=twitter.com/echo_of_others/status/*")
    played = (await get(f"https://web.archive.org/web/{row['timestamp']}id_/{row['original']}")).json()
    assert played["retweeted_status"]["id_str"] == post.id


async def test_availability_names_the_nearest_capture_or_nothing(post, get):
    found = (await get(f"https://archive.org/wayback/available?url=twitter.com/ekdahl_signals/status/{post.id}")).json()
    assert found["archived_snapshots"]["closest"]["available"] is True
    assert (await get("https://archive.org/wayback/available?url=never.example")).json()["archived_snapshots"] == {}
