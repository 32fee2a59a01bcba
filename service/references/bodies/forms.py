"""The few stored forms whose reading order is not the order of their members."""

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from service.references.bodies.places import Place


class Part(NamedTuple):
    """One value in reading order."""

    key: str
    value: Any
    place: Place
    said: str = ""
    """What the form says of it."""


def blocks(node: Mapping[str, Any], place: Place) -> list[list[Part]] | None:
    """Give the blocks of Draft.js and mobiledoc, each with the entities, links and cards that it shows."""
    if isinstance(node.get("entityMap"), dict | list) and isinstance(node.get("blocks"), list):
        return _draft(node["blocks"], node["entityMap"], place)
    if isinstance(node.get("sections"), list) and isinstance(node.get("cards"), list):
        return _mobiledoc(node, place)
    return None


def _draft(written: list[Any], entities: Any, place: Place) -> list[list[Part]]:
    known = {
        str(key): value for key, value in (entities.items() if isinstance(entities, dict) else enumerate(entities))
    }
    at, around = place.child("entityMap"), place.child("blocks")
    made: list[list[Part]] = []
    for index, block in enumerate(written):
        parts = [Part("blocks", block, around.child(str(index)))]
        parts += [Part("entity", known.pop(key), at.child(key)) for key in _ranges(block) if key in known]
        made.append(parts)
    return made + [[Part("entity", value, at.child(key))] for key, value in known.items()]


def _ranges(block: Any) -> Iterator[str]:
    """Give the keys of the entities of a block, in the order of the text."""
    found = block.get("entityRanges") if isinstance(block, dict) else None
    ranges = [one for one in found if isinstance(one, dict) and "key" in one] if isinstance(found, list) else []
    ranges.sort(key=lambda one: one["offset"] if isinstance(one.get("offset"), int) else 0)
    return (str(one["key"]) for one in ranges)


def _mobiledoc(node: Mapping[str, Any], place: Place) -> list[list[Part]]:
    cards = {index: card for index, card in enumerate(node["cards"]) if isinstance(card, list) and card}
    markups = node.get("markups")
    marks = dict(enumerate(markups)) if isinstance(markups, list) else {}
    made: list[list[Part]] = []
    for index, section in enumerate(node["sections"]):
        at = place.child("sections").child(str(index))
        number = section[1] if isinstance(section, list) and len(section) > 1 else None
        if isinstance(number, int) and section[0] == 10:
            if number in cards:
                made.append(_card(number, cards.pop(number), place))
            continue
        parts: list[Part] = []
        for mark in _opened(section):
            parts += _href(mark, marks.pop(mark, None), place)
        made.append([*parts, Part("text", section, at, "text")])
    return made + [_card(number, card, place) for number, card in cards.items()]


def _card(number: int, card: list[Any], place: Place) -> list[Part]:
    at = place.child("cards").child(str(number))
    said = card[0] if isinstance(card[0], str) else ""
    return [Part("card", value, at.child(str(index)), said) for index, value in enumerate(card) if index]


def _opened(section: Any) -> Iterator[int]:
    """Give the numbers of the markups that the markers of a section open."""
    waiting: deque[Any] = deque([section[2:]] if isinstance(section, list) else [])
    while waiting:
        markers = waiting.popleft()
        for marker in markers if isinstance(markers, list) else []:
            if isinstance(marker, list) and len(marker) == 4 and isinstance(marker[1], list):
                yield from (one for one in marker[1] if isinstance(one, int))
            elif isinstance(marker, list):
                waiting.append(marker)


def _href(number: int, mark: Any, place: Place) -> list[Part]:
    attributes = mark[1] if isinstance(mark, list) and len(mark) > 1 and mark[0] == "a" else None
    if not isinstance(attributes, list) or "href" not in attributes[:-1:2]:
        return []
    index = attributes.index("href") + 1
    at = place.child("markups").child(str(number)).child("1").child(str(index))
    return [Part("href", attributes[index], at, "link")]


def bodies(items: list[Any]) -> list[list[int]] | None:
    """Give the bodies of a ninjs item by role, the richest form first; None when these are none."""
    if not items or not all(isinstance(one, dict) and isinstance(one.get("contenttype"), str) for one in items):
        return None
    roles: dict[str, list[int]] = {}
    for index, one in enumerate(items):
        roles.setdefault(str(one.get("role")), []).append(index)
    return [sorted(role, key=lambda index: "html" not in items[index]["contenttype"]) for role in roles.values()]
