"""The walk through a stored body: every string in reading order, and every object that is one embed as one reference."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from service.model.reference import Kind
from service.references import found as make
from service.references import ids
from service.references.bodies import evidence, forms, keys, linked, nested
from service.references.bodies.hits import Hit, Rank, away, once, unlinked
from service.references.bodies.places import TOP, Place
from service.references.bodies.reading import Scene, Tools, read

_CACHE = "_oembed_"
"""How the names of WordPress's oEmbed cache begin."""
_GUARDIANS_SIGN = "apiUrl"
_GUARDIANS = ("fields", "blocks")
"""Where the Guardian's open platform answers one body twice."""
_UUID = re.compile(r"data-entity-uuid\s*=\s*[\"']?([\w-]{1,64})")


class Walk:
    """One walk through one body."""

    def __init__(self, body: Any, tools: Tools, top: Place = TOP, *, is_nested: bool = False) -> None:
        self._body = body
        self._tools = tools
        self._top = top
        self._is_nested = is_nested
        self._entries = linked.entries(body)
        self.caches: list[str] = []
        """Values of WordPress's oEmbed cache."""

    def hits(self) -> list[Hit]:
        """Give all finds in reading order."""
        if self._entries:
            self._know_media()
        return self.visit(self._body, self._top, Scene())

    def _know_media(self) -> None:
        for name, kept in list(self._entries.items()):
            attributes = kept.value.get("attributes") if isinstance(kept.value, dict) else None
            if attributes is None:
                continue
            hits = self.visit(attributes, kept.place.child("attributes"), Scene())
            posts = [hit.reference.url for hit in hits if hit.reference.post_id]
            if posts and posts[0]:
                self._tools.media[name] = posts[0]

    def visit(self, value: Any, place: Place, scene: Scene) -> list[Hit]:
        """Give the finds of one value."""
        if isinstance(value, str):
            return self._string(value, place, scene)
        if not place.is_read:
            return []
        if isinstance(value, dict):
            return self._object(value, place, scene)
        if isinstance(value, list):
            hits = self._list(value, place, scene)
            return list(hits) if scene.key in keys.words("marks") else away(hits)
        return []

    def _string(self, value: str, place: Place, scene: Scene) -> list[Hit]:
        if not self._is_nested and value[:1] in ("{", "[", " ", "\n"):
            top = TOP._replace(depth=place.depth)
            inner = nested.read(value, lambda body: Walk(body, self._tools, top, is_nested=True).hits())
            if inner is not None:
                return [Hit(one, place, whole=False, rank=Rank.MARKUP) for one in inner]
        hits = read(value, place, scene, self._tools)
        named = ids.stated({scene.key: value}, "") if scene.item and not hits else None
        if named:
            return [Hit(make.markup(named[1], 0, len(value), how="stored-id"), place, whole=True, rank=Rank.ID)]
        attributes = bool(hits) and "data-attrs" in value
        for hit in hits:
            if hit.reference.how == "media-entity":
                self._show(hit, value)
            elif attributes and hit.rank is Rank.MARKUP:
                kept = evidence.of_markup(value[hit.reference.start : hit.reference.end])
                hit.reference = replace(hit.reference, stored=kept or hit.reference.stored)
        return hits

    def _show(self, hit: Hit, value: str) -> None:
        """Give a media element of Drupal what the entity holds that it shows."""
        match = _UUID.search(value, hit.reference.start, hit.reference.end)
        kept = self._entries.pop(match[1], None) if match else None
        attributes = kept.value.get("attributes") if kept is not None and isinstance(kept.value, dict) else None
        if isinstance(attributes, dict):
            hit.reference = replace(hit.reference, stored=evidence.bounded(attributes))

    def _list(self, items: list[Any], place: Place, scene: Scene) -> Iterator[Hit]:
        roles = forms.bodies(items) if scene.key == "bodies" else None
        if roles is not None:
            for role in roles:
                yield from self._first([(items[index], place.child(str(index)), scene) for index in role])
            return
        inner = Scene(key=scene.key, said=scene.said if scene.key == "card" else "", meaning="")
        for index, item in enumerate(items):
            around = inner._replace(item=True) if isinstance(item, str) else inner
            yield from self.visit(item, place.child(str(index)), around)

    def _first(self, versions: list[tuple[Any, Place, Scene]]) -> list[Hit]:
        """Read several forms of one text: the first that holds anything counts, the others are evidence."""
        kept: list[Hit] = []
        for value, place, scene in versions:
            hits = self.visit(value, place, scene)
            if kept and isinstance(value, str):
                _enrich(kept, hits, value)
            kept = kept or hits
        return kept

    def _object(self, node: Mapping[str, Any], place: Place, scene: Scene) -> list[Hit]:
        target = linked.target(node) if self._entries else None
        if target in self._entries:
            entry = self._entries.pop(target)
            said = entry.said.lower()
            within = Scene(said=said, meaning=keys.meaning(said) if said else "")
            return away(self.visit(entry.value, entry.place._replace(depth=place.depth + 1), within))
        self._entries.update(linked.beside(node, place))
        said = keys.said(node)
        if keys.is_code(said) or _is_marked_code(node):
            return []
        meaning = (keys.meaning(said) if said else "") or scene.meaning
        around = Scene(key=scene.key, said=f"{scene.said} {said}"[-200:], meaning=meaning)
        parts = forms.blocks(node, place)
        if parts is not None:
            return away(self._parts(parts))
        hits: list[Hit] = []
        for names in self._order(node, place):
            versions = [(node[name], place.child(name), _member(name, node[name], around)) for name in names]
            hits += self.visit(*versions[0]) if len(versions) == 1 else self._first(versions)
        hits = once(hits or _bare_id(node, place, around.said))
        if meaning != "link":
            _keep(node, place, hits)
        is_map = len(node) > 1 and all(isinstance(value, dict) for value in node.values())
        return away(hits) if is_map else hits

    def _parts(self, parts: list[list[forms.Part]]) -> Iterator[Hit]:
        for block in parts:
            hits: list[Hit] = []
            for part in block:
                said = part.said.lower()
                inner = Scene(key=part.key, said=said, meaning=keys.meaning(said) if said else "")
                hits += self.visit(part.value, part.place, inner)
            yield from unlinked(hits)

    def _order(self, node: Mapping[str, Any], place: Place) -> Iterator[list[str]]:
        """Give the names of the members in reading order, names that hold one text in several forms together."""
        grouped: dict[str, list[str]] = {}
        groups = () if keys.rendition_names().isdisjoint(node) else keys.renditions()
        for group in (*groups, _GUARDIANS) if _GUARDIANS_SIGN in node else groups:
            present = [name for name in group if node.get(name) and name not in grouped]
            if len(present) > 1:
                grouped.update(dict.fromkeys(present, present))
        beside = linked.BESIDE if place is self._top and self._entries else ()
        done: set[str] = set()
        for name, value in node.items():
            if name in done or name in beside or keys.is_others(ids.plain(name)):
                continue
            if not self._is_cache(name, value, node):
                names = grouped.get(name, [name])
                done.update(names)
                yield names

    def _is_cache(self, key: str, value: Any, node: Mapping[str, Any]) -> bool:
        """Keep WordPress's oEmbed cache, as a map or as rows."""
        name = key
        if key in ("value", "meta_value"):
            row = node.get("meta_key", node.get("key"))
            name = row if isinstance(row, str) else ""
        if not name.startswith(_CACHE):
            return False
        self.caches += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
        return True


