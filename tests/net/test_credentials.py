"""A token is shown to one host and to nobody else, and stays in no document."""

import pytest
from pydantic import SecretStr

from service.model.document import Request
from service.net.credentials import CredentialedFetcher
from service.net.recorded import RecordedInternet

TOKEN = SecretStr("s3cret-token")
SEARCH = "https://api.x.com/2/tweets/search/all?query=from%3Amira"


@pytest.fixture
def internet():
    return RecordedInternet()


async def ask(internet, url, *, name="x-search:1", **headers):
    fetcher = CredentialedFetcher(internet, {("api.x.com", "x-search"): TOKEN})
    return await fetcher.fetch(Request(name=name, url=url, headers=headers))


def shown(internet):
    return [asked.headers.get("Authorization") for asked in internet.asked]


async def test_the_host_it_is_meant_for_gets_the_token_and_the_document_does_not_hold_it(internet):
    internet.says(SEARCH, {"data": []})
    document = await ask(internet, SEARCH, Accept="application/json")
    assert shown(internet) == ["Bearer s3cret-token"]
    assert document.request.headers == {"Accept": "application/json"}
    assert "s3cret" not in repr(document)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.x.com/2/tweets/search/all",
        "https://api.x.com:8443/2/tweets/search/all",
        "https://api.x.com.thief.example/2/tweets/search/all",
        "https://x.com/2/tweets/search/all",
        "https://v2.api.x.com/2/tweets/search/all",
        "https://thief.example/api.x.com",
        "https://api.x.com@thief.example/",
    ],
)
async def test_nobody_else_gets_it(internet, url):
    await ask(internet, url)
    assert shown(internet) == [None]


async def test_an_address_that_stands_in_an_article_is_not_asked_with_it(internet):
    await ask(internet, SEARCH, name="page")
    assert shown(internet) == [None]


async def test_a_redirect_does_not_carry_it_on(internet):
    internet.redirects(SEARCH, to="https://thief.example/")
    document = await ask(internet, SEARCH)
    assert (document.status, len(internet.asked)) == (301, 1)
