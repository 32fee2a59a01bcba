"""Which post an address means: every spelling of one post gives one id.

Pure reading of spellings; the patterns stand as data in `addresses.json`. Mirrors, proxies, embeds, archives, AMP
caches and redirectors are peeled off; short links keep the kind `short`, because only the network knows where they lead.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from service.errors import BadUrl
from service.model.embed import Embed
from service.model.ids import EmbedId, page_embed_id, post_embed_id
from service.model.url import LONGEST, Url, canonical, parse
from service.platforms.spellings import one_spelling

_REMEMBERED = 500
"""Characters; of longer addresses none is kept, so that what is kept stays small."""
DEEPEST = 5
"""Wrappers inside wrappers; more is no reading matter."""

_ID = re.compile(r"[A-Za-z0-9_.:@~/%-]{1,200}", re.ASCII)
"""What may become part of an embed id."""
_HANDLES_VARY = frozenset(["telegram", "bluesky"])
"""Platforms whose post ids hold a name that is the same in any case."""
_AT_URI = re.compile(r"at://(?P<author>[^/\s]+)/app\.bsky\.feed\.post/(?P<id>[A-Za-z0-9]{10,20})")
_PERSON = re.compile(
    r"/(?:web/)?@[\w.-]+(?:@[\w.-]+)?/?|/(?:tags|hashtags?)/[^/]+/?|/(?:authors?|contributors?)/[^/]+/?", re.ASCII
)
"""The path of a profile or a hashtag on any server of the fediverse and on many a site that has people or authors."""
_FEDIVERSE = re.compile(r"/(?:@|web/|deck/|users/|statuses/|notice/|objects/|(?:embed/)?notes/|p/|videos/|w/)")
"""How paths of posts begin on servers of the fediverse, whatever their host."""
_NEVER = "(?!)"
_REPLAYED = re.compile(r"/web/\d{1,14}(?:[a-z]{2}_)?/(?=https?:/)")
"""How links begin on pages that were saved out of the Wayback Machine."""
_SHARING = re.compile(
    r"/(?:share[\w.-]*|submit|sharer[\w.-]*|bookmarklet|new-post|compose|clip\.action|blog-this\.g|intent|add|edit|save|post)(?:/|$)",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"(?:^|&)(?:url|u|uri|link|href|text|body|attachmenturl)=[^&]{0,400}?https?(?::|%3A)", re.IGNORECASE
)
"""What an address hands on when it is a button to share another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What an address means."""

    platform: str
    """`page` when the address names no post."""
    post_id: str | None
    """The platform's own id; mastodon `host/id`, bluesky `did-or-handle/rkey`."""
    url: str
    """Canonical address."""
    author: str | None
    """The handle that stands in the address: not load-bearing, most platforms ignore it."""
    kind: str
    """`post`, `video` …, `page`, or what is no post: `short`, `share`, `profile`, `media`."""
    site: str
    """The platform whose house this is, also when no post is named; `page` for any other."""
    fragment: str | None = None
    """What stands behind # in the address of a page: the part of it that is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    platform: str
    kind: str
    host: re.Pattern[str]
    path: re.Pattern[str]
    query: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    id: str | None
    url: str | None
    raw: bool
    anywhere: bool
    """True: it speaks about every host."""

    def fit(self, url: Url, path: str) -> dict[str, str] | None:
        """Give the named groups when the address fits; `path` is its readable form."""
        on_path = self.path.match(path)
        if on_path is None:
            return None
        found = {name: value for name, value in on_path.groupdict().items() if value}
        on_host = self.host.fullmatch(url.host) if self.host.groupindex else None
        if on_host:
            found.update(on_host.groupdict())
        parameters = url.parameters if self.query else {}
        for names, pattern in self.query:
            value = next((parameters[name] for name in names if name in parameters), None)
            match = pattern.match(value) if value is not None else None
            if match is None:
                return None
            found.update({name: value for name, value in match.groupdict().items() if value})
        return found


def _compiled(entry: Mapping[str, Any]) -> _Pattern:
    return _Pattern(
        platform=entry.get("platform", ""),
        kind=entry.get("kind", ""),
        host=re.compile(entry["host"], re.ASCII),
        path=re.compile(entry.get("path", entry.get("except", _NEVER)), re.ASCII),
        query=tuple(
            (tuple(names.split("|")), re.compile(pattern, re.ASCII))
            for names, pattern in entry.get("query", {}).items()
        ),
        id=entry.get("id"),
        url=entry.get("url"),
        raw=entry.get("raw", False),
        anywhere=entry["host"] == ".+",
    )


@cache
def _facts() -> dict[str, Any]:
    return dict(json.loads(files(__package__).joinpath("addresses.json").read_text("utf-8")))


@cache
def _patterns(table: str) -> tuple[_Pattern, ...]:
    return tuple(_compiled(entry) for entry in _facts()[table])


@lru_cache(maxsize=8192)
def _house(host: str, table: str) -> tuple[_Pattern, ...]:
    """Give the patterns that speak about this host."""
    return tuple(pattern for pattern in _patterns(table) if pattern.host.fullmatch(host))


@cache
def _known_hosts() -> re.Pattern[str]:
    """Give one pattern for every host of which anything is known."""
    tables = (pattern for table in ("patterns", "wrappers", "people") for pattern in _patterns(table))
    hosts = {re.sub(r"\?P<\w+>", "?:", pattern.host.pattern) for pattern in tables if not pattern.anywhere}
    return re.compile("|".join([*sorted(hosts), *map(re.escape, sorted(_words("shorteners")))]), re.ASCII)


@lru_cache(maxsize=8192)
def _is_stranger(host: str) -> bool:
    """Say whether nothing is known of a host: then only a path may tell that it is a server of the fediverse."""
    return _known_hosts().fullmatch(host) is None


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(_facts()[table])


@lru_cache(maxsize=8192)
def site_of(host: str) -> str:
    """Name the platform whose house this host is, `page` for any other.

    >>> site_of("mobile.twitter.com")
    'x'
    """
    for pattern in _house(host, "patterns"):
        if not pattern.anywhere and pattern.platform != "google_maps":
            return pattern.platform
    return next((pattern.platform for pattern in _house(host, "people")), "page")


def _readable(path: str) -> str:
    """Undo percent-encoding of what is ASCII, double slashes and a leading hash-bang."""
    decoded = unquote(path) if "%" in path else path
    while "//" in decoded:
        decoded = decoded.replace("//", "/")
    return decoded


def _trimmed(text: str) -> str:
    """Give a whole address from what stands in attributes and in prose: quotes, entities, no scheme, all encoded."""
    text = text.strip().strip("\"'“”‘’<>").replace("&amp;", "&")
    if text[:12].lower().startswith(("http%3a", "https%3a")):
        text = unquote(text)
    if text.startswith("//"):
        return "https:" + text
    return _REPLAYED.sub("", text, count=1) if text.startswith("/web/") else text


def _with_scheme(target: str) -> str:
    """Repair what stands inside wrappers: no scheme, or one slash lost on the way."""
    match = re.match(r"(https?):/{0,2}(?=[^/])", target, re.IGNORECASE)
    if match:
        return f"{match[1].lower()}://{target[match.end() :]}"
    return "https://" + target.lstrip("/")


def _unwrapped(url: Url) -> Url:
    """Peel archives, AMP caches and redirectors."""
    for _ in range(DEEPEST):
        for pattern in _house(url.host, "wrappers"):
            found = {"target": unquote(url.query)} if pattern.raw else pattern.fit(url, _readable(url.path))
            if found and found.get("target"):
                break
        else:
            return url
        target = found["target"]
        if not pattern.query and not pattern.raw and url.query:
            target += "?" + url.query
        if not pattern.query and url.fragment:
            target += "#" + url.fragment
        if target[:12].lower().startswith(("http%3a", "https%3a")):
            target = unquote(target)
        try:
            url = parse(_with_scheme(target))
        except BadUrl:
            return url
    return url


def _without_hash_bang(url: Url) -> Url:
    """Give `/#!/user/status/1` as a path."""
    if not url.fragment.startswith("!/"):
        return url
    return parse(f"{url.scheme}://{url.host}/{url.fragment[2:]}")


def _post(pattern: _Pattern, url: Url, found: dict[str, str]) -> Address | None:
    """Read an address whose pattern fits; None when it names no post after all."""
    if pattern.id is None:
        return Address(
            platform="page",
            post_id=None,
            url=canonical(url),
            author=found.get("author"),
            kind=pattern.kind,
            site=pattern.platform,
        )
    if found.get("id", "").lower() in _words("reserved"):
        return None
    found["host"] = url.host
    found["id"] = one_spelling(pattern.platform, found["id"])
    if pattern.platform in _HANDLES_VARY and not found.get("author", "did:").startswith("did:"):
        found["author"] = found["author"].lower()
    post_id = _filled(pattern.id, found)
    spelled = _filled(pattern.url, found) if pattern.url else None
    if post_id is None or not _ID.fullmatch(post_id):
        return None
    if spelled and pattern.platform == "vimeo" and "hash" in found:
        spelled += f"/{found['hash']}"
    return Address(
        platform=pattern.platform,
        post_id=post_id,
        url=spelled or canonical(url),
        author=found.get("author"),
        kind=pattern.kind,
        site=pattern.platform,
    )


def _filled(template: str, found: Mapping[str, str]) -> str | None:
    """Fill a template over the named groups; None when one is missing."""
    try:
        return template.format_map(found)
    except KeyError:
        return None


def _page(url: Url) -> Address:
    """Read an address that names no post."""
    site, kind = "page", "page"
    if not _is_stranger(url.host):
        if url.host in _words("shorteners"):
            kind = "short"
        for people in _house(url.host, "people"):
            site = people.platform
            kind = "page" if people.path.match(url.path) else "profile"
    if kind == "page" and _PERSON.fullmatch(url.path):
        kind = "profile"
    if kind == "page" and url.query and _SHARED.search(url.query) and _SHARING.search(url.path):
        kind = "share"
    part = url.fragment or None
    return Address(platform="page", post_id=None, url=canonical(url), author=None, kind=kind, site=site, fragment=part)


def identify(url: str) -> Address | None:
    """Say which post or page an address means; None for what is no web address.

    >>> identify("https://mobile.twitter.com/GeoConfirmed/statuses/20/photo/1").post_id
    '20'
    >>> identify("https://example.com/a?utm_source=x").url
    'https://example.com/a'
    >>> identify("mailto:desk@example.com") is None
    True
    """
    if len(url) <= _REMEMBERED:
        return _remembered(url)
    return _identified(url) if len(url) <= 2 * LONGEST else None


def _identified(url: str) -> Address | None:
    text = _trimmed(url)
    at_uri = _AT_URI.match(text)
    if at_uri:
        text = f"https://bsky.app/profile/{at_uri['author']}/post/{at_uri['id']}"
    try:
        read = parse(text)
        if not _is_stranger(read.host):
            read = _unwrapped(read)
        read = _without_hash_bang(read)
        return _named(read, _readable(read.path)) or _page(read)
    except BadUrl:
        return None


_remembered = lru_cache(maxsize=16384)(_identified)
"""An article names most of its addresses more than once; the largest have as many as are kept."""


def _named(url: Url, path: str) -> Address | None:
    """Read an address that names a post; `path` is its readable form."""
    on_fediverse = _FEDIVERSE.match(path) is not None
    if not on_fediverse and _is_stranger(url.host):
        return None
    for pattern in _house(url.host, "patterns"):
        if pattern.anywhere and not on_fediverse:
            continue
        found = pattern.fit(url, path)
        address = _post(pattern, url, found) if found is not None else None
        if address is not None:
            return address
    return None


def name_of(address: Address) -> EmbedId:
    """Give the one name of what an address means."""
    if address.post_id is None:
        return page_embed_id(address.url)
    return post_embed_id(address.platform, address.post_id)


def embed_of(address: Address) -> Embed:
    """Give what an address means under its one name."""
    return Embed(id=name_of(address), platform=address.platform, post_id=address.post_id, url=address.url)
