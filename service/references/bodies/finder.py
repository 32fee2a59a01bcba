"""All references of one JSON body."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from service.model.article import Format
from service.model.reference import Kind, Reference
from service.platforms.addresses import Address
from service.references import found as make
from service.references.bodies import knowledge, nested, values
from service.references.bodies.walker import Leaf, leaves
from service.references.html import finder as html_finder
from service.references.intake import detect
from service.references.text import finder as text_finder

_STORED = ("tweet_data", "metadata", "raw_oembed", "oembed", "model")


class _Reader:
    """Reads one body; `find` is the door."""

    def __init__(self, body: Any, base: str | None, own: frozenset[str]) -> None:
        self._base = base
        self._own = own
        self._entries = dict(knowledge.linked_entries(body))
        self._media = knowledge.media_entities(body)
        self._doubled = knowledge.doubled(body)

    def references(self, leaf: Leaf) -> Iterator[Reference]:
        """Give what one string holds."""
        entry = self._entries.pop(leaf.value, None) if leaf.key == "id" else None
        if entry is not None and _is_link_to_entry(leaf.holder):
            for inner in leaves(entry[1], entry[0] + "/fields"):
                yield from self.references(inner)
            return
        if leaf.pointer in self._doubled or not leaf.value.strip():
            return
        for one in self._inside(leaf):
            yield replace(one, pointer=leaf.pointer, stored=one.stored or _stored(leaf, one))

    def _inside(self, leaf: Leaf) -> list[Reference]:
        value = leaf.value
        address = values.url(value)
        if address is not None:
            return self._addressed(leaf, address)
        typed = values.typed_id(leaf.key, value, leaf.holder, leaf.block_value)
        if typed is not None:
            return [make.markup(typed, 0, len(value), how="stored-id")]
        markup = values.decoded(value)
        if markup is not None:
            return self._encoded(markup, len(value))
        if value.lstrip()[:1] in ("{", "["):
            inner = nested.find(value, lambda body: find_parsed(body, self._base, self._own))
            if inner is not None:
                return inner
        if detect(value) is Format.HTML:
            return html_finder.find(value, self._base, self._own, self._media)
        return text_finder.find(value, self._own)

    def _addressed(self, leaf: Leaf, address: Address) -> list[Reference]:
        start = len(leaf.value) - len(leaf.value.lstrip())
        end = len(leaf.value.rstrip())
        if address.kind in make.NOTHING or address.url in self._own:
            return []
        if values.is_link(leaf.key, leaf.holder):
            return [make.link(address, start, end, how="stored-link")]
        if address.post_id is not None:
            return [make.markup(address, start, end, how="stored-url")]
        if address.kind == "short" or values.is_page_place(leaf.key, leaf.holder):
            return [make.link(address, start, end, how="stored-url")]
        return []

    def _encoded(self, markup: str, length: int) -> list[Reference]:
        """Read markup that stands encoded: its place is the whole string."""
        address = values.url(markup)
        inside = (
            [make.markup(address, 0, 0, how="stored-base64")]
            if address
            else html_finder.find(markup, self._base, self._own)
        )
        embeds = [one for one in inside if one.kind is not Kind.LINK or len(inside) == 1]
        return [replace(one, start=0, end=length, how="stored-base64", core=None, wider=None) for one in embeds[:1]]


def find(body: str, base: str | None = None, own: frozenset[str] = frozenset()) -> list[Reference]:
    """Find embeds, links and flattened posts in the order in which the strings stand.

    A body that is no JSON after all is read as text.
    """
    try:
        parsed = json.loads(body.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return text_finder.find(body, own)
    return find_parsed(parsed, base, own)


def find_parsed(body: Any, base: str | None, own: frozenset[str]) -> list[Reference]:
    """Find the references of a body that was parsed already."""
    reader = _Reader(body, base, own)
    found: list[tuple[Leaf, Reference]] = []
    for leaf in leaves(_article_part(body)):
        found.extend((leaf, one) for one in reader.references(leaf))
    return _once(found)


def _article_part(body: Any) -> Any:
    """Leave out what other rules read: included entries and media."""
    if isinstance(body, dict) and ("includes" in body or "included" in body):
        return {name: value for name, value in body.items() if name not in ("includes", "included")}
    return body


def _is_link_to_entry(holder: Mapping[str, Any]) -> bool:
    return holder.get("linkType") == "Entry" or holder.get("type") == "Link"


def _stored(leaf: Leaf, one: Reference) -> Mapping[str, Any] | None:
    """Give what the CMS kept of a post with its embed."""
    if one.kind is not Kind.MARKUP or not isinstance(leaf.block_value, dict):
        return None
    waiting: list[Any] = [leaf.block_value]
    for _ in range(4):
        nearer: list[Any] = []
        for value in waiting:
            for name in _STORED:
                if isinstance(value.get(name), dict) and value[name]:
                    return dict(value[name])
            nearer.extend(inner for inner in value.values() if isinstance(inner, dict))
        waiting = nearer
    return None


def _once(found: list[tuple[Leaf, Reference]]) -> list[Reference]:
    """Keep one reference per embed: the markup before the address, the address before what the CMS kept besides.

    Several places inside one string stay several; a link in prose stays beside an embed elsewhere.
    """
    best: dict[str, tuple[int, str]] = {}
    for leaf, one in found:
        if one.kind is Kind.MARKUP:
            rank = _rank(leaf, one)
            if one.embed_id not in best or rank < best[one.embed_id][0]:
                best[one.embed_id] = (rank, one.pointer)
    embeds = {leaf.block for leaf, one in found if one.kind is Kind.MARKUP and leaf.block}
    plain = {leaf.block for leaf, one in found if one.kind is Kind.MARKUP and not leaf.evidence}
    cached = {one.embed_id: one for leaf, one in found if leaf.key.startswith("_oembed_")}
    kept: list[Reference] = []
    for leaf, one in found:
        if leaf.key.startswith("_oembed_") or (leaf.evidence and leaf.block in plain):
            continue
        if one.kind is Kind.MARKUP:
            if best[one.embed_id][1] != one.pointer and not _cache_won(best[one.embed_id][1]):
                continue
        elif leaf.evidence or (leaf.block in embeds and (one.embed_id in best or one.how.startswith("stored-"))):
            continue
        evidence = cached.get(one.embed_id)
        if evidence is not None and one.stored is None:
            one = replace(one, stored={"oembed": {"text": evidence.text, "links": list(evidence.links)}})  # noqa: PLW2901
        kept.append(one)
    return kept


def _cache_won(pointer: str) -> bool:
    return pointer.rpartition("/")[2].startswith("_oembed_")


def _rank(leaf: Leaf, one: Reference) -> int:
    if leaf.key.startswith("_oembed_"):
        return 9
    if leaf.evidence:
        return 5
    return {"stored-id": 4, "stored-url": 2, "stored-base64": 1}.get(one.how, 0)
