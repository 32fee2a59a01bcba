"""The cases of the platform files: documents on disk and what is to be read in them.

tests/platforms/<platform>/<case>/
    case.toml                   where its bytes come from, the id, when fetched; per document: file, status, media type
    documents/<request name>.*  bodies
    post.json                   expected: state, suspected and the fields of the post that are told
"""

import json
import tomllib
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from service.model.document import Document, Request
from service.model.resolution import Reading
from service.platforms import discover

FOLDER = Path(__file__).parent
NEEDED = ("plain", "media", "quote", "gone")
LACKING = {
    ("youtube", "quote"): "a video quotes no other video",
    ("page", "quote"): "what a page quotes are references of their own",
}
ORIGINS = ("recorded", "published-by-vendor", "synthetic")
TOLD = {"case.toml", "documents", "post.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    platform: str
    name: str
    origin: str
    post_id: str
    documents: dict[str, Document]
    expected: dict[str, Any]

    def read(self) -> Reading:
        return discover()[self.platform].read(self.post_id, self.documents)


@cache
def all_cases() -> tuple[Case, ...]:
    return tuple(_load(file.parent) for file in sorted(FOLDER.glob("*/*/case.toml")))


def _load(folder: Path) -> Case:
    told = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    platform = discover()[folder.parent.name]
    requests = {request.name: request for request in platform.requests(told["id"])}
    documents = {
        name: _document(folder, requests[name], about, told["fetched"]) for name, about in told["documents"].items()
    }
    expected = folder / "post.json"
    return Case(
        platform=platform.name,
        name=folder.name,
        origin=told["origin"],
        post_id=told["id"],
        documents=documents,
        expected=json.loads(expected.read_text(encoding="utf-8")) if expected.exists() else {},
    )


def _document(folder: Path, request: Request, about: dict[str, Any], fetched: datetime) -> Document:
    return Document(
        request=request,
        fetched=fetched,
        final_url=request.url,
        status=about["status"],
        headers={"content-type": about["content-type"]},
        body=(folder / "documents" / about["file"]).read_bytes(),
    )


def plain(value: Any) -> Any:
    """A value as JSON tells it; what is empty is not told."""
    if is_dataclass(value):
        told = {each.name: plain(getattr(value, each.name)) for each in fields(value)}
        return {name: content for name, content in told.items() if content not in (None, "", [], {})}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return dict(value) if hasattr(value, "items") else value


def told_by(reading: Reading) -> dict[str, Any]:
    """Everything a reading says, one name per field."""
    said = {"state": reading.availability.state.value, "suspected": reading.availability.suspected}
    if reading.post_id is not None:
        said["post_id"] = reading.post_id
    return (
        said
        | {"signals": [[s.endpoint, s.state.value, s.marker] for s in reading.availability.signals]}
        | ({f"post.{name}": value for name, value in plain(reading.post).items()} if reading.post else {"post": None})
    )
