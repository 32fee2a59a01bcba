"""The cases of the platform files: documents on disk and what is to be read in them.

tests/platforms/<platform>/<case>/
    case.toml                   where its bytes come from, the id (and the address, where ids tell too little), when
                                fetched; per document: file, status, media type and, where we were sent elsewhere,
                                the address that answered in the end (`final-url`)
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
from service.platforms import Platform, at, discover

FOLDER = Path(__file__).parent
NEEDED = ("plain", "media", "quote", "gone")
LACKING = {
    ("page", "quote"): "what a page quotes are references of their own",
    ("instagram", "quote"): "a post quotes no other post",
    ("facebook", "quote"): "the plugin does not tell what a post passes on from its own words",
}
QUOTELESS = {
    "linkedin": "the embed page shows a reshared post without its address",
    "tumblr": "oEmbed gives a reblog's trail as markup without ids",
    "vk": "the public page shows a repost as part of the text",
    "codepen": "a pen quotes no other pen",
    "dailymotion": "a video quotes no other video",
    "datawrapper": "a chart quotes no other chart",
    "documentcloud": "a document is one document",
    "flickr": "a photo quotes no other photo",
    "flourish": "a chart quotes no other chart",
    "imgur": "a picture quotes no other picture",
    "infogram": "a chart quotes no other chart",
    "pinterest": "a pin names a page, which is no post",
    "scribd": "a document is one document",
    "soundcloud": "a track quotes no other track",
    "spotify": "a recording quotes no other recording",
    "twitch": "a clip's video is not named on its page",
    "vimeo": "a video quotes no other video",
}
LACKING |= {(platform, "quote"): reason for platform, reason in QUOTELESS.items()}
ORIGINS = ("recorded", "published-by-vendor", "synthetic")
TOLD = {"case.toml", "documents", "post.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    platform: str
    name: str
    origin: str
    post_id: str
    file: Platform
    asked: tuple[Request, ...]
    """Every document that the platform file asks for in this case, those that others led to included."""
    documents: dict[str, Document]
    expected: dict[str, Any]

    def read(self) -> Reading:
        return self.file.read(self.post_id, self.documents)


@cache
def all_cases() -> tuple[Case, ...]:
    return tuple(_load(file.parent) for file in sorted(FOLDER.glob("*/*/case.toml")))


def _load(folder: Path) -> Case:
    told = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    platform = at(discover()[folder.parent.name], told.get("url"))
    asked = platform.requests(told["id"])
    documents = _documents(folder, asked, told)
    more = platform.read(told["id"], documents).more
    documents |= _documents(folder, more, told)
    assert documents.keys() == told["documents"].keys(), folder
    expected = folder / "post.json"
    return Case(
        platform=platform.name,
        name=folder.name,
        origin=told["origin"],
        post_id=told["id"],
        file=platform,
        asked=(*asked, *more),
        documents=documents,
        expected=json.loads(expected.read_text(encoding="utf-8")) if expected.exists() else {},
    )


def _documents(folder: Path, requests: tuple[Request, ...], told: dict[str, Any]) -> dict[str, Document]:
    kept = [(request, told["documents"].get(request.name)) for request in requests]
    return {request.name: _document(folder, request, about, told["fetched"]) for request, about in kept if about}


def _document(folder: Path, request: Request, about: dict[str, Any], fetched: datetime) -> Document:
    return Document(
        request=request,
        fetched=fetched,
        final_url=about.get("final-url", request.url),
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
