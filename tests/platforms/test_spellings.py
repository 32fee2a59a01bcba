"""The id of a post survives every spelling of its address, on every platform there is a file for."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.platforms import discover
from service.platforms.addresses import embed_of, identify
from tests.platforms.cases import all_cases


def _addresses():
    found = {}
    for case in all_cases():
        url = case.file.url(case.post_id) if case.platform != "page" else ""
        address = identify(url) if url else None
        if address is not None and address.post_id is not None:
            found.setdefault((case.platform, address.post_id), url)
    return found


ADDRESSES = _addresses()


def _split(url):
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    return scheme, host, path


def _host(change):
    def changed(url):
        scheme, host, path = _split(url)
        return f"{scheme}://{change(host)}/{path}"

    return changed


def _tracked(parameter):
    def changed(url):
        head, mark, fragment = url.partition("#")
        return f"{head}{'&' if '?' in head else '?'}{parameter}{mark}{fragment}"

    return changed


def _wrapped(template, *, encoded):
    return lambda url: template.format(quote(url, safe="") if encoded else url)


CHANGES = {
    "http": lambda url: url.replace("https://", "http://", 1),
    "loud scheme": lambda url: url.replace("https://", "HTTPS://", 1),
    "loud host": _host(str.upper),
    "dot behind the host": _host(lambda host: host if ":" in host else host.rstrip(".") + "."),
    "port": lambda url: (
        _host(lambda host: host if ":" in host else host + ":443")(url) if url[:6].lower() == "https:" else url
    ),
    "two slashes": lambda url: "{}://{}//{}".format(*_split(url)),
    "campaign": _tracked("utm_source=a&utm_medium=b"),
    "clicks": _tracked("fbclid=AbC&gclid=d"),
    "referrer": _tracked("ref_src=twsrc%5Etfw"),
    "fragment": lambda url: url + "#top" if "#" not in url else url,
}
SURROUNDINGS = {
    "quoted": lambda url: f" “{url}” ",
    "in angle brackets": lambda url: f"<{url}>",
    "with entities": lambda url: url.replace("&", "&amp;"),
}
WRAPPERS = {
    "archived": _wrapped("https://web.archive.org/web/20221010101010if_/{}", encoded=False),
    "archived today": _wrapped("https://archive.ph/20221010101010/{}", encoded=False),
    "by a search": _wrapped("https://www.google.com/url?q={}&sa=D", encoded=True),
    "by facebook": _wrapped("https://l.facebook.com/l.php?u={}&h=AT0", encoded=True),
    "by outlook": _wrapped("https://eur01.safelinks.protection.outlook.com/?url={}&data=05", encoded=True),
    "without a referrer": _wrapped("https://href.li/?{}", encoded=False),
}


def _some(table, most):
    return st.lists(st.sampled_from(sorted(table)), max_size=most).map(lambda names: [table[name] for name in names])


@given(st.sampled_from(sorted(ADDRESSES)), _some(CHANGES, 4), _some(WRAPPERS, 3), _some(SURROUNDINGS, 1))
@settings(max_examples=400, deadline=None)
def test_one_post_has_one_id_however_its_address_is_spelled(key, changes, wrappers, surroundings):
    spelled = ADDRESSES[key]
    for change in (*changes, *wrappers, *surroundings):
        spelled = change(spelled)
    address = identify(spelled)
    assert address is not None, spelled
    assert (address.platform, address.post_id) == key, spelled
    assert embed_of(address).id == embed_of(identify(ADDRESSES[key])).id


@pytest.mark.parametrize("platform", sorted(discover().keys() - {"page"}))
def test_every_platform_file_has_an_address_that_is_known_again(platform):
    assert any(known == platform for known, _ in ADDRESSES)
