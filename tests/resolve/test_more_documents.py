"""What a page leads to is asked too: oEmbed by the registry, or by the page's own word."""

from service.model.availability import State
from service.resolve import resolve
from tests.resolve.story import Internet, link, told

BLOG = "https://blog.example/2024/bridge"
ENDPOINT = "https://blog.example/wp-json/oembed"
LINKED = f"""<html><head><title>The bridge</title><link rel="canonical" href="{BLOG}">
<link rel="alternate" type="application/json+oembed" href="{ENDPOINT}?url=bridge"></head><body>Words.</body></html>"""
ANSWER = {"type": "rich", "version": "1.0", "title": "The bridge", "author_name": "Noor", "html": "<p>…</p>"}
VIDEO = "https://rumble.com/v1abc2"
VIDEO_ENDPOINT = "https://rumble.com/api/Media/oembed.json"


async def test_a_page_that_names_no_author_is_asked_by_the_oembed_it_links_to():
    internet = Internet()
    internet.says(BLOG, LINKED)
    internet.says(ENDPOINT, ANSWER)
    found = await resolve(internet, link(BLOG))
    assert found.post is not None
    assert found.post.author.name == "Noor"
    assert found.post.sources["author"] == "oembed"
    assert [document.request.name for document in found.documents] == ["page", "oembed"]


async def test_what_an_answer_leads_to_is_asked_once():
    internet = Internet()
    internet.says(BLOG, LINKED)
    internet.refuses(ENDPOINT, 404)
    found = await resolve(internet, link(BLOG))
    assert len(internet.asked) == 2
    assert found.availability.state is State.LIVE


async def test_a_page_that_tells_enough_is_not_asked_for_oembed():
    internet = Internet()
    own = '<meta name="author" content="Noor"><meta property="og:image" content="https://blog.example/a.jpg">'
    internet.says(BLOG, LINKED.replace("</head>", f"{own}</head>"))
    await resolve(internet, link(BLOG))
    assert len(internet.asked) == 1


async def test_a_video_on_a_platform_without_rules_is_live_when_its_oembed_shows_it():
    internet = Internet()
    internet.says(VIDEO, "<html><head><title>Rumble</title></head></html>")
    internet.says(VIDEO_ENDPOINT, {**ANSWER, "type": "video"})
    found = await resolve(internet, link(VIDEO))
    assert found.availability.state is State.LIVE
    assert found.post is not None
    assert found.post.author.name == "Noor"
    assert "oembed" in told(found)


async def test_a_video_on_a_platform_without_rules_is_not_gone_because_its_oembed_is():
    internet = Internet()
    internet.says(VIDEO, "<html><head><title>Rumble</title></head></html>")
    internet.refuses(VIDEO_ENDPOINT, 404)
    found = await resolve(internet, link(VIDEO))
    assert found.availability.state is State.UNKNOWN


NOTE = "https://misskey.example/notes/9tq1abc2de"
MIRA = "https://misskey.example/users/9a1b2c3d4e"
HELD = {"type": "Note", "id": NOTE, "attributedTo": MIRA, "content": "<p>42 wagons.</p>", "url": NOTE}
PERSON = {"type": "Person", "id": MIRA, "preferredUsername": "mira", "name": "Mira"}


async def test_a_post_of_the_fediverse_is_asked_for_its_author_on_the_same_host():
    internet = Internet()
    internet.says(NOTE, HELD)
    internet.says(MIRA, PERSON)
    found = await resolve(internet, link(NOTE))
    assert found.post is not None
    assert found.post.author.handle == "mira@misskey.example"
    assert [request.url for request in internet.asked] == [NOTE, MIRA]
    assert found.embed.id == "fediverse-misskey.example-9tq1abc2de"


async def test_a_post_that_names_an_author_elsewhere_leads_no_question_there():
    internet = Internet()
    internet.says(NOTE, {**HELD, "attributedTo": "https://evil.example/users/mira"})
    await resolve(internet, link(NOTE))
    assert internet.was_asked("evil.example") == 0


async def test_an_unlisted_video_is_asked_for_with_the_hash_that_the_article_has():
    internet = Internet()
    oembed = "https://vimeo.com/api/oembed.json"
    internet.refuses(oembed, 404)
    internet.says(oembed, {**ANSWER, "type": "video"}, query={"url": "https://vimeo.com/918273645/abcdef0123"})
    found = await resolve(internet, link("https://player.vimeo.com/video/918273645?h=abcdef0123"))
    assert found.availability.state is State.LIVE
    assert found.embed.url == "https://vimeo.com/918273645/abcdef0123"


async def test_a_video_that_may_only_be_unlisted_is_not_called_deleted():
    internet = Internet()
    internet.refuses("https://vimeo.com/api/oembed.json", 404)
    internet.says("https://vimeo.com/918273645", "<html><head><title>Vimeo</title></head></html>")
    found = await resolve(internet, link("https://vimeo.com/918273645"))
    assert found.availability.state is State.UNKNOWN


async def test_a_post_whose_platform_and_page_both_know_nothing_of_it_is_deleted():
    internet = Internet()
    internet.refuses("https://www.scribd.com/services/oembed/", 404)
    internet.refuses("https://www.scribd.com/document/123456789", 404)
    found = await resolve(internet, link("https://www.scribd.com/document/123456789"))
    assert found.availability.state is State.DELETED
    assert not found.availability.suspected
