"""What a manifest says, as a value. Readers of old versions stay for ever."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from service.errors import IntegrityFailed
from service.model.availability import Availability
from service.model.capture import Grade, Outcome
from service.model.embed import Embed
from service.model.framing import Method
from service.model.ids import ArticleId, EmbedId, SnapshotId, VisitId
from service.model.manifest import FileEntry, Manifest, MediumEntry
from service.model.post import Post
from service.model.resolution import Suggestion
from service.model.wire import from_json
from service.model.work import Reason
from service.seal.blocks import SCHEMA
from service.seal.canonical import parse
from service.seal.fixity import is_path, sha256

_FILE = tuple(field.name for field in fields(FileEntry))


def read(manifest: bytes) -> Manifest:
    """Read the bytes of a `manifest.json`.

    Raises IntegrityFailed with one sentence on anything malformed or of a version that is not known.
    Not promised: that its files are there and unchanged; that is `verify`.
    """
    try:
        data = parse(manifest)
        return _reader(data["schema"])(data, sha256(manifest))
    except IntegrityFailed as error:
        raise IntegrityFailed(f"The manifest cannot be read: {error}") from error
    except KeyError as error:
        raise IntegrityFailed(f"The manifest cannot be read: {error.args[0]} is missing.") from error
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise IntegrityFailed("The manifest cannot be read: a part of it has the wrong form.") from error


def _reader(version: Any) -> Callable[[dict[str, Any], str], Manifest]:
    if version != SCHEMA:
        raise IntegrityFailed(f"The version {version!r} is not known.")
    return _version_1


def _version_1(data: dict[str, Any], digest: str) -> Manifest:
    result, request, embed = data["result"], data["request"], dict(data["embed"])
    aliases = embed.pop("aliases")
    return Manifest(
        id=from_json(SnapshotId, data["id"], "id"),
        created=from_json(datetime, data["created"], "created"),
        embed=from_json(Embed, embed, "embed"),
        aliases=from_json(tuple[EmbedId, ...], aliases, "embed.aliases"),
        post=None if data["post"] is None else _post(data["post"], "post"),
        availability=from_json(Availability, data["availability"], "availability"),
        method=from_json(Method, result["method"], "result.method"),
        outcome=from_json(Outcome, result["outcome"], "result.outcome"),
        grade=from_json(Grade, result["grade"], "result.grade"),
        warnings=from_json(tuple[str, ...], result["warnings"], "result.warnings"),
        reason=from_json(Reason, request["reason"], "request.reason"),
        requested_by=from_json(str, request["requested_by"], "request.requested_by"),
        article_id=from_json(ArticleId | None, request["input"]["article_id"], "request.input.article_id"),
        visit_id=from_json(VisitId | None, data["visit_id"], "visit_id"),
        supersedes=from_json(SnapshotId | None, data["supersedes"], "supersedes"),
        rehearsal=from_json(bool, data["rehearsal"], "rehearsal"),
        files=tuple(_file(entry, f"files[{i}]") for i, entry in enumerate(data["files"])),
        sha256=digest,
        body=data,
        media=from_json(tuple[MediumEntry, ...], data.get("media", []), "media"),
        candidates=from_json(tuple[Suggestion, ...], data["resolution"].get("candidates", []), "resolution.candidates"),
    )


def _post(data: dict[str, Any], where: str) -> Post:
    """Give the platform's claims back; numbers that JSON could not hold stand as texts of digits."""
    claims = dict(data)
    if claims.pop("text_sha256") != sha256(claims["text"].encode()):
        raise IntegrityFailed(f"{where}.text_sha256 is not that of its text.")
    claims["counts"] = {
        name: int(count) if isinstance(count, str) else count for name, count in claims.pop("metrics").items()
    }
    claims["sources"] = claims.pop("source_of_each_field")
    quoted, answered = claims.pop("quoted"), claims.pop("answered", None)
    post: Post = from_json(Post, claims, where)
    return replace(
        post,
        quoted=None if quoted is None else _post(quoted, f"{where}.quoted"),
        answered=None if answered is None else _post(answered, f"{where}.answered"),
    )


def _file(data: dict[str, Any], where: str) -> FileEntry:
    entry: FileEntry = from_json(FileEntry, {name: data[name] for name in _FILE if name in data}, where)
    if not is_path(entry.path):
        raise IntegrityFailed(f"{where}.path is none that a snapshot can hold.")
    return entry
