"""The few things that one must know about a CMS; everything else is read by what the strings hold."""

from collections.abc import Mapping
from typing import Any

from service.references.bodies import values
from service.references.bodies.walker import leaves

_RICHER = {"rendered": "raw"}


def linked_entries(body: Any) -> Mapping[str, tuple[str, Any]]:
    """Give the entries that a Contentful answer includes: id → (pointer, fields)."""
    includes = body.get("includes") if isinstance(body, dict) else None
    entries = includes.get("Entry") if isinstance(includes, dict) else None
    found: dict[str, tuple[str, Any]] = {}
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        system = entry.get("sys") if isinstance(entry, dict) else None
        if isinstance(system, dict) and isinstance(system.get("id"), str):
            found[system["id"]] = (f"/includes/Entry/{index}", entry.get("fields"))
    return found


def media_entities(body: Any) -> Mapping[str, str]:
    """Give the media that a Drupal JSON:API answer includes: uuid → the address that it shows."""
    found: dict[str, str] = {}
    included = body.get("included") if isinstance(body, dict) else None
    for entity in included if isinstance(included, list) else []:
        if not isinstance(entity, dict) or not isinstance(entity.get("id"), str):
            continue
        for leaf in leaves(entity.get("attributes")):
            address = values.url(leaf.value)
            if address is not None and address.post_id is not None:
                found.setdefault(entity["id"], leaf.value)
    return found


def doubled(body: Any) -> frozenset[str]:
    """Give pointers whose text stands elsewhere in a better form.

    The rendered form of a WordPress field beside its raw one, and the plain form of a ninjs body beside its HTML.
    """
    found: set[str] = set()
    waiting: list[tuple[str, Any]] = [("", body)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict):
            for worse, better in _RICHER.items():
                if isinstance(value.get(worse), str) and isinstance(value.get(better), str) and value[better].strip():
                    found.add(f"{pointer}/{worse}")
            waiting.extend(
                (f"{pointer}/{name}".replace("~", "~0"), one) for name, one in value.items() if "/" not in name
            )
        elif isinstance(value, list):
            found.update(_plain_twins(pointer, value))
            waiting.extend((f"{pointer}/{index}", one) for index, one in enumerate(value))
    return frozenset(found)


def _plain_twins(pointer: str, items: list[Any]) -> list[str]:
    """Give the plain bodies of a list that also holds the same role as HTML."""
    bodies = [
        (index, one)
        for index, one in enumerate(items)
        if isinstance(one, dict) and isinstance(one.get("contenttype"), str)
    ]
    rich = {one.get("role") for _, one in bodies if "html" in one["contenttype"]}
    return [
        f"{pointer}/{index}/value"
        for index, one in bodies
        if one["contenttype"].startswith("text/plain") and (one.get("role") in rich or one.get("role") is None)
        if rich
    ]
