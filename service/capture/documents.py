"""The page in two more forms, taken before we change a thing: as one file that a browser opens, and as words in places.

    page.mhtml     the document with its pictures and styles, frames of other sites included; its web fonts are not
    layout.json    every line of text with its box: what stood where, for machines and for courts

Measured for a card: 9 ms and 190 KB, 3 ms and 14 KB.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from playwright.async_api import CDPSession, Error

from service.capture.steps import Steps
from service.capture.watch import Watch
from service.errors import CaptureFailed
from service.model.capture import Artefact

LAYOUT = "text-layout/1"
_SECONDS = 5.0
_MHTML_BYTES = 32 * 2**20
_MOST_RUNS = 50_000


async def taken(
    session: CDPSession, watch: Watch, steps: Steps, clock: Callable[[], datetime], address: str | None
) -> tuple[Artefact, ...]:
    """Give the files. One that cannot be had is noted among the steps and is no reason to end a visit."""
    files = []
    for step, ask in (("page-as-one-file", _mhtml), ("words-in-places", _layout)):
        try:
            name, role, media_type, body = await watch.bound(step, ask(session), _SECONDS)
        except (CaptureFailed, Error) as error:
            if watch.over:
                raise
            steps.note(step, f"cannot be had: {str(error).splitlines()[0]}")
            continue
        files.append(
            Artefact(name=name, role=role, media_type=media_type, body=body, source_url=address, captured=clock())
        )
    return tuple(files)


async def _mhtml(session: CDPSession) -> tuple[str, str, str, bytes]:
    answer = await session.send("Page.captureSnapshot", {"format": "mhtml"})
    body = answer["data"].encode()
    if len(body) > _MHTML_BYTES:
        raise CaptureFailed(f"It has more than {_MHTML_BYTES >> 20} MB.")
    return "page.mhtml", "mhtml", "multipart/related", body


async def _layout(session: CDPSession) -> tuple[str, str, str, bytes]:
    snapshot = await session.send("DOMSnapshot.captureSnapshot", {"computedStyles": []})
    return "layout.json", "text-layout", "application/json", write(snapshot)


def write(snapshot: dict[str, Any], *, most: int = _MOST_RUNS) -> bytes:
    """Write `text-layout/1` from the answer of `DOMSnapshot.captureSnapshot`.

    {"schema": "text-layout/1", "unit": "css px",
     "documents": [{"url", "title", "language", "width", "height",
                    "runs": [["a line of text", x, y, width, height], …]}],
     "cut_off": true when there are more runs than are kept}

    Boxes are from the top left of their own document, one a line of text, in the order of the document.
    """
    strings = snapshot["strings"]
    documents, left = [], most
    for document in snapshot["documents"]:
        runs = list(_runs(document, strings, left))
        left -= len(runs)
        documents.append(
            {
                "url": _text(strings, document["documentURL"]),
                "title": _text(strings, document["title"]),
                "language": _text(strings, document["contentLanguage"]),
                "width": document.get("contentWidth", 0),
                "height": document.get("contentHeight", 0),
                "runs": runs,
            }
        )
    layout: dict[str, Any] = {"schema": LAYOUT, "unit": "css px", "documents": documents}
    if left <= 0:
        layout["cut_off"] = True
    text = json.dumps(layout, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _runs(document: dict[str, Any], strings: list[str], most: int) -> Iterator[list[Any]]:
    """Give each line of text with its box. Places in a text are counted in UTF-16 units, as the page's own are."""
    texts, boxes = document["layout"]["text"], document["textBoxes"]
    for number, (layout, bounds) in enumerate(zip(boxes["layoutIndex"], boxes["bounds"], strict=True)):
        if most <= 0:
            return
        whole = _text(strings, texts[layout]).encode("utf-16-le", "surrogatepass")
        start, length = boxes["start"][number], boxes["length"][number]
        line = whole[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
        if line.strip():
            most -= 1
            yield [line, *(round(value, 1) for value in bounds)]


def _text(strings: list[str], index: int) -> str:
    return strings[index] if index >= 0 else ""
