"""Pages cannot look into this machine: no file, no page of the browser's own, and no address but the web's is opened."""

import pytest
from aiohttp import web

from service.errors import BadUrl
from service.model.capture import Grade
from tests.browser.test_hostile_pages import FRAME, POST
from tests.service import data_directory

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

SECRET = "only-on-this-machine"
XML = "<!DOCTYPE a [<!ENTITY e SYSTEM 'file://{}'>]><a>&e;</a>"
LOOKS = {
    "frame": "<iframe src='file://FILE'></iframe><object data='file://FILE'></object><embed src='file://FILE'>",
    "fetch": "<script>fetch('file://FILE').then(a => a.text()).then(a => document.body.append(a)).catch(() => 0)</script>",
    "request": "<script>const x = new XMLHttpRequest(); x.onload = () => document.body.append(x.responseText); try { x.open('GET', 'file://FILE'); x.send() } catch (e) {}</script>",
    "script": "<script src='file://FILE'></script><link rel=stylesheet href='file://FILE'><img src='file://FILE'>",
    "window": "<script>open('file://FILE'); open('view-source:file://FILE')</script>",
    "link": "<a id=a href='file://FILE'>x</a><script>a.click()</script>",
    "navigation": "<script>location = 'file://FILE'</script>",
    "refresh": "<meta http-equiv=refresh content='0; url=file://FILE'>",
    "own pages": "<iframe src='chrome://version'></iframe><script>open('chrome://version'); location = 'chrome://gpu'</script>",
    "redirected frame": "<iframe src='/to-file'></iframe>",
    "redirected fetch": "<script>fetch('/to-file').then(a => a.text()).then(a => document.body.append(a)).catch(() => 0)</script>",
    "entity": "<iframe src='/entity.xml'></iframe>",
    "worker": "<script>try { new Worker('file://FILE') } catch (e) {}</script>",
    "filesystem": "<iframe src='filesystem:https://posts.example.org/temporary/x'></iframe><iframe src='blob:file://FILE'></iframe>",
}


@pytest.fixture(scope="module")
def secret():
    """A file that the browser's user may read."""
    with data_directory() as place:
        file = place / "secret.html"
        file.write_text(f"<p>{SECRET}</p>")
        file.chmod(0o644)
        yield file


@pytest.mark.parametrize("name", LOOKS)
async def test_a_page_reads_no_file_and_no_page_of_the_browser(name, site, visit, secret):
    async def to_file(_):
        return web.Response(status=302, headers={"Location": f"file://{secret}"})

    site.put("/to-file", to_file)
    site.page("/entity.xml", XML.format(secret), kind="text/xml")
    url = site.page(f"/look/{name.replace(' ', '-')}", POST + LOOKS[name].replace("FILE", str(secret)))
    capture = await visit(url, **FRAME)
    assert not [artefact.name for artefact in capture.artefacts if SECRET.encode() in artefact.body]
    assert (capture.url_final or "").startswith(("https://", "chrome-error://")), capture.url_final


@pytest.mark.parametrize("where", ["file://{}", "view-source:file://{}", "chrome://version", "data:text/html,<p>x", "javascript:1", "about:blank", "ftp://posts.example.org/", "https:\\\\{}"])  # fmt: skip
async def test_a_visit_itself_opens_nothing_but_the_web(where, visit, secret):
    try:
        capture = await visit(where.format(secret), **FRAME)
    except BadUrl:
        return
    assert capture.grade is Grade.NONE
    assert not [artefact.name for artefact in capture.artefacts if SECRET.encode() in artefact.body]


async def test_a_redirect_to_a_file_opens_nothing(site, visit, secret):
    async def to_file(_):
        return web.Response(status=302, headers={"Location": f"file://{secret}"})

    capture = await visit(site.put("/straight-to-file", to_file), **FRAME)
    assert capture.grade is Grade.NONE
    assert not [artefact.name for artefact in capture.artefacts if SECRET.encode() in artefact.body]
