"""What a body holds beside the article and refers to by id: Contentful entries, Drupal media."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from service.references.bodies.places import TOP, Place

BESIDE = frozenset(["includes", "included"])
"""Members of the whole body that are read only where the article refers to them."""
_OTHERS = ("user", "taxonomy_term", "node", "file", "menu")
"""Kinds of Drupal entities that are no part of the article."""


class Kept(NamedTuple):
    """One entry."""

    value: Any
    place: Place
    said: str = ""
    """What it is said to be."""


def entries(body: Any) -> dict[str, Kept]:
    """Give what the whole body holds beside the article, by id."""
    found: dict[str, Kept] = {}
    if not isinstance(body, dict):
        return found
    if isinstance(body.get("includes"), dict):
        at = TOP.child("includes")
        for kind, items in body["includes"].items():
            found.update(_by_id(items, at.child(kind)))
    found.update(_by_id(body.get("included"), TOP.child("included")))
    return found


def _by_id(items: Any, at: Place) -> Iterator[tuple[str, Kept]]:
    for index, item in enumerate(items if isinstance(items, list) else []):
        if not isinstance(item, dict):
            continue
        system = item.get("sys")
        if isinstance(system, dict) and isinstance(system.get("id"), str):
            yield system["id"], _entry(item, system, at.child(str(index)))
        elif isinstance(item.get("id"), str) and not str(item.get("type")).startswith(_OTHERS):
            held = {name: item[name] for name in ("attributes", "relationships") if name in item}
            yield item["id"], Kept(held, at.child(str(index)), str(item.get("type")))


def _entry(item: Mapping[str, Any], system: Mapping[str, Any], at: Place) -> Kept:
    """Give an entry of Contentful: its fields stand apart, or in the item itself when GraphQL was asked."""
    kind = system.get("contentType")
    sort = kind.get("sys") if isinstance(kind, dict) else None
    said = str(sort.get("id")) if isinstance(sort, dict) else ""
    return Kept(item["fields"], at.child("fields"), said) if "fields" in item else Kept(item, at, said)


def beside(node: Mapping[str, Any], at: Place) -> Iterator[tuple[str, Kept]]:
    """Give the entries that Contentful's GraphQL answers beside a rich text."""
    links = node.get("links")
    if "json" not in node or not isinstance(links, dict):
        return
    for kind, groups in links.items():
        for name, items in groups.items() if isinstance(groups, dict) else ():
            yield from _by_id(items, at.child("links").child(kind).child(name))


def target(node: Mapping[str, Any]) -> str | None:
    """Give the id that an object refers to and says nothing else; None when it is no such object."""
    system = node.get("sys")
    if isinstance(system, dict) and system.get("type") == "Link":
        node = system
    elif not (len(node) <= 3 and "type" in node and not isinstance(system, dict)):
        return None
    one = node.get("id")
    return one if isinstance(one, str) else None
