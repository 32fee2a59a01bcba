"""Shortcodes in every format a body may have."""

import json

import pytest

from service import references
from service.model.article import Article, Format

CODES = {
    "[tweet 1579478434783137792]": ("x", "1579478434783137792"),
    "[twitter id=1579478434783137792 width=500]": ("x", "1579478434783137792"),
    "[embed]https://x.com/a/status/20[/embed]": ("x", "20"),
    "[youtube=https://youtu.be/aBcDeFgHiJ_]": ("youtube", "aBcDeFgHiJ_"),
    "[youtube aBcDeFgHiJ_]": ("youtube", "aBcDeFgHiJ_"),
    '[vimeo 76979871 w="500"]': ("vimeo", "76979871"),
    "[instagram url=https://www.instagram.com/p/C-srcchPpp7/]": ("instagram", "C-srcchPpp7"),
    "[embed]https://example.com/a[/embed]": ("page", None),
    "[video src=https://youtu.be/aBcDeFgHiJ_]": ("youtube", "aBcDeFgHiJ_"),
    '{{< tweet user="annm" id="1579478434783137792" >}}': ("x", "1579478434783137792"),
    '{{< x user="annm" id="1579478434783137792" >}}': ("x", "1579478434783137792"),
    "{{< gist ann 0123456789abcdef0123456789abcdef >}}": ("gist", "0123456789abcdef0123456789abcdef"),
    '{{% youtube id="aBcDeFgHiJ_" autoplay=true %}}': ("youtube", "aBcDeFgHiJ_"),
    "{% tweet 1579478434783137792 %}": ("x", "1579478434783137792"),
    "{% embed https://x.com/a/status/20 %}": ("x", "20"),
    '{% youtube "aBcDeFgHiJ_" %}': ("youtube", "aBcDeFgHiJ_"),
    "{youtube}aBcDeFgHiJ_{/youtube}": ("youtube", "aBcDeFgHiJ_"),
    "{tweet}https://x.com/a/status/20{/tweet}": ("x", "20"),
    "(tweet: https://x.com/a/status/20)": ("x", "20"),
}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("form", ["text", "html", "json", "html in json"])
def test_a_shortcode_is_one_embed_at_its_place(code, form):
    body = f"Before it.\n\n{code}\n\nAfter it."
    text = f"<p>Before it.</p>\n<p>{code}</p>\n<p>After it.</p>" if "html" in form else body
    submitted = json.dumps({"content": text}) if "json" in form else text
    (one,) = references.find(Article(body=submitted, format=Format("json" if "json" in form else form)))
    assert (one.kind, one.platform, one.post_id) == ("markup", *CODES[code])
    assert text[one.start : one.end] == code


@pytest.mark.parametrize(
    "text",
    [
        "[gallery ids=1579478434783137792]",
        "[caption id=20]",
        "[tweet]",
        "[youtube]",
        "[twitter-follow annm]",
        "[x] 2024",
        "[x 2024]",
        "[tweet width=500]",
        "(x: 20)",
        "{% include 20 %}",
        "{tweet}hello{/tweet}",
        "[video src=a.mp4]",
    ],
)
def test_what_shows_no_post_is_no_embed(text):
    assert references.find(Article(body=f"Before it. {text} After it.", format=Format.TEXT)) == ()
