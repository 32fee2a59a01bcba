"""Embed markup: which element is a post, by the facts it carries and not by one class name."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from service.model.reference import Byline
from service.platforms.addresses import Address, identify
from service.references import ids
from service.references.found import contradictions
from service.references.html import pages, signs
from service.references.html.claim import Claim, post_at
from service.references.html.markup import FRAMES, Element, words
from service.references.text import attribution, others


def read(element: Element, media: Mapping[str, str], base: str | None = None) -> Claim | None:
    """Say which post or page an element embeds; None when it embeds none.

    `media` knows the CMS's own ids, `base` is where the article stands.
    """
    entity = element.attr("data-entity-uuid")
    if entity is not None:
        address = post_at(media.get(entity))
        return Claim(address=address, how="media-entity") if address else None
    for reader in _READERS:
        claim = reader(element)
        if claim is not None:
            return claim
    return pages.read(element, base)


def _frame(element: Element) -> Claim | None:
    if element.tag not in FRAMES:
        return None
    values = [value for name in (*signs.LAZY, *element.attrs) if (value := element.attr(name))]
    address = next(filter(None, map(post_at, values)), None) or next(filter(None, map(_shown, values)), None)
    return Claim(address=address, how="iframe") if address else None


def _shown(url: str) -> Address | None:
    """Give the post that a CMS's own frame is told to show."""
    _, asks, query = url.partition("?")
    if not asks or ("//" not in query and "%2F" not in query.upper()):
        return None
    outer = identify(url)
    if outer is not None and outer.kind == "share":
        return None
    return next(filter(None, (post_at(value) for _, value in parse_qsl(query) if "//" in value[:9])), None)


def _identified(element: Element) -> Claim | None:
    """Read elements that carry the bare id."""
    known = signs.BY_TAG.get(element.tag)
    value = (element.attr(known[0]) or "").strip() if known else ""
    if known and value:
        address = post_at(value if "://" in value else known[1].format(value))
        if address:
            return Claim(address=address, how=f"{element.tag}-{known[0].removeprefix('data-')}")
    for name, form, template in () if signs.ID_ATTRIBUTES.isdisjoint(element.attrs) else signs.BY_ATTRIBUTE:
        value = (element.attr(name) or "").strip()
        if value and ("://" in value or form.fullmatch(value)):
            address = post_at(value if "://" in value else template.format(value))
            if address and element.tag == "blockquote":
                return _agreed(element, address, f"{element.tag}-{name.removeprefix('data-')}")
            if address:
                return Claim(address=address, how=f"{element.tag}-{name.removeprefix('data-')}")
    return _composed(element)


def _composed(element: Element) -> Claim | None:
    """Read elements whose attributes make up the address together."""
    classes = _signs(element).split()
    for name, attributes, template in () if signs.ID_PARTS.isdisjoint(element.attrs) else signs.BY_CLASS:
        values = [element.attr(each) or "" for each in attributes]
        if all(values) and (not name or name in classes):
            address = post_at(template.format(*values))
            if address:
                return Claim(address=address, how=f"{address.platform}-{_form(element)}")
    return _stated(element)


def _stated(element: Element) -> Claim | None:
    """Read the bare id of a post whose platform the element names."""
    if not any(map(ids.may_name, (name.removeprefix("data-") for name in element.attrs))):
        return None
    names = (*signs.NAMES, "src") if element.tag == "script" else signs.NAMES
    named = " ".join(filter(None, map(element.attr, names)))
    held = {name.removeprefix("data-"): element.attr(name) for name in element.attrs if name != "id"}
    found = ids.stated(held, f"{element.tag} {named}")
    return Claim(address=found[1], how=f"{found[1].platform}-id") if found else None


def _named(element: Element) -> Claim | None:
    """Read elements whose own id names the post."""
    own = [element.attr("id") or "", *(element.attr("class") or "").split()]
    for pattern, template in signs.ELEMENT_IDS:
        match = next(filter(None, map(pattern.fullmatch, own)), None)
        address = post_at(template.format(*match.groups())) if match else None
        if address:
            return Claim(address=address, how=f"{address.platform}-element-id")
    return None


def _plugin(element: Element) -> Claim | None:
    """Read players of the time of plug-ins."""
    if element.tag not in ("object", "embed"):
        return None
    inner = element.select("param[name=movie], param[name=src], embed[src]") if element.tag == "object" else []
    values = [element.attr("data"), element.attr("src"), *(one.attr("value") or one.attr("src") for one in inner)]
    address = next(filter(None, map(post_at, values)), None)
    return Claim(address=address, how="plug-in") if address else None


def _addressed(element: Element) -> Claim | None:
    """Read elements that carry the address in an attribute."""
    if element.tag == "a" and not _is_vendors(element) and not any(map(element.attr, signs.VENDOR_MARKS)):
        return None
    for name in signs.ADDRESSES:
        address = post_at(element.attr(name))
        if address:
            return _noted(element, _with_words(element, address, f"{address.platform}-{_form(element)}"))
    return None