def _member(name: str, value: Any, around: Scene) -> Scene:
    """Give the scene of a member; objects under a telling name are what the name says."""
    key = ids.plain(name)
    meaning = around.meaning
    if isinstance(value, dict):
        meaning = keys.meaning(key) or meaning
    return Scene(key=key, said=around.said, meaning=meaning)


def _is_marked_code(node: Mapping[str, Any]) -> bool:
    """Say whether a piece of rich text is set as code."""
    marks = node.get("marks")
    return isinstance(marks, list) and any(isinstance(mark, dict) and mark.get("type") == "code" for mark in marks)


def _bare_id(node: Mapping[str, Any], place: Place, said: str) -> list[Hit]:
    """Read an object that says its platform and an id, but no address."""
    found = ids.stated(node, said)
    if found is None:
        return []
    name, address = found
    value = node[name]
    number = not isinstance(value, str)
    reference = make.markup(address, 0, 0 if number else len(value), how="stored-id")
    return [Hit(reference, place if number else place.child(name), whole=True, rank=Rank.ID)]


def _keep(node: Mapping[str, Any], place: Place, hits: list[Hit]) -> None:
    """Give the one embed of an object what the object holds of the post besides."""
    own = [hit for hit in hits if hit.near and hit.whole]
    if len(own) != 1 or own[0].reference.kind is not Kind.MARKUP:
        return
    at: Place | None = own[0].place
    while at is not None and at.parent is not place:
        at = at.parent
    on_the_way = at is not None and not isinstance(node.get(at.step), str)
    found = evidence.of_object(node, at.step if at is not None and on_the_way else "")
    if found:
        own[0].reference = replace(own[0].reference, stored={**found, **(own[0].reference.stored or {})})


def _enrich(kept: list[Hit], others: list[Hit], value: str) -> None:
    """Keep the markup that another form of the same text has for an embed."""
    known = {hit.name: hit.reference for hit in others if hit.rank is Rank.MARKUP}
    for hit in kept:
        twin = known.get(hit.name)
        if twin is not None and hit.reference.stored is None and twin.end - twin.start < evidence.MOST:
            hit.reference = replace(hit.reference, stored={"html": value[twin.start : twin.end]})
