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
