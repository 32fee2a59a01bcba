"""The documents a resolution rests on, kept beside the picture as they were received."""

import re
from collections.abc import Iterable

from service.model.capture import Artefact
from service.model.document import Document

_ENDINGS = (("json", "json"), ("html", "html"), ("xml", "xml"), ("text/", "txt"))
_PLAIN = "application/octet-stream"


def artefacts(documents: Iterable[Document]) -> tuple[Artefact, ...]:
    """Give `raw/<n>-<name>.<json|html|xml|txt|bin>` for each document that has a body, in the order asked."""
    return tuple(_file(number, document) for number, document in enumerate(documents, 1) if document.body)


def _file(number: int, document: Document) -> Artefact:
    media_type = document.headers.get("content-type", _PLAIN).partition(";")[0].strip().lower() or _PLAIN
    name = re.sub(r"[^a-z0-9._-]+", "-", document.request.name.lower()).strip("-") or "document"
    ending = next((ending for mark, ending in _ENDINGS if mark in media_type), "bin")
    return Artefact(
        name=f"raw/{number}-{name}.{ending}",
        role="raw-api",
        media_type=document.headers.get("content-type", _PLAIN),
        body=document.body,
        source_url=document.final_url,
        captured=document.fetched,
    )
