"""The registry names who answers oEmbed for which address."""

import pytest

from service.platforms import oembed
from service.platforms.providers import endpoint_for


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("https://www.mixcloud.com/someone/a-show/", "https://www.mixcloud.com/oembed/"),
        ("http://odysee.com/@someone/a-film", "https://odysee.com/$/oembed"),
        ("https://issuu.com/someone/docs/a-paper", "https://issuu.com/oembed"),
        ("https://www.bitchute.com/video/aBcDeFgHiJkL/", "https://api.bitchute.com/oembed/"),
        ("https://tv.kakao.com/v/123456", "https://tv.kakao.com/oembed"),
        ("https://coub.com/view/um0um0", "https://coub.com/api/oembed.json"),
        ("https://rumble.com/v1abcde-title.html", "https://rumble.com/api/Media/oembed.json"),
        ("https://media.giphy.com/media/abc123DEF/giphy.gif", "https://giphy.com/services/oembed"),
        ("https://streamable.com/moo", "https://api.streamable.com/oembed.json"),
    ],
)
def test_an_address_of_a_known_provider_has_an_endpoint(url, endpoint):
    assert endpoint_for(url) == endpoint


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a",
        "https://mixcloud.com.evil.example/someone/a-show/",
        "https://evil.example/https://www.mixcloud.com/someone/",
        "https://evil.example/#mixcloud.com/someone/a",
        "https://notmixcloud.com/someone/a/",
        "mailto:desk@example.com",
    ],
)
def test_a_look_alike_has_none(url):
    assert endpoint_for(url) is None


def test_an_endpoint_that_has_a_query_already_is_asked_with_one_more_parameter():
    assert oembed.question("https://a.example/o?v=2", "https://a.example/1").url.startswith("https://a.example/o?v=2&")


@pytest.mark.parametrize("body", [{}, {"type": "rich"}, {"type": "video", "width": 3}, {"title": "no type"}])
def test_a_truncated_answer_describes_nothing(body):
    assert not oembed.answers(body)
