"""Elements that a site, a framework or a consent wall made up: `<x-embed url=…>`, `<Tweet id=…>`, `<uc-p uc-src=…>`.

No list of names: an element of a name of its own is an embed when one of its attributes is the address of a post, or when
its name says a platform and an attribute its id.
"""

import re
from collections.abc import Iterator, Mapping

from service.platforms.addresses import Address, identify
from service.references import ids
from service.references.html import signs
from service.references.html.attributes import MANY
from service.references.html.claim import Claim, post_at
from service.references.html.furniture import is_outside
from service.references.html.markup import Element, Page

_TAG = re.compile(
    r"<((?:[a-z][a-z0-9]*-|[A-Z]|fb:|oembed|x[fF]|(?:tweet|twitter|youtube|instagram|tiktok|vimeo|dailymotion|bluesky|social)(?=[a-z\s]))[^\s<>/]*)(\s[^<>]*>)?"
)
_NAME = re.compile(
    r"(?!amp-)[a-z][a-z0-9]*-[a-z0-9-]*|(?:react)?(?:tweet|twitter|x|youtube|instagram|tiktok|vimeo|dailymotion|bluesky|mastodon|threads|reddit|"
    r"facebook)(?:embed|post|video|player|card)?|social(?:embed|post)|embed(?:block|ly)"
)
"""Names of elements that HTML has not: with a hyphen, or as components of frameworks are called."""
_CARRIES = re.compile(r"//|at:|\d{15}|[\w-]{11}", re.ASCII)
_OTHERS = re.compile(r"share|sharing|author|profile|comment|related|recommend|teaser|button|link(?![a-z])")
"""What an element is called that shows no post."""
_PLACEHOLDER = 700
"""Characters of visible text that a placeholder may have; a room of the page has more."""


def names(source: str) -> dict[str, bool]:
    """Give the names of elements that HTML has not, and whether what stands in one of their tags may name a post."""
    found: dict[str, bool] = {}
    for match in _TAG.finditer(source):
        name = match[1].lower()
        found[name] = found.get(name, False) or (match[2] is not None and _CARRIES.search(match[2]) is not None)
    return found


def scan(page: Page, named: Mapping[str, bool]) -> Iterator[tuple[Element, Claim]]:
    """Give each element of a made-up name that shows one post."""
    tags = {tag for tag, carries in named.items() if carries and _NAME.fullmatch(tag) and not _OTHERS.search(tag)}
    around: dict[int, bool] = {}
    for element in page.select(", ".join(sorted(tags)) if len(tags) <= MANY else "*") if tags else ():
        claim = _read(element) if element.tag in tags else None
        if claim and page.is_small(element, _PLACEHOLDER) and not is_outside(element, around, itself=True):
            yield element, claim


def _read(element: Element) -> Claim | None:
    held = {name.removeprefix("data-"): element.attr(name) or "" for name in element.attrs}
    addresses = {
        address.url: address
        for name, value in held.items()
        if not signs.OTHERS.search(name) and (address := _addressed(value.strip(), element.tag))
    }
    if len(addresses) == 1:
        return Claim(address=next(iter(addresses.values())), how="made-up-element")
    said = " ".join([element.tag, *filter(None, map(element.attr, signs.NAMES[2:]))])
    found = ids.stated(held, said) if not addresses else None
    return Claim(address=found[1], how=f"{found[1].platform}-id") if found else None


def _addressed(value: str, tag: str) -> Address | None:
    if "//" in value[:9] or value.startswith("at:"):
        return post_at(value)
    if "/status/" in value and ("tweet" in tag or "twitter" in tag):
        return identify(f"https://x.com/{value.lstrip('/')}")
    return post_at(f"https://www.youtube.com/watch?v={value[8:]}") if value.startswith("youtube/") else None