def _noted(element: Element, claim: Claim) -> Claim:
    """Say where the attribute of an embed names one post and all its links another."""
    linked = [post for post in map(post_at, _hrefs(element)) if post and post.platform == claim.address.platform]
    own = _bare_of(claim.address)
    if claim.address.platform not in _ONE_LINKED or not linked or own in map(_bare_of, linked):
        return claim
    return replace(claim, notes=(*claim.notes, f"The element names post {own}, its link {_bare_of(linked[0])}."))


def _bare_of(address: Address) -> str:
    return (address.post_id or "").rpartition("/")[2]


def _quoted(element: Element) -> Claim | None:
    """Read quotations whose links name the post: the last one of X (a quoted post's comes first), else the first."""
    is_vendors = _is_vendors(element)
    if not is_vendors and (element.tag != "blockquote" or element.select_one("blockquote") is not None):
        return None
    posts = [address for address in map(post_at, _hrefs(element)) if address]
    if not posts:
        return None
    address = posts[-1] if posts[-1].platform == "x" else posts[0]
    if not is_vendors and not _attributed(element, address.platform):
        return None
    return _with_words(element, address, f"{address.platform}-{_form(element)}")


def _kept_as_json(element: Element) -> Claim | None:
    """Read elements that keep the whole post as JSON, such as Substack's."""
    raw = element.attr("data-attrs") or ""
    if not raw.startswith("{"):
        return None
    try:
        kept = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    values = [kept[name] for name in ("url", "permalink", "uri") if isinstance(kept.get(name), str)]
    address = next(filter(None, map(post_at, values)), None)
    if address is None:
        named = ids.stated(kept, _signs(element))
        address = named[1] if named else None
    if address is None:
        return None
    text, name, handle = (
        kept.get(key) if isinstance(kept.get(key), str) else None for key in ("full_text", "name", "username")
    )
    author = Byline(name=name, handle=handle.lstrip("@") if handle else None) if name or handle else None
    return Claim(address=address, how=f"{address.platform}-stored", text=text or "", author=author, stored=kept)


def _agreed(element: Element, named: Address, how: str) -> Claim:
    """Give the post of a quotation that is named by an attribute; its last link is the post where the two disagree."""
    shown = next((post for href in reversed(_hrefs(element)) if (post := post_at(href))), named)
    if shown.post_id == named.post_id or shown.platform != named.platform:
        return _with_words(element, named, how)
    claim = _with_words(element, shown, how)
    return replace(claim, notes=(*claim.notes, f"The element names post {named.post_id}, its link {shown.post_id}."))


def _bare(element: Element) -> Claim | None:
    """Read a wrapper of the CMS that holds nothing but an address."""
    if not re.search(r"(?:^|\s)(?:wp-block-embed|kg-embed-card)(?:\s|$)", _signs(element)):
        return None
    caption = element.select_one("figcaption")
    text = element.text.replace(caption.text, "").strip() if caption is not None else element.text.strip()
    address = identify(text) if text.startswith(("http://", "https://")) and not re.search(r"\s", text) else None
    return (
        Claim(address=address, how="embed-block")
        if address and address.kind not in ("share", "profile", "media")
        else None
    )


_READERS: tuple[Callable[[Element], Claim | None], ...] = (
    _frame,
    _identified,
    _kept_as_json,
    _addressed,
    _quoted,
    _named,
    _plugin,
    _bare,
)


_ONE_LINKED = frozenset(["instagram", "threads", "tiktok", "bluesky", "mastodon"])
"""Platforms whose embeds link to their own post wherever they link to a post."""


def _form(element: Element) -> str:
    return "blockquote" if element.tag == "blockquote" else "markup"


def _is_vendors(element: Element) -> bool:
    return signs.VENDOR_CLASS.search(_signs(element)) is not None


def _signs(element: Element) -> str:
    return (element.attr("class") or "").lower()


def _hrefs(element: Element) -> list[str]:
    return [href for anchor in element.select("a[href]") if (href := anchor.attr("href"))]


def _attributed(element: Element, platform: str) -> bool:
    """Say whether the words of a quotation are those of a platform's embed."""
    shown = words(element)
    if any(True for _ in attribution.scan(shown)):
        return True
    return any(one.platform == platform for one in others.find(shown, ()))


def _with_words(element: Element, address: Address, how: str) -> Claim:
    """Add what the element shows of the post."""
    shown = words(element)
    named = list(attribution.scan(shown))
    last = named[-1] if named else None
    links = tuple(
        href
        for href in _hrefs(element)
        if (link := identify(href)) and link.kind in ("short", "page") and link.url != address.url
    )
    return Claim(
        address=address,
        how=how,
        text=(shown[: last.start] if last else shown).strip(),
        author=Byline(name=last.name, handle=last.handle) if last else None,
        day=last.day if last else None,
        links=links,
        notes=contradictions(address, last.handle, last.day) if last else (),
    )
