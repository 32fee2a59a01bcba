import asyncio
import ssl
import time

import aiohttp
import pytest
from cryptography import x509

from tests.replica import replica

POST = "https://news.example/2024/05/vellmark-letter"


async def test_every_address_of_the_story_answers(told, get):
    for record in list(told.records.values()):
        assert (await get(record.url)).status in {200, 302}, record.url


async def test_a_name_nobody_has_gets_no_answer(world, get):
    for url in ("https://nobody-has-this.example/", "http://nobody-has-this.example/"):
        with pytest.raises(aiohttp.ClientConnectionError):
            await get(url)
    assert [asked.status for asked in world.asked("nobody-has-this.example")][:1] == [None]


async def test_both_ports_answer_for_every_name(told, get):
    secure, plain = await get(POST), await get(POST.replace("https", "http"))
    assert secure.status == plain.status == 200


async def test_only_who_trusts_the_ca_is_answered_and_each_name_has_its_own_certificate(world):
    port = int(world.upstream.rpartition(":")[2].partition(",")[0])
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await session.get(f"https://127.0.0.1:{port}/", server_hostname="x.com")
    context = ssl.create_default_context(cafile=str(world.ca_file))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="bsky.app")
    leaf = x509.load_der_x509_certificate(writer.get_extra_info("ssl_object").getpeercert(binary_form=True))
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["bsky.app"]
    writer.close()
    await writer.wait_closed()


async def test_a_place_fails_and_recovers(told, get):
    told.fail("news.example/2024", 503)
    answer = await get(POST)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    told.recover("news.example/2024")
    assert (await get(POST)).status == 200


async def test_a_connection_breaks_off_when_told(told, get):
    told.fail("news.example", None)
    with pytest.raises(aiohttp.ClientConnectionError):
        await get(POST)


async def test_a_host_is_slow_when_told(told, get):
    told.slow_down("news.example", 0.2)
    start = time.monotonic()
    await get(POST)
    assert time.monotonic() - start >= 0.2


async def test_everything_that_was_asked_is_in_the_log(told, get):
    await get(POST + "?from=mail", Accept="text/html")
    [asked] = told.asked("news.example")
    assert (asked.url, asked.status, asked.headers["accept"]) == (POST + "?from=mail", 200, "text/html")


async def test_the_verbs_are_spoken_over_http_too(told, get):
    async def control(verb, **said):
        return await get(f"https://replica.test/control/{verb}", method="POST", said=said)

    posted = {"handle": "a", "text": "b", "created": "2024-05-04T10:00:00", "archived": True}
    [added] = (await control("add", x=[posted])).json()["result"]
    assert (await control("delete", id=added["id"])).json()["result"]["fate"] == "deleted"
    assert (await control("fail", where="news.example", status=500)).status == 200
    assert (await get(POST)).status == 500
    await control("recover")
    assert (await get(POST)).status == 200
    asked = (await get("https://replica.test/control/requests?host=news.example")).json()["requests"]
    assert [one["status"] for one in asked] == [500, 200]
    assert (await control("delete", id="nothing")).status == 400
    assert (await control("explode")).status == 404


async def test_two_replicas_know_nothing_of_each_other(told):
    async with replica() as other:
        assert other.upstream != told.upstream
        assert not other.records


async def test_short_links_and_loops_lead_where_they_lead(told, get):
    assert (await get("https://bit.ly/vellmark")).headers["Location"] == POST
    there = (await get("https://trouble.example/loop")).headers["Location"]
    assert (await get(f"https://trouble.example{there}")).headers["Location"] == "/loop"
