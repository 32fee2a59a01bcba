"""A reference as the public `find` output writes it, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.model.ids import EmbedId
from service.model.reference import Byline, Kind, Reference


def as_json(reference: Reference) -> dict[str, Any]:
    """Give the public shape; keys beyond it only where there is something to say."""
    author = reference.author
    shape: dict[str, Any] = {
        "kind": reference.kind.value,
        "how": reference.how,
        "platform": reference.platform,
        "post_id": reference.post_id,
        "embed_id": reference.embed_id,
        "url": reference.url,
        "start": reference.start,
        "end": reference.end,
        "pointer": reference.pointer,
        "text": reference.text,
        "author": None if author is None else {"name": author.name, "handle": author.handle},
        "date": reference.day.isoformat() if reference.day else None,
        "links": list(reference.links),
        "confidence": reference.confidence,
    }
    if reference.core is not None:
        shape["core"] = list(reference.core)
    if reference.wider is not None:
        shape["wider"] = list(reference.wider)
    if reference.notes:
        shape["notes"] = list(reference.notes)
    if reference.stored is not None:
        shape["stored"] = dict(reference.stored)
    return shape


def from_json(shape: Mapping[str, Any]) -> Reference:
    """Read the public shape back; `from_json(as_json(reference)) == reference`."""
    author = shape.get("author")
    day = shape.get("date")
    core, wider = shape.get("core"), shape.get("wider")
    return Reference(
        kind=Kind(shape["kind"]),
        how=shape["how"],
        platform=shape["platform"],
        post_id=shape["post_id"],
        embed_id=EmbedId(shape["embed_id"]),
        url=shape["url"],
        start=shape["start"],
        end=shape["end"],
        pointer=shape.get("pointer", ""),
        text=shape.get("text", ""),
        author=None if author is None else Byline(name=author.get("name"), handle=author.get("handle")),
        day=date.fromisoformat(day) if day else None,
        links=tuple(shape.get("links", ())),
        confidence=shape.get("confidence", 1.0),
        core=(core[0], core[1]) if core else None,
        wider=(wider[0], wider[1]) if wider else None,
        notes=tuple(shape.get("notes", ())),
        stored=shape.get("stored"),
    )
